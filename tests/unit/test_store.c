/* SPDX-License-Identifier: MIT */
/*
 * Opening, the group transaction, and what must never happen: a file that is refused must be left
 * byte for byte as it was, and what a commit was told to have kept must be there after a kill at
 * any moment.
 */
#include "unit.h"

#include "store_fixture.h"

#include "store/database.h"
#include "store/query.h"
#include "store/schema.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>

/* What the disk has. */

static char *read_file(const char *path, size_t *ret_len)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat info;
	char *bytes;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &info), 0);
	bytes = malloc((size_t)info.st_size + 1);
	assert_non_null(bytes);
	assert_int_equal(read(fd, bytes, (size_t)info.st_size), info.st_size);
	*ret_len = (size_t)info.st_size;
	return bytes;
}

static void write_file(const char *path, const void *bytes, size_t len)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
}

static void assert_refused_and_untouched(struct fixture *fixture, int error, const char *words)
{
	char message[STORE_ERROR_MAX] = "";
	size_t before_len, after_len;
	_cleanup_free_ char *before = read_file(fixture->path, &before_len);
	_cleanup_free_ char *after = NULL;

	assert_int_equal(fixture_try_open(fixture, message), error);
	if (!strstr(message, words) || !strstr(message, "practiced.db") || strchr(message, '\n'))
		fail_msg("'%s' should say '%s' and name the file", message, words);
	after = read_file(fixture->path, &after_len);
	assert_int_equal(after_len, before_len);
	assert_memory_equal(after, before, before_len);
}

/* With SQLite's own defaults, as any other program would. */
static void execute_outside(struct fixture *fixture, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t ask(struct fixture *fixture, const char *sql)
{
	int64_t number = -1;

	assert_int_equal(database_get_number(fixture->store, sql, &number), 0);
	return number;
}

static int64_t count(struct fixture *fixture, const char *table)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	return ask(fixture, sql);
}

/*
 * Other processes. A body returns 0 or -errno; cmocka's assertions belong to the parent. The
 * child tells through a pipe and becomes another program, so that nothing of what it has from the
 * parent is closed, flushed or looked at for leaks.
 */

static int run_child(struct fixture *fixture, int (*body)(struct fixture *fixture))
{
	int fds[2], r;
	pid_t pid;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		r = body(fixture);
		(void)!write(fds[1], &r, sizeof(r));
		(void)execl("/bin/true", "true", (char *)NULL);
		_exit(0);
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], &r, sizeof(r)), sizeof(r));
	close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return r;
}

/* Opening. */

