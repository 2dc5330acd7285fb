/* SPDX-License-Identifier: MIT */
/*
 * A zygote is a copy of the forker, page by page, made when a page is first touched: for its first
 * job that would be a hundred times. So before there is a job it goes through the same functions with
 * one that is made up, while the slot is idle and nobody waits.
 */
#pragma once

#include "runner/run.h"

/* Packs, unpacks and prepares a small job, and starts a program that does not exist, with this
 * process's descriptors 0 to 2. What fails is left for the job to fail at. */
void rehearsal_hold(bool isolated, struct run_timer *timer);
