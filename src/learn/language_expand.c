/* SPDX-License-Identifier: MIT */
/* A command template and a submission become an argv. */
#include "learn/language.h"

#include "base/buffer.h"

#include <string.h>
#include <strings.h>

static bool has_extension(const char *name, const char *extension)
{
	const char *dot = strrchr(name, '.'), *slash = strrchr(name, '/');

	return dot && (!slash || dot > slash + 1) && dot != name && strcmp(dot + 1, extension) == 0;
}

static bool is_source(const struct language *language, const char *name)
{
	const struct strlist *extensions = &language->extensions, *sources = &language->sources;
	bool is_one = sources->count == 0 &&
		      (extensions->count == 0 || has_extension(name, extensions->items[0]));

	for (size_t i = 0; !is_one && i < sources->count; i++)
		is_one = has_extension(name, sources->items[i]);
	return is_one;
}

static int add_path(struct strlist *argv, const char *name)
{
	_cleanup_buffer_ struct buffer path = { 0 };
	int r = buffer_printf(&path, "%s/%s", JOB_BOX_DIR, name);

	return r < 0 ? r : strlist_add_n(argv, path.data, path.len);
}

static int add_files(
	struct strlist *argv, const struct language *language, const struct strlist *files)
{
	bool has_one = false;

	for (size_t i = 0; i < files->count; i++) {
		int r;

		if (!is_source(language, files->items[i]))
			continue;
		r = add_path(argv, files->items[i]);
		if (r < 0)
			return r;
		has_one = true;
	}
	return has_one ? 0 : -EINVAL;
}

/* One placeholder within a word. */
static int append_placeholder(struct buffer *word, char letter, const char *main_file)
{
	switch (letter) {
	case 'm':
		return main_file ? buffer_printf(word, "%s/%s", JOB_BOX_DIR, main_file) : -EINVAL;
	case 'o':
		return buffer_append_string(word, JOB_BOX_DIR "/program");
	case '%':
		return buffer_append_char(word, '%');
	default:
		return -EINVAL;
	}
}

static int add_word(struct strlist *argv, const char *template, const char *main_file)
{
	_cleanup_buffer_ struct buffer word = { 0 };
	int r = buffer_append_string(&word, "");

	while (r == 0 && *template) {
		size_t plain = strcspn(template, "%");

		r = buffer_append(&word, template, plain);
		template += plain;
		if (r < 0 || !*template)
			break;
		r = append_placeholder(&word, template[1], main_file);
		template += template[1] ? 2 : 1;
	}
	return r < 0 ? r : strlist_add_n(argv, word.data, word.len);
}

static int expand_word(const struct language *language, const char *word,
	const struct strlist *files, const char *main_file, struct strlist *argv)
{
	if (strcmp(word, "%f") == 0)
		return add_files(argv, language, files);
	return strcmp(word, "%a") == 0 ? 0 : add_word(argv, word, main_file);
}

int language_expand_tests(const struct language *language, const struct strlist *suites,
	const struct strlist *files, const char *main_file, struct strlist *ret_argv)
{
	_cleanup_strlist_ struct strlist argv = { 0 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < language->test.count; i++) {
		const char *word = language->test.items[i];

		if (strcmp(word, "%t") != 0) {
			r = expand_word(language, word, files, main_file, &argv);
			continue;
		}
		for (size_t k = 0; r == 0 && k < suites->count; k++)
			r = add_path(&argv, suites->items[k]);
	}
	return r < 0 ? r : strlist_copy(ret_argv, &argv);
}

int language_expand(const struct language *language, const struct strlist *command_template,
	const struct strlist *files, const char *main_file, struct strlist *ret_argv)
{
	_cleanup_strlist_ struct strlist argv = { 0 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < command_template->count; i++)
		r = expand_word(language, command_template->items[i], files, main_file, &argv);
	return r < 0 ? r : strlist_copy(ret_argv, &argv);
}

static bool is_main_name(const char *name)
{
	static const char *const stems[] = { "main", "__main__" };
	size_t len = strcspn(name, ".");

	for (size_t i = 0; i < ARRAY_SIZE(stems); i++)
		if (strlen(stems[i]) == len && strncasecmp(name, stems[i], len) == 0)
			return true;
	return false;
}

const char *language_choose_main(const struct language *language, const struct strlist *files)
{
	const char *main_file = NULL, *only = NULL;
	size_t n_sources = 0;

	for (size_t i = 0; i < files->count; i++) {
		const char *name = files->items[i];

		if (!is_source(language, name))
			continue;
		n_sources++;
		only = name;
		if (!main_file && is_main_name(name))
			main_file = name;
	}
	return n_sources == 1 ? only : main_file;
}

bool language_needs_main(const struct language *language)
{
	const struct strlist *commands[] = { &language->compile, &language->run };

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		for (size_t k = 0; k < commands[i]->count; k++)
			if (strstr(commands[i]->items[k], "%m"))
				return true;
	return false;
}