static void new_file_is_private_and_ours(void **state)
{
	struct fixture *fixture = *state;
	struct stat info;

	fixture_open(fixture);
	assert_int_equal(stat(fixture->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(ask(fixture, "PRAGMA application_id"), SCHEMA_APPLICATION_ID);
	assert_int_equal(ask(fixture, "PRAGMA user_version"), schema_migrations_count);
	assert_false(store_is_dirty(fixture->store));
}

static void safety_switches_are_on(void **state)
{
	struct fixture *fixture = *state;
	const struct {
		const char *pragma;
		int64_t wanted;
	} rows[] = {
		{ "PRAGMA synchronous", 2 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA cell_size_check", 1 },
		{ "SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1 },
		{ "SELECT locking_mode = 'exclusive' FROM pragma_locking_mode", 1 },
		{ "PRAGMA journal_size_limit", 4194304 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (ask(fixture, rows[i].pragma) != rows[i].wanted)
			fail_msg("%s is %lld", rows[i].pragma,
				(long long)ask(fixture, rows[i].pragma));
}

static void relative_path_is_fine(void **state)
{
	struct fixture *fixture = *state;
	char before[4096];

	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(fixture->folder), 0);
	strcpy(fixture->path, "practiced.db");
	fixture_open(fixture);
	assert_int_equal(chdir(before), 0);
	assert_int_equal(learner_ensure(fixture->store, 1, "x", 1, &fixture->learner), 0);
	fixture_commit(fixture);
}

static void missing_folder_is_said(void **state)
{
	struct fixture *fixture = *state;
	char error[STORE_ERROR_MAX] = "";

	strcat(fixture->path, "/deeper");
	assert_int_equal(fixture_try_open(fixture, error), -ENOENT);
	assert_non_null(strstr(error, "deeper"));
}

static void folder_is_not_a_database(void **state)
{
	struct fixture *fixture = *state;
	char error[STORE_ERROR_MAX] = "";

	strcpy(fixture->path, fixture->folder);
	assert_int_equal(fixture_try_open(fixture, error), -EUCLEAN);
	assert_non_null(strstr(error, "regular"));
}

static void path_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_free_ char *path = malloc(5001);
	char error[STORE_ERROR_MAX] = "";
	struct store *store = NULL;

	(void)fixture;
	memset(path, 'p', 5000);
	path[5000] = '\0';
	assert_int_equal(store_open(path, &store, error), -ENAMETOOLONG);
	assert_null(store);
	assert_true(strlen(error) > 0 && strlen(error) < STORE_ERROR_MAX);
	assert_non_null(strstr(error, "too long"));
}

static void free_takes_null(void **state)
{
	(void)state;
	store_free(NULL);
}

static void counts_are_told(void **state)
{
	struct fixture *fixture = *state;
	struct store_counts counts = { 0 };
	struct stat info;

	fixture_attempt(fixture, LESSON, STEP);
	fixture_attempt(fixture, LESSON, STEP);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(store_count(fixture->store, &counts), 0);
	assert_int_equal(counts.learners, 1);
	assert_int_equal(counts.attempts, 2);
	assert_int_equal(counts.submissions, 1);
	assert_int_equal(stat(fixture->path, &info), 0);
	assert_int_equal(counts.bytes, info.st_size);
}

/* What is not ours, or not whole. */

static void garbage_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char garbage[8192];

	memset(garbage, 'g', sizeof(garbage));
	for (size_t len = 1; len <= sizeof(garbage); len *= 8) {
		write_file(fixture->path, garbage, len);
		assert_refused_and_untouched(fixture, -EUCLEAN, "not an SQLite database");
	}
}

static void log_with_a_damaged_beginning_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char path[256], garbage[33];

	(void)snprintf(path, sizeof(path), "%s-wal", fixture->path);
	memset(garbage, 'g', sizeof(garbage));
	fixture_close(fixture);
	for (size_t len = 32; len <= sizeof(garbage); len++) {
		write_file(path, garbage, len);
		assert_refused_and_untouched(fixture, -EUCLEAN, "(-wal) is damaged");
	}
}

static void log_that_never_came_to_the_disk_is_none(void **state)
{
	struct fixture *fixture = *state;
	char path[256], zeros[64] = { 0 };

	(void)snprintf(path, sizeof(path), "%s-wal", fixture->path);
	fixture_close(fixture);
	write_file(path, "torn after 31 bytes, as it may be", 31);
	fixture_open(fixture);
	fixture_close(fixture);
	write_file(path, zeros, sizeof(zeros));
	fixture_open(fixture);
}

static void other_programs_database_is_refused(void **state)
{
	struct fixture *fixture = *state;

	execute_outside(fixture, "CREATE TABLE bookmark (url TEXT)");
	assert_refused_and_untouched(fixture, -EUCLEAN, "another program");
	execute_outside(fixture, "PRAGMA application_id = 4711; PRAGMA user_version = 1");
	assert_refused_and_untouched(fixture, -EUCLEAN, "another program");
}

static void newer_schema_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char sql[64];

	fixture_close(fixture);
	(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %zu", schema_migrations_count + 1);
	execute_outside(fixture, sql);
	assert_refused_and_untouched(fixture, -EPROTONOSUPPORT, "newer practiced");
}

static void lost_schema_version_is_refused(void **state)
{
	struct fixture *fixture = *state;

	fixture_close(fixture);
	execute_outside(fixture, "PRAGMA user_version = 0");
	assert_refused_and_untouched(fixture, -EUCLEAN, "no schema version");
	execute_outside(fixture, "PRAGMA user_version = -1");
	assert_refused_and_untouched(fixture, -EUCLEAN, "no schema version");
}

static void missing_table_is_refused(void **state)
{
	struct fixture *fixture = *state;

	fixture_close(fixture);
	execute_outside(fixture, "DROP TABLE hint");
	assert_refused_and_untouched(fixture, -EUCLEAN, "hint");
}

static void every_damaged_page_is_noticed(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_free_ char *whole = NULL;
	size_t len;

	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	fixture_commit(fixture);
	fixture_close(fixture);
	whole = read_file(fixture->path, &len);
	assert_true(len >= 10 * 4096);
	for (size_t page = 0; page < len; page += 4096) {
		_cleanup_free_ char *damaged = malloc(len);

		memcpy(damaged, whole, len);
		memset(damaged + page + (page == 0 ? 100 : 0), 0xa5, 512);
		write_file(fixture->path, damaged, len);
		assert_refused_and_untouched(fixture, -EUCLEAN, "damaged");
	}
	write_file(fixture->path, whole, len);
	fixture_open(fixture);
}

static void shortened_file_is_refused(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_free_ char *whole = NULL;
	size_t len;

	fixture_close(fixture);
	whole = read_file(fixture->path, &len);
	write_file(fixture->path, whole, len / 2);
	assert_refused_and_untouched(fixture, -EUCLEAN, "damaged");
}

/* SQLite would take the empty file for a new database and delete the log. */
static void emptied_file_with_a_log_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char log[128], error[STORE_ERROR_MAX] = "";
	struct stat info;

	(void)snprintf(log, sizeof(log), "%s-wal", fixture->path);
	write_file(log, "the last of the data", 20);
	assert_int_equal(fixture_try_open(fixture, error), -EUCLEAN);
	assert_int_equal(stat(fixture->path, &info), -1);
	write_file(fixture->path, "", 0);
	assert_refused_and_untouched(fixture, -EUCLEAN, "its log");
	assert_int_equal(stat(log, &info), 0);
	assert_int_equal(info.st_size, 20);
}

/* Owners. */

static int open_it(struct fixture *fixture)
{
	char error[STORE_ERROR_MAX];

	return fixture_try_open(fixture, error);
}

static void second_process_is_told_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct timespec before, after;

	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(run_child(fixture, open_it), -EBUSY);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 2);
	/* And the owner goes on. */
	fixture_attempt(fixture, LESSON, STEP);
	fixture_commit(fixture);
	fixture_close(fixture);
	assert_int_equal(run_child(fixture, open_it), 0);
}

