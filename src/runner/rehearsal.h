/* SPDX-License-Identifier: MIT */
/*
 * A zygote is a copy of the forker, page by page, made when a page is first touched: for its first
 * job that would be a hundred times. So before there is a job it goes through the same functions with
 * one that is made up, while the slot is idle and nobody waits.
 */
#pragma once

#include "runner/run.h"

/* In the forker, once: packs that job, and goes as far as it can without a zygote, so that what is found out at
 * its first use (where a library's function is, which kernel this is) is known to all of them. */
void rehearsal_prepare(bool isolated);

/* In a zygote: unpacks and prepares the job, and starts a program that does not exist, with this process's
 * descriptors 0 to 2. What fails is left for the job to fail at. */
void rehearsal_hold(bool isolated, struct run_timer *timer);
