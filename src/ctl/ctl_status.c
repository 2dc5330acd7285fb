/* SPDX-License-Identifier: MIT */
/* Where the learner stands: status (all, or one lesson), is-active, is-passed. */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/field.h"
#include "ctl/lesson_choice.h"
#include "ctl/lesson_name.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"
#include "ctl/workspace.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

static int put_warnings(struct ctl *ctl, const struct thing *status)
{
	size_t position = 0;
	const char *warning;
	int r = 0;

	while (r >= 0 && (warning = thing_next(status, "Warning", &position)))
		r = field_put(&ctl->text, &ctl->out, "Warning", WRAP_WARN, warning);
	return r;
}

/* ---- all lessons */

static int put_overview(struct ctl *ctl, const struct thing *status)
{
	const char *current = thing_get(status, "Current"), *step = thing_get(status, "Step");
	int r;

	r = buffer_printf(&ctl->text, "%s%s%s %s\n",
		term_style(&ctl->out, *current ? STYLE_GOOD : STYLE_OFF),
		term_glyph(&ctl->out, *current ? GLYPH_DOT : GLYPH_CIRCLE),
		term_style(&ctl->out, STYLE_OFF), thing_get(status, "User"));
	if (r >= 0 && *current)
		r = field_printf(&ctl->text, &ctl->out, "Practicing", "%s%s%s%s%s", current,
			*step ? ", step " : "", step, *thing_get(status, "Language") ? ", in " : "",
			thing_get(status, "Language"));
	if (r >= 0 && !*current)
		r = field_put(&ctl->text, &ctl->out, "Practicing", 0, "nothing yet");
	if (r >= 0)
		r = field_printf(&ctl->text, &ctl->out, "Lessons", "%s of %s passed, %s started",
			thing_get(status, "Passed"), thing_get(status, "Lessons"),
			thing_get(status, "Started"));
	if (r >= 0)
		r = field_printf(&ctl->text, &ctl->out, "Points", "%s of %s",
			thing_get(status, "Points"), thing_get(status, "MaxPoints"));
	if (r >= 0)
		r = field_printf(&ctl->text, &ctl->out, "Attempts", "%s, with %s hint%s",
			thing_get(status, "Attempts"), thing_get(status, "Hints"),
			thing_plural(status, "Hints"));
	if (r >= 0)
		r = field_put(&ctl->text, &ctl->out, "Sandbox", 0, thing_get(status, "Sandbox"));
	return r < 0 ? r : put_warnings(ctl, status);
}

static int status_of_all(struct ctl *ctl)
{
	_cleanup_thing_ struct thing status = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "STATUS");
	r = ctl_ask_thing(ctl, &ask, &status);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &status);
	r = ctl_flush(ctl, put_overview(ctl, &status), false);
	if (r == STATUS_OK)
		ctl_hint(ctl, *thing_get(&status, "Current")
				      ? "practicectl next says what to do next."
				      : "practicectl list shows the lessons, practicectl start "
					"LESSON begins one.");
	return r;
}

/* ---- one lesson */

static bool is_state(const struct thing *status, const char *state)
{
	return strcmp(thing_get(status, "State"), state) == 0;
}

static int put_title(struct ctl *ctl, const struct thing *status)
{
	bool is_going = is_state(status, "active") || is_state(status, "passed");
	const char *glyph = term_glyph(&ctl->out, is_going ? GLYPH_DOT : GLYPH_CIRCLE);

	_cleanup_buffer_ struct buffer first = { 0 }, title = { 0 };
	int r;

	r = term_styled(&first, &ctl->out, is_going ? STYLE_GOOD : STYLE_OFF, glyph);
	if (r >= 0)
		r = buffer_append_char(&first, ' ');
	if (r >= 0)
		r = buffer_printf(&title, "%s - %s", lesson_short_name(thing_get(status, "Id")),
			thing_get(status, "Title"));
	return r < 0 ? r : wrap_hanging(&ctl->text, &ctl->out, first.data, 2, title.data);
}

static int put_state(struct ctl *ctl, const struct thing *status)
{
	const char *since = is_state(status, "passed") ? thing_get(status, "Passed")
						       : thing_get(status, "Started");
	bool is_good = is_state(status, "active") || is_state(status, "passed");
	_cleanup_buffer_ struct buffer value = { 0 };
	int r;

	r = buffer_append_string(&value, thing_get(status, "State"));
	if (r >= 0 && *since && !is_state(status, "new"))
		r = buffer_printf(&value, " since %s", since);
	return r < 0 ? r
		     : field_put(
			       &ctl->text, &ctl->out, "State", is_good ? WRAP_GOOD : 0, value.data);
}

