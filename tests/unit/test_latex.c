/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "learn/latex.h"

#include <string.h>

static void check(const char *latex, const char *markdown)
{
	struct latex_result result;

	assert_int_equal(latex_to_markdown(latex, strlen(latex), &result), 0);
	assert_string_equal(result.markdown.data, markdown);
	latex_result_done(&result);
}

static void macros_become_markdown(void **state)
{
	static const struct {
		const char *latex, *markdown;
	} rows[] = {
		{ "\\emph{a} \\textbf{b \\textit{c}}", "*a* **b *c***" },
		{ "\\texttt{a\\_b} \\verb|c{d|", "`a_b` `c{d`" },
		{ "\\verb×a|b×c", "`a|b`c" },
		{ "\\lstinline[language=C]{a;} \\lstinline|b|", "`a;` `b`" },
		{ "\\section*{Input}x", "\n\n## Input\n\nx" },
		{ "``so'' --- a--b~c", "“so” — a–b c" },
		{ "50\\% of \\$ \\{x\\}", "50% of $ {x}" },
		{ "a*b_c [d]", "a\\*b\\_c \\[d\\]" },
		{ "a % b\nc", "a c" },
		{ "\\begin{itemize}\n \\item a\n \\item[b] c\n\\end{itemize}",
			"\n\n- a\n- b c\n\n\n" },
		{ "\\begin{verbatim}\na $b$\n\\end{verbatim}", "\n\n    a $b$\n\n\n\n\n" },
		{ "\\begin{tabular}{ll}\na & b \\\\\n\\end{tabular}",
			"\n\n\na  \\|  b   \n\n\n\n" },
		{ "\\href{http://x.y}{here}", "here (`http://x.y`)" },
		{ "\\includegraphics[width=3cm]{a.png}", "*(picture `a.png`, not shown here)* " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(rows[i].latex, rows[i].markdown);
}

static void mathematics_is_characters(void **state)
{
	static const struct {
		const char *latex, *markdown;
	} rows[] = {
		{ "$1 \\leq n \\le 10^5$", "1 ≤ n ≤ 10⁵" },
		{ "$10^{-9}$", "10⁻⁹" },
		{ "$2^{n+1}$ $2^n$", "2^(n+1) 2^n" },
		{ "$a_i$ $a_{i+1}$", "a\\_i a\\_(i+1)" },
		{ "\\(\\frac{a}{b+c}\\)", "a/(b+c)" },
		{ "$$\\sqrt{x} \\neq \\lfloor y \\rfloor$$", "√(x) ≠ ⌊ y ⌋" },
		{ "$x \\text{ if } y$", "x  if  y" },
		{ "$a \\not= b \\not \\in c$", "a ≠ b ∉ c" },
		{ "$a \\not\\infty \\not", "a not ∞ not " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(rows[i].latex, rows[i].markdown);
}

static void the_title_is_apart(void **state)
{
	static const char text[] = "\\problemname{A \\emph{B}}\nx";
	struct latex_result result;

	(void)state;
	assert_int_equal(latex_to_markdown(text, strlen(text), &result), 0);
	assert_string_equal(result.title.data, "A *B*");
	assert_string_equal(result.markdown.data, "\nx");
	latex_result_done(&result);
}

static void what_is_not_known_is_told_once(void **state)
{
	static const char text[] = "\\odd{a} \\odd{b} \\begin{tikzpicture}x\\end{tikzpicture}";
	struct latex_result result;

	(void)state;
	assert_int_equal(latex_to_markdown(text, strlen(text), &result), 0);
	assert_int_equal(result.unknown.count, 2);
	assert_string_equal(result.unknown.items[0], "odd");
	assert_string_equal(result.unknown.items[1], "tikzpicture");
	latex_result_done(&result);
}

static void arguments_too_deep_are_left_out(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	struct latex_result result;

	(void)state;
	for (unsigned i = 0; i < LATEX_DEPTH_MAX; i++)
		assert_int_equal(buffer_append_string(&text, "\\mbox{"), 0);
	assert_int_equal(buffer_append_string(&text, "deep\\mbox{deeper"), 0);
	assert_int_equal(latex_to_markdown(text.data, text.len, &result), 0);
	assert_string_equal(result.markdown.data, "deep");
	latex_result_done(&result);
}

static void what_is_not_closed_ends_with_the_text(void **state)
{
	(void)state;
	check("\\emph{a", "*a*");
	check("a\\", "a");
	check("\\frac", "/");
	check("$x^", "x");
	check("\\verb", "");
	check("\\begin{verbatim}", "\n\n\n\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macros_become_markdown),
		cmocka_unit_test(mathematics_is_characters),
		cmocka_unit_test(the_title_is_apart),
		cmocka_unit_test(what_is_not_known_is_told_once),
		cmocka_unit_test(arguments_too_deep_are_left_out),
		cmocka_unit_test(what_is_not_closed_ends_with_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
