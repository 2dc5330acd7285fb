/* SPDX-License-Identifier: MIT */
#include "store/activity.h"

#include "store/query.h"
#include "store/statements.h"

#include <stdlib.h>

enum {
	ACTIVITY_KEPT,
	ACTIVITY_KEEP,
	ACTIVITY_MOMENTS,
	ACTIVITY_PASSED,
	ACTIVITY_NEXT_LESSON,
	ACTIVITY_STEP,
};

enum moment { MOMENT_ATTEMPT, MOMENT_REVIEW, MOMENT_OTHER };

/* clang-format off */
static const char *const activity_sql[] = {
	[ACTIVITY_KEPT] =
		"SELECT day, until_us, attempts, passed, reviews, active_us FROM activity"
		" WHERE learner = ? ORDER BY day",
	[ACTIVITY_KEEP] =
		"INSERT OR REPLACE INTO activity"
		" (learner, day, until_us, attempts, passed, reviews, active_us)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)",
	/* A card with a review since then was last reviewed since then. CROSS keeps the order. */
	[ACTIVITY_MOMENTS] =
		"SELECT submitted_us AS at, 0 FROM attempt"
		" WHERE learner = ?1 AND submitted_us >= ?2"
		" UNION ALL SELECT r.at_us, 1 FROM card AS c CROSS JOIN review AS r"
		"  WHERE c.learner = ?1 AND c.last_us >= ?2 AND r.card = c.id AND r.at_us >= ?2"
		" UNION ALL SELECT h.taken_us, 2 FROM practice AS p CROSS JOIN hint AS h"
		"  WHERE p.learner = ?1 AND h.practice = p.id AND h.taken_us >= ?2"
		" UNION ALL SELECT s.started_us, 2 FROM practice AS p CROSS JOIN session AS s"
		"  WHERE p.learner = ?1 AND s.practice = p.id AND s.started_us >= ?2"
		" ORDER BY at",
	[ACTIVITY_PASSED] =
		"SELECT count(*) FROM (SELECT DISTINCT lesson, step FROM attempt"
		" WHERE learner = ? AND submitted_us BETWEEN ? AND ?"
		" AND state = 'done' AND verdict = 'pass')",
	[ACTIVITY_NEXT_LESSON] =
		"SELECT lesson, round, passed_us IS NOT NULL FROM practice"
		" WHERE learner = ? AND lesson > ? ORDER BY lesson LIMIT 1",
	[ACTIVITY_STEP] =
		"SELECT best, passed_us FROM tally WHERE learner = ? AND lesson = ? AND round = ?"
		" AND step = ?",
};
/* clang-format on */
const struct statement_list activity_statements = { activity_sql, ARRAY_SIZE(activity_sql) };

void activity_done(struct activity *activity)
{
	free(activity->days);
	*activity = (struct activity){ 0 };
}

/* NULL: no memory. */
static struct activity_day *add_day(struct activity *activity)
{
	size_t n = activity->n_days;
	struct activity_day *days = activity->days;

	/* Room grows at each power of two. */
	if ((n & (n - 1)) == 0) {
		days = reallocarray(days, n > 0 ? 2 * n : 1, sizeof(*days));
		if (!days)
			return NULL;
		activity->days = days;
	}
	activity->n_days++;
	days[n] = (struct activity_day){ 0 };
	return &days[n];
}

static int read_kept(struct store *store, int64_t learner, struct activity *activity)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ACTIVITY, ACTIVITY_KEPT);
	int r;

	query_bind_i64(&query, learner);
	while ((r = query_next(&query)) > 0) {
		struct activity_day *day = add_day(activity);

		if (!day)
			return -ENOMEM;
		*day = (struct activity_day){
			.day = query_i64(&query, 0),
			.until_us = query_i64(&query, 1),
			.attempts = query_u32(&query, 2),
			.passed = query_u32(&query, 3),
			.reviews = query_u32(&query, 4),
			.active_us = query_i64(&query, 5),
		};
	}
	return r;
}

static int count_passed(
	struct store *store, int64_t learner, int64_t first_us, int64_t last_us, uint32_t *ret)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ACTIVITY, ACTIVITY_PASSED);
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, first_us);
	query_bind_i64(&query, last_us);
	r = query_next(&query);
	if (r > 0)
		*ret = query_u32(&query, 0);
	return r < 0 ? r : 0;
}

/* Moments on their way into days. */
struct count {
	struct store *store;
	int64_t learner;
	const struct activity_calendar *calendar;
	struct activity *activity;
	int64_t yesterday;
	bool has_begun;
	int64_t first_us, last_us; /* moments of the day that is counted */
	size_t n_old;		   /* moments before yesterday */
};

static struct activity_day *newest(const struct count *count)
{
	return &count->activity->days[count->activity->n_days - 1];
}

static int end_day(struct count *count)
{
	uint32_t passed = 0;
	int r;

	if (!count->has_begun || newest(count)->attempts == 0)
		return 0;
	r = count_passed(count->store, count->learner, count->first_us, count->last_us, &passed);
	newest(count)->passed += passed;
	return r;
}

