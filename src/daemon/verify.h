/* SPDX-License-Identifier: MIT */
/*
 * `practiced --verify DIR...`: is what an author wrote sound. Needs no daemon; programs are run in
 * a sandbox of this process's own. Findings go to stdout, a line "file:line: message" each.
 */
#pragma once

#include "daemon/options.h"

/* Exit statuses. */
#define VERIFY_SOUND	0
#define VERIFY_FINDINGS 1
#define VERIFY_FAILED	2 /* usage, a DIR without a lesson, no sandbox */

int verify_main(const struct options *options);
