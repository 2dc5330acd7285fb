/* SPDX-License-Identifier: MIT */
/*
 * constants: of problem.yaml are names with a value, or with several ways to write it. {{name}} and
 * {{name.way}} stand for them in programs and texts of the package, and \constant{name} in LaTeX.
 * Names that are not defined stay as they are.
 */
#include "learn/kattis.h"

#include "base/buffer.h"

#include <ctype.h>
#include <string.h>

#define NAME_BYTES_MAX 128

static const struct {
	const char *begin, *end;
} marks[] = { { "{{", "}}" }, { "\\constant{", "}" } };

/* name or name.way; NULL: it is none, or not defined. */
static const char *find_value(const struct yaml *constants, const char *name, size_t len)
{
	char copy[NAME_BYTES_MAX], *dot;
	const struct yaml *node;

	if (len == 0 || len >= sizeof(copy))
		return NULL;
	memcpy(copy, name, len);
	copy[len] = '\0';
	dot = strchr(copy, '.');
	if (dot)
		*dot = '\0';
	node = yamltree_get(constants, copy);
	if (node && node->kind == YAML_KIND_MAP)
		return yamltree_text(yamltree_get(node, dot ? dot + 1 : "value"));
	return !dot || strcmp(dot + 1, "value") == 0 ? yamltree_text(node) : NULL;
}

/* Bytes of the constant that stands at `at`, and its value; 0: there is none. */
static size_t match(const struct yaml *constants, const char *at, size_t left, const char **ret_value)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		size_t begin = strlen(marks[i].begin), end = strlen(marks[i].end), len = 0;

		if (left < begin || memcmp(at, marks[i].begin, begin) != 0)
			continue;
		while (begin + len < left &&
			(isalnum((unsigned char)at[begin + len]) || strchr("_.", at[begin + len])) &&
			at[begin + len] != '\0')
			len++;
		if (left - begin - len < end || memcmp(at + begin + len, marks[i].end, end) != 0)
			continue;
		*ret_value = find_value(constants, at + begin, len);
		return *ret_value ? begin + len + end : 0;
	}
	return 0;
}

int kattis_put_constants(struct kattis *kattis, const char *path, struct lesson_file *file)
{
	const struct yaml *constants = kattis->is_2025 ? yamltree_get(kattis->config, "constants") : NULL;
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *end = file->data + file->len;
	int r = 0;

	if (!constants || constants->count == 0)
		return 0;
	r = buffer_append_string(&text, "");
	for (const char *at = file->data; r == 0 && at < end;) {
		const char *value = NULL;
		size_t used = match(constants, at, (size_t)(end - at), &value);

		r = used > 0 ? buffer_append_string(&text, value) : buffer_append_char(&text, *at);
		at += used > 0 ? used : 1;
		if (text.len > LESSON_TEXT_MAX)
			return foreign_fail(kattis->folder, path, 0, "is too large with its constants");
	}
	if (r < 0)
		return r;
	free(file->data);
	file->len = text.len;
	file->data = buffer_steal(&text);
	return 0;
}

int kattis_put_constants_in_words(struct kattis *kattis, const char *path, struct strlist *words)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < words->count; i++) {
		struct lesson_file word = { .data = words->items[i], .len = strlen(words->items[i]) };

		r = kattis_put_constants(kattis, path, &word);
		words->items[i] = word.data;
	}
	return r;
}