static int put_step(struct ctl *ctl, const struct thing *step, const char *language, bool is_first)
{
	const char *state = thing_get(step, "state");
	bool is_passed = strcmp(state, "passed") == 0, is_failed = strcmp(state, "failed") == 0;
	enum glyph glyph = is_passed ? GLYPH_CHECK : is_failed ? GLYPH_CROSS : GLYPH_CIRCLE;
	enum style style = is_passed ? STYLE_GOOD : is_failed ? STYLE_BAD : STYLE_OFF;
	size_t used = text_width(thing_get(step, "name"), strlen(thing_get(step, "name")));
	bool is_narrow = ctl->out.columns < 60;
	int r;

	r = is_narrow ? buffer_append_string(&ctl->text, is_first ? "  Steps:\n    " : "    ")
		      : buffer_printf(&ctl->text, "%*s%s ", FIELD_LABEL_WIDTH,
				is_first ? "Steps" : "", is_first ? ":" : " ");
	if (r >= 0)
		r = term_styled(&ctl->text, &ctl->out, style, term_glyph(&ctl->out, glyph));
	if (r >= 0)
		r = buffer_printf(&ctl->text, " %s", thing_get(step, "name"));
	if (!is_narrow) { /* the title has its place beside the name */
		if (r >= 0)
			r = term_pad(&ctl->text,
				used < FIELD_LABEL_WIDTH ? FIELD_LABEL_WIDTH - used : 1);
		if (r >= 0)
			r = buffer_printf(&ctl->text, " %s", thing_get(step, "title"));
	}
	if (r >= 0 && strcmp(thing_get(step, "offered"), "no") == 0)
		r = buffer_printf(&ctl->text, " %s(not in %s)%s", term_style(&ctl->out, STYLE_DIM),
			language, term_style(&ctl->out, STYLE_OFF));
	else if (r >= 0 && *thing_get(step, "attempts") &&
		strcmp(thing_get(step, "attempts"), "0") != 0 && !is_passed)
		r = buffer_printf(&ctl->text, " %s(%s tried)%s", term_style(&ctl->out, STYLE_DIM),
			thing_get(step, "attempts"), term_style(&ctl->out, STYLE_OFF));
	return r < 0 ? r : buffer_append_char(&ctl->text, '\n');
}

static int put_steps(struct ctl *ctl, const struct thing *status)
{
	size_t position = 0, count = 0;
	const char *value;
	int r = 0;

	while (r >= 0 && (value = thing_next(status, "Step", &position))) {
		_cleanup_thing_ struct thing step = { 0 };

		r = thing_parse_pairs(value, &step);
		if (r >= 0)
			r = put_step(ctl, &step, thing_get(status, "Language"), count++ == 0);
	}
	return r == -EPROTO ? 0 : r;
}

static int put_lesson(struct ctl *ctl, const struct thing *status)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	int r;

	r = put_title(ctl, status);
	if (r >= 0)
		r = field_put(&ctl->text, &ctl->out, "Lesson", 0, thing_get(status, "Id"));
	if (r >= 0)
		r = put_state(ctl, status);
	if (r >= 0)
		r = field_put(&ctl->text, &ctl->out, "Language", 0, thing_get(status, "Language"));
	if (r >= 0 && workspace_find(&workspace, thing_get(status, "Id"), false) >= 0)
		r = field_put(&ctl->text, &ctl->out, "Folder", 0, workspace.path);
	if (r >= 0)
		r = put_steps(ctl, status);
	if (r >= 0)
		r = field_printf(&ctl->text, &ctl->out, "Points", "%s of %s",
			thing_get(status, "Points"), thing_get(status, "MaxPoints"));
	if (r >= 0 && *thing_get(status, "LastAttempt"))
		r = field_printf(&ctl->text, &ctl->out, "Last attempt", "%s (%s)",
			thing_get(status, "LastAttempt"), thing_get(status, "LastVerdict"));
	if (r >= 0)
		r = field_put(&ctl->text, &ctl->out, "Sandbox", 0, thing_get(status, "Sandbox"));
	return r < 0 ? r : put_warnings(ctl, status);
}

static int fetch(struct ctl *ctl, const char *lesson, struct thing *ret_status)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "STATUS");
	ask_word(&ask, lesson);
	return ctl_ask_thing(ctl, &ask, ret_status);
}

/* As systemctl: 0 when it is active (or passed), 3 when it is not. */
int ctl_status(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing status = { 0 };
	int r;

	if (n == 0)
		return status_of_all(ctl);
	ctl->object = arguments[0];
	r = fetch(ctl, arguments[0], &status);
	if (r != STATUS_OK)
		return r;
	if (ctl_is_for_people(ctl))
		r = ctl_flush(ctl, put_lesson(ctl, &status), false);
	else
		r = ctl_print_thing(ctl, &status);
	if (r != STATUS_OK)
		return r;
	return is_state(&status, "active") || is_state(&status, "passed") ? STATUS_OK
									  : STATUS_NOT_ACTIVE;
}

static int print_state(struct ctl *ctl, const char *name)
{
	_cleanup_thing_ struct thing state = { 0 };
	int r;

	if (ctl_is_for_people(ctl))
		return ctl_flush(ctl, buffer_printf(&ctl->text, "%s\n", name), false);
	r = thing_add(&state, "State", name);
	return r < 0 ? ctl_fail_errno(ctl, r, NULL) : ctl_print_thing(ctl, &state);
}

static int query(struct ctl *ctl, size_t n, char **arguments, const char *wanted)
{
	_cleanup_free_ char *lesson = NULL;
	_cleanup_thing_ struct thing status = { 0 };
	int r;

	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r == STATUS_OK)
		r = fetch(ctl, lesson, &status);
	if (r != STATUS_OK)
		return r;
	if (!ctl->options.quiet)
		r = print_state(ctl, thing_get(&status, "State"));
	if (r != STATUS_OK)
		return r;
	return is_state(&status, wanted) ? STATUS_OK : STATUS_NOT_ACTIVE;
}

int ctl_is_active(struct ctl *ctl, size_t n, char **arguments)
{
	return query(ctl, n, arguments, "active");
}

int ctl_is_passed(struct ctl *ctl, size_t n, char **arguments)
{
	return query(ctl, n, arguments, "passed");
}
