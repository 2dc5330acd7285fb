/* SPDX-License-Identifier: MIT */
#include "store/attempt.h"

#include "store/query.h"
#include "store/statements.h"
#include "store/submission.h"
#include "store/tally.h"

#include <string.h>

enum {
	ATTEMPT_INSERT,
	ATTEMPT_STATE,
	ATTEMPT_RUN,
	ATTEMPT_QUEUE_AGAIN,
	ATTEMPT_DROP_CASES,
	ATTEMPT_DROP_COMPILER,
	ATTEMPT_SET_COMPILER,
	ATTEMPT_FINISH,
	ATTEMPT_FIND,
	ATTEMPT_BEFORE,
	ATTEMPT_BEFORE_OF_LESSON,
	ATTEMPT_NEXT_UNFINISHED,
	ATTEMPT_PREVIOUS,
	ATTEMPT_OF_TOKEN,
};

/* clang-format off */
#define ATTEMPT_COLUMNS \
	"SELECT id, learner, lesson, step, language, state, verdict, points, max_points, cases," \
	" cases_passed, reruns, submitted_us, started_us, ended_us, wall_us, cpu_us, memory_bytes," \
	" (SELECT text FROM attempt_compiler WHERE attempt = attempt.id) FROM attempt "

static const char *const attempt_sql[] = {
	[ATTEMPT_INSERT] =
		"INSERT INTO attempt"
		" (learner, lesson, step, language, state, max_points, cases, submitted_us, token,"
		" round) VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, ?8, ifnull("
		"  (SELECT round FROM practice WHERE learner = ?1 AND lesson = ?2), 0))",
	[ATTEMPT_STATE] =
		"SELECT state, reruns, max_points, cases FROM attempt WHERE id = ?",
	[ATTEMPT_RUN] =
		"UPDATE attempt SET state = 'running', started_us = ?2 WHERE id = ?1",
	[ATTEMPT_QUEUE_AGAIN] =
		"UPDATE attempt SET state = 'queued', started_us = NULL, reruns = ?2, output_bytes = 0"
		" WHERE id = ?1",
	[ATTEMPT_DROP_CASES] =
		"DELETE FROM attempt_case WHERE attempt = ?",
	[ATTEMPT_DROP_COMPILER] =
		"DELETE FROM attempt_compiler WHERE attempt = ?",
	[ATTEMPT_SET_COMPILER] =
		"INSERT OR REPLACE INTO attempt_compiler (attempt, text) VALUES (?, ?)",
	[ATTEMPT_FINISH] =
		"UPDATE attempt SET state = ?2, verdict = ?3, points = ?4, cases_passed = ?5,"
		" wall_us = ?6, cpu_us = ?7, memory_bytes = ?8, ended_us = ?9 WHERE id = ?1",
	[ATTEMPT_FIND] =
		ATTEMPT_COLUMNS "WHERE id = ?",
	[ATTEMPT_BEFORE] =
		ATTEMPT_COLUMNS "WHERE learner = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1",
	[ATTEMPT_BEFORE_OF_LESSON] =
		ATTEMPT_COLUMNS "WHERE learner = ?1 AND id < ?2 AND lesson = ?3"
		" ORDER BY id DESC LIMIT 1",
	[ATTEMPT_NEXT_UNFINISHED] =
		ATTEMPT_COLUMNS "WHERE id > ? AND state IN ('queued', 'running')"
		" ORDER BY id LIMIT 1",
	[ATTEMPT_PREVIOUS] =
		"SELECT id FROM attempt WHERE learner = ?1 AND lesson = ?2 AND step = ?3"
		" AND (?4 IS NULL OR language = ?4) AND state = 'done' AND (?5 = 0 OR id < ?5)"
		" ORDER BY id DESC LIMIT 1",
	[ATTEMPT_OF_TOKEN] =
		ATTEMPT_COLUMNS "WHERE learner = ? AND token = ?",
};
/* clang-format on */
const struct statement_list attempt_statements = { attempt_sql, ARRAY_SIZE(attempt_sql) };
_Static_assert(
	ARRAY_SIZE(attempt_sql) <= STATEMENTS_MAX, "more statements than a set has room for");

static const char *const state_names[ATTEMPT_STATE_COUNT] = {
	[ATTEMPT_QUEUED] = "queued",
	[ATTEMPT_RUNNING] = "running",
	[ATTEMPT_DONE] = "done",
	[ATTEMPT_CANCELED] = "canceled",
};

