/* SPDX-License-Identifier: MIT */
/* A thing or list whose length is known only at its end: elements are gathered, counted and then
 * sent as one array. */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"
#include "proto/reply.h"

struct answer {
	struct buffer bytes;
	struct reply reply; /* into bytes; its error sticks */
	size_t count;
};

void answer_init(struct answer *answer, const struct reply *like);
void answer_done(struct answer *answer);
#define _cleanup_answer_ _cleanup_(answer_done)

/* An element each. */
void answer_field(struct answer *answer, const char *key, const char *value);
void answer_fieldf(struct answer *answer, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void answer_number(struct answer *answer, const char *key, int64_t number);
void answer_time(
	struct answer *answer, const char *key, int64_t us); /* ISO 8601 in UTC; empty for 0 */
void answer_fields(
	struct answer *answer, const char *key, const struct strlist *values); /* one each */
/* One each for the first `max` lines of the text; "..." for the rest. */
void answer_lines(struct answer *answer, const char *key, const char *text, size_t len, size_t max);
void answer_row(struct answer *answer, const char *const *cells, size_t n_cells);
void answer_row_on(struct answer *answer, const char *begin, size_t len, const char *const *cells,
	size_t n_cells); /* reply_row_on() */

/* The whole array; -ENOMEM sticks in `reply`. */
void answer_send(struct answer *answer, struct reply *reply);

#define ANSWER_TIME_MAX 32
const char *answer_format_time(int64_t us, char buffer[static ANSWER_TIME_MAX]);
