/* SPDX-License-Identifier: MIT */
/* Tests run_lesson() and reports in TAP: the plan, then a line a test, "ok" or "not ok". */
#include "run_lesson.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OUTPUT_MAX 4096

static int n_tests, n_failed;

static void report(bool is_good, const char *name)
{
	printf("%sok %d - %s\n", is_good ? "" : "not ", ++n_tests, name);
	if (!is_good)
		n_failed++;
}

static void read_all(int fd, char *text, size_t size)
{
	size_t length = 0;
	ssize_t n;

	while (length + 1 < size && (n = read(fd, text + length, size - length - 1)) > 0)
		length += (size_t)n;
	text[length] = '\0';
}

/* Calls the function with standard output led into a pipe, and fetches what it printed. */
static char *call(const char *topic, char *ret_printed, size_t size)
{
	int saved_fd, ends[2];
	char *returned;

	fflush(stdout);
	saved_fd = dup(STDOUT_FILENO);
	if (saved_fd < 0 || pipe(ends) < 0 || dup2(ends[1], STDOUT_FILENO) < 0)
		abort();
	close(ends[1]);
	returned = run_lesson(topic);
	fflush(stdout);
	if (dup2(saved_fd, STDOUT_FILENO) < 0)
		abort();
	close(saved_fd);
	read_all(ends[0], ret_printed, size);
	close(ends[0]);
	return returned;
}

static void test_topic(const char *topic, const char *name)
{
	char expected[OUTPUT_MAX], printed[OUTPUT_MAX], title[100];
	char *returned = call(topic, printed, sizeof(printed));
	size_t length = (size_t)snprintf(expected, sizeof(expected), "Now practicing: %s", topic);
	bool is_printed = strncmp(printed, expected, length) == 0 && strcmp(printed + length, "\n") == 0;
	bool is_returned = returned != NULL && strcmp(returned, expected) == 0;

	snprintf(title, sizeof(title), "prints %s", name);
	report(is_printed, title);
	if (!is_printed)
		printf("# expected: %s\n# printed:  %s\n", expected, printed);
	snprintf(title, sizeof(title), "returns %s", name);
	report(is_returned, title);
	if (!is_returned)
		printf("# expected: %s\n# returned: %s\n", expected, returned != NULL ? returned : "NULL");
	free(returned);
}

static void test_two_calls(void)
{
	char printed[OUTPUT_MAX];
	char *first = call("one", printed, sizeof(printed));
	char *second = call("two", printed, sizeof(printed));

	report(first != NULL && second != NULL && strcmp(first, "Now practicing: one") == 0,
	       "a second call leaves the first message alone");
	free(first);
	free(second);
}

int main(void)
{
	char long_topic[1000];

	memset(long_topic, 'x', sizeof(long_topic) - 1);
	long_topic[sizeof(long_topic) - 1] = '\0';
	puts("1..9");
	test_topic("client-server", "the message");
	test_topic("request and reply", "a topic with spaces");
	test_topic("100 %s * \\n", "a topic with % and * as it is");
	test_topic(long_topic, "a long topic");
	test_two_calls();
	return n_failed == 0 ? 0 : 1;
}
