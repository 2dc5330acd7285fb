/* SPDX-License-Identifier: MIT */
/*
 * One pass over the text. An argument is rendered by the same pass over its part of the text, so
 * the work is linear in the text for each level of arguments, and levels are bounded.
 */
#include "learn/latex.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define NAME_MAX_BYTES 40

enum { LIST_NONE, LIST_BULLETS, LIST_NUMBERS };

struct latex {
	const char *at, *end;
	struct latex_result *result;
	struct buffer *out;
	unsigned depth;
	bool in_math, in_table, is_first_item;
	unsigned list; /* of \item */
	int error;
};

struct span {
	const char *text;
	size_t len;
};

void latex_result_done(struct latex_result *result)
{
	buffer_done(&result->markdown);
	buffer_done(&result->title);
	strlist_done(&result->unknown);
}

static void put_n(struct latex *latex, const char *text, size_t len)
{
	if (latex->error == 0)
		latex->error = buffer_append(latex->out, text, len);
}

static void put(struct latex *latex, const char *text)
{
	put_n(latex, text, strlen(text));
}

/* A character that Markdown may read as more than itself. */
static void put_plain(struct latex *latex, char c)
{
	if (c != '\0' && strchr("\\`*_[]<>#|~", c))
		put(latex, "\\");
	put_n(latex, &c, 1);
}

static void tell(struct latex *latex, const char *name)
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

/* {...}, or a single character. */
static struct span take_argument(struct latex *latex)
{
	struct span span;

	skip_space(latex);
	if (latex->at >= latex->end)
		return (struct span){ .text = latex->end };
	if (*latex->at == '{') {
		latex->at++;
		return take_until(latex, '{', '}');
	}
	span = (struct span){ .text = latex->at, .len = 1 };
	if (*latex->at == '\\') /* a macro is an argument, too */
		while (span.text + span.len < latex->end &&
			isalpha((unsigned char)span.text[span.len]))
			span.len++;
	else
		while (span.text + span.len < latex->end &&
			((unsigned char)span.text[span.len] & 0xC0) == 0x80)
			span.len++;
	latex->at += span.len;
	return span;
}

static struct span take_option(struct latex *latex)
{
	if (latex->at >= latex->end || *latex->at != '[')
		return (struct span){ .text = latex->at };
	latex->at++;
	return take_until(latex, '[', ']');
}

static void take_name(struct latex *latex, char ret_name[static NAME_MAX_BYTES])
{
	size_t len = 0;

	while (latex->at < latex->end && isalpha((unsigned char)*latex->at)) {
		if (len + 1 < NAME_MAX_BYTES)
			ret_name[len++] = *latex->at;
		latex->at++;
	}
	ret_name[len] = '\0';
	if (latex->at < latex->end && *latex->at == '*')
		latex->at++;
}

/* Rendering. */

static void render(struct latex *latex);

static void render_span(struct latex *latex, struct span span)
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

static void render_wrapped(
	struct latex *latex, struct span span, const char *before, const char *after)
{
	put(latex, before);
	render_span(latex, span);
	put(latex, after);
}

static void put_code(struct latex *latex, struct span span)
{
	put(latex, "`");
	for (size_t i = 0; i < span.len; i++) {
		char c = span.text[i];

		if (c == '\\' && i + 1 < span.len && !isalpha((unsigned char)span.text[i + 1]))
			continue;
		put_n(latex, c == '`' ? "'" : c == '\n' ? " " : &c, 1);
	}
	put(latex, "`");
}

static void do_emphasis(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), latex->in_math ? "" : "*",
		latex->in_math ? "" : "*");
}

static void do_strong(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), latex->in_math ? "" : "**",
		latex->in_math ? "" : "**");
}

static void do_code(struct latex *latex)
{
	struct span span = take_argument(latex);

	if (span.len == 0)
		return;
	if (memchr(span.text, '$', span.len) || latex->in_math)
		render_span(latex, span);
	else
		put_code(latex, span);
}

