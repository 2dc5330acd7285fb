/* SPDX-License-Identifier: MIT */
#include "learn/cases.h"

#include "base/parse.h"
#include "grade/compare.h"
#include "grade/lines.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* The parts that a case is made of. */
enum part {
	PART_IN,
	PART_OUT,
	PART_ARGS,
	PART_STATUS,
	PART_COUNT,
};

static const struct {
	const char *ending;
	size_t max;
} parts[PART_COUNT] = {
	[PART_IN] = { ".in", LESSON_CASE_MAX },
	[PART_OUT] = { ".out", LESSON_CASE_MAX },
	[PART_ARGS] = { ".args", LESSON_ARGS_BYTES },
	[PART_STATUS] = { ".status", 16 },
};

/* A name without its ending, and which parts there are of it. */
struct stem {
	char *name;
	bool has[PART_COUNT];
};

struct loading {
	struct source *source;
	struct step *step;
	struct lesson_error *error;
	const char *pattern;
	char *folder; /* "" or "tests" */
	struct stem *stems;
	size_t n_stems, n_allocated;
};

static void loading_done(struct loading *loading)
{
	for (size_t i = 0; i < loading->n_stems; i++)
		free(loading->stems[i].name);
	free(loading->stems);
	free(loading->folder);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two numbers, leading zeros aside: the longer one is greater, of equally long ones digits decide.
 * Moves both behind. */
static int compare_numbers(const char **a, const char **b)
{
	size_t a_len, b_len;
	int r;

	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	a_len = strspn(*a, "0123456789");
	b_len = strspn(*b, "0123456789");
	r = a_len == b_len ? strncmp(*a, *b, a_len) : a_len < b_len ? -1 : 1;
	*a += a_len;
	*b += b_len;
	return r;
}

int cases_compare_names(const char *a, const char *b)
{
	const char *left = a, *right = b;

	while (*left && *right) {
		int r;

		if (is_digit(*left) && is_digit(*right)) {
			r = compare_numbers(&left, &right);
			if (r != 0)
				return r;
			continue;
		}
		if (*left != *right)
			return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
		left++;
		right++;
	}
	if (*left || *right)
		return *left ? 1 : -1;
	return strcmp(a, b);
}

static int compare_stems(const void *a, const void *b)
{
	return cases_compare_names(((const struct stem *)a)->name, ((const struct stem *)b)->name);
}

/* A name that is too long for the error is cut. */
static int fail_part(struct loading *loading, const char *stem, const char *ending, unsigned line,
	const char *words)
{
	int n = snprintf(loading->error->file, sizeof(loading->error->file), "%s%s%s%s",
		loading->folder, *loading->folder ? "/" : "", stem, ending);

	(void)n;
	loading->error->ini.line = line;
	return ini_fail(&loading->error->ini, "%s", words);
}

/* The names are sorted, so the parts of a case are neighbours but for a stem that goes on ("a",
 * "a.b"): a search backwards is short. */
static struct stem *find_stem(struct loading *loading, const char *name, size_t len)
{
	for (size_t i = loading->n_stems; i > 0; i--) {
		struct stem *stem = &loading->stems[i - 1];

		if (strncmp(stem->name, name, len) == 0 && stem->name[len] == '\0')
			return stem;
		if (strncmp(stem->name, name, 1) != 0)
			break;
	}
	return NULL;
}

static int add_stem(struct loading *loading, const char *name, size_t len, enum part part)
{
	struct stem *stem = find_stem(loading, name, len);

	if (!stem && loading->n_stems > LESSON_CASES_MAX)
		return 0; /* too many already, which is told when all names are known */
	if (!stem) {
		if (loading->n_stems >= loading->n_allocated) {
			size_t n = loading->n_allocated > 0 ? loading->n_allocated * 2 : 16;
			struct stem *stems = reallocarray(loading->stems, n, sizeof(*stems));

			if (!stems)
				return -ENOMEM;
			loading->stems = stems;
			loading->n_allocated = n;
		}
		stem = &loading->stems[loading->n_stems];
		*stem = (struct stem){ .name = strndup(name, len) };
		if (!stem->name)
			return -ENOMEM;
		loading->n_stems++;
	}
	stem->has[part] = true;
	return 0;
}

/* It stands in lines of the wire, as key=value. */
static bool is_case_name(const char *name)
{
	return !name[strspn(
		name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")];
}

static int take_name(struct loading *loading, const char *name)
{
	size_t len = strlen(name);

	for (enum part part = 0; part < PART_COUNT; part++) {
		size_t ending = strlen(parts[part].ending);
		_cleanup_free_ char *stem = NULL;

		if (len <= ending || strcmp(name + len - ending, parts[part].ending) != 0)
			continue;
		stem = strndup(name, len - ending);
		if (!stem)
			return -ENOMEM;
		if (fnmatch(loading->pattern, stem, FNM_PERIOD) != 0)
			continue;
		if (!is_case_name(stem))
			return fail_part(loading, name, "", 0,
				"is not a name for a case: expected a-z, A-Z, 0-9, '.', '_', '-'");
		return add_stem(loading, name, len - ending, part);
	}
	return 0;
}

/* Whether any bytes do: an expected output may also be a pattern, which must be sound. */
static bool is_data(const struct step *step, enum part part)
{
	struct comparison comparison;

	return part == PART_IN ||
	       (part == PART_OUT && (step->check != CHECK_OUTPUT ||
					    (comparison_parse(step->compare, &comparison) == 0 &&
						    !comparison_has_patterns(&comparison))));
}

static int read_part(struct loading *loading, const struct stem *stem, enum part part,
	struct lesson_file *ret_file)
{
	_cleanup_free_ char *path = NULL;
	int r;

	if (!stem->has[part])
		return 0;
	if (asprintf(&path, "%s%s%s%s", loading->folder, *loading->folder ? "/" : "", stem->name,
		    parts[part].ending) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = is_data(loading->step, part)
		    ? source_read_data(loading->source, path, parts[part].max, ret_file)
		    : source_read(loading->source, path, parts[part].max, ret_file);
	if (r < 0 && r != -ENOMEM)
		return fail_part(loading, stem->name, parts[part].ending, 0, source_error_words(r));
	return r;
}

/* One argument a line; an empty line is an empty argument. */
static int read_args(struct loading *loading, const struct stem *stem, struct lesson_case *one)
{
	struct lesson_file file = { 0 };
	_cleanup_free_ char *data = NULL;
	struct line_reader reader;
	struct line line;
	int r = read_part(loading, stem, PART_ARGS, &file);

	data = file.data;
	reader = line_reader_of(file.data, file.len);
	while (r == 0 && line_reader_next(&reader, &line)) {
		if (memchr(line.text, '\0', line.len))
			return fail_part(loading, stem->name, parts[PART_ARGS].ending,
				(unsigned)reader.number, "a NUL byte");
		if (one->args.count >= LESSON_ARGS_MAX)
			return fail_part(loading, stem->name, parts[PART_ARGS].ending,
				(unsigned)reader.number, "too many arguments");
		r = strlist_add_n(&one->args, line.text, line.len);
	}
	return r;
}

static int read_status(struct loading *loading, const struct stem *stem, struct lesson_case *one)
{
	struct lesson_file file = { 0 };
	_cleanup_free_ char *data = NULL;
	uint32_t status;
	int r = read_part(loading, stem, PART_STATUS, &file);

	data = file.data;
	if (r < 0 || !data)
		return r;
	data[line_trimmed(data, file.len)] = '\0';
	if (strcmp(data, "any") == 0)
		one->expected_status = -1;
	else if (parse_u32(data, 255, &status) == 0)
		one->expected_status = (int)status;
	else
		return fail_part(loading, stem->name, parts[PART_STATUS].ending, 1,
			"expected an exit status from 0 to 255, or any");
	return 0;
}

/* A judge that talks to the program may know by itself what is right. */
static bool needs_expected(const struct step *step)
{
	return step->check != CHECK_INTERACTIVE && step->check != CHECK_SERVICE;
}

static int read_case(struct loading *loading, const struct stem *stem, struct lesson_case *one)
{
	struct lesson_file input = { 0 }, expected = { 0 };
	struct comparison comparison;
	int r;

	if (!stem->has[PART_OUT] && needs_expected(loading->step))
		return fail_part(loading, stem->name, parts[PART_OUT].ending, 0,
			"is not there: a case has its expected output");
	one->name = strdup(stem->name);
	if (!one->name)
		return -ENOMEM;
	r = read_part(loading, stem, PART_IN, &input);
	one->input = input.data;
	one->input_len = input.len;
	if (r == 0)
		r = read_part(loading, stem, PART_OUT, &expected);
	one->expected = expected.data;
	one->expected_len = expected.len;
	if (r == 0)
		r = read_args(loading, stem, one);
	if (r == 0)
		r = read_status(loading, stem, one);
	if (r < 0 || loading->step->check != CHECK_OUTPUT)
		return r;
	r = comparison_parse(loading->step->compare, &comparison);
	if (r == 0)
		r = comparison_check(&comparison, one->expected, one->expected_len);
	if (r == -EINVAL && !*loading->error->ini.message)
		return fail_part(loading, stem->name, parts[PART_OUT].ending, 0,
			"is not sound for the step's compare =");
	return r;
}

static int read_cases(struct loading *loading)
{
	struct step *step = loading->step;

	qsort(loading->stems, loading->n_stems, sizeof(*loading->stems), compare_stems);
	step->cases = calloc(loading->n_stems, sizeof(*step->cases));
	if (!step->cases)
		return -ENOMEM;
	for (size_t i = 0; i < loading->n_stems; i++) {
		int r = read_case(loading, &loading->stems[i], &step->cases[step->n_cases++]);

		if (r < 0)
			return r;
	}
	return 0;
}

static int fail_glob(struct lesson_error *error, unsigned line, const char *glob, const char *words)
{
	(void)snprintf(error->file, sizeof(error->file), "lesson.ini");
	error->ini.line = line;
	return ini_fail(&error->ini, "cases: %s %s", glob, words);
}

int cases_load(struct source *source, struct step *step, const char *glob, unsigned line,
	struct lesson_error *ret_error)
{
	_cleanup_(loading_done) struct loading loading = {
		.source = source, .step = step, .error = ret_error
	};
	_cleanup_strlist_ struct strlist names = { 0 };
	const char *slash = strrchr(glob, '/');
	int r;

	loading.pattern = slash ? slash + 1 : glob;
	loading.folder = strndup(glob, slash ? (size_t)(slash - glob) : 0);
	if (!loading.folder)
		return -ENOMEM;
	r = source_list(source, loading.folder, LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return r == -ENOMEM
			       ? r
			       : fail_glob(ret_error, line, loading.folder, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = take_name(&loading, names.items[i]);
	if (r < 0)
		return r;
	if (loading.n_stems == 0)
		return fail_glob(ret_error, line, glob,
			"matches no case: expected files such as hello1.in and hello1.out");
	if (loading.n_stems > LESSON_CASES_MAX)
		return fail_glob(ret_error, line, glob, "matches too many cases");
	step->case_folder = TAKE_PTR(loading.folder);
	loading.folder = step->case_folder; /* borrowed by what follows */
	r = read_cases(&loading);
	loading.folder = NULL;
	return r;
}

int cases_add_tests(struct step *step)
{
	step->cases = calloc(1, sizeof(*step->cases));
	if (!step->cases)
		return -ENOMEM;
	step->n_cases = 1;
	step->cases[0].name = strdup("tests");
	return step->cases[0].name ? 0 : -ENOMEM;
}
