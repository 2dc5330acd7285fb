/* SPDX-License-Identifier: MIT */
/* The cases of an attempt, and how much of their output is kept. */
#include "store/attempt.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum { CASE_ATTEMPT, CASE_COUNT_OUTPUT, CASE_INSERT, CASE_NEXT };

/* clang-format off */
static const char *const case_sql[] = {
	[CASE_ATTEMPT] =
		"SELECT state IN ('queued', 'running'), cases, output_bytes FROM attempt WHERE id = ?",
	[CASE_COUNT_OUTPUT] =
		"UPDATE attempt SET output_bytes = output_bytes + ?2 WHERE id = ?1",
	[CASE_INSERT] =
		"INSERT INTO attempt_case (attempt, position, name, verdict, exit_status, signal,"
		" wall_us, cpu_us, memory_bytes, stdout_total, detail, stdout, stderr)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[CASE_NEXT] =
		"SELECT position, name, verdict, exit_status, signal, wall_us, cpu_us, memory_bytes,"
		" stdout_total, detail, stdout, stderr"
		" FROM attempt_case WHERE attempt = ? AND position > ? ORDER BY position LIMIT 1",
};
/* clang-format on */
const struct statement_list attempt_case_statements = { case_sql, ARRAY_SIZE(case_sql) };

void attempt_case_done(struct attempt_case *attempt_case)
{
	if (!attempt_case)
		return;
	free(attempt_case->name);
	free(attempt_case->stdout_text);
	free(attempt_case->stderr_text);
	free(attempt_case->detail);
	*attempt_case = (struct attempt_case){ 0 };
}

static int check(struct store *store, const struct attempt_case *result)
{
	if ((unsigned)result->verdict >= VERDICT_COUNT || !result->name)
		return database_refuse(store, -EINVAL, "a case without a name or verdict");
	if (result->stdout_len > JOB_STDOUT_KEPT || result->stderr_len > JOB_STDERR_KEPT)
		return database_refuse(store, -E2BIG, "a case with more output than is kept");
	if (strlen(result->name) > ATTEMPT_CASE_NAME_MAX ||
		(result->detail && strlen(result->detail) >= JOB_DETAIL_MAX))
		return database_refuse(store, -ENAMETOOLONG, "a case's name or detail is too long");
	return 0;
}

/* May that case be added, and how many bytes of output are left for it? */
static int get_room(struct store *store, int64_t attempt, uint32_t index, size_t *ret_room)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_CASE, CASE_ATTEMPT);
	uint64_t kept;
	int r;

	query_bind_i64(&query, attempt);
	r = query_next(&query);
	if (r < 0)
		return r;
	if (r == 0)
		return database_refuse(
			store, -ENOENT, "there is no attempt %lld", (long long)attempt);
	if (query_i64(&query, 0) == 0)
		return database_refuse(
			store, -EALREADY, "attempt %lld has ended", (long long)attempt);
	if (index >= query_u32(&query, 1))
		return database_refuse(store, -EINVAL, "attempt %lld has no case %u",
			(long long)attempt, index + 1);
	kept = query_u64(&query, 2);
	*ret_room = kept < ATTEMPT_OUTPUT_KEPT ? ATTEMPT_OUTPUT_KEPT - (size_t)kept : 0;
	return 0;
}

static int insert(struct store *store, int64_t attempt, const struct attempt_case *result)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_CASE, CASE_INSERT);

	query_bind_i64(&query, attempt);
	query_bind_i64(&query, result->index);
	query_bind_text(&query, result->name);
	query_bind_text(&query, verdict_name(result->verdict));
	query_bind_i64(&query, result->exit_status);
	query_bind_i64(&query, result->signal);
	query_bind_u64(&query, result->wall_us);
	query_bind_u64(&query, result->cpu_us);
	query_bind_u64(&query, result->memory_bytes);
	query_bind_u64(&query, result->stdout_total);
	query_bind_text(&query, result->detail);
	query_bind_bytes(&query, result->stdout_text, result->stdout_len);
	query_bind_bytes(&query, result->stderr_text, result->stderr_len);
	return query_run(&query);
}

static int count_output(struct store *store, int64_t attempt, size_t bytes)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_CASE, CASE_COUNT_OUTPUT);

	query_bind_i64(&query, attempt);
	query_bind_i64(&query, (int64_t)bytes);
	return query_run(&query);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int add(struct store *store, int64_t attempt, const struct attempt_case *result)
{
	struct attempt_case kept = *result;
	size_t room = 0;
	int r = get_room(store, attempt, result->index, &room);

	if (r < 0)
		return r;
	/* What the program complained of is short and says more than what it printed. */
	kept.stderr_len = smaller(kept.stderr_len, room);
	kept.stdout_len = smaller(kept.stdout_len, room - kept.stderr_len);
	r = insert(store, attempt, &kept);
	if (r < 0 || kept.stdout_len + kept.stderr_len == 0)
		return r;
	return count_output(store, attempt, kept.stdout_len + kept.stderr_len);
}

int attempt_add_case(struct store *store, int64_t attempt, const struct attempt_case *result)
{
	int r = check(store, result);

	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r : database_end_write(store, add(store, attempt, result));
}

/* The texts of a row; what is there already on failure is the caller's to free. */
static int read_texts(const struct query *query, struct attempt_case *ret_case)
{
	char verdict[32];
	int r = query_copy_bytes(query, 1, &ret_case->name, NULL);

	if (r == 0)
		r = query_copy_text(query, 2, verdict, sizeof(verdict));
	if (r == 0 && verdict_from_name(verdict, &ret_case->verdict) < 0)
		r = database_refuse(
			query->store, -EUCLEAN, "the file is damaged: verdict '%s'", verdict);
	if (r == 0)
		r = query_copy_bytes(query, 9, &ret_case->detail, NULL);
	if (r == 0)
		r = query_copy_bytes(query, 10, &ret_case->stdout_text, &ret_case->stdout_len);
	if (r == 0)
		r = query_copy_bytes(query, 11, &ret_case->stderr_text, &ret_case->stderr_len);
	return r;
}

/* The case after that position: 1, 0 none left. */
static int find_next(
	struct store *store, int64_t attempt, int64_t after, struct attempt_case *ret_case)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_ATTEMPT_CASE, CASE_NEXT);
	int r;

	query_bind_i64(&query, attempt);
	query_bind_i64(&query, after);
	r = query_next(&query);
	if (r <= 0)
		return r;
	*ret_case = (struct attempt_case){
		.index = query_u32(&query, 0),
		.exit_status = (int)query_i64(&query, 3),
		.signal = (int)query_i64(&query, 4),
		.wall_us = query_u64(&query, 5),
		.cpu_us = query_u64(&query, 6),
		.memory_bytes = query_u64(&query, 7),
		.stdout_total = query_u64(&query, 8),
	};
	r = read_texts(&query, ret_case);
	if (r == 0)
		return 1;
	attempt_case_done(ret_case);
	return r;
}

int attempt_each_case(
	struct store *store, int64_t attempt, attempt_case_callback callback, void *userdata)
{
	int64_t last = -1;

	for (;;) {
		_cleanup_attempt_case_ struct attempt_case row = { 0 };
		int r = find_next(store, attempt, last, &row);

		if (r <= 0)
			return r;
		last = row.index;
		r = callback(userdata, &row);
		if (r != 0)
			return r;
	}
}
