/* SPDX-License-Identifier: MIT */
/*
 * A terminal that shows one thing after another: keys come one by one without Enter, and what is
 * shown next takes the place of what was. It is the main screen, not the alternate one: what
 * stood there before is moved into the scrollback, and what is longer than the screen goes there.
 *
 * Ctrl-Z and its end, and a change of the size, come as events. Where one of the two streams is no
 * terminal there are no keys, and text follows text.
 */
#pragma once

#include "ctl/keyboard.h"
#include "ctl/term.h"

struct screen {
	struct keyboard keyboard;
	struct term *term; /* borrowed: of stdout */
	bool is_on;	   /* text is replaced, keys are read */
	bool has_begun;
	int signals; /* signalfd; -1: none */
};

#define SCREEN_INIT                                                                                \
	{                                                                                          \
		.keyboard = KEYBOARD_INIT, .signals = -1                                           \
	}

/* interrupt_catch() was called before. 0 or -errno; without a terminal nothing is done. */
int screen_open(struct screen *screen, struct term *term, bool wants_keys);
void screen_close(struct screen *screen);

/* For a while the terminal and its signals are as programs expect them; then as before. */
void screen_leave(struct screen *screen);
void screen_return(struct screen *screen);

/* -1 while this process is in the background, or without keys. */
int screen_keys_fd(const struct screen *screen);
/* Reads the signals that came, and stops the process where that was asked for. True: what is shown
 * is to be shown anew, for the size may be another one. */
bool screen_take_signals(struct screen *screen);

/* What clears it for the next text: "" without a terminal. 0 or -ENOMEM. */
int screen_put_clear(struct screen *screen, struct buffer *out);

#define _cleanup_screen_ _cleanup_(screen_close)
