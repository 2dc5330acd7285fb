/* SPDX-License-Identifier: MIT */
#include "daemon/verify_report.h"

#include "base/buffer.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define PROGRESS_MAX 79 /* columns */

void report_init(struct report *report, bool is_quiet)
{
	*report =
		(struct report){ .is_quiet = is_quiet, .has_terminal = isatty(STDERR_FILENO) == 1 };
}

static void clear_progress(struct report *report)
{
	if (report->is_dirty)
		fputs("\r\033[K", stderr);
	report->is_dirty = false;
}

/* Messages quote what programs and files say: nothing of it reaches a terminal raw. */
static void put_line(struct report *report, const char *text, size_t len)
{
	_cleanup_buffer_ struct buffer line = { 0 };

	clear_progress(report);
	if (text_sanitize(&line, text, len) < 0)
		return;
	for (size_t i = 0; i < line.len; i++) {
		if (line.data[i] == '\n')
			line.data[i] = ' ';
	}
	printf("%s\n", line.data ? line.data : "");
	(void)fflush(stdout);
}

static void __attribute__((format(printf, 4, 0))) tell(struct report *report,
	const struct report_place *place, const char *kind, const char *format, va_list args)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_printf(&text, "%s%s%s:", report->folder ? report->folder : "",
		place->file[0] && report->folder ? "/" : "", place->file);

	if (r >= 0 && place->line > 0)
		r = buffer_printf(&text, "%u:", place->line);
	if (r >= 0 && place->line > 0 && place->column > 0)
		r = buffer_printf(&text, "%u:", place->column);
	if (r >= 0)
		r = buffer_printf(&text, " %s", kind);
	if (r >= 0)
		r = buffer_vprintf(&text, format, args);
	if (r >= 0)
		put_line(report, text.data, text.len);
}

void report_finding(
	struct report *report, const struct report_place *place, const char *format, ...)
{
	va_list args;

	report->findings++;
	va_start(args, format);
	tell(report, place, "", format, args);
	va_end(args);
}

void report_warning(
	struct report *report, const struct report_place *place, const char *format, ...)
{
	va_list args;

	report->warnings++;
	va_start(args, format);
	tell(report, place, "warning: ", format, args);
	va_end(args);
}

static void __attribute__((format(printf, 3, 0)))
say(struct report *report, const char *prefix, const char *format, va_list args)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	if (report->is_quiet)
		return;
	if (buffer_append_string(&text, prefix) >= 0 && buffer_vprintf(&text, format, args) >= 0)
		put_line(report, text.data, text.len);
}

void report_skipped(struct report *report, const char *format, ...)
{
	va_list args;

	report->skipped++;
	va_start(args, format);
	say(report, "skipped: ", format, args);
	va_end(args);
}

void report_say(struct report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(report, "", format, args);
	va_end(args);
}

void report_progress(struct report *report, const char *format, ...)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	va_list args;
	int r;

	if (!report->has_terminal || report->is_quiet)
		return;
	va_start(args, format);
	r = buffer_vprintf(&text, format, args);
	va_end(args);
	if (r < 0)
		return;
	fprintf(stderr, "\r\033[K%.*s", (int)text_fit(text.data, text.len, PROGRESS_MAX),
		text.data);
	(void)fflush(stderr);
	report->is_dirty = true;
}