/* With another time zone than before, a day may go on that is kept already. */
static int begin_day(struct count *count, int64_t at_us)
{
	int64_t number = count->calendar->day_of(at_us);
	int r = end_day(count);

	if (r < 0)
		return r;
	if (count->activity->n_days == 0 || newest(count)->day < number) {
		if (!add_day(count->activity))
			return -ENOMEM;
		newest(count)->day = number;
	}
	newest(count)->until_us = count->calendar->day_end(at_us);
	count->first_us = at_us;
	count->has_begun = true;
	return 0;
}

static int take_moment(struct count *count, int64_t at_us, enum moment kind)
{
	bool is_first = !count->has_begun || at_us >= newest(count)->until_us;
	struct activity_day *day;
	int r = is_first ? begin_day(count, at_us) : 0;

	if (r < 0)
		return r;
	day = newest(count);
	day->attempts += kind == MOMENT_ATTEMPT;
	day->reviews += kind == MOMENT_REVIEW;
	if (is_first || at_us - count->last_us > ACTIVITY_GAP_MAX_US)
		day->active_us += ACTIVITY_LEAD_US;
	else
		day->active_us += at_us - count->last_us;
	count->last_us = at_us;
	count->n_old += day->day < count->yesterday;
	return 0;
}

static int count_since(struct count *count, int64_t since_us)
{
	_cleanup_query_ struct query query =
		query_start(count->store, STATEMENTS_ACTIVITY, ACTIVITY_MOMENTS);
	int r;

	query_bind_i64(&query, count->learner);
	query_bind_i64(&query, since_us);
	while ((r = query_next(&query)) > 0) {
		r = take_moment(count, query_i64(&query, 0), (enum moment)query_i64(&query, 1));
		if (r < 0)
			return r;
	}
	return r < 0 ? r : end_day(count);
}

static int keep_day(struct store *store, int64_t learner, const struct activity_day *day)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ACTIVITY, ACTIVITY_KEEP);

	query_bind_i64(&query, learner);
	query_bind_i64(&query, day->day);
	query_bind_i64(&query, day->until_us);
	query_bind_i64(&query, day->attempts);
	query_bind_i64(&query, day->passed);
	query_bind_i64(&query, day->reviews);
	query_bind_i64(&query, day->active_us);
	return query_run(&query);
}

/* Today and yesterday go on: an attempt that was submitted late may pass after the day's end. */
static int keep_old(struct count *count, size_t first)
{
	int r = database_begin_write(count->store);

	if (r < 0)
		return r;
	for (size_t i = first; r == 0 && i < count->activity->n_days; i++)
		if (count->activity->days[i].day < count->yesterday)
			r = keep_day(count->store, count->learner, &count->activity->days[i]);
	return database_end_write(count->store, r);
}

int activity_read(struct store *store, int64_t learner, const struct activity_calendar *calendar,
	struct activity *ret_activity)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct count count = { .store = store,
		.learner = learner,
		.calendar = calendar,
		.activity = &activity,
		.yesterday = calendar->day_of(calendar->now_us) - 1 };
	size_t n_kept;
	int r = read_kept(store, learner, &activity);

	n_kept = activity.n_days;
	if (r == 0)
		r = count_since(&count, n_kept > 0 ? activity.days[n_kept - 1].until_us : 0);
	if (r == 0 && count.n_old >= ACTIVITY_KEEP_FROM)
		r = keep_old(&count, n_kept > 0 ? n_kept - 1 : 0);
	if (r < 0)
		return r;
	*ret_activity = activity;
	activity = (struct activity){ 0 };
	return 0;
}

static int next_lesson(
	struct store *store, int64_t learner, const char *after, struct activity_lesson *ret_lesson)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ACTIVITY, ACTIVITY_NEXT_LESSON);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, after);
	r = query_next(&query);
	if (r <= 0)
		return r;
	r = query_copy_text(&query, 0, ret_lesson->lesson, sizeof(ret_lesson->lesson));
	ret_lesson->round = query_i64(&query, 1);
	ret_lesson->is_passed = query_i64(&query, 2) != 0;
	return r < 0 ? r : 1;
}

int activity_each_lesson(
	struct store *store, int64_t learner, activity_callback callback, void *userdata)
{
	struct activity_lesson lesson = { 0 }, next = { 0 };
	int r;

	while ((r = next_lesson(store, learner, lesson.lesson, &next)) > 0) {
		lesson = next;
		r = callback(userdata, &lesson);
		if (r != 0)
			return r;
	}
	return r;
}

int activity_step_points(struct store *store, int64_t learner, const struct activity_lesson *lesson,
	const char *step, uint32_t *ret_points)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ACTIVITY, ACTIVITY_STEP);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson->lesson);
	query_bind_i64(&query, lesson->round);
	query_bind_text(&query, step);
	r = query_next(&query);
	if (r <= 0)
		return r;
	*ret_points = query_u32(&query, 0);
	return !query_is_null(&query, 1);
}
