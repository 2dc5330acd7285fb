/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct fixture {
	struct scratch_paths paths;
	struct failure failure;
	char box[SCRATCH_PATH_SIZE], work[SCRATCH_PATH_SIZE];
	int work_fd;
};

static int make_fixture(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	assert_int_equal(scratch_make_folder(&fixture.paths, &fixture.failure), 0);
	scratch_path(&fixture.paths, SCRATCH_BOX, fixture.box);
	scratch_path(&fixture.paths, SCRATCH_WORK, fixture.work);
	fixture.work_fd = open(fixture.work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fixture.work_fd >= 0);
	*state = &fixture;
	return 0;
}

static int drop_fixture(void **state)
{
	struct fixture *fixture = *state;

	(void)close(fixture->work_fd);
	scratch_remove_folder(&fixture->paths);
	assert_int_equal(access(fixture->paths.root, F_OK), -1);
	return 0;
}

static void make_file(int dir_fd, const char *name)
{
	int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	(void)close(fd);
}

static void in_the_jail_paths_are_plain(void **state)
{
	struct scratch_paths paths = { "" };
	char path[SCRATCH_PATH_SIZE];

	(void)state;
	scratch_path(&paths, SCRATCH_BOX, path);
	assert_string_equal(path, JOB_BOX_DIR);
	scratch_path(&paths, SCRATCH_WORK, path);
	assert_string_equal(path, "/scratch");
	scratch_path(&paths, SCRATCH_TMP, path);
	assert_string_equal(path, "/tmp");
}

static int lay(struct fixture *fixture, const struct job *job)
{
	int box_fd = open(fixture->box, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = scratch_lay_files(box_fd, job->files, job->n_files, &fixture->failure);

	(void)close(box_fd);
	return r;
}

static void files_are_laid_with_their_folders_and_modes(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_(job_freep) struct job *job = job_new();
	char path[SCRATCH_PATH_SIZE + 16];
	struct stat status;

	assert_int_equal(job_add_file(job, "a/b/run.sh", "text", 4, true), 0);
	assert_int_equal(job_add_file(job, "a/data", "", 0, false), 0);
	assert_int_equal(lay(fixture, job), 0);
	(void)snprintf(path, sizeof(path), "%s/a/b/run.sh", fixture->box);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 4);
	assert_int_equal(status.st_mode & 0100, 0100);
	(void)snprintf(path, sizeof(path), "%s/a/data", fixture->box);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0100, 0);
}

static void file_that_is_there_already_is_an_error(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_(job_freep) struct job *job = job_new();

	assert_int_equal(job_add_file(job, "a", "", 0, false), 0);
	assert_int_equal(lay(fixture, job), 0);
	assert_int_equal(lay(fixture, job), -EEXIST);
	assert_non_null(strstr(fixture->failure.text, "file a"));
}

static void wipe_leaves_an_empty_folder(void **state)
{
	struct fixture *fixture = *state;

	make_file(fixture->work_fd, "file");
	make_file(fixture->work_fd, ".hidden");
	assert_int_equal(mkdirat(fixture->work_fd, "d", 0700), 0);
	make_file(fixture->work_fd, "d/e");
	assert_int_equal(fchmodat(fixture->work_fd, "d", 0, 0), 0);
	assert_int_equal(fchmod(fixture->work_fd, 0500), 0);
	assert_int_equal(scratch_wipe(fixture->work_fd), 0);
	assert_int_equal(rmdir(fixture->work), 0);
	assert_int_equal(mkdir(fixture->work, 0700), 0);
}

static void wipe_does_not_follow_links(void **state)
{
	struct fixture *fixture = *state;
	char kept[SCRATCH_PATH_SIZE + 16];

	(void)snprintf(kept, sizeof(kept), "%s/kept", fixture->box);
	make_file(AT_FDCWD, kept);
	assert_int_equal(symlinkat(fixture->box, fixture->work_fd, "link"), 0);
	assert_int_equal(scratch_wipe(fixture->work_fd), 0);
	assert_int_equal(access(kept, F_OK), 0);
}

static int make_nested(int dir_fd, int depth)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; i < depth && fd >= 0; i++) {
		int next;

		if (mkdirat(fd, "d", 0700) < 0)
			return -1;
		next = openat(fd, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		(void)close(fd);
		fd = next;
	}
	return fd < 0 ? -1 : close(fd);
}

/* The fixture's own removal would fail, so the deepest one is taken away first. */
static void wipe_goes_down_to_a_limit_and_no_further(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(make_nested(fixture->work_fd, 63), 0);
	assert_int_equal(scratch_wipe(fixture->work_fd), 0);
	assert_int_equal(make_nested(fixture->work_fd, 64), 0);
	assert_int_equal(scratch_wipe(fixture->work_fd), -ELOOP);
	assert_int_equal(renameat(fixture->work_fd, "d/d", fixture->work_fd, "e"), 0);
	assert_int_equal(scratch_wipe(fixture->work_fd), 0);
}

static void mark_sees_a_changed_mode(void **state)
{
	struct fixture *fixture = *state;
	struct scratch_mark before, after;

	assert_int_equal(scratch_mark(fixture->work_fd, &before), 0);
	assert_int_equal(fchmod(fixture->work_fd, 0755), 0);
	assert_int_equal(scratch_mark(fixture->work_fd, &after), 0);
	assert_true(before.mode != after.mode);
}

#define scratch_test(name) cmocka_unit_test_setup_teardown(name, make_fixture, drop_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_the_jail_paths_are_plain),
		scratch_test(files_are_laid_with_their_folders_and_modes),
		scratch_test(file_that_is_there_already_is_an_error),
		scratch_test(wipe_leaves_an_empty_folder),
		scratch_test(wipe_does_not_follow_links),
		scratch_test(wipe_goes_down_to_a_limit_and_no_further),
		scratch_test(mark_sees_a_changed_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
