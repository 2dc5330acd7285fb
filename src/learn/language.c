/* SPDX-License-Identifier: MIT */
/*
 * A language is data: how its files are called, which tools it needs, three commands with
 * placeholders, and limits. Commands are split into words when they are read and checked then, so
 * that filling one in can only fail for what the submission lacks.
 */
#include "learn/language.h"

#include "base/file.h"
#include "grade/compare.h"
#include "learn/keys.h"
#include "learn/lesson.h"
#include "learn/source.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define SUFFIX	       ".ini"
#define FILE_BYTES_MAX (64 * 1024)
#define WORDS_MAX      64 /* of a command, of extensions, of tools */

enum key {
	KEY_NAME,
	KEY_EXTENSIONS,
	KEY_SOURCES,
	KEY_TOOLS,
	KEY_LIBRARIES,
	KEY_PACKAGE,
	KEY_VERSION,
	KEY_COMPILE,
	KEY_RUN,
	KEY_TEST,
	KEY_TEMPLATE,
	KEY_PROOF,
	KEY_TESTS_COUNT,
	KEY_DROP,
	KEY_COUNT,
};

enum limit_key {
	LIMIT_TIME,
	LIMIT_MEMORY,
	LIMIT_COMPILE_TIME,
	LIMIT_COMPILE_MEMORY,
	LIMIT_PROCESSES,
	LIMIT_DISK,
	LIMIT_OPEN_FILES,
	LIMIT_OUTPUT,
	LIMIT_ADDRESS_SPACE,
	LIMIT_CONTEST_TIME,
	LIMIT_COUNT,
};

static const char *const TEMPLATES[] = { "none", "python", "program", NULL };

_Static_assert(ARRAY_SIZE(TEMPLATES) == JOB_TEMPLATE_COUNT + 1, "a name a kind of template");

static int set_tools(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);
static int set_libraries(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);
static int set_extensions(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);
static int set_proof(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);

#define FIELD(field) offsetof(struct language, field)
static const struct key_row language_rows[KEY_COUNT] = {
	[KEY_NAME] = { "name", key_set_string, FIELD(name), .max = 64 },
	[KEY_EXTENSIONS] = { "extensions", set_extensions, FIELD(extensions), .max = WORDS_MAX },
	[KEY_SOURCES] = { "sources", set_extensions, FIELD(sources), .max = WORDS_MAX },
	[KEY_TOOLS] = { "tools", set_tools, FIELD(tools), .max = WORDS_MAX },
	[KEY_LIBRARIES] = { "libraries", set_libraries, FIELD(libraries), .max = WORDS_MAX },
	[KEY_PACKAGE] = { "package", key_set_string, FIELD(package), .max = 128 },
	[KEY_VERSION] = { "version", key_set_string, FIELD(version_command),
		.max = LESSON_STRING_MAX },
	[KEY_COMPILE] = { "compile", key_set_template, FIELD(compile), .max = WORDS_MAX },
	[KEY_RUN] = { "run", key_set_template, FIELD(run), .max = WORDS_MAX },
	[KEY_TEST] = { "test", key_set_test, FIELD(test), .max = WORDS_MAX },
	[KEY_PROOF] = { "proof", set_proof, FIELD(proof), .max = LESSON_STRING_MAX },
	[KEY_TESTS_COUNT] = { "count", key_set_string, FIELD(count), .max = 64 },
	[KEY_DROP] = { "drop", key_set_string, FIELD(drop), .max = 64 },
	[KEY_TEMPLATE] = { "template", key_set_choice, FIELD(template), .choices = TEMPLATES },
};

