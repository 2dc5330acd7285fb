/* SPDX-License-Identifier: MIT */
/* due: a line for prompts and for the greeting at login. */
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"

#include <string.h>

static int put_due(struct ctl *ctl, const struct rows *rows)
{
	size_t questions = 0, steps = 0;

	for (size_t i = 0; i < rows_count(rows); i++)
		*(strcmp(rows_get(rows, i, "KIND"), "step") == 0 ? &steps : &questions) += 1;
	if (questions + steps == 0)
		return buffer_append_string(&ctl->text, "Nothing is due.\n");
	return buffer_printf(&ctl->text,
		"%zu to review: %zu question%s (practicectl quiz), %zu step%s.\n",
		questions + steps, questions, questions == 1 ? "" : "s", steps,
		steps == 1 ? "" : "s");
}

int ctl_due(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	(void)arguments;
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