const char *attempt_state_name(enum attempt_state state)
{
	return (unsigned)state < ATTEMPT_STATE_COUNT ? state_names[state] : "unknown";
}

void attempt_done(struct attempt *attempt)
{
	if (!attempt)
		return;
	free(attempt->compiler_text);
	*attempt = (struct attempt){ 0 };
}

static int read_state(const struct query *query, int column, enum attempt_state *ret_state)
{
	char name[16];
	int r = query_copy_text(query, column, name, sizeof(name));

	if (r < 0)
		return r;
	for (size_t i = 0; i < ATTEMPT_STATE_COUNT; i++)
		if (strcmp(name, state_names[i]) == 0) {
			*ret_state = (enum attempt_state)i;
			return 0;
		}
	return database_refuse(
		query->store, -EUCLEAN, "the file is damaged: an attempt in state '%s'", name);
}

static int check_new(struct store *store, const struct attempt_new *new_attempt)
{
	if (strlen(new_attempt->lesson) > PRACTICE_LESSON_MAX ||
		strlen(new_attempt->step) > PRACTICE_STEP_MAX ||
		strlen(new_attempt->language) > PRACTICE_LANGUAGE_MAX)
		return database_refuse(store, -ENAMETOOLONG,
			"the lesson's, step's or language's name is too long");
	if (new_attempt->token && strlen(new_attempt->token) > ATTEMPT_TOKEN_MAX)
		return database_refuse(store, -ENAMETOOLONG, "a token of more than %d bytes",
			ATTEMPT_TOKEN_MAX);
	if (new_attempt->cases > ATTEMPT_CASES_MAX || new_attempt->max_points > ATTEMPT_POINTS_MAX)
		return database_refuse(store, -E2BIG,
			"an attempt of more than %d cases or %d points", ATTEMPT_CASES_MAX,
			ATTEMPT_POINTS_MAX);
	return submission_check(store, new_attempt->files, new_attempt->n_files);
}

static int insert(struct store *store, const struct attempt_new *new_attempt, int64_t *ret_attempt)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_INSERT);
	int64_t attempt;
	int r;

	query_bind_i64(&query, new_attempt->learner);
	query_bind_text(&query, new_attempt->lesson);
	query_bind_text(&query, new_attempt->step);
	query_bind_text(&query, new_attempt->language);
	query_bind_i64(&query, new_attempt->max_points);
	query_bind_i64(&query, new_attempt->cases);
	query_bind_i64(&query, new_attempt->now_us);
	query_bind_text(&query, new_attempt->token);
	r = query_run(&query);
	if (r < 0)
		return r;
	attempt = sqlite3_last_insert_rowid(store->db);
	r = tally_add(store, attempt);
	if (r == 0)
		r = submission_insert(
			store, attempt, new_attempt->files, new_attempt->n_files);
	if (r == 0)
		*ret_attempt = attempt;
	return r;
}

int attempt_create(struct store *store, const struct attempt_new *new_attempt, int64_t *ret_attempt)
{
	int64_t attempt = 0;
	int r = check_new(store, new_attempt);

	if (r == 0)
		r = database_begin_write(store);
	if (r < 0)
		return r;
	r = database_end_write(store, insert(store, new_attempt, &attempt));
	if (r == 0)
		*ret_attempt = attempt;
	return r;
}

/* What a change must know of the attempt. */
struct standing {
	enum attempt_state state;
	uint32_t reruns, max_points, cases;
};

/* -EALREADY when it has ended. */
static int get_unfinished(struct store *store, int64_t attempt, struct standing *ret_standing)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_STATE);
	int r;

	query_bind_i64(&query, attempt);
	r = query_next(&query);
	if (r == 0)
		return database_refuse(
			store, -ENOENT, "there is no attempt %lld", (long long)attempt);
	if (r > 0)
		r = read_state(&query, 0, &ret_standing->state);
	if (r < 0)
		return r;
	ret_standing->reruns = query_u32(&query, 1);
	ret_standing->max_points = query_u32(&query, 2);
	ret_standing->cases = query_u32(&query, 3);
	if (ret_standing->state == ATTEMPT_DONE || ret_standing->state == ATTEMPT_CANCELED)
		return database_refuse(
			store, -EALREADY, "attempt %lld has ended", (long long)attempt);
	return 0;
}

/*
 * A statement whose only parameters are the attempt and one number (or, has_value false, the
 * attempt alone).
 */
