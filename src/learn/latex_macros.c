/* SPDX-License-Identifier: MIT */
/* What macros and environments become: tables, and a function for each kind. */
#include "learn/latex_parts.h"

#include <ctype.h>
#include <string.h>

static void put_code(struct latex *latex, struct span span)
{
	latex_put(latex, "`");
	for (size_t i = 0; i < span.len; i++) {
		char c = span.text[i];

		if (c == '\\' && i + 1 < span.len && !isalpha((unsigned char)span.text[i + 1]))
			continue;
		latex_put_n(latex, c == '`' ? "'" : c == '\n' ? " " : &c, 1);
	}
	latex_put(latex, "`");
}

static void do_emphasis(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), latex->in_math ? "" : "*",
		latex->in_math ? "" : "*");
}

static void do_strong(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), latex->in_math ? "" : "**",
		latex->in_math ? "" : "**");
}

static void do_code(struct latex *latex)
{
	struct span span = latex_take_argument(latex);

	if (span.len == 0)
		return;
	if (memchr(span.text, '$', span.len) || latex->in_math)
		latex_render_span(latex, span);
	else
		put_code(latex, span);
}

static void do_plain(struct latex *latex)
{
	bool in_math = latex->in_math;

	latex->in_math = false;
	latex_render_span(latex, latex_take_argument(latex));
	latex->in_math = in_math;
}

static void do_same(struct latex *latex)
{
	latex_render_span(latex, latex_take_argument(latex));
}

static void do_section(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), "\n\n## ", "\n\n");
}

static void do_subsection(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), "\n\n### ", "\n\n");
}

static void do_title(struct latex *latex)
{
	struct buffer *out = latex->out;
	struct span span = latex_take_argument(latex);

	latex->out = &latex->result->title;
	if (latex->out->len == 0)
		latex_render_span(latex, span);
	latex->out = out;
}

static void do_link(struct latex *latex)
{
	struct span address = latex_take_argument(latex);

	do_same(latex);
	latex_put(latex, " (");
	put_code(latex, address);
	latex_put(latex, ")");
}

static void do_address(struct latex *latex)
{
	put_code(latex, latex_take_argument(latex));
}

static void do_picture(struct latex *latex)
{
	(void)latex_take_option(latex);
	latex_put(latex, "*(picture ");
	put_code(latex, latex_take_argument(latex));
	latex_put(latex, ", not shown here)* ");
}

/* Width, file, words below it. */
static void do_illustration(struct latex *latex)
{
	(void)latex_take_argument(latex);
	latex_put(latex, "\n\n");
	do_picture(latex);
	do_same(latex);
	latex_put(latex, "\n\n");
}

static void do_note(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), " (", ")");
}

static void do_nothing(struct latex *latex)
{
	(void)latex;
}

static void do_drop(struct latex *latex)
{
	(void)latex_take_option(latex);
	(void)latex_take_argument(latex);
}

static void do_drop_two(struct latex *latex)
{
	do_drop(latex);
	(void)latex_take_argument(latex);
}

static void do_fraction(struct latex *latex)
{
	struct span above = latex_take_argument(latex), below = latex_take_argument(latex);

	latex_render_wrapped(latex, above, above.len > 1 ? "(" : "", above.len > 1 ? ")" : "");
	latex_render_wrapped(latex, below, below.len > 1 ? "/(" : "/", below.len > 1 ? ")" : "");
}

static void do_root(struct latex *latex)
{
	(void)latex_take_option(latex);
	latex_render_wrapped(latex, latex_take_argument(latex), "√(", ")");
}

static void do_modulo(struct latex *latex)
{
	latex_render_wrapped(latex, latex_take_argument(latex), " (mod ", ")");
}

static const struct {
	const char *what, *text;
} negations[] = {
	{ "=", "≠" }, { "<", "≮" }, { ">", "≯" }, { "\\in", "∉" }, { "\\leq", "≰" }, { "\\le", "≰" },
	{ "\\geq", "≱" }, { "\\ge", "≱" }, { "\\equiv", "≢" }, { "\\subseteq", "⊈" }, { "\\subset", "⊄" },
	{ "\\mid", "∤" }, { "\\exists", "∄" },
};

/* A stroke through the sign that follows: left out, the opposite would be read. */
static void do_not(struct latex *latex)
{
	struct span span;
	size_t len;

	while (latex->at < latex->end && isspace((unsigned char)*latex->at))
		latex->at++;
	span = (struct span){ .text = latex->at, .len = (size_t)(latex->end - latex->at) };
	for (size_t i = 0; i < sizeof(negations) / sizeof(negations[0]); i++) {
		len = strlen(negations[i].what);
		if (span.len < len || memcmp(span.text, negations[i].what, len) != 0)
			continue;
		if (span.len > len && len > 1 && isalpha((unsigned char)span.text[len]))
			continue;
		latex->at += len;
		latex_put(latex, negations[i].text);
		return;
	}
	latex_put(latex, "not ");
}

