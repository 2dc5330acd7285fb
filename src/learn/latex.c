/* SPDX-License-Identifier: MIT */
/*
 * One pass over the text. An argument is rendered by the same pass over its part of the text, so
 * the work is linear in the text for each level of arguments, and levels are bounded.
 */
#include "learn/latex_parts.h"

#include <ctype.h>
#include <string.h>

void latex_result_done(struct latex_result *result)
{
	buffer_done(&result->markdown);
	buffer_done(&result->title);
	strlist_done(&result->unknown);
}

void latex_put_n(struct latex *latex, const char *text, size_t len)
{
	if (latex->error == 0)
		latex->error = buffer_append(latex->out, text, len);
}

void latex_put(struct latex *latex, const char *text)
{
	latex_put_n(latex, text, strlen(text));
}

/* A character that Markdown may read as more than itself. */
static void put_plain(struct latex *latex, char c)
{
	if (c != '\0' && strchr("\\`*_[]<>#|~", c))
		latex_put(latex, "\\");
	latex_put_n(latex, &c, 1);
}

void latex_tell(struct latex *latex, const char *name)
{
	struct strlist *unknown = &latex->result->unknown;

	if (latex->error == 0 && unknown->count < LATEX_UNKNOWN_MAX &&
		!strlist_contains(unknown, name))
		latex->error = strlist_add(unknown, name);
}

/* Reading. */

static bool is_at(const struct latex *latex, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(latex->end - latex->at) >= len && memcmp(latex->at, word, len) == 0;
}

static void skip_space(struct latex *latex)
{
	while (latex->at < latex->end && (*latex->at == ' ' || *latex->at == '\t'))
		latex->at++;
}

/* Up to the bracket that closes the one before; a text that ends before it ends there. */
static struct span take_until(struct latex *latex, char open, char close)
{
	struct span span = { .text = latex->at };
	unsigned depth = 0;

	for (; latex->at < latex->end; latex->at++) {
		if (*latex->at == '\\' && latex->at + 1 < latex->end) {
			latex->at++;
			continue;
		}
		if (*latex->at == close && depth-- == 0)
			break;
		depth += *latex->at == open;
	}
	span.len = (size_t)(latex->at - span.text);
	if (latex->at < latex->end)
		latex->at++;
	return span;
}

struct span latex_take_character(struct latex *latex)
{
	struct span span = { .text = latex->at };

	while (latex->at < latex->end &&
		(span.len == 0 || ((unsigned char)*latex->at & 0xC0) == 0x80)) {
		latex->at++;
		span.len++;
	}
	return span;
}

/* {...}, or a single character. */
struct span latex_take_argument(struct latex *latex)
{
	struct span span;

	skip_space(latex);
	if (latex->at >= latex->end)
		return (struct span){ .text = latex->end };
	if (*latex->at == '{') {
		latex->at++;
		return take_until(latex, '{', '}');
	}
	span = latex_take_character(latex);
	if (*span.text == '\\') /* a macro is an argument, too */
		for (; latex->at < latex->end && isalpha((unsigned char)*latex->at); latex->at++)
			span.len++;
	return span;
}

struct span latex_take_option(struct latex *latex)
{
	if (latex->at >= latex->end || *latex->at != '[')
		return (struct span){ .text = latex->at };
	latex->at++;
	return take_until(latex, '[', ']');
}

static void take_name(struct latex *latex, char ret_name[static LATEX_NAME_MAX])
{
	size_t len = 0;

	while (latex->at < latex->end && isalpha((unsigned char)*latex->at)) {
		if (len + 1 < LATEX_NAME_MAX)
			ret_name[len++] = *latex->at;
		latex->at++;
	}
	ret_name[len] = '\0';
	if (latex->at < latex->end && *latex->at == '*')
		latex->at++;
}

/* Rendering. */

static void render(struct latex *latex);

void latex_render_span(struct latex *latex, struct span span)
{
	const char *at = latex->at, *end = latex->end;

	if (latex->depth >= LATEX_DEPTH_MAX)
		return;
	latex->depth++;
	latex->at = span.text;
	latex->end = span.text + span.len;
	render(latex);
	latex->depth--;
	latex->at = at;
	latex->end = end;
}

void latex_render_wrapped(
	struct latex *latex, struct span span, const char *before, const char *after)
{
	latex_put(latex, before);
	latex_render_span(latex, span);
	latex_put(latex, after);
}

static void render_macro(struct latex *latex)
{
	char name[LATEX_NAME_MAX], c;

	latex->at++;
	if (latex->at >= latex->end)
		return;
	c = *latex->at;
	if (isalpha((unsigned char)c)) {
		take_name(latex, name);
		latex_render_named(latex, name);
		return;
	}
	latex->at++;
	if (c == '\\')
		latex_put(latex, "  \n");
	else if (c == '(' || c == '[')
		latex->in_math = true;
	else if (c == ')' || c == ']')
		latex->in_math = false;
	else if (c == ',' || c == ';' || c == ':' || c == ' ' || c == '\n')
		latex_put(latex, " ");
	else if (c == '"' || c == '\'' || c == '`' || c == '^' || c == '~')
		latex_tell(latex, "accents");
	else if (c != '!' && c != '/' && c != '-')
		put_plain(latex, c);
}

