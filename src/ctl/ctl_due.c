/* SPDX-License-Identifier: MIT */
/* due: a line for prompts and for the greeting at login. */
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/socket_path.h"
#include "ctl/verb_table.h"

#include <string.h>

static int put_due(struct ctl *ctl, const struct rows *rows)
{
	size_t questions = 0, steps = 0;
	int r;

	for (size_t i = 0; i < rows_count(rows); i++)
		*(strcmp(rows_get(rows, i, "KIND"), "step") == 0 ? &steps : &questions) += 1;
	if (questions + steps == 0)
		return buffer_append_string(&ctl->text, "Nothing is due.\n");
	r = buffer_printf(&ctl->text, "%zu to review: ", questions + steps);
	if (r >= 0 && questions > 0)
		r = buffer_printf(&ctl->text, "%zu question%s%s", questions, TEXT_PLURAL(questions),
			steps > 0 ? ", " : "");
	if (r >= 0 && steps > 0)
		r = buffer_printf(&ctl->text, "%zu step%s", steps, TEXT_PLURAL(steps));
	return r < 0 ? r : buffer_append_string(&ctl->text, " (practicectl practice).\n");
}

/* A prompt is drawn often and by people who may have no daemon: no words, and no wait. */
static bool has_daemon(const struct ctl *ctl)
{
	_cleanup_free_ char *path = NULL;

	return ctl->options.host.destination || !ctl_is_for_people(ctl) ||
	       socket_path_find(&ctl->options, &path) < 0 || access(path, F_OK) == 0;
}

int ctl_due(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	(void)arguments;
	if (!has_daemon(ctl))
		return STATUS_NO_DAEMON;
	ask_word(&ask, "DUE");
	r = ctl_ask_rows(ctl, &ask, &rows);
	if (r == STATUS_OK && !ctl->options.quiet)
		r = ctl_flush(ctl,
			ctl_is_for_people(ctl) ? put_due(ctl, &rows)
					       : output_rows(&ctl->text, &ctl->options, &rows),
			false);
	if (r != STATUS_OK)
		return r;
	return rows_count(&rows) > 0 ? STATUS_OK : STATUS_NOT_ACTIVE;
}
