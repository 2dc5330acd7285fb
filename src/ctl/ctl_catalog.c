/* SPDX-License-Identifier: MIT */
/* The lessons that there are: list, cat, next. */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/language_row.h"
#include "ctl/lesson_name.h"
#include "ctl/output.h"
#include "ctl/starter.h"
#include "ctl/table.h"
#include "ctl/verb_table.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

static const char *const list_names[] = { "ID", "TITLE", "LEVEL", "MINUTES", "LANGUAGES", "STATE",
	"STEPS", "POINTS" };
static const struct table_column list_columns[] = {
	{ .heading = "LESSON" },
	{ .heading = "TITLE", .weight = 3, .may_shrink = true },
	{ .heading = "LEVEL", .weight = 4 },
	{ .heading = "MIN", .weight = 5, .is_right = true },
	{ .heading = "LANGUAGES", .weight = 6 },
	{ .heading = "STATE" },
	{ .heading = "STEPS", .weight = 1, .is_right = true },
	{ .heading = "POINTS", .weight = 2, .is_right = true },
};

static enum style style_of_state(const char *state)
{
	if (strcmp(state, "active") == 0 || strcmp(state, "passed") == 0)
		return STYLE_GOOD;
	return strcmp(state, "stopped") == 0 ? STYLE_DIM : STYLE_OFF;
}

static size_t columns_for_table(const struct ctl *ctl)
{
	bool is_cut = ctl->out.is_terminal && !ctl->options.full && ctl->options.no_pager;

	return is_cut || getenv("COLUMNS") ? ctl->out.columns : TABLE_UNLIMITED;
}

static int fill_list(const struct rows *rows, struct table *table)
{
	int r = 0;

	for (size_t row = 0; row < rows_count(rows); row++)
		for (size_t i = 0; i < ARRAY_SIZE(list_names) && r >= 0; i++) {
			const char *cell = rows_get(rows, row, list_names[i]);

			r = table_add(table, cell,
				strcmp(list_names[i], "STATE") == 0 ? style_of_state(cell)
								    : STYLE_OFF);
		}
	return r;
}

static void hint_about_nothing(struct ctl *ctl, bool is_filtered)
{
	if (is_filtered)
		ctl_hint(ctl, "practicectl list without a pattern, --state and --course shows all.");
	else
		ctl_hint(ctl,
			"the daemon serves no lesson: practicectl daemon-status says where it looks and"
			" what is broken.");
}

static bool has_word(const char *words, const char *word, size_t len)
{
	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, word, len) == 0)
			return true;
		at += n;
	}
	return false;
}

static bool is_listed(const struct rows *rows, const struct language_row *language)
{
	for (size_t row = 0; row < rows_count(rows); row++)
		if (has_word(rows_get(rows, row, "LANGUAGES"), language->id, language->id_len))
			return true;
	return false;
}

/* Which of the lessons' languages this host has not, and the package that has them. */
static int put_missing(struct ctl *ctl, const struct rows *rows, const struct thing *stats)
{
	size_t position = 0;
	const char *row;
	int r = 0;

	while (r >= 0 && (row = thing_next(stats, "Language", &position))) {
		struct language_row language = language_row_of(row);

		if (!language.is_available && is_listed(rows, &language))
			r = buffer_printf(&ctl->text, "%.*s can't be used here: %s.\n",
				(int)language.id_len, language.id, language.state);
	}
	return r;
}

static int show_list(
	struct ctl *ctl, const struct rows *rows, const struct thing *stats, bool is_filtered)
{
	_cleanup_table_ struct table table = { .columns = list_columns,
		.n_columns = ARRAY_SIZE(list_columns) };
	struct table_layout layout = { .columns = columns_for_table(ctl),
		.has_header = !ctl->options.no_legend && rows_count(rows) > 0 };
	size_t count = rows_count(rows);
	int r;

	r = fill_list(rows, &table);
	if (ctl->options.full)
		layout.columns = TABLE_UNLIMITED;
	if (r >= 0)
		r = table_render(&ctl->text, &ctl->out, &table, &layout);
	if (r >= 0 && !ctl->options.no_legend)
		r = buffer_printf(&ctl->text, "%s%zu lesson%s listed.\n", count > 0 ? "\n" : "",
			count, TEXT_PLURAL(count));
	if (r >= 0 && !ctl->options.no_legend)
		r = put_missing(ctl, rows, stats);
	r = ctl_flush(ctl, r, true);
	if (r == STATUS_OK && count == 0)
		hint_about_nothing(ctl, is_filtered);
	if (r == STATUS_OK && layout.was_cut && ctl->out.is_terminal)
		ctl_hint(ctl, "Some columns were left out or cut, use -l to show in full.");
	return r;
}

