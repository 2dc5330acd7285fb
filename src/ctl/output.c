/* SPDX-License-Identifier: MIT */
#include "ctl/output.h"

#include "base/text.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

/* Keys that hold words, whatever they look like: a lesson may be called "2048". In the form that
 * JSON shows. */
static const char *const word_keys[] = {
	"id",
	"course",
	"name",
	"title",
	"summary",
	"goal",
	"user",
	"lesson",
	"step",
	"language",
	"languages",
	"next",
	"after",
	"current",
	"hint",
	"note",
	"detail",
	"reason",
	"verdict",
	"state",
	"last_verdict",
	"version",
	"text",
	"diff",
	"changed",
	"stdout",
	"stderr",
	"compiler",
	"problem",
	"warning",
	"group",
	"groups",
	"help",
	"verb",
	"arguments",
	"file",
	"card",
	"ask",
	"above",
	"tail",
	"option",
	"left",
	"solution",
	"feedback",
	"general",
};

/* Keys that an answer may repeat. */
static const char *const array_keys[] = {
	"goal",
	"step",
	"day",
	"course",
	"weak",
	"warning",
	"problem",
	"language",
	"case",
	"diff",
	"changed",
	"stdout",
	"stderr",
	"compiler",
	"hint_taken",
	"above",
	"option",
	"left",
	"solution",
	"feedback",
};

/* These hold pairs, unless they hold a word. */
static const char *const object_keys[] = { "step", "case", "day", "course", "weak" };