static void do_plain(struct latex *latex)
{
	bool in_math = latex->in_math;

	latex->in_math = false;
	render_span(latex, take_argument(latex));
	latex->in_math = in_math;
}

static void do_same(struct latex *latex)
{
	render_span(latex, take_argument(latex));
}

static void do_section(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), "\n\n## ", "\n\n");
}

static void do_subsection(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), "\n\n### ", "\n\n");
}

static void do_title(struct latex *latex)
{
	struct buffer *out = latex->out;
	struct span span = take_argument(latex);

	latex->out = &latex->result->title;
	if (latex->out->len == 0)
		render_span(latex, span);
	latex->out = out;
}

static void do_link(struct latex *latex)
{
	struct span address = take_argument(latex);

	do_same(latex);
	put(latex, " (");
	put_code(latex, address);
	put(latex, ")");
}

static void do_address(struct latex *latex)
{
	put_code(latex, take_argument(latex));
}

static void do_picture(struct latex *latex)
{
	(void)take_option(latex);
	put(latex, "*(picture ");
	put_code(latex, take_argument(latex));
	put(latex, ", not shown here)* ");
}

/* Width, file, words below it. */
static void do_illustration(struct latex *latex)
{
	(void)take_argument(latex);
	put(latex, "\n\n");
	do_picture(latex);
	do_same(latex);
	put(latex, "\n\n");
}

static void do_note(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), " (", ")");
}

static void do_nothing(struct latex *latex)
{
	(void)latex;
}

static void do_drop(struct latex *latex)
{
	(void)take_option(latex);
	(void)take_argument(latex);
}

static void do_drop_two(struct latex *latex)
{
	do_drop(latex);
	(void)take_argument(latex);
}

static void do_fraction(struct latex *latex)
{
	struct span above = take_argument(latex), below = take_argument(latex);

	render_wrapped(latex, above, above.len > 1 ? "(" : "", above.len > 1 ? ")" : "");
	render_wrapped(latex, below, below.len > 1 ? "/(" : "/", below.len > 1 ? ")" : "");
}

static void do_root(struct latex *latex)
{
	(void)take_option(latex);
	render_wrapped(latex, take_argument(latex), "√(", ")");
}

static void do_modulo(struct latex *latex)
{
	render_wrapped(latex, take_argument(latex), " (mod ", ")");
}

static void do_item(struct latex *latex)
{
	struct span label = take_option(latex);
	size_t len = latex->out->len;

	while (len > 0 && strchr(" \t\n", latex->out->data[len - 1]))
		len--;
	buffer_truncate(latex->out, len);
	put(latex, latex->is_first_item ? "\n\n" : "\n");
	put(latex, latex->list == LIST_NUMBERS ? "1. " : "- ");
	latex->is_first_item = false;
	while (latex->at < latex->end && isspace((unsigned char)*latex->at))
		latex->at++;
	if (label.len > 0)
		render_wrapped(latex, label, "", " ");
}

static void do_verb(struct latex *latex)
{
	struct span span;
	char mark;

	if (latex->at >= latex->end)
		return;
	mark = *latex->at++;
	span.text = latex->at;
	while (latex->at < latex->end && *latex->at != mark && *latex->at != '\n')
		latex->at++;
	span.len = (size_t)(latex->at - span.text);
	if (latex->at < latex->end)
		latex->at++;
	put_code(latex, span);
}

static void do_begin(struct latex *latex);
static void do_end(struct latex *latex);

