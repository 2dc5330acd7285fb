/* SPDX-License-Identifier: MIT */
#include "store/today.h"

#include "store/query.h"
#include "store/statements.h"

#include <errno.h>

enum { TODAY_FIND, TODAY_WRITE, TODAY_REVIEWS, TODAY_PASSED, TODAY_ANSWERED };

/* clang-format off */
static const char *const today_sql[] = {
	[TODAY_FIND] =
		"SELECT begun_us, last_us, active_us, minutes FROM today WHERE learner = ? AND ends_us = ?",
	[TODAY_WRITE] =
		"INSERT OR REPLACE INTO today (learner, ends_us, begun_us, last_us, active_us, minutes)"
		" VALUES (?, ?, ?, ?, ?, ?)",
	[TODAY_REVIEWS] =
		"SELECT c.kind = 'step', r.result, NOT EXISTS"
		"  (SELECT 1 FROM review AS o WHERE o.card = c.id AND o.id < r.id)"
		" FROM card AS c JOIN review AS r ON r.card = c.id"
		" WHERE c.learner = ?1 AND c.last_us >= ?2 AND r.at_us >= ?2 ORDER BY r.id",
	[TODAY_PASSED] =
		"SELECT lesson, step, min(passed_us) FROM tally WHERE learner = ?1 AND passed_us IS NOT NULL"
		" GROUP BY lesson, step HAVING min(passed_us) >= ?2 ORDER BY 3, 1, 2 LIMIT ?3",
	[TODAY_ANSWERED] =
		"SELECT count(*) FROM card"
		" WHERE learner = ? AND lesson = ? AND kind = 'question' AND reviews > 0",
};
/* clang-format on */
const struct statement_list today_statements = { today_sql, ARRAY_SIZE(today_sql) };

int today_get(struct store *store, int64_t learner, int64_t ends_us, struct today *ret_today)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TODAY, TODAY_FIND);
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, ends_us);
	r = query_next(&query);
	if (r > 0)
		*ret_today = (struct today){
			.begun_us = query_i64(&query, 0),
			.last_us = query_i64(&query, 1),
			.active_us = query_i64(&query, 2),
			.minutes = query_u32(&query, 3),
		};
	return r;
}

static int insert(struct store *store, int64_t learner, int64_t ends_us, const struct today *today)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TODAY, TODAY_WRITE);

	query_bind_i64(&query, learner);
	query_bind_i64(&query, ends_us);
	query_bind_i64(&query, today->begun_us);
	query_bind_i64(&query, today->last_us);
	query_bind_i64(&query, today->active_us);
	query_bind_i64(&query, today->minutes);
	return query_run(&query);
}

static int put(struct store *store, int64_t learner, int64_t ends_us, const struct today *today)
{
	int r = database_begin_write(store);

	return r < 0 ? r : database_end_write(store, insert(store, learner, ends_us, today));
}

/* A clock that was set back adds nothing. */
static int64_t gap_us(const struct today *today, int64_t now_us)
{
	return now_us > today->last_us ? now_us - today->last_us : 0;
}

int64_t today_active_us(const struct today *today, int64_t now_us)
{
	int64_t gap = gap_us(today, now_us);

	return today->active_us + (gap <= TODAY_GAP_US ? gap : 0);
}

int today_resume(struct store *store, int64_t learner, int64_t ends_us, uint32_t minutes,
	bool is_wished, int64_t now_us)
{
	struct today today = { .begun_us = now_us, .last_us = now_us, .minutes = minutes };
	int r = today_get(store, learner, ends_us, &today);

	if (r < 0)
		return r;
	today.active_us = today_active_us(&today, now_us);
	today.last_us = now_us;
	if (is_wished)
		today.minutes = minutes;
	return put(store, learner, ends_us, &today);
}

int today_act(struct store *store, int64_t learner, int64_t ends_us, int64_t now_us)
{
	struct today today;
	int r = today_get(store, learner, ends_us, &today);
	int64_t gap;

	if (r <= 0)
		return r;
	gap = gap_us(&today, now_us);
	if (gap < TODAY_STEP_US && now_us >= today.last_us)
		return 0;
	today.active_us += gap < TODAY_GAP_US ? gap : TODAY_GAP_US;
	today.last_us = now_us;
	return put(store, learner, ends_us, &today);
}

int today_each_review(struct store *store, int64_t learner, int64_t since_us,
	today_review_callback callback, void *userdata)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TODAY, TODAY_REVIEWS);
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, since_us);
	while ((r = query_next(&query)) > 0) {
		struct today_review review = { .is_step = query_i64(&query, 0) != 0,
			.is_first = query_i64(&query, 2) != 0 };

		r = query_copy_text(&query, 1, review.result, sizeof(review.result));
		if (r == 0)
			r = callback(userdata, &review);
		if (r != 0)
			return r;
	}
	return r;
}

int today_each_passed(struct store *store, int64_t learner, int64_t since_us,
	today_passed_callback callback, void *userdata)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TODAY, TODAY_PASSED);
	char lesson[PRACTICE_LESSON_MAX + 1], step[PRACTICE_STEP_MAX + 1];
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, since_us);
	query_bind_i64(&query, TODAY_PASSED_MAX);
	while ((r = query_next(&query)) > 0) {
		r = query_copy_text(&query, 0, lesson, sizeof(lesson));
		if (r == 0)
			r = query_copy_text(&query, 1, step, sizeof(step));
		if (r == 0)
			r = callback(userdata, lesson, step);
		if (r != 0)
			return r;
	}
	return r;
}

int today_count_answered(
	struct store *store, int64_t learner, const char *lesson, uint32_t *ret_count)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TODAY, TODAY_ANSWERED);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	r = query_next(&query);
	if (r > 0)
		*ret_count = query_u32(&query, 0);
	return r < 0 ? r : 0;
}
