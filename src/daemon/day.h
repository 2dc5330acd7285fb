/* SPDX-License-Identifier: MIT */
/*
 * When a day ends for a learner: at four in the morning, by the time zone of the host (TZ,
 * /etc/localtime). Whoever practises past midnight is still in the evening, and what is due
 * tomorrow is due from tomorrow's breakfast on.
 */
#pragma once

#include <stdint.h>

#define DAY_BEGINS_HOUR 4

/* The first end of a day after now: microseconds since the epoch. */
int64_t day_end_us(int64_t now_us);

/* Which day it is then: days of the calendar since 1970-01-01. */
int64_t day_number(int64_t now_us);

/* Its date: 2026-11-22. */
#define DAY_NAME_MAX 24
const char *day_name(int64_t number, char buffer[static DAY_NAME_MAX]);
