/* SPDX-License-Identifier: MIT */
/*
 * A package becomes a lesson with one step: all samples, then all secret cases. The learner hands
 * in any files of a language; what is in include/ is laid beside them. Of secret
 * cases only the verdict is told.
 */
#include "learn/kattis.h"

#include "base/buffer.h"
#include "base/file.h"
#include "grade/compare.h"
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
	{ "python", "python python3", "py" },
	{ "c", "c", "c" },
	{ "cpp", "cpp", "cpp cc cxx" },
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

/* The name with the ending that our language's file expects: a compiler's command has all of those. */
static char *own_name(const char *name)
{
	const char *dot = strrchr(name, '.');
	int index = find_by_ending(name);
	char *own;

	if (index < 0 || strcmp(languages[index].language, "cpp") != 0)
		return strdup(name);
	return asprintf(&own, "%.*s.cpp", (int)(dot - name), name) < 0 ? NULL : own;
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

/* include/LANGUAGE, and include/default for those that have none. */
static int add_includes(struct kattis *kattis, struct step_language *own)
{
	struct foreign_folder *folder = kattis->folder;
	const char *const names[] = { own->language, "default" };
	int r = -ENOENT;

	if (!kattis_has(kattis, "include"))
		return 0;
	for (size_t i = 0; r == -ENOENT && i < ARRAY_SIZE(names); i++) {
		char path[64];

		(void)snprintf(path, sizeof(path), "include/%s", names[i]);
		r = source_read_tree(
			folder->source, path, &own->tests, &own->n_tests, folder->error);
		if (r < 0 && r != -ENOENT && r != -EINVAL)
			return foreign_fail_read(folder, path, r);
	}
	return r == -ENOENT ? 0 : r;
}

static int add_step_languages(struct kattis *kattis, struct step *step)
{
	const struct strlist *ids = &kattis->folder->lesson->languages;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ids->count; i++) {
		struct step_language *own = step_add_language(step, ids->items[i]);

		r = own ? add_includes(kattis, own) : -ENOMEM;
	}
	return r;
}

