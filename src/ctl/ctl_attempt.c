/* SPDX-License-Identifier: MIT */
/* What was tried: history, attempt. */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/report.h"
#include "ctl/table.h"
#include "ctl/verb_table.h"

#include <stdio.h>
#include <string.h>

static const char *const history_names[] = { "ATTEMPT", "SUBMITTED", "LESSON", "STEP", "LANGUAGE",
	"VERDICT", "PASSED", "POINTS", "WALL_MS" };
static const struct table_column history_columns[] = {
	{ .heading = "ATTEMPT", .is_right = true },
	{ .heading = "SUBMITTED", .weight = 2 },
	{ .heading = "LESSON", .weight = 3 },
	{ .heading = "STEP", .may_shrink = true },
	{ .heading = "LANGUAGE", .weight = 4 },
	{ .heading = "VERDICT" },
	{ .heading = "PASSED", .weight = 1, .is_right = true },
	{ .heading = "POINTS", .weight = 5, .is_right = true },
	{ .heading = "MS", .weight = 6, .is_right = true },
};

static enum style style_of(const char *column, const char *cell)
{
	if (strcmp(column, "VERDICT") != 0 || !*cell)
		return STYLE_OFF;
	return strcmp(cell, "pass") == 0 ? STYLE_GOOD : STYLE_BAD;
}

/* An attempt that has no verdict yet shows its state there. */
static const char *cell_of(const struct rows *rows, size_t row, const char *name)
{
	const char *cell = rows_get(rows, row, name);

	return *cell || strcmp(name, "VERDICT") != 0 ? cell : rows_get(rows, row, "STATE");
}

static int show_history(struct ctl *ctl, const struct rows *rows)
{
	_cleanup_table_ struct table table = { .columns = history_columns,
		.n_columns = ARRAY_SIZE(history_columns) };
	bool is_cut = !ctl->options.full && (ctl->out.is_terminal || getenv("COLUMNS"));
	struct table_layout layout = { .columns = is_cut ? ctl->out.columns : TABLE_UNLIMITED,
		.has_header = !ctl->options.no_legend && rows_count(rows) > 0 };
	size_t count = rows_count(rows);
	int r = 0;

	for (size_t row = 0; row < count; row++)
		for (size_t i = 0; i < ARRAY_SIZE(history_names) && r >= 0; i++) {
			const char *cell = cell_of(rows, row, history_names[i]);

			r = table_add(&table, cell, style_of(history_names[i], cell));
		}
	if (r >= 0)
		r = table_render(&ctl->text, &ctl->out, &table, &layout);
	if (r >= 0 && !ctl->options.no_legend)
		r = buffer_printf(
			&ctl->text, "%s%zu attempt%s listed.\n", count > 0 ? "\n" : "", count, TEXT_PLURAL(count));
	r = ctl_flush(ctl, r, true);
	if (r == STATUS_OK && count == 0)
		ctl_hint(ctl, "practicectl check makes one.");
	if (r == STATUS_OK && layout.was_cut && ctl->out.is_terminal)
		ctl_hint(ctl, "Some columns were left out or cut, use -l to show in full.");
	return r;
}

static int fetch_history(struct ctl *ctl, const char *lesson, uint32_t limit, struct rows *ret_rows)
{
	_cleanup_ask_ struct ask ask = { 0 };
	char number[16];

	ask_word(&ask, "HISTORY");
	if (lesson)
		ask_word(&ask, lesson);
	(void)snprintf(number, sizeof(number), "%u", limit);
	if (limit > 0)
		ask_pair(&ask, "limit", number);
	return ctl_ask_rows(ctl, &ask, ret_rows);
}

int ctl_history(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_rows_ struct rows rows = { 0 };
	int r;

	if (n > 0)
		ctl->object = arguments[0];
	r = fetch_history(ctl, n > 0 ? arguments[0] : NULL, ctl->options.limit, &rows);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_flush(ctl, output_rows(&ctl->text, &ctl->options, &rows), false);
	return show_history(ctl, &rows);
}

typedef int (*put_line)(struct buffer *out, const struct term *term, const struct thing *row);