static void do_item(struct latex *latex)
{
	struct span label = latex_take_option(latex);
	size_t len = latex->out->len;

	while (len > 0 && strchr(" \t\n", latex->out->data[len - 1]))
		len--;
	buffer_truncate(latex->out, len);
	latex_put(latex, latex->is_first_item ? "\n\n" : "\n");
	latex_put(latex, latex->list == LIST_NUMBERS ? "1. " : "- ");
	latex->is_first_item = false;
	while (latex->at < latex->end && isspace((unsigned char)*latex->at))
		latex->at++;
	if (label.len > 0)
		latex_render_wrapped(latex, label, "", " ");
}

static void render_verb(struct latex *latex, struct span mark)
{
	struct span span = { .text = latex->at }, c = { 0 };

	while (latex->at < latex->end && *latex->at != '\n') {
		c = latex_take_character(latex);
		if (c.len == mark.len && memcmp(c.text, mark.text, mark.len) == 0)
			break;
		span.len += c.len;
	}
	put_code(latex, span);
}

/* Any character begins the code, and ends it. */
static void do_verb(struct latex *latex)
{
	struct span mark = latex_take_character(latex);

	if (mark.len > 0)
		render_verb(latex, mark);
}

static void do_lstinline(struct latex *latex)
{
	struct span mark;

	(void)latex_take_option(latex);
	mark = latex_take_character(latex);
	if (mark.len > 0)
		render_verb(latex, *mark.text == '{' ? (struct span){ "}", 1 } : mark);
}

static void do_begin(struct latex *latex);
static void do_end(struct latex *latex);

static const struct {
	const char *name;
	void (*run)(struct latex *latex);
} macros[] = {
	{ "begin", do_begin }, { "end", do_end }, { "item", do_item }, { "verb", do_verb },
	{ "not", do_not },
	{ "problemname", do_title }, { "section", do_section }, { "subsection", do_subsection },
	{ "subsubsection", do_subsection }, { "paragraph", do_strong }, { "emph", do_emphasis },
	{ "textit", do_emphasis }, { "textsl", do_emphasis }, { "underline", do_emphasis },
	{ "textbf", do_strong }, { "texttt", do_code }, { "lstinline", do_lstinline },
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
	{ "Gamma", "Γ" }, { "Theta", "Θ" }, { "Lambda", "Λ" }, { "Pi", "Π" }, { "Phi", "Φ" },
	{ "Psi", "Ψ" }, { "zeta", "ζ" }, { "eta", "η" }, { "kappa", "κ" }, { "nu", "ν" }, { "xi", "ξ" },
	{ "chi", "χ" }, { "psi", "ψ" }, { "iff", "⇔" }, { "implies", "⇒" }, { "Leftrightarrow", "⇔" },
	{ "longrightarrow", "→" }, { "Longrightarrow", "⇒" }, { "uparrow", "↑" }, { "downarrow", "↓" },
	{ "supset", "⊃" }, { "supseteq", "⊇" }, { "nmid", "∤" }, { "propto", "∝" }, { "cong", "≅" },
	{ "lnot", "¬" }, { "dotsc", "…" }, { "dotsb", "⋯" }, { "lvert", "|" }, { "rvert", "|" },
	{ "bullet", "•" }, { "textless", "\\<" }, { "textgreater", "\\>" }, { "textendash", "–" },
	{ "textemdash", "—" }, { "texttrademark", "™" }, { "textregistered", "®" }, { "copyright", "©" },
	{ "pounds", "£" }, { "euro", "€" }, { "S", "§" }, { "arg", "arg" }, { "deg", "deg" },
	{ "LaTeX", "LaTeX" }, { "TeX", "TeX" }, { "textbar", "\\|" }, { "backslash", "\\\\" },
};

static bool put_symbol(struct latex *latex, const char *name)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strcmp(symbols[i].name, name) != 0)
			continue;
		latex_put(latex, symbols[i].text);
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

static void span_name(struct span span, char ret_name[static LATEX_NAME_MAX])
{
	size_t len = span.len < LATEX_NAME_MAX ? span.len : LATEX_NAME_MAX - 1;

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
	(void)latex_take_option(latex);
	if (latex->at < stop && *latex->at == '\n')
		latex->at++;
	latex_put(latex, "\n\n");
	while (latex->at < stop) {
		const char *newline = memchr(latex->at, '\n', (size_t)(stop - latex->at));
		const char *next = newline ? newline + 1 : stop;

		latex_put(latex, "    ");
		latex_put_n(latex, latex->at, (size_t)(next - latex->at));
		latex->at = next;
	}
	latex_put(latex, "\n\n");
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
			(void)latex_take_option(latex);
		if (begins && environments[i].has_argument)
			(void)latex_take_argument(latex);
		return;
	}
	if (begins && !is_code(name))
		latex_tell(latex, name);
}

static void do_begin(struct latex *latex)
{
	char name[LATEX_NAME_MAX];

	span_name(latex_take_argument(latex), name);
	set_environment(latex, name, true);
	if (is_code(name))
		do_verbatim(latex);
	else
		latex_put(latex, "\n\n");
}

static void do_end(struct latex *latex)
{
	char name[LATEX_NAME_MAX];

	span_name(latex_take_argument(latex), name);
	set_environment(latex, name, false);
	latex_put(latex, "\n\n");
}

void latex_render_named(struct latex *latex, const char *name)
{
	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++) {
		if (strcmp(macros[i].name, name) != 0)
			continue;
		macros[i].run(latex);
		return;
	}
	if (!put_symbol(latex, name))
		latex_tell(latex, name);
}
