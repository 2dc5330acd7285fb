/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Each test has an empty folder of its own, gone at its end. */
struct folder {
	char path[PATH_MAX];
	int fd;
};

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));
	const char *tmp = getenv("TMPDIR");

	assert_non_null(folder);
	(void)snprintf(
		folder->path, sizeof(folder->path), "%s/practiced-file-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(folder->path));
	folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(folder->fd >= 0);
	*state = folder;
	return 0;
}

static void remove_below(int fd)
{
	DIR *dir = fdopendir(fd);

	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, entry->d_name, 0) == 0)
			continue;
		remove_below(openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
		(void)unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	}
	(void)closedir(dir);
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;

	remove_below(folder->fd);
	(void)rmdir(folder->path);
	free(folder);
	return 0;
}

static void replaced_file_reads_back(void **state)
{
	const struct folder *folder = *state;
	_cleanup_buffer_ struct buffer buffer = { 0 };

	assert_int_equal(file_replace_at(folder->fd, "a", "one", 3, 0600), 0);
	assert_int_equal(file_replace_at(folder->fd, "a", "t\0o", 3, 0600), 0);
	assert_int_equal(file_read_beneath(folder->fd, "a", 100, &buffer), 0);
	assert_int_equal(buffer.len, 3);
	assert_memory_equal(buffer.data, "t\0o", 4);
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
		count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
	(void)closedir(dir);
	return count;
}

static void replace_leaves_no_temporary_file(void **state)
{
	const struct folder *folder = *state;
	struct stat st;

	assert_int_equal(file_make_dirs_at(folder->fd, "in/the/way", 0700), 0);
	assert_true(file_replace_at(folder->fd, "in", "x", 1, 0600) < 0);
	assert_int_equal(file_replace_at(folder->fd, "a", "", 0, 0640), 0);
	assert_int_equal(count_entries(folder->path), 2);
	assert_int_equal(fstatat(folder->fd, "a", &st, 0), 0);
	assert_int_equal(st.st_mode & 0137, 0); /* 0640 less the umask, never more */
}