static void second_store_in_the_process_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(open_it(fixture), -EBUSY);
	/* POSIX drops a file's locks when any descriptor of it is closed. */
	assert_int_equal(run_child(fixture, open_it), -EBUSY);
	assert_refused_and_untouched(fixture, -EBUSY, "another process");
}

static int hold_until_killed(struct fixture *fixture, int ready_fd)
{
	char error[STORE_ERROR_MAX];
	int r = store_open(fixture->path, &fixture->store, error);

	if (r < 0 || write(ready_fd, "x", 1) != 1)
		return r;
	for (;;)
		pause();
}

static void killed_owner_leaves_no_lock(void **state)
{
	struct fixture *fixture = *state;
	int ready[2];
	pid_t pid;
	char byte;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(-hold_until_killed(fixture, ready[1]));
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	assert_int_equal(open_it(fixture), -EBUSY);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	fixture_open(fixture);
}

/* Places where one can't write. */

static int as_nobody(struct fixture *fixture)
{
	if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
		return -errno;
	return open_it(fixture);
}

static void folder_without_permission_is_said(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(chmod(fixture->folder, 0555), 0);
	assert_int_equal(run_child(fixture, as_nobody), -EACCES);
}

static void file_without_permission_is_said(void **state)
{
	struct fixture *fixture = *state;

	fixture_close(fixture);
	assert_int_equal(chmod(fixture->folder, 0755), 0);
	assert_int_equal(chmod(fixture->path, 0444), 0);
	assert_int_equal(run_child(fixture, as_nobody), -EACCES);
	assert_int_equal(chmod(fixture->path, 0000), 0);
	assert_int_equal(run_child(fixture, as_nobody), -EACCES);
}

enum {
	CHILD_CANNOT_MOUNT = 200,
	CHILD_WRONG = 201,
};

/* A file system of this child alone over the test's folder. */
static int mount_tmpfs(struct fixture *fixture, const char *options)
{
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", "none", MS_REC | MS_PRIVATE, "") < 0 ||
		mount("tmpfs", fixture->folder, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0)
		return -CHILD_CANNOT_MOUNT;
	return 0;
}

