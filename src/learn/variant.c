/* SPDX-License-Identifier: MIT */
#include "learn/variant.h"

#include "base/parse.h"
#include "grade/lines.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum section { SECTION_NONE, SECTION_CASE, SECTION_ARGS, SECTION_IN, SECTION_OUT };

struct parser {
	struct variant variant;
	size_t n_wanted;
	enum section section;
	bool has_in, has_out, has_args; /* of this case */
	struct buffer text;		/* of the section, if it is IN or OUT */
	size_t line;
	char *error;
};

static int fail(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int fail(struct parser *parser, const char *format, ...)
{
	int used = snprintf(parser->error, VARIANT_ERROR_MAX, "line %zu: ", parser->line);
	va_list args;

	va_start(args, format);
	(void)vsnprintf(parser->error + used, VARIANT_ERROR_MAX - (size_t)used, format, args);
	va_end(args);
	return -EINVAL;
}

static struct lesson_case *last_case(struct parser *parser)
{
	return &parser->variant.cases[parser->variant.n_cases - 1];
}

static int take_text(struct parser *parser, char **ret_text, size_t *ret_len)
{
	int r = buffer_reserve(&parser->text, 0); /* also nothing is a text */

	if (r < 0)
		return r;
	*ret_len = parser->text.len;
	parser->text.data[parser->text.len] = '\0';
	*ret_text = buffer_steal(&parser->text);
	return 0;
}

static int end_section(struct parser *parser)
{
	enum section section = parser->section;

	parser->section = SECTION_CASE;
	if (section == SECTION_IN)
		return take_text(parser, &last_case(parser)->input, &last_case(parser)->input_len);
	if (section == SECTION_OUT)
		return take_text(
			parser, &last_case(parser)->expected, &last_case(parser)->expected_len);
	return 0;
}

static int begin_case(struct parser *parser)
{
	if (parser->variant.n_cases >= parser->n_wanted)
		return fail(
			parser, "more than %zu cases, as many as the step has", parser->n_wanted);
	parser->variant.n_cases++;
	parser->section = SECTION_CASE;
	parser->has_in = parser->has_out = parser->has_args = false;
	return 0;
}

static int begin_section(struct parser *parser, enum section section, bool *has)
{
	if (*has)
		return fail(parser, "the case has this section already");
	*has = true;
	parser->section = section;
	buffer_clear(&parser->text);
	return 0;
}

static int set_status(struct parser *parser, const char *word)
{
	uint32_t status;

	if (strcmp(word, "any") == 0) {
		last_case(parser)->expected_status = -1;
		return 0;
	}
	if (parse_u32(word, 255, &status) < 0)
		return fail(parser, "@status: expected a number from 0 to 255, or any");
	last_case(parser)->expected_status = (int)status;
	return 0;
}

/* Of what was just read. */
static int chop(struct parser *parser)
{
	struct buffer *text = &parser->text;

	if ((parser->section != SECTION_IN && parser->section != SECTION_OUT) || text->len == 0 ||
		text->data[text->len - 1] != '\n')
		return fail(parser, "@chop: there is no line end of @in or @out before it");
	buffer_truncate(text, text->len - 1);
	return end_section(parser);
}

static int take_command(struct parser *parser, const char *command)
{
	int r;

	if (strcmp(command, "@chop") == 0)
		return chop(parser);
	r = end_section(parser);
	if (r < 0)
		return r;
	if (strcmp(command, "@case") == 0)
		return begin_case(parser);
	if (parser->variant.n_cases == 0)
		return fail(parser, "expected @case");
	if (strcmp(command, "@in") == 0)
		return begin_section(parser, SECTION_IN, &parser->has_in);
	if (strcmp(command, "@out") == 0)
		return begin_section(parser, SECTION_OUT, &parser->has_out);
	if (strcmp(command, "@args") == 0)
		return begin_section(parser, SECTION_ARGS, &parser->has_args);
	if (strncmp(command, "@status ", strlen("@status ")) == 0)
		return set_status(parser, command + strlen("@status "));
	return fail(parser, "expected @case, @args, @in, @out, @status or @chop");
}

static int take_content(struct parser *parser, const struct line *line)
{
	bool is_escaped = line->len > 0 && line->text[0] == '@';
	const char *text = line->text + is_escaped;
	size_t len = line->len - is_escaped;
	int r;

	if (parser->section == SECTION_ARGS) {
		struct strlist *args = &last_case(parser)->args;

		if (args->count >= LESSON_ARGS_MAX || memchr(text, '\0', len))
			return fail(parser, "too many arguments, or a NUL in one");
		return strlist_add_n(args, text, len);
	}
	if (parser->section != SECTION_IN && parser->section != SECTION_OUT)
		return fail(parser, "expected a line that begins with '@'");
	r = len > 0 ? buffer_append(&parser->text, text, len) : 0;
	return r < 0 || !line->ended ? r : buffer_append_char(&parser->text, '\n');
}

static int take_line(struct parser *parser, const struct line *line)
{
	char command[32];

	if (line->len == 0 || line->text[0] != '@' || (line->len > 1 && line->text[1] == '@'))
		return take_content(parser, line);
	if (line->len >= sizeof(command) || memchr(line->text, '\0', line->len))
		return fail(parser, "expected @case, @args, @in, @out, @status or @chop");
	memcpy(command, line->text, line->len);
	command[line->len] = '\0';
	return take_command(parser, command);
}

int variant_parse(const char *text, size_t len, size_t n_cases, struct variant *ret_variant,
	char ret_error[static VARIANT_ERROR_MAX])
{
	struct line_reader reader = line_reader_of(text, len);
	struct parser parser = { .n_wanted = n_cases, .error = ret_error };
	struct line line;
	int r = 0;

	if (len > VARIANT_BYTES_MAX)
		return fail(&parser, "more than %d bytes", VARIANT_BYTES_MAX);
	parser.variant.cases = calloc(n_cases > 0 ? n_cases : 1, sizeof(*parser.variant.cases));
	if (!parser.variant.cases)
		return -ENOMEM;
	while (r >= 0 && line_reader_next(&reader, &line)) {
		parser.line = reader.number;
		r = take_line(&parser, &line);
	}
	if (r >= 0 && parser.section != SECTION_NONE)
		r = end_section(&parser);
	if (r >= 0 && parser.variant.n_cases < n_cases)
		r = fail(&parser, "%zu cases, the step has %zu", parser.variant.n_cases, n_cases);
	buffer_done(&parser.text);
	if (r < 0)
		variant_done(&parser.variant);
	else
		*ret_variant = parser.variant;
	return r;
}

void variant_done(struct variant *variant)
{
	for (size_t i = 0; i < variant->n_cases; i++) {
		strlist_done(&variant->cases[i].args);
		free(variant->cases[i].input);
		free(variant->cases[i].expected);
	}
	free(variant->cases);
	*variant = (struct variant){ 0 };
}

bool variant_lacks_expected(const struct variant *variant)
{
	for (size_t i = 0; i < variant->n_cases; i++) {
		if (!variant->cases[i].expected)
			return true;
	}
	return false;
}

static int write_line(struct buffer *text, const char *line, size_t len)
{
	int r = len > 0 && line[0] == '@' ? buffer_append_char(text, '@') : 0;

	if (r >= 0 && len > 0)
		r = buffer_append(text, line, len);
	return r < 0 ? r : buffer_append_char(text, '\n');
}

static int write_section(struct buffer *text, const char *name, const char *content, size_t len)
{
	struct line_reader reader = line_reader_of(content, len);
	struct line line;
	bool is_ended = true;
	int r = content ? buffer_printf(text, "%s\n", name) : 0;

	while (r >= 0 && line_reader_next(&reader, &line)) {
		r = write_line(text, line.text, line.len);
		is_ended = line.ended;
	}
	return r < 0 || is_ended ? r : buffer_append_string(text, "@chop\n");
}

static int write_case(const struct lesson_case *one, struct buffer *text)
{
	int r = buffer_append_string(text, one->args.count > 0 ? "@case\n@args\n" : "@case\n");

	for (size_t i = 0; r >= 0 && i < one->args.count; i++)
		r = write_line(text, one->args.items[i], strlen(one->args.items[i]));
	if (r >= 0)
		r = write_section(text, "@in", one->input, one->input_len);
	if (r >= 0)
		r = write_section(text, "@out", one->expected, one->expected_len);
	if (r < 0 || one->expected_status == 0)
		return r;
	return one->expected_status < 0 ? buffer_append_string(text, "@status any\n")
					: buffer_printf(text, "@status %d\n", one->expected_status);
}

int variant_write(const struct variant *variant, struct buffer *ret_text)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < variant->n_cases; i++)
		r = write_case(&variant->cases[i], ret_text);
	return r;
}

static int replace_bytes(const char *from, size_t from_len, char **to, size_t *to_len)
{
	char *copy = from ? malloc(from_len + 1) : NULL;

	if (from && !copy)
		return -ENOMEM;
	if (from_len > 0)
		memcpy(copy, from, from_len);
	if (copy)
		copy[from_len] = '\0';
	free(*to);
	*to = copy;
	*to_len = from ? from_len : 0;
	return 0;
}

int variant_fill_job(const struct variant *variant, struct job *job)
{
	int r = job->n_cases == variant->n_cases ? 0 : -EINVAL;

	for (size_t i = 0; r >= 0 && i < variant->n_cases; i++) {
		const struct lesson_case *from = &variant->cases[i];
		struct job_case *to = &job->cases[i];

		strlist_done(&to->args);
		to->expected_status = from->expected_status;
		r = strlist_copy(&to->args, &from->args);
		if (r >= 0)
			r = replace_bytes(from->input, from->input_len, &to->input, &to->input_len);
		if (r >= 0)
			r = replace_bytes(from->expected, from->expected_len, &to->expected,
				&to->expected_len);
	}
	return r;
}
