/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "folder.h"
#include "learn/catalog.h"

#include <errno.h>

static void put_course(const struct folder *folder, const char *course, const char *text)
{
	char path[256];

	assert_true(snprintf(path, sizeof(path), "%s/course.ini", course) > 0);
	folder_put(folder, path, text);
}

static void put_lesson(const struct folder *folder, const char *id, const char *title)
{
	static const char *const files[][2] = {
		{ "lesson.md", "# T\n" },
		{ "starter/c/a.c", "" },
		{ "tests/a.out", "1\n" },
	};
	char path[256], manifest[512];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_true(snprintf(path, sizeof(path), "%s/%s", id, files[i][0]) > 0);
		folder_put(folder, path, files[i][1]);
	}
	assert_true(snprintf(path, sizeof(path), "%s/lesson.ini", id) > 0);
	assert_true(snprintf(manifest, sizeof(manifest),
			    "[lesson]\ntitle = %s\nlanguages = c\n"
			    "[step a]\ntitle = A\nfiles = a.c\ncases = tests/a*\n",
			    title) > 0);
	folder_put(folder, path, manifest);
}

/* The folders in order of precedence; the second may be NULL. */
static struct catalog *load(
	const struct folder *first, const struct folder *second, const struct catalog *old)
{
	_cleanup_strlist_ struct strlist path = { 0 };
	struct catalog *catalog = NULL;

	assert_int_equal(strlist_add(&path, first->path), 0);
	if (second)
		assert_int_equal(strlist_add(&path, second->path), 0);
	assert_int_equal(catalog_load(&path, old, &catalog), 0);
	return catalog;
}

static const struct lesson *find(const struct catalog *catalog, const char *name)
{
	const struct lesson *lesson = NULL;

	assert_int_equal(catalog_find(catalog, name, &lesson), CATALOG_FOUND);
	return lesson;
}

static void check_problem(const struct catalog *catalog, size_t i, const struct folder *folder,
	const char *where, const char *message)
{
	size_t len = strlen(folder->path);

	assert_true(i < catalog->n_problems);
	assert_memory_equal(catalog->problems[i].where, folder->path, len);
	assert_string_equal(catalog->problems[i].where + len, where);
	assert_string_equal(catalog->problems[i].message, message);
}

static void an_empty_or_missing_folder_is_an_empty_catalog(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist path = { 0 };
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	const struct lesson *lesson;

	(void)state;
	assert_int_equal(strlist_add(&path, folder.path), 0);
	assert_int_equal(strlist_add(&path, "/nonexistent/practiced"), 0);
	assert_int_equal(catalog_load(&path, NULL, &catalog), 0);
	assert_int_equal(catalog->n_lessons, 0);
	assert_int_equal(catalog->n_problems, 0);
	assert_int_equal(catalog_find(catalog, "x", &lesson), CATALOG_NONE);
	assert_null(catalog_suggest(catalog, "x"));
}

