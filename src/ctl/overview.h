/* SPDX-License-Identifier: MIT */
/* What PROGRESS says, in numbers, and how it is shown: in a terminal, and as a page. */
#pragma once

#include "base/buffer.h"
#include "ctl/answer.h"
#include "ctl/term.h"

#include <stdint.h>

#define OVERVIEW_DAYS_MAX 366 /* the wire's */
#define OVERVIEW_LEVELS	  5   /* 0: nothing was done; the last: very much */

struct overview_day {
	char date[12];
	unsigned weekday; /* from 0, a Monday */
	uint32_t attempts, passed, reviews, minutes;
};

struct overview_course {
	const char *name, *title;
	uint32_t lessons, lessons_passed, steps, steps_passed, points, max_points;
};

struct overview_weak {
	const char *card, *title;
	uint32_t recall; /* percent */
};

struct overview {
	struct overview_day days[OVERVIEW_DAYS_MAX]; /* the last is today */
	size_t n_days;
	struct overview_course *courses; /* owned, as the next */
	size_t n_courses;
	struct overview_weak *weak;
	size_t n_weak;
	struct strlist words; /* what their names and titles point to */
	char today[12];
	uint32_t streak, longest, days_active, minutes, attempts, passed, reviews;
	uint32_t cards, cards_due, cards_mature;
};

/* 0, -ENOMEM, or -EPROTO for what is no answer to PROGRESS. */
int overview_read(const struct thing *progress, struct overview *ret_overview);
void overview_done(struct overview *overview);
#define _cleanup_overview_ _cleanup_(overview_done)

/* 0 to OVERVIEW_LEVELS - 1. */
unsigned overview_level(const struct overview_day *day);

/* "6 h 52 min", "12 min". Returns `buffer`. */
#define OVERVIEW_TIME_MAX 32
const char *overview_time(uint32_t minutes, char buffer[static OVERVIEW_TIME_MAX]);

/* "Jan" ...: of a date. */
const char *overview_month(const char *date);

/* A column a week, a line a weekday, as many weeks as fit, and what the marks mean. 0 or -ENOMEM.
 */
int overview_put_calendar(
	struct buffer *out, const struct term *term, const struct overview *overview);
/* All of it. */
int overview_put(struct buffer *out, const struct term *term, const struct overview *overview);

/* One page that needs nothing else: no script, font or picture from elsewhere. 0 or -ENOMEM. */
int overview_put_page(struct buffer *out, const struct overview *overview);
