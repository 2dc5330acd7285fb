/* SPDX-License-Identifier: MIT */
#include "daemon/suite.h"

#include <string.h>

bool suite_is_one(const struct step_language *own, const char *name)
{
	return strlist_contains(&own->suites, name);
}

int suite_drop_lines(
	const struct language *language, const struct lesson_file *test, struct buffer *ret_kept)
{
	const char *end = test->data + test->len;
	int r = buffer_append_string(ret_kept, "");

	for (const char *line = test->data, *next; r == 0 && line < end; line = next) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));

		next = newline ? newline + 1 : end;
		if (language->drop &&
			memmem(line, (size_t)(next - line), language->drop, strlen(language->drop)))
			continue;
		r = buffer_append(ret_kept, line, (size_t)(next - line));
	}
	return r;
}

static bool begins_test(const struct language *language, const char *line, size_t len)
{
	size_t count = strlen(language->count);

	while (len > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		len--;
	}
	return len >= count && memcmp(line, language->count, count) == 0;
}

/* Tests in all test files. */
static size_t count_tests(const struct language *language, const struct step_language *own)
{
	size_t n = 0;

	for (size_t i = 0; language->count && i < own->n_tests; i++) {
		const struct lesson_file *test = &own->tests[i];
		const char *end = test->data + test->len;

		if (!suite_is_one(own, test->name))
			continue;
		for (const char *line = test->data, *next; line < end; line = next) {
			const char *newline = memchr(line, '\n', (size_t)(end - line));

			next = newline ? newline + 1 : end;
			n += begins_test(language, line, (size_t)(next - line));
		}
	}
	return n;
}

int suite_proof(const struct language *language, const struct step_language *own,
	char **ret_compare, char **ret_expected)
{
	_cleanup_buffer_ struct buffer expected = { 0 };
	const char *proof = language->proof, *number;
	bool is_tap = proof && strcmp(proof, "tap") == 0;
	int r = 0;

	if (!proof)
		return 0;
	*ret_expected = NULL;
	*ret_compare = strdup(is_tap ? "tap" : "search");
	if (!*ret_compare)
		return -ENOMEM;
	if (is_tap)
		return 1;
	for (; r == 0 && (number = strstr(proof, "%n")) != NULL; proof = number + 2) {
		r = buffer_append(&expected, proof, (size_t)(number - proof));
		if (r == 0)
			r = buffer_printf(&expected, "%zu", count_tests(language, own));
	}
	if (r == 0)
		r = buffer_append_string(&expected, proof);
	if (r < 0)
		return r;
	*ret_expected = buffer_steal(&expected);
	return 1;
}
