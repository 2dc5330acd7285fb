/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"

#include <string.h>

static void empty_buffer_needs_no_memory(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_clear(&buffer);
	buffer_consume(&buffer, 3);
	buffer_truncate(&buffer, 0);
	assert_null(buffer.data);
	buffer_done(&buffer);
	buffer_done(NULL);
}

static void append_keeps_bytes_and_ends_in_nul(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append(&buffer, "a\0b", 3), 0);
	assert_int_equal(buffer_append_char(&buffer, 'c'), 0);
	assert_int_equal(buffer_append_string(&buffer, "de"), 0);
	assert_int_equal(buffer.len, 6);
	assert_memory_equal(buffer.data, "a\0bcde", 7);
}

static void append_nothing_gives_a_string(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append(&buffer, NULL, 0), 0);
	assert_string_equal(buffer.data, "");
}

static void many_small_appends_double_the_memory(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };
	size_t growths = 0, before = 0;

	(void)state;
	for (size_t i = 0; i < 1000000; i++) {
		assert_int_equal(buffer_append_char(&buffer, 'x'), 0);
		growths += buffer.allocated != before;
		before = buffer.allocated;
	}
	assert_int_equal(buffer.len, 1000000);
	assert_true(growths <= 20);
}

static void reserve_refuses_what_overflows(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append_char(&buffer, 'x'), 0);
	assert_int_equal(buffer_reserve(&buffer, SIZE_MAX), -ENOMEM);
	assert_int_equal(buffer_reserve(&buffer, SIZE_MAX - 1), -ENOMEM);
	assert_int_equal(buffer_reserve(&buffer, SIZE_MAX / 2), -ENOMEM);
	assert_string_equal(buffer.data, "x");
}

static void printf_appends(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_printf(&buffer, "%s=%d", "a", 1), 0);
	assert_int_equal(buffer_printf(&buffer, "%200s", ""), 0);
	assert_int_equal(buffer.len, 203);
	assert_memory_equal(buffer.data, "a=1  ", 5);
}

static void consume_drops_from_the_front(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append_string(&buffer, "abcdef"), 0);
	buffer_consume(&buffer, 2);
	assert_string_equal(buffer.data, "cdef");
	buffer_consume(&buffer, 99);
	assert_int_equal(buffer.len, 0);
	assert_string_equal(buffer.data, "");
}

static void truncate_drops_from_the_end(void **state)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append_string(&buffer, "abcdef"), 0);
	buffer_truncate(&buffer, 99);
	assert_string_equal(buffer.data, "abcdef");
	buffer_truncate(&buffer, 2);
	assert_string_equal(buffer.data, "ab");
}

static void steal_hands_the_string_over(void **state)
{
	struct buffer buffer = { 0 };
	char *empty, *string;

	(void)state;
	empty = buffer_steal(&buffer);
	assert_string_equal(empty, "");
	assert_int_equal(buffer_append_string(&buffer, "mine"), 0);
	string = buffer_steal(&buffer);
	assert_string_equal(string, "mine");
	assert_null(buffer.data);
	assert_int_equal(buffer.allocated, 0);
	free(empty);
	free(string);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_buffer_needs_no_memory),
		cmocka_unit_test(append_keeps_bytes_and_ends_in_nul),
		cmocka_unit_test(append_nothing_gives_a_string),
		cmocka_unit_test(many_small_appends_double_the_memory),
		cmocka_unit_test(reserve_refuses_what_overflows),
		cmocka_unit_test(printf_appends),
		cmocka_unit_test(consume_drops_from_the_front),
		cmocka_unit_test(truncate_drops_from_the_end),
		cmocka_unit_test(steal_hands_the_string_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
