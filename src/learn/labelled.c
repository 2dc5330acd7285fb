/* SPDX-License-Identifier: MIT */
#include "learn/labelled.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "learn/kattis.h"
#include "learn/lesson_build.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define FOLDER "submissions"

#define PASS	(1u << VERDICT_PASS)
#define WRONG	(1u << VERDICT_WRONG)
#define TIMEOUT (1u << VERDICT_TIMEOUT)
#define RUNTIME (1u << VERDICT_RUNTIME | 1u << VERDICT_MEMORY)
#define COMPILE (1u << VERDICT_COMPILE)
/* Judges tell of too much output in three ways. */
#define OUTPUT (1u << VERDICT_OUTPUT)

static const struct {
	const char *label;
	unsigned required;
} labels[] = {
	{ "accepted", PASS },
	{ "wrong_answer", WRONG | OUTPUT },
	{ "time_limit_exceeded", TIMEOUT | OUTPUT },
	{ "run_time_error", RUNTIME | OUTPUT },
	{ "rejected", WRONG | TIMEOUT | RUNTIME | OUTPUT },
	{ "brute_force", TIMEOUT | RUNTIME | OUTPUT },
	{ "partially_accepted", PASS | WRONG | TIMEOUT | RUNTIME | OUTPUT },
	{ "compiler_error", COMPILE },
	{ "no_output", WRONG },
	{ "output_limit", OUTPUT | TIMEOUT },
};

/* What DOMjudge has in a source. */
#define EXPECTED "@EXPECTED_RESULTS@:"
static const struct {
	const char *word;
	unsigned required;
} words[] = {
	{ "CORRECT", PASS },
	{ "ACCEPTED", PASS },
	{ "WRONG-ANSWER", WRONG | OUTPUT },
	{ "WRONG_ANSWER", WRONG | OUTPUT },
	{ "NO-OUTPUT", WRONG },
	{ "TIMELIMIT", TIMEOUT | OUTPUT },
	{ "TIME_LIMIT_EXCEEDED", TIMEOUT | OUTPUT },
	{ "RUN-ERROR", RUNTIME | OUTPUT },
	{ "RUN_TIME_ERROR", RUNTIME | OUTPUT },
	{ "OUTPUT-LIMIT", OUTPUT | TIMEOUT },
	{ "COMPILER-ERROR", COMPILE },
};

void labelled_done(struct labelled_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		free(set->items[i].path);
		free(set->items[i].label);
		free(set->items[i].problem);
		lesson_files_free(set->items[i].files, set->items[i].n_files);
	}
	free(set->items);
	*set = (struct labelled_set){ 0 };
}

static int refuse(struct labelled *one, const char *problem)
{
	if (!one->problem)
		one->problem = strdup(problem);
	return one->problem ? 0 : -ENOMEM;
}

/* The words up to the line's end, with ',' between them; what is none of them is nothing. */
static unsigned read_expected(const char *text)
{
	const char *end = text + strcspn(text, "\r\n");
	unsigned required = 0;

	while (text < end) {
		size_t len;

		text += strspn(text, " \t,");
		len = strcspn(text, " \t,\r\n");
		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (strlen(words[i].word) == len && memcmp(words[i].word, text, len) == 0)
				required |= words[i].required;
		text += len;
		if (len == 0)
			break;
	}
	return required;
}

static int set_required(struct labelled *one)
{
	for (size_t i = 0; i < one->n_files && one->required == 0; i++) {
		const char *expected = memmem(one->files[i].data, one->files[i].len, EXPECTED,
			strlen(EXPECTED));

		if (expected)
			one->required = read_expected(expected + strlen(EXPECTED));
	}
	for (size_t i = 0; i < ARRAY_SIZE(labels) && one->required == 0; i++)
		if (strcmp(labels[i].label, one->label) == 0)
			one->required = labels[i].required;
	return one->required > 0 ? 0 : refuse(one, "its label has not one meaning");
}

/* "#!/usr/bin/env python2" and the like. */
static bool is_python_2(const struct lesson_file *file)
{
	size_t len = strcspn(file->data, "\n");

	return file->len > 2 && memcmp(file->data, "#!", 2) == 0 &&
	       memmem(file->data, len < file->len ? len : file->len, "python2", strlen("python2"));
}

