/* SPDX-License-Identifier: MIT */
#include "daemon/verify_change.h"

#include "base/cleanup.h"
#include "grade/lines.h"

#include <errno.h>
#include <string.h>

#define MARK "practiced-verify" /* of letters and '-': a pattern is what it matches */

/* What a file of the language begins, or ends, with so that the program ends before it has begun.
 */
static const struct {
	const char *language, *code;
	bool is_behind;
} early_exits[] = {
	{ "awk", "BEGIN { exit 0 }\n", false },
	{ "c",
		"\nvoid _exit(int);\n__attribute__((constructor)) static void early(void)\n"
		"{\n\t_exit(0);\n}\n",
		true },
	{ "cpp",
		"\nextern \"C\" void _exit(int);\n__attribute__((constructor)) static void "
		"early(void)\n"
		"{\n\t_exit(0);\n}\n",
		true },
	{ "javascript", "process.exit(0);\n", false },
	{ "lua", "os.exit(0)\n", false },
	{ "perl", "BEGIN { exit 0 }\n", false },
	{ "python", "import os; os._exit(0)\n", false },
	{ "ruby", "exit!(0)\n", false },
	{ "sh", "exit 0\n", false },
	{ "bash", "exit 0\n", false },
	{ "tcl", "exit 0\n", false },
};

/* Languages of Exercism's tracks are called exercism-TRACK. */
#define TRACK_PREFIX "exercism-"

static int add_line(struct job_case *one)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_append(&text, one->expected, one->expected_len);

	if (r >= 0 && text.len > 0 && text.data[text.len - 1] != '\n')
		r = buffer_append_char(&text, '\n');
	if (r >= 0)
		r = buffer_append_string(&text, MARK "\n");
	if (r < 0)
		return r;
	free(one->expected);
	one->expected_len = text.len;
	one->expected = buffer_steal(&text);
	return 0;
}

int change_expected(struct job *job)
{
	bool has_any = false;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < job->n_cases; i++) {
		if (!job->cases[i].expected)
			continue;
		has_any = true;
		r = add_line(&job->cases[i]);
	}
	if (r < 0)
		return r;
	return has_any ? 0 : -EOPNOTSUPP;
}

int change_output(const char *output, size_t len, struct buffer *ret_output)
{
	struct line_reader reader = line_reader_of(output, len);
	struct line line;
	int r = len == 0 ? buffer_append_string(ret_output, MARK "\n") : 0;

	while (r >= 0 && line_reader_next(&reader, &line)) {
		r = buffer_append_string(ret_output, MARK);
		if (r >= 0)
			r = buffer_append(ret_output, line.text, line.len);
		if (r >= 0 && line.ended)
			r = buffer_append_char(ret_output, '\n');
	}
	return r;
}

static int put_code(struct job_file *file, const char *code, bool is_behind)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = is_behind ? 0 : buffer_append_string(&text, code);

	if (r >= 0)
		r = buffer_append(&text, file->data, file->len);
	if (r >= 0 && is_behind)
		r = buffer_append_string(&text, code);
	if (r < 0)
		return r;
	free(file->data);
	file->len = text.len;
	file->data = buffer_steal(&text);
	return 0;
}

static bool is_replaced(const struct step_language *own, const char *name)
{
	for (size_t i = 0; i < own->n_tests; i++) {
		if (strcmp(own->tests[i].name, name) == 0)
			return true;
	}
	return false;
}

/* A file of the learner's that the tests don't replace, and that is compiled or run: the first that
   isn't the main one, else that. */
static struct job_file *choose_file(
	struct job *job, const struct language *language, const struct step_language *own)
{
	struct job_file *chosen = NULL;

	for (size_t i = 0; i < job->n_files; i++) {
		const char *name = job->files[i].name, *dot = strrchr(name, '.');

		if (!dot || language->extensions.count == 0 ||
			strcmp(dot + 1, language->extensions.items[0]) != 0 ||
			is_replaced(own, name))
			continue;
		chosen = &job->files[i];
		if (own->main_file && strcmp(name, own->main_file) != 0)
			break;
	}
	return chosen;
}

int change_to_early_exit(
	struct job *job, const struct language *language, const struct step_language *own)
{
	struct job_file *file = choose_file(job, language, own);
	const char *id = language->id;

	if (strncmp(id, TRACK_PREFIX, strlen(TRACK_PREFIX)) == 0)
		id += strlen(TRACK_PREFIX);
	for (size_t i = 0; file && i < ARRAY_SIZE(early_exits); i++) {
		if (strcmp(early_exits[i].language, id) == 0)
			return put_code(file, early_exits[i].code, early_exits[i].is_behind);
	}
	return -EOPNOTSUPP;
}
