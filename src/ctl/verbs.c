/* SPDX-License-Identifier: MIT */
#include "ctl/verbs.h"

#include "base/suggest.h"
#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

const struct verb *verbs_find(const struct verb *table, const char *name)
{
	for (const struct verb *verb = table; verb->name; verb++)
		if (strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

const char *verbs_suggest(const struct verb *table, const char *name)
{
	struct suggest suggest;

	suggest_init(&suggest, name);
	for (const struct verb *verb = table; verb->name; verb++)
		if (!(verb->flags & VERB_HIDDEN))
			suggest_offer(&suggest, verb->name);
	return suggest.best;
}

static int unknown_verb(const struct verb *table, const char *name)
{
	const char *suggestion = verbs_suggest(table, name);

	if (suggestion)
		fprintf(stderr, "Unknown command verb '%s', did you mean '%s'?\n", name,
			suggestion);
	else
		fprintf(stderr, "Unknown command verb '%s'. practicectl help lists them.\n", name);
	return STATUS_USAGE;
}

int verbs_dispatch(struct ctl *ctl)
{
	const char *name = ctl->options.n_arguments > 0 ? ctl->options.arguments[0] : "status";
	size_t n = ctl->options.n_arguments > 0 ? ctl->options.n_arguments - 1 : 0;
	const struct verb *verb = verbs_find(ctl->verbs, name);

	if (!verb)
		return unknown_verb(ctl->verbs, name);
	if (n < verb->min || n > verb->max) {
		fprintf(stderr, "Too %s arguments. Usage: practicectl %s%s%s\n",
			n < verb->min ? "few" : "many", verb->name, *verb->arguments ? " " : "",
			verb->arguments);
		return STATUS_USAGE;
	}
	ctl->verb = verb;
	return verb->handle(ctl, n, n > 0 ? ctl->options.arguments + 1 : NULL);
}