/* Appends each case or group as CHECK has shown it. */
static int put_lines(struct ctl *ctl, const struct thing *attempt, const char *key, put_line put)
{
	size_t position = 0;
	const char *value;
	int r = 0;

	while (r >= 0 && (value = thing_next(attempt, key, &position))) {
		_cleanup_thing_ struct thing row = { 0 };

		r = thing_parse_pairs(value, &row);
		if (r >= 0)
			r = put(&ctl->text, &ctl->out, &row);
	}
	return r == -EPROTO ? 0 : r;
}

static int put_attempt(struct ctl *ctl, const struct thing *attempt)
{
	bool is_passed = strcmp(thing_get(attempt, "Verdict"), "pass") == 0;
	const char *verdict = *thing_get(attempt, "Verdict") ? thing_get(attempt, "Verdict")
							     : thing_get(attempt, "State");
	_cleanup_buffer_ struct buffer title = { 0 }, rest = { 0 };
	int r;

	(void)report_know_folder(ctl, thing_get(attempt, "Lesson"));
	r = buffer_printf(&title, "Attempt %s", thing_get(attempt, "Attempt"));
	if (r >= 0)
		r = buffer_printf(&rest, "in %s, %s", thing_get(attempt, "Language"),
			thing_get(attempt, "Submitted"));
	if (r >= 0)
		r = report_head(&ctl->text, &ctl->out, title.data,
			&(struct report_subject){ thing_get(attempt, "Lesson"),
				thing_get(attempt, "Step"), rest.data });
	if (r >= 0)
		r = put_lines(ctl, attempt, "Case", report_case_line);
	if (r >= 0 && *thing_get(attempt, "Group"))
		r = buffer_append_char(&ctl->text, '\n');
	if (r >= 0)
		r = put_lines(ctl, attempt, "Group", report_group_line);
	if (r >= 0)
		r = report_details(&ctl->text, ctl, attempt);
	return r < 0 ? r
		     : buffer_printf(&ctl->text,
			       "\n%s%s %s%s, %s of %s case%s, %s of %s point%s\n",
			       term_style(&ctl->out, is_passed ? STYLE_GOOD : STYLE_BAD),
			       term_glyph(&ctl->out, is_passed ? GLYPH_CHECK : GLYPH_CROSS),
			       verdict, term_style(&ctl->out, STYLE_OFF),
			       thing_get(attempt, "Passed"), thing_get(attempt, "Cases"),
			       thing_plural(attempt, "Cases"), thing_get(attempt, "Points"),
			       thing_get(attempt, "MaxPoints"), thing_plural(attempt, "MaxPoints"));
}

static int last_attempt(struct ctl *ctl, char **ret_number)
{
	_cleanup_rows_ struct rows rows = { 0 };
	int r;

	r = fetch_history(ctl, NULL, 1, &rows);
	if (r != STATUS_OK)
		return r;
	if (rows_count(&rows) == 0) {
		(void)ctl_fail(ctl, STATUS_NOT_FOUND, "there are no attempts yet");
		ctl_hint(ctl, "practicectl check makes one.");
		return STATUS_NOT_FOUND;
	}
	*ret_number = strdup(rows_get(&rows, 0, "ATTEMPT"));
	return *ret_number ? STATUS_OK : ctl_fail_errno(ctl, -ENOMEM, NULL);
}

int ctl_attempt(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *number = n > 0 ? strdup(arguments[0]) : NULL;
	_cleanup_thing_ struct thing attempt = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r = STATUS_OK;

	if (n == 0)
		r = last_attempt(ctl, &number);
	if (r != STATUS_OK)
		return r;
	if (!number)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	ctl->object = n > 0 ? arguments[0] : NULL;
	ask_word(&ask, "ATTEMPT");
	ask_word(&ask, number);
	r = ctl_ask_thing(ctl, &ask, &attempt);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &attempt);
	return ctl_flush(ctl, put_attempt(ctl, &attempt), true);
}

int ctl_cancel(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *number = n > 0 ? strdup(arguments[0]) : NULL;
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r = STATUS_OK;

	if (n == 0)
		r = last_attempt(ctl, &number);
	if (r != STATUS_OK)
		return r;
	if (!number)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	ctl->object = number;
	ask_word(&ask, "CANCEL");
	ask_word(&ask, number);
	r = ctl_ask(ctl, &ask, &answer);
	if (r == STATUS_OK && !ctl->options.quiet)
		r = ctl_flush(ctl, buffer_printf(&ctl->text, "%s\n", answer.message), false);
	ctl->object = NULL; /* it is ours, and goes */
	return r;
}