/* Of most of its files. */
static int set_language(struct labelled *one)
{
	size_t most = 0;

	for (size_t i = 0; i < one->n_files; i++) {
		const char *language = kattis_language_of(one->files[i].name);
		size_t n = 0;

		if (is_python_2(&one->files[i]))
			return refuse(one, "it is Python 2");
		for (size_t k = 0; language && k < one->n_files; k++) {
			const char *other = kattis_language_of(one->files[k].name);

			n += other && strcmp(other, language) == 0;
		}
		if (n > most)
			one->language = language;
		most = n > most ? n : most;
	}
	return one->language ? 0 : refuse(one, "no language of ours has such files");
}

static int check_names(struct labelled *one)
{
	for (size_t i = 0; i < one->n_files; i++) {
		if (!file_name_is_safe(one->files[i].name))
			return refuse(one, "it has a file of a name that no learner's may have");
	}
	return 0;
}

static int read_files(struct source *source, struct labelled *one, const char *name)
{
	struct lesson_error error = { 0 };
	struct lesson_file file = { 0 };
	int r = source_read(source, one->path, LESSON_FILE_MAX, &file);

	if (r == -EISDIR)
		r = source_read_tree(source, one->path, &one->files, &one->n_files, &error);
	else if (r == 0)
		r = lesson_files_add(&one->files, &one->n_files, name, &file);
	if (r < 0 && r != -ENOMEM)
		return refuse(one, error.ini.message[0] ? error.ini.message : source_error_words(r));
	return r;
}

static int read_one(struct source *source, struct labelled *one, const char *name)
{
	int r = read_files(source, one, name);

	if (r == 0 && !one->problem)
		r = set_language(one);
	if (r == 0 && !one->problem)
		r = set_required(one);
	return r < 0 || one->problem ? r : check_names(one);
}

static int add(struct labelled_set *set, const char *label, const char *name)
{
	struct labelled *items, one = { 0 };

	if (set->count >= LABELLED_MAX)
		return -E2BIG;
	items = reallocarray(set->items, set->count + 1, sizeof(*items));
	if (!items)
		return -ENOMEM;
	set->items = items;
	one.label = strdup(label);
	if (asprintf(&one.path, "%s/%s/%s", FOLDER, label, name) < 0)
		one.path = NULL;
	items[set->count++] = one;
	return one.label && one.path ? 0 : -ENOMEM;
}

static int read_label(struct source *source, struct labelled_set *set, const char *label)
{
	_cleanup_strlist_ struct strlist names = { 0 };
	char path[PATH_MAX];
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", FOLDER, label);
	r = source_list(source, path, LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return r == -ENOTDIR || r == -ELOOP ? 0 : r; /* a README, submissions.yaml */
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		const char *name = names.items[i], *dot = strrchr(name, '.');

		if (name[0] == '.' || (dot && (strcmp(dot, ".md") == 0 || strcmp(dot, ".txt") == 0)))
			continue;
		r = add(set, label, name);
		source->bytes = 0; /* each is a submission of its own */
		if (r == 0)
			r = read_one(source, &set->items[set->count - 1], name);
	}
	return r;
}

/* The package's constants, into all that is handed in. */
static int put_constants(int dir_fd, struct labelled_set *set)
{
	_cleanup_(source_done) struct source source = { .dir_fd = dir_fd };
	struct lesson_error error = { 0 };
	struct foreign_folder folder = { .source = &source, .error = &error };
	_cleanup_(kattis_done) struct kattis kattis = { .folder = &folder };
	int r = kattis_read_config(&kattis);

	for (size_t i = 0; r == 0 && i < set->count; i++) {
		struct labelled *one = &set->items[i];

		for (size_t k = 0; r == 0 && k < one->n_files; k++)
			r = kattis_put_constants(&kattis, one->path, &one->files[k]);
		if (r == -EINVAL)
			r = refuse(one, error.ini.message);
	}
	return r == -EINVAL ? 0 : r; /* a configuration that is told with the lesson */
}

int labelled_read(int dir_fd, struct labelled_set *ret_set)
{
	_cleanup_(source_done) struct source source = { .dir_fd = dir_fd };
	_cleanup_(labelled_done) struct labelled_set set = { 0 };
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = source_list(&source, FOLDER, LESSON_ENTRIES_MAX, &names);

	if (r == -ENOENT)
		r = 0;
	/* Accepted ones first: the time that they take may be what the others are judged by. "a" is
	   before all other labels that are known. */
	for (size_t i = 0; r == 0 && i < names.count; i++)
		if (names.items[i][0] != '.')
			r = read_label(&source, &set, names.items[i]);
	if (r == 0)
		r = put_constants(dir_fd, &set);
	if (r < 0)
		return r;
	*ret_set = set;
	set = (struct labelled_set){ 0 };
	return 0;
}
