/* SPDX-License-Identifier: MIT */
/*
 * Errors: each of SQLite's answers becomes one -errno by the table below, with a line for people
 * that names the file.
 *
 * The group transaction: the first write says BEGIN IMMEDIATE, each write has a savepoint of its
 * own. After a full disk, an I/O error or an allocation that failed SQLite may roll the whole
 * transaction back by itself, and with it the writes that had joined before and were told 0. That
 * must not look like a clean store: `lost` keeps the error, and every later write and commit gets
 * it until the caller, who alone knows what had been written, calls store_rollback().
 */
#include "store/database.h"

#include "store/statements.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct error_row {
	int sqlite_code; /* extended codes stand before their primary one */
	int error;
	const char *text;
} error_rows[] = {
	{ SQLITE_IOERR_NOMEM, -ENOMEM, "out of memory" },
	{ SQLITE_CONSTRAINT_FOREIGNKEY, -ENOENT, "refers to something that isn't there" },
	{ SQLITE_CONSTRAINT_UNIQUE, -EEXIST, "is there already" },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, -EEXIST, "is there already" },
	{ SQLITE_FULL, -ENOSPC, "the disk is full" },
	{ SQLITE_READONLY, -EROFS, "the file or its file system is read-only" },
	{ SQLITE_PERM, -EACCES, "permission denied" },
	{ SQLITE_AUTH, -EACCES, "permission denied" },
	{ SQLITE_CORRUPT, -EUCLEAN, "the file is damaged; restore it from a backup" },
	{ SQLITE_NOTADB, -EUCLEAN,
		"the file is not an SQLite database, or its beginning is damaged" },
	{ SQLITE_BUSY, -EBUSY, "another process uses the file; is a second practiced running?" },
	{ SQLITE_LOCKED, -EBUSY, "the file is locked" },
	{ SQLITE_PROTOCOL, -EBUSY, "the file is locked" },
	{ SQLITE_NOMEM, -ENOMEM, "out of memory" },
	{ SQLITE_TOOBIG, -E2BIG, "too big" },
	{ SQLITE_CONSTRAINT, -EINVAL, "not a sound value" },
	{ SQLITE_MISMATCH, -EINVAL, "not a sound value" },
	{ SQLITE_CANTOPEN, -EIO, "can't open the file" },
	{ SQLITE_IOERR, -EIO, "input/output error" },
};

static const struct error_row *find_row(int sqlite_code)
{
	static const struct error_row other = { SQLITE_ERROR, -EIO, "internal error" };

	for (size_t i = 0; i < ARRAY_SIZE(error_rows); i++)
		if (error_rows[i].sqlite_code == sqlite_code ||
			error_rows[i].sqlite_code == (sqlite_code & 0xff))
			return &error_rows[i];
	return &other;
}

/*
 * What the kernel said says more than "can't open" and "input/output error"; the rest of its
 * errors adds nothing.
 */
static const struct system_row {
	int system_error, error;
	const char *text;
} system_rows[] = {
	{ EACCES, -EACCES, "permission denied" },
	{ EPERM, -EACCES, "permission denied" },
	{ EROFS, -EROFS, "the file system is read-only" },
	{ ENOSPC, -ENOSPC, "the disk is full" },
	{ EDQUOT, -ENOSPC, "the disk quota is used up" },
	{ EFBIG, -ENOSPC, "the file may not grow further (file size limit)" },
	{ ENOENT, -ENOENT, "no such file or folder" },
	{ ENOMEM, -ENOMEM, "out of memory" },
	{ EMFILE, -EMFILE, "too many open files" },
	{ ENFILE, -ENFILE, "too many open files in the system" },
};

static const struct system_row *find_system_row(struct store *store, int sqlite_code)
{
	int error = store->db ? sqlite3_system_errno(store->db) : 0;

	if ((sqlite_code & 0xff) != SQLITE_CANTOPEN && (sqlite_code & 0xff) != SQLITE_IOERR)
		return NULL;
	if (sqlite_code == SQLITE_IOERR_NOMEM)
		return NULL;
	/* An errno from long ago, and to callers -ENOENT means the attempt or lesson. */
	if (error == ENOENT && (sqlite_code & 0xff) != SQLITE_CANTOPEN)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(system_rows); i++)
		if (system_rows[i].system_error == error)
			return &system_rows[i];
	return NULL;
}

