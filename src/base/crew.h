/* SPDX-License-Identifier: MIT */
/*
 * Many like things done by all processors: threads that are there during one call and no longer, so
 * that the program is single-threaded before and after, and may fork.
 */
#pragma once

#include <stddef.h>

#define CREW_MAX 8 /* threads, the caller's among them */

/*
 * Calls work() once for each index below n, in no order, and comes back when all calls did. What
 * work() shares between indexes it must not change. A thread is started for so many as are
 * `worthwhile`, which is some 50 microseconds of work, or more; where none can be started, the
 * caller's does it all. Threads take no signals.
 */
void crew_run(size_t n, size_t worthwhile, void (*work)(void *userdata, size_t index), void *userdata);
