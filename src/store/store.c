/* SPDX-License-Identifier: MIT */
/*
 * Opening, in this order: look at what is there without SQLite; take the file for ourselves
 * (locking_mode=EXCLUSIVE: the kernel's lock goes with the process, so a killed daemon leaves
 * none behind, and a second one gets -EBUSY at once); see whose it is, before anything is
 * written; WAL; a check for damage; migrations; all statements.
 *
 * The check: quick_check reads the whole file, so it runs on small files always and on large ones
 * only when the last owner was killed (then a log is left behind). Damage elsewhere is met as
 * -EUCLEAN by the call that reads the page. Submissions are verified by their hash.
 */
#include "store/store.h"

#include "store/database.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/statements.h"
#include "store/walfile.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
	CHECK_BYTES_MAX =
		16 * 1024 * 1024, /* checked at every opening up to this size: some 30 ms */
	BUSY_TIMEOUT_MS = 0,	  /* the loop never waits; there is nobody to wait for either */
	LENGTH_MAX = 256 * 1024 * 1024, /* where SQLite itself refuses, far above our own limits */
	PAGE_BYTES_MIN =
		512, /* SQLite's; it would write over what is shorter as if it were empty */
};

enum { STORE_COUNT };

static const char *const store_sql[] = {
	[STORE_COUNT] = "SELECT (SELECT count(*) FROM learner),"
			" (SELECT count(*) FROM attempt), (SELECT count(*) FROM blob)",
};
static const struct statement_list store_statements = { store_sql, ARRAY_SIZE(store_sql) };

static const struct statement_list *const statement_lists[STATEMENT_SET_COUNT] = {
	[STATEMENTS_GROUP] = &group_statements,
	[STATEMENTS_STORE] = &store_statements,
	[STATEMENTS_LEARNER] = &learner_statements,
	[STATEMENTS_PRACTICE] = &practice_statements,
	[STATEMENTS_HINT] = &hint_statements,
	[STATEMENTS_TALLY] = &tally_statements,
	[STATEMENTS_ATTEMPT] = &attempt_statements,
	[STATEMENTS_ATTEMPT_CASE] = &attempt_case_statements,
	[STATEMENTS_ATTEMPT_VARIANT] = &attempt_variant_statements,
	[STATEMENTS_SUBMISSION] = &submission_statements,
	[STATEMENTS_CARD] = &card_statements,
	[STATEMENTS_ACTIVITY] = &activity_statements,
	[STATEMENTS_TODAY] = &today_statements,
	[STATEMENTS_OVERVIEW] = &overview_statements,
};

/* A file that was just made is lost with its folder's entry, so that goes to the disk as well. */
static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *folder =
		slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
	_cleanup_close_ int fd = -1;

	if (!folder)
		return -ENOMEM;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		return -errno;
	return 0;
}

/* Also for an empty file that is there: the one who made it may not have come as far as this. */
static int create_file(struct store *store)
{
	_cleanup_close_ int fd = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int r = fd < 0 ? -errno : sync_folder(store->path);

	if (r < 0)
		return database_refuse(
			store, r, "can't create the database: %s", strerrordesc_np(-r));
	return 0;
}

/* How many bytes a file has, 0 when it isn't there. */
static int get_size(struct store *store, const char *path, off_t *ret_size)
{
	struct stat info;

	if (stat(path, &info) == 0) {
		if (!S_ISREG(info.st_mode))
			return database_refuse(store, -EUCLEAN, "not a regular file");
		*ret_size = info.st_size;
		return 0;
	}
	if (errno != ENOENT)
		return database_refuse(store, -errno, "%m");
	*ret_size = 0;
	return 0;
}

/*
 * SQLite deletes the log of a database that is empty: right when it was never filled, the last of
 * the data when somebody truncated it. By stat() alone: to open and close the file here would
 * drop the locks of another store in this process (POSIX).
 */
static int look_at_file(struct store *store, bool *ret_was_killed, off_t *ret_size)
{
	char log[PATH_MAX];
	off_t size = 0, log_size = 0;
	int r;

	if ((size_t)snprintf(log, sizeof(log), "%s-wal", store->path) >= sizeof(log))
		return database_refuse(store, -ENAMETOOLONG, "the path is too long");
	r = get_size(store, store->path, &size);
	if (r == 0)
		r = get_size(store, log, &log_size);
	if (r < 0)
		return r;
	if (size == 0 && log_size > 0)
		return database_refuse(store, -EUCLEAN,
			"the database is empty but its log (-wal) is not; restore it from a "
			"backup");
	if (size > 0 && size < PAGE_BYTES_MIN)
		return database_refuse(store, -EUCLEAN,
			"the file is not an SQLite database: it has only %lld bytes",
			(long long)size);
	if (log_size > 0)
		r = walfile_check(store, log);
	if (r < 0)
		return r;
	*ret_was_killed = log_size > 0;
	*ret_size = size;
	return size == 0 ? create_file(store) : 0;
}

static int refuse_to_read_only(struct store *store)
{
	int error = access(store->path, W_OK) < 0 ? errno : EROFS;

	return database_refuse(store, -error, "the file can't be written: %s",
		error == EROFS ? "the file system is read-only" : strerrordesc_np(error));
}

/* One thread has it, and nobody asks how much memory it takes: a tenth of a long query went into
 * the mutexes for that. Says that it is too late for the second store of a process. */
