/* SPDX-License-Identifier: MIT */
#include "ctl/keyboard.h"

#include "base/text.h"
#include "ctl/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define ESCAPE_PAUSE_MS 50 /* a sequence comes in one piece, or soon; Escape alone does not go on  \
			    */

int keyboard_open(struct keyboard *keyboard, int fd)
{
	struct termios raw;

	if (tcgetattr(fd, &keyboard->before) < 0)
		return -errno;
	raw = keyboard->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	/* Nobody would mend the terminal for the shell that comes to the front then. */
	raw.c_cc[VSUSP] = _POSIX_VDISABLE;
	raw.c_cc[VQUIT] = _POSIX_VDISABLE;
	interrupt_mend_terminal(fd, &keyboard->before);
	if (tcsetattr(fd, TCSADRAIN, &raw) < 0) {
		int r = -errno;

		interrupt_leave_terminal();
		return r;
	}
	keyboard->fd = fd;
	return 0;
}

void keyboard_close(struct keyboard *keyboard)
{
	if (keyboard->fd >= 0)
		(void)tcsetattr(keyboard->fd, TCSADRAIN, &keyboard->before);
	keyboard_forget(keyboard);
}

void keyboard_forget(struct keyboard *keyboard)
{
	if (keyboard->fd >= 0)
		interrupt_leave_terminal();
	keyboard->fd = -1;
}

/* More bytes: false at the end, at a signal, or when none come within the pause (-1: for ever). */
static bool fill(struct keyboard *keyboard, int pause_ms)
{
	struct pollfd fds[] = { { .fd = keyboard->fd, .events = POLLIN },
		{ .fd = interrupt_fd(), .events = POLLIN } };
	ssize_t got;

	if (interrupt_signal() != 0)
		return false;
	if (keyboard->begin > 0) {
		memmove(keyboard->input, keyboard->input + keyboard->begin,
			keyboard->end - keyboard->begin);
		keyboard->end -= keyboard->begin;
		keyboard->begin = 0;
	}
	if (keyboard->end == sizeof(keyboard->input))
		return false;
	if (poll(fds, 2, pause_ms) <= 0 || interrupt_signal() != 0 || fds[0].revents == 0)
		return false;
	got = read(keyboard->fd, keyboard->input + keyboard->end,
		sizeof(keyboard->input) - keyboard->end);
	if (got <= 0)
		return false;
	keyboard->end += (size_t)got;
	return true;
}

/* The next byte, or -1. */
static int take(struct keyboard *keyboard, int pause_ms)
{
	if (keyboard->begin == keyboard->end && !fill(keyboard, pause_ms))
		return -1;
	return (unsigned char)keyboard->input[keyboard->begin++];
}

/* Behind ESC: "[" or "O", parameters, a final byte. */
static bool take_sequence(struct keyboard *keyboard, struct key *key)
{
	int c = take(keyboard, ESCAPE_PAUSE_MS);

	if (c < 0) {
		key->kind = KEY_ESCAPE;
		return true;
	}
	if (c != '[' && c != 'O')
		return false;
	for (size_t i = 0; i < 32; i++) {
		c = take(keyboard, ESCAPE_PAUSE_MS);
		if (c < 0 || (c >= 0x40 && c <= 0x7e))
			break;
	}
	key->kind = c == 'A' ? KEY_UP : KEY_DOWN;
	return c == 'A' || c == 'B';
}

/* A character of several bytes; false for what is none. */
static bool take_character(struct keyboard *keyboard, int first, struct key *key)
{
	size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	unsigned point;

	*key = (struct key){ .kind = KEY_TEXT, .text = { (char)first } };
	for (size_t i = 1; i < len; i++) {
		int c = take(keyboard, ESCAPE_PAUSE_MS);

		if (c < 0)
			return false;
		key->text[i] = (char)c;
	}
	return text_is_utf8(key->text, len) && text_next(key->text, len, &point) == len &&
	       !text_is_control(point);
}

static bool take_key(struct keyboard *keyboard, int c, struct key *key)
{
	static const struct {
		int byte;
		enum key_kind kind;
	} bytes[] = { { '\r', KEY_ENTER }, { '\n', KEY_ENTER }, { 0x7f, KEY_BACKSPACE },
		{ 0x08, KEY_BACKSPACE }, { 0x15, KEY_ERASE }, { 0x03, KEY_LEAVE },
		{ 0x04, KEY_LEAVE } };

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++)
		if (bytes[i].byte == c) {
			key->kind = bytes[i].kind;
			return true;
		}
	if (c == 0x1b)
		return take_sequence(keyboard, key);
	return take_character(keyboard, c, key);
}

struct key keyboard_read(struct keyboard *keyboard)
{
	for (;;) {
		struct key key = { .kind = KEY_LEAVE };
		int c = take(keyboard, -1);

		if (c < 0)
			return key;
		if (take_key(keyboard, c, &key))
			return key;
	}
}
