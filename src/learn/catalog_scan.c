/* SPDX-License-Identifier: MIT */
/*
 * Two levels of folders below every folder of the search path: courses and lessons. On both levels
 * the names of all folders are gathered first, sorted by name and then by the path's order, so that
 * the first of equal names is the one that counts and what it hides stands right behind it.
 */
#include "learn/catalog.h"

#include "base/buffer.h"
#include "base/file.h"
#include "learn/catalog_index.h"
#include "learn/manifest.h"
#include "learn/source.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define COURSE_NAME "course.ini"

/* A name in one folder of the path. */
struct place {
	char *name;
	size_t folder;
	bool is_mask;  /* a link to /dev/null */
	bool is_taken; /* course.ini named it */
};

struct places {
	struct place *items;
	size_t count, allocated;
};

struct scan {
	const struct strlist *path;
	const struct catalog *old;
	struct catalog *catalog;
	size_t lessons_allocated;
	size_t n_untold; /* problems past the limit */
	int fds[CATALOG_FOLDERS_MAX];
};

/* A course, in all folders of the path that have it. */
struct course_scan {
	struct scan *scan;
	const char *name;
	int fds[CATALOG_FOLDERS_MAX];
	struct course_manifest manifest;
	size_t manifest_folder;
	bool has_manifest; /* some folder has a course.ini */
	struct places lessons;
};

static void close_all(int *fds)
{
	for (size_t i = 0; i < CATALOG_FOLDERS_MAX; i++)
		cleanup_close(&fds[i]);
}

static void places_done(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->items[i].name);
	free(places->items);
}

static void scan_done(struct scan *scan)
{
	close_all(scan->fds);
}

static void course_scan_done(struct course_scan *course)
{
	close_all(course->fds);
	course_manifest_done(&course->manifest);
	places_done(&course->lessons);
}

static int add_place(struct places *places, const char *name, size_t folder, bool is_mask)
{
	if (places->count >= places->allocated) {
		size_t n = places->allocated > 0 ? places->allocated * 2 : 64;
		struct place *items = reallocarray(places->items, n, sizeof(*items));

		if (!items)
			return -ENOMEM;
		places->items = items;
		places->allocated = n;
	}
	places->items[places->count] =
		(struct place){ .name = strdup(name), .folder = folder, .is_mask = is_mask };
	if (!places->items[places->count].name)
		return -ENOMEM;
	places->count++;
	return 0;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	int r = strcmp(left->name, right->name);

	return r != 0 ? r : (left->folder > right->folder) - (left->folder < right->folder);
}

static void sort_places(struct places *places)
{
	if (places->count > 1)
		qsort(places->items, places->count, sizeof(*places->items), compare_places);
}

/* Problems. */

static int push_problem(struct catalog *catalog, char *where, char *message)
{
	struct catalog_problem *problems;

	problems = where && message ? reallocarray(catalog->problems, catalog->n_problems + 1,
					      sizeof(*problems))
				    : NULL;
	if (!problems) {
		free(where);
		free(message);
		return -ENOMEM;
	}
	catalog->problems = problems;
	problems[catalog->n_problems++] = (struct catalog_problem){ where, message };
	return 0;
}

/* Where: folder/course/lesson/file:line, as far as they are said. */
struct where {
	size_t folder;
	const char *course, *lesson, *file;
	unsigned line, column;
};

static int add_problem(struct scan *scan, const struct where *where, const char *message)
{
	const char *const parts[] = { where->course, where->lesson, where->file };
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (scan->catalog->n_problems >= CATALOG_PROBLEMS_MAX - 1) {
		scan->n_untold++;
		return 0;
	}
	r = buffer_append_string(&text, scan->path->items[where->folder]);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		if (parts[i] && *parts[i])
			r = buffer_printf(&text, "/%s", parts[i]);
	if (r == 0 && where->line > 0)
		r = buffer_printf(&text, ":%u", where->line);
	if (r == 0 && where->column > 0)
		r = buffer_printf(&text, ":%u", where->column);
	return r < 0 ? r : push_problem(scan->catalog, buffer_steal(&text), strdup(message));
}

