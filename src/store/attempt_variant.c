/* SPDX-License-Identifier: MIT */
#include "store/attempt_variant.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum { VARIANT_INSERT, VARIANT_SET_CASES, VARIANT_SET_PROBLEM, VARIANT_FIND };

/* clang-format off */
static const char *const attempt_variant_sql[] = {
	[VARIANT_INSERT] =
		"INSERT INTO attempt_variant (attempt, seed) VALUES (?, ?)",
	[VARIANT_SET_CASES] =
		"UPDATE attempt_variant SET cases = ?2 WHERE attempt = ?1",
	[VARIANT_SET_PROBLEM] =
		"UPDATE attempt_variant SET problem = ?2 WHERE attempt = ?1",
	[VARIANT_FIND] =
		"SELECT seed, cases, problem FROM attempt_variant WHERE attempt = ?",
};
/* clang-format on */
const struct statement_list attempt_variant_statements = { attempt_variant_sql,
	ARRAY_SIZE(attempt_variant_sql) };

void attempt_variant_done(struct attempt_variant *variant)
{
	free(variant->cases);
	free(variant->problem);
	*variant = (struct attempt_variant){ 0 };
}

static int insert(struct store *store, int64_t attempt, uint32_t seed)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_VARIANT, VARIANT_INSERT);

	query_bind_i64(&query, attempt);
	query_bind_i64(&query, seed);
	return query_run(&query);
}

int attempt_variant_add(struct store *store, int64_t attempt, uint32_t seed)
{
	int r = database_begin_write(store);

	return r < 0 ? r : database_end_write(store, insert(store, attempt, seed));
}

static int set(
	struct store *store, unsigned statement, int64_t attempt, const char *bytes, size_t len)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_VARIANT, statement);

	query_bind_i64(&query, attempt);
	query_bind_bytes(&query, bytes, len);
	return query_run(&query);
}

int attempt_variant_set_cases(struct store *store, int64_t attempt, const char *cases, size_t len)
{
	int r;

	if (len > ATTEMPT_VARIANT_BYTES_MAX)
		return database_refuse(store, -E2BIG, "a variant of more than %d bytes",
			ATTEMPT_VARIANT_BYTES_MAX);
	r = database_begin_write(store);
	return r < 0 ? r
		     : database_end_write(
			       store, set(store, VARIANT_SET_CASES, attempt, cases, len));
}

int attempt_variant_set_problem(struct store *store, int64_t attempt, const char *problem)
{
	size_t len = strnlen(problem, ATTEMPT_VARIANT_PROBLEM_MAX);
	int r = database_begin_write(store);

	return r < 0 ? r
		     : database_end_write(
			       store, set(store, VARIANT_SET_PROBLEM, attempt, problem, len));
}

int attempt_variant_get(struct store *store, int64_t attempt, struct attempt_variant *ret_variant)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_ATTEMPT_VARIANT, VARIANT_FIND);
	_cleanup_attempt_variant_ struct attempt_variant variant = { 0 };
	int r;

	query_bind_i64(&query, attempt);
	r = query_next(&query);
	if (r <= 0)
		return r;
	variant.seed = query_u32(&query, 0);
	r = query_copy_bytes(&query, 1, &variant.cases, &variant.cases_len);
	if (r >= 0)
		r = query_copy_bytes(&query, 2, &variant.problem, NULL);
	if (r < 0)
		return r;
	*ret_variant = variant;
	variant = (struct attempt_variant){ 0 };
	return 1;
}
