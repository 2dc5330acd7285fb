/* SPDX-License-Identifier: MIT */
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"
#include "ctl/wrap.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char see_also[] = "See the practicectl(1) man page for details.";

#define NARROW 60 /* columns below which an explanation stands under what it explains */

/* Where `verbs` is not NULL the option is theirs alone. */
static const struct {
	const char *option, *verbs, *help;
} option_helps[] = {
	{ "-h --help", NULL, "Show this help" },
	{ "   --version", NULL, "Show the version" },
	{ "-o --output=FORMAT", NULL, "short, json, json-pretty or tsv" },
	{ "-p --property=KEY", NULL, "Only these properties, as KEY=VALUE" },
	{ "   --value", NULL, "With -p: the value alone (-P KEY is both)" },
	{ "-q --quiet", NULL, "No talk; the exit status says it" },
	{ "-l --full", NULL, "Don't cut lines or leave columns out" },
	{ "   --language=ID", "start run check watch review cat", "In this language" },
	{ "   --step=STEP", "run check watch hint cat", "This step, not the next" },
	{ "   --case=N", "run", "This case instead of the first" },
	{ "-n --dry-run", "run check", "Only list the files that would be sent" },
	{ "   --all", "check quiz", "Every step; every question" },
	{ "   --html", "show progress", "One self-contained page" },
	{ "   --solution", "cat", "The solution, once the step is passed" },
	{ "   --state=STATE", "list", "Only new, active, stopped or passed" },
	{ "   --course=COURSE", "list", "Only lessons of the course" },
	{ "   --limit=N", "history progress", "So many attempts, days" },
	{ "   --minutes=N", "practice", "The goal of today" },
	{ "   --no-pager", NULL, "Don't pipe output into a pager" },
	{ "   --no-legend", NULL, "No header and no footer" },
	{ "   --plain", NULL, "No bar, no keys, no two columns" },
	{ "-H --host=HOST", NULL, "Speak to the daemon of [USER@]HOST[:PORT], over ssh" },
	{ "   --system", NULL, "Speak to the system's daemon" },
	{ "   --user", NULL, "Speak to your own daemon" },
	{ "   --socket=PATH", NULL, "Speak to the daemon at this socket" },
};

static int put_heading(struct ctl *ctl, const char *heading)
{
	return buffer_printf(&ctl->text, "\n%s%s:%s\n", term_style(&ctl->out, STYLE_BOLD), heading,
		term_style(&ctl->out, STYLE_OFF));
}

static int put_entry(struct ctl *ctl, const char *what, const char *help)
{
	int r;

	if (ctl->out.columns >= NARROW)
		return buffer_printf(&ctl->text, "  %-22s %s\n", what, help);
	r = buffer_printf(&ctl->text, "  %s\n", what);
	return r < 0 ? r : wrap_prose(&ctl->text, &ctl->out, 6, help);
}

static int verb_lines(struct ctl *ctl)
{
	const char *group = "";
	int r = 0;

	for (const struct verb *verb = ctl->verbs; verb->name && r >= 0; verb++) {
		char usage[64];

		if (verb->flags & VERB_HIDDEN)
			continue;
		if (strcmp(group, verb->group) != 0)
			r = put_heading(ctl, verb->group);
		group = verb->group;
		(void)snprintf(usage, sizeof(usage), "%s%s%s", verb->name,
			*verb->arguments ? " " : "", verb->arguments);
		if (r >= 0)
			r = put_entry(ctl, usage, verb->help);
	}
	return r;
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (; words && *words; words += strcspn(words, " "), words += *words == ' ')
		if (strcspn(words, " ") == len && strncmp(words, word, len) == 0)
			return true;
	return false;
}

/* "check, run: " and the help. */
static int put_option(struct ctl *ctl, size_t i)
{
	_cleanup_buffer_ struct buffer help = { 0 };
	int r = 0;

	for (const char *verb = option_helps[i].verbs; verb && *verb && r >= 0; verb++)
		r = *verb == ' ' ? buffer_append_string(&help, ", ")
				 : buffer_append_char(&help, *verb);
	if (r >= 0 && option_helps[i].verbs) /* then it begins in the midst of a line */
		r = buffer_printf(&help, ": %c%s", tolower((unsigned char)*option_helps[i].help),
			option_helps[i].help + 1);
	else if (r >= 0)
		r = buffer_append_string(&help, option_helps[i].help);
	return r < 0 ? r : put_entry(ctl, option_helps[i].option, help.data);
}

static int option_lines(struct ctl *ctl)
{
	int r;

	r = put_heading(ctl, "Options");
	for (size_t i = 0; i < ARRAY_SIZE(option_helps) && r >= 0; i++)
		r = put_option(ctl, i);
	return r;
}

static int all_help(struct ctl *ctl)
{
	int r;

	r = wrap_prose(
		&ctl->text, &ctl->out, 0, "practicectl [OPTIONS...] VERB [ARGUMENTS...]\n\n");
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 0,
			"Practise programming: read a lesson, write the program, have it checked.\n"
			"Where LESSON is left out, it is that of the current folder, or the current "
			"one.\n");
	if (r >= 0)
		r = verb_lines(ctl);
	if (r >= 0)
		r = option_lines(ctl);
	if (r >= 0)
		r = buffer_append_char(&ctl->text, '\n');
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 0, see_also);
	return ctl_flush(ctl, r, true);
}

/* What it is for, and the options that are its own. */
static int verb_help(struct ctl *ctl, const struct verb *verb)
{
	_cleanup_buffer_ struct buffer help = { 0 };
	size_t count = 0;
	int r;

	r = buffer_printf(&ctl->text, "practicectl %s%s%s\n\n", verb->name,
		*verb->arguments ? " " : "", verb->arguments);
	if (r >= 0)
		r = buffer_printf(&help, "%s.", verb->help);
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 0, help.data);
	for (size_t i = 0; i < ARRAY_SIZE(option_helps) && r >= 0; i++) {
		if (!has_word(option_helps[i].verbs, verb->name))
			continue;
		if (count++ == 0)
			r = put_heading(ctl, "Options, besides those of every verb");
		if (r >= 0)
			r = put_entry(ctl, option_helps[i].option, option_helps[i].help);
	}
	if (r >= 0)
		r = buffer_append_char(&ctl->text, '\n');
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 0, see_also);
	return ctl_flush(ctl, r, false);
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
	return verb_help(ctl, verb);
}

int ctl_version(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing version = { 0 };
	int r;

	(void)n;
	(void)arguments;
	if (!ctl_is_for_people(ctl)) {
		r = thing_add(&version, "Version", PACKAGE_VERSION);
		if (r >= 0)
			r = thing_add(&version, "Features", "+MD4C +JANSSON");
		return r < 0 ? ctl_fail_errno(ctl, r, NULL) : ctl_print_thing(ctl, &version);
	}
	r = buffer_append_string(&ctl->text, "practicectl " PACKAGE_VERSION "\n+MD4C +JANSSON\n");
	return ctl_flush(ctl, r, false);
}