int database_failed(struct store *store, int sqlite_code)
{
	const struct system_row *system_row = find_system_row(store, sqlite_code);
	const struct error_row *row = find_row(sqlite_code);
	bool is_told = store->db && sqlite3_extended_errcode(store->db) == sqlite_code;

	if (system_row)
		return database_refuse(store, system_row->error, "%s", system_row->text);
	return database_refuse(store, row->error, "%s (%s)", row->text,
		is_told ? sqlite3_errmsg(store->db) : sqlite3_errstr(sqlite_code));
}

int database_refuse(struct store *store, int error, const char *format, ...)
{
	char text[STORE_ERROR_MAX];
	size_t length = strlen(store->path), most = STORE_ERROR_MAX / 2;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* Of a long path the end tells more than the beginning. */
	(void)snprintf(store->error, sizeof(store->error), "%s%.*s: %.*s",
		length > most ? "..." : "", (int)most,
		store->path + (length > most ? length - most : 0), STORE_ERROR_MAX / 2 - 8, text);
	/* One line: SQLite's complaints may have several. */
	for (char *c = store->error; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	return error;
}

int database_execute(struct store *store, const char *sql)
{
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : database_failed(store, code);
}

/* Of the group. They are said for each write, so they are prepared; a migration has them not yet. */
enum { GROUP_BEGIN, GROUP_SAVEPOINT, GROUP_RELEASE, GROUP_COMMIT };

static const char *const group_sql[] = {
	[GROUP_BEGIN] = "BEGIN IMMEDIATE",
	[GROUP_SAVEPOINT] = "SAVEPOINT one_write",
	[GROUP_RELEASE] = "RELEASE one_write",
	[GROUP_COMMIT] = "COMMIT",
};
const struct statement_list group_statements = { group_sql, ARRAY_SIZE(group_sql) };

static int say(struct store *store, unsigned statement)
{
	sqlite3_stmt *prepared = store->statements[STATEMENTS_GROUP][statement];
	int code;

	if (!prepared)
		return database_execute(store, group_sql[statement]);
	(void)sqlite3_step(prepared);
	code = sqlite3_reset(prepared); /* and what the step came to */
	return code == SQLITE_OK ? 0 : database_failed(store, code);
}

int database_get_number(struct store *store, const char *sql, int64_t *ret_number)
{
	sqlite3_stmt *statement = NULL;
	int64_t number = 0;
	int r, code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	if (code == SQLITE_DONE)
		r = database_refuse(store, -EUCLEAN, "no answer to '%s'", sql);
	else
		r = code == SQLITE_ROW ? 0 : database_failed(store, code);
	sqlite3_finalize(statement);
	if (r == 0)
		*ret_number = number;
	return r;
}

/* To be asked after every statement that failed inside the group. */
static bool is_lost(struct store *store, int error)
{
	if (store->dirty && store->lost == 0 && sqlite3_get_autocommit(store->db))
		store->lost = error;
	return store->lost != 0;
}

int database_begin_write(struct store *store)
{
	int r;

	if (store->lost != 0)
		return store->lost;
	if (!store->dirty) {
		r = say(store, GROUP_BEGIN);
		if (r < 0)
			return r;
		store->dirty = true;
		store->writes = 0;
	}
	r = say(store, GROUP_SAVEPOINT);
	/* What had joined before stays, unless SQLite gave it up. */
	if (r < 0 && store->writes == 0)
		database_rollback(store);
	else if (r < 0)
		(void)is_lost(store, r);
	return r;
}

/* Takes one write back. Its error text is the one to be told, not that of the clean-up. */
static void undo_write(struct store *store, int error)
{
	char text[STORE_ERROR_MAX];

	memcpy(text, store->error, sizeof(text));
	if (store->writes == 0)
		database_rollback(store); /* nobody else's was in it */
	else if (is_lost(store, error))
		return;
	else if (database_execute(store, "ROLLBACK TO one_write; RELEASE one_write") < 0)
		store->lost = error;
	memcpy(store->error, text, sizeof(text));
}

int database_end_write(struct store *store, int result)
{
	int r = result;

	if (r >= 0)
		r = say(store, GROUP_RELEASE);
	if (r < 0) {
		undo_write(store, r);
		return r;
	}
	store->writes++;
	return result;
}

int database_commit(struct store *store)
{
	int r;

	if (store->lost != 0)
		return store->lost;
	if (!store->dirty)
		return 0;
	r = say(store, GROUP_COMMIT);
	if (r < 0) {
		(void)is_lost(store, r);
		return r;
	}
	store->dirty = false;
	return 0;
}

void database_rollback(struct store *store)
{
	if (store->dirty && !sqlite3_get_autocommit(store->db))
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->dirty = false;
	store->writes = 0;
	store->lost = 0;
}
