/* SPDX-License-Identifier: MIT */
#include "store/query.h"

#include <string.h>

struct query query_start(struct store *store, enum statement_set set, unsigned statement)
{
	struct query query = { .store = store, .statement = store->statements[set][statement] };

	/* A statement that is still open further up would be reset under its user's feet. */
	if (!query.statement || sqlite3_stmt_busy(query.statement)) {
		query.statement = NULL;
		query.error = database_refuse(store, -EDEADLK, "a statement is used within itself");
	}
	return query;
}

void query_done(struct query *query)
{
	if (!query->statement)
		return;
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement); /* they point at the caller's memory */
}

static void bound(struct query *query, int code)
{
	if (code != SQLITE_OK && query->error == 0)
		query->error = database_failed(query->store, code);
}

void query_bind_i64(struct query *query, int64_t value)
{
	if (query->error == 0)
		bound(query, sqlite3_bind_int64(query->statement, ++query->position, value));
}

void query_bind_u64(struct query *query, uint64_t value)
{
	query_bind_i64(query, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

void query_bind_double(struct query *query, double value)
{
	if (query->error == 0)
		bound(query, sqlite3_bind_double(query->statement, ++query->position, value));
}

void query_bind_text(struct query *query, const char *text)
{
	if (query->error == 0)
		bound(query, sqlite3_bind_text(
				     query->statement, ++query->position, text, -1, SQLITE_STATIC));
}

void query_bind_bytes(struct query *query, const void *bytes, size_t len)
{
	/* No bytes are an empty blob; a NULL pointer would make it NULL. */
	if (len == 0)
		bytes = "";
	if (query->error == 0)
		bound(query, sqlite3_bind_blob64(query->statement, ++query->position, bytes, len,
				     SQLITE_STATIC));
}

int query_next(struct query *query)
{
	int code;

	if (query->error < 0)
		return query->error;
	code = sqlite3_step(query->statement);
	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	query->error = database_failed(query->store, code);
	return query->error;
}

int query_run(struct query *query)
{
	int r = query_next(query);

	return r > 0 ? database_refuse(
			       query->store, -ENOTRECOVERABLE, "a row where none was asked for")
		     : r;
}

bool query_is_null(const struct query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int64_t query_i64(const struct query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

uint64_t query_u64(const struct query *query, int column)
{
	int64_t value = query_i64(query, column);

	return value < 0 ? 0 : (uint64_t)value;
}

uint32_t query_u32(const struct query *query, int column)
{
	uint64_t value = query_u64(query, column);

	return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

double query_double(const struct query *query, int column)
{
	return sqlite3_column_double(query->statement, column);
}

int query_copy_text(const struct query *query, int column, char *ret_text, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, column);
	size_t len = text ? strlen(text) : 0;

	if (!text && sqlite3_errcode(query->store->db) == SQLITE_NOMEM)
		return database_failed(query->store, SQLITE_NOMEM);
	if (len >= size)
		return database_refuse(
			query->store, -EUCLEAN, "the file is damaged: a name of %zu bytes", len);
	memcpy(ret_text, text ? text : "", len + 1);
	return 0;
}

int query_copy_bytes(const struct query *query, int column, char **ret_bytes, size_t *ret_len)
{
	const void *bytes;
	size_t len;
	char *copy = NULL;

	if (!query_is_null(query, column)) {
		bytes = sqlite3_column_blob(query->statement, column);
		len = (size_t)sqlite3_column_bytes(query->statement, column);
		/* No pointer for bytes that are there: SQLite had no memory to fetch them. */
		if (!bytes && len > 0)
			return database_failed(query->store, SQLITE_NOMEM);
		copy = malloc(len + 1);
		if (!copy)
			return database_failed(query->store, SQLITE_NOMEM);
		if (len > 0)
			memcpy(copy, bytes, len);
		copy[len] = '\0';
	} else {
		len = 0;
	}
	*ret_bytes = copy;
	if (ret_len)
		*ret_len = len;
	return 0;
}
