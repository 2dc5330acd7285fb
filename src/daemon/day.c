/* SPDX-License-Identifier: MIT */
#include "daemon/day.h"

#include <time.h>

#define SECOND_US INT64_C(1000000)

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
