/* SPDX-License-Identifier: MIT */
/*
 * Who judges: the default validator with its flags, or one of the package's own. That is a source, a
 * folder of sources in one language, or a folder with the scripts build (run once, as a compiler is)
 * and run. Links to what else is in the catalog's folder are followed, as packages of one repository
 * share headers.
 */
#include "learn/kattis.h"

#include "base/buffer.h"
#include "grade/compare.h"
#include "learn/lesson_build.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

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

/* Its only source, or the one that is called so; of sources that are compiled together any. */
static const struct lesson_file *find_main(const struct step *step)
{
	static const char *const stems[] = { "__main__", "main", "judge", "validate", "validator", "output_validator" };
	const struct lesson_file *only = NULL;
	bool is_one_program = true;
	size_t n_sources = 0;

	for (size_t i = 0; i < step->n_judge; i++) {
		const char *language = kattis_language_of(step->judge[i].name);

		if (!language)
			continue;
		is_one_program &= strcmp(language, "c") == 0 || strcmp(language, "cpp") == 0;
		is_one_program &= !only || strcmp(language, kattis_language_of(only->name)) == 0;
		only = &step->judge[i];
		n_sources++;
	}
	if (n_sources == 1 || (n_sources > 1 && is_one_program))
		return only;
	for (size_t k = 0; k < ARRAY_SIZE(stems); k++)
		for (size_t i = 0; i < step->n_judge; i++)
			if (kattis_language_of(step->judge[i].name) && is_named(step->judge[i].name, stems[k]))
				return &step->judge[i];
	return NULL;
}

static const struct lesson_file *find_file(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->n_judge; i++)
		if (strcmp(step->judge[i].name, name) == 0)
			return &step->judge[i];
	return NULL;
}

static int set_program(struct step *step, const char *main_file, const char *language)
{
	step->judge_main = strdup(main_file);
	step->judge_language = strdup(language);
	return step->judge_main && step->judge_language ? 0 : -ENOMEM;
}

static int set_scripts(struct kattis *kattis, struct step *step, const char *path)
{
	const struct lesson_file *build = find_file(step, "build"), *run = find_file(step, "run");
	char name[PATH_MAX];

	(void)snprintf(name, sizeof(name), "%s/%s", path, build ? "build" : "run");
	if (!(build ? build : run)->executable)
		return foreign_fail(kattis->folder, name, 0, "is not executable: expected a script (chmod +x)");
	step->judge_scripts = true;
	return set_program(step, "run", "sh");
}

static int choose_main(struct kattis *kattis, struct step *step, const char *path)
{
	const struct lesson_file *main_file;

	if (find_file(step, "build") || find_file(step, "run"))
		return set_scripts(kattis, step, path);
	main_file = find_main(step);
	if (main_file)
		return set_program(step, main_file->name, kattis_language_of(main_file->name));
	return foreign_fail(kattis->folder, path, 0,
		"has no source that the validator could begin in: expected one, or one "
		"called main or validate");
}

static int put_constants(struct kattis *kattis, struct step *step, const char *path)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < step->n_judge; i++)
		r = kattis_put_constants(kattis, path, &step->judge[i]);
	return r;
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
	} else if (r == -ENOTDIR || r == -ELOOP) {
		r = source_read_linked(folder->source, path, LESSON_FILE_MAX, &file);
		if (r == 0)
			r = lesson_files_add(&step->judge, &step->n_judge, name, &file);
	}
	if (r == -EINVAL && *folder->error->ini.message)
		return r;
	if (r < 0)
		return foreign_fail_read(folder, path, r);
	r = put_constants(kattis, step, path);
	if (r == 0)
		r = choose_main(kattis, step, path);
	return r < 0 ? r : strlist_copy(&step->judge_args, &kattis->flags);
}

/* What only explains the validators. */
static bool is_other(const char *name)
{
	return name[0] == '.' || is_named(name, "README");
}

static int find_judge(struct kattis *kattis, struct step *step)
{
	struct foreign_folder *folder = kattis->folder;
	_cleanup_strlist_ struct strlist names = { 0 };
	const char *only = NULL;
	char path[PATH_MAX];
	size_t n = 0;
	int r;

	if (kattis_has(kattis, "output_validator"))
		return read_judge(kattis, step, "output_validator", "validator");
	r = source_list(folder->source, "output_validators", LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return foreign_fail_read(folder, "output_validators", r);
	for (size_t i = 0; i < names.count; i++) {
		if (is_other(names.items[i]))
			continue;
		only = names.items[i];
		n++;
	}
	if (n != 1)
		return foreign_fail(folder, "output_validators", 0, "has %zu validators: only one is served", n);
	(void)snprintf(path, sizeof(path), "output_validators/%s", only);
	return read_judge(kattis, step, path, only);
}

/* Its files may be links to what other packages have, too. */
static int find_shared_judge(struct kattis *kattis, struct step *step)
{
	struct source *source = kattis->folder->source;
	int own = source->root_fd, r;

	source->root_fd = kattis->root_fd;
	r = find_judge(kattis, step);
	source->root_fd = own;
	return r;
}

int kattis_set_judge(struct kattis *kattis, struct step *step)
{
	static const struct strlist nothing = { 0 };

	/* Packages of the drafts still have the folder of the legacy format. */
	if (kattis->is_2025 && (kattis_has(kattis, "output_validator") || kattis_has(kattis, "output_validators")))
		kattis->has_validator = true;
	if (!kattis->has_validator)
		return kattis_make_compare(kattis, &nothing, KATTIS_CONFIG, &step->compare);
	step->check = kattis->is_interactive ? CHECK_INTERACTIVE : CHECK_CHECKER;
	step->passes = kattis->passes;
	step->compare = strdup("exact");
	return step->compare ? find_shared_judge(kattis, step) : -ENOMEM;
}
