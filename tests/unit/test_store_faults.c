/* SPDX-License-Identifier: MIT */
/*
 * Faults on purpose: a VFS over SQLite's own that fails the n-th write, and allocators (SQLite's
 * by sqlite3_config(), ours by the linker's --wrap) that fail the n-th call. One piece of work is
 * done again and again, the fault one further each time, until the work ends before the fault
 * comes. Whatever happens, what a commit was told to have kept is there afterwards, and nothing
 * is there by halves.
 */
#include "unit.h"

#include "store_fixture.h"

#include "store/database.h"

/* The one fault that is armed; the only state of this file. */
enum fault_kind { FAULT_NONE, FAULT_ALLOCATION, FAULT_DISK };
static struct {
	enum fault_kind kind;
	unsigned countdown; /* the call that makes it 0 fails */
	bool for_ever;	    /* and so do all after it: a dead disk, or a process that is gone */
	int code;	    /* what a failing disk answers */
	bool has_struck;
	unsigned syncs;	       /* of any file, counted always */
	unsigned folder_syncs; /* the same */
} fault;

static void arm(enum fault_kind kind, unsigned countdown, bool for_ever, int code)
{
	fault.kind = kind;
	fault.countdown = countdown;
	fault.for_ever = for_ever;
	fault.code = code;
	fault.has_struck = false;
}

static void disarm(void)
{
	fault.kind = FAULT_NONE;
}

static bool strikes(enum fault_kind kind)
{
	if (fault.kind != kind)
		return false;
	if (fault.has_struck)
		return fault.for_ever;
	fault.has_struck = --fault.countdown == 0;
	return fault.has_struck;
}

/* Allocation: the libraries of the project are linked with --wrap. */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *string);
char *__real_strndup(const char *string, size_t len);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t len);
int __wrap_fsync(int fd);

void *__wrap_malloc(size_t size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_reallocarray(old, count, size);
}

char *__wrap_strdup(const char *string)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_strdup(string);
}

char *__wrap_strndup(const char *string, size_t len)
{
	return strikes(FAULT_ALLOCATION) ? NULL : __real_strndup(string, len);
}

/* Ours is only the folder's; SQLite has its own. */
int __wrap_fsync(int fd)
{
	struct stat info;

	if (fstat(fd, &info) < 0)
		return -1;
	fault.folder_syncs += S_ISDIR(info.st_mode) ? 1 : 0;
	if (!strikes(FAULT_DISK))
		return 0;
	errno = EIO;
	return -1;
}

static sqlite3_mem_methods real_memory;

static void *sqlite_malloc(int size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : real_memory.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
	return strikes(FAULT_ALLOCATION) ? NULL : real_memory.xRealloc(old, size);
}

/* The disk: a file of ours with SQLite's own behind it. No shared memory is offered (version 1):
 * the store must need none. */

static sqlite3_vfs *real_vfs;

struct fault_file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct fault_file *)file)->real;
}

static int file_close(sqlite3_file *file)
{
	return real_of(file)->pMethods ? real_of(file)->pMethods->xClose(real_of(file)) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
	return real_of(file)->pMethods->xRead(real_of(file), bytes, len, offset);
}

/* Half of what was to be written is on the disk when it fails, as with a real one. */
static int file_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
	if (strikes(FAULT_DISK)) {
		if (len > 1)
			(void)real_of(file)->pMethods->xWrite(
				real_of(file), bytes, len / 2, offset);
		return fault.code;
	}
	return real_of(file)->pMethods->xWrite(real_of(file), bytes, len, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return strikes(FAULT_DISK) ? SQLITE_IOERR_TRUNCATE
				   : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

/* Told to the kernel or not makes no difference to a process that dies; it does to the time this
 * test takes. */
static int file_sync(sqlite3_file *file, int flags)
{
	(void)file;
	(void)flags;
	fault.syncs++;
	return strikes(FAULT_DISK) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), ret_size);
}

