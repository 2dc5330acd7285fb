/* SPDX-License-Identifier: MIT */
/* Text for people: UTF-8, columns on a terminal, control characters made harmless. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* "%zu lesson%s", n, TEXT_PLURAL(n) */
#define TEXT_PLURAL(n) ((n) == 1 ? "" : "s")

/* No surrogates, no overlong forms, at most U+10FFFF; NUL is a character like any other. */
bool text_is_utf8(const char *bytes, size_t len);

/* C0, C1, DEL, and what reorders or breaks lines (U+2028..202E, U+2066..2069). */
bool text_is_control(unsigned point);

/* 0..15, or -EINVAL. */
int text_hex_digit(char c);

/* Columns that the string takes on a terminal, the same in every locale (our own table; combining
   marks 0, wide ones 2; a control or invalid byte counts as the replacement's 1). */
size_t text_width(const char *bytes, size_t len);

/* Decodes one code point: bytes used (1..4), 0 at the end, and for an invalid byte 1 with
 * *ret_point = 0xFFFD. */
size_t text_next(const char *bytes, size_t len, unsigned *ret_point);

/* What appends: 0 or -ENOMEM, and on failure the buffer is as before. */

/* TAB, CR, LF and backslash as \t \r \n \\ ; other control characters and invalid UTF-8 as \xHH:
   the wire's escape for values. What comes out is valid UTF-8 in one line. */
int text_escape(struct buffer *buffer, const char *bytes, size_t len);
/* The reverse; what comes out may be any bytes, NUL too. -EINVAL on an unknown escape (\" is
 * known). */
int text_unescape(struct buffer *buffer, const char *bytes, size_t len);

/* For a terminal: control characters (text_is_control) and invalid bytes become \xHH or U+FFFD; TAB
 * and LF stay. */
int text_sanitize(struct buffer *buffer, const char *bytes, size_t len);

/* Bytes of the longest prefix that takes at most `columns`. */
size_t text_fit(const char *bytes, size_t len, size_t columns);
