/* SPDX-License-Identifier: MIT */
#include "ctl/overview.h"

#include "base/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void overview_done(struct overview *overview)
{
	free(overview->courses);
	free(overview->weak);
	strlist_done(&overview->words);
}

static uint32_t number(const struct thing *thing, const char *key)
{
	uint32_t value = 0;

	(void)parse_u32(thing_get(thing, key), UINT32_MAX, &value);
	return value;
}

/* "4/12" */
static void parse_share(const char *text, uint32_t *ret_part, uint32_t *ret_whole)
{
	const char *slash = strchr(text, '/');
	char part[16] = "";

	if (!slash || slash - text >= (ptrdiff_t)sizeof(part))
		return;
	memcpy(part, text, (size_t)(slash - text));
	(void)parse_u32(part, UINT32_MAX, ret_part);
	(void)parse_u32(slash + 1, UINT32_MAX, ret_whole);
}

static int parse_date(const char *date, struct tm *ret_tm)
{
	struct tm tm = { 0 };
	const char *end = strptime(date, "%Y-%m-%d", &tm);

	if (strlen(date) != 10 || !end || *end)
		return -EPROTO;
	*ret_tm = tm;
	return 0;
}

static int take_day(struct overview *overview, const struct thing *row)
{
	struct overview_day *day = &overview->days[overview->n_days];
	struct tm tm;

	if (overview->n_days == OVERVIEW_DAYS_MAX || parse_date(thing_get(row, "date"), &tm) < 0)
		return -EPROTO;
	*day = (struct overview_day){
		.weekday = (unsigned)(tm.tm_wday + 6) % 7,
		.attempts = number(row, "attempts"),
		.passed = number(row, "passed"),
		.reviews = number(row, "reviews"),
		.minutes = number(row, "minutes"),
	};
	(void)snprintf(day->date, sizeof(day->date), "%s", thing_get(row, "date"));
	overview->n_days++;
	return 0;
}

/* A copy that lives as long as the overview; NULL: no memory. */
static const char *keep(struct overview *overview, const char *word)
{
	if (strlist_add(&overview->words, word) < 0)
		return NULL;
	return overview->words.items[overview->words.count - 1];
}

static int take_course(struct overview *overview, const struct thing *row)
{
	struct overview_course *course, *courses = reallocarray(overview->courses,
						overview->n_courses + 1, sizeof(*courses));

	if (!courses)
		return -ENOMEM;
	overview->courses = courses;
	course = &courses[overview->n_courses++];
	*course = (struct overview_course){ .name = keep(overview, thing_get(row, "name")),
		.title = keep(overview, thing_get(row, "title")) };
	parse_share(thing_get(row, "lessons"), &course->lessons_passed, &course->lessons);
	parse_share(thing_get(row, "steps"), &course->steps_passed, &course->steps);
	parse_share(thing_get(row, "points"), &course->points, &course->max_points);
	return course->name && course->title ? 0 : -ENOMEM;
}

static int take_weak(struct overview *overview, const struct thing *row)
{
	struct overview_weak *one,
		*weak = reallocarray(overview->weak, overview->n_weak + 1, sizeof(*weak));

	if (!weak)
		return -ENOMEM;
	overview->weak = weak;
	one = &weak[overview->n_weak++];
	*one = (struct overview_weak){ .card = keep(overview, thing_get(row, "card")),
		.title = keep(overview, thing_get(row, "title")),
		.recall = number(row, "recall") };
	return one->card && one->title ? 0 : -ENOMEM;
}

static int take_rows(struct overview *overview, const struct thing *progress, const char *key,
	int (*take)(struct overview *overview, const struct thing *row))
{
	size_t position = 0;
	const char *value;

	while ((value = thing_next(progress, key, &position))) {
		_cleanup_thing_ struct thing row = { 0 };
		int r = thing_parse_pairs(value, &row);

		if (r >= 0)
			r = take(overview, &row);
		if (r < 0)
			return r == -ENOMEM ? r : -EPROTO;
	}
	return 0;
}

int overview_read(const struct thing *progress, struct overview *ret_overview)
{
	struct overview *overview = ret_overview;
	struct tm tm;
	int r = parse_date(thing_get(progress, "Today"), &tm);

	*overview = (struct overview){
		.streak = number(progress, "Streak"),
		.longest = number(progress, "LongestStreak"),
		.days_active = number(progress, "DaysActive"),
		.minutes = number(progress, "Minutes"),
		.attempts = number(progress, "Attempts"),
		.passed = number(progress, "Passed"),
		.reviews = number(progress, "Reviews"),
		.cards = number(progress, "Cards"),
		.cards_due = number(progress, "CardsDue"),
		.cards_mature = number(progress, "CardsMature"),
	};
	if (r == 0) {
		(void)snprintf(overview->today, sizeof(overview->today), "%s",
			thing_get(progress, "Today"));
		r = take_rows(overview, progress, "Day", take_day);
	}
	if (r == 0)
		r = take_rows(overview, progress, "Course", take_course);
	if (r == 0)
		r = take_rows(overview, progress, "Weak", take_weak);
	return r == 0 && overview->n_days == 0 ? -EPROTO : r;
}

unsigned overview_level(const struct overview_day *day)
{
	static const uint32_t from_minutes[OVERVIEW_LEVELS] = { 0, 0, 10, 20, 40 };
	unsigned level = OVERVIEW_LEVELS - 1;

	if (day->attempts == 0 && day->reviews == 0)
		return 0;
	while (level > 1 && day->minutes < from_minutes[level])
		level--;
	return level;
}

const char *overview_time(uint32_t minutes, char buffer[static OVERVIEW_TIME_MAX])
{
	if (minutes < 60)
		(void)snprintf(buffer, OVERVIEW_TIME_MAX, "%u min", minutes);
	else
		(void)snprintf(
			buffer, OVERVIEW_TIME_MAX, "%u h %02u min", minutes / 60, minutes % 60);
	return buffer;
}

const char *overview_month(const char *date)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	unsigned month = (unsigned)(date[5] - '0') * 10 + (unsigned)(date[6] - '0') - 1;

	return month < ARRAY_SIZE(months) ? months[month] : "";
}
