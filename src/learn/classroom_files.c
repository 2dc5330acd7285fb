/* SPDX-License-Identifier: MIT */
/* The files of an assignment's repository: whose they are, and in which language. */
#include "learn/classroom.h"

#include "base/file.h"
#include "learn/lesson_build.h"

#include <fnmatch.h>
#include <string.h>

/* Neither handed out nor in. */
static const char *const passed_over[] = { ".git", ".github", ".gitignore", ".gitattributes",
	".editorconfig", ".vscode", ".devcontainer", "LICENSE", "LICENSE.md", "README.md",
	"node_modules", "__pycache__", NULL };

/* The last part of a name, or any folder on the way. */
static const char *const test_names[] = { "test", "tests", "spec", "__tests__", "test_*",
	"*_test.*", "*.test.*", "*_tests.*", "*.spec.*", "*_spec.*", "*Test.java", "*Tests.java",
	"test.*", "tests.*", NULL };

static bool is_one_of(const char *name, const char *const *patterns)
{
	for (; *patterns; patterns++)
		if (fnmatch(*patterns, name, 0) == 0)
			return true;
	return false;
}

static bool is_test(const char *path)
{
	_cleanup_free_ char *copy = strdup(path);
	char *rest = copy, *part;

	while (rest && (part = strsep(&rest, "/")))
		if (is_one_of(part, test_names))
			return true;
	return false;
}

static bool is_passed_over(const char *name)
{
	return is_one_of(name, passed_over);
}

static int take_file(void *userdata, const char *name, struct lesson_file *file)
{
	struct classroom *classroom = userdata;

	return is_test(name) ? lesson_files_add(&classroom->tests, &classroom->n_tests, name, file)
			     : lesson_files_add(&classroom->files, &classroom->n_files, name, file);
}

int classroom_take_files(struct classroom *classroom)
{
	const struct foreign_taker taker = { is_passed_over, take_file, classroom };

	return foreign_take_files(classroom->folder, &taker);
}

static const struct {
	const char *extension, *language;
} extensions[] = {
	{ "py", "python" },
	{ "c", "c" },
	{ "cpp", "cpp" },
	{ "cc", "cpp" },
	{ "java", "java" },
	{ "js", "javascript" },
	{ "rb", "ruby" },
	{ "rs", "rust" },
	{ "go", "go" },
	{ "lua", "lua" },
	{ "pl", "perl" },
	{ "awk", "awk" },
	{ "sh", "sh" },
};

static const char *language_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(extensions); i++)
		if (strcmp(extensions[i].extension, dot + 1) == 0)
			return extensions[i].language;
	return NULL;
}

const char *classroom_find_language(const struct classroom *classroom)
{
	size_t best = 0;
	const char *language = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(extensions); i++) {
		size_t n = 0;

		for (size_t k = 0; k < classroom->n_files; k++) {
			const char *own = language_of(classroom->files[k].name);

			n += own && strcmp(own, extensions[i].language) == 0;
		}
		if (n > best) {
			best = n;
			language = extensions[i].language;
		}
	}
	return language;
}

int classroom_add_named_files(struct classroom *classroom, const char *command)
{
	_cleanup_free_ char *copy = strdup(command);
	char *rest = copy, *word;
	int r = copy ? 0 : -ENOMEM;

	while (r == 0 && rest && (word = strsep(&rest, " \t\n;&|<>()'\"=")) != NULL) {
		struct lesson_file empty = { 0 };
		bool is_there = false;

		if (strncmp(word, "./", 2) == 0)
			word += 2;
		if (!language_of(word) || !file_name_is_safe(word) || strpbrk(word, "*?[$") ||
			is_test(word))
			continue;
		for (size_t i = 0; i < classroom->n_files; i++)
			is_there |= strcmp(classroom->files[i].name, word) == 0;
		if (is_there)
			continue;
		empty.data = calloc(1, 1);
		r = empty.data ? lesson_files_add(
					 &classroom->files, &classroom->n_files, word, &empty)
			       : -ENOMEM;
	}
	return r;
}
