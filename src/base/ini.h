/* SPDX-License-Identifier: MIT */
/*
 * Strict INI reading over inih. inih cuts long lines silently and goes on after errors; this reader
 * refuses both, counts lines itself and stops at the first error. `; ` and `# ` begin a comment at
 * the start of a line only, values keep inner quotes; "key = value   ; comment" is cut at a ';'
 * that follows white space (inih's inline comment). A line that ends in a backslash goes on in the
 * next one that is no comment, and the backslash is read as a space (as in systemd.syntax(7)); the
 * next one's indent is dropped. No other values of several lines, no "key: value". Section
 * and key names of more than 49 bytes, which inih would cut, control characters and what isn't
 * UTF-8 are errors. A key may come more than once; that is the handler's to judge.
 */
#pragma once

#include <stddef.h>

#define INI_LINE_MAX  8191 /* bytes in a line, with those that it goes on in */
#define INI_TOTAL_MAX (1024 * 1024)
#define INI_LINES_MAX 20000
#define INI_ERROR_MAX 256

struct ini_error {
	unsigned line;		     /* from 1, the first of those that go on; 0 when the file as a whole is meant */
	char message[INI_ERROR_MAX]; /* one line, no newline, says what was expected */
};

/* Called for every key, in order. Section may carry a name ("step hello"). Return 0 to go on, a
   negative errno to stop: then ret_error->message may be filled by the callee with ini_fail(), the
   line is filled by the reader. */
typedef int (*ini_handler)(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *ret_error);

/* Called for every section's line, also where no key follows. As above. */
typedef int (*ini_section_handler)(
	void *userdata, const char *section, struct ini_error *ret_error);

/* As ini_parse_text(), and hears of sections; on_section may be NULL. */
int ini_parse_sections(const char *text, size_t len, ini_section_handler on_section,
	ini_handler handler, void *userdata, struct ini_error *ret_error);

/* `text` need not be NUL-terminated; a NUL byte or invalid UTF-8 inside is an error. 0, -EINVAL
 * with ret_error, -ENOMEM, or what the handler said. */
int ini_parse_text(const char *text, size_t len, ini_handler handler, void *userdata,
	struct ini_error *ret_error);

/* Formats the message and returns -EINVAL, so that a handler can say `return ini_fail(error,
 * "...")`. */
int ini_fail(struct ini_error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
