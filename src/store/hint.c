/* SPDX-License-Identifier: MIT */
/*
 * Which hints of a step were shown in this round: numbers 1, 2, ... without a gap. A review begins
 * with the first hint again, so what counts is those since then.
 */
#include "store/practice.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum { HINT_COUNT, HINT_INSERT };

/* clang-format off */
static const char *const hint_sql[] = {
	[HINT_COUNT] =
		"SELECT p.id, p.round, (SELECT count(*) FROM hint"
		"  WHERE practice = p.id AND round = p.round AND step = ?3),"
		" (SELECT count(*) FROM hint"
		"  WHERE practice = p.id AND round = p.round AND step = ?3 AND taken_us >= ifnull("
		"   (SELECT begun_us FROM card WHERE learner = ?1 AND lesson = ?2 AND kind = 'step'"
		"    AND name = ?3), 0))"
		" FROM practice AS p WHERE p.learner = ?1 AND p.lesson = ?2",
	[HINT_INSERT] =
		"INSERT INTO hint (practice, round, step, number, taken_us) VALUES (?, ?, ?, ?, ?)",
};
/* clang-format on */
const struct statement_list hint_statements = { hint_sql, ARRAY_SIZE(hint_sql) };

struct taken {
	int64_t practice, round;
	uint32_t ever, count; /* in this round, and since the review was begun */
};

static int count_taken(struct store *store, int64_t learner, const char *lesson, const char *step,
	struct taken *ret_taken)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_HINT, HINT_COUNT);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	query_bind_text(&query, step);
	r = query_next(&query);
	if (r == 0)
		return database_refuse(store, -ENOENT, "the lesson was never started");
	if (r < 0)
		return r;
	ret_taken->practice = query_i64(&query, 0);
	ret_taken->round = query_i64(&query, 1);
	ret_taken->ever = query_u32(&query, 2);
	ret_taken->count = query_u32(&query, 3);
	return 0;
}

static int insert(struct store *store, const struct taken *taken, const char *step, int64_t now_us)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_HINT, HINT_INSERT);

	query_bind_i64(&query, taken->practice);
	query_bind_i64(&query, taken->round);
	query_bind_text(&query, step);
	query_bind_i64(&query, (int64_t)taken->ever + 1);
	query_bind_i64(&query, now_us);
	return query_run(&query);
}

int hint_take(struct store *store, int64_t learner, const char *lesson, const char *step,
	uint32_t n_hints, int64_t now_us, uint32_t *ret_number)
{
	struct taken taken = { 0 };
	int r;

	if (n_hints == 0)
		return database_refuse(store, -EINVAL, "the step has no hints");
	if (strlen(step) > PRACTICE_STEP_MAX)
		return database_refuse(store, -ENAMETOOLONG, "the step's name is too long");
	r = count_taken(store, learner, lesson, step, &taken);
	if (r < 0)
		return r;
	/* The lesson may have fewer hints now than were taken. */
	if (taken.count >= n_hints) {
		*ret_number = n_hints;
		return 0;
	}
	r = database_begin_write(store);
	if (r < 0)
		return r;
	r = database_end_write(store, insert(store, &taken, step, now_us));
	if (r < 0)
		return r;
	*ret_number = taken.count + 1;
	return 0;
}