static const struct {
	const char *name;
	void (*run)(struct latex *latex);
} macros[] = {
	{ "begin", do_begin }, { "end", do_end }, { "item", do_item }, { "verb", do_verb },
	{ "problemname", do_title }, { "section", do_section }, { "subsection", do_subsection },
	{ "subsubsection", do_subsection }, { "paragraph", do_strong }, { "emph", do_emphasis },
	{ "textit", do_emphasis }, { "textsl", do_emphasis }, { "underline", do_emphasis },
	{ "textbf", do_strong }, { "texttt", do_code }, { "lstinline", do_verb },
	{ "text", do_plain }, { "textrm", do_plain }, { "textsc", do_plain }, { "mbox", do_plain },
	{ "mathrm", do_same }, { "mathit", do_same }, { "mathbf", do_same }, { "mathcal", do_same },
	{ "mathbb", do_same }, { "operatorname", do_same }, { "overline", do_same },
	{ "caption", do_same }, { "url", do_address }, { "href", do_link },
	{ "includegraphics", do_picture }, { "illustration", do_illustration },
	{ "footnote", do_note }, { "label", do_drop }, { "vspace", do_drop }, { "hspace", do_drop },
	{ "usepackage", do_drop }, { "documentclass", do_drop }, { "cline", do_drop },
	{ "setlength", do_drop_two }, { "definecolor", do_drop_two }, { "frac", do_fraction },
	{ "dfrac", do_fraction }, { "tfrac", do_fraction }, { "sqrt", do_root },
	{ "pmod", do_modulo }, { "hline", do_nothing }, { "toprule", do_nothing },
	{ "midrule", do_nothing }, { "bottomrule", do_nothing }, { "centering", do_nothing },
	{ "noindent", do_nothing }, { "left", do_nothing }, { "right", do_nothing },
	{ "small", do_nothing }, { "large", do_nothing }, { "tt", do_nothing }, { "bf", do_nothing },
	{ "it", do_nothing }, { "em", do_nothing }, { "displaystyle", do_nothing },
	{ "bigskip", do_nothing }, { "medskip", do_nothing }, { "smallskip", do_nothing },
	{ "clearpage", do_nothing }, { "newpage", do_nothing }, { "limits", do_nothing },
};

static const struct {
	const char *name, *text;
} symbols[] = {
	{ "le", "≤" }, { "leq", "≤" }, { "leqslant", "≤" }, { "ge", "≥" }, { "geq", "≥" },
	{ "geqslant", "≥" }, { "ne", "≠" }, { "neq", "≠" }, { "lt", "\\<" }, { "gt", "\\>" },
	{ "ll", "≪" }, { "gg", "≫" }, { "approx", "≈" }, { "equiv", "≡" }, { "sim", "∼" },
	{ "times", "×" }, { "cdot", "·" }, { "div", "÷" }, { "pm", "±" }, { "ast", "∗" },
	{ "star", "⋆" }, { "oplus", "⊕" }, { "ldots", "…" }, { "dots", "…" }, { "cdots", "⋯" },
	{ "vdots", "⋮" }, { "textellipsis", "…" }, { "ell", "ℓ" }, { "infty", "∞" },
	{ "in", "∈" }, { "notin", "∉" }, { "subset", "⊂" }, { "subseteq", "⊆" }, { "cup", "∪" },
	{ "cap", "∩" }, { "emptyset", "∅" }, { "setminus", "∖" }, { "forall", "∀" },
	{ "exists", "∃" }, { "land", "∧" }, { "wedge", "∧" }, { "lor", "∨" }, { "vee", "∨" },
	{ "neg", "¬" }, { "to", "→" }, { "rightarrow", "→" }, { "leftarrow", "←" },
	{ "Rightarrow", "⇒" }, { "leftrightarrow", "↔" }, { "mapsto", "↦" }, { "mid", "|" },
	{ "vert", "|" }, { "sum", "∑" }, { "prod", "∏" }, { "int", "∫" }, { "lfloor", "⌊" },
	{ "rfloor", "⌋" }, { "lceil", "⌈" }, { "rceil", "⌉" }, { "langle", "⟨" },
	{ "rangle", "⟩" }, { "alpha", "α" }, { "beta", "β" }, { "gamma", "γ" }, { "delta", "δ" },
	{ "epsilon", "ε" }, { "varepsilon", "ε" }, { "theta", "θ" }, { "lambda", "λ" },
	{ "mu", "μ" }, { "pi", "π" }, { "rho", "ρ" }, { "sigma", "σ" }, { "tau", "τ" },
	{ "phi", "φ" }, { "varphi", "φ" }, { "omega", "ω" }, { "Delta", "Δ" }, { "Sigma", "Σ" },
	{ "Omega", "Ω" }, { "circ", "°" }, { "degree", "°" }, { "prime", "′" },
	{ "bmod", " mod " }, { "mod", " mod " }, { "log", "log" }, { "ln", "ln" },
	{ "min", "min" }, { "max", "max" }, { "gcd", "gcd" }, { "sin", "sin" }, { "cos", "cos" },
	{ "tan", "tan" }, { "quad", "  " }, { "qquad", "    " }, { "newline", "  \n" },
	{ "linebreak", "  \n" }, { "par", "\n\n" }, { "textbackslash", "\\\\" },
	{ "textasciitilde", "\\~" }, { "textunderscore", "\\_" }, { "textquotedbl", "\"" },
	{ "ss", "ß" }, { "o", "ø" }, { "O", "Ø" }, { "aa", "å" }, { "AA", "Å" }, { "ae", "æ" },
	{ "LaTeX", "LaTeX" }, { "TeX", "TeX" }, { "textbar", "\\|" }, { "backslash", "\\\\" },
};

