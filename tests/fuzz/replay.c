/* SPDX-License-Identifier: MIT */
/*
 * Gives every file of a corpus to the fuzzer that it is linked with: the folder or files named on
 * the command line, or, for a program called replay_<name>, $top_srcdir/tests/fuzz/corpus/<name>.
 */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>

enum {
	INPUT_MAX = 16 * 1024 * 1024,
};

static int replay_file(int dir_fd, const char *name)
{
	_cleanup_close_ int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
	_cleanup_buffer_ struct buffer input = { 0 };
	_cleanup_free_ uint8_t *exact = NULL;
	int r = fd < 0 ? -errno : file_read_all(fd, INPUT_MAX, &input);

	if (r < 0) {
		(void)fprintf(stderr, "%s: %s\n", name, strerror(-r));
		return r;
	}
	/* Memory of just that size, so that a sanitizer or valgrind sees a read beyond it. */
	exact = malloc(input.len ? input.len : 1);
	if (!exact)
		return -ENOMEM;
	memcpy(exact, input.data, input.len);
	(void)printf("%s: %zu bytes\n", name, input.len);
	(void)fflush(stdout);
	return LLVMFuzzerTestOneInput(exact, input.len);
}

static int replay_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	size_t count = 0;
	int r = 0;

	if (!dir) {
		(void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return -errno;
	}
	while (r >= 0 && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		r = replay_file(dirfd(dir), entry->d_name);
		count++;
	}
	(void)closedir(dir);
	if (r >= 0 && count == 0)
		(void)fprintf(stderr, "%s: no input\n", path);
	return r < 0 || count == 0 ? -1 : 0;
}

static int replay_own_corpus(const char *program)
{
	_cleanup_buffer_ struct buffer path = { 0 };
	const char *srcdir = getenv("top_srcdir"), *name = strrchr(program, '_');

	if (!srcdir || !name) {
		(void)fprintf(stderr, "usage: %s FOLDER|FILE... (or set top_srcdir)\n", program);
		return -1;
	}
	if (buffer_printf(&path, "%s/tests/fuzz/corpus/%s", srcdir, name + 1) < 0)
		return -1;
	return replay_folder(path.data);
}

int main(int argc, char **argv)
{
	int r = argc < 2 ? replay_own_corpus(argv[0]) : 0;

	for (int i = 1; r >= 0 && i < argc; i++) {
		DIR *dir = opendir(argv[i]);

		if (dir)
			(void)closedir(dir);
		r = dir ? replay_folder(argv[i]) : replay_file(AT_FDCWD, argv[i]);
	}
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
