/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: reads files and folders below one folder, never through a link, and remembers
 * what each looked like (a stamp), so that a later reload can tell by fstatat() alone whether
 * anything changed. Counts the bytes against LESSON_BYTES_MAX.
 */
#pragma once

#include "base/strlist.h"
#include "learn/lesson.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

struct source_stamp {
	char *path; /* relative to the folder; "" is the folder itself */
	ino_t inode;
	off_t size;
	mode_t mode;
	struct timespec modified, changed;
	bool is_data; /* of a case: nothing else of the lesson depends on what stands in it */
};

struct source {
	int dir_fd; /* borrowed; not used once everything is read */
	int root_fd; /* borrowed; where has_root: the folder around it that links may lead into */
	bool has_root;
	bool follows; /* source_read_tree() reads as source_read_linked() does */
	struct source_stamp *stamps;
	size_t n_stamps, n_allocated;
	size_t n_plain; /* once sealed: the stamps of data come behind so many others */
	char *folder;	/* once sealed, where there is data: its absolute path */
	char *paths; /* all of the stamps', once sealed; NULL: each is owned by its stamp */
	size_t bytes;  /* read so far */
	bool is_fresh; /* something was changed so shortly before it was read that another change
			  could look the same */
	bool has_looked; /* at the data, since all else was found to be as it was */
};

void source_done(struct source *source);

/* Stamps and reads a regular file; the data is NUL-terminated beyond its length and the caller's.
   0, -ENOMEM, -EFBIG (more than max, or all together more than LESSON_BYTES_MAX), -ELOOP (a link),
   -EISDIR, -EINVAL (special), -EBUSY (written to meanwhile), -errno. */
int source_read(struct source *source, const char *path, size_t max, struct lesson_file *ret_file);
/* The same through a link to a regular file below root_fd; -ELOOP: it leads elsewhere. */
int source_read_linked(struct source *source, const char *path, size_t max, struct lesson_file *ret_file);
/* What the two above are made of: notes what a path looks like; reads an open file, which is stamped as `path`. */
int source_add_stamp(struct source *source, const char *path, const struct stat *st);
int source_take(struct source *source, const char *path, int fd, size_t max, struct lesson_file *ret_file);
/* As source_read(), for data. */
int source_read_data(struct source *source, const char *path, size_t max, struct lesson_file *ret_file);
/* Only what it looks like, as data: it is read later, by lesson_data_read(). Errors as source_read(); its
 * bytes don't count. */
int source_note(struct source *source, const char *path, size_t max, struct lesson_data *ret_data);
/* The same for a name of a folder that source_list() has listed: no link leads there, so that it need not be opened. */
int source_note_listed(struct source *source, const char *path, size_t max, struct lesson_data *ret_data);

/* As file_open_beneath(), for folders; "" is the folder itself. The fd or -errno. */
int source_open_folder(int dir_fd, const char *path);

/* Stamps a folder and lists its names, sorted, without "." and "..". 0, -ENOMEM, -E2BIG (more than
 * `max`), -ELOOP, -ENOTDIR, -errno. */
int source_list(struct source *source, const char *path, size_t max, struct strlist *ret_names);

/* All files below a folder, names relative to it, sorted. On failure ret_error names the file. 0,
 * -EINVAL, -ENOENT (no such folder), -ENOMEM. */
int source_read_tree(struct source *source, const char *path, struct lesson_file **ret_files,
	size_t *ret_n_files, struct lesson_error *ret_error);

void lesson_files_free(struct lesson_file *files, size_t n_files);

/* Whether the name is a link to /dev/null: it hides what has the same name in a later folder, as
 * with systemd's units. */
bool source_is_mask(int dir_fd, const char *name);

/* Drops double stamps once everything is read. */
void source_seal(struct source *source);
/* Whether there is a stamp of the path; once sealed. */
bool source_has_read(const struct source *source, const char *path);
/* Whether all stamps but those of data are as they were; then those are to be looked at again. */
bool source_is_current(struct source *source, int dir_fd);
/* Whether those of data are, too: looked at once. If not, the source is current no more. */
bool source_data_is_current(struct source *source);

bool source_is_same_time(const struct timespec *a, const struct timespec *b);

/* What such an error means for a file, in words. */
const char *source_error_words(int error);
