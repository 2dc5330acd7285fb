/* SPDX-License-Identifier: MIT */
#include "ctl/screen.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define ROWS_DEFAULT 24
#define ROWS_MAX     1000

static void fill_set(sigset_t *set)
{
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGTSTP);
	(void)sigaddset(set, SIGCONT);
	(void)sigaddset(set, SIGWINCH);
}

static void block_signals(bool is_blocked)
{
	sigset_t set;

	fill_set(&set);
	(void)sigprocmask(is_blocked ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/* To touch the terminal from the background would stop us. */
static bool is_in_front(void)
{
	return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/* As the keyboard makes it, but Ctrl-Z stays what it is: here somebody mends the terminal. */
static void take_terminal(struct screen *screen)
{
	struct termios raw;

	if (screen->keyboard.fd >= 0 || !is_in_front() ||
		keyboard_open(&screen->keyboard, STDIN_FILENO) < 0)
		return;
	if (tcgetattr(STDIN_FILENO, &raw) < 0)
		return;
	raw.c_cc[VSUSP] = screen->keyboard.before.c_cc[VSUSP];
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

static void give_back_terminal(struct screen *screen)
{
	if (screen->keyboard.fd >= 0 && is_in_front())
		keyboard_close(&screen->keyboard);
	keyboard_forget(&screen->keyboard);
}

int screen_open(struct screen *screen, struct term *term, bool wants_keys)
{
	const char *name = getenv("TERM");
	sigset_t set;

	screen->term = term;
	screen->is_on = wants_keys && term->is_terminal && isatty(STDIN_FILENO) > 0 && name &&
			*name && strcmp(name, "dumb") != 0;
	if (!screen->is_on)
		return 0;
	fill_set(&set);
	screen->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (screen->signals < 0)
		return -errno;
	block_signals(true);
	take_terminal(screen);
	return 0;
}

void screen_close(struct screen *screen)
{
	if (screen->signals < 0)
		return;
	give_back_terminal(screen);
	(void)close(screen->signals);
	screen->signals = -1;
	block_signals(false);
}

void screen_leave(struct screen *screen)
{
	if (!screen->is_on)
		return;
	give_back_terminal(screen);
	block_signals(false);
}

void screen_return(struct screen *screen)
{
	if (!screen->is_on)
		return;
	block_signals(true);
	take_terminal(screen);
}

int screen_keys_fd(const struct screen *screen)
{
	return screen->keyboard.fd >= 0 && is_in_front() ? screen->keyboard.fd : -1;
}

/* The shell is to find the terminal as it was; and it goes on here when it says so. */
static void stop(struct screen *screen)
{
	screen_leave(screen);
	(void)raise(SIGTSTP);
	screen_return(screen);
}

bool screen_take_signals(struct screen *screen)
{
	struct signalfd_siginfo info;
	bool is_changed = false;

	while (read(screen->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGTSTP)
			stop(screen);
		is_changed = true;
	}
	if (is_changed) {
		take_terminal(screen);
		term_init(screen->term, STDOUT_FILENO);
	}
	return is_changed;
}

static size_t rows_of_terminal(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
		return ROWS_DEFAULT;
	return size.ws_row < ROWS_MAX ? size.ws_row : ROWS_MAX;
}

int screen_put_clear(struct screen *screen, struct buffer *out)
{
	size_t rows = screen->has_begun ? 0 : rows_of_terminal();
	int r = 0;

	if (!screen->is_on) {
		r = screen->has_begun ? buffer_append_char(out, '\n') : 0;
		screen->has_begun = true;
		return r;
	}
	for (size_t i = 0; i < rows && r >= 0; i++)
		r = buffer_append_char(out, '\n');
	screen->has_begun = true;
	return r < 0 ? r : buffer_append_string(out, "\033[H\033[J");
}
