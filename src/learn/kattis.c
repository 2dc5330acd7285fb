/* SPDX-License-Identifier: MIT */
/*
 * A package becomes a lesson with one step: all samples, then all secret cases. The learner hands
 * in any files of a language; what is in include/ is laid beside them. Of secret
 * cases only the verdict is told.
 */
#include "learn/kattis.h"

#include "base/file.h"
#include "learn/lesson_build.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define STEP_NAME   "solve"

/* Languages of ours that a package may be solved in, the words of 2025-09 for them, and the endings
 * that sources have. */
static const struct {
	const char *language, *words, *endings;
} languages[] = {
	{ "python", "python python3", "py py3" },
	{ "c", "c", "c" },
	{ "cpp", "cpp", "cpp cc cxx c++ C" },
	{ "java", "java", "java" },
	{ "javascript", "javascript javascriptv8", "js" },
	{ "go", "go", "go" },
	{ "rust", "rust", "rs" },
	{ "perl", "perl", "pl" },
	{ "ruby", "ruby", "rb" },
	{ "lua", "lua", "lua" },
	{ "sh", "bash", "sh" },
	{ "awk", "gawk", "awk" },
	{ "csharp", "csharp", "cs" },
	{ "php", "php", "php" },
};

void kattis_done(struct kattis *kattis)
{
	yamltree_free(kattis->config);
	free(kattis->name);
	strlist_done(&kattis->flags);
}

static bool has_word(const char *words, const char *word, size_t len)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, len) == 0)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

/* By a file's ending: an index of `languages`; -1. */
static int find_by_ending(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(languages); i++)
		if (has_word(languages[i].endings, dot + 1, strlen(dot + 1)))
			return (int)i;
	return -1;
}

const char *kattis_language_of(const char *name)
{
	int index = find_by_ending(name);

	return index < 0 ? NULL : languages[index].language;
}

/* Languages. */

/* Whether the package allows it: "all", a list, or nothing is said. */
static int is_allowed(struct kattis *kattis, size_t index, bool *ret_allowed)
{
	const struct yaml *node = yamltree_get(kattis->config, "languages");
	_cleanup_strlist_ struct strlist words = { 0 };
	int r;

	*ret_allowed = true;
	if (!node || (yamltree_text(node) && strcmp(yamltree_text(node), "all") == 0))
		return 0;
	r = kattis_read_words(kattis, KATTIS_CONFIG, node, &words);
	*ret_allowed = false;
	for (size_t i = 0; r == 0 && i < words.count; i++)
		*ret_allowed |= has_word(
			languages[index].words, words.items[i], strlen(words.items[i]));
	return r;
}

static int add_languages(struct kattis *kattis)
{
	struct lesson *lesson = kattis->folder->lesson;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(languages); i++) {
		bool allowed;

		r = is_allowed(kattis, i, &allowed);
		if (r == 0 && allowed)
			r = lesson_add_language(lesson, languages[i].language);
	}
	return r < 0 || lesson->languages.count > 0
		       ? r
		       : kattis_fail_at(kattis, KATTIS_CONFIG, yamltree_get(kattis->config, "languages"),
				 "languages: none of them is served");
}

/* Takes the file over, in the place of one that is called so. */
static int replace_file(struct step_language *own, struct lesson_file *file)
{
	struct lesson_file taken = *file;

	for (size_t i = 0; i < own->n_tests; i++) {
		if (strcmp(own->tests[i].name, file->name) != 0)
			continue;
		*file = own->tests[i];
		own->tests[i] = taken;
		return 0;
	}
	file->data = NULL;
	return lesson_files_add(&own->tests, &own->n_tests, file->name, &taken);
}

/* The files of one folder of include/ over those that are there. */
static int lay_include(struct kattis *kattis, const char *word, struct step_language *own)
{
	struct foreign_folder *folder = kattis->folder;
	struct lesson_file *files = NULL;
	size_t n_files = 0;
	char path[64];
	int r;

	(void)snprintf(path, sizeof(path), "include/%s", word);
	if (!kattis_has(kattis, path))
		return 0;
	r = source_read_tree(folder->source, path, &files, &n_files, folder->error);
	if (r < 0)
		return r == -EINVAL && *folder->error->ini.message ? r : foreign_fail_read(folder, path, r);
	for (size_t i = 0; r == 0 && i < n_files; i++) {
		r = kattis_put_constants(kattis, path, &files[i]);
		if (r == 0)
			r = replace_file(own, &files[i]);
	}
	lesson_files_free(files, n_files);
	return r == -E2BIG ? foreign_fail_read(folder, path, r) : r;
}

/* Those of the language, by any of its words; what is in default/ is for all, and in the legacy
 * format for those that have none. */
static int add_includes(struct kattis *kattis, struct step_language *own)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(languages); i++)
		if (strcmp(languages[i].language, own->language) == 0)
			r = strlist_split_words(&words, languages[i].words);
	if (r == 0 && kattis->is_2025)
		r = lay_include(kattis, "default", own);
	for (size_t i = 0; r == 0 && i < words.count; i++)
		r = lay_include(kattis, words.items[i], own);
	if (r == 0 && own->n_tests == 0)
		r = lay_include(kattis, "default", own);
	return r;
}