static bool is_in(const char *key, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* "MaxPoints" and "MAX_POINTS" to "max_points". */
static int json_key(struct buffer *out, const char *key)
{
	int r = 0;

	buffer_clear(out);
	for (size_t i = 0; key[i] && r >= 0; i++) {
		if (i > 0 && isupper((unsigned char)key[i]) && islower((unsigned char)key[i - 1]))
			r = buffer_append_char(out, '_');
		if (r >= 0)
			r = buffer_append_char(out, (char)tolower((unsigned char)key[i]));
	}
	return r < 0 ? r : buffer_reserve(out, 0);
}

static bool is_number(const char *value)
{
	size_t len;

	value += value[0] == '-' && value[1] != '0';
	len = strspn(value, "0123456789");
	return len > 0 && len <= 15 && value[len] == '\0' && (value[0] != '0' || len == 1);
}

static json_t *json_value(const char *key, const char *value)
{
	if (is_number(value) && !is_in(key, word_keys, ARRAY_SIZE(word_keys)))
		return json_integer(strtoll(value, NULL, 10));
	return json_string(value); /* sanitized: valid UTF-8 */
}

static json_t *json_pairs(const char *value)
{
	_cleanup_thing_ struct thing pairs = { 0 };
	_cleanup_buffer_ struct buffer key = { 0 };
	json_t *object;

	if (thing_parse_pairs(value, &pairs) < 0)
		return NULL;
	object = json_object();
	for (size_t i = 0; object && i < pairs.keys.count; i++)
		if (json_key(&key, pairs.keys.items[i]) < 0 ||
			json_object_set_new(object, key.data,
				json_value(key.data, pairs.values.items[i])) < 0) {
			json_decref(object);
			return NULL;
		}
	return object;
}

/* Takes the value. A key of the thing that is no array but comes twice keeps its last value. */
static int json_put(json_t *object, const char *key, json_t *value)
{
	json_t *array = json_object_get(object, key);

	if (!is_in(key, array_keys, ARRAY_SIZE(array_keys)))
		return json_object_set_new(object, key, value) < 0 ? -ENOMEM : 0;
	if (!array) {
		array = json_array();
		if (json_object_set_new(object, key, array) < 0) {
			json_decref(value);
			return -ENOMEM;
		}
	}
	return json_array_append_new(array, value) < 0 ? -ENOMEM : 0;
}

/*
 * "Language", "Course" and "Step" name one word in most things, and rows in a few: what tells them apart is
 * the TAB or the '=' of a row.
 */
static int json_put_field(json_t *object, struct buffer *key, const struct thing *thing, size_t i)
{
	const char *value = thing->values.items[i];
	bool is_row = strpbrk(value, "\t=") != NULL;

	if (json_key(key, thing->keys.items[i]) < 0)
		return -ENOMEM;
	if (!is_row && is_in(key->data, object_keys, ARRAY_SIZE(object_keys)))
		return json_object_set_new(object, key->data, json_string(value)) < 0 ? -ENOMEM : 0;
	if (!is_row && strcmp(key->data, "language") == 0)
		return json_object_set_new(object, key->data, json_string(value)) < 0 ? -ENOMEM : 0;
	if (is_in(key->data, object_keys, ARRAY_SIZE(object_keys)))
		return json_put(object, key->data, json_pairs(value));
	return json_put(object, key->data, json_value(key->data, value));
}

/* What follows a Case belongs into it. */
static json_t *target_of(json_t *object, const char *key)
{
	static const char *const case_keys[] = { "Hint", "Diff", "Stdout", "Talk", "Stderr", "Changed" };
	const json_t *cases = json_object_get(object, "case");

	if (!json_is_array(cases) || json_array_size(cases) == 0 ||
		!is_in(key, case_keys, ARRAY_SIZE(case_keys)))
		return object;
	return json_array_get(cases, json_array_size(cases) - 1);
}

static bool is_wanted(const struct options *options, const char *key)
{
	return options->properties.count == 0 || strlist_contains(&options->properties, key);
}

static json_t *json_thing(const struct options *options, const struct thing *thing)
{
	_cleanup_buffer_ struct buffer key = { 0 };
	json_t *object = json_object();

	for (size_t i = 0; object && i < thing->keys.count; i++)
		if (is_wanted(options, thing->keys.items[i]) &&
			json_put_field(target_of(object, thing->keys.items[i]), &key, thing, i) <
				0) {
			json_decref(object);
			return NULL;
		}
	return object;
}

static json_t *json_rows(const struct options *options, const struct rows *rows)
{
	_cleanup_buffer_ struct buffer key = { 0 };
	json_t *array = json_array();

	for (size_t row = 0; array && row < rows_count(rows); row++) {
		json_t *object = json_object();
		bool ok = json_array_append_new(array, object) >= 0;

		for (size_t i = 0; ok && i < rows->columns.count; i++)
			if (is_wanted(options, rows->columns.items[i]))
				ok = json_key(&key, rows->columns.items[i]) >= 0 &&
				     json_object_set_new(object, key.data,
					     json_value(key.data, rows_cell(rows, row, i))) >= 0;
		if (!ok) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

/* Takes the root. */
static int json_write(struct buffer *out, const struct options *options, json_t *root)
{
	size_t style = options->format == OUTPUT_JSON_PRETTY ? JSON_INDENT(2) : JSON_COMPACT;
	_cleanup_free_ char *text = NULL;

	if (!root)
		return -ENOMEM;
	text = json_dumps(root, style);
	json_decref(root);
	return text ? buffer_printf(out, "%s\n", text) : -ENOMEM;
}

static int tsv_cell(struct buffer *out, const char *value, bool is_last)
{
	int r;

	r = text_escape(out, value, strlen(value));
	return r < 0 ? r : buffer_append_char(out, is_last ? '\n' : '\t');
}

static int tsv_rows(struct buffer *out, const struct options *options, const struct rows *rows)
{
	size_t columns = rows->columns.count;
	int r = 0;

	if (!options->no_legend && options->format == OUTPUT_TSV)
		for (size_t i = 0; i < columns && r >= 0; i++)
			r = tsv_cell(out, rows->columns.items[i], i + 1 == columns);
	for (size_t i = 0; i < rows->cells.count && r >= 0; i++)
		r = tsv_cell(out, rows->cells.items[i], (i + 1) % columns == 0);
	return r;
}

int output_rows(struct buffer *out, const struct options *options, const struct rows *rows)
{
	if (options->format == OUTPUT_JSON || options->format == OUTPUT_JSON_PRETTY)
		return json_write(out, options, json_rows(options, rows));
	return tsv_rows(out, options, rows);
}

/* TSV and Key=value differ in the character between. The value stays in one line. */
static int put_field(
	struct buffer *out, const struct options *options, const char *key, const char *value)
{
	bool is_tsv = options->format == OUTPUT_TSV;
	int r = 0;

	if (!options->value_only)
		r = buffer_printf(out, "%s%c", key, is_tsv ? '\t' : '=');
	return r < 0 ? r : tsv_cell(out, value, true);
}

int output_thing(struct buffer *out, const struct options *options, const struct thing *thing)
{
	int r = 0;

	if (options->format == OUTPUT_JSON || options->format == OUTPUT_JSON_PRETTY)
		return json_write(out, options, json_thing(options, thing));
	for (size_t i = 0; i < thing->keys.count && r >= 0; i++)
		if (is_wanted(options, thing->keys.items[i]))
			r = put_field(out, options, thing->keys.items[i], thing->values.items[i]);
	return r;
}

int output_things(
	struct buffer *out, const struct options *options, const struct thing *things, size_t count)
{
	json_t *array;
	int r = 0;

	if (options->format != OUTPUT_JSON && options->format != OUTPUT_JSON_PRETTY) {
		for (size_t i = 0; i < count && r >= 0; i++) {
			r = i > 0 ? buffer_append_char(out, '\n') : 0;
			if (r >= 0)
				r = output_thing(out, options, &things[i]);
		}
		return r;
	}
	array = json_array();
	for (size_t i = 0; array && i < count; i++)
		if (json_array_append_new(array, json_thing(options, &things[i])) < 0) {
			json_decref(array);
			return -ENOMEM;
		}
	return json_write(out, options, array);
}
