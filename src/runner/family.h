/* SPDX-License-Identifier: MIT */
/*
 * Without a pid namespace: the processes that a run started, wherever they went. A zygote adopts the
 * orphans of its programs (PR_SET_CHILD_SUBREAPER), so that whoever is left is its child sooner or
 * later, also behind setsid() and a double fork; the kernel lists children in /proc. A program can't
 * leave that family, but it can be faster than we are: there are only so many rounds.
 */
#pragma once

#include <sys/types.h>

/* SIGKILL for each child that `parent` has now, by /proc. How many of them were not dead already. */
unsigned family_kill_children(pid_t parent);

/* Stops `parent`, and kills its children until there are only dead ones. Killing it is the caller's. */
void family_end(pid_t parent);