static void configure_sqlite(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int connect_database(struct store *store)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	int code;

	configure_sqlite();
	code = sqlite3_open_v2(
		store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		return database_failed(store, code);
	sqlite3_extended_result_codes(store->db, 1);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		code = sqlite3_db_config(store->db, options[i].option, options[i].value, NULL);
		if (code != SQLITE_OK)
			return database_failed(store, code);
	}
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
	/* SQLite falls back to reading where it may not write. */
	if (sqlite3_db_readonly(store->db, "main") != 0)
		return refuse_to_read_only(store);
	return database_execute(store, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = "
				       "ON; PRAGMA temp_store = MEMORY");
}

/* The first row's text of a pragma is what was wished? `error` and `complaint` when not. */
static int expect(
	struct store *store, const char *sql, const char *wanted, int error, const char *complaint)
{
	sqlite3_stmt *statement = NULL;
	const char *got = NULL;
	int r, code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		got = (const char *)sqlite3_column_text(statement, 0);
	if (got && strcmp(got, wanted) == 0)
		r = 0;
	else if (code == SQLITE_ROW && !got)
		r = database_failed(store, SQLITE_NOMEM);
	else if (code == SQLITE_ROW)
		r = database_refuse(store, error, "%s: %s", complaint, got);
	else
		r = database_failed(store, code);
	sqlite3_finalize(statement);
	return r;
}

static int use_log(struct store *store)
{
	int r = expect(store, "PRAGMA journal_mode = WAL", "wal", -EIO,
		"can't use a write-ahead log here, journal mode stays");

	if (r < 0)
		return r;
	return database_execute(store, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = "
				       "4194304; PRAGMA foreign_keys = ON");
}

static int prepare_all(struct store *store)
{
	for (size_t set = 0; set < STATEMENT_SET_COUNT; set++) {
		const struct statement_list *list = statement_lists[set];

		for (size_t i = 0; i < list->count && i < STATEMENTS_MAX; i++) {
			int code = sqlite3_prepare_v3(store->db, list->sql[i], -1,
				SQLITE_PREPARE_PERSISTENT, &store->statements[set][i], NULL);

			/* The texts are sound, so a table or column is missing. */
			if (code == SQLITE_ERROR)
				return database_refuse(store, -EUCLEAN,
					"the database is damaged: %s", sqlite3_errmsg(store->db));
			if (code != SQLITE_OK)
				return database_failed(store, code);
		}
	}
	return 0;
}

static int open_database(struct store *store)
{
	bool was_killed = false;
	off_t size = 0;
	int r = look_at_file(store, &was_killed, &size);

	if (r == 0)
		r = connect_database(store);
	if (r == 0)
		r = schema_check(store, schema_migrations_count);
	if (r == 0)
		r = use_log(store);
	if (r == 0 && (was_killed || size <= CHECK_BYTES_MAX))
		r = expect(
			store, "PRAGMA quick_check(1)", "ok", -EUCLEAN, "the database is damaged");
	if (r == 0)
		r = schema_upgrade(store, schema_migrations, schema_migrations_count);
	if (r == 0)
		walfile_follow(store);
	return r < 0 ? r : prepare_all(store);
}

int store_open(const char *path, struct store **ret_store, char ret_error[static STORE_ERROR_MAX])
{
	_cleanup_(store_freep) struct store *store = calloc(1, sizeof(*store));
	int r;

	if (store)
		store->path = strdup(path);
	if (!store || !store->path) {
		(void)snprintf(ret_error, STORE_ERROR_MAX, "%s", "out of memory");
		return -ENOMEM;
	}
	r = open_database(store);
	if (r < 0) {
		(void)snprintf(ret_error, STORE_ERROR_MAX, "%s", store->error);
		return r;
	}
	*ret_store = TAKE_PTR(store);
	return 0;
}

void store_free(struct store *store)
{
	if (!store)
		return;
	for (size_t set = 0; set < STATEMENT_SET_COUNT; set++)
		for (size_t i = 0; i < STATEMENTS_MAX; i++)
			sqlite3_finalize(store->statements[set][i]);
	if (store->db) {
		database_rollback(store);
		(void)sqlite3_close(store->db); /* the last one out writes the log back */
	}
	free(store->path);
	free(store);
}

bool store_is_dirty(const struct store *store)
{
	return store->dirty;
}

int store_commit(struct store *store)
{
	return database_commit(store);
}

void store_rollback(struct store *store)
{
	database_rollback(store);
}

void store_tidy(struct store *store)
{
	walfile_tidy(store);
}

const char *store_error(const struct store *store)
{
	return store->error;
}

int store_count(struct store *store, struct store_counts *ret_counts)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_STORE, STORE_COUNT);
	int64_t pages = 0, page_bytes = 0;
	int r = query_next(&query);

	if (r == 0)
		return database_refuse(store, -EUCLEAN, "no answer to a count");
	if (r > 0)
		r = database_get_number(store, "PRAGMA page_count", &pages);
	if (r == 0)
		r = database_get_number(store, "PRAGMA page_size", &page_bytes);
	if (r < 0)
		return r;
	*ret_counts = (struct store_counts){
		.learners = query_u64(&query, 0),
		.attempts = query_u64(&query, 1),
		.submissions = query_u64(&query, 2),
		.bytes = (uint64_t)(pages * page_bytes),
	};
	return 0;
}
