/* SPDX-License-Identifier: MIT */
/*
 * Replies into a buffer: RESP2 lines that end in CRLF, or in LF alone for a client whose request
 * did.
 *
 * No content can break the framing: in "+" and "-" lines CR, LF and NUL become the visible \r \n
 * \x00, and lines are cut at their limit (at a character's start, marked with "..."). All functions
 * return 0 or -ENOMEM; the first error sticks in reply->error and turns the later calls into no-ops
 * that return it, so a handler may check once at its end. A call that fails leaves the buffer as it
 * was: `out` has whole lines always.
 */
#pragma once

#include "base/buffer.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum reply_code {
	REPLY_ERR,	/* syntax, unknown verb */
	REPLY_BADARG,	/* an argument is not of its form */
	REPLY_NOTFOUND, /* no such lesson, attempt, file */
	REPLY_DENIED,	/* the caller's role is not enough */
	REPLY_STATE,	/* not now: not started, already passed */
	REPLY_TOOBIG,	/* past a limit of size or number */
	REPLY_LIMIT,	/* past a rate or a queue; says when to try again */
	REPLY_BUSY,	/* shutting down */
	REPLY_CONFIG,	/* the configuration is bad: file:line */
	REPLY_STORE,	/* the store can't be opened or written */
	REPLY_UNSAFE,	/* no sandbox can be set up here */
	REPLY_NOPROTO,	/* HELLO asked for another protocol; Redis' clients know this code */
	REPLY_INTERNAL, /* our fault: see the journal */
	REPLY_CODES,	/* how many; also "a code that we don't know" on the reading side */
};

/* "ERR", "BADARG", ... "INTERNAL"; "UNKNOWN" for REPLY_CODES. */
const char *reply_code_name(enum reply_code code);
/* What the code means, half a line: for HELP and the manual's table. */
const char *reply_code_help(enum reply_code code);
/* The code of that name, or REPLY_CODES. */
enum reply_code reply_code_from_name(const char *name, size_t len);

struct reply {
	struct buffer *out; /* borrowed */
	bool lf_only;
	int error; /* the first error, 0 while there is none */
};

#define REPLY_INIT(buffer, is_lf_only) ((struct reply){ .out = (buffer), .lf_only = (is_lf_only) })

/* Sticks an error (-errno) as if a write had failed; the first one stays. Returns it. */
int reply_fail(struct reply *reply, int error);

int reply_simple(struct reply *reply, const char *text);
int reply_simplef(struct reply *reply, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int reply_error(struct reply *reply, enum reply_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int reply_errorv(struct reply *reply, enum reply_code code, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));
int reply_number(struct reply *reply, int64_t number);		   /* :n */
int reply_bulk(struct reply *reply, const void *data, size_t len); /* $n: bytes as they are */
int reply_array(struct reply *reply, size_t count); /* *n: the caller then writes n replies */

/* "+Key=value": the value goes through text_escape(); NULL is the empty value. */
int reply_field(struct reply *reply, const char *key, const char *value);
/* A value with any bytes, NUL too. */
int reply_field_bytes(struct reply *reply, const char *key, const char *value, size_t len);
int reply_fieldf(struct reply *reply, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int reply_field_number(struct reply *reply, const char *key, int64_t number);

/* "+cell TAB cell TAB cell", each through text_escape(); a NULL cell is empty. The first row names
 * the columns. */
int reply_row(struct reply *reply, const char *const *cells, size_t n_cells);
/* The same with the first cells as reply_row() has made them before, without the line's end. */
int reply_row_on(struct reply *reply, const char *begin, size_t len, const char *const *cells,
	size_t n_cells);
/* The same as varargs, ended by NULL: reply_cells(reply, "Lesson", "State", NULL). Cells beyond the
 * maximum are dropped. */
#define REPLY_CELLS_MAX 32
int reply_cells(struct reply *reply, const char *first, ...) __attribute__((sentinel));

/*
 * "+key=value key=value", for the lines that CHECK and RUN stream. A value that is empty or has a
 * space, quote, backslash or control character is put into double quotes with the escapes of an
 * inline request; NULL is left out with its key.
 */
struct reply_pair {
	const char *key;
	const char *value;
};
int reply_pairs(struct reply *reply, const struct reply_pair *pairs, size_t n_pairs);
/* The same without the '+' and the line's end, for a field's value. 0 or -ENOMEM. */
int reply_format_pairs(struct buffer *buffer, const struct reply_pair *pairs, size_t n_pairs);

/* A whole array, one "+" line for each line of the text (LF or CRLF ends a line; a last line needs
 * none). "" is "*0". */
int reply_text_lines(struct reply *reply, const char *text, size_t len);
size_t reply_count_lines(const char *text, size_t len); /* what reply_text_lines() announces */
/* The lines alone, for an array that the caller has announced. */
int reply_lines(struct reply *reply, const char *text, size_t len);