static bool put_symbol(struct latex *latex, const char *name)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strcmp(symbols[i].name, name) != 0)
			continue;
		put(latex, symbols[i].text);
		return true;
	}
	return false;
}

/* Environments. */

static const struct {
	const char *name;
	unsigned list;
	bool is_table, has_argument, is_math;
} environments[] = {
	{ "itemize", LIST_BULLETS, false, false, false },
	{ "enumerate", LIST_NUMBERS, false, false, false },
	{ "description", LIST_BULLETS, false, false, false },
	{ "tabular", LIST_NONE, true, true, false },
	{ "array", LIST_NONE, true, true, true },
	{ "center", LIST_NONE, false, false, false },
	{ "figure", LIST_NONE, false, false, false },
	{ "table", LIST_NONE, false, false, false },
	{ "quote", LIST_NONE, false, false, false },
	{ "document", LIST_NONE, false, false, false },
	{ "minipage", LIST_NONE, false, true, false },
	{ "wrapfigure", LIST_NONE, false, true, false },
	{ "equation", LIST_NONE, false, false, true },
	{ "align", LIST_NONE, true, false, true },
	{ "displaymath", LIST_NONE, false, false, true },
};

static bool is_code(const char *name)
{
	return strcmp(name, "verbatim") == 0 || strcmp(name, "lstlisting") == 0;
}

static void span_name(struct span span, char ret_name[static NAME_MAX_BYTES])
{
	size_t len = span.len < NAME_MAX_BYTES ? span.len : NAME_MAX_BYTES - 1;

	memcpy(ret_name, span.text, len);
	ret_name[len] = '\0';
	ret_name[strcspn(ret_name, "*")] = '\0';
	for (char *c = ret_name; *c; c++)
		if (!isalnum((unsigned char)*c))
			*c = '?';
}

/* As it stands, four columns in. */
static void do_verbatim(struct latex *latex)
{
	const char *stop = memmem(latex->at, (size_t)(latex->end - latex->at), "\\end{", 5);

	if (!stop)
		stop = latex->end;
	(void)take_option(latex);
	if (latex->at < stop && *latex->at == '\n')
		latex->at++;
	put(latex, "\n\n");
	while (latex->at < stop) {
		const char *newline = memchr(latex->at, '\n', (size_t)(stop - latex->at));
		const char *next = newline ? newline + 1 : stop;

		put(latex, "    ");
		put_n(latex, latex->at, (size_t)(next - latex->at));
		latex->at = next;
	}
	put(latex, "\n\n");
}

