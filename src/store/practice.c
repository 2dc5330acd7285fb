/* SPDX-License-Identifier: MIT */
/*
 * A practice is a row for ever; whether it is active, and which one is current, is told by its
 * sessions: a start opens one, a stop ends it, and session ids grow, so "started last" needs no
 * clock that never goes back.
 */
#include "store/practice.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum {
	PRACTICE_FIND,
	PRACTICE_NEXT,
	PRACTICE_INSERT,
	PRACTICE_SET_LANGUAGE,
	PRACTICE_NEXT_ROUND,
	PRACTICE_SET_PASSED,
	PRACTICE_OPEN_SESSION,
	PRACTICE_END_SESSION,
	PRACTICE_STEP,
};

/* clang-format off */
#define OF_ROUND "learner = p.learner AND lesson = p.lesson AND round = p.round"

#define PRACTICE_COLUMNS \
	"SELECT p.id, p.lesson, p.language, p.started_us, p.passed_us," \
	" (SELECT max(ended_us) FROM session WHERE practice = p.id)," \
	" o.id IS NOT NULL," \
	" o.id IS NOT NULL AND o.id = (SELECT max(id) FROM session" \
	"  WHERE learner = p.learner AND ended_us IS NULL)," \
	" (SELECT sum(best) FROM tally WHERE " OF_ROUND ")," \
	" (SELECT sum(attempts) FROM tally WHERE " OF_ROUND ")," \
	" (SELECT count(*) FROM hint WHERE practice = p.id AND round = p.round)" \
	" FROM practice AS p LEFT JOIN session AS o ON o.practice = p.id AND o.ended_us IS NULL "

static const char *const practice_sql[] = {
	[PRACTICE_FIND] =
		PRACTICE_COLUMNS "WHERE p.learner = ? AND p.lesson = ?",
	[PRACTICE_NEXT] =
		PRACTICE_COLUMNS "WHERE p.learner = ? AND p.id > ? ORDER BY p.id LIMIT 1",
	[PRACTICE_INSERT] =
		"INSERT INTO practice (learner, lesson, language, started_us)"
		" VALUES (?, ?, ifnull(?, ''), ?)",
	[PRACTICE_SET_LANGUAGE] =
		"UPDATE practice SET language = ?2 WHERE id = ?1",
	[PRACTICE_NEXT_ROUND] =
		"UPDATE practice SET round = round + 1, started_us = ?2, passed_us = NULL"
		" WHERE id = ?1",
	[PRACTICE_SET_PASSED] =
		"UPDATE practice SET passed_us = ifnull(passed_us, ?2) WHERE id = ?1",
	[PRACTICE_OPEN_SESSION] =
		"INSERT INTO session (practice, learner, started_us)"
		" SELECT id, learner, ?2 FROM practice WHERE id = ?1",
	[PRACTICE_END_SESSION] =
		"UPDATE session SET ended_us = ?2 WHERE practice = ?1 AND ended_us IS NULL",
	[PRACTICE_STEP] =
		"SELECT t.best, t.passed_us, t.attempts, t.last_us,"
		" (SELECT count(*) FROM hint"
		"  WHERE practice = p.id AND round = p.round AND step = ?3)"
		" FROM practice AS p LEFT JOIN tally AS t ON t.learner = p.learner"
		" AND t.lesson = p.lesson AND t.round = p.round AND t.step = ?3"
		" WHERE p.learner = ?1 AND p.lesson = ?2",
};
/* clang-format on */
const struct statement_list practice_statements = { practice_sql, ARRAY_SIZE(practice_sql) };

static const char *const state_names[PRACTICE_STATE_COUNT] = {
	[PRACTICE_NEW] = "new",
	[PRACTICE_ACTIVE] = "active",
	[PRACTICE_STOPPED] = "stopped",
	[PRACTICE_PASSED] = "passed",
};

const char *practice_state_name(enum practice_state state)
{
	return (unsigned)state < PRACTICE_STATE_COUNT ? state_names[state] : "unknown";
}

int practice_state_from_name(const char *name, enum practice_state *ret_state)
{
	for (size_t i = 0; i < PRACTICE_STATE_COUNT; i++)
		if (strcmp(name, state_names[i]) == 0) {
			*ret_state = (enum practice_state)i;
			return 0;
		}
	return -EINVAL;
}

/* A row with its keys. */
struct found {
	int64_t id;
	char lesson[PRACTICE_LESSON_MAX + 1];
	struct practice practice;
};

static int read_row(const struct query *query, struct found *ret_found)
{
	struct practice practice = {
		.is_active = query_i64(query, 6) != 0,
		.is_current = query_i64(query, 7) != 0,
		.started_us = query_i64(query, 3),
		.passed_us = query_i64(query, 4),
		.points = query_u32(query, 8),
		.attempts = query_u32(query, 9),
		.hints = query_u32(query, 10),
	};
	int r = query_copy_text(query, 1, ret_found->lesson, sizeof(ret_found->lesson));

	if (r == 0)
		r = query_copy_text(query, 2, practice.language, sizeof(practice.language));
	if (r < 0)
		return r;
	if (!practice.is_active)
		practice.stopped_us = query_i64(query, 5);
	practice.state = practice.is_active ? PRACTICE_ACTIVE : PRACTICE_STOPPED;
	if (!query_is_null(query, 4))
		practice.state = PRACTICE_PASSED;
	ret_found->id = query_i64(query, 0);
	ret_found->practice = practice;
	return 0;
}

