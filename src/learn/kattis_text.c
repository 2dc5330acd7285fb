/* SPDX-License-Identifier: MIT */
/*
 * The text: title, statement, samples, limits, where the problem is from. Of the data only what is
 * in data/sample is shown. A statement in Markdown is taken as it is, one in LaTeX is rendered, and
 * what was left out is said; a PDF is only named.
 */
#include "learn/kattis.h"
#include "learn/latex.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define SAMPLE_SHOWN_MAX 4096 /* bytes of an input or output */
#define SAMPLES_MAX	 16

struct telling {
	struct kattis *kattis;
	struct buffer body;
	char *title; /* owned; NULL */
	struct strlist unknown;
};

static void telling_done(struct telling *telling)
{
	buffer_done(&telling->body);
	strlist_done(&telling->unknown);
	free(telling->title);
}

/* Choosing the statement. */

static const char *const endings[] = { ".md", ".tex", ".pdf" };

/* The smaller, the better: English, no language, others; Markdown before LaTeX before PDF. -1: it is
 * no statement. */
static int rank_of(const char *name)
{
	const char *rest = name + strlen("problem");

	if (strncmp(name, "problem", strlen("problem")) != 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		size_t len = strlen(rest), ending = strlen(endings[i]);

		if (len < ending || strcmp(rest + len - ending, endings[i]) != 0)
			continue;
		if (len == ending)
			return 3 + (int)i;
		if (*rest != '.')
			return -1;
		return (strncmp(rest, ".en.", 4) == 0 ? 0 : 6) + (int)i;
	}
	return -1;
}

static int find_statement(struct kattis *kattis, char **ret_path)
{
	const char *folder = kattis_has(kattis, "statement") ? "statement" : "problem_statement";
	_cleanup_strlist_ struct strlist names = { 0 };
	const char *best = NULL;
	int r = source_list(kattis->folder->source, folder, LESSON_ENTRIES_MAX, &names);

	*ret_path = NULL;
	if (r < 0)
		return r == -ENOENT ? 0 : foreign_fail_read(kattis->folder, folder, r);
	for (size_t i = 0; i < names.count; i++) {
		int rank = rank_of(names.items[i]);

		if (rank >= 0 && (!best || rank < rank_of(best)))
			best = names.items[i];
	}
	if (best && asprintf(ret_path, "%s/%s", folder, best) < 0) {
		*ret_path = NULL;
		return -ENOMEM;
	}
	return 0;
}

static int take_latex(struct telling *telling, const char *text, size_t len)
{
	struct latex_result result;
	int r = latex_to_markdown(text, len, &result);

	if (r < 0)
		return r;
	r = buffer_append(&telling->body, result.markdown.data, result.markdown.len);
	telling->unknown = result.unknown;
	result.unknown = (struct strlist){ 0 };
	if (result.title.len > 0)
		telling->title = buffer_steal(&result.title);
	latex_result_done(&result);
	return r;
}

static int put_constants(struct kattis *kattis, const char *path, char **text, size_t *len)
{
	struct lesson_file file = { .data = *text, .len = *len };
	int r = kattis_put_constants(kattis, path, &file);

	*text = file.data;
	*len = file.len;
	return r;
}

static int take_statement(struct telling *telling)
{
	struct foreign_folder *folder = telling->kattis->folder;
	_cleanup_free_ char *path = NULL, *text = NULL;
	const char *ending;
	size_t len;
	int r = find_statement(telling->kattis, &path);

	if (r < 0)
		return r;
	ending = path ? strrchr(path, '.') : "";
	if (!path || strcmp(ending, ".pdf") == 0)
		return buffer_printf(&telling->body,
			path ? "The statement is a PDF, which is not shown here: `%s` of the "
			       "package.\n"
			     : "The package has no statement%s.\n",
			path ? path : "");
	r = foreign_read_text(folder, path, LESSON_TEXT_MAX, &text, &len);
	if (r < 0)
		return r == -ENOENT ? foreign_fail_read(folder, path, r) : r;
	r = put_constants(telling->kattis, path, &text, &len);
	if (r < 0)
		return r;
	if (strcmp(ending, ".tex") == 0)
		return take_latex(telling, text, len);
	return buffer_append(&telling->body, text, len);
}

/* The title. */

