/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/recall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void the_last_text_of_a_key_is_kept(void **state)
{
	struct recall recall;

	(void)state;
	recall_init(&recall);
	assert_null(recall_get(&recall, "a"));
	assert_int_equal(recall_put(&recall, "a", "one", 3), 0);
	assert_int_equal(recall_put(&recall, "b", "", 0), 0);
	assert_int_equal(recall_put(&recall, "a", "three", 5), 0);
	assert_string_equal(recall_get(&recall, "a")->text, "three");
	assert_int_equal(recall_get(&recall, "b")->len, 0);
	recall_done(&recall);
	assert_int_equal(recall.bytes, 0);
}

static void the_oldest_is_forgotten_when_there_is_too_much(void **state)
{
	enum { TEXT = 64 * 1024, COUNT = RECALL_BYTES_MAX / TEXT };
	char *text = calloc(1, TEXT), key[16];
	struct recall recall;

	(void)state;
	recall_init(&recall);
	for (int i = 0; i < COUNT; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		assert_int_equal(recall_put(&recall, key, text, TEXT), 0);
		assert_true(recall.bytes <= RECALL_BYTES_MAX);
	}
	assert_null(recall_get(&recall, "0"));
	assert_non_null(recall_get(&recall, "1"));
	assert_non_null(recall_get(&recall, key));
	recall_done(&recall);
	free(text);
}

static void what_is_too_much_alone_is_not_kept(void **state)
{
	char *text = calloc(1, RECALL_BYTES_MAX);
	struct recall recall;

	(void)state;
	recall_init(&recall);
	assert_int_equal(recall_put(&recall, "a", text, RECALL_BYTES_MAX), 0);
	assert_null(recall_get(&recall, "a"));
	assert_int_equal(recall.bytes, 0);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_text_of_a_key_is_kept),
		cmocka_unit_test(the_oldest_is_forgotten_when_there_is_too_much),
		cmocka_unit_test(what_is_too_much_alone_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
