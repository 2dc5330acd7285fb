/* SPDX-License-Identifier: MIT */
#include "ctl/lesson_choice.h"

#include "ctl/workspace.h"

#include <string.h>

static int current_lesson(struct ctl *ctl, char **ret_lesson)
{
	_cleanup_thing_ struct thing status = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "STATUS");
	r = ctl_ask_thing(ctl, &ask, &status);
	if (r != STATUS_OK)
		return r;
	if (!*thing_get(&status, "Current")) {
		r = ctl_fail(ctl, STATUS_NOT_ACTIVE, "no lesson was named, and none is started");
		ctl_hint(ctl,
			"practicectl list shows the lessons, practicectl start LESSON begins one.");
		return r;
	}
	*ret_lesson = strdup(thing_get(&status, "Current"));
	return *ret_lesson ? STATUS_OK : ctl_fail_errno(ctl, -ENOMEM, NULL);
}

int lesson_choose(struct ctl *ctl, size_t n, char **arguments, char **ret_lesson)
{
	_cleanup_workspace_ struct workspace here = WORKSPACE_INIT;
	int r;

	if (n > 0) {
		ctl->object = arguments[0];
		*ret_lesson = strdup(arguments[0]);
		return *ret_lesson ? STATUS_OK : ctl_fail_errno(ctl, -ENOMEM, NULL);
	}
	r = workspace_open(&here, ".");
	if (r >= 0 && here.lesson)
		*ret_lesson = TAKE_PTR(here.lesson);
	else
		r = current_lesson(ctl, ret_lesson);
	if (r >= 0 && *ret_lesson)
		ctl->object = *ret_lesson;
	return r;
}

const char *lesson_step(const struct ctl *ctl, size_t n, char **arguments)
{
	return n > 1 ? arguments[1] : ctl->options.step;
}
