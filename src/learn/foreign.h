/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a folder in a format of others on its way to a lesson, and what all such
 * formats need. Which there are is in formats.h.
 */
#pragma once

#include "learn/lesson.h"
#include "learn/source.h"

struct foreign_folder {
	struct source *source;	    /* of the folder, whose names are listed and stamped */
	const char *name;	    /* by which it is known: the last part of the lesson's id */
	struct strlist names;	    /* in the folder, sorted */
	struct lesson *lesson;	    /* to be filled: all but id, course, name and bytes */
	struct lesson_error *error; /* zeroed */
};

/*
 * The name by which the folder at `path` is known: small letters, what no name may have is '-'. 0,
 * -EINVAL (nothing of it is left, or it is too long).
 */
int foreign_name(const char *path, char ret_name[static LESSON_ID_MAX + 1]);

/* A title or summary of at most so many bytes, in one line: cut at a whole character, controls are
 * spaces. The caller's; NULL on no memory. */
char *foreign_line(const char *text, size_t max);

/* Something is wrong with a file (or the folder, ""); line 0: as a whole. Always -EINVAL. */
int foreign_fail(struct foreign_folder *folder, const char *file, unsigned line, const char *format,
	...) __attribute__((format(printf, 4, 5)));
/* The same for a failed read: -ENOMEM stays. */
int foreign_fail_read(struct foreign_folder *folder, const char *file, int error);

/*
 * A file that people read: UTF-8; a byte order mark at its beginning is dropped, CRLF becomes LF.
 * The text is the caller's. 0, -ENOENT, -EINVAL with the error, -ENOMEM.
 */
int foreign_read_text(struct foreign_folder *folder, const char *path, size_t max, char **ret_text,
	size_t *ret_len);

/*
 * Hands over every file of the folder, those below its folders too, but for what is_passed_over
 * says of the names in the folder itself. `take` is given names that a learner's file may have, and
 * takes the file's data, also on failure; its -E2BIG is told as too many files. 0, -EINVAL with the
 * error, -ENOMEM.
 */
struct foreign_taker {
	bool (*is_passed_over)(const char *name);
	int (*take)(void *userdata, const char *name, struct lesson_file *file);
	void *userdata;
};
int foreign_take_files(struct foreign_folder *folder, const struct foreign_taker *taker);