static int file_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_is_reserved(sqlite3_file *file, int *ret_is_reserved)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), ret_is_reserved);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int vfs_open(
	sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1,
		.xClose = file_close,
		.xRead = file_read,
		.xWrite = file_write,
		.xTruncate = file_truncate,
		.xSync = file_sync,
		.xFileSize = file_size,
		.xLock = file_lock,
		.xUnlock = file_unlock,
		.xCheckReservedLock = file_is_reserved,
		.xFileControl = file_control,
		.xSectorSize = file_sector_size,
		.xDeviceCharacteristics = file_characteristics,
	};
	struct fault_file *fault_file = (struct fault_file *)file;
	int code;

	(void)vfs;
	fault_file->base.pMethods = NULL;
	fault_file->real = (sqlite3_file *)(fault_file + 1);
	if (strikes(FAULT_DISK)) {
		errno = EIO;
		return SQLITE_CANTOPEN;
	}
	code = real_vfs->xOpen(real_vfs, path, fault_file->real, flags, ret_flags);
	if (fault_file->real->pMethods)
		fault_file->base.pMethods = &methods;
	return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
	(void)vfs;
	return strikes(FAULT_DISK) ? SQLITE_IOERR_DELETE
				   : real_vfs->xDelete(real_vfs, path, sync_folder);
}

/* The work: groups of writes, each by a learner of its own. */

#define GROUPS 3

static int write_group(struct store *store, uid_t uid)
{
	char file_name[] = "main.c", data[6000], case_name[] = "one", output[] = "hello\n",
	     detail[] = "exit 1";
	struct job_file file = { file_name, data, sizeof(data), false };
	struct attempt_case row = {
		.name = case_name, .stdout_text = output, .stdout_len = 6, .detail = detail
	};
	struct attempt_new new_attempt = { .lesson = LESSON,
		.step = STEP,
		.language = "c",
		.cases = 1,
		.files = &file,
		.n_files = 1 };
	struct attempt_end end = { .state = ATTEMPT_DONE, .verdict = VERDICT_PASS, .now_us = 9 };
	int64_t attempt = 0;
	uint32_t number;
	int r = learner_ensure(store, uid, "x", 1, &new_attempt.learner);

	memset(data, (int)uid, sizeof(data));
	if (r == 0)
		r = practice_start(store, new_attempt.learner, LESSON, "c", 2);
	if (r == 0)
		r = hint_take(store, new_attempt.learner, LESSON, STEP, 2, 3, &number);
	if (r == 0)
		r = attempt_create(store, &new_attempt, &attempt);
	if (r == 0)
		r = attempt_set_running(store, attempt, 4);
	if (r == 0)
		r = attempt_set_compiler_text(store, attempt, "warning", 7);
	if (r == 0)
		r = attempt_add_case(store, attempt, &row);
	if (r == 0)
		r = attempt_set_queued_again(store, attempt, &number);
	if (r == 0)
		r = attempt_set_compiler_text(store, attempt, "warning", 7);
	if (r == 0)
		r = attempt_add_case(store, attempt, &row);
	if (r == 0)
		r = attempt_finish(store, attempt, &end);
	return r == 0 ? store_commit(store) : r;
}

static int ignore_case(void *userdata, const struct attempt_case *row)
{
	(void)row;
	++*(int *)userdata;
	return 0;
}

static int read_attempt(void *userdata, const struct attempt *attempt)
{
	struct fixture *fixture = userdata;
	_cleanup_(job_freep) struct job *job = job_new();
	int cases = 0, r;

	assert_string_equal(attempt->step, STEP);
	assert_string_equal(attempt->compiler_text, "warning");
	r = job ? attempt_load_files(fixture->store, attempt->id, job) : -ENOMEM;

	return r < 0 ? r : attempt_each_case(fixture->store, attempt->id, ignore_case, &cases);
}

static int ignore_practice(void *userdata, const char *lesson, const struct practice *practice)
{
	(void)userdata;
	/* No memory for a name is an error, never an empty name. */
	assert_string_equal(lesson, LESSON);
	assert_string_equal(practice->language, "c");
	return 0;
}