int ctl_list(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_thing_ struct thing stats = { 0 };
	_cleanup_ask_ struct ask ask = { 0 }, ask_stats = { 0 };
	int r;

	ask_word(&ask, "LIST");
	if (n > 0)
		ask_word(&ask, arguments[0]);
	ask_pair(&ask, "state", ctl->options.state);
	ask_pair(&ask, "course", ctl->options.course);
	r = ctl_ask_rows(ctl, &ask, &rows);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_flush(ctl, output_rows(&ctl->text, &ctl->options, &rows), false);
	ask_word(&ask_stats, "STATS");
	r = ctl_ask_thing(ctl, &ask_stats, &stats);
	if (r != STATUS_OK)
		return r;
	return show_list(ctl, &rows, &stats, n > 0 || ctl->options.state || ctl->options.course);
}

/* A starter file or a lesson's source. To a terminal it goes harmless, to a pipe as it is. */
static int print_bytes(struct ctl *ctl, const char *data, size_t len)
{
	int r;

	r = ctl->out.is_terminal ? text_sanitize(&ctl->text, data, len)
				 : buffer_append(&ctl->text, data, len);
	return ctl_flush(ctl, r, true);
}

static int cat_text(struct ctl *ctl, const char *lesson)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "TEXT");
	ask_word(&ask, lesson);
	if (ctl->options.step)
		ask_word(&ask, ctl->options.step);
	r = ctl_ask(ctl, &ask, &answer);
	if (r != STATUS_OK)
		return r;
	r = answer_text(&answer, &text);
	if (r < 0)
		return ctl_fail_wire(ctl, r);
	return print_bytes(ctl, text.data ? text.data : "", text.len);
}

static int cat_file(struct ctl *ctl, const char *lesson, const char *name)
{
	_cleanup_starter_ struct starter starter = { 0 };
	int r;

	r = starter_fetch(ctl,
		&(struct starter_query){ .lesson = lesson,
			.step = ctl->options.step,
			.language = ctl->options.language,
			.set = ctl->options.solution ? "solution" : NULL },
		&starter);
	if (r != STATUS_OK)
		return r;
	for (size_t i = 0; i < starter.names.count; i++)
		if (strcmp(starter.names.items[i], name) == 0)
			return print_bytes(ctl,
				starter.contents[i].data ? starter.contents[i].data : "",
				starter.contents[i].len);
	ctl_fail(ctl, STATUS_NOT_FOUND, "there is no file '%s'", name);
	for (size_t i = 0; i < starter.names.count; i++)
		ctl_say(ctl, "  %s", starter.names.items[i]);
	return STATUS_NOT_FOUND;
}

int ctl_cat(struct ctl *ctl, size_t n, char **arguments)
{
	ctl->object = arguments[0];
	if (n == 1 || strcmp(arguments[1], "lesson.md") == 0)
		return cat_text(ctl, arguments[0]);
	return cat_file(ctl, arguments[0], arguments[1]);
}

static int put_next(struct ctl *ctl, const struct thing *next)
{
	struct wrap wrap = { .columns = ctl->out.columns, .first = "", .rest = "" };
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *step = thing_get(next, "Step");
	int r;

	r = wrap_mark(&text, WRAP_BOLD);
	if (r >= 0)
		r = buffer_printf(
			&text, "%s%s%s", thing_get(next, "Lesson"), *step ? " " : "", step);
	if (r >= 0)
		r = wrap_mark(&text, 0);
	if (r >= 0)
		r = buffer_printf(&text, ": %s\n%s\n", thing_get(next, "Title"),
			thing_get(next, "Reason"));
	return r < 0 ? r : wrap_append(&ctl->text, &ctl->out, &wrap, text.data, text.len);
}

int ctl_next(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing next = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	const char *lesson;
	int r;

	(void)n;
	(void)arguments;
	ask_word(&ask, "NEXT");
	r = ctl_ask_thing(ctl, &ask, &next);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &next);
	lesson = thing_get(&next, "Lesson");
	if (!*lesson)
		r = buffer_printf(&ctl->text, "Nothing is left: %s.\n", thing_get(&next, "Reason"));
	else
		r = put_next(ctl, &next);
	r = ctl_flush(ctl, r, false);
	if (r == STATUS_OK && *lesson)
		ctl_hint(ctl, "practicectl show %s %s", lesson_short_name(lesson),
			thing_get(&next, "Step"));
	return r;
}
