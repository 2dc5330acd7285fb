/* SPDX-License-Identifier: MIT */
#include "store/overview.h"

#include "store/query.h"
#include "store/statements.h"

enum { OVERVIEW_LESSONS, OVERVIEW_STEPS };

/* clang-format off */
static const char *const overview_sql[] = {
	/* What is passed stays so, active or not: then nothing is looked up. */
	[OVERVIEW_LESSONS] =
		"SELECT p.lesson, p.round, p.passed_us IS NOT NULL, p.passed_us IS NULL AND EXISTS"
		" (SELECT 1 FROM session WHERE practice = p.id AND ended_us IS NULL)"
		" FROM practice AS p WHERE p.learner = ?",
	[OVERVIEW_STEPS] =
		"SELECT lesson, round, step, points FROM tally"
		" WHERE learner = ? AND passed_us IS NOT NULL",
};
/* clang-format on */
const struct statement_list overview_statements = { overview_sql, ARRAY_SIZE(overview_sql) };

int overview_lessons(
	struct store *store, int64_t learner, overview_lesson_callback callback, void *userdata)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_OVERVIEW, OVERVIEW_LESSONS);
	struct overview_lesson lesson;
	int r;

	query_bind_i64(&query, learner);
	while ((r = query_next(&query)) > 0) {
		lesson.round = query_i64(&query, 1);
		lesson.state = query_i64(&query, 3) ? PRACTICE_ACTIVE : PRACTICE_STOPPED;
		if (query_i64(&query, 2))
			lesson.state = PRACTICE_PASSED;
		r = query_copy_text(&query, 0, lesson.lesson, sizeof(lesson.lesson));
		if (r == 0)
			r = callback(userdata, &lesson);
		if (r != 0)
			return r;
	}
	return r;
}

int overview_steps(
	struct store *store, int64_t learner, overview_step_callback callback, void *userdata)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_OVERVIEW, OVERVIEW_STEPS);
	struct overview_step step;
	int r;

	query_bind_i64(&query, learner);
	while ((r = query_next(&query)) > 0) {
		step.round = query_i64(&query, 1);
		step.points = query_u32(&query, 3);
		r = query_copy_text(&query, 0, step.lesson, sizeof(step.lesson));
		if (r == 0)
			r = query_copy_text(&query, 2, step.step, sizeof(step.step));
		if (r == 0)
			r = callback(userdata, &step);
		if (r != 0)
			return r;
	}
	return r;
}