static int add_step_languages(struct kattis *kattis, struct step *step)
{
	const struct strlist *ids = &kattis->folder->lesson->languages;
	bool has_includes = kattis_has(kattis, "include");
	int r = 0;

	for (size_t i = 0; r == 0 && i < ids->count; i++) {
		struct step_language *own = step_add_language(step, ids->items[i]);

		if (!own)
			return -ENOMEM;
		r = has_includes ? add_includes(kattis, own) : 0;
	}
	return r;
}

/* The first accepted submission of each language, where it is one file. */
static int add_solution(struct kattis *kattis, const char *name)
{
	struct lesson *lesson = kattis->folder->lesson;
	int index = find_by_ending(name);
	struct lesson_file file = { 0 };
	_cleanup_free_ char *path = NULL;
	size_t at = 0;
	int r;

	while (index >= 0 && at < lesson->languages.count &&
		strcmp(lesson->languages.items[at], languages[index].language) != 0)
		at++;
	if (index < 0 || at >= lesson->languages.count || lesson->starters[at].n_solution > 0)
		return 0;
	if (asprintf(&path, "submissions/accepted/%s", name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (!file_name_is_safe(name))
		return 0;
	r = source_read(kattis->folder->source, path, LESSON_FILE_MAX, &file);
	if (r < 0)
		return r == -ENOMEM ? r : 0; /* it is nothing that a learner needs */
	r = kattis_put_constants(kattis, path, &file);
	if (r < 0) {
		free(file.data);
		return r;
	}
	return lesson_files_add(
		&lesson->starters[at].solution, &lesson->starters[at].n_solution, name, &file);
}

static int add_solutions(struct kattis *kattis)
{
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = source_list(
		kattis->folder->source, "submissions/accepted", LESSON_ENTRIES_MAX, &names);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = add_solution(kattis, names.items[i]);
	return r;
}

/* attachments/templates/WORD, by any of the language's words. */
static int add_templates(struct kattis *kattis)
{
	struct lesson *lesson = kattis->folder->lesson;
	struct foreign_folder *folder = kattis->folder;
	int r = 0;

	if (!kattis_has(kattis, "attachments/templates"))
		return 0;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(languages); i++) {
		_cleanup_strlist_ struct strlist words = { 0 };
		size_t at = 0;

		while (at < lesson->languages.count &&
			strcmp(lesson->languages.items[at], languages[i].language) != 0)
			at++;
		if (at == lesson->languages.count)
			continue;
		r = strlist_split_words(&words, languages[i].words);
		for (size_t k = 0; r == 0 && k < words.count; k++) {
			struct lesson_language *own = &lesson->starters[at];
			char path[64];

			(void)snprintf(path, sizeof(path), "attachments/templates/%s",
				words.items[k]);
			if (own->n_starter > 0 || !kattis_has(kattis, path))
				continue;
			r = source_read_tree(folder->source, path, &own->starter, &own->n_starter,
				folder->error);
			if (r < 0 && !(r == -EINVAL && *folder->error->ini.message))
				return foreign_fail_read(folder, path, r);
		}
	}
	return r;
}

/* The step. */

/* Where it is read from later on. */
static int set_data_folder(struct kattis *kattis, struct step *step)
{
	char target[PATH_MAX];

	if (file_path_of(kattis->folder->source->dir_fd, target, sizeof(target)) < 0)
		return foreign_fail(kattis->folder, "", 0, "the folder's path can't be told");
	step->data_folder = strdup(target);
	return step->data_folder ? 0 : -ENOMEM;
}

static int add_step(struct kattis *kattis)
{
	struct lesson *lesson = kattis->folder->lesson;
	struct step *step = lesson_add_step(lesson, STEP_NAME, "Solve it");
	int r;

	if (!step)
		return -ENOMEM;
	step->check = CHECK_OUTPUT;
	step->show = DIFF_SHOW_VERDICT;
	r = set_data_folder(kattis, step);
	if (r == 0)
		r = add_step_languages(kattis, step);
	if (r == 0)
		r = kattis_set_judge(kattis, step);
	if (r == 0)
		r = kattis_add_cases(kattis, step);
	if (r == 0)
		r = kattis_set_limits(kattis, step);
	return r < 0 ? r : kattis_set_text(kattis, step);
}

int kattis_load(struct foreign_folder *folder)
{
	_cleanup_(kattis_done) struct kattis kattis = { .folder = folder };
	int r = kattis_read_config(&kattis);

	if (r == 0)
		r = kattis_read_limits(&kattis);
	/* What a learner may read, or print, must not be another package's. Validators may be shared. */
	kattis.root_fd = folder->source->root_fd;
	folder->source->root_fd = folder->source->dir_fd;
	folder->source->follows = true;
	if (r == 0 && kattis_has(&kattis, "graders"))
		r = foreign_fail(folder, "graders", 0, "graders of its own are not run");
	if (r == 0)
		r = add_languages(&kattis);
	if (r == 0)
		r = add_step(&kattis);
	if (r == 0)
		r = add_templates(&kattis);
	return r < 0 ? r : add_solutions(&kattis);
}
