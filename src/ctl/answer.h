/* SPDX-License-Identifier: MIT */
/*
 * Whole answers in memory, bounded, in the three shapes of the wire: a text, a thing (Key=value)
 * and a list (rows). Values are made harmless for a terminal as they are read (text_sanitize), so
 * nothing that comes out of here can move a cursor.
 */
#pragma once

#include "base/strlist.h"
#include "ctl/connection.h"

#include <stdbool.h>
#include <stddef.h>

#define ANSWER_BYTES_MAX (16 * 1024 * 1024)
#define ANSWER_LINES_MAX 200000

struct answer {
	bool is_error, is_array;
	enum reply_code code;
	char *message;	      /* of an error or a simple reply; sanitized */
	struct strlist lines; /* of an array: as they came, still escaped */
};

void answer_done(struct answer *answer);

/* Reads the reply that begins with this token of connection_next(). 0, -E2BIG (past the limits), -EPROTO (bytes or nested arrays where lines
 * belong), or as connection_next(). */
int answer_read(struct connection *connection, const struct reply_token *first,
	struct answer *ret_answer);
/* The answer that a token which is no array is. 0 or -ENOMEM. */
int answer_from_token(const struct reply_token *token, struct answer *ret_answer);

/* ---- things */
struct thing {
	struct strlist keys, values; /* same count, in the order of the wire; a key may be there
					more than once */
};

void thing_done(struct thing *thing);
int thing_parse(const struct answer *answer, struct thing *ret_thing); /* 0, -EPROTO, -ENOMEM */
int thing_add(struct thing *thing, const char *key, const char *value);

/* The first value of the key; "" when it is not there. Borrowed. */
const char *thing_get(const struct thing *thing, const char *key);
/* "" when that value is 1, else "s". */
const char *thing_plural(const struct thing *thing, const char *key);
/* The value after position *position (begin with 0) of that key, or NULL; walks repeated keys. */
const char *thing_next(const struct thing *thing, const char *key, size_t *position);

/* A value that holds "key=value" parts, separated by TAB (Step=) or as the pairs of a CHECK line
 * (Case=). */
int thing_parse_pairs(const char *value, struct thing *ret_thing);
/* A "+key=value key=value" line of CHECK or RUN. */
int thing_parse_line(const char *line, size_t len, struct thing *ret_thing);

/* ---- lists */
struct rows {
	struct strlist columns;
	struct strlist cells; /* columns.count for every row */
};

void rows_done(struct rows *rows);
int rows_parse(const struct answer *answer,
	struct rows *ret_rows); /* short rows are filled up, longer ones are -EPROTO */
size_t rows_count(const struct rows *rows);
const char *rows_cell(const struct rows *rows, size_t row, size_t column);
/* The cell of the named column; "" when there is no such column. */
const char *rows_get(const struct rows *rows, size_t row, const char *column);

/* ---- texts: the lines joined by LF, as they are (Markdown is rendered later, and made harmless
 * then) */
int answer_text(const struct answer *answer, struct buffer *ret_text);

#define _cleanup_answer_ _cleanup_(answer_done)
#define _cleanup_thing_	 _cleanup_(thing_done)
#define _cleanup_rows_	 _cleanup_(rows_done)
