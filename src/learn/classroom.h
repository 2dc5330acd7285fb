/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: an assignment of GitHub Classroom. classroom.c makes a lesson of its tests,
 * classroom_files.c finds out what the repository's files are.
 */
#pragma once

#include "learn/foreign.h"

#define CLASSROOM_TESTS ".github/classroom/autograding.json"

int classroom_load(struct foreign_folder *folder);

struct classroom {
	struct foreign_folder *folder;
	struct json_t *root;		   /* owned */
	struct lesson_file *files; /* the learner's; owned */
	struct lesson_file *tests; /* laid over those; owned */
	size_t n_files, n_tests;
	const char *language;
};

/* All: 0, -EINVAL with the folder's error, -ENOMEM. */
int classroom_take_files(struct classroom *classroom);
/*
 * Names of sources in a command, such as in "gcc -o hello hello.c && ./hello": a learner who starts
 * with an empty folder has to make them.
 */
int classroom_add_named_files(struct classroom *classroom, const char *command);

/* In which language most files of the learner's are; NULL: none is in any that is known. */
const char *classroom_find_language(const struct classroom *classroom);
