/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "job/codec.h"

#include <errno.h>
#include <string.h>

static void numbers_are_little_endian(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct codec_writer writer = { .bytes = &bytes };

	(void)state;
	codec_put_u8(&writer, 0x01);
	codec_put_u32(&writer, 0x05040302u);
	codec_put_u64(&writer, 0x0d0c0b0a09080706u);
	assert_int_equal(writer.error, 0);
	assert_int_equal(bytes.len, 13);
	for (size_t i = 0; i < bytes.len; i++)
		assert_int_equal(bytes.data[i], (int)i + 1);
}

static void bytes_come_back_with_a_terminator(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct codec_writer writer = { .bytes = &bytes };
	struct codec_reader reader;
	_cleanup_free_ char *copy = NULL;
	size_t len = 0;

	(void)state;
	codec_put_bytes(&writer, "a\0b", 3);
	reader = (struct codec_reader){ .at = bytes.data, .left = bytes.len };
	copy = codec_get_bytes(&reader, 3, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(copy, "a\0b", 4);
	assert_int_equal(codec_finish(&reader), 0);
}

static void length_beyond_the_limit_is_refused(void **state)
{
	struct codec_reader reader = { .at = "\3\0\0\0abc", .left = 7 };
	size_t len = 0;

	(void)state;
	assert_null(codec_get_bytes(&reader, 2, &len));
	assert_int_equal(codec_finish(&reader), -EBADMSG);
}

static void length_beyond_the_end_is_refused(void **state)
{
	struct codec_reader reader = { .at = "\377\377\377\377abc", .left = 7 };
	size_t len = 0;

	(void)state;
	assert_null(codec_get_bytes(&reader, SIZE_MAX, &len));
	assert_int_equal(codec_finish(&reader), -EBADMSG);
}

static void string_with_nul_is_refused(void **state)
{
	struct codec_reader reader = { .at = "\3\0\0\0a\0b", .left = 7 };

	(void)state;
	assert_null(codec_get_string(&reader, 10));
	assert_int_equal(codec_finish(&reader), -EBADMSG);
}

static void bool_is_zero_or_one(void **state)
{
	struct codec_reader reader = { .at = "\0\1\2", .left = 3 };

	(void)state;
	assert_false(codec_get_bool(&reader));
	assert_true(codec_get_bool(&reader));
	assert_int_equal(reader.error, 0);
	assert_false(codec_get_bool(&reader));
	assert_int_equal(reader.error, -EBADMSG);
}

static void bound_is_kept_at_it_and_one_past(void **state)
{
	struct codec_reader reader = { .at = "\5\0\0\0\6\0\0\0", .left = 8 };

	(void)state;
	assert_int_equal(codec_get_bounded(&reader, 5), 5);
	assert_int_equal(reader.error, 0);
	assert_int_equal(codec_get_bounded(&reader, 5), 0);
	assert_int_equal(reader.error, -EBADMSG);
}

static void bytes_left_over_are_refused(void **state)
{
	struct codec_reader reader = { .at = "\1\2", .left = 2 };

	(void)state;
	(void)codec_get_u8(&reader);
	assert_int_equal(codec_finish(&reader), -EBADMSG);
}

static void first_error_stays_and_stops_all_reading(void **state)
{
	struct codec_reader reader = { .at = "\1\2\3\4", .left = 4 };

	(void)state;
	codec_fail(&reader, -ENOMEM);
	codec_fail(&reader, -EBADMSG);
	assert_int_equal(codec_get_u32(&reader), 0);
	assert_int_equal(reader.left, 4);
	assert_int_equal(codec_finish(&reader), -ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_little_endian),
		cmocka_unit_test(bytes_come_back_with_a_terminator),
		cmocka_unit_test(length_beyond_the_limit_is_refused),
		cmocka_unit_test(length_beyond_the_end_is_refused),
		cmocka_unit_test(string_with_nul_is_refused),
		cmocka_unit_test(bool_is_zero_or_one),
		cmocka_unit_test(bound_is_kept_at_it_and_one_past),
		cmocka_unit_test(bytes_left_over_are_refused),
		cmocka_unit_test(first_error_stays_and_stops_all_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
