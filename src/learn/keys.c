/* SPDX-License-Identifier: MIT */
#include "learn/keys.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/parse.h"
#include "base/strlist.h"
#include "base/suggest.h"
#include "grade/compare.h"
#include "learn/lesson.h"

#include <string.h>

static int fail_unknown(
	const char *what, const char *name, const struct suggest *suggest, struct ini_error *error)
{
	if (suggest->best)
		return ini_fail(error, "unknown %s \"%.64s\"; did you mean \"%s\"?", what, name,
			suggest->best);
	return ini_fail(error, "unknown %s \"%.64s\"", what, name);
}

const struct key_row *key_find(const struct key_row *rows, size_t n_rows, const char *key,
	size_t len, struct ini_error *ret_error)
{
	struct suggest suggest;
	char name[65];

	for (size_t i = 0; i < n_rows; i++)
		if (strlen(rows[i].name) == len && memcmp(rows[i].name, key, len) == 0)
			return &rows[i];
	if (len > sizeof(name) - 1)
		len = sizeof(name) - 1;
	memcpy(name, key, len);
	name[len] = '\0';
	suggest_init(&suggest, name);
	for (size_t i = 0; i < n_rows; i++)
		suggest_offer(&suggest, rows[i].name);
	(void)fail_unknown("key", name, &suggest, ret_error);
	return NULL;
}

int key_note_line(const struct key_row *row, unsigned *line_of_key, unsigned line,
	struct ini_error *ret_error)
{
	if (*line_of_key != 0 && !row->is_repeated)
		return ini_fail(
			ret_error, "%s was given before, in line %u", row->name, *line_of_key);
	if (*line_of_key == 0)
		*line_of_key = line;
	return 0;
}

int key_fail_section(const char *section, const char *const *known, struct ini_error *ret_error)
{
	struct suggest suggest;

	if (!*section)
		return ini_fail(
			ret_error, "a key before the first section; expected [%s]", known[0]);
	suggest_init(&suggest, section);
	for (; *known; known++)
		suggest_offer(&suggest, *known);
	return fail_unknown("section", section, &suggest, ret_error);
}

static int set_copy(void *field, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	*(char **)field = copy;
	return 0;
}

/* For strings and the items of lists. */
static int check_string(
	const struct key_row *row, const char *value, size_t max, struct ini_error *error)
{
	if (!*value)
		return ini_fail(error, "%s is empty", row->name);
	if (strlen(value) > max)
		return ini_fail(error, "%s is longer than %zu bytes", row->name, max);
	return 0;
}

int key_set_string(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	int r = check_string(row, value, row->max, error);

	return r < 0 ? r : set_copy(field, value);
}

static int check_path(const struct key_row *row, const char *value, struct ini_error *error)
{
	if (file_name_is_safe(value))
		return 0;
	return ini_fail(error,
		"%s: \"%.64s\" is not a relative name without \"..\", backslash or a part that "
		"begins with '-'",
		row->name, value);
}

int key_set_path(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	int r = check_path(row, value, error);

	return r < 0 ? r : set_copy(field, value);
}

/* The folder's part has no wildcard: one folder is read, and it is known which. */
int key_set_glob(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	const char *slash = strrchr(value, '/');

	if (slash && strcspn(value, "*?[") < (size_t)(slash - value))
		return ini_fail(error, "%s: wildcards only in the last part, as in tests/hello*",
			row->name);
	return key_set_path(row, field, value, error);
}

typedef int (*check_word)(const struct key_row *row, const char *value, struct ini_error *error);

/* Words that are each sound, none twice, row->max at most, at least one. */
static int set_word_list(const struct key_row *row, struct strlist *list, const char *value,
	check_word check, struct ini_error *error)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = strlist_split_words(&words, value);

	if (r == 0 && words.count == 0)
		r = ini_fail(error, "%s is empty", row->name);
	if (r == 0 && words.count > row->max)
		r = ini_fail(error, "%s: more than %u names", row->name, (unsigned)row->max);
	for (size_t i = 0; r == 0 && i < words.count; i++) {
		r = check(row, words.items[i], error);
		if (r == 0 && strlist_contains(list, words.items[i]))
			r = ini_fail(
				error, "%s: \"%.64s\" is there twice", row->name, words.items[i]);
		if (r == 0)
			r = strlist_add(list, words.items[i]);
	}
	return r;
}

int key_set_paths(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	return set_word_list(row, field, value, check_path, error);
}

static int check_id(const struct key_row *row, const char *value, struct ini_error *error)
{
	if (lesson_id_is_safe(value) || lesson_name_is_safe(value))
		return 0;
	return ini_fail(error, "%s: \"%.64s\" is not a lesson's id, as backend/sockets is",
		row->name, value);
}

int key_set_id(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	int r = check_id(row, value, error);

	return r < 0 ? r : set_copy(field, value);
}

int key_set_ids(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	return set_word_list(row, field, value, check_id, error);
}

