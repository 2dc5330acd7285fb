/* SPDX-License-Identifier: MIT */
/* Practising: start, stop, reset, hint. Nothing here ever writes over what the learner has written.
 */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/lesson_choice.h"
#include "ctl/laying.h"
#include "ctl/verb_table.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

/* One request with one line as its answer, which is printed. */
static int ask_and_print(struct ctl *ctl, const struct ask *ask)
{
	_cleanup_answer_ struct answer answer = { 0 };
	int r;

	r = ctl_ask(ctl, ask, &answer);
	if (r == STATUS_OK && answer.is_array)
		return ctl_fail_wire(ctl, -EPROTO);
	if (r != STATUS_OK || ctl->options.quiet)
		return r;
	r = buffer_printf(&ctl->text, "%s\n", answer.message);
	return ctl_flush(ctl, r, false);
}

static int fetch_status(struct ctl *ctl, const char *lesson, struct thing *ret_status)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "STATUS");
	ask_word(&ask, lesson);
	return ctl_ask_thing(ctl, &ask, ret_status);
}

static int lay_starter(struct ctl *ctl, const char *lesson, enum laying_how how)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_starter_ struct starter starter = { 0 };
	_cleanup_thing_ struct thing status = { 0 };
	struct laying laying = {
		.ctl = ctl, .workspace = &workspace, .starter = &starter, .how = how
	};
	const char *language;
	int r;

	r = fetch_status(ctl, lesson, &status);
	if (r != STATUS_OK)
		return r;
	language = *thing_get(&status, "Language") ? thing_get(&status, "Language") : NULL;
	r = starter_fetch(
		ctl, &(struct starter_query){ .lesson = lesson, .language = language }, &starter);
	if (r == STATUS_OK)
		r = laying_lay(&laying, thing_get(&status, "Id"), language ? language : "");
	if (r != STATUS_OK)
		return r;
	ctl_say(ctl, "%s: %zu file%s written%s", workspace.path, laying.written,
		TEXT_PLURAL(laying.written), laying.kept > 0 ? ", yours kept." : ".");
	ctl_hint(ctl, "cd %s, then: practicectl show, practicectl run, practicectl check",
		workspace.path);
	return STATUS_OK;
}

int ctl_start(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	ctl->object = arguments[0];
	ask_word(&ask, "START");
	ask_word(&ask, arguments[0]);
	ask_pair(&ask, "language", ctl->options.language);
	r = ask_and_print(ctl, &ask);
	return r != STATUS_OK ? r : lay_starter(ctl, arguments[0], LAYING_KEEP);
}

/* VERB lesson, of the lesson that was named or chosen, which the caller owns then. */
static int tell_lesson(
	struct ctl *ctl, size_t n, char **arguments, const char *verb, char **ret_lesson)
{
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	r = lesson_choose(ctl, n, arguments, ret_lesson);
	if (r != STATUS_OK)
		return r;
	ask_word(&ask, verb);
	ask_word(&ask, *ret_lesson);
	return ask_and_print(ctl, &ask);
}

int ctl_stop(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *lesson = NULL;

	return tell_lesson(ctl, n, arguments, "STOP", &lesson);
}

int ctl_reset(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *lesson = NULL;
	int r;

	r = tell_lesson(ctl, n, arguments, "RESET", &lesson);
	return r != STATUS_OK ? r : lay_starter(ctl, lesson, LAYING_REPLACE);
}

int ctl_hint_verb(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *lesson = NULL;
	_cleanup_thing_ struct thing hint = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r != STATUS_OK)
		return r;
	ask_word(&ask, "HINT");
	ask_word(&ask, lesson);
	ask_pair(&ask, "step", lesson_step(ctl, n, arguments));
	r = ctl_ask_thing(ctl, &ask, &hint);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &hint);
	r = buffer_printf(&ctl->text, "%sHint %s of %s%s for step %s\n\n",
		term_style(&ctl->out, STYLE_BOLD), thing_get(&hint, "Number"),
		thing_get(&hint, "Of"), term_style(&ctl->out, STYLE_OFF), thing_get(&hint, "Step"));
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 2, thing_get(&hint, "Hint"));
	return ctl_flush(ctl, r, false);
}
