/* SPDX-License-Identifier: MIT */
/*
 * Replies from bytes, without input or output: the client's half of the wire. Tokens come out as
 * soon as their last byte is in, so the lines of a CHECK are seen while they happen. Lines may end
 * in LF or CRLF.
 */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"
#include "proto/limits.h"
#include "proto/reply.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum reply_type {
	REPLY_TYPE_SIMPLE, /* data, len */
	REPLY_TYPE_ERROR,  /* code, code_name, and data, len: the message behind the code */
	REPLY_TYPE_NUMBER, /* number */
	REPLY_TYPE_BULK,   /* data, len */
	REPLY_TYPE_ARRAY,  /* number: so many replies follow, depth + 1 */
};

struct reply_token {
	enum reply_type type;
	int64_t number;
	/* Owned by the reader until the next feed. data[len] is NUL, and NUL may be within. */
	const char *data;
	size_t len;
	enum reply_code code;  /* REPLY_CODES when unknown */
	const char *code_name; /* as it was sent, NUL-terminated */
	unsigned depth;	       /* 0: a reply of its own; 1: an element of an array, ... */
	bool is_last;	       /* with this token the reply to one request is complete */
};

enum reply_reader_status {
	REPLY_READER_MORE,  /* all bytes used, no token complete */
	REPLY_READER_TOKEN, /* reader->token */
};

/* Zero-initialised ({ 0 }) is ready for the first byte. */
struct reply_reader {
	struct reply_token token;
	struct buffer bytes;
	unsigned state;
	int error;	  /* sticks */
	size_t bulk_left; /* bytes of the bulk that are missing, without its line end */
	uint64_t open[WIRE_REPLY_DEPTH_MAX]; /* elements that are missing of each open array */
	unsigned depth;			     /* arrays open */
	bool is_fresh; /* the last token was handed out: the next feed begins a new one */
};

void reply_reader_done(struct reply_reader *reader); /* frees; ready for a first byte again */

/*
 * Uses bytes up to the end of one token at most; *ret_used says how many (<= len), feed the rest
 * again. Returns an enum reply_reader_status, or an error that sticks: -EPROTO (this is not our
 * wire), -EMSGSIZE (past a limit: a line, a bulk, an array's length or depth), -ENOMEM.
 */
int reply_reader_feed(struct reply_reader *reader, const char *bytes, size_t len, size_t *ret_used);

/* Part of a reply was read and its end is missing: an end of file here means that the daemon went
 * away. */
bool reply_reader_is_midway(const struct reply_reader *reader);

/*
 * What is within a "+" line; values come out unescaped. 0, -ENOMEM, or -EINVAL (no '=', a bad
 * escape, an escaped NUL): then nothing was returned or added. The strings are owned by the caller.
 */

/* "Key=value"; a NUL in the value stays written as \x00. */
int reply_reader_split_field(const char *line, size_t len, char **ret_key, char **ret_value);
/* "a TAB b TAB c". */
int reply_reader_split_row(const char *line, size_t len, struct strlist *ret_cells);
/* "key=value key="two words"": items "key=value". A value that begins with a quote ends at the next
   one that no backslash precedes; a word without '=' belongs to the value before it. */
int reply_reader_split_pairs(const char *line, size_t len, struct strlist *ret_pairs);

/* Of items "key=value": the value of that key, borrowed; NULL when it is not there. */
const char *reply_reader_pair(const struct strlist *pairs, const char *key);
