/* SPDX-License-Identifier: MIT */
/* check: sends the step's files, tells each case as it ends, then the failed ones in full, then
 * what to do next. */
#include "ctl/ctl_check.h"
#include "base/file.h"
#include "base/text.h"
#include "ctl/interrupt.h"
#include "ctl/lesson_choice.h"
#include "ctl/lesson_name.h"
#include "ctl/output.h"
#include "ctl/report.h"
#include "ctl/verb_table.h"

#include <stdio.h>
#include <string.h>

void check_done(struct check *check)
{
	progress_clear(&check->progress);
	free(check->attempt);
	free(check->is_told);
	thing_done(&check->summary);
}

static int fetch_attempt(struct ctl *ctl, const char *number, struct thing *ret_attempt)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "ATTEMPT");
	ask_word(&ask, number);
	return ctl_ask_thing(ctl, &ask, ret_attempt);
}

static int put_summary(const struct check *check)
{
	const struct term *term = &check->ctl->out;
	const struct thing *summary = &check->summary;
	bool is_passed = strcmp(thing_get(summary, "verdict"), "pass") == 0;
	_cleanup_buffer_ struct buffer verdict = { 0 };
	int r;

	r = report_verdict(&verdict, summary);
	if (r < 0)
		return r;
	return buffer_printf(&check->ctl->text,
		"\n%s%s Step %s: %s%s%s%s of %s case%s, %s of %s point%s\n",
		term_style(term, is_passed ? STYLE_GOOD : STYLE_BAD),
		term_glyph(term, is_passed ? GLYPH_CHECK : GLYPH_CROSS), thing_get(summary, "step"),
		verdict.data, term_style(term, STYLE_OFF), term->columns < 60 ? "\n  " : ", ",
		thing_get(summary, "passed"), thing_get(summary, "cases"),
		thing_plural(summary, "cases"), thing_get(summary, "points"),
		thing_get(summary, "max_points"), thing_plural(summary, "max_points"));
}

static void tell_next(const struct check *check, bool is_passed)
{
	const char *next = thing_get(&check->summary, "next"),
		   *lesson = thing_get(&check->submission->status, "Id");

	lesson = lesson_short_name(lesson);
	if (!is_passed)
		ctl_hint(check->ctl, "change one thing, then practicectl run; practicectl hint "
				     "helps when you are stuck.");
	else if (strcmp(thing_get(&check->summary, "lesson_state"), "passed") == 0)
		ctl_say(check->ctl,
			"All steps of %s are passed. practicectl next says how to go on.", lesson);
	else if (*next)
		ctl_hint(check->ctl, "the next step is %s: practicectl show %s %s", next, lesson,
			next);
}

static int print_attempt(struct check *check)
{
	_cleanup_thing_ struct thing attempt = { 0 };
	bool is_passed = strcmp(thing_get(&check->summary, "verdict"), "pass") == 0;
	struct ctl *ctl = check->ctl;
	int r;

	if (!check->attempt || ctl->options.quiet)
		return is_passed ? STATUS_OK : STATUS_FAILED;
	r = fetch_attempt(ctl, check->attempt, &attempt);
	if (r != STATUS_OK)
		return r;
	if (ctl_is_for_people(ctl)) {
		(void)report_know_folder(ctl, thing_get(&check->submission->status, "Id"));
		r = is_passed ? 0 : report_details(&ctl->text, ctl, &attempt);
		if (r >= 0)
			r = put_summary(check);
		r = ctl_flush(ctl, r, false);
	} else
		r = ctl_print_thing(ctl, &attempt);
	if (r == STATUS_OK && ctl_is_for_people(ctl) && !ctl->options.all)
		tell_next(check, is_passed);
	if (r == STATUS_OK && !is_passed)
		r = STATUS_FAILED;
	return r;
}

int check_submit(struct ctl *ctl, struct submission *submission, const char *step)
{
	_cleanup_(check_done) struct check check = { .ctl = ctl, .submission = submission };
	int r;

	r = submission_gather(ctl, step, submission);
	if (r != STATUS_OK)
		return r;
	if (ctl->options.dry_run)
		return submission_print(ctl, submission);
	check.is_loud = ctl_is_for_people(ctl) && !ctl->options.quiet;
	progress_init(&check.progress, &ctl->err, check.is_loud && !ctl->options.plain);
	r = check_follow(&check);
	if (interrupt_signal() != 0) /* who has it canceled wants no report */
		return r != STATUS_OK ? r : STATUS_FAILED;
	return r != STATUS_OK ? r : print_attempt(&check);
}

/* Every step that the practised language has, also the passed ones; the worst status is the result.
 */
static int check_all(struct ctl *ctl, struct submission *submission)
{
	size_t position = 0, count = 0, passed = 0;
	int worst = STATUS_OK;
	const char *value;

	while ((value = thing_next(&submission->status, "Step", &position))) {
		_cleanup_thing_ struct thing step = { 0 };
		int r;

		if (thing_parse_pairs(value, &step) < 0)
			return ctl_fail_wire(ctl, -EPROTO);
		if (strcmp(thing_get(&step, "offered"), "no") == 0)
			continue;
		if (count++ > 0 && ctl_is_for_people(ctl) && !ctl->options.quiet)
			(void)file_write_all(STDOUT_FILENO, "\n", 1);
		r = check_submit(ctl, submission, thing_get(&step, "name"));
		if (r > STATUS_FAILED || interrupt_signal() != 0)
			return r;
		worst = r > worst ? r : worst;
		passed += r == STATUS_OK;
	}
	if (ctl_is_for_people(ctl) && !ctl->options.dry_run)
		ctl_say(ctl, "%zu of %zu step%s passed.", passed, count, TEXT_PLURAL(count));
	return worst;
}

int ctl_check(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_submission_ struct submission submission = SUBMISSION_INIT;
	_cleanup_free_ char *lesson = NULL;
	int r;

	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r == STATUS_OK)
		r = submission_begin(ctl, lesson, &submission);
	if (r != STATUS_OK)
		return r;
	if (ctl->options.all)
		return check_all(ctl, &submission);
	return check_submit(ctl, &submission, lesson_step(ctl, n, arguments));
}