static int open_read_only(struct fixture *fixture)
{
	int r = mount_tmpfs(fixture, "size=1m");

	if (r == 0)
		r = open_it(fixture);
	if (r == 0 && mount("none", fixture->folder, "none", MS_REMOUNT | MS_RDONLY, "") < 0)
		return -CHILD_CANNOT_MOUNT;
	return r < 0 ? r : open_it(fixture);
}

static int create_read_only(struct fixture *fixture)
{
	int r = mount_tmpfs(fixture, "size=1m,ro");

	return r < 0 ? r : open_it(fixture);
}

static void read_only_file_system_is_said(void **state)
{
	struct fixture *fixture = *state;
	int r = run_child(fixture, create_read_only);

	if (r == -CHILD_CANNOT_MOUNT) {
		print_message("no file system can be mounted here (needs root): the read-only case "
			      "is not tried\n");
		skip();
	}
	assert_int_equal(r, -EROFS);
	assert_int_equal(run_child(fixture, open_read_only), -EROFS);
}

static int open_full(struct fixture *fixture)
{
	int r = mount_tmpfs(fixture, "size=16k");

	return r < 0 ? r : open_it(fixture);
}

static int create_attempt(struct store *store, int64_t learner, size_t len, int64_t *ret_id)
{
	static int serial;
	_cleanup_free_ char *data = calloc(1, len);
	char name[] = "big";
	struct job_file file = { .name = name, .data = data, .len = len };
	struct attempt_new new_attempt = {
		.learner = learner,
		.lesson = LESSON,
		.step = STEP,
		.language = "c",
		.cases = 1,
		.files = &file,
		.n_files = 1,
	};

	memcpy(data, &serial, sizeof(serial));
	serial++;
	return attempt_create(store, &new_attempt, ret_id);
}

/* Commits of some KiB each until the disk is full; what was told committed must be there
 * afterwards, and reading goes on. */
static int fill_disk(struct fixture *fixture)
{
	char error[STORE_ERROR_MAX];
	int64_t learner, id, told = 0;
	int r = mount_tmpfs(fixture, "size=1m");

	if (r == 0)
		r = store_open(fixture->path, &fixture->store, error);
	if (r == 0)
		r = learner_ensure(fixture->store, 1, "x", 1, &learner);
	for (int i = 0; r == 0 && i < 1000; i++) {
		r = create_attempt(fixture->store, learner, 3000, &id);
		if (r == 0)
			r = store_commit(fixture->store);
		told = r == 0 ? id : told;
	}
	if (r != -ENOSPC || told < 5 || !strstr(store_error(fixture->store), "full"))
		return r < 0 ? r : -CHILD_WRONG;
	store_rollback(fixture->store);
	if (database_get_number(fixture->store, "SELECT max(id) FROM attempt", &id) < 0 ||
		id != told)
		return -CHILD_WRONG;
	store_free(fixture->store);
	r = store_open(fixture->path, &fixture->store, error);
	if (r < 0)
		return r;
	if (database_get_number(fixture->store, "SELECT max(id) FROM attempt", &id) < 0 ||
		id != told)
		return -CHILD_WRONG;
	return 0;
}

static void full_disk_is_said_and_loses_nothing(void **state)
{
	struct fixture *fixture = *state;
	int r = run_child(fixture, open_full);

	if (r == -CHILD_CANNOT_MOUNT) {
		print_message("no file system can be mounted here (needs root): the full disk is "
			      "not tried\n");
		skip();
	}
	assert_int_equal(r, -ENOSPC);
	assert_int_equal(run_child(fixture, fill_disk), 0);
}

static void limit_of_pages_is_a_full_disk(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = 0, before = count(fixture, "attempt");
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld",
		(long long)ask(fixture, "PRAGMA page_count") + 2);
	assert_true(ask(fixture, sql) > 0);
	assert_int_equal(create_attempt(fixture->store, fixture->learner, 100000, &id), -ENOSPC);
	assert_int_equal(id, 0);
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(count(fixture, "attempt"), before);
	assert_int_equal(count(fixture, "blob"), 0);
	/* What is small still goes. */
	assert_int_equal(create_attempt(fixture->store, fixture->learner, 10, &id), 0);
	fixture_commit(fixture);
}

/* The group transaction. */

