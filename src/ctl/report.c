/* SPDX-License-Identifier: MIT */
#include "ctl/report.h"

#include "base/parse.h"
#include "base/text.h"
#include "ctl/diffview.h"
#include "ctl/workspace.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

#define OUTPUT_LINES 40
#define SANDBOX_DIR  "/box/" /* where a submission lies while it is compiled and run */
#define NAME_WIDTH   20

struct verdict {
	const char *name, *phrase;
	enum glyph glyph;
	enum style style;
};

static const struct verdict verdicts[] = {
	{ "pass", "passed", GLYPH_CHECK, STYLE_GOOD },
	{ "wrong", "wrong output", GLYPH_CROSS, STYLE_BAD },
	{ "timeout", "took too long", GLYPH_CROSS, STYLE_BAD },
	{ "memory", "used too much memory", GLYPH_CROSS, STYLE_BAD },
	{ "output", "wrote too much", GLYPH_CROSS, STYLE_BAD },
	{ "runtime", "ended badly", GLYPH_CROSS, STYLE_BAD },
	{ "compile", "does not compile", GLYPH_CROSS, STYLE_BAD },
	{ "skipped", "not run", GLYPH_SKIP, STYLE_DIM },
	{ "internal", "the daemon's fault, not yours", GLYPH_CROSS, STYLE_WARN },
};

/* One that a newer daemon knows and we don't is told by its own name. */
static struct verdict verdict_of(const struct thing *row)
{
	const char *name = thing_get(row, "verdict");

	for (size_t i = 0; i < ARRAY_SIZE(verdicts); i++)
		if (strcmp(verdicts[i].name, name) == 0)
			return verdicts[i];
	return (struct verdict){ name, name, GLYPH_CROSS, STYLE_BAD };
}

static bool is_set(const struct thing *row, const char *key)
{
	const char *value = thing_get(row, key);

	return *value && strcmp(value, "0") != 0;
}

int report_verdict(struct buffer *out, const struct thing *row)
{
	struct verdict verdict = verdict_of(row);

	if (strcmp(verdict.name, "runtime") == 0 && is_set(row, "signal"))
		return buffer_printf(out, "ended by signal %s", thing_get(row, "signal"));
	if (strcmp(verdict.name, "runtime") == 0 && is_set(row, "exit"))
		return buffer_printf(out, "ended with exit status %s", thing_get(row, "exit"));
	return buffer_append_string(out, verdict.phrase);
}

int report_head(struct buffer *out, const struct term *term, const char *title,
	const struct report_subject *subject)
{
	const char *separator = term->columns < 60 ? "\n  " : ", ";

	return buffer_printf(out, "%s%s%s: %s%sstep %s%s%s\n", term_style(term, STYLE_BOLD), title,
		term_style(term, STYLE_OFF), subject->lesson, separator, subject->step,
		*subject->rest ? separator : "", subject->rest);
}

static int put_padded(struct buffer *out, const char *text, size_t width)
{
	size_t used = text_width(text, strlen(text));
	int r;

	r = buffer_append_string(out, text);
	return r < 0 ? r : term_pad(out, used < width ? width - used : 1);
}

int report_case_line(struct buffer *out, const struct term *term, const struct thing *row)
{
	struct verdict verdict = verdict_of(row);
	const char *name = *thing_get(row, "name") ? thing_get(row, "name") : "compile";
	bool is_narrow = term->columns < 60; /* then a line ends with the verdict */
	_cleanup_buffer_ struct buffer phrase = { 0 };
	int r;

	r = buffer_append_string(out, "  ");
	if (r >= 0)
		r = term_styled(out, term, verdict.style, term_glyph(term, verdict.glyph));
	if (r >= 0)
		r = buffer_append_char(out, ' ');
	if (r >= 0)
		r = put_padded(out, name, is_narrow ? NAME_WIDTH / 2 : NAME_WIDTH);
	if (r >= 0)
		r = report_verdict(&phrase, row);
	if (r >= 0)
		r = put_padded(out, phrase.data ? phrase.data : "", NAME_WIDTH + 6);
	if (r >= 0 && !is_narrow && *thing_get(row, "wall_ms") &&
		strcmp(verdict.name, "skipped") != 0)
		r = buffer_printf(out, "%s%4s ms%s", term_style(term, STYLE_DIM),
			thing_get(row, "wall_ms"), term_style(term, STYLE_OFF));
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		buffer_truncate(out, out->len - 1);
	return r < 0 ? r : buffer_append_char(out, '\n');
}

