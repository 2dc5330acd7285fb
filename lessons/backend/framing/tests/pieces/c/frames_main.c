/* SPDX-License-Identifier: MIT */
/* Tests frames_feed() and reports in TAP: the plan, then a line a test, "ok" or "not ok". */
#include "frames.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_tests, n_failed;

/* The messages that came, each in brackets. */
struct seen {
	char text[5000];
	size_t length;
};

static void report(bool is_good, const char *name, const struct seen *seen)
{
	printf("%sok %d - %s\n", is_good ? "" : "not ", ++n_tests, name);
	if (!is_good) {
		n_failed++;
		fputs("# the messages: ", stdout);
		for (size_t i = 0; i < seen->length && i < 200; i++)
			putchar(seen->text[i] == '\n' ? '|' : seen->text[i]);
		putchar('\n');
	}
	fflush(stdout);
}

static void add(const char *message, size_t length, void *context)
{
	struct seen *seen = context;

	if (length > FRAME_MAX || seen->length + length + 2 > sizeof(seen->text))
		return;
	seen->text[seen->length++] = '[';
	memcpy(seen->text + seen->length, message, length);
	seen->length += length;
	seen->text[seen->length++] = ']';
}

static bool has(const struct seen *seen, const char *expected)
{
	return seen->length == strlen(expected) && memcmp(seen->text, expected, seen->length) == 0;
}

/* Feeds a piece from memory of just its size, so that nothing is found behind it. */
static int feed(struct frames *frames, const char *data, size_t n, struct seen *seen)
{
	char *piece = malloc(n + 1);
	int r;

	if (piece == NULL)
		abort();
	memcpy(piece, data, n);
	piece[n] = '#';
	r = frames_feed(frames, piece, n, add, seen);
	memset(piece, '?', n + 1);
	free(piece);
	return r;
}

/* In pieces of that many bytes, after a first one of `first` bytes. Returns the first error, or 0. */
static int feed_all(const char *stream, size_t n, size_t first, size_t step, struct seen *seen)
{
	struct frames frames = { 0 };
	size_t at = 0, size = first;
	int r = 0;

	*seen = (struct seen){ .length = 0 };
	while (r == 0 && at < n) {
		if (size > n - at)
			size = n - at;
		r = feed(&frames, stream + at, size, seen);
		at += size;
		size = step;
	}
	return r;
}

static void test(const char *name, const char *stream, size_t first, size_t step, int expected, const char *messages)
{
	struct seen seen;
	int r = feed_all(stream, strlen(stream), first, step, &seen);

	report((r < 0 ? -1 : r) == expected && has(&seen, messages), name, &seen);
}

static void test_each_cut(void)
{
	static const char stream[] = "$5\nhello\n$0\n\n$12\n$5\nhello\n$0\n\n$1\nx\n";
	static const char messages[] = "[hello][][$5\nhello\n$0\n][x]";
	struct seen seen = { .length = 0 };
	bool is_good = true;

	for (size_t cut = 0; is_good && cut < sizeof(stream); cut++)
		is_good = feed_all(stream, sizeof(stream) - 1, cut, sizeof(stream), &seen) == 0 && has(&seen, messages);
	report(is_good, "a stream cut in two, at each place", &seen);
}

static void test_longest(void)
{
	char stream[2048] = "$1000\n", expected[FRAME_MAX + 3];
	struct seen seen;

	memset(stream + 6, 'x', FRAME_MAX);
	memcpy(stream + 6 + FRAME_MAX, "\n", 2);
	memset(expected, 'x', sizeof(expected));
	expected[0] = '[';
	memcpy(expected + FRAME_MAX + 1, "]", 2);
	report(feed_all(stream, strlen(stream), 7, 100, &seen) == 0 && has(&seen, expected), "a message of 1000 bytes", &seen);
}

/* As many digits as anybody likes: more than fit into the buffer. */
static void test_flood(void)
{
	char digits[100];
	struct seen seen = { .length = 0 };
	struct frames frames = { 0 };
	int r = feed(&frames, "$", 1, &seen);

	memset(digits, '0', sizeof(digits));
	for (int i = 0; r == 0 && i < 10; i++)
		r = feed(&frames, digits, sizeof(digits), &seen);
	report(r < 0, "digits without an end are refused", &seen);
}

int main(void)
{
	puts("1..13");
	test("one frame in one piece", "$5\nhello\n", 100, 100, 0, "[hello]");
	test("the same byte by byte", "$5\nhello\n", 1, 1, 0, "[hello]");
	test("three frames in one piece", "$1\na\n$0\n\n$3\nb\nc\n", 100, 100, 0, "[a][][b\nc]");
	test("the same in pieces of two", "$1\na\n$0\n\n$3\nb\nc\n", 2, 2, 0, "[a][][b\nc]");
	test_each_cut();
	test("half a frame is no message", "$5\nhello\n$5\nhell", 100, 100, 0, "[hello]");
	test_longest();
	test("a message of 1001 bytes is refused by its length", "$1\na\n$1001\n", 3, 3, -1, "[a]");
	test("a frame without a dollar sign", "$1\na\n5\nhello\n", 100, 100, -1, "[a]");
	test("a length that is no number", "$5x\nhello\n", 1, 1, -1, "");
	test("no length at all", "$\n\n", 1, 1, -1, "");
	test("a message that is longer than was said", "$4\nhello\n", 2, 2, -1, "");
	test_flood();
	return n_failed == 0 ? 0 : 1;
}
