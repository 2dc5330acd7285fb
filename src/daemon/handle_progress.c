/* SPDX-License-Identifier: MIT */
/*
 * PROGRESS: the learner's own days, courses and weak cards. A day without anything has a row as
 * well, so a calendar is drawn from the rows as they come.
 */
#include "daemon/handle.h"

#include "daemon/day.h"
#include "daemon/remember.h"
#include "store/activity.h"
#include "store/card.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAYS_MAX     366
#define DAYS_DEFAULT 84 /* twelve weeks */
#define WEAK_MAX     10
#define TITLE_MAX    100 /* bytes */
/* As others who work with such cards count: it is asked again after three weeks or later. */
#define MATURE_DAYS 21.0
#define MINUTE_US   INT64_C(60000000)

struct course_sum {
	uint32_t lessons, lessons_passed, steps, steps_passed, points, max_points;
};

struct weak {
	struct card card;
	const char *title; /* the catalog's */
	double recall;
};

struct overview {
	struct call *call;
	int64_t learner, today;
	struct answer answer;
	struct course_sum *courses; /* as the catalog's; owned */
	uint32_t cards, cards_due, cards_mature;
	struct card_when when;
	struct weak weak[WEAK_MAX]; /* the weakest first */
	size_t n_weak;
};

static void overview_done(struct overview *overview)
{
	free(overview->courses);
	answer_done(&overview->answer);
}

static bool is_practised(const struct activity_day *day)
{
	return day->attempts > 0 || day->reviews > 0;
}

/* Days */

static void answer_streaks(struct overview *overview, const struct activity *activity)
{
	int64_t run = 0, longest = 0, last = INT64_MIN;

	for (size_t i = 0; i < activity->n_days; i++) {
		const struct activity_day *day = &activity->days[i];

		/* A clock that was set back leaves days that are still to come. */
		if (!is_practised(day) || day->day > overview->today)
			continue;
		run = last + 1 == day->day ? run + 1 : 1;
		last = day->day;
		longest = run > longest ? run : longest;
	}
	/* Until its end, today may still become a part of it. */
	answer_number(&overview->answer, "Streak", last >= overview->today - 1 ? run : 0);
	answer_number(&overview->answer, "LongestStreak", longest);
}

static void answer_sums(struct overview *overview, const struct activity *activity)
{
	uint64_t days = 0, active_us = 0, attempts = 0, passed = 0, reviews = 0;

	for (size_t i = 0; i < activity->n_days; i++) {
		const struct activity_day *day = &activity->days[i];

		days += is_practised(day);
		active_us += (uint64_t)day->active_us;
		attempts += day->attempts;
		passed += day->passed;
		reviews += day->reviews;
	}
	answer_number(&overview->answer, "DaysActive", (int64_t)days);
	answer_number(&overview->answer, "Minutes", (int64_t)active_us / MINUTE_US);
	answer_number(&overview->answer, "Attempts", (int64_t)attempts);
	answer_number(&overview->answer, "Passed", (int64_t)passed);
	answer_number(&overview->answer, "Reviews", (int64_t)reviews);
}

static void answer_days(struct overview *overview, const struct activity *activity, uint32_t n)
{
	static const struct activity_day nothing = { 0 };
	size_t i = 0;

	for (int64_t number = overview->today - n + 1; number <= overview->today; number++) {
		const struct activity_day *day = &nothing;
		char name[DAY_NAME_MAX];

		while (i < activity->n_days && activity->days[i].day < number)
			i++;
		if (i < activity->n_days && activity->days[i].day == number)
			day = &activity->days[i];
		answer_fieldf(&overview->answer, "Day",
			"date=%s\tattempts=%" PRIu32 "\tpassed=%" PRIu32 "\treviews=%" PRIu32
			"\tminutes=%" PRId64,
			day_name(number, name), day->attempts, day->passed, day->reviews,
			day->active_us / MINUTE_US);
	}
}

/* Courses */

static struct course_sum *sum_of(struct overview *overview, const struct lesson *lesson)
{
	const struct catalog *catalog = overview->call->service->catalog;

	for (size_t i = 0; i < catalog->n_courses; i++)
		if (strcmp(catalog->courses[i].name, lesson->course) == 0)
			return &overview->courses[i];
	return NULL;
}

static void add_lessons(struct overview *overview)
{
	const struct catalog *catalog = overview->call->service->catalog;
	struct course_sum *sum = NULL;

	for (size_t i = 0; i < catalog->n_lessons; i++) {
		const struct lesson *lesson = catalog->lessons[i];

		/* They come course by course. */
		if (i == 0 || strcmp(lesson->course, catalog->lessons[i - 1]->course) != 0)
			sum = sum_of(overview, lesson);
		if (!sum)
			continue;
		sum->lessons++;
		sum->steps += (uint32_t)lesson->n_steps;
		sum->max_points += lesson_points(lesson);
	}
}

static int add_own(void *userdata, const struct activity_lesson *own)
{
	struct overview *overview = userdata;
	struct store *store = overview->call->service->store;
	const struct lesson *lesson = NULL;
	struct course_sum *sum;

	if (catalog_find(overview->call->service->catalog, own->lesson, &lesson) != CATALOG_FOUND)
		return 0;
	sum = sum_of(overview, lesson);
	if (!sum)
		return 0;
	sum->lessons_passed += own->is_passed;
	for (size_t i = 0; i < lesson->n_steps; i++) {
		uint32_t points = 0;
		int r = activity_step_points(
			store, overview->learner, own, lesson->steps[i].name, &points);

		if (r < 0)
			return r;
		sum->steps_passed += r > 0;
		sum->points += points;
	}
	return 0;
}