/* 1 found, 0 none. */
static int find(struct store *store, int64_t learner, const char *lesson, struct found *ret_found)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_PRACTICE, PRACTICE_FIND);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	r = query_next(&query);
	if (r <= 0)
		return r;
	r = read_row(&query, ret_found);
	return r < 0 ? r : 1;
}

static int find_started(
	struct store *store, int64_t learner, const char *lesson, struct found *ret_found)
{
	int r = find(store, learner, lesson, ret_found);

	return r == 0 ? database_refuse(store, -ENOENT, "the lesson was never started") : r;
}

int practice_get(
	struct store *store, int64_t learner, const char *lesson, struct practice *ret_practice)
{
	struct found found = { 0 };
	int r = find(store, learner, lesson, &found);

	if (r >= 0)
		*ret_practice = found.practice;
	return r;
}

/* The statements that change a row by its id and one more value. */
static int change(struct store *store, unsigned statement, int64_t practice, int64_t value)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_PRACTICE, statement);

	query_bind_i64(&query, practice);
	query_bind_i64(&query, value);
	return query_run(&query);
}

static int set_language(struct store *store, int64_t practice, const char *language)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_PRACTICE, PRACTICE_SET_LANGUAGE);

	query_bind_i64(&query, practice);
	query_bind_text(&query, language);
	return query_run(&query);
}

static int insert(struct store *store, int64_t learner, const char *lesson, const char *language,
	int64_t now_us)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_PRACTICE, PRACTICE_INSERT);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	query_bind_text(&query, language);
	query_bind_i64(&query, now_us);
	r = query_run(&query);
	if (r < 0)
		return r;
	return change(store, PRACTICE_OPEN_SESSION, sqlite3_last_insert_rowid(store->db), now_us);
}

static int start_again(
	struct store *store, const struct found *found, const char *language, int64_t now_us)
{
	int r = language ? set_language(store, found->id, language) : 0;

	if (r < 0 || found->practice.is_current)
		return r;
	/* Active, but another one was started since: a session ends here, so that the new one is
	 * the latest. */
	r = change(store, PRACTICE_END_SESSION, found->id, now_us);
	return r < 0 ? r : change(store, PRACTICE_OPEN_SESSION, found->id, now_us);
}

int practice_start(struct store *store, int64_t learner, const char *lesson, const char *language,
	int64_t now_us)
{
	struct found found = { 0 };
	int r;

	if (strlen(lesson) > PRACTICE_LESSON_MAX ||
		(language && strlen(language) > PRACTICE_LANGUAGE_MAX))
		return database_refuse(
			store, -ENAMETOOLONG, "the lesson's or language's name is too long");
	r = database_begin_write(store);
	if (r < 0)
		return r;
	r = find(store, learner, lesson, &found);
	if (r == 0)
		r = insert(store, learner, lesson, language, now_us);
	else if (r > 0)
		r = start_again(store, &found, language, now_us);
	return database_end_write(store, r);
}

static int change_started(struct store *store, int64_t learner, const char *lesson,
	unsigned statement, int64_t now_us)
{
	struct found found = { 0 };
	int r = find_started(store, learner, lesson, &found);

	if (r < 0)
		return r;
	if (statement == PRACTICE_END_SESSION && !found.practice.is_active)
		return database_refuse(store, -EALREADY, "the lesson is stopped already");
	r = database_begin_write(store);
	if (r < 0)
		return r;
	return database_end_write(store, change(store, statement, found.id, now_us));
}

int practice_stop(struct store *store, int64_t learner, const char *lesson, int64_t now_us)
{
	return change_started(store, learner, lesson, PRACTICE_END_SESSION, now_us);
}

int practice_reset(struct store *store, int64_t learner, const char *lesson, int64_t now_us)
{
	return change_started(store, learner, lesson, PRACTICE_NEXT_ROUND, now_us);
}

int practice_mark_passed(struct store *store, int64_t learner, const char *lesson, int64_t now_us)
{
	return change_started(store, learner, lesson, PRACTICE_SET_PASSED, now_us);
}

/* The learner's next practice after that id. 1, 0 none left. */
static int find_next(struct store *store, int64_t learner, int64_t after, struct found *ret_found)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_PRACTICE, PRACTICE_NEXT);
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, after);
	r = query_next(&query);
	if (r <= 0)
		return r;
	r = read_row(&query, ret_found);
	return r < 0 ? r : 1;
}

int practice_each(struct store *store, int64_t learner, practice_callback callback, void *userdata)
{
	struct found found = { 0 };

	for (;;) {
		int r = find_next(store, learner, found.id, &found);

		if (r <= 0)
			return r;
		r = callback(userdata, found.lesson, &found.practice);
		if (r != 0)
			return r;
	}
}

int step_progress_get(struct store *store, int64_t learner, const char *lesson, const char *step,
	struct step_progress *ret_progress)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_PRACTICE, PRACTICE_STEP);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	query_bind_text(&query, step);
	r = query_next(&query);
	if (r < 0)
		return r;
	*ret_progress = (struct step_progress){ 0 };
	if (r > 0)
		*ret_progress = (struct step_progress){
			.is_passed = !query_is_null(&query, 1),
			.points = query_u32(&query, 0),
			.passed_us = query_i64(&query, 1),
			.attempts = query_u32(&query, 2),
			.last_us = query_i64(&query, 3),
			.hints = query_u32(&query, 4),
		};
	return 0;
}
