/* SPDX-License-Identifier: MIT */
/* review: begins that of a step, or of the first one that is due. */
#include "ctl/lesson_name.h"
#include "ctl/review.h"
#include "ctl/verb_table.h"

#include <string.h>

static int tell(struct ctl *ctl, const struct review *review)
{
	const char *lesson = lesson_short_name(thing_get(&review->reply, "Lesson")),
		   *step = thing_get(&review->reply, "Step");
	bool is_resumed = strcmp(thing_get(&review->reply, "Resumed"), "yes") == 0;
	int r;

	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &review->reply);
	if (ctl->options.quiet)
		return STATUS_OK;
	r = buffer_printf(&ctl->text, "%s: %s %s, %s\n",
		is_resumed ? "Still in review" : "Now reviewing", lesson, step,
		thing_get(&review->reply, "Title"));
	r = ctl_flush(ctl, r, false);
	if (review->kept[0])
		ctl_say(ctl, "What you had is in %s/%s.", review->path, review->kept);
	if (is_resumed)
		ctl_say(ctl, "Its files are in %s, as you left them.", review->path);
	else
		ctl_say(ctl, "The starter is in %s.", review->path);
	ctl_hint(ctl, "write it anew, then: practicectl check %s %s", lesson, step);
	return r;
}

static int find_first(struct ctl *ctl, char **ret_lesson, char **ret_step)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "DUE");
	r = ctl_ask_rows(ctl, &ask, &rows);
	if (r != STATUS_OK)
		return r;
	for (size_t i = 0; i < rows_count(&rows); i++) {
		const char *slash = strrchr(rows_get(&rows, i, "CARD"), '/');

		if (strcmp(rows_get(&rows, i, "KIND"), "step") != 0 || !slash)
			continue;
		*ret_lesson = strdup(rows_get(&rows, i, "LESSON"));
		*ret_step = strdup(slash + 1);
		return *ret_lesson && *ret_step ? STATUS_OK : ctl_fail_errno(ctl, -ENOMEM, NULL);
	}
	return ctl_fail(ctl, STATUS_NOT_ACTIVE, "no step is due");
}

int ctl_review(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *lesson = NULL, *step = NULL;
	_cleanup_review_ struct review review = { 0 };
	int r = STATUS_OK;

	if (n == 1)
		return ctl_fail(
			ctl, STATUS_USAGE, "a step is needed: practicectl review LESSON STEP");
	if (n == 0)
		r = find_first(ctl, &lesson, &step);
	if (r == STATUS_OK)
		r = review_begin(
			ctl, n > 0 ? arguments[0] : lesson, n > 0 ? arguments[1] : step, &review);
	return r == STATUS_OK ? tell(ctl, &review) : r;
}
