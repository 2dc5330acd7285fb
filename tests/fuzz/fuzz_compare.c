/* SPDX-License-Identifier: MIT */
/*
 * The first byte ('0' to '9') chooses the comparator, then come expected and actual output, parted
 * by "\n--\n". Every text equals itself, a note is one line of UTF-8, and a diff is empty only when
 * the texts are equal.
 */
#include "fuzz.h"

#include "base/text.h"
#include "grade/compare.h"
#include "grade/diff.h"

#include <stdbool.h>
#include <string.h>

static const char *const kinds[] = { "exact", "trim", "tokens", "lines-unordered", "float 1e-6",
	"proof ok", "tap", "default",
	"default case_sensitive space_change_sensitive", "default float_tolerance 1e-6" };
#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void check_note(const char *note)
{
	size_t len = strnlen(note, COMPARE_NOTE_MAX);

	FUZZ_ASSERT(len < COMPARE_NOTE_MAX && text_is_utf8(note, len));
	for (size_t i = 0; i < len; i++)
		FUZZ_ASSERT((unsigned char)note[i] >= 0x20);
}

static int compare(const char *kind, const char *expected, size_t expected_len, const char *actual,
	size_t actual_len)
{
	struct comparison comparison;
	char note[COMPARE_NOTE_MAX];
	int r;

	FUZZ_ASSERT(comparison_parse(kind, &comparison) == 0);
	r = comparison_run(&comparison, expected, expected_len, actual, actual_len, note);
	FUZZ_ASSERT(r == 1 || r == 0);
	FUZZ_ASSERT((r == 0) == (note[0] != '\0'));
	check_note(note);
	return r;
}

static size_t diff(const char *expected, size_t expected_len, const char *actual, size_t actual_len,
	struct diff_options options)
{
	_cleanup_strlist_ struct strlist rows = { 0 };

	FUZZ_ASSERT(diff_lines(expected, expected_len, actual, actual_len, &options, &rows) == 0);
	FUZZ_ASSERT(options.max_lines == 0 || rows.count <= options.max_lines);
	for (size_t i = 0; i < rows.count; i++) {
		size_t len = strlen(rows.items[i]);

		FUZZ_ASSERT(
			len >= 2 && strchr(" -+~", rows.items[i][0]) && rows.items[i][1] == ' ');
		FUZZ_ASSERT(text_is_utf8(rows.items[i], len) && !strchr(rows.items[i], '\n') &&
			    !strchr(rows.items[i], '\033'));
		FUZZ_ASSERT(options.max_columns == 0 || rows.items[i][0] == '~' ||
			    text_width(rows.items[i] + 2, len - 2) <= options.max_columns + 9);
	}
	return rows.count;
}

static void check_diff(
	const char *expected, size_t expected_len, const char *actual, size_t actual_len)
{
	bool is_same = expected_len == actual_len && memcmp(expected, actual, actual_len) == 0;
	struct diff_options options = {
		.show = DIFF_SHOW_FULL, .context = 1, .max_lines = 20, .max_columns = 12
	};

	FUZZ_ASSERT((diff(expected, expected_len, actual, actual_len, options) == 0) == is_same);
	options.ignore_ends = true;
	FUZZ_ASSERT((diff(expected, expected_len, actual, actual_len, options) == 0) ==
		    (compare("trim", expected, expected_len, actual, actual_len) == 1));
	FUZZ_ASSERT(diff(expected, expected_len, actual, actual_len,
			    (struct diff_options){ .show = DIFF_SHOW_FIRST }) <= 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char rule[] = "\n--\n";
	const char *text = (const char *)data + 1, *middle;
	size_t expected_len;

	if (size < 1 + sizeof(rule) - 1)
		return 0;
	middle = memmem(text, size - 1, rule, sizeof(rule) - 1);
	if (!middle)
		return 0;
	expected_len = (size_t)(middle - text);
	middle += sizeof(rule) - 1;
	size -= 1 + expected_len + sizeof(rule) - 1;
	/* libc's regular expressions are not ours to fuzz: a pattern can ask for any amount of
	 * work. */
	(void)compare(kinds[(uint8_t)(data[0] - '0') % N_KINDS], text, expected_len, middle, size);
	for (size_t i = 0; i < 5; i++)
		FUZZ_ASSERT(compare(kinds[i], middle, size, middle, size) == 1);
	check_diff(text, expected_len, middle, size);
	return 0;
}