static int set_title(struct telling *telling)
{
	struct lesson *lesson = telling->kattis->folder->lesson;
	const char *title = telling->kattis->name;

	if (!title && telling->title)
		title = telling->title;
	if (!title)
		title = telling->kattis->folder->name;
	lesson->title = strndup(title, LESSON_STRING_MAX / 2);
	if (!lesson->title)
		return -ENOMEM;
	for (char *c = lesson->title; *c; c++)
		if (*c == '\n')
			*c = ' ';
	for (size_t len = strlen(lesson->title); len > 0 && !text_is_utf8(lesson->title, len);)
		lesson->title[--len] = '\0';
	return 0;
}

/* Samples. */

/* Four columns in, so that nothing in it means anything. */
static int add_block(struct buffer *text, const char *bytes, size_t len)
{
	const char *end = bytes + len;
	int r = buffer_append_char(text, '\n');

	if (len == 0)
		return r < 0 ? r : buffer_append_string(text, "    (empty)\n\n");
	while (r == 0 && bytes < end) {
		const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *next = newline ? newline : end;

		r = buffer_append_string(text, "    ");
		if (r == 0)
			r = buffer_append(text, bytes, (size_t)(next - bytes));
		if (r == 0)
			r = buffer_append_char(text, '\n');
		bytes = newline ? newline + 1 : end;
	}
	return r < 0 ? r : buffer_append_char(text, '\n');
}

/* NAME.in with another ending, where it is there; the caller's. 1, 0, -ENOMEM. */
static int find_beside(const struct telling *telling, const struct lesson_case *one, const char *ending,
	char **ret_path)
{
	int len = (int)(strlen(one->name));

	if (asprintf(ret_path, "data/%.*s%s", len, one->name, ending) < 0) {
		*ret_path = NULL;
		return -ENOMEM;
	}
	if (kattis_has(telling->kattis, *ret_path))
		return 1;
	free(*ret_path);
	*ret_path = NULL;
	return 0;
}

/* What is shown of it is all that depends on it. */
static int read_sample(struct source *source, const char *path, struct lesson_file *ret_file)
{
	int r = source_read_data(source, path, SAMPLE_SHOWN_MAX, ret_file);

	return r == -ELOOP ? source_read_linked(source, path, SAMPLE_SHOWN_MAX, ret_file) : r;
}

static int add_sample_part(struct telling *telling, const char *heading,
	const struct lesson_data *data, struct buffer *text)
{
	struct foreign_folder *folder = telling->kattis->folder;
	_cleanup_free_ char *bytes = NULL;
	struct lesson_file file = { 0 };
	int r;

	r = buffer_printf(text, "\n%s", heading);
	if (r < 0)
		return r;
	if (data->len > SAMPLE_SHOWN_MAX)
		return buffer_printf(text, " has %zu bytes, which is too much to be shown.\n", data->len);
	r = read_sample(folder->source, data->path, &file);
	if (r == -EFBIG)
		return buffer_append_string(text, " is too large to be shown.\n");
	if (r < 0)
		return foreign_fail_read(folder, data->path, r);
	bytes = file.data;
	if (memchr(bytes, '\0', file.len) || !text_is_utf8(bytes, file.len))
		return buffer_append_string(text, " is not text.\n");
	r = buffer_append_string(text, ":\n");
	return r < 0 ? r : add_block(text, bytes, file.len);
}

/* What the package has in the place of a case's file, or that. */
static int add_sample_file(struct telling *telling, const struct lesson_case *one, const char *heading,
	const char *const *files, const struct lesson_data *data, struct buffer *text)
{
	struct lesson_data other = { 0 };
	int r = 0;

	for (; r == 0 && *files; files++)
		r = find_beside(telling, one, *files, &other.path);
	if (r >= 0 && (r > 0 || data))
		r = add_sample_part(telling, heading, r > 0 ? &other : data, text);
	free(other.path);
	return r;
}

/* Of an interactive or a several-pass problem the conversation, where the package has one. */
static int add_sample(struct telling *telling, const struct lesson_case *one, struct buffer *text)
{
	static const char *const talks[] = { ".interaction", NULL };
	static const char *const inputs[] = { ".in.statement", NULL };
	static const char *const outputs[] = { ".ans.statement", ".out", NULL };
	const struct kattis *kattis = telling->kattis;
	_cleanup_free_ char *talk = NULL;
	int r = find_beside(telling, one, *talks, &talk);

	if (r != 0)
		return r < 0 ? r
			     : add_sample_file(telling, one,
				       "What the judge (<) and a program (>) say", talks, NULL, text);
	r = add_sample_file(telling, one, kattis->is_interactive ? "What the judge starts from" : "Input",
		inputs, &one->input_data, text);
	if (r == 0 && !kattis->is_interactive)
		r = add_sample_file(telling, one, "Output", outputs, &one->expected_data, text);
	return r;
}