static void writes_join_one_transaction(void **state)
{
	struct fixture *fixture = *state;

	assert_false(store_is_dirty(fixture->store));
	fixture_attempt(fixture, LESSON, STEP);
	assert_true(store_is_dirty(fixture->store));
	fixture_attempt(fixture, LESSON, STEP);
	assert_int_equal(count(fixture, "attempt"), 2); /* seen before the commit */
	store_rollback(fixture->store);
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(count(fixture, "attempt"), 0);
}

static void commit_of_nothing_is_fine(void **state)
{
	struct fixture *fixture = *state;

	fixture_commit(fixture);
	store_rollback(fixture->store);
	fixture_commit(fixture);
}

static void uncommitted_is_gone_after_free(void **state)
{
	struct fixture *fixture = *state;

	fixture_attempt(fixture, LESSON, STEP);
	fixture_commit(fixture);
	fixture_attempt(fixture, LESSON, STEP);
	fixture_reopen(fixture);
	assert_int_equal(count(fixture, "attempt"), 1);
}

/* A write that fails half-way: its attempt and blob are in, its row of files can't be. */
static int fail_half_way(struct fixture *fixture)
{
	int64_t id = 0;
	int r;

	assert_int_equal(sqlite3_exec(fixture->store->db,
				 "ALTER TABLE attempt_file RENAME TO hidden", NULL, NULL, NULL),
		0);
	r = create_attempt(fixture->store, fixture->learner, 10, &id);
	assert_int_equal(sqlite3_exec(fixture->store->db,
				 "ALTER TABLE hidden RENAME TO attempt_file", NULL, NULL, NULL),
		0);
	assert_int_equal(id, 0);
	return r;
}

static void failed_write_leaves_the_joined_ones(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = fixture_attempt(fixture, LESSON, STEP);

	assert_true(fail_half_way(fixture) < 0);
	assert_true(store_is_dirty(fixture->store));
	assert_int_equal(count(fixture, "attempt"), 1);
	assert_int_equal(count(fixture, "blob"), 1);
	assert_true(fixture_attempt(fixture, LESSON, STEP) > first);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(count(fixture, "attempt"), 2);
	assert_int_equal(count(fixture, "attempt_file"), 2);
}

static void failed_first_write_leaves_no_transaction(void **state)
{
	struct fixture *fixture = *state;

	assert_true(fail_half_way(fixture) < 0);
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(count(fixture, "attempt"), 0);
	assert_int_equal(count(fixture, "blob"), 0);
}

/*
 * SQLite may roll back by itself; then what had joined before must not be reported as committed.
 */
