/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/file.h"
#include "folder.h"
#include "runner/capture.h"
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
	char line[32], said[32];

	(void)state;
	feedback_read(folder.fd, line, said, sizeof(line));
	assert_string_equal(line, "");
	folder_put(&folder, "feedback/judgemessage.txt", "\nsee here\nmore\n");
	feedback_read(folder.fd, line, said, sizeof(line));
	assert_string_equal(line, "see here");
	assert_int_equal(unlinkat(folder.fd, "feedback/judgemessage.txt", 0), 0);
	assert_int_equal(symlinkat("/etc/hostname", folder.fd, "feedback/judgemessage.txt"), 0);
	feedback_read(folder.fd, line, said, sizeof(line));
	assert_string_equal(line, "");
	assert_int_equal(unlinkat(folder.fd, "feedback/judgemessage.txt", 0), 0);
	folder_put(&folder, "feedback/teammessage.txt", "try 0\n");
	feedback_read(folder.fd, line, said, sizeof(line));
	assert_string_equal(line, "");
	assert_string_equal(said, "try 0");
	assert_int_equal(mkfifoat(folder.fd, "feedback/judgemessage.txt", 0600), 0);
	feedback_read(folder.fd, line, said, sizeof(line));
	assert_string_equal(line, "");
}

static void a_score_is_noticed_whatever_it_is(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	assert_false(feedback_has_score(folder.fd));
	folder_put(&folder, "feedback/other.txt", "1\n");
	assert_false(feedback_has_score(folder.fd));
	folder_put(&folder, "feedback/score.txt", "");
	assert_true(feedback_has_score(folder.fd));
	assert_int_equal(unlinkat(folder.fd, "feedback/score.txt", 0), 0);
	assert_int_equal(symlinkat("nowhere", folder.fd, "feedback/score_multiplier.txt"), 0);
	assert_true(feedback_has_score(folder.fd));
}

static int next_fd_of(const struct folder *folder, int *ret_taken)
{
	struct failure failure = { 0 };
	int fd;

	assert_int_equal(capture_new("next", &fd), 0);
	*ret_taken = feedback_take_next(folder->fd, fd, &failure);
	return fd;
}

static void the_next_pass_is_moved_to_the_input(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_buffer_ struct buffer next = { 0 }, input = { 0 };
	int fd, taken;

	(void)state;
	folder_put(&folder, "input", "first\n");
	folder_put(&folder, "feedback/nextpass.in", "second\n");
	fd = next_fd_of(&folder, &taken);
	assert_int_equal(taken, 1);
	assert_int_equal(capture_read(fd, 100, &next), 0);
	assert_string_equal(next.data, "second\n");
	(void)close(fd);
	assert_int_equal(file_read_beneath(folder.fd, "input", 100, &input), 0);
	assert_string_equal(input.data, "second\n");
	assert_int_equal(faccessat(folder.fd, "feedback/nextpass.in", F_OK, 0), -1);
	fd = next_fd_of(&folder, &taken);
	assert_int_equal(taken, 0);
	(void)close(fd);
}

static void a_next_pass_is_a_file_and_no_link(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	int fd, taken;

	(void)state;
	folder_put(&folder, "elsewhere/nextpass.in", "x");
	assert_int_equal(symlinkat("elsewhere", folder.fd, "feedback"), 0);
	fd = next_fd_of(&folder, &taken);
	assert_int_equal(taken, 0);
	(void)close(fd);
	assert_int_equal(unlinkat(folder.fd, "feedback", 0), 0);
	assert_int_equal(mkdirat(folder.fd, "feedback", 0700), 0);
	assert_int_equal(symlinkat("../elsewhere/nextpass.in", folder.fd, "feedback/nextpass.in"), 0);
	fd = next_fd_of(&folder, &taken);
	assert_int_equal(taken, 0);
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_line_with_something_in_it),
		cmocka_unit_test(control_characters_do_not_get_through),
		cmocka_unit_test(a_long_line_is_cut_between_characters),
		cmocka_unit_test(a_cases_files_are_laid),
		cmocka_unit_test(the_message_is_a_files_first_line_and_nothing_else),
		cmocka_unit_test(a_score_is_noticed_whatever_it_is),
		cmocka_unit_test(the_next_pass_is_moved_to_the_input),
		cmocka_unit_test(a_next_pass_is_a_file_and_no_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
