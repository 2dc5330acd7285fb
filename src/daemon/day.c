/* SPDX-License-Identifier: MIT */
#include "daemon/day.h"

#include <stdio.h>
#include <time.h>

#define SECOND_US   INT64_C(1000000)
#define DAY_SECONDS 86400

/* mktime() knows of days with 23 and 25 hours. */
int64_t day_end_us(int64_t now_us)
{
	time_t now = (time_t)(now_us / SECOND_US), end;
	struct tm local;

	if (!localtime_r(&now, &local))
		return now_us;
	local.tm_mday += local.tm_hour >= DAY_BEGINS_HOUR;
	local.tm_hour = DAY_BEGINS_HOUR;
	local.tm_min = local.tm_sec = 0;
	local.tm_isdst = -1;
	end = mktime(&local);
	return end == (time_t)-1 ? now_us : (int64_t)end * SECOND_US;
}

int64_t day_number(int64_t now_us)
{
	time_t now = (time_t)(now_us / SECOND_US), date;
	struct tm local;

	if (!localtime_r(&now, &local))
		return now_us / SECOND_US / DAY_SECONDS;
	local.tm_mday -= local.tm_hour < DAY_BEGINS_HOUR;
	local.tm_hour = local.tm_min = local.tm_sec = 0;
	/* A date has the same number everywhere. */
	date = timegm(&local);
	return (int64_t)date / DAY_SECONDS - (date < 0 && date % DAY_SECONDS != 0);
}

const char *day_name(int64_t number, char buffer[static DAY_NAME_MAX])
{
	time_t date = (time_t)number * DAY_SECONDS;
	struct tm utc;

	if (!gmtime_r(&date, &utc) || strftime(buffer, DAY_NAME_MAX, "%Y-%m-%d", &utc) == 0)
		(void)snprintf(buffer, DAY_NAME_MAX, "day %lld", (long long)number);
	return buffer;
}
