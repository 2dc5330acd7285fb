/* SPDX-License-Identifier: MIT */
#include "store/learner.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum { LEARNER_FIND, LEARNER_INSERT, LEARNER_RENAME };

static const char *const learner_sql[] = {
	[LEARNER_FIND] = "SELECT id, name = ?2 FROM learner WHERE uid = ?1",
	[LEARNER_INSERT] = "INSERT INTO learner (uid, name, created_us) VALUES (?, ?, ?)",
	[LEARNER_RENAME] = "UPDATE learner SET name = ?2 WHERE id = ?1",
};
const struct statement_list learner_statements = { learner_sql, ARRAY_SIZE(learner_sql) };

static int insert(
	struct store *store, uid_t uid, const char *name, int64_t now_us, int64_t *ret_learner)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_LEARNER, LEARNER_INSERT);
	int r;

	query_bind_i64(&query, uid);
	query_bind_text(&query, name);
	query_bind_i64(&query, now_us);
	r = query_run(&query);
	if (r == 0)
		*ret_learner = sqlite3_last_insert_rowid(store->db);
	return r;
}

static int rename_to(struct store *store, int64_t learner, const char *name)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_LEARNER, LEARNER_RENAME);

	query_bind_i64(&query, learner);
	query_bind_text(&query, name);
	return query_run(&query);
}

/* 1 found, 0 none. */
static int find(struct store *store, uid_t uid, const char *name, int64_t *ret_learner,
	bool *ret_is_named_so)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_LEARNER, LEARNER_FIND);
	int r;

	query_bind_i64(&query, uid);
	query_bind_text(&query, name);
	r = query_next(&query);
	if (r > 0) {
		*ret_learner = query_i64(&query, 0);
		*ret_is_named_so = query_i64(&query, 1) != 0;
	}
	return r;
}

int learner_ensure(
	struct store *store, uid_t uid, const char *name, int64_t now_us, int64_t *ret_learner)
{
	int64_t learner = 0;
	bool is_named_so = false;
	int r, found;

	if (strlen(name) > LEARNER_NAME_MAX)
		return database_refuse(store, -ENAMETOOLONG, "a user name of more than %d bytes",
			LEARNER_NAME_MAX);
	found = find(store, uid, name, &learner, &is_named_so);
	if (found < 0)
		return found;
	if (!found || !is_named_so) {
		r = database_begin_write(store);
		if (r < 0)
			return r;
		r = found ? rename_to(store, learner, name)
			  : insert(store, uid, name, now_us, &learner);
		r = database_end_write(store, r);
		if (r < 0)
			return r;
	}
	*ret_learner = learner;
	return 0;
}