/* Digits as small ones, where all are; else ^(...). */
static void render_power(struct latex *latex)
{
	static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	struct span span;
	bool is_small = true;

	latex->at++;
	span = latex_take_argument(latex);
	for (size_t i = 0; i < span.len; i++)
		is_small &= isdigit((unsigned char)span.text[i]) || (span.text[i] == '-' && i == 0);
	for (size_t i = 0; is_small && i < span.len; i++)
		latex_put(latex, span.text[i] == '-' ? "⁻" : digits[span.text[i] - '0']);
	if (!is_small)
		latex_render_wrapped(latex, span, span.len > 1 ? "^(" : "^", span.len > 1 ? ")" : "");
}

static void render_index(struct latex *latex)
{
	struct span span;

	latex->at++;
	span = latex_take_argument(latex);
	latex_render_wrapped(latex, span, span.len > 1 ? "\\_(" : "\\_", span.len > 1 ? ")" : "");
}

static void skip_comment(struct latex *latex)
{
	const char *newline = memchr(latex->at, '\n', (size_t)(latex->end - latex->at));

	latex->at = newline ? newline + 1 : latex->end;
	skip_space(latex);
}

static const struct {
	const char *from, *to;
} ligatures[] = { { "---", "—" }, { "--", "–" }, { "``", "“" }, { "''", "”" } };

static bool render_ligature(struct latex *latex)
{
	for (size_t i = 0; !latex->in_math && i < sizeof(ligatures) / sizeof(ligatures[0]); i++) {
		if (!is_at(latex, ligatures[i].from))
			continue;
		latex_put(latex, ligatures[i].to);
		latex->at += strlen(ligatures[i].from);
		return true;
	}
	return false;
}

/* The beginning of a line has no meaning in LaTeX, but in Markdown. */
static void skip_indent(struct latex *latex)
{
	latex_put(latex, "\n");
	latex->at++;
	skip_space(latex);
	if (latex->at < latex->end && memchr("+-=", *latex->at, 3) && !latex->in_math &&
		!is_at(latex, "--"))
		latex_put(latex, "\\");
}

static void render_one(struct latex *latex)
{
	char c = *latex->at;

	switch (c) {
	case '\\':
		render_macro(latex);
		return;
	case '%':
		skip_comment(latex);
		return;
	case '$':
		latex->at += is_at(latex, "$$") ? 2 : 1;
		latex->in_math = !latex->in_math;
		return;
	case '\n':
		skip_indent(latex);
		return;
	case '{':
	case '}':
		latex->at++;
		return;
	case '^':
		if (latex->in_math) {
			render_power(latex);
			return;
		}
		break;
	case '_':
		if (latex->in_math) {
			render_index(latex);
			return;
		}
		break;
	case '&':
		latex->at++;
		latex_put(latex, latex->in_table ? " \\| " : "&amp;");
		return;
	case '~':
		latex->at++;
		latex_put(latex, " ");
		return;
	default:
		break;
	}
	if (render_ligature(latex))
		return;
	latex->at++;
	put_plain(latex, c);
}

/* What render_one() or put_plain() does something about. */
static const bool is_special[256] = {
	['\\'] = true, ['%'] = true, ['$'] = true, ['\n'] = true, ['{'] = true, ['}'] = true,
	['^'] = true, ['_'] = true, ['&'] = true, ['~'] = true, ['-'] = true, ['`'] = true,
	['\''] = true, ['*'] = true, ['['] = true, [']'] = true, ['<'] = true, ['>'] = true,
	['#'] = true, ['|'] = true, ['\0'] = true,
};

/* Most of a text stays as it is. */
static void render_ordinary(struct latex *latex)
{
	const char *start = latex->at;

	while (latex->at < latex->end && !is_special[(unsigned char)*latex->at])
		latex->at++;
	latex_put_n(latex, start, (size_t)(latex->at - start));
}

static void render(struct latex *latex)
{
	while (latex->at < latex->end && latex->error == 0) {
		render_ordinary(latex);
		if (latex->at < latex->end && latex->error == 0)
			render_one(latex);
	}
}

int latex_to_markdown(const char *text, size_t len, struct latex_result *ret_result)
{
	struct latex latex = { .at = text,
		.end = text + len,
		.result = ret_result,
		.out = &ret_result->markdown,
		.list = LIST_BULLETS };

	*ret_result = (struct latex_result){ 0 };
	latex_put(&latex, "");
	render(&latex);
	if (latex.error < 0)
		latex_result_done(ret_result);
	return latex.error;
}
