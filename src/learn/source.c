/* SPDX-License-Identifier: MIT */
/*
 * A stamp has the status-change time too, which no program can set back, so a file that was written
 * to and given its old times again is seen. Names that appear or go change their folder's stamp;
 * that is why folders are stamped when they are listed.
 */
#include "learn/source.h"

#include "base/buffer.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FRESH_NS 50000000 /* several of the longest clock ticks that kernels stamp files with */

void source_done(struct source *source)
{
	for (size_t i = 0; i < source->n_stamps; i++)
		free(source->stamps[i].path);
	free(source->stamps);
	*source = (struct source){ .dir_fd = -1 };
}

static int64_t nanoseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static int reserve_stamp(struct source *source)
{
	size_t n = source->n_allocated > 0 ? source->n_allocated * 2 : 16;
	struct source_stamp *stamps;

	if (source->n_stamps < source->n_allocated)
		return 0;
	stamps = reallocarray(source->stamps, n, sizeof(*stamps));
	if (!stamps)
		return -ENOMEM;
	source->stamps = stamps;
	source->n_allocated = n;
	return 0;
}

int source_add_stamp(struct source *source, const char *path, const struct stat *st)
{
	struct source_stamp stamp = {
		.inode = st->st_ino,
		.size = st->st_size,
		.mode = st->st_mode,
		.modified = st->st_mtim,
		.changed = st->st_ctim,
	};
	struct timespec now;
	int r = reserve_stamp(source);

	if (r < 0)
		return r;
	stamp.path = strdup(path);
	if (!stamp.path)
		return -ENOMEM;
	source->stamps[source->n_stamps++] = stamp;
	if (clock_gettime(CLOCK_REALTIME_COARSE, &now) < 0 ||
		nanoseconds(&now) - nanoseconds(&st->st_ctim) < FRESH_NS)
		source->is_fresh = true;
	return 0;
}