static const struct key_row limit_rows[LIMIT_COUNT] = {
	[LIMIT_TIME] = { "time", key_set_time, FIELD(run_limits.cpu_us),
		.max = LESSON_TIME_MAX_US },
	[LIMIT_MEMORY] = { "memory", key_set_size, FIELD(run_limits.memory_bytes),
		.max = LESSON_SPACE_MAX },
	[LIMIT_COMPILE_TIME] = { "compile-time", key_set_time, FIELD(compile_limits.cpu_us),
		.max = LESSON_TIME_MAX_US },
	[LIMIT_COMPILE_MEMORY] = { "compile-memory", key_set_size,
		FIELD(compile_limits.memory_bytes), .max = LESSON_SPACE_MAX },
	[LIMIT_PROCESSES] = { "processes", key_set_positive, FIELD(run_limits.processes),
		.max = LESSON_PROCESSES_MAX },
	[LIMIT_OUTPUT] = { "output", key_set_size, FIELD(run_limits.output_bytes),
		.max = LESSON_SPACE_MAX },
	[LIMIT_DISK] = { "disk", key_set_size, FIELD(run_limits.disk_bytes),
		.max = LESSON_SPACE_MAX },
	[LIMIT_OPEN_FILES] = { "open-files", key_set_positive, FIELD(run_limits.open_files),
		.max = LESSON_OPEN_FILES_MAX },
	[LIMIT_ADDRESS_SPACE] = { "address-space", key_set_bool, FIELD(run_limits.address_space),
		.max = 0 },
	[LIMIT_CONTEST_TIME] = { "contest-time", key_set_positive, FIELD(contest_time),
		.max = CONTEST_TIME_MAX },
};
#undef FIELD

static const char *const SECTIONS[] = { "language", "limits", NULL };

/* What a language says nothing of is 0: the configuration's limits hold for its programs. */
static const struct job_limits RUN_DEFAULTS = { .address_space = true };
/* A compiler gets more of what it uses and no learner's loop does. */
static const struct job_limits COMPILE_DEFAULTS = {
	.cpu_us = 20 * 1000000,
	.memory_bytes = UINT64_C(1) << 30,
	.output_bytes = UINT64_C(1) << 20,
	.disk_bytes = UINT64_C(64) << 20,
	.processes = 64,
	.open_files = 256,
	.address_space = true,
};

static int set_tools(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	const struct strlist *words = field;
	int r = key_set_words(row, field, value, error);

	for (size_t i = 0; r == 0 && i < words->count; i++)
		if (strchr(words->items[i], '/') || !file_name_is_safe(words->items[i]))
			r = ini_fail(error,
				"tools: \"%.64s\": expected the name of a program, without '/'",
				words->items[i]);
	return r;
}

static int set_libraries(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	const struct strlist *words = field;
	int r = key_set_words(row, field, value, error);

	for (size_t i = 0; r == 0 && i < words->count; i++)
		if (words->items[i][0] != '/')
			r = ini_fail(error,
				"libraries: \"%.64s\": expected a pattern of paths, from '/' on",
				words->items[i]);
	return r;
}

static int set_extensions(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+_-";
	const struct strlist *words = field;
	int r = key_set_words(row, field, value, error);

	for (size_t i = 0; r == 0 && i < words->count; i++)
		if (!*words->items[i] || words->items[i][strspn(words->items[i], letters)])
			r = ini_fail(error,
				"%s: \"%.64s\": expected letters and digits, without a '.'",
				row->name, words->items[i]);
	return r;
}

static int set_proof(
	const struct key_row *row, void *field, const char *value, struct ini_error *error)
{
	const struct comparison search = { .kind = COMPARE_SEARCH };

	if (strcmp(value, "tap") != 0 && comparison_check(&search, value, strlen(value)) < 0)
		return ini_fail(error, "proof: expected tap or a pattern");
	return key_set_string(row, field, value, error);
}

static void language_free(struct language *language)
{
	if (!language)
		return;
	free(language->id);
	free(language->name);
	strlist_done(&language->extensions);
	strlist_done(&language->sources);
	strlist_done(&language->tools);
	strlist_done(&language->libraries);
	free(language->package);
	free(language->version_command);
	strlist_done(&language->compile);
	strlist_done(&language->run);
	strlist_done(&language->test);
	free(language->proof);
	free(language->count);
	free(language->drop);
	free(language->missing_tool);
	free(language);
}
DEFINE_CLEANUP_FREE(struct language *, language_free)

struct language_set *language_set_new(void)
{
	return calloc(1, sizeof(struct language_set));
}

void language_set_free(struct language_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->n_languages; i++)
		language_free(set->languages[i]);
	free(set->languages);
	free(set);
}

