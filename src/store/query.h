/* SPDX-License-Identifier: MIT */
/*
 * Inside store/ only: one use of a prepared statement. Parameters are bound in order; the first
 * error sticks and comes out of query_next().
 *
 *	_cleanup_query_ struct query query = query_start(store, STATEMENTS_LEARNER, LEARNER_FIND);
 *	query_bind_i64(&query, uid);
 *	r = query_next(&query);
 *
 * What is bound must live as long as the query. A query ends with its scope, so that no statement
 * is left open while foreign code runs.
 */
#pragma once

#include "store/database.h"

struct query {
	struct store *store;
	sqlite3_stmt *statement;
	int position; /* of the parameter that was bound last */
	int error;
};

struct query query_start(struct store *store, enum statement_set set, unsigned statement);
void query_done(struct query *query);
#define _cleanup_query_ _cleanup_(query_done)

void query_bind_i64(struct query *query, int64_t value);
/* What SQLite can't hold becomes its largest number. */
void query_bind_u64(struct query *query, uint64_t value);
void query_bind_double(struct query *query, double value);
/* NULL is SQL's NULL, here and below. */
void query_bind_text(struct query *query, const char *text);
void query_bind_bytes(struct query *query, const void *bytes, size_t len);

int query_next(struct query *query); /* 1: a row, 0: no more, or -errno */
int query_run(struct query *query);  /* a statement without rows: 0 or -errno */

bool query_is_null(const struct query *query, int column);
int64_t query_i64(const struct query *query, int column); /* 0 for NULL */
uint64_t query_u64(const struct query *query, int column);
uint32_t query_u32(const struct query *query, int column);
double query_double(const struct query *query, int column); /* 0 for NULL */

/*
 * Copies into an array of `size` bytes, "" for NULL. -EUCLEAN when it doesn't fit: we never wrote
 * that. -ENOMEM.
 */
int query_copy_text(const struct query *query, int column, char *ret_text, size_t size);
/* A copy on the heap with a NUL behind it (NULL for NULL); ret_len may be NULL. -ENOMEM. */
int query_copy_bytes(const struct query *query, int column, char **ret_bytes, size_t *ret_len);