/* All that reads. */
static int read_group(struct fixture *fixture, int64_t learner)
{
	struct store *store = fixture->store;
	struct step_progress progress;
	struct store_counts counts;
	int64_t id;
	int r = attempt_each(store, learner, NULL, 0, read_attempt, fixture);

	if (r == 0)
		r = attempt_each_unfinished(store, read_attempt, fixture);
	if (r == 0)
		r = practice_each(store, learner, ignore_practice, NULL);
	if (r == 0)
		r = step_progress_get(store, learner, LESSON, STEP, &progress);
	if (r == 0)
		r = attempt_find_previous(store, learner, LESSON, STEP, "c", 0, &id);
	return r < 0 ? r : store_count(store, &counts);
}

/* An error of this fault's kind, in words. */
static void assert_is_error(struct store *store, int r)
{
	if (fault.kind == FAULT_ALLOCATION)
		assert_int_equal(r, -ENOMEM);
	else if (r != -EIO && r != -ENOSPC)
		fail_msg("%d (%s) from a disk that fails with %d", r, store_error(store),
			fault.code);
	assert_true(strlen(store_error(store)) > 0);
}

/*
 * Every group once, again when it failed: a passing fault must have passed. Bits of the groups
 * that were told to be kept.
 */
static unsigned write_groups(struct fixture *fixture)
{
	unsigned told = 0;

	for (uid_t uid = 0; uid < GROUPS; uid++) {
		int r = write_group(fixture->store, uid);

		if (r < 0) {
			assert_is_error(fixture->store, r);
			store_rollback(fixture->store);
			assert_false(store_is_dirty(fixture->store));
			r = fault.for_ever ? r : write_group(fixture->store, uid);
			assert_true(r == 0 || fault.for_ever);
		}
		told |= r == 0 ? 1u << uid : 0;
	}
	return told;
}

static void check_groups(struct fixture *fixture, unsigned told)
{
	for (uid_t uid = 0; uid < GROUPS; uid++) {
		char sql[256];
		int64_t learners, whole;

		(void)snprintf(
			sql, sizeof(sql), "SELECT count(*) FROM learner WHERE uid = %u", uid);
		assert_int_equal(database_get_number(fixture->store, sql, &learners), 0);
		(void)snprintf(sql, sizeof(sql),
			"SELECT count(DISTINCT learner) FROM attempt AS a JOIN attempt_case AS c "
			"ON c.attempt = a.id"
			" JOIN attempt_file AS f ON f.attempt = a.id JOIN blob USING (hash)"
			" JOIN learner AS l ON l.id = a.learner WHERE a.state = 'done' AND l.uid = "
			"%u",
			uid);
		assert_int_equal(database_get_number(fixture->store, sql, &whole), 0);
		assert_int_equal(learners, whole);
		assert_true(whole == 1 || !(told & 1u << uid));
	}
}

/* Opens, works, closes under the fault; then a sound process comes. False when the fault didn't
 * strike any more. */
static bool try_with_fault(
	struct fixture *fixture, enum fault_kind kind, unsigned n, bool for_ever, int code)
{
	char error[STORE_ERROR_MAX] = "";
	unsigned told = 0;
	int r;

	arm(kind, n, for_ever, code);
	r = store_open(fixture->path, &fixture->store, error);
	if (r == 0)
		told = write_groups(fixture);
	else if (kind == FAULT_ALLOCATION ? r != -ENOMEM : r != -EIO && r != -ENOSPC)
		fail_msg("%d (%s) after fault %u of kind %d", r, error, n, kind);
	else
		assert_true(strlen(error) > 0);
	fixture_close(fixture);
	disarm();
	fixture_open(fixture);
	check_groups(fixture, told);
	fixture_close(fixture);
	return fault.has_struck;
}

/*
 * Each at first, then in growing steps: the later ones are met again and again by the same code.
 * Under valgrind, which is some thirty times slower, a sample of them.
 */
static unsigned next_step(unsigned n)
{
	const char *preload = getenv("LD_PRELOAD");

	if (preload && strstr(preload, "vgpreload"))
		return n + 8 + n / 8;
	return n + 1 + n / 32;
}

