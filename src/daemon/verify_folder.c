/* SPDX-License-Identifier: MIT */
#include "daemon/verify_folder.h"

#include "base/buffer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 16

struct walk {
	const struct lesson *lesson;
	struct report *report;
	int dir_fd;
};

static int walk(const struct walk *walking, const char *path, unsigned depth);

static bool is_linked(const char *text, size_t len, const char *path)
{
	return text && memmem(text, len, path, strlen(path)) != NULL;
}

/* A picture or a script that a page speaks of is named, too. */
static bool is_named(const struct lesson *lesson, const char *path)
{
	bool is_named =
		lesson_has_read(lesson, path) || is_linked(lesson->text, lesson->text_len, path);

	for (size_t i = 0; !is_named && i < lesson->n_steps; i++)
		is_named = is_linked(lesson->steps[i].text, lesson->steps[i].text_len, path);
	return is_named;
}

static int walk_entry(
	const struct walk *walking, const char *folder, const char *name, unsigned depth)
{
	_cleanup_buffer_ struct buffer path = { 0 };
	struct stat status;
	int r = buffer_printf(&path, "%s%s%s", folder, *folder ? "/" : "", name);

	if (r < 0)
		return r;
	if (fstatat(walking->dir_fd, path.data, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (S_ISDIR(status.st_mode))
		return depth < DEPTH_MAX ? walk(walking, path.data, depth + 1) : 0;
	if (!is_named(walking->lesson, path.data))
		report_warning(walking->report, REPORT_AT(path.data, 0),
			"nothing of the lesson names this file");
	return 0;
}

static int walk(const struct walk *walking, const char *path, unsigned depth)
{
	int fd = openat(walking->dir_fd, *path ? path : ".",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct dirent **entries = NULL;
	int n, r = 0;

	if (fd < 0)
		return -errno;
	n = scandirat(fd, ".", &entries, NULL, alphasort);
	if (n < 0)
		r = -errno;
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		if (r >= 0 && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			r = walk_entry(walking, path, name, depth);
		free(entries[i]);
	}
	free(entries);
	(void)close(fd);
	return r;
}

int folder_verify(const struct lesson *lesson, int dir_fd, struct report *report)
{
	const struct walk walking = { .lesson = lesson, .report = report, .dir_fd = dir_fd };

	return walk(&walking, "", 0);
}

static bool has_lesson_below(int dir_fd, const char *folder, const char *id)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/%s/lesson.ini", folder, id) < (int)sizeof(path) &&
	       faccessat(dir_fd, path, F_OK, 0) == 0;
}

static bool is_lesson(int dir_fd, const struct strlist *catalog, const char *id)
{
	if (!strchr(id, '/'))
		return has_lesson_below(dir_fd, "..", id);
	if (has_lesson_below(dir_fd, "../..", id))
		return true;
	for (size_t i = 0; i < catalog->count; i++) {
		if (has_lesson_below(dir_fd, catalog->items[i], id))
			return true;
	}
	return false;
}

static void verify_steps(const struct lesson *lesson, struct report *report)
{
	for (size_t i = 0; i < lesson->n_steps; i++) {
		const struct step *step = &lesson->steps[i];

		if (step->hints.count == 0)
			report_finding(report, REPORT_AT("lesson.ini", step->line),
				"step %s has no hint =", step->name);
	}
}

void manifest_verify(const struct lesson *lesson, int dir_fd, const struct strlist *catalog,
	struct report *report)
{
	const struct report_place place = { .file = "lesson.ini", .line = 1 };

	if (!lesson->summary || !*lesson->summary)
		report_finding(report, &place, "[lesson] has no summary =");
	if (lesson->goals.count == 0)
		report_finding(report, &place, "[lesson] has no goal =");
	if (lesson->minutes == 0)
		report_finding(report, &place, "[lesson] has no minutes =");
	if (!lesson->quiz || lesson->quiz->n_questions == 0)
		report_finding(report, &place, "the lesson has no quiz = with questions");
	for (size_t i = 0; i < lesson->after.count; i++) {
		if (!is_lesson(dir_fd, catalog, lesson->after.items[i]))
			report_finding(report, &place, "after = %s: there is no such lesson",
				lesson->after.items[i]);
	}
	if (lesson->next && !is_lesson(dir_fd, catalog, lesson->next))
		report_finding(report, &place, "next = %s: there is no such lesson", lesson->next);
	verify_steps(lesson, report);
}
