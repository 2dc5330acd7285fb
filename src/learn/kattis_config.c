/* SPDX-License-Identifier: MIT */
/*
 * problem.yaml, of which both formats have most in common.
 */
#include "learn/kattis.h"

#include "base/parse.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FLAGS_MAX      64
#define FLAGS_BYTES_MAX 4096 /* each case has its own */
#define PASSES_DEFAULT 2

int kattis_fail_at(
	struct kattis *kattis, const char *file, const struct yaml *node, const char *format, ...)
{
	char message[sizeof(kattis->folder->error->ini.message)];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	kattis->folder->error->column = node ? node->column : 0;
	return foreign_fail(kattis->folder, file, node ? node->line : 0, "%s", message);
}

bool kattis_has(const struct kattis *kattis, const char *name)
{
	struct stat st;

	return fstatat(kattis->folder->source->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

int kattis_read_yaml(struct kattis *kattis, const char *path, struct yaml **ret_root)
{
	_cleanup_free_ char *text = NULL;
	struct yamltree_error error;
	size_t len;
	int r = foreign_read_text(kattis->folder, path, YAML_BYTES_MAX, &text, &len);

	*ret_root = NULL;
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	r = yamltree_parse(text, len, ret_root, &error);
	if (r != -EINVAL)
		return r;
	kattis->folder->error->column = error.column;
	return foreign_fail(kattis->folder, path, error.line, "%s", error.message);
}

int kattis_read_words(
	struct kattis *kattis, const char *file, const struct yaml *node, struct strlist *words)
{
	size_t bytes = 0;
	int r = 0;

	strlist_done(words);
	if (yamltree_text(node))
		r = strlist_split_words(words, yamltree_text(node));
	else if (node->kind == YAML_KIND_LIST)
		for (const struct yaml *word = node->first; r == 0 && word; word = word->next)
			r = yamltree_text(word) ? strlist_add(words, yamltree_text(word)) : -EINVAL;
	else if (node->kind != YAML_KIND_NULL)
		r = -EINVAL;
	for (size_t i = 0; r == 0 && i < words->count; i++)
		bytes += strlen(words->items[i]);
	if (r == 0 && (words->count > FLAGS_MAX || bytes > FLAGS_BYTES_MAX))
		r = -EINVAL;
	return r == -EINVAL ? kattis_fail_at(kattis, file, node,
				      "%s: expected at most %d words or a list of them, %d bytes in all",
				      node->key, FLAGS_MAX, FLAGS_BYTES_MAX)
			    : r;
}

/* The format. */

static const struct {
	const char *name;
	bool is_2025;
} formats[] = {
	{ "legacy", false },
	{ "legacy-icpc", false },
	{ "2025-09", true },
	{ "2023-07", true },
	{ "2023-07-draft", true },
	{ "draft", true },
};

static int read_format(struct kattis *kattis)
{
	const struct yaml *node = yamltree_get(kattis->config, "problem_format_version");
	const char *name = yamltree_text(node);

	for (size_t i = 0; name && i < ARRAY_SIZE(formats); i++) {
		if (strcmp(formats[i].name, name) != 0)
			continue;
		kattis->is_2025 = formats[i].is_2025;
		return 0;
	}
	return node ? kattis_fail_at(kattis, KATTIS_CONFIG, node,
			      "problem_format_version: expected legacy or 2025-09")
		    : 0;
}

/* What kind of problem it is. */

static int take_kind(struct kattis *kattis, const struct yaml *node, const char *word)
{
	if (strcmp(word, "pass-fail") == 0 || strcmp(word, "default") == 0)
		return 0;
	if (strcmp(word, "scoring") == 0)
		kattis->is_scoring = true;
	else if (strcmp(word, "custom") == 0)
		kattis->has_validator = true;
	else if (strcmp(word, "interactive") == 0)
		kattis->is_interactive = kattis->has_validator = true;
	else if (strcmp(word, "score") == 0)
		return kattis_fail_at(kattis, KATTIS_CONFIG, node,
			"%s: scores that a validator gives are not served", node->key);
	else if (strcmp(word, "multi-pass") == 0)
		kattis->passes = PASSES_DEFAULT, kattis->has_validator = true;
	else if (strcmp(word, "submit-answer") == 0)
		return kattis_fail_at(kattis, KATTIS_CONFIG, node,
			"%s: problems of the kind %s are not served", node->key, word);
	else
		return kattis_fail_at(
			kattis, KATTIS_CONFIG, node, "%s: %.32s is not known", node->key, word);
	return 0;
}

static int read_kinds(struct kattis *kattis, const char *key)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	const struct yaml *node = yamltree_get(kattis->config, key);
	int r = node ? kattis_read_words(kattis, KATTIS_CONFIG, node, &words) : 0;

	for (size_t i = 0; r == 0 && i < words.count; i++)
		r = take_kind(kattis, node, words.items[i]);
	return r;
}

/* In English, else in the first language. */
static int read_name(struct kattis *kattis)
{
	const struct yaml *node = yamltree_get(kattis->config, "name");

	if (node && node->kind == YAML_KIND_MAP)
		node = yamltree_get(node, "en") ? yamltree_get(node, "en") : node->first;
	if (!node || node->kind == YAML_KIND_NULL)
		return 0;
	if (!yamltree_text(node) || strlen(yamltree_text(node)) > LESSON_STRING_MAX / 2 ||
		strchr(yamltree_text(node), '\n'))
		return kattis_fail_at(kattis, KATTIS_CONFIG, node,
			"name: expected a line, or one for each language");
	kattis->name = strdup(yamltree_text(node));
	return kattis->name ? 0 : -ENOMEM;
}

static int read_passes(struct kattis *kattis)
{
	const struct yaml *node = yamltree_get(yamltree_get(kattis->config, "limits"), "validation_passes");
	uint32_t passes;

	if (!node || kattis->passes == 0)
		return 0;
	if (!yamltree_text(node) || parse_u32(yamltree_text(node), JOB_PASSES_MAX, &passes) < 0 || passes < 2)
		return kattis_fail_at(kattis, KATTIS_CONFIG, node,
			"limits.validation_passes: expected a number from 2 to %d", JOB_PASSES_MAX);
	kattis->passes = passes;
	return 0;
}

int kattis_read_config(struct kattis *kattis)
{
	const struct yaml *flags;
	int r = kattis_read_yaml(kattis, KATTIS_CONFIG, &kattis->config);

	if (r < 0)
		return r;
	if (!kattis->config ||
		(kattis->config->kind != YAML_KIND_MAP && kattis->config->kind != YAML_KIND_NULL))
		return kattis_fail_at(
			kattis, KATTIS_CONFIG, kattis->config, "expected keys and values");
	r = read_format(kattis);
	if (r == 0)
		r = read_kinds(kattis, "type");
	if (r == 0 && !kattis->is_2025)
		r = read_kinds(kattis, "validation");
	if (r == 0)
		r = read_passes(kattis);
	if (r == 0)
		r = read_name(kattis);
	flags = kattis->is_2025 ? NULL : yamltree_get(kattis->config, "validator_flags");
	if (r == 0 && flags)
		r = kattis_read_words(kattis, KATTIS_CONFIG, flags, &kattis->flags);
	return r;
}
