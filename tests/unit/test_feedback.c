/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "folder.h"
#include "runner/feedback.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static void check_line(
	void (*pick)(const char *, size_t, char *, size_t), const char *text, const char *line)
{
	char got[16];

	pick(text, strlen(text), got, sizeof(got));
	assert_string_equal(got, line);
}

static void the_first_line_with_something_in_it(void **state)
{
	(void)state;
	check_line(feedback_first_line, "one\ntwo\n", "one");
	check_line(feedback_first_line, "\n \t\r\n  two \r\n", "two");
	check_line(feedback_first_line, "no end", "no end");
	check_line(feedback_first_line, "", "");
	check_line(feedback_first_line, "\n\n", "");
	check_line(feedback_last_line, "one\ntwo\n\n", "two");
	check_line(feedback_last_line, "one", "one");
}

static void control_characters_do_not_get_through(void **state)
{
	(void)state;
	check_line(feedback_first_line, "a\x1b[31mb\x7f", "a [31mb");
}

static void a_long_line_is_cut_between_characters(void **state)
{
	(void)state;
	check_line(feedback_first_line, "0123456789abcdef", "0123456789abcde");
	check_line(feedback_first_line, "0123456789abc\xc3\xa9xyz", "0123456789abc");
	check_line(feedback_first_line, "0123456789abcd\xc3\xa9", "0123456789abcd");
}

static void a_cases_files_are_laid(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct failure failure = { 0 };
	char input[] = "in", got[8] = "";
	const struct job_case job_case = { .input = input, .input_len = 2 };
	int fd;

	(void)state;
	assert_int_equal(feedback_prepare(folder.fd, &job_case, &failure), 0);
	fd = openat(folder.fd, FEEDBACK_INPUT, O_RDONLY | O_CLOEXEC);
	assert_int_equal(read(fd, got, sizeof(got)), 2);
	assert_string_equal(got, "in");
	(void)close(fd);
	assert_int_equal(faccessat(folder.fd, FEEDBACK_ANSWER, F_OK, 0), 0);
	assert_int_equal(
		feedback_prepare(folder.fd, &job_case, &failure), -EEXIST); /* not wiped: told */
}

static void the_message_is_a_files_first_line_and_nothing_else(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	char line[32];

	(void)state;
	feedback_read(folder.fd, line, sizeof(line));
	assert_string_equal(line, "");
	folder_put(&folder, "feedback/judgemessage.txt", "\nsee here\nmore\n");
	feedback_read(folder.fd, line, sizeof(line));
	assert_string_equal(line, "see here");
	assert_int_equal(unlinkat(folder.fd, "feedback/judgemessage.txt", 0), 0);
	assert_int_equal(symlinkat("/etc/hostname", folder.fd, "feedback/judgemessage.txt"), 0);
	feedback_read(folder.fd, line, sizeof(line));
	assert_string_equal(line, "");
	assert_int_equal(unlinkat(folder.fd, "feedback/judgemessage.txt", 0), 0);
	assert_int_equal(mkfifoat(folder.fd, "feedback/judgemessage.txt", 0600), 0);
	feedback_read(folder.fd, line, sizeof(line));
	assert_string_equal(line, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_line_with_something_in_it),
		cmocka_unit_test(control_characters_do_not_get_through),
		cmocka_unit_test(a_long_line_is_cut_between_characters),
		cmocka_unit_test(a_cases_files_are_laid),
		cmocka_unit_test(the_message_is_a_files_first_line_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