static int check_name(const struct key_row *row, const char *value, struct ini_error *error)
{
	if (lesson_name_is_safe(value))
		return 0;
	return ini_fail(error, "%s: \"%.64s\" is not a name of a-z, 0-9, '.', '_' and '-'",
		row->name, value);
}

int key_set_name(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	int r = check_name(row, value, error);

	return r < 0 ? r : set_copy(field, value);
}

int key_set_names(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	return set_word_list(row, field, value, check_name, error);
}

int key_set_words(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	struct strlist *list = field;
	int r = strlist_split_quoted(list, value);

	if (r == -EINVAL)
		return ini_fail(error, "%s: a quote is not closed", row->name);
	if (r < 0)
		return r;
	if (list->count == 0)
		return ini_fail(error, "%s is empty", row->name);
	if (list->count > row->max)
		return ini_fail(error, "%s: more than %u words", row->name, (unsigned)row->max);
	return 0;
}

/* Placeholders: where they may stand. */
static int check_placeholders(
	const struct key_row *row, const char *word, bool is_test, struct ini_error *error)
{
	for (const char *at = strchr(word, '%'); at; at = strchr(at + 2, '%')) {
		if (!at[1] || !strchr(is_test ? "fmoat%" : "fmoa%", at[1]))
			return ini_fail(error, "%s: \"%.64s\": expected %%f, %%m, %%o, %%a%s or %%%%",
				row->name, word, is_test ? ", %t" : "");
		if (strchr("fat", at[1]) && strlen(word) != 2)
			return ini_fail(error, "%s: \"%.64s\": %%%c is a word of its own",
				row->name, word, at[1]);
	}
	return 0;
}

static int set_template(const struct key_row *row, void *field, const char *value, bool is_test,
	struct ini_error *error)
{
	const struct strlist *words = field;
	int r = key_set_words(row, field, value, error);

	for (size_t i = 0; r == 0 && i < words->count; i++)
		r = check_placeholders(row, words->items[i], is_test, error);
	return r;
}

int key_set_template(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	return set_template(row, field, value, false, error);
}

int key_set_test(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	return set_template(row, field, value, true, error);
}

int key_set_command(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = key_set_template(row, &words, value, error);

	return r < 0 ? r : set_copy(field, value);
}

int key_add_item(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	struct strlist *list = field;
	int r = check_string(row, value, LESSON_HINT_MAX, error);

	if (r < 0)
		return r;
	if (list->count >= row->max)
		return ini_fail(error, "%s: more than %u of them", row->name, (unsigned)row->max);
	return strlist_add(list, value);
}

int key_set_number(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	if (parse_u32(value, (uint32_t)row->max, field) < 0)
		return ini_fail(error, "%s: expected a number from 0 to %u, not \"%.64s\"",
			row->name, (unsigned)row->max, value);
	return 0;
}

int key_set_positive(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	uint32_t number;

	if (parse_u32(value, (uint32_t)row->max, &number) < 0 || number == 0)
		return ini_fail(error, "%s: expected a number from 1 to %u, not \"%.64s\"",
			row->name, (unsigned)row->max, value);
	*(uint32_t *)field = number;
	return 0;
}

int key_set_size(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	uint64_t bytes;

	if (parse_size(value, &bytes) < 0 || bytes == 0 || bytes > row->max)
		return ini_fail(error,
			"%s: expected a size such as 64M, at most %lluM, not \"%.64s\"", row->name,
			(unsigned long long)(row->max >> 20), value);
	*(uint64_t *)field = bytes;
	return 0;
}

int key_set_time(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	uint64_t us;

	if (parse_duration(value, &us) < 0 || us == 0 || us > row->max)
		return ini_fail(error,
			"%s: expected a time such as 2s or 500ms, at most %llus, not \"%.64s\"",
			row->name, (unsigned long long)(row->max / 1000000), value);
	*(uint64_t *)field = us;
	return 0;
}

int key_set_bool(const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	if (parse_bool(value, field) < 0)
		return ini_fail(error, "%s: expected yes or no, not \"%.64s\"", row->name, value);
	return 0;
}

int key_set_choice(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	_cleanup_buffer_ struct buffer all = { 0 };

	for (unsigned i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], value) == 0) {
			*(unsigned *)field = i;
			return 0;
		}
		if (buffer_printf(&all, "%s%s", i > 0 ? ", " : "", row->choices[i]) < 0)
			return -ENOMEM;
	}
	return ini_fail(error, "%s: expected one of %s, not \"%.64s\"", row->name, all.data, value);
}

int key_set_compare(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	struct comparison comparison;

	if (comparison_parse(value, &comparison) < 0 || comparison.kind == COMPARE_PROOF ||
		comparison.kind == COMPARE_TAP)
		return ini_fail(error,
			"%s: expected exact, trim, tokens, lines-unordered, float TOLERANCE or "
			"regex, not \"%.64s\"",
			row->name, value);
	return set_copy(field, value);
}
