/* SPDX-License-Identifier: MIT */
/* What a session of practice says of itself: in a word, when it begins, when it ends. */
#pragma once

#include "ctl/ctl.h"

#define SUMMARY_PLACE_MAX 64
#define SUMMARY_DAYS	  14 /* of the calendar */

/* "3 due, 4 of 15 min": stands before each question. `today` is TODAY's reply. */
void summary_place(
	char place[static SUMMARY_PLACE_MAX], const struct thing *today, const struct term *term);

bool summary_is_reached(const struct thing *today); /* the goal of the day */

/* These append to `out`: 0 or -ENOMEM. `progress` is PROGRESS' reply, or empty where the daemon has
 * none. */
int summary_put_begin(struct buffer *out, const struct term *term, const struct thing *today);
int summary_put_end(struct buffer *out, const struct term *term, const struct thing *today,
	const struct thing *progress);