static void replace_takes_the_place_of_a_link(void **state)
{
	const struct folder *folder = *state;
	struct stat st;

	assert_int_equal(file_replace_at(folder->fd, "target", "old", 3, 0600), 0);
	assert_int_equal(symlinkat("target", folder->fd, "link"), 0);
	assert_int_equal(file_replace_at(folder->fd, "link", "new!", 4, 0600), 0);
	assert_int_equal(fstatat(folder->fd, "target", &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_int_equal(st.st_size, 3);
	assert_int_equal(fstatat(folder->fd, "link", &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISREG(st.st_mode));
}

static void read_is_bounded(void **state)
{
	const struct folder *folder = *state;
	_cleanup_buffer_ struct buffer buffer = { 0 };

	assert_int_equal(file_replace_at(folder->fd, "a", "12345", 5, 0600), 0);
	assert_int_equal(buffer_append_string(&buffer, "before"), 0);
	assert_int_equal(file_read_beneath(folder->fd, "a", 4, &buffer), -EFBIG);
	assert_string_equal(buffer.data, "before");
	assert_int_equal(file_read_beneath(folder->fd, "a", 5, &buffer), 0);
	assert_string_equal(buffer.data, "before12345");
}

static void links_are_not_followed(void **state)
{
	const struct folder *folder = *state;
	_cleanup_buffer_ struct buffer buffer = { 0 };

	assert_int_equal(file_make_dirs_at(folder->fd, "real", 0700), 0);
	assert_int_equal(file_replace_at(folder->fd, "real/a", "x", 1, 0600), 0);
	assert_int_equal(symlinkat("real/a", folder->fd, "file-link"), 0);
	assert_int_equal(symlinkat("real", folder->fd, "folder-link"), 0);
	assert_int_equal(file_read_beneath(folder->fd, "file-link", 9, &buffer), -ELOOP);
	assert_int_equal(file_read_beneath(folder->fd, "folder-link/a", 9, &buffer), -ELOOP);
	assert_int_equal(file_open_folder_beneath(folder->fd, "folder-link"), -ELOOP);
	assert_int_equal(file_open_folder_beneath(folder->fd, "file-link"), -ELOOP);
	assert_int_equal(file_open_folder_beneath(folder->fd, "folder-link/a"), -ELOOP);
	assert_int_equal(file_open_folder_beneath(folder->fd, "real/a"), -ENOTDIR);
	assert_int_equal(file_open_folder_beneath(folder->fd, "real/a/b"), -ENOTDIR);
	assert_int_equal(file_open_folder_beneath(folder->fd, "none"), -ENOENT);
	assert_int_equal(file_make_dirs_at(folder->fd, "folder-link/b", 0700), -ELOOP);
	assert_int_equal(file_replace_at(folder->fd, "folder-link/b", "x", 1, 0600), -ELOOP);
}

static void paths_stay_beneath(void **state)
{
	static const char *const rows[] = { "", "/etc/passwd", "../a", "a/../b", "./a", "a//b",
		"a/", ".", ".." };
	const struct folder *folder = *state;
	_cleanup_buffer_ struct buffer buffer = { 0 };

	assert_int_equal(file_make_dirs_at(folder->fd, "a", 0700), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(file_read_beneath(folder->fd, rows[i], 9, &buffer), -EINVAL);
		assert_int_equal(file_replace_at(folder->fd, rows[i], "x", 1, 0600), -EINVAL);
		assert_int_equal(file_open_folder_beneath(folder->fd, rows[i]), -EINVAL);
		assert_int_equal(file_make_dirs_at(folder->fd, rows[i], 0700), -EINVAL);
	}
}

static void only_regular_files_are_read(void **state)
{
	const struct folder *folder = *state;
	_cleanup_buffer_ struct buffer buffer = { 0 };

	assert_int_equal(file_make_dirs_at(folder->fd, "d", 0700), 0);
	assert_int_equal(mkfifoat(folder->fd, "fifo", 0600), 0);
	assert_int_equal(file_read_beneath(folder->fd, "d", 9, &buffer), -EISDIR);
	assert_int_equal(file_read_beneath(folder->fd, "fifo", 9, &buffer), -EINVAL);
	assert_int_equal(file_open_beneath(folder->fd, "fifo", O_WRONLY), -EINVAL);
	assert_int_equal(file_read_beneath(folder->fd, "none", 9, &buffer), -ENOENT);
	assert_int_equal(file_open_beneath(folder->fd, "new", O_WRONLY | O_CREAT), -EINVAL);
}

static void folders_are_opened_at_any_depth(void **state)
{
	const struct folder *folder = *state;
	_cleanup_close_ int fd = -1;

	assert_int_equal(file_make_dirs_at(folder->fd, "a/b/c", 0700), 0);
	assert_int_equal(file_replace_at(folder->fd, "a/b/c/d", "x", 1, 0600), 0);
	fd = file_open_folder_beneath(folder->fd, "a/b/c");
	assert_true(fd >= 0);
	assert_int_equal(faccessat(fd, "d", F_OK, 0), 0);
}

static void dirs_may_be_there_already(void **state)
{
	const struct folder *folder = *state;

	assert_int_equal(file_make_dirs_at(folder->fd, "a/b/c", 0700), 0);
	assert_int_equal(file_make_dirs_at(folder->fd, "a/b/c", 0700), 0);
	assert_int_equal(file_replace_at(folder->fd, "a/b/file", "x", 1, 0600), 0);
	assert_int_equal(file_make_dirs_at(folder->fd, "a/b/file", 0700), -ENOTDIR);
	assert_int_equal(file_make_dirs_at(folder->fd, "a/b/file/x", 0700), -ENOTDIR);
}

/* Whole MiBs go through a pipe of 64 KiB only in short writes and reads. */
static void short_writes_are_continued(void **state)
{
	_cleanup_buffer_ struct buffer sent = { 0 }, received = { 0 };
	int ends[2];
	pid_t child;

	(void)state;
	for (size_t i = 0; i < 300000; i++)
		assert_int_equal(buffer_append_char(&sent, (char)(i * 7)), 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(file_write_all(ends[1], sent.data, sent.len) < 0);
	(void)close(ends[1]);
	assert_int_equal(file_read_all(ends[0], 300000, &received), 0);
	(void)close(ends[0]);
	assert_int_equal(received.len, sent.len);
	assert_memory_equal(received.data, sent.data, sent.len);
}

static void write_errors_are_told(void **state)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(file_write_all(-1, "x", 1), -EBADF);
	if (full < 0)
		skip();
	assert_int_equal(file_write_all(full, "x", 1), -ENOSPC);
	(void)close(full);
}

static void safe_names_are_told_from_unsafe(void **state)
{
	static const char *const safe[] = { "a", "main.c", "src/main.c", ".hidden", "a b",
		"caf\xC3\xA9.py", "1/2/3/4/5/6/7/8", "...", "a-b", "..a/b.." };
	static const char *const unsafe[] = { "", "/", "/a", "a/", "a//b", ".", "..", "a/..",
		"../a", "./a", "a/./b", "a\\b", "a\nb", "a\tb", "\x7F", "\xC2\x9B", "\xE2\x80\xAE",
		"\xFF", "1/2/3/4/5/6/7/8/9", "-o", "a/-o" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(safe); i++)
		assert_true(file_name_is_safe(safe[i]));
	for (size_t i = 0; i < ARRAY_SIZE(unsafe); i++)
		assert_false(file_name_is_safe(unsafe[i]));
}

static void safe_names_have_at_most_255_bytes(void **state)
{
	char name[FILE_NAME_MAX_BYTES + 2];

	(void)state;
	memset(name, 'x', sizeof(name));
	name[FILE_NAME_MAX_BYTES + 1] = '\0';
	assert_false(file_name_is_safe(name));
	name[FILE_NAME_MAX_BYTES] = '\0';
	assert_true(file_name_is_safe(name));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(replaced_file_reads_back),
		WITH_FOLDER(replace_leaves_no_temporary_file),
		WITH_FOLDER(replace_takes_the_place_of_a_link),
		WITH_FOLDER(read_is_bounded),
		WITH_FOLDER(links_are_not_followed),
		WITH_FOLDER(paths_stay_beneath),
		WITH_FOLDER(only_regular_files_are_read),
		WITH_FOLDER(folders_are_opened_at_any_depth),
		WITH_FOLDER(dirs_may_be_there_already),
		cmocka_unit_test(short_writes_are_continued),
		cmocka_unit_test(write_errors_are_told),
		cmocka_unit_test(safe_names_are_told_from_unsafe),
		cmocka_unit_test(safe_names_have_at_most_255_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
