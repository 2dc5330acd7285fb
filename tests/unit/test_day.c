/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/day.h"

#include <stdlib.h>
#include <time.h>

#define SECOND_US INT64_C(1000000)
#define HOUR_US	  (3600 * SECOND_US)

/* The microseconds of a local time. */
static int64_t at(int month, int day, int hour, int minute)
{
	struct tm local = { .tm_year = 126,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_isdst = -1 };

	return (int64_t)mktime(&local) * SECOND_US;
}

static void use_zone(const char *zone)
{
	assert_int_equal(setenv("TZ", zone, 1), 0);
	tzset();
}

static void a_day_ends_at_four(void **state)
{
	static const char *const zones[] = { "UTC0", "XXX-5:30", "YYY+11" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		use_zone(zones[i]);
		assert_true(day_end_us(at(3, 10, 12, 0)) == at(3, 11, 4, 0));
		assert_true(day_end_us(at(3, 10, 23, 59)) == at(3, 11, 4, 0));
		assert_true(day_end_us(at(3, 11, 0, 30)) == at(3, 11, 4, 0));
		assert_true(day_end_us(at(3, 11, 3, 59)) == at(3, 11, 4, 0));
		assert_true(day_end_us(at(3, 11, 4, 0)) == at(3, 12, 4, 0));
		assert_true(day_end_us(at(12, 31, 12, 0)) == at(12, 31, 12, 0) + 16 * HOUR_US);
	}
}

/* Rules of a zone with summer time, given with the zone: no database of zones is needed. */
static void a_day_may_have_25_hours(void **state)
{
	(void)state;
	use_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	assert_true(day_end_us(at(3, 28, 4, 0)) - at(3, 28, 4, 0) == 23 * HOUR_US);
	assert_true(day_end_us(at(10, 24, 4, 0)) - at(10, 24, 4, 0) == 25 * HOUR_US);
}

static void a_date_is_that_of_the_evening_before(void **state)
{
	char name[DAY_NAME_MAX];

	(void)state;
	for (int zone = 0; zone < 3; zone++) {
		use_zone((const char *const[]){
			"UTC0", "XXX-13", "CET-1CEST,M3.5.0,M10.5.0/3" }[zone]);
		assert_string_equal(day_name(day_number(at(3, 10, 4, 0)), name), "2026-03-10");
		assert_string_equal(day_name(day_number(at(3, 10, 23, 59)), name), "2026-03-10");
		assert_string_equal(day_name(day_number(at(3, 11, 3, 59)), name), "2026-03-10");
		assert_string_equal(day_name(day_number(at(1, 1, 3, 59)), name), "2025-12-31");
		assert_true(day_number(at(3, 29, 12, 0)) + 1 == day_number(at(3, 30, 12, 0)));
	}
	assert_true(day_number(-SECOND_US) <= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_ends_at_four),
		cmocka_unit_test(a_day_may_have_25_hours),
		cmocka_unit_test(a_date_is_that_of_the_evening_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