static void lessons_are_in_the_order_of_course_ini_then_by_name(void **state)
{
	static const char *const order[] = { "alpha/x", "beta/c", "beta/a", "beta/b", "beta/d" };
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		put_lesson(&folder, order[i], order[i]);
	put_course(&folder, "beta", "[course]\ntitle = Beta\nsummary = S\nlessons = c a\n");
	catalog = load(&folder, NULL, NULL);
	assert_int_equal(catalog->n_problems, 0);
	assert_int_equal(catalog->n_lessons, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(catalog->lessons[i]->id, order[i]);
	assert_int_equal(catalog->n_courses, 2);
	assert_string_equal(catalog->courses[0].title, "alpha");
	assert_null(catalog->courses[0].summary);
	assert_string_equal(catalog->courses[1].title, "Beta");
	assert_string_equal(catalog->courses[1].summary, "S");
}

static void a_lesson_is_found_by_id_or_unique_name(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	const struct lesson *lesson = NULL;

	(void)state;
	put_lesson(&folder, "a/one", "1");
	put_lesson(&folder, "a/both", "2");
	put_lesson(&folder, "b/both", "3");
	catalog = load(&folder, NULL, NULL);
	assert_string_equal(find(catalog, "one")->id, "a/one");
	assert_string_equal(find(catalog, "b/both")->title, "3");
	assert_int_equal(catalog_find(catalog, "both", &lesson), CATALOG_AMBIGUOUS);
	assert_int_equal(catalog_find(catalog, "b/one", &lesson), CATALOG_NONE);
	assert_int_equal(catalog_find(catalog, "", &lesson), CATALOG_NONE);
	assert_null(lesson);
}

static void a_near_name_is_suggested(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	put_lesson(&folder, "backend/client-server", "1");
	put_lesson(&folder, "a/sockets", "2");
	put_lesson(&folder, "b/sockets", "3");
	catalog = load(&folder, NULL, NULL);
	assert_string_equal(catalog_suggest(catalog, "client-sever"), "backend/client-server");
	assert_string_equal(
		catalog_suggest(catalog, "backend/client-srver"), "backend/client-server");
	assert_string_equal(catalog_suggest(catalog, "socket"), "a/sockets");
	assert_null(catalog_suggest(catalog, "zzzzzz"));
}

static void an_earlier_folder_masks(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	put_lesson(&etc, "c/a", "of etc");
	put_lesson(&usr, "c/a", "of usr");
	put_lesson(&usr, "c/b", "of usr");
	put_course(&usr, "c", "[course]\ntitle = Of usr\nlessons = b a\n");
	catalog = load(&etc, &usr, NULL);
	assert_int_equal(catalog->n_problems, 0);
	assert_int_equal(catalog->n_lessons, 2);
	assert_string_equal(find(catalog, "c/a")->title, "of etc");
	assert_string_equal(catalog->lessons[0]->id, "c/b");
	assert_string_equal(catalog->courses[0].title, "Of usr");
}

static void the_first_course_ini_counts_even_when_it_is_broken(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL, *broken = NULL;

	(void)state;
	put_lesson(&usr, "c/a", "T");
	put_course(&usr, "c", "[course]\ntitle = Of usr\n");
	put_course(&etc, "c", "[course]\ntitle = Of etc\n");
	catalog = load(&etc, &usr, NULL);
	assert_string_equal(catalog->courses[0].title, "Of etc");
	put_course(&etc, "c", "[course]\n");
	broken = load(&etc, &usr, NULL);
	assert_string_equal(broken->courses[0].title, "c");
	assert_int_equal(broken->n_problems, 1);
	assert_int_equal(broken->n_lessons, 1);
}

static void a_broken_lesson_masks_and_is_told(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	const struct lesson *lesson;

	(void)state;
	folder_put(&etc, "c/a/lesson.ini", "[lesson]\ntitel = x\n");
	put_lesson(&usr, "c/a", "sound");
	put_lesson(&usr, "c/b", "sound");
	catalog = load(&etc, &usr, NULL);
	assert_int_equal(catalog_find(catalog, "c/a", &lesson), CATALOG_NONE);
	assert_string_equal(find(catalog, "c/b")->title, "sound");
	assert_int_equal(catalog->n_problems, 1);
	check_problem(catalog, 0, &etc, "/c/a/lesson.ini:2",
		"unknown key \"titel\"; did you mean \"title\"?");
}

static void a_link_to_null_masks_a_lesson_or_a_course(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	assert_int_equal(file_make_dirs_at(etc.fd, "c", 0777), 0);
	folder_link(&etc, "/dev/null", "c/a");
	folder_link(&etc, "/dev/null", "d");
	put_lesson(&usr, "c/a", "T");
	put_lesson(&usr, "c/b", "T");
	put_lesson(&usr, "d/x", "T");
	catalog = load(&etc, &usr, NULL);
	assert_int_equal(catalog->n_problems, 0);
	assert_int_equal(catalog->n_courses, 1);
	assert_int_equal(catalog->n_lessons, 1);
	assert_string_equal(catalog->lessons[0]->id, "c/b");
}

static void other_links_are_not_followed(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new(), elsewhere = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	char target[128];

	(void)state;
	put_lesson(&elsewhere, "c/a", "T");
	put_lesson(&folder, "c/b", "T");
	assert_true(snprintf(target, sizeof(target), "%s/c/a", elsewhere.path) > 0);
	folder_link(&folder, target, "c/a");
	folder_link(&folder, elsewhere.path, "d");
	catalog = load(&folder, NULL, NULL);
	assert_int_equal(catalog->n_lessons, 1);
	assert_int_equal(catalog->n_problems, 2);
	check_problem(catalog, 0, &folder, "/c/a", "is a link: expected a file or folder itself");
	check_problem(catalog, 1, &folder, "/d", "is a link: expected a file or folder itself");
}

static void what_is_wrong_with_a_course_is_told(void **state)
{
	static const struct {
		const char *text, *where, *message;
	} rows[] = {
		{ "[course]\nlessons = a\n", "/c/course.ini", "[course] title = is missing" },
		{ "[course]\ntitle = T\nx = y\n", "/c/course.ini:3", "unknown key \"x\"" },
		{ "[course]\ntitle = T\nlessons = a b\n", "/c/course.ini:3",
			"lessons: there is no folder b with a lesson.ini" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(catalog_freep) struct catalog *catalog = NULL;

		put_lesson(&folder, "c/a", "T");
		put_course(&folder, "c", rows[i].text);
		catalog = load(&folder, NULL, NULL);
		assert_int_equal(catalog->n_lessons, 1);
		assert_int_equal(catalog->n_problems, 1);
		check_problem(catalog, 0, &folder, rows[i].where, rows[i].message);
	}
}

static void bad_names_are_told_and_other_files_passed_over(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	put_lesson(&folder, "c/A", "T");
	put_lesson(&folder, "D/a", "T");
	folder_put(&folder, "README", "");
	folder_put(&folder, ".git/config", "");
	folder_put(&folder, "c/images/x.png", "");
	folder_put(&folder, "empty/notes", "");
	catalog = load(&folder, NULL, NULL);
	assert_int_equal(catalog->n_lessons, 0);
	assert_int_equal(catalog->n_courses, 0);
	assert_int_equal(catalog->n_problems, 2);
	check_problem(
		catalog, 0, &folder, "/D", "a course's name is of a-z, 0-9, '.', '_' and '-'");
	check_problem(
		catalog, 1, &folder, "/c/A", "a lesson's name is of a-z, 0-9, '.', '_' and '-'");
}

static void problems_have_their_limit(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *at = NULL, *past = NULL;
	char path[64];

	(void)state;
	for (int i = 0; i < CATALOG_PROBLEMS_MAX + 2; i++) {
		if (i == CATALOG_PROBLEMS_MAX - 1)
			at = load(&folder, NULL, NULL);
		assert_true(snprintf(path, sizeof(path), "c/l%04d/lesson.ini", i) > 0);
		folder_put(&folder, path, "");
	}
	past = load(&folder, NULL, NULL);
	assert_int_equal(at->n_problems, CATALOG_PROBLEMS_MAX - 1);
	assert_int_equal(past->n_problems, CATALOG_PROBLEMS_MAX);
	assert_string_equal(past->problems[CATALOG_PROBLEMS_MAX - 1].message, "3 more problems");
}

static void the_search_path_has_its_limit(void **state)
{
	_cleanup_strlist_ struct strlist path = { 0 };
	struct catalog *catalog = NULL;

	(void)state;
	for (int i = 0; i < CATALOG_FOLDERS_MAX; i++)
		assert_int_equal(strlist_add(&path, "/nonexistent/practiced"), 0);
	assert_int_equal(catalog_load(&path, NULL, &catalog), 0);
	catalog_free(catalog);
	catalog = NULL;
	assert_int_equal(strlist_add(&path, "/nonexistent/practiced"), 0);
	assert_int_equal(catalog_load(&path, NULL, &catalog), -E2BIG);
	assert_null(catalog);
}

#define MANY 300

static void put_many(const struct folder *folder)
{
	char id[64];

	for (int i = 0; i < MANY; i++) {
		assert_true(snprintf(id, sizeof(id), "course%d/lesson%d", i % 7, i) > 0);
		put_lesson(folder, id, id);
	}
	folder_settle();
}

static size_t count_shared(const struct catalog *old, const struct catalog *new)
{
	size_t n = 0;

	for (size_t i = 0; i < new->n_lessons; i++) {
		const struct lesson *lesson = NULL;

		if (catalog_find(old, new->lessons[i]->id, &lesson) == CATALOG_FOUND &&
			lesson == new->lessons[i])
			n++;
	}
	return n;
}

static void a_reload_shares_what_did_not_change(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *old = NULL, *same = NULL, *changed = NULL;

	(void)state;
	put_many(&folder);
	old = load(&folder, NULL, NULL);
	assert_int_equal(old->n_lessons, MANY);
	same = load(&folder, NULL, old);
	assert_int_equal(count_shared(old, same), MANY);
	assert_true(catalog_has_same(same, old));
	put_lesson(&folder, "course1/lesson8", "changed");
	folder_put(&folder, "course2/lesson9/tests/a.out", "2\n");
	folder_put(&folder, "course3/lesson10/tests/a.in", "new\n");
	put_lesson(&folder, "course3/added", "added");
	assert_false(lesson_data_is_current(find(same, "lesson9")));
	changed = load(&folder, NULL, same);
	assert_int_equal(changed->n_problems, 0);
	assert_int_equal(changed->n_lessons, MANY + 1);
	assert_int_equal(count_shared(same, changed), MANY - 3);
	assert_false(catalog_has_same(changed, same));
	assert_string_equal(find(changed, "lesson8")->title, "changed");
	assert_string_equal(find(same, "lesson8")->title, "course1/lesson8");
	assert_string_equal(find(changed, "lesson9")->steps[0].cases[0].expected, "2\n");
	assert_string_equal(find(changed, "lesson10")->steps[0].cases[0].input, "new\n");
}

/* So many in one course that several threads read them. */
static void lessons_and_problems_keep_their_order_however_many_there_are(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *old = NULL, *new = NULL;
	char path[64];

	(void)state;
	folder_put(&folder, "c/course.ini", "[course]\ntitle = C\nlessons = l250 none l249\n");
	for (int i = 0; i < MANY; i++) {
		assert_true(snprintf(path, sizeof(path), "c/l%03d", i) > 0);
		put_lesson(&folder, path, path);
		assert_true(snprintf(path, sizeof(path), "c/l%03d/lesson.ini", i) > 0);
		if (i % 10 == 7)
			folder_put(&folder, path, "[lesson\n");
	}
	folder_settle();
	old = load(&folder, NULL, NULL);
	assert_int_equal(old->n_lessons, MANY - MANY / 10);
	assert_int_equal(old->n_problems, MANY / 10 + 1);
	check_problem(old, 0, &folder, "/c/course.ini:3", "lessons: there is no folder none with a lesson.ini");
	for (size_t i = 1; i < old->n_problems; i++) {
		assert_true(snprintf(path, sizeof(path), "/c/l%03zu/lesson.ini:1", 10 * (i - 1) + 7) > 0);
		assert_non_null(strstr(old->problems[i].where, path));
	}
	assert_string_equal(old->lessons[0]->name, "l250");
	assert_string_equal(old->lessons[1]->name, "l249");
	for (size_t i = 3; i < old->n_lessons; i++)
		assert_true(strcmp(old->lessons[i - 1]->name, old->lessons[i]->name) < 0);
	for (size_t i = 0; i < old->n_lessons; i++)
		assert_int_equal(catalog_position(old, old->lessons[i]->id), i);
	assert_int_equal(catalog_position(old, "c/none"), old->n_lessons);
	for (size_t i = 0; i < old->n_lessons; i++) {
		for (size_t k = 0; k < old->lessons[i]->n_steps; k++)
			assert_true(catalog_has_step(old, i, old->lessons[i]->steps[k].name));
		assert_false(catalog_has_step(old, i, "none"));
		assert_false(catalog_has_step(old, i, ""));
	}
	new = load(&folder, NULL, old);
	assert_int_equal(count_shared(old, new), MANY - MANY / 10);
	assert_true(catalog_has_same(new, old));
	assert_false(catalog_has_same(old, NULL));
}

static void new_problems_are_told_from_known_ones(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *good = NULL, *one = NULL, *moved = NULL, *two = NULL;
	const struct catalog_problem *first;
	size_t count = 99;

	(void)state;
	put_lesson(&folder, "c/a", "A");
	put_lesson(&folder, "c/b", "B");
	good = load(&folder, NULL, NULL);
	assert_null(catalog_new_problem(good, good, &count));
	assert_int_equal(count, 0);
	folder_put(&folder, "c/a/lesson.ini", "[lesson]\nnonsense = 1\n");
	one = load(&folder, NULL, good);
	first = catalog_new_problem(one, good, &count);
	assert_int_equal(count, 1);
	assert_non_null(strstr(first->where, "c/a/lesson.ini:2"));
	/* The same file is worse by a line now, and no news. */
	folder_put(&folder, "c/a/lesson.ini", "[lesson]\n\n\nnonsense = 1\n");
	moved = load(&folder, NULL, one);
	assert_null(catalog_new_problem(moved, one, &count));
	folder_put(&folder, "c/b/lesson.ini", "[lesson\n");
	two = load(&folder, NULL, one);
	first = catalog_new_problem(two, one, &count);
	assert_int_equal(count, 1);
	assert_non_null(strstr(first->where, "c/b/lesson.ini:1"));
	(void)catalog_new_problem(two, good, &count);
	assert_int_equal(count, 2);
}

static void catalogs_may_be_freed_in_any_order(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct catalog *first, *second, *third;

	(void)state;
	put_lesson(&folder, "c/a", "T");
	folder_settle();
	first = load(&folder, NULL, NULL);
	second = load(&folder, NULL, first);
	assert_ptr_equal(first->lessons[0], second->lessons[0]);
	catalog_free(first);
	third = load(&folder, NULL, second);
	assert_ptr_equal(second->lessons[0], third->lessons[0]);
	catalog_free(third);
	assert_string_equal(find(second, "a")->title, "T");
	catalog_free(second);
}

static void a_new_mask_is_seen(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_(catalog_freep) struct catalog *old = NULL, *new = NULL, *back = NULL;

	(void)state;
	put_lesson(&usr, "c/a", "of usr");
	folder_settle();
	old = load(&etc, &usr, NULL);
	put_lesson(&etc, "c/a", "of etc");
	new = load(&etc, &usr, old);
	assert_string_equal(find(new, "a")->title, "of etc");
	folder_remove(&etc, "c/a/lesson.ini");
	back = load(&etc, &usr, new);
	assert_string_equal(find(back, "a")->title, "of usr");
}

/* Every lesson but one is broken, one after the other: the sound one is served in any case. */
static void a_lesson_that_breaks_leaves_the_catalog(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *old = NULL, *new = NULL;
	const struct lesson *lesson;

	(void)state;
	put_lesson(&folder, "c/a", "T");
	put_lesson(&folder, "c/b", "T");
	old = load(&folder, NULL, NULL);
	folder_remove(&folder, "c/a/tests/a.out");
	new = load(&folder, NULL, old);
	assert_int_equal(old->n_lessons, 2);
	assert_int_equal(new->n_lessons, 1);
	assert_int_equal(catalog_find(new, "a", &lesson), CATALOG_NONE);
	check_problem(new, 0, &folder, "/c/a/lesson.ini:7",
		"cases: tests/a* matches no case: expected files such as hello1.in and hello1.out");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_or_missing_folder_is_an_empty_catalog),
		cmocka_unit_test(lessons_are_in_the_order_of_course_ini_then_by_name),
		cmocka_unit_test(a_lesson_is_found_by_id_or_unique_name),
		cmocka_unit_test(a_near_name_is_suggested),
		cmocka_unit_test(an_earlier_folder_masks),
		cmocka_unit_test(the_first_course_ini_counts_even_when_it_is_broken),
		cmocka_unit_test(a_broken_lesson_masks_and_is_told),
		cmocka_unit_test(a_link_to_null_masks_a_lesson_or_a_course),
		cmocka_unit_test(other_links_are_not_followed),
		cmocka_unit_test(what_is_wrong_with_a_course_is_told),
		cmocka_unit_test(bad_names_are_told_and_other_files_passed_over),
		cmocka_unit_test(problems_have_their_limit),
		cmocka_unit_test(the_search_path_has_its_limit),
		cmocka_unit_test(a_reload_shares_what_did_not_change),
		cmocka_unit_test(lessons_and_problems_keep_their_order_however_many_there_are),
		cmocka_unit_test(new_problems_are_told_from_known_ones),
		cmocka_unit_test(catalogs_may_be_freed_in_any_order),
		cmocka_unit_test(a_new_mask_is_seen),
		cmocka_unit_test(a_lesson_that_breaks_leaves_the_catalog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
