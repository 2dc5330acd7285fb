/* SPDX-License-Identifier: MIT */
/*
 * Ctrl-C and SIGTERM while something must be undone first: an attempt, or a bar in the terminal's
 * last line. The first signal is noted and wakes whoever polls; the second one ends the process, as
 * it does where nobody has called interrupt_catch(), but a terminal that reads keys is mended
 * first.
 */
#pragma once

#include <stdbool.h>
#include <termios.h>

/* From now on the first is noted; a signal that is ignored (nohup) stays so. 0 or -errno. */
int interrupt_catch(void);
/* Readable once there was one; -1 while interrupt_catch() was never called. For poll() alone. */
int interrupt_fd(void);
/* The signal, or 0. */
int interrupt_signal(void);
/* What the second signal makes of that terminal, if we are in front there; until the other call. */
void interrupt_mend_terminal(int fd, const struct termios *before);
void interrupt_leave_terminal(void);
/* Ends the process by that signal, as whoever waits for it expects; does nothing when there was
 * none. */
void interrupt_finish(void);