static int add_samples(struct telling *telling, const struct step *step, struct buffer *text)
{
	size_t n = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < step->n_cases && n < SAMPLES_MAX; i++) {
		const struct lesson_case *one = &step->cases[i];

		if (strncmp(one->name, "sample/", strlen("sample/")) != 0)
			continue;
		r = buffer_printf(text, "\n## Sample %zu\n", ++n);
		if (r == 0)
			r = add_sample(telling, one, text);
	}
	return r;
}

/* The end. */

static int add_limits(const struct kattis *kattis, struct buffer *text)
{
	int r = buffer_append_string(text, "\n## Limits\n\n");

	/* One that is measured is told with the text: it isn't the package's. */
	if (r == 0 && kattis->is_time_given)
		r = buffer_printf(
			text, "- Time: %g s a case\n", (double)kattis->limits.cpu_us / 1e6);
	if (r == 0)
		r = buffer_printf(text, "- Memory: %g MiB\n",
			(double)kattis->limits.memory_bytes / (1024 * 1024));
	if (r == 0 && kattis->is_interactive)
		r = buffer_append_string(text,
			"- Your program talks with the judge: flush what you print.\n");
	if (r == 0 && kattis->passes > 0)
		r = buffer_printf(text,
			"- Your program is run several times, at most %u, with what the judge makes "
			"of its output.\n",
			kattis->passes);
	return r;
}

/* In one line, without what Markdown would read. */
static int add_quoted(struct buffer *text, const char *words)
{
	int r = 0;

	for (; r == 0 && *words; words++) {
		if (strchr("\\`*_[]<>#|~", *words))
			r = buffer_append_char(text, '\\');
		if (r == 0)
			r = buffer_append_char(text, *words == '\n' ? ' ' : *words);
	}
	return r;
}

static int add_source(const struct kattis *kattis, struct buffer *text)
{
	static const struct {
		const char *key, *heading;
	} rows[] = { { "author", "By" }, { "credits", "By" }, { "source", "Source" },
		{ "license", "License" }, { "rights_owner", "Rights" } };
	bool is_first = true;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(rows); i++) {
		const char *words = yamltree_text(yamltree_get(kattis->config, rows[i].key));

		if (!words)
			continue;
		r = buffer_printf(text, "%s%s: ", is_first ? "\n" : "  \n", rows[i].heading);
		is_first = false;
		if (r == 0)
			r = add_quoted(text, words);
	}
	return r < 0 || is_first ? r : buffer_append_char(text, '\n');
}

static int add_unknown(const struct strlist *unknown, struct buffer *text)
{
	int r = 0;

	if (unknown->count == 0)
		return 0;
	r = buffer_append_string(
		text, "\n*Parts of the statement are not shown as they were meant to be:*");
	for (size_t i = 0; r == 0 && i < unknown->count; i++)
		r = buffer_printf(text, "%s `%s`", i > 0 ? "," : "", unknown->items[i]);
	return r < 0 ? r : buffer_append_string(text, "\n");
}

/* More than one empty line in a row is one. */
static int append_tidy(struct buffer *text, const char *bytes, size_t len)
{
	unsigned n_newlines = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < len; i++) {
		n_newlines = bytes[i] == '\n' ? n_newlines + 1 : 0;
		if (n_newlines <= 2)
			r = buffer_append_char(text, bytes[i]);
	}
	return r < 0 ? r : buffer_append_char(text, '\n');
}

int kattis_set_text(struct kattis *kattis, const struct step *step)
{
	_cleanup_(telling_done) struct telling telling = { .kattis = kattis };
	struct lesson *lesson = kattis->folder->lesson;
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = take_statement(&telling);

	if (r == 0)
		r = set_title(&telling);
	if (r == 0)
		r = buffer_append_string(&text, "# ");
	if (r == 0)
		r = add_quoted(&text, lesson->title);
	if (r == 0)
		r = buffer_append_string(&text, "\n\n");
	if (r == 0)
		r = append_tidy(&text, telling.body.data, telling.body.len);
	if (r == 0)
		r = add_samples(&telling, step, &text);
	if (r == 0)
		r = add_limits(kattis, &text);
	if (r == 0)
		r = add_unknown(&telling.unknown, &text);
	if (r == 0)
		r = add_source(kattis, &text);
	if (r < 0)
		return r;
	if (text.len > LESSON_TEXT_MAX)
		return foreign_fail(kattis->folder, "", 0, "the statement is too long");
	lesson->text_len = text.len;
	lesson->text = buffer_steal(&text);
	return 0;
}
