/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "base/strlist.h"
#include "ctl/pager.h"
#include "ctl/progress.h"

#include <stdlib.h>
#include <string.h>

static void set(const char *name, const char *value)
{
	assert_int_equal(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static void the_pager_is_chosen_in_order(void **state)
{
	static const struct {
		const char *systemd, *pager, *sudo, *expected; /* NULL: none */
	} rows[] = {
		{ NULL, NULL, NULL, "less" },
		{ "more -x", "most", NULL, "more" },
		{ NULL, "most", NULL, "most" },
		{ "", "most", NULL, NULL },
		{ "cat", NULL, NULL, NULL },
		{ NULL, "cat", NULL, NULL },
		{ NULL, "", NULL, NULL },
		{ "more", NULL, "1000", "less" },
		{ "cat", NULL, "1000", NULL },
		{ "'open", NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_strlist_ struct strlist words = { 0 };

		set("SYSTEMD_PAGER", rows[i].systemd);
		set("PAGER", rows[i].pager);
		set("SUDO_UID", rows[i].sudo);
		set("SYSTEMD_PAGERSECURE", NULL);
		assert_int_equal(pager_command(&words), 0);
		assert_int_equal(words.count > 0, rows[i].expected != NULL);
		if (rows[i].expected)
			assert_string_equal(words.items[0], rows[i].expected);
	}
}

static void progress_fills_its_bar(void **state)
{
	static const struct {
		size_t done, total;
		const char *expected;
	} rows[] = {
		{ 0, 4, "........ 0/4 go" },
		{ 1, 4, "##...... 1/4 go" },
		{ 4, 4, "######## 4/4 go" },
		{ 9, 4, "######## 4/4 go" },
		{ 0, 0, "........ 0/0 go" },
	};
	const struct term term = ASCII(32);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer out = { 0 };

		assert_int_equal(
			progress_format(&out, &term, rows[i].done, rows[i].total, "go"), 0);
		assert_string_equal(out.data, rows[i].expected);
	}
}

static void progress_never_reaches_the_last_column(void **state)
{
	(void)state;
	for (size_t columns = TERM_COLUMNS_MIN; columns < 100; columns++) {
		_cleanup_buffer_ struct buffer out = { 0 };
		const struct term term = ASCII(columns);

		assert_int_equal(progress_format(&out, &term, 5, 1000,
					 "a label that is longer than some terminals are"),
			0);
		assert_true(strlen(out.data) < columns);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pager_is_chosen_in_order),
		cmocka_unit_test(progress_fills_its_bar),
		cmocka_unit_test(progress_never_reaches_the_last_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