static int tell_untold(struct scan *scan)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	if (scan->n_untold == 0)
		return 0;
	if (buffer_printf(&text, "%zu more problems", scan->n_untold) < 0)
		return -ENOMEM;
	return push_problem(scan->catalog, strdup("catalog"), buffer_steal(&text));
}

/* Lessons. */

/* Owns the reference, also on failure. */
static int push_lesson(struct scan *scan, struct lesson *lesson)
{
	struct catalog *catalog = scan->catalog;

	if (catalog->n_lessons >= CATALOG_LESSONS_MAX) {
		lesson_free(lesson);
		return -E2BIG;
	}
	if (catalog->n_lessons >= scan->lessons_allocated) {
		size_t n = scan->lessons_allocated > 0 ? scan->lessons_allocated * 2 : 64;
		struct lesson **lessons =
			reallocarray(catalog->lessons, n, sizeof(struct lesson *));

		if (!lessons) {
			lesson_free(lesson);
			return -ENOMEM;
		}
		catalog->lessons = lessons;
		scan->lessons_allocated = n;
	}
	catalog->lessons[catalog->n_lessons++] = lesson;
	return 0;
}

/* The old one when its files are as they were. */
static int get_lesson(const struct scan *scan, int fd, const char *id, struct lesson **ret_lesson,
	struct lesson_error *error)
{
	struct lesson *old = scan->old ? catalog_get(scan->old, id) : NULL;

	if (!old || !lesson_is_current(old, fd))
		return lesson_load(fd, id, ret_lesson, error);
	*ret_lesson = lesson_ref(old);
	return 0;
}

