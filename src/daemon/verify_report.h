/* SPDX-License-Identifier: MIT */
/*
 * What the author of a lesson is told, on stdout: a line "file:line: message" a finding, in the
 * order in which they are found. Progress goes to stderr, and only to a terminal.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct report {
	bool is_quiet; /* findings and warnings alone */
	bool has_terminal;
	bool is_dirty;	    /* a line of progress stands on the terminal */
	const char *folder; /* of the lesson that is looked at; borrowed */
	const char *id;
	size_t lessons, findings, warnings, skipped, runs;
};

void report_init(struct report *report, bool is_quiet);

/* The file is relative to the lesson's folder ("": the folder); line 0 and column 0: none. */
struct report_place {
	const char *file;
	unsigned line, column;
};
#define REPORT_AT(file_, line_) (&(const struct report_place){ .file = (file_), .line = (line_) })

/* Something that has to be mended. */
void report_finding(struct report *report, const struct report_place *place, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* Something to look at, which makes no lesson unsound. */
void report_warning(struct report *report, const struct report_place *place, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* What could not be looked at on this host. */
void report_skipped(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void report_say(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void report_progress(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
