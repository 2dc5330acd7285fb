/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include "ctl/workspace.h"
#include "proto/limits.h"

static void expect_content(const struct folder *folder, const char *name, const char *expected)
{
	_cleanup_buffer_ struct buffer content = { 0 };

	assert_int_equal(file_read_beneath(folder->fd, name, 1 << 20, &content), 0);
	assert_string_equal(content.data ? content.data : "", expected);
}

static int lay(struct workspace *workspace, const char *name, const char *text, bool replace,
	char **ret_backup)
{
	return workspace_lay(workspace, name, text, strlen(text), replace, ret_backup);
}

static void a_file_that_is_not_there_is_written(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(lay(&workspace, "a.c", "one", false, NULL), WORKSPACE_WRITTEN);
	assert_int_equal(lay(&workspace, "sub/dir/b.c", "two", false, NULL), WORKSPACE_WRITTEN);
	assert_int_equal(lay(&workspace, "a.c", "one", false, NULL), WORKSPACE_SAME);
	expect_content(&folder, "a.c", "one");
	expect_content(&folder, "sub/dir/b.c", "two");
}

static void a_changed_file_is_kept_and_an_unchanged_one_is_renewed(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(lay(&workspace, "a.c", "one", false, NULL), WORKSPACE_WRITTEN);
	assert_int_equal(lay(&workspace, "a.c", "newer", false, NULL), WORKSPACE_UPDATED);
	folder_put(&folder, "a.c", "mine");
	assert_int_equal(lay(&workspace, "a.c", "newest", false, NULL), WORKSPACE_KEPT);
	expect_content(&folder, "a.c", "mine");
}

static void what_was_handed_out_is_remembered(void **state)
{
	_cleanup_workspace_ struct workspace first = WORKSPACE_INIT, second = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	assert_int_equal(workspace_open(&first, folder.path), 0);
	assert_null(first.lesson);
	assert_int_equal(lay(&first, "a b.c", "one", false, NULL), WORKSPACE_WRITTEN);
	assert_int_equal(workspace_save(&first, "backend/x", "c"), 0);
	assert_int_equal(workspace_open(&second, folder.path), 0);
	assert_string_equal(second.lesson, "backend/x");
	assert_string_equal(second.language, "c");
	assert_int_equal(lay(&second, "a b.c", "newer", false, NULL), WORKSPACE_UPDATED);
}

static void replacing_saves_to_the_first_free_name(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_free_ char *backup = NULL;

	(void)state;
	folder_put(&folder, "a.c", "mine");
	folder_put(&folder, "a.c.~1~", "older");
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(lay(&workspace, "a.c", "one", true, &backup), WORKSPACE_SAVED);
	assert_string_equal(backup, "a.c.~2~");
	expect_content(&folder, "a.c.~1~", "older");
	expect_content(&folder, "a.c.~2~", "mine");
	expect_content(&folder, "a.c", "one");
}

static void replacing_stops_when_all_names_are_taken(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_free_ char *backup = NULL;
	char name[16];

	(void)state;
	folder_put(&folder, "a.c", "mine");
	for (int i = 1; i <= WORKSPACE_BACKUPS; i++) {
		(void)snprintf(name, sizeof(name), "a.c.~%d~", i);
		folder_put(&folder, name, "");
	}
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(lay(&workspace, "a.c", "one", true, &backup), -EEXIST);
	expect_content(&folder, "a.c", "mine");
}

static void names_that_leave_the_folder_are_refused(void **state)
{
	static const char *const names[] = { "../x", "/x", "a/../../x", "", ".", "..", "-o", "a//b",
		".practice", "a\nb" };
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_buffer_ struct buffer content = { 0 };

	(void)state;
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(lay(&workspace, names[i], "x", true, NULL), -EINVAL);
	assert_int_equal(workspace_read(&workspace, "../x", &content), -EINVAL);
}

static void links_are_neither_read_nor_written(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new(), other = folder_new();
	_cleanup_buffer_ struct buffer content = { 0 };

	(void)state;
	folder_put(&other, "a.c", "theirs");
	folder_link(&folder, other.path, "sub");
	folder_link(&folder, "/etc/passwd", "a.c");
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(lay(&workspace, "a.c", "x", true, NULL), -ELOOP);
	assert_int_equal(lay(&workspace, "sub/a.c", "x", true, NULL), -ELOOP);
	assert_true(lay(&workspace, "sub/new.c", "x", true, NULL) < 0);
	assert_int_equal(workspace_read(&workspace, "a.c", &content), -ELOOP);
	expect_content(&other, "a.c", "theirs");
}

static void a_state_file_that_is_not_ours_is_refused(void **state)
{
	static const char *const texts[] = { "file=short a.c\n", "lesson=\\q\n",
		"file=0000000000000000000000000000000000000000000000000000000000000000 ../x\n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
		_cleanup_folder_ struct folder folder = folder_new();

		folder_put(&folder, ".practice", texts[i]);
		assert_int_equal(workspace_open(&workspace, folder.path), -EBADMSG);
	}
}

static void listing_takes_plain_files_in_order(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist names = { 0 };

	(void)state;
	folder_put(&folder, "b.c", "");
	folder_put(&folder, "a.c", "");
	folder_put(&folder, ".hidden", "");
	folder_put(&folder, "a.c~", "");
	folder_put(&folder, "a.c.~1~", "");
	folder_put(&folder, "sub/c.c", "");
	folder_link(&folder, "a.c", "link.c");
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(workspace_list(&workspace, NULL, &names), 0);
	assert_int_equal(names.count, 2);
	assert_string_equal(names.items[0], "a.c");
	assert_string_equal(names.items[1], "b.c");
}

static void listing_has_a_limit(void **state)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist names = { 0 }, more = { 0 };
	char name[16];

	(void)state;
	for (unsigned i = 0; i < WIRE_FILES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "%u.c", i);
		folder_put(&folder, name, "");
	}
	assert_int_equal(workspace_open(&workspace, folder.path), 0);
	assert_int_equal(workspace_list(&workspace, NULL, &names), 0);
	assert_int_equal(names.count, WIRE_FILES_MAX);
	folder_put(&folder, "one-more.c", "");
	assert_int_equal(workspace_list(&workspace, NULL, &more), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_is_not_there_is_written),
		cmocka_unit_test(a_changed_file_is_kept_and_an_unchanged_one_is_renewed),
		cmocka_unit_test(what_was_handed_out_is_remembered),
		cmocka_unit_test(replacing_saves_to_the_first_free_name),
		cmocka_unit_test(replacing_stops_when_all_names_are_taken),
		cmocka_unit_test(names_that_leave_the_folder_are_refused),
		cmocka_unit_test(links_are_neither_read_nor_written),
		cmocka_unit_test(a_state_file_that_is_not_ours_is_refused),
		cmocka_unit_test(listing_takes_plain_files_in_order),
		cmocka_unit_test(listing_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
