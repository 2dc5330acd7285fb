/* SPDX-License-Identifier: MIT */
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *option, *help;
} option_helps[] = {
	{ "-h --help", "Show this help" },
	{ "   --version", "Show the version" },
	{ "-o --output=FORMAT", "short, json, json-pretty or tsv" },
	{ "-p --property=KEY", "Only these properties, as KEY=VALUE" },
	{ "   --value", "With -p: the value alone (-P KEY is both)" },
	{ "-q --quiet", "No talk; the exit status says it" },
	{ "-l --full", "Don't cut lines or leave columns out" },
	{ "   --language=ID", "Practise in this language" },
	{ "   --step=STEP", "This step instead of the first open one" },
	{ "   --case=N", "run: this case instead of the first" },
	{ "-n --dry-run", "check, run: only list the files that would be sent" },
	{ "   --all", "check: every step, one after the other" },
	{ "   --html", "show: one self-contained page" },
	{ "   --solution", "cat: the solution, once the step is passed" },
	{ "   --state=STATE", "list: only new, active, stopped or passed" },
	{ "   --course=COURSE", "list: only lessons of the course" },
	{ "   --limit=N", "history: so many attempts" },
	{ "   --no-pager", "Don't pipe output into a pager" },
	{ "   --no-legend", "No header and no footer" },
	{ "   --plain", "No glyphs, bars or side by side" },
	{ "-H --host=HOST", "Speak to the daemon of [USER@]HOST[:PORT], over ssh" },
	{ "   --system", "Speak to the system's daemon" },
	{ "   --user", "Speak to your own daemon" },
	{ "   --socket=PATH", "Speak to the daemon at this socket" },
};

static int verb_lines(struct ctl *ctl)
{
	const char *group = "";
	int r = 0;

	for (const struct verb *verb = ctl->verbs; verb->name && r >= 0; verb++) {
		char usage[64];

		if (verb->flags & VERB_HIDDEN)
			continue;
		if (strcmp(group, verb->group) != 0)
			r = buffer_printf(&ctl->text, "\n%s%s:%s\n",
				term_style(&ctl->out, STYLE_BOLD), verb->group,
				term_style(&ctl->out, STYLE_OFF));
		group = verb->group;
		(void)snprintf(usage, sizeof(usage), "%s %s", verb->name, verb->arguments);
		if (r >= 0)
			r = buffer_printf(&ctl->text, "  %-22s %s\n", usage, verb->help);
	}
	return r;
}

static int option_lines(struct ctl *ctl)
{
	int r;

	r = buffer_printf(&ctl->text, "\n%sOptions:%s\n", term_style(&ctl->out, STYLE_BOLD),
		term_style(&ctl->out, STYLE_OFF));
	for (size_t i = 0; i < ARRAY_SIZE(option_helps) && r >= 0; i++)
		r = buffer_printf(
			&ctl->text, "  %-22s %s\n", option_helps[i].option, option_helps[i].help);
	return r;
}

static int all_help(struct ctl *ctl)
{
	int r;

	r = buffer_append_string(&ctl->text,
		"practicectl [OPTIONS...] VERB [ARGUMENTS...]\n\n"
		"Practise programming: read a lesson, write the program, have it checked.\n"
		"Where LESSON is left out, it is that of the current folder, or the current "
		"one.\n");
	if (r >= 0)
		r = verb_lines(ctl);
	if (r >= 0)
		r = option_lines(ctl);
	if (r >= 0)
		r = buffer_append_string(
			&ctl->text, "\nSee the practicectl(1) man page for details.\n");
	return ctl_flush(ctl, r, true);
}

/* The table itself, for completions, tests and other programs. */
static int help_rows(struct ctl *ctl)
{
	_cleanup_rows_ struct rows rows = { 0 };
	static const char *const columns[] = { "VERB", "ARGUMENTS", "GROUP", "LESSON", "HELP" };
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(columns) && r >= 0; i++)
		r = strlist_add(&rows.columns, columns[i]);
	for (const struct verb *verb = ctl->verbs; verb->name && r >= 0; verb++) {
		const char *cells[] = { verb->name, verb->arguments, verb->group,
			verb->flags & VERB_LESSON ? "yes" : "no", verb->help };

		if (verb->flags & VERB_HIDDEN)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(cells) && r >= 0; i++)
			r = strlist_add(&rows.cells, cells[i]);
	}
	if (r >= 0)
		r = output_rows(&ctl->text, &ctl->options, &rows);
	return ctl_flush(ctl, r, false);
}

int ctl_help(struct ctl *ctl, size_t n, char **arguments)
{
	const struct verb *verb;
	int r;

	ctl->verb = verbs_find(ctl->verbs, "help");
	if (ctl->options.format != OUTPUT_SHORT)
		return help_rows(ctl);
	if (n == 0)
		return all_help(ctl);
	verb = verbs_find(ctl->verbs, arguments[0]);
	if (!verb) {
		const char *near = verbs_suggest(ctl->verbs, arguments[0]);

		return ctl_fail(ctl, STATUS_USAGE, "there is no verb '%s'%s%s%s", arguments[0],
			near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
	}
	r = buffer_printf(&ctl->text,
		"practicectl %s %s\n\n%s.\n\nSee the practicectl(1) man page for details.\n",
		verb->name, verb->arguments, verb->help);
	return ctl_flush(ctl, r, false);
}

int ctl_version(struct ctl *ctl, size_t n, char **arguments)
{
	int r;

	(void)n;
	(void)arguments;
	r = buffer_append_string(&ctl->text, "practicectl " PACKAGE_VERSION "\n+MD4C +JANSSON\n");
	return ctl_flush(ctl, r, false);
}
