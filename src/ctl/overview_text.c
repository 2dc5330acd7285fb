/* SPDX-License-Identifier: MIT */
/*
 * In a terminal. How much was done on a day is told by the form of its mark, so that it is seen
 * without colours and by who doesn't tell them apart; colours say the same once more.
 */
#include "ctl/overview.h"

#include "base/text.h"
#include "ctl/table.h"
#include "ctl/wrap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 4 /* "Mon " */
#define WEEK_COLUMNS  2
#define WEEKS_MAX     53
#define BAR_MAX	      30
#define STEPS_COLUMNS 8 /* the least room beside a bar */

static const struct {
	const char *utf8, *ascii, *sixteen, *many;
} marks[OVERVIEW_LEVELS] = {
	{ "·", ".", "\033[0;2m", "\033[0;38;5;243m" },
	{ "░", "-", "\033[0;32m", "\033[0;38;5;65m" },
	{ "▒", "+", "\033[0;32m", "\033[0;38;5;71m" },
	{ "▓", "*", "\033[0;1;32m", "\033[0;1;38;5;77m" },
	{ "█", "#", "\033[0;1;32m", "\033[0;1;38;5;83m" },
};

static int put_mark(struct buffer *out, const struct term *term, unsigned level)
{
	const char *colour = term->has_256 ? marks[level].many : marks[level].sixteen;

	return buffer_printf(out, "%s%s%s ", term->has_colour ? colour : "",
		term->has_utf8 ? marks[level].utf8 : marks[level].ascii,
		term_style(term, STYLE_OFF));
}

/* Weeks begin on Mondays: the first one shown may be the end of one. */
struct calendar {
	const struct overview *overview;
	const struct term *term;
	size_t n_weeks;
	ptrdiff_t first; /* which day the first Monday is; may be before all of them */
};

static struct calendar lay_out(const struct overview *overview, const struct term *term)
{
	size_t last = overview->n_days - 1, fits = (term->columns - LABEL_COLUMNS) / WEEK_COLUMNS;
	ptrdiff_t monday = (ptrdiff_t)last - overview->days[last].weekday;
	size_t weeks = monday > 0 ? ((size_t)monday + 6) / 7 + 1 : 1;

	weeks = weeks > WEEKS_MAX ? WEEKS_MAX : weeks;
	weeks = weeks > fits ? fits : weeks;
	return (struct calendar){ overview, term, weeks, monday - 7 * ((ptrdiff_t)weeks - 1) };
}

static const struct overview_day *day_at(const struct calendar *calendar, ptrdiff_t index)
{
	bool is_known = index >= 0 && index < (ptrdiff_t)calendar->overview->n_days;

	return is_known ? &calendar->overview->days[index] : NULL;
}

/* A month's name stands above the week that it begins in, where there is room. */
static int put_months(struct buffer *out, const struct calendar *calendar)
{
	size_t column = 0;
	int r = term_pad(out, LABEL_COLUMNS);

	for (size_t week = 0; week + 1 < calendar->n_weeks && r >= 0; week++) {
		for (ptrdiff_t i = 0; i < 7 && r >= 0; i++) {
			const struct overview_day *day =
				day_at(calendar, calendar->first + 7 * (ptrdiff_t)week + i);
			size_t at = week * WEEK_COLUMNS;

			if (!day || strcmp(day->date + 8, "01") != 0 || at < column)
				continue;
			r = term_pad(out, at - column);
			if (r >= 0)
				r = buffer_append_string(out, overview_month(day->date));
			column = at + 3;
		}
	}
	return r < 0 ? r : buffer_append_char(out, '\n');
}

static int put_weekday(struct buffer *out, const struct calendar *calendar, ptrdiff_t weekday)
{
	static const char *const labels[] = { "Mon ", "    ", "Wed ", "    ", "Fri ", "    ",
		"    " };
	int r = buffer_append_string(out, labels[weekday]);

	for (size_t week = 0; week < calendar->n_weeks && r >= 0; week++) {
		const struct overview_day *day =
			day_at(calendar, calendar->first + 7 * (ptrdiff_t)week + weekday);

		r = day ? put_mark(out, calendar->term, overview_level(day))
			: term_pad(out, WEEK_COLUMNS);
	}
	if (r < 0)
		return r;
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		buffer_truncate(out, out->len - 1);
	return buffer_append_char(out, '\n');
}

int overview_put_calendar(
	struct buffer *out, const struct term *term, const struct overview *overview)
{
	const struct calendar calendar = lay_out(overview, term);
	int r = put_months(out, &calendar);

	for (ptrdiff_t weekday = 0; weekday < 7 && r >= 0; weekday++)
		r = put_weekday(out, &calendar, weekday);
	if (r >= 0 && term->columns < 40) /* the legend has no room */
		return 0;
	if (r >= 0)
		r = buffer_append_string(out, "    less ");
	for (unsigned level = 0; level < OVERVIEW_LEVELS && r >= 0; level++)
		r = put_mark(out, term, level);
	return r < 0 ? r : buffer_append_string(out, "more\n");
}

