/* SPDX-License-Identifier: MIT */
#include "ctl/outcome.h"

#include "base/text.h"
#include "ctl/report.h"

#include <errno.h>
#include <string.h>

/* Lines of a case, and the names that ATTEMPT has for them. */
static const struct {
	const char *key, *name;
} case_lines[] = { { "diff", "Diff" }, { "stdout", "Stdout" }, { "talk", "Talk" },
	{ "stderr", "Stderr" } };

void outcome_done(struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->n_cases; i++)
		thing_done(&outcome->cases[i]);
	free(outcome->cases);
	thing_done(&outcome->compiler);
	thing_done(&outcome->summary);
	*outcome = (struct outcome){ 0 };
}

static int add_case(struct outcome *outcome, const char *line)
{
	struct thing *cases;

	if (outcome->n_cases == OUTCOME_CASES_MAX)
		return -EPROTO;
	cases = reallocarray(outcome->cases, outcome->n_cases + 1, sizeof(*cases));
	if (!cases)
		return -ENOMEM;
	outcome->cases = cases;
	cases[outcome->n_cases] = (struct thing){ 0 };
	return thing_parse_line(line, strlen(line), &cases[outcome->n_cases++]);
}

static int take_field(struct outcome *outcome, const char *line)
{
	_cleanup_free_ char *key = NULL, *value = NULL;
	int r = reply_reader_split_field(line, strlen(line), &key, &value);

	if (r < 0)
		return r;
	if (strcmp(key, "compiler") == 0)
		return thing_add(&outcome->compiler, "Compiler", value);
	for (size_t i = 0; i < ARRAY_SIZE(case_lines) && outcome->n_cases > 0; i++)
		if (strcmp(key, case_lines[i].key) == 0)
			return thing_add(
				&outcome->cases[outcome->n_cases - 1], case_lines[i].name, value);
	return 0; /* something new */
}

int outcome_read(const struct answer *answer, struct outcome *ret_outcome)
{
	int r = answer->is_array ? 0 : -EPROTO;

	for (size_t i = 0; i < answer->lines.count && r >= 0; i++) {
		const char *line = answer->lines.items[i];

		if (strncmp(line, "case=", 5) == 0)
			r = add_case(ret_outcome, line);
		else if (strncmp(line, "verdict=", 8) == 0)
			r = thing_parse_line(line, strlen(line), &ret_outcome->summary);
		else
			r = take_field(ret_outcome, line);
	}
	if (r >= 0 && !*thing_get(&ret_outcome->summary, "verdict"))
		r = -EPROTO;
	return r >= 0 || r == -ENOMEM ? (r < 0 ? r : 0) : -EPROTO;
}

static bool is_pass(const struct thing *row)
{
	return strcmp(thing_get(row, "verdict"), "pass") == 0;
}

static bool has_failed(const struct thing *row)
{
	return !is_pass(row) && strcmp(thing_get(row, "verdict"), "skipped") != 0;
}

bool outcome_is_pass(const struct outcome *outcome)
{
	return is_pass(&outcome->summary);
}

/* Measures are another time's each time. */
static bool is_measure(const char *key)
{
	static const char *const measures[] = { "wall_ms", "cpu_ms", "memory_kb" };

	for (size_t i = 0; i < ARRAY_SIZE(measures); i++)
		if (strcmp(key, measures[i]) == 0)
			return true;
	return false;
}

static bool is_same_thing(const struct thing *a, const struct thing *b)
{
	if (a->keys.count != b->keys.count)
		return false;
	for (size_t i = 0; i < a->keys.count; i++)
		if (strcmp(a->keys.items[i], b->keys.items[i]) != 0 ||
			(!is_measure(a->keys.items[i]) &&
				strcmp(a->values.items[i], b->values.items[i]) != 0))
			return false;
	return true;
}

static const struct thing *find_case(const struct outcome *outcome, const char *name)
{
	for (size_t i = 0; outcome && i < outcome->n_cases; i++)
		if (strcmp(thing_get(&outcome->cases[i], "name"), name) == 0)
			return &outcome->cases[i];
	return NULL;
}

