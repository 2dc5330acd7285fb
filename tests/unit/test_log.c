/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/log.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_lines_up_to_the_level),
		cmocka_unit_test(prefix_tells_the_priority),
		cmocka_unit_test(fields_are_for_the_journal_only),
		cmocka_unit_test(auto_means_stderr_when_it_is_no_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
