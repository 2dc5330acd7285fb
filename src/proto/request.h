/* SPDX-License-Identifier: MIT */
/*
 * Requests from bytes, without input or output: a line of words, or a RESP2 array of bulk strings.
 *
 * A line is words separated by SPACE or TAB, ended by LF or CRLF. A quote may begin anywhere in a
 * word (key="a b") and its end ends the word: white space or the line's end must follow. "..."
 * takes \n \r \t \\ \" \xHH and no other escape; '...' takes \' only, any other backslash is
 * itself; outside of quotes a backslash is itself. A line without words is ignored.
 *
 * An array begins with '*': "*n" CRLF, then n times "$len" CRLF, len bytes, CRLF. LF alone is not
 * enough here. "*0" is ignored.
 *
 * Refused, with the framing kept: too long a line, too many words, a bulk or a request past its
 * limit (-TOOBIG); bad quoting, or NUL in a line (-ERR; \x00 in quotes is fine). It is reported
 * when the request's last byte was skipped, so replies stay in order.
 *
 * Broken, with the framing lost: counts and lengths that are negative, no numbers or past
 * WIRE_SKIP_*; no '$' or CRLF where one must be; a line that never ends.
 */
#pragma once

#include "base/buffer.h"
#include "proto/limits.h"
#include "proto/reply.h"

#include <stdbool.h>
#include <stddef.h>

struct request_word {
	const char *data; /* data[len] is NUL, and NUL may be within: see request_word_is_text() */
	size_t len;
};

struct request {
	size_t count; /* words; 1 at least when REQUEST_READY */
	/* Their bytes live in the parser until the next feed. */
	struct request_word words[WIRE_WORDS_MAX];
	bool lf_only; /* the line ended in LF alone: answer in lines that end in LF alone */

	/* When refused or broken: what to answer. */
	enum reply_code code;
	char message[128];
};

enum request_status {
	REQUEST_MORE,	 /* all bytes used, the request is not complete */
	REQUEST_READY,	 /* parser->request is one whole request */
	REQUEST_REFUSED, /* answer request.code and request.message, go on */
	REQUEST_BROKEN,	 /* answer them and close; every later feed says the same */
};

/*
 * Zero-initialised ({ 0 }) is ready for the first byte. Holds what was received of one request and
 * no more, whatever length was announced: at most WIRE_REQUEST_MAX and a little, twice that while
 * it grows.
 */
struct request_parser {
	struct request request;
	struct buffer bytes; /* the line so far; or the words so far, each followed by NUL */
	unsigned state;
	char header[WIRE_HEADER_MAX + 2]; /* of a "*n" or "$n" line what came so far, its CR too */
	size_t header_len;
	size_t words_left; /* of an array */
	size_t bulk_left;  /* bytes of a bulk */
	size_t total;	   /* bytes of the words so far */
	size_t skipped;	   /* bytes of a request that is refused */
	bool is_refused;   /* skipping up to the end of this request */
	bool is_over;	   /* the last request was handed out: the next feed begins a new one */
	bool last_was_cr;  /* the last byte skipped of a long line */
};

void request_parser_done(struct request_parser *parser); /* frees; ready for a first byte again */

/*
 * Uses bytes up to the end of one request at most; *ret_used says how many (<= len), feed the rest
 * again. Returns an enum request_status, or -ENOMEM: then the parser is as broken as with
 * REQUEST_BROKEN. The time is linear in the bytes, however they are split.
 */
int request_parser_feed(
	struct request_parser *parser, const char *bytes, size_t len, size_t *ret_used);

/* Part of a request was read and its end is missing: at end of file it is a half request, to be
 * dropped. */
bool request_parser_is_midway(const struct request_parser *parser);

/* No NUL inside, valid UTF-8: good for a C string. */
bool request_word_is_text(const struct request_word *word);