struct reading {
	struct language *language;
	unsigned lines[KEY_COUNT], limit_lines[LIMIT_COUNT];
};

static int take_key(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *error)
{
	struct reading *reading = userdata;
	bool is_limit = strcmp(section, "limits") == 0;
	const struct key_row *rows = is_limit ? limit_rows : language_rows, *row;
	unsigned *lines = is_limit ? reading->limit_lines : reading->lines;
	int r;

	if (!is_limit && strcmp(section, "language") != 0)
		return key_fail_section(section, SECTIONS, error);
	row = key_find(
		rows, is_limit ? (size_t)LIMIT_COUNT : (size_t)KEY_COUNT, key, strlen(key), error);
	if (!row)
		return -EINVAL;
	r = key_note_line(row, &lines[row - rows], line, error);
	return r < 0 ? r : row->set(row, (char *)reading->language + row->offset, value, error);
}

static bool has_placeholder(const struct strlist *words, char letter)
{
	for (size_t i = 0; i < words->count; i++)
		for (const char *at = strchr(words->items[i], '%'); at; at = strchr(at + 2, '%'))
			if (at[1] == letter)
				return true;
	return false;
}

static int check_whole(const struct reading *reading, struct ini_error *error)
{
	static const enum key required[] = { KEY_NAME, KEY_EXTENSIONS, KEY_TOOLS, KEY_RUN };

	for (size_t i = 0; i < ARRAY_SIZE(required); i++)
		if (reading->lines[required[i]] == 0)
			return ini_fail(error, "[language] %s = is missing",
				language_rows[required[i]].name);
	if (reading->language->compile.count > 0 &&
		!has_placeholder(&reading->language->compile, 'o'))
		return ini_fail(error, "compile: %%o, the program that is made, is missing");
	return 0;
}

static int parse_language(
	struct language *language, const char *text, size_t len, struct ini_error *error)
{
	struct reading reading = { .language = language };
	int r;

	language->run_limits = RUN_DEFAULTS;
	language->compile_limits = COMPILE_DEFAULTS;
	r = ini_parse_text(text, len, take_key, &reading, error);
	if (r == 0)
		r = check_whole(&reading, error);
	if (language->run_limits.cpu_us > 0)
		language->run_limits.wall_us = job_wall_us(language->run_limits.cpu_us);
	language->compile_limits.wall_us = job_wall_us(language->compile_limits.cpu_us);
	language->compile_limits.address_space = language->run_limits.address_space;
	return r;
}

/* The sandbox has these two in its PATH and no other. */
static bool has_tool(const char *name)
{
	static const char *const folders[] = { "/usr/bin", "/bin" };

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		char path[FILE_NAME_MAX_BYTES + 16];
		struct stat st;

		(void)snprintf(path, sizeof(path), "%s/%s", folders[i], name);
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 0111))
			return true;
	}
	return false;
}

/* Versions are in paths, thus patterns. */
static bool has_library(const char *pattern)
{
	glob_t found = { 0 };
	bool is_there = glob(pattern, GLOB_NOSORT | GLOB_BRACE, NULL, &found) == 0;

	globfree(&found);
	return is_there;
}

static int find_all(
	struct language *language, const struct strlist *names, bool (*has)(const char *name))
{
	for (size_t i = 0; !language->missing_tool && i < names->count; i++) {
		if (has(names->items[i]))
			continue;
		language->missing_tool = strdup(names->items[i]);
		if (!language->missing_tool)
			return -ENOMEM;
	}
	return 0;
}

static int find_tools(struct language *language)
{
	int r = find_all(language, &language->tools, has_tool);

	return r < 0 ? r : find_all(language, &language->libraries, has_library);
}

static int read_language(int dir_fd, const char *file, const char *id,
	struct language **ret_language, struct ini_error *error)
{
	_cleanup_(language_freep) struct language *language = calloc(1, sizeof(*language));
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (!language)
		return -ENOMEM;
	language->id = strdup(id);
	if (!language->id)
		return -ENOMEM;
	if (!lesson_name_is_safe(id))
		return ini_fail(error, "a language's id is of a-z, 0-9, '.', '_' and '-'");
	r = file_read_beneath(dir_fd, file, FILE_BYTES_MAX, &text);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return ini_fail(error, "%s", source_error_words(r));
	r = parse_language(language, text.data, text.len, error);
	if (r == 0)
		r = find_tools(language);
	if (r == 0)
		*ret_language = TAKE_PTR(language);
	return r;
}

