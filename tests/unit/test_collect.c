/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include "runner/capture.h"
#include "runner/collect.h"

static int collect(const struct folder *folder, size_t max, struct job **ret_job)
{
	*ret_job = job_new();
	assert_non_null(*ret_job);
	return collect_files(folder->fd, max, *ret_job);
}

static void check_collect(const struct folder *folder, size_t max, int result)
{
	_cleanup_(job_freep) struct job *job = NULL;

	assert_int_equal(collect(folder, max, &job), result);
}

static void set_mode(const struct folder *folder, const char *path, mode_t mode)
{
	assert_int_equal(fchmodat(folder->fd, path, mode, 0), 0);
}

static const struct job_file *file_of(const struct job *job, const char *name)
{
	for (size_t i = 0; i < job->n_files; i++)
		if (strcmp(job->files[i].name, name) == 0)
			return &job->files[i];
	fail_msg("no file %s", name);
	return NULL;
}

static void make_program(const struct folder *folder)
{
	folder_put(folder, "judge.c", "source");
	folder_put_n(folder, "judge", "pro\0gram", 8);
	set_mode(folder, "judge", 0755);
	folder_put(folder, "parts/more/data", "");
}

static void files_come_with_content_and_mode(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(job_freep) struct job *job = NULL;

	(void)state;
	make_program(&folder);
	assert_int_equal(collect(&folder, 14, &job), 0);
	assert_int_equal(job->n_files, 3);
	assert_int_equal(file_of(job, "judge")->len, 8);
	assert_memory_equal(file_of(job, "judge")->data, "pro\0gram", 8);
	assert_true(file_of(job, "judge")->executable);
	assert_false(file_of(job, "judge.c")->executable);
	assert_int_equal(file_of(job, "parts/more/data")->len, 0);
}

static void bytes_at_the_limit_and_past_it(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	make_program(&folder);
	check_collect(&folder, 14, 0);
	check_collect(&folder, 13, -E2BIG);
}

static void files_at_the_limit_and_past_it(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	char name[16];

	(void)state;
	for (int i = 0; i < JOB_FILES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "%d", i);
		folder_put(&folder, name, "");
	}
	check_collect(&folder, 100, 0);
	folder_put(&folder, "more", "");
	check_collect(&folder, 100, -E2BIG);
}

static void depth_at_the_limit_and_past_it(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	folder_put(&folder, "1/2/3/4/5/6/7/8", "");
	check_collect(&folder, 100, 0);
	folder_put(&folder, "1/2/3/4/5/6/7/folder/9", "");
	check_collect(&folder, 100, -ENOTSUP);
}

/* What is laid again must be the same, or it is not collected. */
static void link_is_refused(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	make_program(&folder);
	folder_link(&folder, "judge", "link");
	check_collect(&folder, 100, -ENOTSUP);
}

static void second_name_is_refused(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	make_program(&folder);
	assert_int_equal(linkat(folder.fd, "judge", folder.fd, "again", 0), 0);
	check_collect(&folder, 100, -ENOTSUP);
}

static void fifo_is_refused_and_not_waited_for(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	assert_int_equal(mkfifoat(folder.fd, "fifo", 0644), 0);
	check_collect(&folder, 100, -ENOTSUP);
}

static void empty_folder_is_refused(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	make_program(&folder);
	assert_int_equal(mkdirat(folder.fd, "empty", 0755), 0);
	check_collect(&folder, 100, -ENOTSUP);
}

static void other_modes_are_refused(void **state)
{
	static const mode_t modes[] = { 0600, 0640, 0700, 0754, 04755 };
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	make_program(&folder);
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		set_mode(&folder, "judge", modes[i]);
		check_collect(&folder, 100, -ENOTSUP);
	}
	set_mode(&folder, "judge", 0644);
	check_collect(&folder, 100, 0);
	set_mode(&folder, "parts", 0700);
	check_collect(&folder, 100, -ENOTSUP);
}

static void names_that_no_file_may_have_are_refused(void **state)
{
	static const char *const names[] = { "-o", "new\nline", "back\\slash", "\xff" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		_cleanup_folder_ struct folder folder = folder_new();

		folder_put(&folder, names[i], "");
		check_collect(&folder, 100, -ENOTSUP);
	}
}

static void what_is_written_is_read(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(job_freep) struct job *job = NULL;
	_cleanup_close_ int fd = -1;

	(void)state;
	make_program(&folder);
	assert_int_equal(capture_new("test", &fd), 0);
	assert_int_equal(collect_write(folder.path, 14, fd), 0);
	assert_int_equal(collect_read(fd, 14, &job), 0);
	assert_int_equal(job->n_files, 3);
	assert_memory_equal(file_of(job, "judge")->data, "pro\0gram", 8);
}

static void nothing_is_written_of_what_can_not_be_collected(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct job *job = NULL;
	_cleanup_close_ int fd = -1;

	(void)state;
	make_program(&folder);
	assert_int_equal(capture_new("test", &fd), 0);
	assert_int_equal(collect_write(folder.path, 13, fd), 0);
	assert_int_equal(capture_size(fd), 0);
	assert_int_equal(collect_read(fd, 13, &job), -ENODATA);
	assert_int_equal(collect_write("/nonexistent/folder", 13, fd), 0);
	assert_int_equal(capture_size(fd), 0);
}

static void bytes_that_are_no_collection_are_refused(void **state)
{
	struct job *job = NULL;
	_cleanup_close_ int fd = -1;

	(void)state;
	assert_int_equal(capture_new("test", &fd), 0);
	assert_int_equal(file_write_all(fd, "nonsense", 8), 0);
	assert_int_equal(collect_read(fd, 100, &job), -EBADMSG);
	assert_int_equal(ftruncate(fd, 10 * 1024 * 1024), 0);
	assert_int_equal(collect_read(fd, 100, &job), -EBADMSG);
	assert_null(job);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_come_with_content_and_mode),
		cmocka_unit_test(bytes_at_the_limit_and_past_it),
		cmocka_unit_test(files_at_the_limit_and_past_it),
		cmocka_unit_test(depth_at_the_limit_and_past_it),
		cmocka_unit_test(link_is_refused),
		cmocka_unit_test(second_name_is_refused),
		cmocka_unit_test(fifo_is_refused_and_not_waited_for),
		cmocka_unit_test(empty_folder_is_refused),
		cmocka_unit_test(other_modes_are_refused),
		cmocka_unit_test(names_that_no_file_may_have_are_refused),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(nothing_is_written_of_what_can_not_be_collected),
		cmocka_unit_test(bytes_that_are_no_collection_are_refused),
	};

	(void)umask(022);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
