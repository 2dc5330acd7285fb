/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cleanup.h"
#include "base/parse.h"

#include <locale.h>

enum {
	UNTOUCHED = 77,
};

static void u64_takes_digits_only(void **state)
{
	static const struct {
		const char *string;
		uint64_t max, value;
		int r;
	} rows[] = {
		{ "0", UINT64_MAX, 0, 0 },
		{ "007", UINT64_MAX, 7, 0 },
		{ "18446744073709551615", UINT64_MAX, UINT64_MAX, 0 },
		{ "18446744073709551616", UINT64_MAX, UNTOUCHED, -ERANGE },
		{ "99999999999999999999999", UINT64_MAX, UNTOUCHED, -ERANGE },
		{ "10", 10, 10, 0 },
		{ "11", 10, UNTOUCHED, -ERANGE },
		{ "", 10, UNTOUCHED, -EINVAL },
		{ "-1", 10, UNTOUCHED, -EINVAL },
		{ "+1", 10, UNTOUCHED, -EINVAL },
		{ " 1", 10, UNTOUCHED, -EINVAL },
		{ "1 ", 10, UNTOUCHED, -EINVAL },
		{ "0x1", 10, UNTOUCHED, -EINVAL },
		{ "99999999999999999999999x", 10, UNTOUCHED, -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t value = UNTOUCHED;

		assert_int_equal(parse_u64(rows[i].string, rows[i].max, &value), rows[i].r);
		assert_true(value == rows[i].value);
	}
}

static void u64_n_stops_at_its_length(void **state)
{
	uint64_t value = UNTOUCHED;

	(void)state;
	assert_int_equal(parse_u64_n("123", 2, 99, &value), 0);
	assert_int_equal(value, 12);
	assert_int_equal(parse_u64_n("1\0", 2, 99, &value), -EINVAL);
	assert_int_equal(parse_u64_n("1", 0, 99, &value), -EINVAL);
}

static void u32_is_bounded(void **state)
{
	uint32_t value = UNTOUCHED;

	(void)state;
	assert_int_equal(parse_u32("4294967296", UINT32_MAX, &value), -ERANGE);
	assert_int_equal(value, UNTOUCHED);
	assert_int_equal(parse_u32("4294967295", UINT32_MAX, &value), 0);
	assert_int_equal(value, UINT32_MAX);
}

static void i64_takes_one_minus(void **state)
{
	static const struct {
		const char *string;
		int64_t min, max, value;
		int r;
	} rows[] = {
		{ "-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, 0 },
		{ "9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, 0 },
		{ "-9223372036854775809", INT64_MIN, INT64_MAX, UNTOUCHED, -ERANGE },
		{ "9223372036854775808", INT64_MIN, INT64_MAX, UNTOUCHED, -ERANGE },
		{ "-0", -1, 1, 0, 0 },
		{ "-1", -1, 1, -1, 0 },
		{ "-2", -1, 1, UNTOUCHED, -ERANGE },
		{ "2", -1, 1, UNTOUCHED, -ERANGE },
		{ "--1", -1, 1, UNTOUCHED, -EINVAL },
		{ "-", -1, 1, UNTOUCHED, -EINVAL },
		{ "", -1, 1, UNTOUCHED, -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int64_t value = UNTOUCHED;

		assert_int_equal(
			parse_i64(rows[i].string, rows[i].min, rows[i].max, &value), rows[i].r);
		assert_true(value == rows[i].value);
	}
}

static void double_is_finite_and_decimal(void **state)
{
	static const char *const bad[] = { "", "1x", "inf", "nan", "-inf", "0x10", " 1", "1 ",
		"1,5", "e5", ".", "--1", "1e", "1e5e5" };
	double value = UNTOUCHED;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(parse_double(bad[i], &value), -EINVAL);
	assert_int_equal(parse_double("1e999", &value), -ERANGE);
	assert_true(value == UNTOUCHED);
	assert_int_equal(parse_double("1e-6", &value), 0);
	assert_true(value == 1e-6);
	assert_int_equal(parse_double("-2.5", &value), 0);
	assert_true(value == -2.5);
	assert_int_equal(parse_double("1e-999", &value), 0);
	assert_true(value == 0);
}

static void size_has_units_of_1024(void **state)
{
	static const struct {
		const char *string;
		uint64_t bytes;
		int r;
	} rows[] = {
		{ "0", 0, 0 },
		{ "512", 512, 0 },
		{ "64K", 65536, 0 },
		{ "256M", UINT64_C(268435456), 0 },
		{ "1G", UINT64_C(1) << 30, 0 },
		{ "1T", UINT64_C(1) << 40, 0 },
		{ "16777215T", UINT64_C(16777215) << 40, 0 },
		{ "16777216T", UNTOUCHED, -ERANGE },
		{ "64k", UNTOUCHED, -EINVAL },
		{ "64KB", UNTOUCHED, -EINVAL },
		{ "64 K", UNTOUCHED, -EINVAL },
		{ "K", UNTOUCHED, -EINVAL },
		{ "", UNTOUCHED, -EINVAL },
		{ "-1K", UNTOUCHED, -EINVAL },
		{ "1.5M", UNTOUCHED, -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t bytes = UNTOUCHED;

		assert_int_equal(parse_size(rows[i].string, &bytes), rows[i].r);
		assert_true(bytes == rows[i].bytes);
	}
}

static void duration_sums_its_parts(void **state)
{
	static const struct {
		const char *string;
		uint64_t us;
		int r;
	} rows[] = {
		{ "0", 0, 0 },
		{ "2", 2000000, 0 },
		{ "2s", 2000000, 0 },
		{ "2sec", 2000000, 0 },
		{ "500ms", 500000, 0 },
		{ "7us", 7, 0 },
		{ "1min 30s", 90000000, 0 },
		{ "1min30s", 90000000, 0 },
		{ "2h", UINT64_C(7200000000), 0 },
		{ "1d", UINT64_C(86400000000), 0 },
		{ "213503982d", UINT64_C(18446744044800000000), 0 },
		{ "213503983d", UNTOUCHED, -ERANGE },
		{ "213503982d 1d", UNTOUCHED, -ERANGE },
		{ "18446744073709551615", UNTOUCHED, -ERANGE },
		{ "", UNTOUCHED, -EINVAL },
		{ "s", UNTOUCHED, -EINVAL },
		{ "2 s", UNTOUCHED, -EINVAL },
		{ "1min 30", UNTOUCHED, -EINVAL },
		{ "1min  30s", UNTOUCHED, -EINVAL },
		{ "-2s", UNTOUCHED, -EINVAL },
		{ "1.5s", UNTOUCHED, -EINVAL },
		{ "2 weeks", UNTOUCHED, -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t us = UNTOUCHED;

		assert_int_equal(parse_duration(rows[i].string, &us), rows[i].r);
		assert_true(us == rows[i].us);
	}
}

static void bool_has_eight_words(void **state)
{
	static const char *const yes[] = { "yes", "true", "on", "1", "YES" };
	static const char *const no[] = { "no", "false", "off", "0", "No" };
	static const char *const bad[] = { "", "y", "2", "yes ", "enabled" };
	bool value;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		value = false;
		assert_int_equal(parse_bool(yes[i], &value), 0);
		assert_true(value);
		assert_int_equal(parse_bool(no[i], &value), 0);
		assert_false(value);
		assert_int_equal(parse_bool(bad[i], &value), -EINVAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(u64_takes_digits_only),
		cmocka_unit_test(u64_n_stops_at_its_length),
		cmocka_unit_test(u32_is_bounded),
		cmocka_unit_test(i64_takes_one_minus),
		cmocka_unit_test(double_is_finite_and_decimal),
		cmocka_unit_test(size_has_units_of_1024),
		cmocka_unit_test(duration_sums_its_parts),
		cmocka_unit_test(bool_has_eight_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