static void answer_courses(struct overview *overview)
{
	const struct catalog *catalog = overview->call->service->catalog;

	for (size_t i = 0; i < catalog->n_courses; i++) {
		const struct course_sum *sum = &overview->courses[i];

		if (sum->lessons == 0)
			continue;
		answer_fieldf(&overview->answer, "Course",
			"name=%s\ttitle=%s\tlessons=%" PRIu32 "/%" PRIu32 "\tsteps=%" PRIu32 "/%" PRIu32
			"\tpoints=%" PRIu32 "/%" PRIu32,
			catalog->courses[i].name, catalog->courses[i].title, sum->lessons_passed,
			sum->lessons, sum->steps_passed, sum->steps, sum->points, sum->max_points);
	}
}

/* Cards */

/* NULL when the catalog has it no more. */
static const char *title_of(const struct catalog *catalog, const struct card *card)
{
	const struct quiz_card *question;
	const struct lesson *lesson = NULL;
	const struct step *step;

	if (catalog_find(catalog, card->lesson, &lesson) != CATALOG_FOUND ||
		strcmp(lesson->id, card->lesson) != 0)
		return NULL;
	if (card->kind == CARD_STEP) {
		step = lesson_find_step(lesson, card->name);
		return step ? step->title : NULL;
	}
	question = lesson->quiz ? quiz_find(lesson->quiz, card->name) : NULL;
	if (!question)
		return NULL;
	return question->title ? question->title : question->stem;
}

/* A question without a title is known by its beginning. */
static int title_length(const char *title)
{
	size_t len = strcspn(title, "\n");

	if (len > TITLE_MAX)
		for (len = TITLE_MAX; len > 0 && ((unsigned char)title[len] & 0xc0) == 0x80;)
			len--;
	return (int)len;
}

static void take_weak(struct overview *overview, const struct weak *weak)
{
	size_t at = overview->n_weak;

	while (at > 0 && overview->weak[at - 1].recall > weak->recall)
		at--;
	if (at == WEAK_MAX)
		return;
	if (overview->n_weak < WEAK_MAX)
		overview->n_weak++;
	memmove(&overview->weak[at + 1], &overview->weak[at],
		(overview->n_weak - at - 1) * sizeof(*weak));
	overview->weak[at] = *weak;
}

static int take_card(void *userdata, const struct card *card)
{
	struct overview *overview = userdata;
	const struct service *service = overview->call->service;
	struct weak weak = { .card = *card, .title = title_of(service->catalog, card) };

	if (!weak.title)
		return 0;
	weak.recall = fsrs_retrievability(&card->memory, overview->when.now_us);
	overview->cards++;
	overview->cards_due += remember_is_due(card, &overview->when);
	overview->cards_mature += card->memory.stability >= MATURE_DAYS;
	if (1000 * weak.recall < (double)service->config->retention ||
		card->memory.state == FSRS_RELEARNING)
		take_weak(overview, &weak);
	return 0;
}

static void answer_cards(struct overview *overview)
{
	answer_number(&overview->answer, "Cards", overview->cards);
	answer_number(&overview->answer, "CardsDue", overview->cards_due);
	answer_number(&overview->answer, "CardsMature", overview->cards_mature);
}

static void answer_weak(struct overview *overview)
{
	for (size_t i = 0; i < overview->n_weak; i++) {
		const struct weak *weak = &overview->weak[i];
		const struct card *card = &weak->card;

		answer_fieldf(&overview->answer, "Weak",
			"card=%s%c%s\tkind=%s\tlesson=%s\trecall=%.0f\tstability=%.1f\ttitle=%.*s",
			card->lesson, card->kind == CARD_STEP ? '/' : '#', card->name,
			card_kind_name(card->kind), card->lesson, 100 * weak->recall,
			card->memory.stability, title_length(weak->title), weak->title);
	}
}

static int read_overview(
	struct overview *overview, const struct activity_calendar *calendar, struct activity *ret)
{
	struct store *store = overview->call->service->store;
	int r = activity_read(store, overview->learner, calendar, ret);

	if (r == 0)
		r = activity_each_lesson(store, overview->learner, add_own, overview);
	return r < 0 ? r : card_each(store, overview->learner, take_card, overview);
}

static void answer_overview(
	struct overview *overview, const struct activity *activity, uint32_t n_days)
{
	char today[DAY_NAME_MAX];

	answer_field(&overview->answer, "Today", day_name(overview->today, today));
	answer_streaks(overview, activity);
	answer_sums(overview, activity);
	answer_cards(overview);
	answer_days(overview, activity, n_days);
	answer_courses(overview);
	answer_weak(overview);
	answer_send(&overview->answer, &overview->call->reply);
}

void handle_progress(struct call *call)
{
	const struct activity_calendar calendar = { call_now_us(call), day_number, day_end_us };
	_cleanup_activity_ struct activity activity = { 0 };
	_cleanup_(overview_done) struct overview overview = { .call = call,
		.today = day_number(calendar.now_us),
		.when = remember_when(calendar.now_us) };
	size_t n_courses = call->service->catalog->n_courses;
	uint32_t n_days = DAYS_DEFAULT;
	int r;

	answer_init(&overview.answer, &call->reply);
	if (call_number(call, "days", call->options[0], 1, DAYS_MAX, &n_days) < 0 ||
		call_learner(call, &overview.learner) < 0)
		return;
	overview.courses = calloc(n_courses > 0 ? n_courses : 1, sizeof(*overview.courses));
	if (!overview.courses) {
		(void)reply_fail(&call->reply, -ENOMEM);
		return;
	}
	add_lessons(&overview);
	r = read_overview(&overview, &calendar, &activity);
	if (r < 0)
		call_fail_store(call, r);
	else
		answer_overview(&overview, &activity, n_days);
}
