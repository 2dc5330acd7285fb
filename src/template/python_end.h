/* SPDX-License-Identifier: MIT */
/*
 * Whether the interpreter's end would show. Py_FinalizeEx() takes apart every object that there is,
 * and costs more than all else of a short run; of nearly every program nothing of that can be seen.
 * What is asked here is meant to be right for every program: where it isn't certain, it shows.
 */
#pragma once

#include <stdbool.h>

/* In the template, before the first run, with the interpreter's lock. Changes nothing that a
 * program could see. false: this interpreter is not understood, or set up to tell of its end. */
bool python_end_prepare(void);

/*
 * In a run that is over, without an exception pending. true: the end of the interpreter would run
 * nothing of the program's and write nothing but what is buffered in sys.stdout and sys.stderr, and
 * that is now written. false: it is as it was, but that part of that may have been written, as by
 * one more flush().
 */
bool python_end_is_silent(void);