int report_group_line(struct buffer *out, const struct term *term, const struct thing *row)
{
	bool is_full = strcmp(thing_get(row, "score"), thing_get(row, "max_score")) == 0;
	bool is_none = strcmp(thing_get(row, "score"), "0") == 0;
	enum style style = is_full ? STYLE_GOOD : is_none ? STYLE_BAD : STYLE_WARN;
	int r = buffer_append_string(out, "  ");

	if (r >= 0)
		r = term_styled(out, term, style, term_glyph(term, is_full ? GLYPH_CHECK : GLYPH_CROSS));
	if (r >= 0)
		r = buffer_append_char(out, ' ');
	if (r >= 0)
		r = put_padded(out, thing_get(row, "group"), NAME_WIDTH);
	return r < 0 ? r : buffer_printf(out, "%s of %s\n", thing_get(row, "score"), thing_get(row, "max_score"));
}

static int put_heading(struct buffer *out, const struct term *term, const char *heading)
{
	return buffer_printf(out, "\n  %s%s%s\n", term_style(term, STYLE_BOLD), heading,
		term_style(term, STYLE_OFF));
}

int report_know_folder(struct ctl *ctl, const char *lesson)
{
	free(ctl->folder);
	ctl->folder = NULL;
	return workspace_prefix(lesson, &ctl->folder);
}

/* Programs are compiled and run in SANDBOX_DIR, which nobody can open; the same files are in the
 * lesson's folder. */
static int put_own_paths(struct buffer *out, const char *folder, const char *line)
{
	const char *at;
	int r = 0;

	while (r >= 0 && (at = strstr(line, SANDBOX_DIR))) {
		r = buffer_append(out, line, (size_t)(at - line));
		if (r >= 0)
			r = buffer_append_string(out, folder);
		line = at + strlen(SANDBOX_DIR);
	}
	return r < 0 ? r : buffer_append_string(out, line);
}

/* A line as the program wrote it, for a compiler's carets have their columns; a very long one is
 * cut. */
static int put_output_line(struct buffer *out, const struct ctl *ctl, const char *line)
{
	size_t len = strlen(line),
	       fits = ctl->options.full ? len : text_fit(line, len, 3 * ctl->out.columns);

	return buffer_printf(out, "    %.*s%s\n", (int)fits, line,
		fits < len ? term_glyph(&ctl->out, GLYPH_ELLIPSIS) : "");
}

int report_lines(struct buffer *out, const struct ctl *ctl, const char *heading,
	const struct thing *thing, const char *key)
{
	size_t position = 0, count = 0, max = ctl->options.full ? SIZE_MAX : OUTPUT_LINES;
	bool is_message = strcasecmp(key, "stdout") != 0; /* that is what is graded */
	_cleanup_buffer_ struct buffer own = { 0 };
	const char *line;
	int r = 0;

	while (r >= 0 && (line = thing_next(thing, key, &position))) {
		if (count == max)
			return buffer_append_string(out, "    ... -l shows all\n");
		if (count++ == 0)
			r = put_heading(out, &ctl->out, heading);
		buffer_clear(&own);
		if (r >= 0 && is_message && ctl->folder)
			r = put_own_paths(&own, ctl->folder, line);
		if (r >= 0)
			r = put_output_line(out, ctl, own.len > 0 ? own.data : line);
	}
	return r;
}

static int collect(struct strlist *rows, const struct thing *thing, const char *key)
{
	size_t position = 0;
	const char *row;
	int r = 0;

	while (r >= 0 && (row = thing_next(thing, key, &position)))
		r = strlist_add(rows, row);
	return r;
}

