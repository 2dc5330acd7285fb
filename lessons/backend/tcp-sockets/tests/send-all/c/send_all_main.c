/* SPDX-License-Identifier: MIT */
/*
 * Tests send_all() and reports in TAP: the plan, then a line a test, "ok" or "not ok".
 *
 * send() is ours: it takes the place of the C library's and takes as many bytes as the test says.
 */
#include "send_all.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define OUR_FD	  1000
#define CALLS_MAX 2000

static struct line {
	size_t at_most;	  /* bytes a call */
	int interrupts;	  /* so many calls are interrupted first, and every third one later when is_noisy */
	bool is_noisy;
	size_t room;	  /* then the client is gone */
	char came[1000];
	size_t length;
	int n_calls;
	bool has_bad_call; /* another descriptor, or without the flag */
} line;

static int n_tests, n_failed;

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	line.n_calls++;
	line.has_bad_call |= fd != OUR_FD || (flags & MSG_NOSIGNAL) == 0;
	if (line.n_calls > CALLS_MAX) {
		errno = EIO; /* whoever never stops is stopped */
		return -1;
	}
	if (line.n_calls <= line.interrupts || (line.is_noisy && line.n_calls % 3 == 0)) {
		errno = EINTR;
		return -1;
	}
	if (line.length >= line.room) {
		errno = EPIPE;
		return -1;
	}
	if (n > line.at_most)
		n = line.at_most;
	if (n > line.room - line.length)
		n = line.room - line.length;
	memcpy(line.came + line.length, data, n);
	line.length += n;
	return (ssize_t)n;
}

static void report(bool is_good, const char *name)
{
	printf("%sok %d - %s\n", is_good ? "" : "not ", ++n_tests, name);
	if (!is_good)
		printf("# %zu bytes came in %d calls\n", line.length, line.n_calls);
	n_failed += !is_good;
	fflush(stdout);
}

static void test(const char *name, struct line state, size_t n, int expected)
{
	char data[1000];
	size_t wanted = expected == 0 ? n : state.room;
	int r;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (char)('a' + i % 26);
	line = state;
	r = send_all(OUR_FD, data, n);
	report(r == expected && line.length == wanted && memcmp(line.came, data, wanted) == 0, name);
}

int main(void)
{
	const struct line all = { .at_most = 1000, .room = 1000 };
	struct line broken;

	puts("1..9");
	test("all at once", all, 1000, 0);
	report(!line.has_bad_call && line.n_calls > 0, "with MSG_NOSIGNAL");
	test("seven bytes at a time", (struct line){ .at_most = 7, .room = 1000 }, 500, 0);
	test("one byte at a time", (struct line){ .at_most = 1, .room = 1000 }, 300, 0);
	test("interrupted before the first byte", (struct line){ .at_most = 1000, .interrupts = 2, .room = 1000 }, 100, 0);
	test("interrupted again and again", (struct line){ .at_most = 10, .is_noisy = true, .room = 1000 }, 200, 0);
	broken = (struct line){ .at_most = 50, .room = 120 };
	test("a client that goes in the middle is an error", broken, 500, -1);
	test("nothing to send", all, 0, 0);
	report(line.n_calls == 0, "nothing to send: nothing is called");
	return n_failed == 0 ? 0 : 1;
}
