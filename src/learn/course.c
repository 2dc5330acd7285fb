/* SPDX-License-Identifier: MIT */
/* course.ini */
#include "learn/keys.h"
#include "learn/manifest.h"

#include <string.h>

#define COURSE_LESSONS_MAX                                                                         \
	10000 /* that a course.ini names; the line's length is the nearer limit */

enum course_key {
	COURSE_KEY_TITLE,
	COURSE_KEY_SUMMARY,
	COURSE_KEY_LESSONS,
	COURSE_KEY_COUNT,
};

#define FIELD(field) offsetof(struct course_manifest, field)
static const struct key_row rows[COURSE_KEY_COUNT] = {
	[COURSE_KEY_TITLE] = { "title", key_set_string, FIELD(title), .max = LESSON_STRING_MAX },
	[COURSE_KEY_SUMMARY] = { "summary", key_set_string, FIELD(summary),
		.max = LESSON_STRING_MAX },
	[COURSE_KEY_LESSONS] = { "lessons", key_set_names, FIELD(lessons),
		.max = COURSE_LESSONS_MAX },
};

static const char *const SECTIONS[] = { "course", NULL };

struct reading {
	struct course_manifest *course;
	unsigned lines[COURSE_KEY_COUNT];
};

static int take_key(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *error)
{
	struct reading *reading = userdata;
	const struct key_row *row;
	int r;

	if (strcmp(section, "course") != 0)
		return key_fail_section(section, SECTIONS, error);
	row = key_find(rows, COURSE_KEY_COUNT, key, strlen(key), error);
	if (!row)
		return -EINVAL;
	r = key_note_line(row, &reading->lines[row - rows], line, error);
	return r < 0 ? r : row->set(row, (char *)reading->course + row->offset, value, error);
}

int course_manifest_parse(
	struct course_manifest *course, const char *text, size_t len, struct ini_error *ret_error)
{
	struct reading reading = { .course = course };
	int r = ini_parse_text(text, len, take_key, &reading, ret_error);

	if (r < 0)
		return r;
	course->lessons_line = reading.lines[COURSE_KEY_LESSONS];
	return course->title ? 0 : ini_fail(ret_error, "[course] title = is missing");
}

void course_manifest_done(struct course_manifest *course)
{
	free(course->title);
	free(course->summary);
	strlist_done(&course->lessons);
	*course = (struct course_manifest){ 0 };
}