/* Exactly the size that the file had: what is kept of a catalog is many small files. */
static int read_exactly(int fd, char *data, size_t len)
{
	size_t done = 0;

	while (done < len + 1) {
		char beyond;
		ssize_t n = done < len ? read(fd, data + done, len - done) : read(fd, &beyond, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return done == len ? 0 : -EBUSY;
}

static int open_and_stamp(struct source *source, const char *path, struct stat *ret_st)
{
	_cleanup_close_ int fd = file_open_beneath(source->dir_fd, path, O_RDONLY);
	struct stat st;
	int r;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	r = source_add_stamp(source, path, &st);
	if (r < 0)
		return r;
	*ret_st = st;
	return TAKE_FD(fd);
}

int source_take(struct source *source, const char *path, int fd, size_t max, struct lesson_file *ret_file)
{
	_cleanup_free_ char *data = NULL;
	struct stat st;
	size_t len;
	int r = fstat(fd, &st) < 0 ? -errno : source_add_stamp(source, path, &st);

	if (r < 0)
		return r;
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return -EFBIG;
	len = (size_t)st.st_size;
	if (len > LESSON_BYTES_MAX - source->bytes)
		return -EFBIG;
	data = malloc(len + 1);
	if (!data)
		return -ENOMEM;
	r = read_exactly(fd, data, len);
	if (r < 0)
		return r;
	data[len] = '\0';
	source->bytes += len;
	*ret_file = (struct lesson_file){
		.data = TAKE_PTR(data), .len = len, .executable = (st.st_mode & 0111) != 0
	};
	return 0;
}

int source_read(struct source *source, const char *path, size_t max, struct lesson_file *ret_file)
{
	_cleanup_close_ int fd = file_open_beneath(source->dir_fd, path, O_RDONLY);

	return fd < 0 ? fd : source_take(source, path, fd, max, ret_file);
}

int source_note(struct source *source, const char *path, size_t max, struct lesson_data *ret_data)
{
	_cleanup_close_ int fd = -1;
	struct lesson_data data = { 0 };
	struct stat st = { 0 };

	fd = open_and_stamp(source, path, &st);
	if (fd < 0)
		return fd;
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return -EFBIG;
	data = (struct lesson_data){
		.path = strdup(path),
		.inode = st.st_ino,
		.len = (size_t)st.st_size,
		.modified = st.st_mtim,
		.changed = st.st_ctim,
	};
	if (!data.path)
		return -ENOMEM;
	*ret_data = data;
	return 0;
}

static bool is_same_data(const struct lesson_data *data, const struct stat *st)
{
	return st->st_ino == data->inode && (uint64_t)st->st_size == data->len &&
	       nanoseconds(&st->st_mtim) == nanoseconds(&data->modified) &&
	       nanoseconds(&st->st_ctim) == nanoseconds(&data->changed);
}

int lesson_data_read(const char *folder, const struct lesson_data *data, char **ret_bytes)
{
	_cleanup_close_ int dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int fd = dir_fd < 0 ? -1 : file_open_beneath(dir_fd, data->path, O_RDONLY);
	_cleanup_free_ char *bytes = NULL;
	struct stat st;
	int r;

	if (dir_fd < 0 || fd < 0 || fstat(fd, &st) < 0 || !is_same_data(data, &st))
		return -ESTALE;
	bytes = malloc(data->len + 1);
	if (!bytes)
		return -ENOMEM;
	r = read_exactly(fd, bytes, data->len);
	if (r < 0)
		return r == -EBUSY ? -ESTALE : r;
	bytes[data->len] = '\0';
	*ret_bytes = TAKE_PTR(bytes);
	return 0;
}

int source_open_folder(int dir_fd, const char *path)
{
	_cleanup_close_ int fd = *path ? -1 : openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && !*path)
		return -errno;
	while (*path) {
		int parent = fd < 0 ? dir_fd : fd;
		size_t len = strcspn(path, "/");
		_cleanup_free_ char *name = strndup(path, len);
		struct stat st;
		int next;

		if (!name)
			return -ENOMEM;
		if (len == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			return -EINVAL;
		next = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (next < 0 && errno == ENOTDIR &&
			fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
			return -ELOOP;
		if (next < 0)
			return -errno;
		cleanup_close(&fd);
		fd = next;
		path += len + (path[len] == '/');
	}
	return TAKE_FD(fd);
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_names(DIR *folder, size_t max, struct strlist *ret_names)
{
	for (;;) {
		const struct dirent *entry;
		int r;

		errno = 0;
		entry = readdir(folder);
		if (!entry)
			return -errno;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (ret_names->count >= max)
			return -E2BIG;
		r = strlist_add(ret_names, entry->d_name);
		if (r < 0)
			return r;
	}
}

int source_list(struct source *source, const char *path, size_t max, struct strlist *ret_names)
{
	_cleanup_close_ int fd = source_open_folder(source->dir_fd, path);
	struct stat st;
	DIR *folder;
	int r;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	r = source_add_stamp(source, path, &st);
	if (r < 0)
		return r;
	folder = fdopendir(fd);
	if (!folder)
		return -errno;
	fd = -1;
	r = read_names(folder, max, ret_names);
	(void)closedir(folder);
	if (r == 0 && ret_names->count > 1)
		qsort(ret_names->items, ret_names->count, sizeof(*ret_names->items),
			compare_strings);
	return r;
}

const char *source_error_words(int error)
{
	static const struct {
		int error;
		const char *words;
	} rows[] = {
		{ -ENOENT, "is not there" },
		{ -EFBIG, "is too large" },
		{ -E2BIG, "has too many files" },
		{ -ELOOP, "is a link: expected a file or folder itself" },
		{ -EISDIR, "is a folder: expected a file" },
		{ -ENOTDIR, "is a file: expected a folder" },
		{ -EINVAL, "is a special file: expected a regular one" },
		{ -EBUSY, "was written to while it was read" },
		{ -EACCES, "may not be read" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].error == error)
			return rows[i].words;
	return "could not be read";
}

void lesson_files_free(struct lesson_file *files, size_t n_files)
{
	for (size_t i = 0; i < n_files; i++) {
		free(files[i].name);
		free(files[i].data);
	}
	free(files);
}

bool source_is_mask(int dir_fd, const char *name)
{
	static const char null[] = "/dev/null";
	char target[sizeof(null)];

	return readlinkat(dir_fd, name, target, sizeof(target)) == sizeof(null) - 1 &&
	       memcmp(target, null, sizeof(null) - 1) == 0;
}

/* A tree on its way into memory: folders are a list of work, so depth costs no stack. */
struct tree {
	struct source *source;
	const char *root;
	struct strlist folders; /* relative to root; "" is the root */
	struct lesson_file *files;
	size_t n_files;
	struct lesson_error *error;
};

static void tree_done(struct tree *tree)
{
	strlist_done(&tree->folders);
	lesson_files_free(tree->files, tree->n_files);
}

static char *join(const char *folder, const char *name)
{
	char *path;

	if (!*folder)
		return strdup(name);
	return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static int tree_fail(struct tree *tree, const char *path, const char *words)
{
	tree->error->ini.line = 0;
	(void)snprintf(tree->error->file, sizeof(tree->error->file), "%s", path);
	return ini_fail(&tree->error->ini, "%s", words);
}

/* A folder comes back as -EISDIR, and onto the list. */
static int tree_add(struct tree *tree, const char *name)
{
	_cleanup_free_ char *path = join(tree->root, name);
	struct lesson_file file;
	int r;

	if (!path)
		return -ENOMEM;
	if (!file_name_is_safe(name))
		return tree_fail(tree, path, "is not a name that a learner's file may have");
	r = tree->source->follows ? source_read_linked(tree->source, path, LESSON_FILE_MAX, &file)
				  : source_read(tree->source, path, LESSON_FILE_MAX, &file);
	if (r == -EISDIR && tree->folders.count <= LESSON_FOLDER_MAX)
		return strlist_add(&tree->folders, name);
	if (r < 0)
		return r == -ENOMEM ? r : tree_fail(tree, path, source_error_words(r));
	file.name = strdup(name);
	if (!file.name || tree->n_files >= LESSON_FOLDER_MAX) {
		bool has_memory = file.name;

		free(file.name);
		free(file.data);
		return has_memory ? tree_fail(tree, tree->root, source_error_words(-E2BIG))
				  : -ENOMEM;
	}
	tree->files[tree->n_files++] = file;
	return 0;
}

static int tree_add_folder(struct tree *tree, const char *folder)
{
	_cleanup_free_ char *path = *folder ? join(tree->root, folder) : strdup(tree->root);
	_cleanup_strlist_ struct strlist names = { 0 };
	int r;

	if (!path)
		return -ENOMEM;
	r = source_list(tree->source, path, LESSON_ENTRIES_MAX, &names);
	if (r == -ENOENT && !*folder)
		return r;
	if (r < 0)
		return r == -ENOMEM ? r : tree_fail(tree, path, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		_cleanup_free_ char *name = join(folder, names.items[i]);

		r = name ? tree_add(tree, name) : -ENOMEM;
	}
	return r;
}

static int compare_files(const void *a, const void *b)
{
	const struct lesson_file *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int source_read_tree(struct source *source, const char *path, struct lesson_file **ret_files,
	size_t *ret_n_files, struct lesson_error *ret_error)
{
	_cleanup_(tree_done) struct tree tree = {
		.source = source, .root = path, .error = ret_error
	};
	struct lesson_file *files;
	int r = strlist_add(&tree.folders, "");

	tree.files = calloc(LESSON_FOLDER_MAX, sizeof(*tree.files));
	if (!tree.files)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < tree.folders.count; i++)
		r = tree_add_folder(&tree, tree.folders.items[i]);
	if (r < 0)
		return r;
	qsort(tree.files, tree.n_files, sizeof(*tree.files), compare_files);
	files = reallocarray(tree.files, tree.n_files > 0 ? tree.n_files : 1, sizeof(*files));
	if (files)
		tree.files = files;
	*ret_files = TAKE_PTR(tree.files);
	*ret_n_files = tree.n_files;
	tree.n_files = 0;
	return 0;
}

static bool is_same(const struct source_stamp *a, const struct source_stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->mode == b->mode &&
	       nanoseconds(&a->modified) == nanoseconds(&b->modified) &&
	       nanoseconds(&a->changed) == nanoseconds(&b->changed);
}

static int compare_stamps(const void *a, const void *b)
{
	const struct source_stamp *left = a, *right = b;

	return strcmp(left->path, right->path);
}

void source_seal(struct source *source)
{
	size_t n = 0;

	if (source->n_stamps == 0)
		return;
	qsort(source->stamps, source->n_stamps, sizeof(*source->stamps), compare_stamps);
	for (size_t i = 1; i < source->n_stamps; i++) {
		if (strcmp(source->stamps[n].path, source->stamps[i].path) != 0) {
			source->stamps[++n] = source->stamps[i];
			continue;
		}
		if (!is_same(&source->stamps[n], &source->stamps[i]))
			source->is_fresh = true;
		free(source->stamps[i].path);
	}
	source->n_stamps = n + 1;
	source->dir_fd = -1;
}

bool source_is_current(const struct source *source, int dir_fd)
{
	if (source->is_fresh)
		return false;
	for (size_t i = 0; i < source->n_stamps; i++) {
		const struct source_stamp *stamp = &source->stamps[i];
		struct source_stamp now;
		struct stat st;

		if (fstatat(dir_fd, stamp->path, &st, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) < 0)
			return false;
		now = (struct source_stamp){
			.inode = st.st_ino,
			.size = st.st_size,
			.mode = st.st_mode,
			.modified = st.st_mtim,
			.changed = st.st_ctim,
		};
		if (!is_same(stamp, &now))
			return false;
	}
	return true;
}

bool source_has_read(const struct source *source, const char *path)
{
	for (size_t i = 0; i < source->n_stamps; i++) {
		if (strcmp(source->stamps[i].path, path) == 0)
			return true;
	}
	return false;
}
