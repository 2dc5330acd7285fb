/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

/* Runs the function with stderr going into a file of memory, and returns what came. */
static struct buffer captured(void (*function)(void))
{
	struct buffer text = { 0 };
	int memory = memfd_create("log", MFD_CLOEXEC), saved = dup(STDERR_FILENO);

	assert_true(memory >= 0 && saved >= 0);
	assert_int_equal(dup2(memory, STDERR_FILENO), STDERR_FILENO);
	function();
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	assert_int_equal(lseek(memory, 0, SEEK_SET), 0);
	assert_int_equal(file_read_all(memory, 100000, &text), 0);
	(void)close(memory);
	(void)close(saved);
	return text;
}

static void say_levels(void)
{
	log_set_level(LOG_NOTICE);
	log_error("one %d", 1);
	log_notice("two");
	log_info("three");
	log_set_level(LOG_INFO);
	log_info("four");
	log_debug("five");
}

static void plain_lines_up_to_the_level(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	log_open("thing", LOG_TARGET_STDERR);
	text = captured(say_levels);
	assert_string_equal(text.data, "thing: one 1\nthing: two\nthing: four\n");
}

static void prefix_tells_the_priority(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	log_open("thing", LOG_TARGET_PREFIX);
	text = captured(say_levels);
	assert_string_equal(text.data, "<3>thing: one 1\n<5>thing: two\n<6>thing: four\n");
}

static void say_fields(void)
{
	const struct log_field fields[] = { { "LESSON", "x" } };

	errno = ERANGE;
	log_fields(LOG_INFO, fields, 1, "with %s", "fields");
	assert_int_equal(errno, ERANGE);
}

static void fields_are_for_the_journal_only(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	log_open("thing", LOG_TARGET_STDERR);
	text = captured(say_fields);
	assert_string_equal(text.data, "thing: with fields\n");
}

static void auto_means_stderr_when_it_is_no_journal(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	assert_int_equal(setenv("JOURNAL_STREAM", "1:1", 1), 0);
	log_open("thing", LOG_TARGET_AUTO);
	text = captured(say_fields);
	assert_string_equal(text.data, "thing: with fields\n");
	assert_int_equal(unsetenv("JOURNAL_STREAM"), 0);
}

/* Instead of the journal: the entry as text, or the error to answer with. */
static struct buffer journal_entry;
static int journal_error;

int __wrap_sd_journal_sendv(const struct iovec *iov, int n);

int __wrap_sd_journal_sendv(const struct iovec *iov, int n)
{
	for (int i = 0; i < n && !journal_error; i++) {
		assert_int_equal(buffer_append(&journal_entry, iov[i].iov_base, iov[i].iov_len), 0);
		assert_int_equal(buffer_append_char(&journal_entry, '\n'), 0);
	}
	return journal_error;
}

static void journal_gets_each_field(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	log_open("thing", LOG_TARGET_JOURNAL);
	text = captured(say_fields);
	assert_int_equal(text.len, 0);
	assert_string_equal(journal_entry.data,
		"MESSAGE=with fields\nPRIORITY=6\nSYSLOG_IDENTIFIER=thing\nLESSON=x\n");
	buffer_done(&journal_entry);
}

static void fields_beyond_16_are_dropped(void **state)
{
	struct log_field fields[17];
	size_t lines = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		fields[i] = (struct log_field){ "KEY", i == 16 ? "dropped" : "kept" };
	log_open("thing", LOG_TARGET_JOURNAL);
	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields), "many");
	for (size_t i = 0; i < journal_entry.len; i++)
		lines += journal_entry.data[i] == '\n';
	assert_int_equal(lines, 3 + 16);
	assert_null(strstr(journal_entry.data, "dropped"));
	buffer_done(&journal_entry);
}

static void a_silent_journal_falls_back_to_stderr(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	journal_error = -ENOENT;
	log_open("thing", LOG_TARGET_JOURNAL);
	text = captured(say_fields);
	assert_string_equal(text.data, "thing: with fields\n");
	journal_error = 0;
}

/* JOURNAL_STREAM names stderr itself. */
static void say_to_matching_stream(void)
{
	struct stat st;
	char stream[64];

	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	(void)snprintf(
		stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
	log_open("thing", LOG_TARGET_AUTO);
	log_info("there");
	assert_int_equal(unsetenv("JOURNAL_STREAM"), 0);
}

static void auto_means_journal_when_stderr_is_its_stream(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	(void)state;
	text = captured(say_to_matching_stream);
	assert_int_equal(text.len, 0);
	assert_non_null(strstr(journal_entry.data, "MESSAGE=there\n"));
	buffer_done(&journal_entry);
}

static void gate_lets_the_first_through_then_one_a_minute(void **state)
{
	struct log_gate gate = { 0 };
	unsigned held = 9;

	(void)state;
	assert_true(log_gate_pass(&gate, 5, &held));
	assert_int_equal(held, 0);
	assert_false(log_gate_pass(&gate, 5, &held));
	assert_false(log_gate_pass(&gate, 5 + LOG_GATE_US - 1, &held));
	assert_true(log_gate_pass(&gate, 5 + LOG_GATE_US, &held));
	assert_int_equal(held, 2);
	assert_false(log_gate_pass(&gate, 6 + LOG_GATE_US, &held));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_lines_up_to_the_level),
		cmocka_unit_test(prefix_tells_the_priority),
		cmocka_unit_test(fields_are_for_the_journal_only),
		cmocka_unit_test(auto_means_stderr_when_it_is_no_journal),
		cmocka_unit_test(journal_gets_each_field),
		cmocka_unit_test(fields_beyond_16_are_dropped),
		cmocka_unit_test(a_silent_journal_falls_back_to_stderr),
		cmocka_unit_test(auto_means_journal_when_stderr_is_its_stream),
		cmocka_unit_test(gate_lets_the_first_through_then_one_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
