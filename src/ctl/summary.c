/* SPDX-License-Identifier: MIT */
#include "ctl/summary.h"

#include "base/parse.h"
#include "ctl/field.h"
#include "ctl/lesson_name.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

static uint32_t number(const struct thing *thing, const char *key)
{
	uint32_t value = 0;

	(void)parse_u32(thing_get(thing, key), UINT32_MAX, &value);
	return value;
}

static uint32_t count_due(const struct thing *today)
{
	return number(today, "DueQuestions") + number(today, "DueSteps");
}

void summary_place(
	char place[static SUMMARY_PLACE_MAX], const struct thing *today, const struct term *term)
{
	const char *between = term->has_utf8 ? " · " : ", ";
	uint32_t due = count_due(today);

	if (due > 0)
		(void)snprintf(place, SUMMARY_PLACE_MAX, "%u due%s%u of %u min", due, between,
			number(today, "Seconds") / 60, number(today, "Minutes"));
	else
		(void)snprintf(place, SUMMARY_PLACE_MAX, "%u of %u min",
			number(today, "Seconds") / 60, number(today, "Minutes"));
}

bool summary_is_reached(const struct thing *today)
{
	return number(today, "Left") == 0;
}

static int put_counted(struct buffer *out, uint32_t count, const char *what, const char *before)
{
	if (count == 0)
		return 0;
	return buffer_printf(
		out, "%s%u %s%s", out->len > 0 ? before : "", count, what, count == 1 ? "" : "s");
}

/* What comes next, in words. */
static int put_next(struct buffer *text, const struct thing *today)
{
	const char *next = thing_get(today, "Next"),
		   *lesson = lesson_short_name(thing_get(today, "Lesson"));
	uint32_t due = count_due(today);

	if (strcmp(next, "quiz") == 0)
		return buffer_printf(text, "the questions of %s", lesson);
	if (strcmp(next, "step") == 0)
		return buffer_printf(text, "%s, step %s: %s", lesson, thing_get(today, "Step"),
			thing_get(today, "Title"));
	if (due > 0)
		return buffer_printf(text, "%u to review", due);
	return *thing_get(today, "NextDue")
		       ? buffer_printf(text, "a review on %.10s", thing_get(today, "NextDue"))
		       : buffer_append_string(text, "nothing is left");
}

int summary_put_begin(struct buffer *out, const struct term *term, const struct thing *today)
{
	_cleanup_buffer_ struct buffer due = { 0 }, text = { 0 };
	int r = put_counted(&due, number(today, "DueQuestions"), "question", "");

	if (r >= 0)
		r = put_counted(&due, number(today, "DueSteps"), "step", " and ");
	if (r >= 0)
		r = buffer_printf(&text, "%u of %u minutes. ", number(today, "Seconds") / 60,
			number(today, "Minutes"));
	if (r >= 0 && due.len > 0)
		r = buffer_printf(&text, "To review: %s.", due.data);
	else if (r >= 0) {
		r = buffer_append_string(&text, "Next: ");
		if (r >= 0)
			r = put_next(&text, today);
		if (r >= 0)
			r = buffer_append_char(&text, '.');
	}
	if (r >= 0)
		r = field_put(out, term, "Today", WRAP_BOLD, text.data);
	return r < 0 ? r : buffer_append_char(out, '\n');
}

/* ---- the end */

static int put_goal(struct buffer *out, const struct term *term, const struct thing *today)
{
	bool is_reached = summary_is_reached(today);
	char text[96];

	(void)snprintf(text, sizeof(text), "%u of %u minutes%s", number(today, "Seconds") / 60,
		number(today, "Minutes"), is_reached ? ", the goal is reached" : "");
	return field_put(out, term, "Today", is_reached ? WRAP_GOOD : WRAP_BOLD, text);
}

static int put_answers(struct buffer *out, const struct term *term, const struct thing *today)
{
	static const char *const keys[] = { "Right", "Partly", "Wrong" };
	static const char *const words[] = { "right", "partly right", "wrong" };
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(keys); i++)
		if (number(today, keys[i]) > 0)
			r = buffer_printf(&text, "%s%u %s", text.len > 0 ? ", " : "",
				number(today, keys[i]), words[i]);
	if (r >= 0 && number(today, "New") > 0)
		r = buffer_printf(&text, "; %u new", number(today, "New"));
	if (r >= 0 && text.len > 0)
		r = field_put(out, term, "Questions", 0, text.data);
	if (r >= 0 && number(today, "Reviewed") > 0)
		r = field_printf(out, term, "Reviewed", "%u step%s", number(today, "Reviewed"),
			number(today, "Reviewed") == 1 ? "" : "s");
	return r;
}

static int put_learned(struct buffer *out, const struct term *term, const struct thing *today)
{
	size_t position = 0;
	const char *value;
	int r = 0;

	while (r >= 0 && (value = thing_next(today, "Learned", &position))) {
		_cleanup_thing_ struct thing step = { 0 };

		r = thing_parse_pairs(value, &step);
		if (r == -EPROTO)
			r = 0;
		else if (r >= 0)
			r = field_printf(out, term, "Learned", "%s (%s)", thing_get(&step, "title"),
				thing_get(&step, "card"));
	}
	return r;
}

/* "2026-11-22 TAB attempts=3 ...": whether anything was done that day. */
static bool is_active(const char *day)
{
	return strstr(day, "attempts=0\t") == NULL || strstr(day, "reviews=0") == NULL;
}

static int put_calendar(struct buffer *out, const struct term *term, const struct thing *progress)
{
	const char *days[SUMMARY_DAYS], *day;
	size_t n = 0, position = 0;
	int r = 0;

	while ((day = thing_next(progress, "Day", &position)))
		days[n++ % SUMMARY_DAYS] = day;
	for (size_t i = n > SUMMARY_DAYS ? n - SUMMARY_DAYS : 0; r >= 0 && i < n; i++)
		r = buffer_append_string(out,
			term_glyph(term, is_active(days[i % SUMMARY_DAYS]) ? GLYPH_FULL_BLOCK
									   : GLYPH_EMPTY_BLOCK));
	return r;
}

static int put_streak(struct buffer *out, const struct term *term, const struct thing *progress)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (progress->keys.count == 0)
		return 0;
	r = buffer_printf(&text, "%s day%s in a row  ", thing_get(progress, "Streak"),
		thing_plural(progress, "Streak"));
	if (r >= 0)
		r = put_calendar(&text, term, progress);
	return r < 0 ? r : field_put(out, term, "Streak", 0, text.data);
}

int summary_put_end(struct buffer *out, const struct term *term, const struct thing *today,
	const struct thing *progress)
{
	_cleanup_buffer_ struct buffer next = { 0 };
	int r = put_goal(out, term, today);

	if (r >= 0)
		r = put_answers(out, term, today);
	if (r >= 0)
		r = put_learned(out, term, today);
	if (r >= 0)
		r = put_streak(out, term, progress);
	if (r >= 0)
		r = put_next(&next, today);
	return r < 0 ? r : field_put(out, term, "Next", 0, next.data);
}
