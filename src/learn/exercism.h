/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: Exercism. A track is a repository with a config.json and folders of exercises;
 * an exercise is a lesson of one step, whose tests run as the file of the track's language says
 * (languages.d/exercism-TRACK.ini).
 */
#pragma once

#include "learn/foreign.h"
#include "learn/manifest.h"

int exercism_load(struct foreign_folder *folder);

#define TRACK_MANIFEST "config.json"

/* What a track says of its exercises. */
struct track {
	struct track_exercise {
		char *slug;
		char *name;	     /* for people; may be NULL */
		unsigned difficulty; /* 1 to 10; 0: not said */
		struct strlist concepts;
	} * exercises;
	size_t n_exercises;
	uint64_t digest; /* of the file: the same for the same bytes */
};

/* Whether the folder at `path` below dir_fd is one. */
bool track_is_one(int dir_fd, const char *path);
/*
 * Reads it, and fills what a course.ini would say. Exercises that the track has given up are left
 * out. 0, -EINVAL with the error (zeroed by the caller), -ENOMEM; the track is done by the caller
 * in any case.
 */
int track_read(int dir_fd, struct track *track, struct course_manifest *ret_course,
	struct lesson_error *error);
void track_done(struct track *track);
const struct track_exercise *track_find(const struct track *track, const char *slug);
/* Title, level and goals of a lesson that nobody else has yet. 0 or -ENOMEM. */
int track_describe(const struct track *track, struct lesson *lesson);