static void lost_transaction_is_not_committed(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = 0;

	fixture_attempt(fixture, LESSON, STEP);
	assert_int_equal(database_begin_write(fixture->store), 0);
	assert_int_equal(sqlite3_exec(fixture->store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(database_end_write(fixture->store, -ENOSPC), -ENOSPC);
	assert_true(store_is_dirty(fixture->store));
	assert_int_equal(create_attempt(fixture->store, fixture->learner, 10, &id), -ENOSPC);
	assert_int_equal(store_commit(fixture->store), -ENOSPC);
	store_rollback(fixture->store);
	assert_int_equal(count(fixture, "attempt"), 0);
	fixture_attempt(fixture, LESSON, STEP);
	fixture_commit(fixture);
}

static void query_within_itself_is_refused(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_query_ struct query outer = query_start(fixture->store, STATEMENTS_STORE, 0);
	struct store_counts counts;

	assert_int_equal(query_next(&outer), 1);
	assert_int_equal(store_count(fixture->store, &counts), -EDEADLK);
}

/* Migrations. */

static const char *const trial_migrations[] = {
	"CREATE TABLE one (a); INSERT INTO one VALUES (1)",
	"CREATE TABLE two (b); INSERT INTO two VALUES (2)",
	"CREATE TABLE three (c); INSERT INTO nowhere VALUES (3)",
};

static void upgrade(struct fixture *fixture, size_t steps, int error, int64_t version)
{
	assert_int_equal(schema_upgrade(fixture->store, trial_migrations, steps), error);
	assert_int_equal(ask(fixture, "PRAGMA user_version"), version);
	assert_false(store_is_dirty(fixture->store));
}

static void migrations_go_step_by_step(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(
		sqlite3_exec(fixture->store->db, "PRAGMA user_version = 0", NULL, NULL, NULL),
		SQLITE_OK);
	upgrade(fixture, 1, 0, 1);
	upgrade(fixture, 2, 0, 2);
	upgrade(fixture, 2, 0, 2);
	assert_int_equal(ask(fixture, "SELECT a + b FROM one, two"), 3);
}

static void failed_migration_leaves_the_step_before(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(
		sqlite3_exec(fixture->store->db, "PRAGMA user_version = 0", NULL, NULL, NULL),
		SQLITE_OK);
	upgrade(fixture, 3, -EIO, 2);
	assert_non_null(strstr(store_error(fixture->store), "nowhere"));
	assert_int_equal(
		ask(fixture, "SELECT count(*) FROM sqlite_master WHERE name = 'three'"), 0);
}

/* The log. */

static off_t size_of_log(struct fixture *fixture)
{
	struct stat info;
	char path[256];

	(void)snprintf(path, sizeof(path), "%s-wal", fixture->path);
	assert_int_equal(stat(path, &info), 0);
	return info.st_size;
}

/* Far more than the log may have; the longest that it was. */
static off_t write_much(struct fixture *fixture, bool is_tidy)
{
	off_t longest = 0;
	int64_t id;

	for (int i = 0; i < 40; i++) {
		for (int k = 0; k < 25; k++)
			assert_int_equal(create_attempt(fixture->store, fixture->learner, 16000, &id), 0);
		fixture_commit(fixture);
		if (is_tidy)
			store_tidy(fixture->store);
		if (size_of_log(fixture) > longest)
			longest = size_of_log(fixture);
	}
	return longest;
}

static void log_has_room_behind_its_end_once_tidied(void **state)
{
	struct fixture *fixture = *state;
	struct statvfs disk;
	off_t before;
	int64_t id;

	assert_int_equal(statvfs(fixture->path, &disk), 0);
	if ((unsigned long long)disk.f_bavail * disk.f_frsize < 100ULL << 20)
		skip(); /* room is only made where there is enough of it */
	assert_int_equal(create_attempt(fixture->store, fixture->learner, 2000, &id), 0);
	fixture_commit(fixture);
	before = size_of_log(fixture);
	store_tidy(fixture->store);
	assert_int_equal(size_of_log(fixture), before + 512 * 1024);
	assert_int_equal(create_attempt(fixture->store, fixture->learner, 2000, &id), 0);
	fixture_commit(fixture);
	store_tidy(fixture->store);
	assert_int_equal(size_of_log(fixture), before + 512 * 1024);
	fixture_reopen(fixture);
	assert_int_equal(count(fixture, "attempt"), 2);
}

static void open_transaction_is_not_tidied(void **state)
{
	struct fixture *fixture = *state;
	off_t before;
	int64_t id;

	assert_int_equal(create_attempt(fixture->store, fixture->learner, 2000, &id), 0);
	before = size_of_log(fixture);
	store_tidy(fixture->store);
	assert_int_equal(size_of_log(fixture), before);
	assert_true(store_is_dirty(fixture->store));
}

static void log_is_written_back_when_it_is_long(void **state)
{
	assert_true(write_much(*state, true) < 6 * 1024 * 1024);
}

static void log_is_written_back_even_if_nobody_tidies(void **state)
{
	assert_true(write_much(*state, false) < 11 * 1024 * 1024);
}

/* Killed at any moment. */

/* Attempts in groups of three; the last id of a group is told only when its commit came back. */
static int write_and_tell(struct fixture *fixture, int fd)
{
	char error[STORE_ERROR_MAX];
	int r = store_open(fixture->path, &fixture->store, error);

	while (r == 0) {
		int64_t id = 0;

		for (int i = 0; i < 3 && r == 0; i++)
			r = create_attempt(fixture->store, fixture->learner, 2000, &id);
		if (r == 0)
			r = store_commit(fixture->store);
		store_tidy(fixture->store);
		if (r == 0 && write(fd, &id, sizeof(id)) != sizeof(id))
			r = -EPIPE;
	}
	return r;
}

/*
 * Waits for that many words of the child, so that a slow machine kills at the same places as a
 * fast one. 0 or -ETIMEDOUT.
 */
static int hear(int fd, long words, int64_t *ret_told)
{
	struct pollfd event = { .fd = fd, .events = POLLIN };

	for (; words > 0; words--)
		if (poll(&event, 1, 60000) != 1 ||
			read(fd, ret_told, sizeof(*ret_told)) != sizeof(*ret_told))
			return -ETIMEDOUT;
	return 0;
}

/* The last id that the child told before it was killed: some time after `words` commits; `before`
 * when there was none. */
static int64_t run_and_kill(struct fixture *fixture, long words, long nap_us, int64_t before)
{
	const struct timespec nap = { .tv_nsec = nap_us * 1000 };
	int64_t told = before, id;
	int fds[2], r;
	pid_t pid;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(-write_and_tell(fixture, fds[1]));
	close(fds[1]);
	r = hear(fds[0], words, &told);
	nanosleep(&nap, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	while (read(fds[0], &id, sizeof(id)) == sizeof(id))
		told = id;
	close(fds[0]);
	assert_int_equal(r, 0);
	return told;
}

static void check_after_kill(struct fixture *fixture, int64_t told)
{
	assert_true(ask(fixture, "SELECT ifnull(max(id), 0) FROM attempt") >= told);
	assert_int_equal(ask(fixture, "SELECT ifnull(max(id), 0) - count(*) FROM attempt"), 0);
	/* Whole groups or nothing, and each attempt with its file and the file's bytes. */
	assert_int_equal(ask(fixture, "SELECT count(*) % 3 FROM attempt"), 0);
	assert_int_equal(ask(fixture, "SELECT count(*) FROM attempt AS a WHERE NOT EXISTS"
				      " (SELECT 1 FROM attempt_file JOIN blob USING (hash) WHERE "
				      "attempt = a.id)"),
		0);
}

static void what_was_told_survives_a_kill(void **state)
{
	struct fixture *fixture = *state;
	int64_t told = 0;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	srandom((unsigned)now.tv_nsec);
	fixture_close(fixture);
	for (int i = 0; i < 40; i++) {
		told = run_and_kill(fixture, i % 4, random() % 5000, told);
		fixture_open(fixture);
		check_after_kill(fixture, told);
		fixture_close(fixture);
	}
	assert_true(told > 0);
}

#define FOLDER_TEST(function)                                                                      \
	cmocka_unit_test_setup_teardown(function, fixture_setup_folder, fixture_teardown)
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(new_file_is_private_and_ours),
		TEST(safety_switches_are_on),
		FOLDER_TEST(relative_path_is_fine),
		FOLDER_TEST(missing_folder_is_said),
		FOLDER_TEST(folder_is_not_a_database),
		FOLDER_TEST(path_has_a_limit),
		cmocka_unit_test(free_takes_null),
		TEST(counts_are_told),
		FOLDER_TEST(garbage_is_refused),
		TEST(log_with_a_damaged_beginning_is_refused),
		TEST(log_that_never_came_to_the_disk_is_none),
		FOLDER_TEST(other_programs_database_is_refused),
		TEST(newer_schema_is_refused),
		TEST(lost_schema_version_is_refused),
		TEST(missing_table_is_refused),
		TEST(every_damaged_page_is_noticed),
		TEST(shortened_file_is_refused),
		FOLDER_TEST(emptied_file_with_a_log_is_refused),
		TEST(second_process_is_told_at_once),
		TEST(second_store_in_the_process_is_refused),
		FOLDER_TEST(killed_owner_leaves_no_lock),
		FOLDER_TEST(folder_without_permission_is_said),
		TEST(file_without_permission_is_said),
		FOLDER_TEST(read_only_file_system_is_said),
		FOLDER_TEST(full_disk_is_said_and_loses_nothing),
		TEST(limit_of_pages_is_a_full_disk),
		TEST(writes_join_one_transaction),
		TEST(commit_of_nothing_is_fine),
		TEST(uncommitted_is_gone_after_free),
		TEST(failed_write_leaves_the_joined_ones),
		TEST(failed_first_write_leaves_no_transaction),
		TEST(lost_transaction_is_not_committed),
		TEST(query_within_itself_is_refused),
		TEST(migrations_go_step_by_step),
		TEST(failed_migration_leaves_the_step_before),
		TEST(log_has_room_behind_its_end_once_tidied),
		TEST(open_transaction_is_not_tidied),
		TEST(log_is_written_back_when_it_is_long),
		TEST(log_is_written_back_even_if_nobody_tidies),
		TEST(what_was_told_survives_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