bool outcome_is_same(const struct outcome *a, const struct outcome *b)
{
	if (a->n_cases != b->n_cases || !is_same_thing(&a->compiler, &b->compiler) ||
		!is_same_thing(&a->summary, &b->summary))
		return false;
	for (size_t i = 0; i < a->n_cases; i++)
		if (!is_same_thing(&a->cases[i], &b->cases[i]))
			return false;
	return true;
}

/* "  hello2: wrong output -> passed" */
static int put_change(struct buffer *out, const struct ctl *ctl, const struct thing *row,
	const struct thing *before)
{
	const struct term *term = &ctl->out;
	enum style style = is_pass(row) ? STYLE_GOOD : STYLE_BAD;
	int r = buffer_printf(out, "  %s%s%s %s: ", term_style(term, style),
		term_glyph(term, is_pass(row) ? GLYPH_CHECK : GLYPH_CROSS),
		term_style(term, STYLE_OFF), thing_get(row, "name"));

	if (r >= 0)
		r = report_verdict(out, before);
	if (r >= 0)
		r = buffer_printf(
			out, " %s %s", term_glyph(term, GLYPH_ARROW), term_style(term, style));
	if (r >= 0)
		r = report_verdict(out, row);
	return r < 0 ? r : buffer_printf(out, "%s\n", term_style(term, STYLE_OFF));
}

/* The lines of the cases: all of them, or those with another verdict. */
static int put_cases(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before)
{
	int r = 0;

	for (size_t i = 0; i < outcome->n_cases && r >= 0; i++) {
		const struct thing *row = &outcome->cases[i];
		const struct thing *old = find_case(before, thing_get(row, "name"));

		if (!old)
			r = report_case_line(out, &ctl->out, row);
		else if (strcmp(thing_get(old, "verdict"), thing_get(row, "verdict")) != 0)
			r = put_change(out, ctl, row, old);
	}
	return r;
}

/* Only the first few failed ones come with more than a verdict. */
static bool has_details(const struct thing *row)
{
	for (size_t i = 0; i < ARRAY_SIZE(case_lines); i++)
		if (*thing_get(row, case_lines[i].name))
			return true;
	return false;
}

/* In full: of failed cases the first, and those whose output is another one than before. */
static int put_failed(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before)
{
	bool is_first = true;
	int r = 0;

	for (size_t i = 0; i < outcome->n_cases && r >= 0; i++) {
		const struct thing *row = &outcome->cases[i];
		const struct thing *old = find_case(before, thing_get(row, "name"));

		if (!has_failed(row))
			continue;
		if (is_first || ctl->options.full ||
			(old && has_details(row) && !is_same_thing(old, row)))
			r = report_failed(out, ctl, row);
		is_first = false;
	}
	return r;
}

int outcome_put(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before)
{
	int r = report_lines(out, ctl, "The compiler says", &outcome->compiler, "Compiler");

	if (r >= 0)
		r = put_cases(out, ctl, outcome, before);
	return r < 0 ? r : put_failed(out, ctl, outcome, before);
}

int outcome_put_summary(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before)
{
	const struct thing *summary = &outcome->summary;
	const struct term *term = &ctl->out;
	bool is_good = outcome_is_pass(outcome);
	const char *was = before ? thing_get(&before->summary, "passed") : "";
	int r = buffer_printf(out, "\n%s%s ", term_style(term, is_good ? STYLE_GOOD : STYLE_BAD),
		term_glyph(term, is_good ? GLYPH_CHECK : GLYPH_CROSS));

	if (r >= 0 && outcome->n_cases == 0)
		r = report_verdict(out, summary);
	else if (r >= 0)
		r = buffer_printf(out, "%s of %s case%s as expected", thing_get(summary, "passed"),
			thing_get(summary, "cases"), thing_plural(summary, "cases"));
	if (r >= 0 && before && outcome->n_cases > 0 && before->n_cases > 0 &&
		strcmp(was, thing_get(summary, "passed")) != 0)
		r = buffer_printf(out, " (before: %s)", was);
	return r < 0 ? r : buffer_printf(out, "%s\n", term_style(term, STYLE_OFF));
}