static void walk(enum fault_kind kind, bool for_ever, int code)
{
	bool has_struck = true;
	unsigned n = 1;

	for (; has_struck; n = next_step(n)) {
		void *state;

		assert_true(n < 1000000);
		fixture_setup_folder(&state);
		has_struck = try_with_fault(state, kind, n, for_ever, code);
		fixture_teardown(&state);
	}
	assert_true(n > 50);
	print_message("the work takes some %u calls\n", n);
}

static void disk_that_fails_once_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_DISK, false, SQLITE_IOERR_WRITE);
}

static void disk_that_is_full_once_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_DISK, false, SQLITE_FULL);
}

static void disk_that_dies_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_DISK, true, SQLITE_IOERR_WRITE);
}

static void disk_that_stays_full_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_DISK, true, SQLITE_FULL);
}

static void allocation_that_fails_once_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_ALLOCATION, false, 0);
}

static void allocation_that_fails_for_ever_loses_nothing(void **state)
{
	(void)state;
	walk(FAULT_ALLOCATION, true, 0);
}

static void reading_without_memory_says_so(void **state)
{
	struct fixture *fixture = *state;
	int r = -ENOMEM;

	assert_int_equal(write_group(fixture->store, 1000), 0);
	for (unsigned n = 1; r < 0; n = next_step(n)) {
		assert_true(n < 100000);
		fixture_reopen(fixture); /* with cold caches */
		arm(FAULT_ALLOCATION, n, false, 0);
		r = read_group(fixture, fixture->learner);
		assert_true(r == 0 || r == -ENOMEM);
		if (fault.has_struck && r == 0)
			r = -ENOMEM; /* one that SQLite could do without */
		disarm();
	}
}

static void commit_is_one_sync_for_all_that_joined(void **state)
{
	struct fixture *fixture = *state;
	unsigned before;

	fixture_attempt(fixture, LESSON, STEP);
	fixture_commit(fixture);
	before = fault.syncs;
	for (int i = 0; i < 20; i++)
		fixture_attempt(fixture, LESSON, STEP);
	assert_int_equal(fault.syncs, before);
	fixture_commit(fixture);
	assert_int_equal(fault.syncs, before + 1);
}

static void new_file_goes_to_the_disk_with_its_folder(void **state)
{
	struct fixture *fixture = *state;
	char error[STORE_ERROR_MAX] = "";
	unsigned before = fault.folder_syncs;

	arm(FAULT_DISK, 1, false, SQLITE_IOERR);
	assert_int_equal(fixture_try_open(fixture, error), -EIO);
	disarm();
	fixture_open(fixture); /* the file is there now, but nobody knows whether for good */
	assert_int_equal(fault.folder_syncs, before + 2);
	fixture_reopen(fixture);
	assert_int_equal(fault.folder_syncs, before + 2);
}

/* Before SQLite is used the first time. */
static int install_faults(void)
{
	static sqlite3_vfs vfs;
	sqlite3_mem_methods memory;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK)
		return -1;
	memory = real_memory;
	memory.xMalloc = sqlite_malloc;
	memory.xRealloc = sqlite_realloc;
	/* Without its store of small pieces every allocation comes to us. */
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK ||
		sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK ||
		sqlite3_initialize() != SQLITE_OK)
		return -1;
	real_vfs = sqlite3_vfs_find(NULL);
	vfs = *real_vfs;
	vfs.zName = "fault";
	vfs.szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile;
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disk_that_fails_once_loses_nothing),
		cmocka_unit_test(disk_that_is_full_once_loses_nothing),
		cmocka_unit_test(disk_that_dies_loses_nothing),
		cmocka_unit_test(disk_that_stays_full_loses_nothing),
		cmocka_unit_test(allocation_that_fails_once_loses_nothing),
		cmocka_unit_test(allocation_that_fails_for_ever_loses_nothing),
		TEST(reading_without_memory_says_so),
		TEST(commit_is_one_sync_for_all_that_joined),
		cmocka_unit_test_setup_teardown(new_file_goes_to_the_disk_with_its_folder,
			fixture_setup_folder, fixture_teardown),
	};

	if (install_faults() < 0) {
		print_error("SQLite takes no allocator or VFS of ours\n");
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
