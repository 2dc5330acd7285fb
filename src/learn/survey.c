/* SPDX-License-Identifier: MIT */
#include "learn/survey.h"

#include "learn/classroom.h"
#include "learn/exercism.h"
#include "learn/formats.h"
#include "learn/kattis.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	int (*load)(struct foreign_folder *folder);
	enum survey_kind kind;
} kinds[] = {
	{ classroom_load, SURVEY_CLASSROOM },
	{ exercism_load, SURVEY_EXERCISE },
	{ kattis_load, SURVEY_PACKAGE },
};

enum survey_kind survey_folder(int dir_fd, const char **ret_name)
{
	const struct foreign_format *format;

	if (faccessat(dir_fd, "lesson.ini", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return SURVEY_OURS;
	if (track_is_one(dir_fd, ""))
		return SURVEY_TRACK;
	format = format_find(dir_fd, "");
	for (size_t i = 0; format && i < ARRAY_SIZE(kinds); i++) {
		if (format->load != kinds[i].load)
			continue;
		*ret_name = format->name;
		return kinds[i].kind;
	}
	return SURVEY_NOTHING;
}

static int add_exercise(
	int dir_fd, const char *slug, struct strlist *folders, struct strlist *missing)
{
	static const char *const parents[] = { "exercises/concept", "exercises/practice" };

	for (size_t i = 0; i < ARRAY_SIZE(parents); i++) {
		char path[LESSON_ID_MAX + 64];

		(void)snprintf(path, sizeof(path), "%s/%s", parents[i], slug);
		if (format_find(dir_fd, path))
			return strlist_add(folders, path);
	}
	return strlist_add(missing, slug);
}

int survey_track(int dir_fd, struct strlist *ret_folders, struct strlist *ret_missing,
	struct lesson_error *ret_error)
{
	_cleanup_(track_done) struct track track = { 0 };
	struct course_manifest course = { 0 };
	int r = track_read(dir_fd, &track, &course, ret_error);

	for (size_t i = 0; r == 0 && i < track.n_exercises; i++)
		r = add_exercise(dir_fd, track.exercises[i].slug, ret_folders, ret_missing);
	course_manifest_done(&course);
	return r;
}

int survey_id(const char *course, const char *lesson, char ret_id[static 2 * LESSON_ID_MAX + 2])
{
	char course_name[LESSON_ID_MAX + 1], lesson_name[LESSON_ID_MAX + 1];

	if (foreign_name(lesson, lesson_name) < 0)
		return -EINVAL;
	if (foreign_name(course, course_name) < 0)
		(void)snprintf(course_name, sizeof(course_name), "course");
	(void)snprintf(ret_id, 2 * LESSON_ID_MAX + 2, "%s/%s", course_name, lesson_name);
	return 0;
}
