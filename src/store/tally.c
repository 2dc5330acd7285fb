/* SPDX-License-Identifier: MIT */
/* By statements of our own: triggers are switched off, so that a file from elsewhere has none. */
#include "store/tally.h"

#include "store/query.h"
#include "store/statements.h"

enum { TALLY_ADD, TALLY_END };

/* clang-format off */
static const char *const tally_sql[] = {
	[TALLY_ADD] =
		"INSERT INTO tally (learner, lesson, round, step, attempts, last_us)"
		" SELECT learner, lesson, round, step, 1, submitted_us FROM attempt WHERE id = ?"
		" ON CONFLICT DO UPDATE SET attempts = attempts + 1,"
		"  last_us = max(last_us, excluded.last_us)",
	[TALLY_END] =
		"UPDATE tally SET"
		" attempts = attempts - (a.state = 'canceled' OR a.verdict IS 'internal'),"
		" points = CASE WHEN a.state = 'done' AND a.verdict IS 'pass'"
		"  THEN max(ifnull(tally.points, 0), a.points) ELSE tally.points END,"
		" best = CASE WHEN a.state = 'done' THEN max(best, a.points) ELSE best END,"
		" passed_us = CASE WHEN a.state = 'done' AND a.verdict IS 'pass'"
		"  THEN min(ifnull(passed_us, a.ended_us), a.ended_us) ELSE passed_us END"
		" FROM attempt AS a WHERE a.id = ? AND tally.learner = a.learner"
		" AND tally.lesson = a.lesson AND tally.round = a.round AND tally.step = a.step",
};
/* clang-format on */
const struct statement_list tally_statements = { tally_sql, ARRAY_SIZE(tally_sql) };

static int change(struct store *store, unsigned statement, int64_t attempt)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_TALLY, statement);

	query_bind_i64(&query, attempt);
	return query_run(&query);
}

int tally_add(struct store *store, int64_t attempt)
{
	return change(store, TALLY_ADD, attempt);
}

int tally_end(struct store *store, int64_t attempt)
{
	return change(store, TALLY_END, attempt);
}