struct set_reading {
	struct language_set *set;
	struct strlist seen; /* file names, of earlier folders too */
	struct strlist *problems;
	const char *folder;
};

static void set_reading_done(struct set_reading *reading)
{
	strlist_done(&reading->seen);
}

static int add_problem(struct set_reading *reading, const char *file, const struct ini_error *error)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_printf(&text, "%s%s%s:", reading->folder, file ? "/" : "", file ? file : "");

	if (r == 0 && error->line > 0)
		r = buffer_printf(&text, "%u:", error->line);
	if (r == 0)
		r = buffer_printf(&text, " %s", error->message);
	return r < 0 ? r : strlist_add_n(reading->problems, text.data, text.len);
}

/* Owns the language, also on failure. */
static int add_language(struct set_reading *reading, struct language *language)
{
	struct language_set *set = reading->set;
	struct language **languages;

	languages = reallocarray(set->languages, set->n_languages + 1, sizeof(struct language *));
	if (!languages) {
		language_free(language);
		return -ENOMEM;
	}
	set->languages = languages;
	languages[set->n_languages++] = language;
	return 0;
}

static int take_file(struct set_reading *reading, int dir_fd, const char *file)
{
	struct ini_error error = { 0 };
	struct language *language = NULL;
	char id[NAME_MAX + 1];
	int r = strlist_add(&reading->seen, file);

	if (r < 0 || source_is_mask(dir_fd, file))
		return r;
	(void)snprintf(id, sizeof(id), "%.*s", (int)(strlen(file) - strlen(SUFFIX)), file);
	if (reading->set->n_languages >= LANGUAGES_MAX)
		r = ini_fail(&error, "more than %d languages", LANGUAGES_MAX);
	else
		r = read_language(dir_fd, file, id, &language, &error);
	if (r == -EINVAL)
		return add_problem(reading, file, &error);
	return r < 0 ? r : add_language(reading, language);
}

static bool is_wanted(const struct set_reading *reading, const char *file)
{
	size_t len = strlen(file), suffix = strlen(SUFFIX);

	return file[0] != '.' && len > suffix && strcmp(file + len - suffix, SUFFIX) == 0 &&
	       !strlist_contains(&reading->seen, file);
}

static int take_folder(struct set_reading *reading)
{
	_cleanup_close_ int fd = open(reading->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(source_done) struct source source = { .dir_fd = fd };
	_cleanup_strlist_ struct strlist names = { 0 };
	struct ini_error error = { 0 };
	int r;

	if (fd < 0 && errno == ENOENT)
		return 0;
	r = fd < 0 ? -errno : source_list(&source, "", LESSON_ENTRIES_MAX, &names);
	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		(void)ini_fail(&error, "%s", source_error_words(r));
		return add_problem(reading, NULL, &error);
	}
	for (size_t i = 0; r == 0 && i < names.count; i++)
		if (is_wanted(reading, names.items[i]))
			r = take_file(reading, fd, names.items[i]);
	return r;
}

static int compare_languages(const void *a, const void *b)
{
	return strcmp((*(struct language *const *)a)->id, (*(struct language *const *)b)->id);
}

int language_set_load(
	struct language_set *set, const struct strlist *folders, struct strlist *ret_problems)
{
	_cleanup_(set_reading_done) struct set_reading reading = { .set = set,
		.problems = ret_problems };
	int r = 0;

	for (size_t i = 0; r == 0 && i < folders->count; i++) {
		reading.folder = folders->items[i];
		r = take_folder(&reading);
	}
	if (set->n_languages > 1)
		qsort(set->languages, set->n_languages, sizeof(*set->languages), compare_languages);
	return r;
}

const struct language *language_set_find(const struct language_set *set, const char *id)
{
	for (size_t i = 0; i < set->n_languages; i++)
		if (strcmp(set->languages[i]->id, id) == 0)
			return set->languages[i];
	return NULL;
}
