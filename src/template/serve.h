/* SPDX-License-Identifier: MIT */
/*
 * The template's own side: the library's constructor calls serve_begin(), and at the point from
 * which on a run is the program's own, serve_runs(). Only system calls are made: nothing of libc's
 * state is touched, so that it may be called before libc is set up.
 *
 * The process never runs anything of a learner's: it blocks every signal that can be blocked, is
 * not dumpable, and does nothing but wait for orders. A run has none of that left.
 */
#pragma once

#include "template/wire.h"

/* Takes the setup, puts the environment right, makes the process hard to reach. 0, or -1: there is
 * no zygote at the other end. */
int serve_begin(char **environment);

/* Serves orders for the rest of this process's life. Returns in each run, with its argv (ending in
 * NULL, good until the next order), with every signal still blocked: serve_release(). */
char **serve_runs(void);

/* The last thing before the program: its signals are as a program finds them after exec. */
void serve_release(void);

_Noreturn void serve_end(int status);