static int change(
	struct store *store, unsigned statement, int64_t attempt, bool has_value, int64_t value)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT, statement);

	query_bind_i64(&query, attempt);
	if (has_value)
		query_bind_i64(&query, value);
	return query_run(&query);
}

int attempt_set_running(struct store *store, int64_t attempt, int64_t now_us)
{
	struct standing standing = { 0 };
	int r = get_unfinished(store, attempt, &standing);

	if (r == 0 && standing.state != ATTEMPT_QUEUED)
		r = database_refuse(
			store, -EALREADY, "attempt %lld runs already", (long long)attempt);
	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r
		     : database_end_write(store, change(store, ATTEMPT_RUN, attempt, true, now_us));
}

static int queue_again(struct store *store, int64_t attempt, uint32_t reruns)
{
	int r = change(store, ATTEMPT_DROP_CASES, attempt, false, 0);

	if (r == 0)
		r = change(store, ATTEMPT_DROP_COMPILER, attempt, false, 0);
	return r < 0 ? r : change(store, ATTEMPT_QUEUE_AGAIN, attempt, true, reruns);
}

int attempt_set_queued_again(struct store *store, int64_t attempt, uint32_t *ret_reruns)
{
	struct standing standing = { 0 };
	uint32_t reruns;
	int r = get_unfinished(store, attempt, &standing);

	if (r < 0)
		return r;
	reruns = standing.reruns;
	if (standing.state == ATTEMPT_RUNNING) {
		reruns++;
		r = database_begin_write(store);
		if (r == 0)
			r = database_end_write(store, queue_again(store, attempt, reruns));
	}
	if (r == 0)
		*ret_reruns = reruns;
	return r;
}

int attempt_set_aside(struct store *store, int64_t attempt)
{
	struct standing standing = { 0 };
	int r = get_unfinished(store, attempt, &standing);

	if (r < 0 || standing.state != ATTEMPT_RUNNING)
		return r;
	r = database_begin_write(store);
	return r < 0 ? r
		     : database_end_write(store, queue_again(store, attempt, standing.reruns));
}

static int set_compiler_text(struct store *store, int64_t attempt, const char *text, size_t len)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_SET_COMPILER);

	query_bind_i64(&query, attempt);
	query_bind_bytes(&query, text, len);
	return query_run(&query);
}

int attempt_set_compiler_text(struct store *store, int64_t attempt, const char *text, size_t len)
{
	struct standing standing = { 0 };
	int r;

	if (len > ATTEMPT_COMPILER_TEXT_MAX)
		return database_refuse(store, -E2BIG, "a compiler's text of more than %d bytes",
			ATTEMPT_COMPILER_TEXT_MAX);
	r = get_unfinished(store, attempt, &standing);
	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r : database_end_write(store, set_compiler_text(store, attempt, text, len));
}

static int finish(struct store *store, int64_t attempt, const struct attempt_end *end)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_FINISH);
	int r;

	query_bind_i64(&query, attempt);
	query_bind_text(&query, attempt_state_name(end->state));
	query_bind_text(&query, verdict_name(end->verdict));
	query_bind_i64(&query, end->points);
	query_bind_i64(&query, end->cases_passed);
	query_bind_u64(&query, end->wall_us);
	query_bind_u64(&query, end->cpu_us);
	query_bind_u64(&query, end->memory_bytes);
	query_bind_i64(&query, end->now_us);
	r = query_run(&query);
	return r < 0 ? r : tally_end(store, attempt);
}

int attempt_finish(struct store *store, int64_t attempt, const struct attempt_end *end)
{
	struct standing standing = { 0 };
	int r;

	if ((end->state != ATTEMPT_DONE && end->state != ATTEMPT_CANCELED) ||
		(unsigned)end->verdict >= VERDICT_COUNT)
		return database_refuse(store, -EINVAL, "an end without a state or verdict");
	r = get_unfinished(store, attempt, &standing);
	if (r == 0 && (end->points > standing.max_points || end->cases_passed > standing.cases))
		r = database_refuse(store, -EINVAL,
			"attempt %lld has more points or cases than there are", (long long)attempt);
	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r : database_end_write(store, finish(store, attempt, end));
}