int report_compare(struct buffer *out, const struct ctl *ctl, const struct thing *thing,
	const struct report_comparison *comparison)
{
	const struct diffview view = { .indent = 4,
		.left = comparison->left,
		.right = comparison->right,
		.max_rows = ctl->options.full ? SIZE_MAX : 0,
		.is_plain = ctl->options.plain };
	_cleanup_strlist_ struct strlist rows = { 0 };
	int r;

	r = collect(&rows, thing, comparison->key);
	if (r < 0 || rows.count == 0)
		return r;
	if (comparison->heading)
		r = put_heading(out, &ctl->out, comparison->heading);
	return r < 0 ? r : diffview_render(out, &ctl->out, &view, &rows);
}

/* What the runner has noted is more exact than our phrase for "runtime", and an addition to the
 * others. */
static int put_failed_head(struct buffer *out, const struct term *term, const struct thing *part)
{
	const char *note = thing_get(part, "note");
	bool is_note_all = *note && strcmp(thing_get(part, "verdict"), "runtime") == 0;
	int r;

	r = buffer_printf(out, "\n%s%s %s%s: ", term_style(term, STYLE_BAD),
		term_glyph(term, GLYPH_CROSS), thing_get(part, "name"),
		term_style(term, STYLE_OFF));
	if (r >= 0)
		r = is_note_all ? buffer_append_string(out, note) : report_verdict(out, part);
	if (r >= 0)
		r = buffer_append_char(out, '\n');
	return r < 0 || is_note_all || !*note ? r : wrap_prose(out, term, 4, note);
}

int report_failed(struct buffer *out, const struct ctl *ctl, const struct thing *part)
{
	int r;

	r = put_failed_head(out, &ctl->out, part);
	if (r >= 0)
		r = report_lines(out, ctl, "Hint", part, "Hint");
	if (r >= 0)
		r = report_compare(out, ctl, part,
			&(struct report_comparison){
				.key = "Diff", .left = "expected", .right = "your output" });
	if (r >= 0)
		r = report_lines(out, ctl, "Its output", part, "Stdout");
	if (r >= 0)
		r = report_lines(out, ctl, REPORT_TALK, part, "Talk");
	if (r >= 0)
		r = report_lines(out, ctl, "Its messages (stderr)", part, "Stderr");
	if (r >= 0)
		r = report_compare(out, ctl, part,
			&(struct report_comparison){ .heading = "Since your last attempt",
				.key = "Changed",
				.left = "before",
				.right = "now" });
	return r;
}

static bool is_failed(const struct thing *part)
{
	const char *verdict = thing_get(part, "verdict");

	return *verdict && strcmp(verdict, "pass") != 0 && strcmp(verdict, "skipped") != 0;
}

/* The case that begins at `at` of the attempt; returns where the next one does. */
static int take_case(const struct thing *attempt, size_t *at, struct thing *part)
{
	int r;

	r = thing_parse_pairs(attempt->values.items[*at], part);
	for (++*at; r >= 0 && *at < attempt->keys.count &&
		    strcmp(attempt->keys.items[*at], "Case") != 0;
		++*at)
		r = thing_add(part, attempt->keys.items[*at], attempt->values.items[*at]);
	return r;
}

int report_details(struct buffer *out, const struct ctl *ctl, const struct thing *attempt)
{
	size_t at = 0, failed = 0;
	int r;

	r = report_lines(out, ctl, "The compiler says", attempt, "Compiler");
	while (at < attempt->keys.count && strcmp(attempt->keys.items[at], "Case") != 0)
		at++;
	while (r >= 0 && at < attempt->keys.count) {
		_cleanup_thing_ struct thing part = { 0 };

		r = take_case(attempt, &at, &part);
		if (r < 0 || !is_failed(&part))
			continue;
		if (failed++ < REPORT_FAILED_MAX || ctl->options.full)
			r = report_failed(out, ctl, &part);
	}
	if (r >= 0 && failed > REPORT_FAILED_MAX && !ctl->options.full)
		r = buffer_printf(out,
			"\n%zu more case%s failed; practicectl attempt -l %s shows all.\n",
			failed - REPORT_FAILED_MAX, TEXT_PLURAL(failed - REPORT_FAILED_MAX),
			thing_get(attempt, "Attempt"));
	return r == -EPROTO ? 0 : r;
}
