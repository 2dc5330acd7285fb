/* SPDX-License-Identifier: MIT */
/* run: one case, nothing graded, nothing kept: to see what the program does. */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/lesson_choice.h"
#include "ctl/output.h"
#include "ctl/report.h"
#include "ctl/submission.h"
#include "ctl/verb_table.h"

#include <stdio.h>
#include <string.h>

/* RUN's array: a row of pairs for the case, Key=value lines, a row of pairs with the verdict. */
static int take_lines(const struct answer *answer, struct thing *ret_run)
{
	if (!answer->is_array)
		return -EPROTO;
	for (size_t i = 0; i < answer->lines.count; i++) {
		const char *line = answer->lines.items[i];
		_cleanup_free_ char *key = NULL, *value = NULL;
		int r;

		if (strncmp(line, "case=", 5) == 0 || strncmp(line, "compile", 7) == 0 ||
			strncmp(line, "verdict=", 8) == 0)
			r = strncmp(line, "compiler=", 9) == 0
				    ? 1
				    : thing_parse_line(line, strlen(line), ret_run);
		else
			r = 1;
		if (r == 1) {
			r = reply_reader_split_field(line, strlen(line), &key, &value);
			if (r >= 0)
				r = thing_add(ret_run, key, value);
		}
		if (r < 0)
			return r == -ENOMEM ? r : -EPROTO;
	}
	return 0;
}

/* The last verdict is the summary's. */
static const char *verdict_of(const struct thing *run)
{
	const char *verdict = "", *value;
	size_t position = 0;

	while ((value = thing_next(run, "verdict", &position)))
		verdict = value;
	return verdict;
}

static int put_output(struct ctl *ctl, const struct thing *run)
{
	const struct report_comparison beside = {
		.key = "diff", .left = "expected", .right = "your output"
	};
	size_t position = 0, before = ctl->text.len;
	int r;

	r = report_lines(&ctl->text, ctl, "The compiler says", run, "compiler");
	if (r >= 0 && thing_next(run, "diff", &position)) {
		r = ctl->text.len > before ? buffer_append_char(&ctl->text, '\n') : 0;
		if (r >= 0)
			r = report_compare(&ctl->text, ctl, run, &beside);
	} else if (r >= 0)
		r = report_lines(&ctl->text, ctl, "Output", run, "stdout");
	if (r >= 0)
		r = report_lines(&ctl->text, ctl, REPORT_TALK, run, "talk");
	if (r >= 0)
		r = report_lines(&ctl->text, ctl, "Messages (stderr)", run, "stderr");
	if (r >= 0)
		r = report_compare(&ctl->text, ctl, run,
			&(struct report_comparison){ .heading = "Since your last run",
				.key = "changed",
				.left = "before",
				.right = "now" });
	return r;
}

static int put_run(struct ctl *ctl, const struct submission *submission, const struct thing *run)
{
	const struct term *term = &ctl->out;
	const char *name = thing_get(run, "name"), *note = thing_get(run, "note");
	bool is_passed = strcmp(verdict_of(run), "pass") == 0;
	_cleanup_buffer_ struct buffer verdict = { 0 }, test_case = { 0 };
	int r;

	(void)report_know_folder(ctl, thing_get(&submission->status, "Id"));
	r = *name ? buffer_printf(&test_case, "case %s", name) : buffer_reserve(&test_case, 0);
	if (r >= 0)
		r = report_head(&ctl->text, term, "Run",
			&(struct report_subject){ thing_get(&submission->status, "Id"),
				submission->step ? submission->step : "-",
				test_case.len > 0 ? test_case.data : "" });
	if (r >= 0)
		r = put_output(ctl, run);
	if (r >= 0)
		r = report_verdict(&verdict, run);
	if (r >= 0)
		r = buffer_printf(&ctl->text, "\n%s%s %s%s%s%s",
			term_style(term, is_passed ? STYLE_GOOD : STYLE_BAD),
			term_glyph(term, is_passed ? GLYPH_CHECK : GLYPH_CROSS),
			is_passed ? "as expected" : verdict.data, term_style(term, STYLE_OFF),
			*note ? ": " : "", note);
	if (r >= 0 && *thing_get(run, "wall_ms"))
		r = buffer_printf(&ctl->text, "%s, %s ms%s", term_style(term, STYLE_DIM),
			thing_get(run, "wall_ms"), term_style(term, STYLE_OFF));
	return r < 0 ? r : buffer_append_char(&ctl->text, '\n');
}

static int run_step(struct ctl *ctl, const struct submission *submission)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_thing_ struct thing run = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	bool is_passed;
	int r;

	submission_ask(submission, "RUN", ctl->options.test_case, NULL, &ask);
	ctl->connection.silence_ms = CONNECTION_SILENCE_LONG_MS;
	r = ctl_ask(ctl, &ask, &answer);
	ctl->connection.silence_ms = CONNECTION_SILENCE_MS;
	if (r != STATUS_OK)
		return r;
	r = take_lines(&answer, &run);
	if (r < 0)
		return ctl_fail_wire(ctl, r);
	is_passed = strcmp(verdict_of(&run), "pass") == 0;
	if (ctl->options.quiet)
		return is_passed ? STATUS_OK : STATUS_FAILED;
	if (ctl_is_for_people(ctl))
		r = ctl_flush(ctl, put_run(ctl, submission, &run), false);
	else
		r = ctl_print_thing(ctl, &run);
	if (r == STATUS_OK && ctl_is_for_people(ctl) && is_passed)
		ctl_hint(ctl, "practicectl check has all cases of the step checked.");
	return r != STATUS_OK ? r : is_passed ? STATUS_OK : STATUS_FAILED;
}

int ctl_run(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_submission_ struct submission submission = SUBMISSION_INIT;
	_cleanup_free_ char *lesson = NULL;
	int r;

	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r == STATUS_OK)
		r = submission_begin(ctl, lesson, &submission);
	if (r == STATUS_OK)
		r = submission_gather(ctl, lesson_step(ctl, n, arguments), &submission);
	if (r != STATUS_OK)
		return r;
	return ctl->options.dry_run ? submission_print(ctl, &submission)
				    : run_step(ctl, &submission);
}