static void set_environment(struct latex *latex, const char *name, bool begins)
{
	for (size_t i = 0; i < sizeof(environments) / sizeof(environments[0]); i++) {
		if (strcmp(environments[i].name, name) != 0)
			continue;
		if (environments[i].list != LIST_NONE)
			latex->list = begins ? environments[i].list : LIST_BULLETS;
		if (environments[i].list != LIST_NONE)
			latex->is_first_item = begins;
		if (environments[i].is_table)
			latex->in_table = begins;
		if (environments[i].is_math)
			latex->in_math = begins;
		if (begins)
			(void)take_option(latex);
		if (begins && environments[i].has_argument)
			(void)take_argument(latex);
		return;
	}
	if (begins && !is_code(name))
		tell(latex, name);
}

static void do_begin(struct latex *latex)
{
	char name[NAME_MAX_BYTES];

	span_name(take_argument(latex), name);
	set_environment(latex, name, true);
	if (is_code(name))
		do_verbatim(latex);
	else
		put(latex, "\n\n");
}

static void do_end(struct latex *latex)
{
	char name[NAME_MAX_BYTES];

	span_name(take_argument(latex), name);
	set_environment(latex, name, false);
	put(latex, "\n\n");
}

/* Macros. */

static void render_named(struct latex *latex, const char *name)
{
	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++) {
		if (strcmp(macros[i].name, name) != 0)
			continue;
		macros[i].run(latex);
		return;
	}
	if (!put_symbol(latex, name))
		tell(latex, name);
}

static void render_macro(struct latex *latex)
{
	char name[NAME_MAX_BYTES], c;

	latex->at++;
	if (latex->at >= latex->end)
		return;
	c = *latex->at;
	if (isalpha((unsigned char)c)) {
		take_name(latex, name);
		render_named(latex, name);
		return;
	}
	latex->at++;
	if (c == '\\')
		put(latex, "  \n");
	else if (c == '(' || c == '[')
		latex->in_math = true;
	else if (c == ')' || c == ']')
		latex->in_math = false;
	else if (c == ',' || c == ';' || c == ':' || c == ' ' || c == '\n')
		put(latex, " ");
	else if (c == '"' || c == '\'' || c == '`' || c == '^' || c == '~')
		tell(latex, "accents");
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
	span = take_argument(latex);
	for (size_t i = 0; i < span.len; i++)
		is_small &= isdigit((unsigned char)span.text[i]) || (span.text[i] == '-' && i == 0);
	for (size_t i = 0; is_small && i < span.len; i++)
		put(latex, span.text[i] == '-' ? "⁻" : digits[span.text[i] - '0']);
	if (!is_small)
		render_wrapped(latex, span, span.len > 1 ? "^(" : "^", span.len > 1 ? ")" : "");
}

static void render_index(struct latex *latex)
{
	struct span span;

	latex->at++;
	span = take_argument(latex);
	render_wrapped(latex, span, span.len > 1 ? "\\_(" : "\\_", span.len > 1 ? ")" : "");
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
		put(latex, ligatures[i].to);
		latex->at += strlen(ligatures[i].from);
		return true;
	}
	return false;
}

/* The beginning of a line has no meaning in LaTeX, but in Markdown. */
static void skip_indent(struct latex *latex)
{
	put(latex, "\n");
	latex->at++;
	skip_space(latex);
	if (latex->at < latex->end && memchr("+-=", *latex->at, 3) && !latex->in_math &&
		!is_at(latex, "--"))
		put(latex, "\\");
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
		put(latex, latex->in_table ? " \\| " : "&amp;");
		return;
	case '~':
		latex->at++;
		put(latex, " ");
		return;
	default:
		break;
	}
	if (render_ligature(latex))
		return;
	latex->at++;
	put_plain(latex, c);
}

static void render(struct latex *latex)
{
	while (latex->at < latex->end && latex->error == 0)
		render_one(latex);
}

int latex_to_markdown(const char *text, size_t len, struct latex_result *ret_result)
{
	struct latex latex = { .at = text,
		.end = text + len,
		.result = ret_result,
		.out = &ret_result->markdown,
		.list = LIST_BULLETS };

	*ret_result = (struct latex_result){ 0 };
	put(&latex, "");
	render(&latex);
	if (latex.error < 0)
		latex_result_done(ret_result);
	return latex.error;
}