static int read_names(const struct query *query, struct attempt *ret_attempt)
{
	char verdict[32];
	int r = query_copy_text(query, 2, ret_attempt->lesson, sizeof(ret_attempt->lesson));

	if (r == 0)
		r = query_copy_text(query, 3, ret_attempt->step, sizeof(ret_attempt->step));
	if (r == 0)
		r = query_copy_text(query, 4, ret_attempt->language, sizeof(ret_attempt->language));
	if (r == 0)
		r = read_state(query, 5, &ret_attempt->state);
	if (r == 0)
		r = query_copy_text(query, 6, verdict, sizeof(verdict));
	if (r == 0 && verdict[0] && verdict_from_name(verdict, &ret_attempt->verdict) < 0)
		r = database_refuse(
			query->store, -EUCLEAN, "the file is damaged: verdict '%s'", verdict);
	return r;
}

/* The query's next row: 1, 0 none. */
static int read_next(struct query *query, struct attempt *ret_attempt)
{
	struct attempt attempt;
	int r = query_next(query);

	if (r <= 0)
		return r;
	attempt = (struct attempt){
		.id = query_i64(query, 0),
		.learner = query_i64(query, 1),
		.verdict = VERDICT_SKIPPED,
		.points = query_u32(query, 7),
		.max_points = query_u32(query, 8),
		.cases = query_u32(query, 9),
		.cases_passed = query_u32(query, 10),
		.reruns = query_u32(query, 11),
		.submitted_us = query_i64(query, 12),
		.started_us = query_i64(query, 13),
		.ended_us = query_i64(query, 14),
		.wall_us = query_u64(query, 15),
		.cpu_us = query_u64(query, 16),
		.memory_bytes = query_u64(query, 17),
	};
	r = read_names(query, &attempt);
	if (r == 0)
		r = query_copy_bytes(query, 18, &attempt.compiler_text, &attempt.compiler_len);
	if (r < 0)
		return r;
	*ret_attempt = attempt;
	return 1;
}

int attempt_get(struct store *store, int64_t attempt, struct attempt *ret_attempt)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_FIND);

	query_bind_i64(&query, attempt);
	return read_next(&query, ret_attempt);
}

int attempt_find_token(
	struct store *store, int64_t learner, const char *token, struct attempt *ret_attempt)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_OF_TOKEN);

	query_bind_i64(&query, learner);
	query_bind_text(&query, token);
	return read_next(&query, ret_attempt);
}

/* The learner's newest attempt before that id. */
static int find_before(struct store *store, int64_t learner, const char *lesson, int64_t before,
	struct attempt *ret_attempt)
{
	_cleanup_query_ struct query query = query_start(
		store, STATEMENTS_ATTEMPT, lesson ? ATTEMPT_BEFORE_OF_LESSON : ATTEMPT_BEFORE);

	query_bind_i64(&query, learner);
	query_bind_i64(&query, before);
	if (lesson)
		query_bind_text(&query, lesson);
	return read_next(&query, ret_attempt);
}

int attempt_each(struct store *store, int64_t learner, const char *lesson, uint32_t limit,
	attempt_callback callback, void *userdata)
{
	int64_t last = INT64_MAX;

	for (uint32_t count = 0; limit == 0 || count < limit; count++) {
		_cleanup_attempt_ struct attempt attempt = { 0 };
		int r = find_before(store, learner, lesson, last, &attempt);

		if (r <= 0)
			return r;
		last = attempt.id;
		r = callback(userdata, &attempt);
		if (r != 0)
			return r;
	}
	return 0;
}

static int find_next_unfinished(struct store *store, int64_t after, struct attempt *ret_attempt)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_NEXT_UNFINISHED);

	query_bind_i64(&query, after);
	return read_next(&query, ret_attempt);
}

int attempt_each_unfinished(struct store *store, attempt_callback callback, void *userdata)
{
	int64_t last = 0;

	for (;;) {
		_cleanup_attempt_ struct attempt attempt = { 0 };
		int r = find_next_unfinished(store, last, &attempt);

		if (r <= 0)
			return r;
		last = attempt.id;
		r = callback(userdata, &attempt);
		if (r != 0)
			return r;
	}
}

int attempt_find_previous(struct store *store, int64_t learner, const char *lesson,
	const char *step, const char *language, int64_t before, int64_t *ret_attempt)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT, ATTEMPT_PREVIOUS);
	int r;

	query_bind_i64(&query, learner);
	query_bind_text(&query, lesson);
	query_bind_text(&query, step);
	query_bind_text(&query, language);
	query_bind_i64(&query, before);
	r = query_next(&query);
	if (r > 0)
		*ret_attempt = query_i64(&query, 0);
	return r;
}

int attempt_load_files(struct store *store, int64_t attempt, struct job *job)
{
	return submission_load(store, attempt, job);
}