static int take_lesson(struct course_scan *course, const struct place *place)
{
	struct where where = {
		.folder = place->folder, .course = course->name, .lesson = place->name
	};
	_cleanup_close_ int fd = openat(course->fds[place->folder], place->name,
		O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	char id[2 * LESSON_ID_MAX + 2];
	struct lesson_error error;
	struct lesson *lesson;
	int r;

	/* A link in the place of a folder is ENOTDIR here. */
	if (fd < 0)
		return add_problem(course->scan, &where,
			source_error_words(errno == ENOTDIR || errno == ELOOP ? -ELOOP : -errno));
	if (strlen(course->name) + 1 + strlen(place->name) > LESSON_ID_MAX)
		return add_problem(course->scan, &where, "the lesson's id is too long");
	(void)snprintf(id, sizeof(id), "%s/%s", course->name, place->name);
	r = get_lesson(course->scan, fd, id, &lesson, &error);
	if (r == -EINVAL) {
		where.file = error.file;
		where.line = error.ini.line;
		where.column = error.column;
		return add_problem(course->scan, &where, error.ini.message);
	}
	return r < 0 ? r : push_lesson(course->scan, lesson);
}

static int compare_to_place(const void *name, const void *place)
{
	return strcmp(name, ((const struct place *)place)->name);
}

/* Only the first of each name is left, and none that is masked. */
static void drop_hidden(struct places *places)
{
	size_t n = 0;

	for (size_t i = 0; i < places->count;) {
		struct place first = places->items[i];

		for (i++; i < places->count && strcmp(places->items[i].name, first.name) == 0; i++)
			free(places->items[i].name);
		if (first.is_mask)
			free(first.name);
		else
			places->items[n++] = first;
	}
	places->count = n;
}

/* Those that course.ini names, in its order. */
static int take_named_lessons(struct course_scan *course)
{
	const struct where where = { course->manifest_folder, course->name, NULL, COURSE_NAME,
		course->manifest.lessons_line, 0 };
	const struct strlist *names = &course->manifest.lessons;
	int r = 0;

	for (size_t i = 0; r == 0 && i < names->count; i++) {
		struct place *place =
			course->lessons.count == 0
				? NULL
				: bsearch(names->items[i], course->lessons.items,
					  course->lessons.count, sizeof(*course->lessons.items),
					  compare_to_place);
		char message[LESSON_ID_MAX + 64];

		if (place) {
			place->is_taken = true;
			r = take_lesson(course, place);
			continue;
		}
		(void)snprintf(message, sizeof(message),
			"lessons: there is no folder %s with a lesson.ini", names->items[i]);
		r = add_problem(course->scan, &where, message);
	}
	return r;
}

static int take_lessons(struct course_scan *course)
{
	int r;

	drop_hidden(&course->lessons);
	r = take_named_lessons(course);
	for (size_t i = 0; r == 0 && i < course->lessons.count; i++)
		if (!course->lessons.items[i].is_taken)
			r = take_lesson(course, &course->lessons.items[i]);
	return r;
}

/* Courses. */

/* What has a lesson.ini is a lesson, under whatever name: a bad name is told rather than passed
 * over. */
static int gather_lessons(struct course_scan *course, size_t folder)
{
	_cleanup_(source_done) struct source source = { .dir_fd = course->fds[folder] };
	_cleanup_strlist_ struct strlist names = { 0 };
	struct where where = { .folder = folder, .course = course->name };
	int r = source_list(&source, "", CATALOG_LESSONS_MAX, &names);

	if (r < 0)
		return r == -ENOMEM ? r : add_problem(course->scan, &where, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		bool is_mask = source_is_mask(source.dir_fd, names.items[i]);
		char path[NAME_MAX + sizeof("/lesson.ini")];
		struct stat st;

		(void)snprintf(path, sizeof(path), "%.*s/lesson.ini", NAME_MAX, names.items[i]);
		if (!is_mask && fstatat(source.dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		where.lesson = names.items[i];
		if (lesson_name_is_safe(names.items[i]))
			r = add_place(&course->lessons, names.items[i], folder, is_mask);
		else
			r = add_problem(course->scan, &where,
				"a lesson's name is of a-z, 0-9, '.', '_' and '-'");
	}
	return r;
}

/* The first course.ini counts, also when it is broken. */
static int read_course_manifest(struct course_scan *course, size_t folder)
{
	struct where where = { .folder = folder, .course = course->name, .file = COURSE_NAME };
	_cleanup_buffer_ struct buffer text = { 0 };
	struct ini_error error = { 0 };
	int r;

	if (course->has_manifest)
		return 0;
	r = file_read_beneath(course->fds[folder], COURSE_NAME, INI_TOTAL_MAX, &text);
	if (r == -ENOENT || r == -ENOMEM)
		return r == -ENOENT ? 0 : r;
	course->has_manifest = true;
	course->manifest_folder = folder;
	if (r < 0)
		return add_problem(course->scan, &where, source_error_words(r));
	r = course_manifest_parse(&course->manifest, text.data, text.len, &error);
	if (r != -EINVAL)
		return r;
	course_manifest_done(&course->manifest);
	where.line = error.line;
	return add_problem(course->scan, &where, error.message);
}

static int push_course(struct course_scan *course)
{
	struct catalog *catalog = course->scan->catalog;
	struct course *courses =
		reallocarray(catalog->courses, catalog->n_courses + 1, sizeof(*courses));
	struct course *added;

	if (!courses)
		return -ENOMEM;
	catalog->courses = courses;
	added = &courses[catalog->n_courses++];
	*added = (struct course){
		.name = strdup(course->name),
		.title = course->manifest.title ? TAKE_PTR(course->manifest.title)
						: strdup(course->name),
		.summary = TAKE_PTR(course->manifest.summary),
	};
	return added->name && added->title ? 0 : -ENOMEM;
}

static int take_course_folder(struct course_scan *course, const struct place *place)
{
	const struct where where = { .folder = place->folder, .course = place->name };
	int r;

	course->fds[place->folder] = openat(course->scan->fds[place->folder], place->name,
		O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (course->fds[place->folder] < 0)
		return add_problem(course->scan, &where,
			source_error_words(errno == ENOTDIR || errno == ELOOP ? -ELOOP : -errno));
	r = read_course_manifest(course, place->folder);
	return r < 0 ? r : gather_lessons(course, place->folder);
}

/* All places of one name; a mask hides those behind it. */
static int take_course(struct scan *scan, const struct place *places, size_t n_places)
{
	_cleanup_(course_scan_done) struct course_scan course = { .scan = scan,
		.name = places[0].name };
	int r = 0;

	memset(course.fds, -1, sizeof(course.fds));
	for (size_t i = 0; r == 0 && i < n_places && !places[i].is_mask; i++)
		r = take_course_folder(&course, &places[i]);
	sort_places(&course.lessons);
	if (r == 0 && (course.has_manifest || course.lessons.count > 0))
		r = push_course(&course);
	return r < 0 ? r : take_lessons(&course);
}

/* Files beside the courses are nobody's business; links and folders are. */
static int gather_course(struct scan *scan, size_t folder, const char *name, struct places *courses)
{
	const struct where where = { .folder = folder, .course = name };
	struct stat st;

	if (fstatat(scan->fds[folder], name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		(!S_ISDIR(st.st_mode) && !S_ISLNK(st.st_mode)) || name[0] == '.')
		return 0;
	if (!lesson_name_is_safe(name))
		return add_problem(
			scan, &where, "a course's name is of a-z, 0-9, '.', '_' and '-'");
	return add_place(courses, name, folder,
		S_ISLNK(st.st_mode) && source_is_mask(scan->fds[folder], name));
}

static int gather_courses(struct scan *scan, size_t folder, struct places *courses)
{
	_cleanup_(source_done) struct source source = { .dir_fd = -1 };
	_cleanup_strlist_ struct strlist names = { 0 };
	const struct where where = { .folder = folder };
	int r;

	scan->fds[folder] = source.dir_fd =
		open(scan->path->items[folder], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source.dir_fd < 0 && errno == ENOENT)
		return 0;
	r = source.dir_fd < 0 ? -errno : source_list(&source, "", CATALOG_COURSES_MAX, &names);
	if (r < 0)
		return r == -ENOMEM ? r : add_problem(scan, &where, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = gather_course(scan, folder, names.items[i], courses);
	return r;
}

static int take_courses(struct scan *scan, const struct places *courses)
{
	int r = 0;

	for (size_t i = 0, next; r == 0 && i < courses->count; i = next) {
		for (next = i + 1; next < courses->count; next++)
			if (strcmp(courses->items[next].name, courses->items[i].name) != 0)
				break;
		r = take_course(scan, &courses->items[i], next - i);
	}
	return r;
}

/* Courses, lessons and problems of an empty catalog, in order. */
static int scan_path(const struct strlist *path, const struct catalog *old, struct catalog *catalog)
{
	_cleanup_(scan_done) struct scan scan = { .path = path, .old = old, .catalog = catalog };
	_cleanup_(places_done) struct places courses = { 0 };
	int r = 0;

	memset(scan.fds, -1, sizeof(scan.fds));
	if (path->count > CATALOG_FOLDERS_MAX)
		return -E2BIG;
	for (size_t i = 0; r == 0 && i < path->count; i++)
		r = gather_courses(&scan, i, &courses);
	sort_places(&courses);
	if (r == 0)
		r = take_courses(&scan, &courses);
	return r < 0 ? r : tell_untold(&scan);
}

int catalog_load(
	const struct strlist *path, const struct catalog *old, struct catalog **ret_catalog)
{
	_cleanup_(catalog_freep) struct catalog *catalog = calloc(1, sizeof(*catalog));
	int r;

	if (!catalog)
		return -ENOMEM;
	r = scan_path(path, old, catalog);
	if (r == 0)
		r = catalog_make_index(catalog);
	if (r == 0)
		*ret_catalog = TAKE_PTR(catalog);
	return r;
}
