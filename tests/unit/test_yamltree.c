/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "learn/yamltree.h"

#include <errno.h>
#include <string.h>

static struct yaml *parse(const char *text)
{
	struct yamltree_error error;
	struct yaml *root = NULL;

	assert_int_equal(yamltree_parse(text, strlen(text), &root, &error), 0);
	return root;
}

static void check_refused(
	const char *text, size_t len, unsigned line, unsigned column, const char *message)
{
	struct yamltree_error error;
	struct yaml *root = NULL;

	assert_int_equal(yamltree_parse(text, len, &root, &error), -EINVAL);
	assert_null(root);
	if (message)
		assert_string_equal(error.message, message);
	assert_int_equal(error.line, line);
	if (column)
		assert_int_equal(error.column, column);
}

static void a_map_is_found_by_its_keys(void **state)
{
	_cleanup_(yamltree_freep) struct yaml *root =
		parse("name: A Thing\nlimits:\n  memory: 512\n  \"time\": +1.5\nempty:\n");
	double number;

	(void)state;
	assert_int_equal(root->kind, YAML_KIND_MAP);
	assert_int_equal(root->count, 3);
	assert_string_equal(yamltree_text(yamltree_get(root, "name")), "A Thing");
	assert_int_equal(yamltree_number(yamltree_get(yamltree_get(root, "limits"), "time"), &number), 0);
	assert_true(number > 1.49 && number < 1.51);
	assert_int_equal(yamltree_get(root, "empty")->kind, YAML_KIND_NULL);
	assert_int_equal(yamltree_get(yamltree_get(root, "limits"), "memory")->line, 3);
	assert_int_equal(yamltree_get(yamltree_get(root, "limits"), "memory")->column, 11);
	assert_null(yamltree_get(root, "other"));
	assert_null(yamltree_get(NULL, "other"));
	assert_null(yamltree_text(yamltree_get(root, "limits")));
}

static void lists_keep_their_order(void **state)
{
	_cleanup_(yamltree_freep) struct yaml *root = parse("[a, 'null', null, [b]]");

	(void)state;
	assert_int_equal(root->kind, YAML_KIND_LIST);
	assert_int_equal(root->count, 4);
	assert_string_equal(yamltree_text(root->first), "a");
	assert_string_equal(yamltree_text(root->first->next), "null");
	assert_int_equal(root->first->next->next->kind, YAML_KIND_NULL);
	assert_string_equal(yamltree_text(root->last->first), "b");
}

static void nothing_is_a_null(void **state)
{
	_cleanup_(yamltree_freep) struct yaml *empty = parse(""), *comment = parse("# only\n");

	(void)state;
	assert_int_equal(empty->kind, YAML_KIND_NULL);
	assert_int_equal(comment->kind, YAML_KIND_NULL);
}

static void booleans_are_words(void **state)
{
	_cleanup_(yamltree_freep) struct yaml *root = parse("[Yes, false, 1, [on]]");
	bool value = false;

	(void)state;
	assert_int_equal(yamltree_bool(root->first, &value), 0);
	assert_true(value);
	assert_int_equal(yamltree_bool(root->first->next, &value), 0);
	assert_false(value);
	assert_int_equal(yamltree_bool(root->first->next->next, &value), -EINVAL);
	assert_int_equal(yamltree_bool(root->last, &value), -EINVAL);
}

static void what_is_refused_is_told_with_its_place(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
		const char *message;
	} rows[] = {
		{ "a: 1\nb: [1, 2\n", 3, 1, NULL },
		{ "a: 1\na: 2\n", 2, 1, "the key a is there twice" },
		{ "a: &x 1\nb: *x\n", 2, 4, "aliases are not read" },
		{ "a: 1\n---\nb: 2\n", 2, 1, "more than one document" },
		{ "? [a]\n: 1\n", 1, 3, "a key is expected to be a word" },
		{ "a: \"x\\0y\"\n", 1, 4, "a zero byte in a value" },
		{ "\"x\\0y\": 1\n", 1, 1, "a zero byte in a key" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_refused(rows[i].text, strlen(rows[i].text), rows[i].line, rows[i].column,
			rows[i].message);
	check_refused("a: \xff\n", 5, 0, 0, NULL);
}

static void depth_is_bounded(void **state)
{
	char text[2 * YAML_DEPTH_MAX + 3];

	(void)state;
	memset(text, '[', YAML_DEPTH_MAX);
	memset(text + YAML_DEPTH_MAX, ']', YAML_DEPTH_MAX);
	text[2 * YAML_DEPTH_MAX] = '\0';
	yamltree_free(parse(text));
	memset(text, '[', YAML_DEPTH_MAX + 1);
	memset(text + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
	check_refused(text, 2 * YAML_DEPTH_MAX + 2, 1, YAML_DEPTH_MAX + 1,
		"more than 16 maps and lists within each other");
}

static void keys_values_and_bytes_are_bounded(void **state)
{
	_cleanup_buffer_ struct buffer keys = { 0 }, values = { 0 };
	struct yamltree_error error;
	struct yaml *root = NULL;

	(void)state;
	for (unsigned i = 0; i < YAML_KEYS_MAX; i++)
		assert_int_equal(buffer_printf(&keys, "k%u: 1\n", i), 0);
	yamltree_free(parse(keys.data));
	assert_int_equal(buffer_printf(&keys, "more: 1\n"), 0);
	check_refused(keys.data, keys.len, YAML_KEYS_MAX + 1, 1, "more than 1024 keys in a map");
	for (unsigned i = 0; i < YAML_NODES_MAX - 1; i++) /* and the list itself */
		assert_int_equal(buffer_append_string(&values, "- 1\n"), 0);
	yamltree_free(parse(values.data));
	assert_int_equal(buffer_append_string(&values, "- 1\n"), 0);
	check_refused(values.data, values.len, YAML_NODES_MAX, 3, "more than 16384 values");
	buffer_clear(&keys);
	assert_int_equal(buffer_printf(&keys, "%*s", YAML_BYTES_MAX, ""), 0);
	assert_int_equal(yamltree_parse(keys.data, keys.len, &root, &error), 0);
	yamltree_free(root);
	root = NULL;
	assert_int_equal(buffer_append_char(&keys, ' '), 0);
	check_refused(keys.data, keys.len, 0, 0, "is larger than 262144 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_map_is_found_by_its_keys),
		cmocka_unit_test(lists_keep_their_order),
		cmocka_unit_test(nothing_is_a_null),
		cmocka_unit_test(booleans_are_words),
		cmocka_unit_test(what_is_refused_is_told_with_its_place),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(keys_values_and_bytes_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
