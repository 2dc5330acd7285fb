/* SPDX-License-Identifier: MIT */
/*
 * Inside store/ only: the connection, its errors, and the group transaction that every write
 * joins. A module (learner, practice, ...) knows this header and query.h, never another way to
 * SQLite; store.c stands above the modules.
 */
#pragma once

#include "store/store.h"

#include <sqlite3.h>

/*
 * One set of prepared statements a module; the texts stand in the module (statements.h), the
 * statements in struct store.
 */
enum statement_set {
	STATEMENTS_GROUP,
	STATEMENTS_STORE,
	STATEMENTS_LEARNER,
	STATEMENTS_PRACTICE,
	STATEMENTS_HINT,
	STATEMENTS_ATTEMPT,
	STATEMENTS_ATTEMPT_CASE,
	STATEMENTS_ATTEMPT_VARIANT,
	STATEMENTS_SUBMISSION,
	STATEMENTS_CARD,
	STATEMENTS_ACTIVITY,
	STATEMENTS_TALLY,
	STATEMENTS_TODAY,
	STATEMENTS_OVERVIEW,
	STATEMENT_SET_COUNT,
};
#define STATEMENTS_MAX 16 /* in a set */

struct store {
	char *path;
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_SET_COUNT][STATEMENTS_MAX];
	bool dirty;	 /* a group transaction is open, or was until SQLite lost it (see `lost`) */
	unsigned writes; /* that have joined it */
	int lost; /* -errno: SQLite rolled the group back by itself; nothing joins or commits until
		     store_rollback() */
	int log_pages;	     /* that the log had after the last commit; 0: walfile_tidy() knows */
	long long log_bytes; /* the log's file has at least so many; 0: not known */
	bool has_no_room;    /* the log can't be made longer than it is needed */
	char error[STORE_ERROR_MAX];
};

/* The -errno for what SQLite just answered on this connection; fills store_error(). */
int database_failed(struct store *store, int sqlite_code);
/* A refusal of our own: fills store_error(), returns `error`. */
int database_refuse(struct store *store, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Statements without parameters or rows; for opening, migrations and transactions. */
int database_execute(struct store *store, const char *sql);
/* The first column of the only row. -EUCLEAN when there is none. */
int database_get_number(struct store *store, const char *sql, int64_t *ret_number);

/*
 * Every function that writes is bracketed by these two: begin opens the group transaction where
 * there is none and sets a savepoint; end keeps what was written since (result >= 0) or takes it
 * back (result < 0), and returns the result. They don't nest.
 */
int database_begin_write(struct store *store);
int database_end_write(struct store *store, int result);

int database_commit(struct store *store);
void database_rollback(struct store *store);