/* The first accepted submission of each language, where it is one file. */
static int add_solution(struct kattis *kattis, const char *name)
{
	struct lesson *lesson = kattis->folder->lesson;
	int index = find_by_ending(name);
	struct lesson_file file = { 0 };
	_cleanup_free_ char *own = NULL, *path = NULL;
	size_t at = 0;
	int r;

	while (index >= 0 && at < lesson->languages.count &&
		strcmp(lesson->languages.items[at], languages[index].language) != 0)
		at++;
	if (index < 0 || at >= lesson->languages.count || lesson->starters[at].n_solution > 0)
		return 0;
	own = own_name(name);
	if (!own || asprintf(&path, "submissions/accepted/%s", name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (!file_name_is_safe(own))
		return 0;
	r = source_read(kattis->folder->source, path, LESSON_FILE_MAX, &file);
	if (r < 0)
		return r == -ENOMEM ? r : 0; /* it is nothing that a learner needs */
	return lesson_files_add(
		&lesson->starters[at].solution, &lesson->starters[at].n_solution, own, &file);
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

/* Who judges. */

static int join_flags(const struct strlist *flags, struct buffer *compare)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < flags->count; i++)
		r = buffer_printf(compare, " %s", flags->items[i]);
	return r;
}

int kattis_make_compare(struct kattis *kattis, const struct strlist *flags, const char *file, char **ret_compare)
{
	_cleanup_buffer_ struct buffer compare = { 0 };
	struct comparison comparison;
	int r = buffer_append_string(&compare, "default");

	if (r == 0)
		r = join_flags(&kattis->flags, &compare);
	if (r == 0)
		r = join_flags(flags, &compare);
	if (r < 0)
		return r;
	if (comparison_parse(compare.data, &comparison) < 0)
		return foreign_fail(kattis->folder, file, 0,
			"the default validator has no flags \"%.100s\"",
			compare.data + strlen("default") + (compare.len > strlen("default")));
	*ret_compare = buffer_steal(&compare);
	return 0;
}

static bool is_named(const char *name, const char *stem)
{
	size_t len = strcspn(name, ".");

	return len == strlen(stem) && strncmp(name, stem, len) == 0;
}

/* Its only source, or the one that is called so. */
static const struct lesson_file *find_judge_main(const struct step *step)
{
	static const char *const stems[] = { "main", "judge", "validate", "validator", "__main__" };
	const struct lesson_file *only = NULL;
	size_t n_sources = 0;

	for (size_t i = 0; i < step->n_judge; i++) {
		if (find_by_ending(step->judge[i].name) < 0)
			continue;
		only = &step->judge[i];
		n_sources++;
	}
	if (n_sources == 1)
		return only;
	for (size_t k = 0; k < ARRAY_SIZE(stems); k++)
		for (size_t i = 0; i < step->n_judge; i++)
			if (find_by_ending(step->judge[i].name) >= 0 &&
				is_named(step->judge[i].name, stems[k]))
				return &step->judge[i];
	return NULL;
}

/* A package may say how its validator is built, which is not done. */
static bool has_script(const struct step *step)
{
	for (size_t i = 0; i < step->n_judge; i++)
		if (strcmp(step->judge[i].name, "build") == 0 ||
			strcmp(step->judge[i].name, "run") == 0)
			return true;
	return false;
}

static int choose_judge_main(struct kattis *kattis, struct step *step, const char *path)
{
	const struct lesson_file *main_file;

	if (has_script(step))
		return foreign_fail(kattis->folder, path, 0,
			"has a script (build, run) to build the validator, which is not served");
	for (size_t i = 0; i < step->n_judge; i++) {
		char *own = own_name(step->judge[i].name);

		if (!own)
			return -ENOMEM;
		free(step->judge[i].name);
		step->judge[i].name = own;
	}
	main_file = find_judge_main(step);
	if (!main_file)
		return foreign_fail(kattis->folder, path, 0,
			"has no source that the validator could begin in: expected one, or one "
			"called main or validate");
	step->judge_main = strdup(main_file->name);
	step->judge_language = strdup(languages[find_by_ending(main_file->name)].language);
	return step->judge_main && step->judge_language ? strlist_copy(&step->judge_args, &kattis->flags)
							: -ENOMEM;
}

/* A folder is one validator, and so is a file. */
static int read_judge(struct kattis *kattis, struct step *step, const char *path, const char *name)
{
	struct foreign_folder *folder = kattis->folder;
	struct lesson_file file = { 0 };
	int fd = source_open_folder(folder->source->dir_fd, path);
	int r = fd;

	cleanup_close(&fd);
	if (r >= 0) {
		r = source_read_tree(
			folder->source, path, &step->judge, &step->n_judge, folder->error);
	} else if (r == -ENOTDIR) {
		r = source_read(folder->source, path, LESSON_FILE_MAX, &file);
		if (r == 0)
			r = lesson_files_add(&step->judge, &step->n_judge, name, &file);
	}
	if (r == -EINVAL && *folder->error->ini.message)
		return r;
	return r < 0 ? foreign_fail_read(folder, path, r) : choose_judge_main(kattis, step, path);
}

static int find_judge(struct kattis *kattis, struct step *step)
{
	struct foreign_folder *folder = kattis->folder;
	_cleanup_strlist_ struct strlist names = { 0 };
	char path[PATH_MAX];
	int r;

	if (kattis_has(kattis, "output_validator"))
		return read_judge(kattis, step, "output_validator", "validator");
	r = source_list(folder->source, "output_validators", LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return foreign_fail_read(folder, "output_validators", r);
	if (names.count != 1)
		return foreign_fail(folder, "output_validators", 0,
			"has %zu validators: only one is served", names.count);
	(void)snprintf(path, sizeof(path), "output_validators/%s", names.items[0]);
	return read_judge(kattis, step, path, names.items[0]);
}

static int set_judge(struct kattis *kattis, struct step *step)
{
	static const struct strlist nothing = { 0 };

	if (kattis->is_2025 && kattis_has(kattis, "output_validator"))
		kattis->has_validator = true;
	if (!kattis->has_validator)
		return kattis_make_compare(kattis, &nothing, KATTIS_CONFIG, &step->compare);
	step->check = kattis->is_interactive ? CHECK_INTERACTIVE : CHECK_CHECKER;
	step->compare = strdup("exact");
	return step->compare ? find_judge(kattis, step) : -ENOMEM;
}

/* The step. */

/* Where it is read from later on. */
static int set_data_folder(struct kattis *kattis, struct step *step)
{
	char link[64], target[PATH_MAX];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", kattis->folder->source->dir_fd);
	n = readlink(link, target, sizeof(target));
	if (n < 0 || (size_t)n >= sizeof(target))
		return foreign_fail(kattis->folder, "", 0, "the folder's path can't be told");
	target[n] = '\0';
	step->data_folder = strdup(target);
	return step->data_folder ? 0 : -ENOMEM;
}

static void set_limits(const struct kattis *kattis, struct step *step)
{
	step->limits.cpu_us = (uint64_t)(kattis->time * 1e6);
	step->limits.memory_bytes = (uint64_t)(kattis->memory * 1024 * 1024);
	step->limits.output_bytes = (uint64_t)(kattis->output * 1024 * 1024);
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
	set_limits(kattis, step);
	r = set_data_folder(kattis, step);
	if (r == 0)
		r = add_step_languages(kattis, step);
	if (r == 0)
		r = set_judge(kattis, step);
	if (r == 0)
		r = kattis_add_cases(kattis, step);
	step->stop_at_first = !kattis->goes_on && !kattis->is_scoring;
	return r < 0 ? r : kattis_set_text(kattis, step);
}

int kattis_load(struct foreign_folder *folder)
{
	_cleanup_(kattis_done) struct kattis kattis = { .folder = folder };
	int r = kattis_read_config(&kattis);

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