static int put_head(struct buffer *out, const struct term *term, const char *text)
{
	return buffer_printf(
		out, "\n%s%s%s\n", term_style(term, STYLE_BOLD), text, term_style(term, STYLE_OFF));
}

static int put_fact(struct buffer *out, const struct term *term, const char *name,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
static int put_fact(
	struct buffer *out, const struct term *term, const char *name, const char *format, ...)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	char label[16];
	va_list args;
	int r;

	(void)snprintf(label, sizeof(label), "%-8s", name);
	va_start(args, format);
	r = buffer_vprintf(&text, format, args);
	va_end(args);
	return r < 0 ? r : wrap_hanging(out, term, label, strlen(label), text.data);
}

static int put_facts(struct buffer *out, const struct term *term, const struct overview *overview)
{
	const struct overview_day *today = &overview->days[overview->n_days - 1];
	char time[OVERVIEW_TIME_MAX];
	int r = put_fact(out, term, "Today", "%s: %u attempt%s, %u review%s",
		overview_time(today->minutes, time), today->attempts, TEXT_PLURAL(today->attempts),
		today->reviews, TEXT_PLURAL(today->reviews));

	if (r >= 0)
		r = put_fact(out, term, "Streak", "%u day%s, the longest %u", overview->streak,
			TEXT_PLURAL(overview->streak), overview->longest);
	if (r >= 0)
		r = put_fact(out, term, "In all",
			"%s on %u day%s: %u attempt%s, %u step%s passed, %u review%s",
			overview_time(overview->minutes, time), overview->days_active,
			TEXT_PLURAL(overview->days_active), overview->attempts,
			TEXT_PLURAL(overview->attempts), overview->passed,
			TEXT_PLURAL(overview->passed), overview->reviews,
			TEXT_PLURAL(overview->reviews));
	if (r >= 0)
		r = put_fact(out, term, "Cards", "%u known, %u of them well, %u due today",
			overview->cards, overview->cards_mature, overview->cards_due);
	return r;
}

static int put_course(
	struct buffer *out, const struct term *term, const struct overview_course *course)
{
	size_t bar = term->columns > 2 * BAR_MAX ? BAR_MAX : term->columns / 2 - STEPS_COLUMNS / 2;
	size_t full = course->steps > 0 ? bar * course->steps_passed / course->steps : 0;
	int r = wrap_prose(out, term, 0, course->title);

	full = full > bar ? bar : full;
	if (r >= 0)
		r = buffer_append_string(out, term_style(term, STYLE_GOOD));
	if (r >= 0)
		r = term_repeat(out, term, GLYPH_FULL_BLOCK, full);
	if (r >= 0)
		r = buffer_append_string(out, term_style(term, STYLE_OFF));
	if (r >= 0)
		r = term_repeat(out, term, GLYPH_EMPTY_BLOCK, bar - full);
	if (r >= 0)
		r = buffer_printf(out, " %u/%u steps", course->steps_passed, course->steps);
	if (r >= 0 && term->columns >= 70)
		r = buffer_printf(out, ", %u/%u lessons, %u/%u points", course->lessons_passed,
			course->lessons, course->points, course->max_points);
	return r < 0 ? r : buffer_append_char(out, '\n');
}

static int put_weak(struct buffer *out, const struct term *term, const struct overview *overview)
{
	static const struct table_column columns[] = { { .heading = "RECALL", .is_right = true },
		{ .heading = "CARD", .may_shrink = true },
		{ .heading = "TITLE", .weight = 1, .may_shrink = true } };
	_cleanup_table_ struct table table = { .columns = columns,
		.n_columns = ARRAY_SIZE(columns) };
	struct table_layout layout = { .columns = term->columns, .has_header = true };
	int r = put_head(out, term, "Weak");

	for (size_t i = 0; i < overview->n_weak && r >= 0; i++) {
		char recall[16];

		(void)snprintf(recall, sizeof(recall), "%u %%", overview->weak[i].recall);
		r = table_add(&table, recall, STYLE_OFF);
		if (r >= 0)
			r = table_add(&table, overview->weak[i].card, STYLE_OFF);
		if (r >= 0)
			r = table_add(&table, overview->weak[i].title, STYLE_DIM);
	}
	return r < 0 ? r : table_render(out, term, &table, &layout);
}

int overview_put(struct buffer *out, const struct term *term, const struct overview *overview)
{
	int r = put_facts(out, term, overview);

	if (r >= 0)
		r = put_head(out, term, "Days");
	if (r >= 0)
		r = overview_put_calendar(out, term, overview);
	if (r >= 0 && overview->n_courses > 0)
		r = put_head(out, term, "Courses");
	for (size_t i = 0; i < overview->n_courses && r >= 0; i++)
		r = put_course(out, term, &overview->courses[i]);
	return r < 0 || overview->n_weak == 0 ? r : put_weak(out, term, overview);
}
