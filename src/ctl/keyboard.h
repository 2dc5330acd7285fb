/* SPDX-License-Identifier: MIT */
/*
 * Keys of a terminal, one at a time. While a keyboard is open the terminal shows no typed
 * characters and hands over each key at once; it is as before when the keyboard is closed, also
 * after Ctrl-C, which is seen as interrupt.h says. Ctrl-Z and Ctrl-\ do nothing meanwhile.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

enum key_kind {
	KEY_TEXT, /* a character */
	KEY_UP,
	KEY_DOWN,
	KEY_ENTER,
	KEY_BACKSPACE,
	KEY_ERASE, /* Ctrl-U: the whole line */
	KEY_ESCAPE,
	KEY_LEAVE, /* Ctrl-C, Ctrl-D, or the terminal is gone */
};

struct key {
	enum key_kind kind;
	char text[5]; /* of KEY_TEXT: one character in UTF-8, NUL-terminated */
};

struct keyboard {
	int fd; /* borrowed; -1 while it is closed */
	struct termios before;
	char input[256];
	size_t begin, end; /* what was read and is no key yet */
};

#define KEYBOARD_INIT                                                                              \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/* 0 or -errno: -ENOTTY. interrupt_catch() was called before. */
int keyboard_open(struct keyboard *keyboard, int fd);
void keyboard_close(struct keyboard *keyboard);
/* The same, but the terminal stays as it is: it is somebody else's by now. */
void keyboard_forget(struct keyboard *keyboard);
/* Waits for the next key. What is no key known here is passed over. */
struct key keyboard_read(struct keyboard *keyboard);

#define _cleanup_keyboard_ _cleanup_(keyboard_close)
