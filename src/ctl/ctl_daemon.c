/* SPDX-License-Identifier: MIT */
/* The daemon itself: daemon-status, daemon-reload, whoami. */
#include "base/parse.h"
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LABEL_WIDTH 10

static int put_field(struct ctl *ctl, const char *label, enum style style, const char *value)
{
	int r;

	if (!*value)
		return 0;
	r = buffer_printf(&ctl->text, "%*s: ", LABEL_WIDTH, label);
	if (r >= 0)
		r = style == STYLE_OFF ? buffer_append_string(&ctl->text, value)
				       : term_styled(&ctl->text, &ctl->out, style, value);
	return r < 0 ? r : buffer_append_char(&ctl->text, '\n');
}

static const struct {
	const char *mode, *meaning;
	enum style style;
} sandboxes[] = {
	{ "namespaces", "namespaces: learners' programs are isolated", STYLE_GOOD },
	{ "none", "NONE: learners' programs run with all rights of the daemon", STYLE_WARN },
	{ "unsafe", "UNSAFE: nothing is run, because nothing can be isolated here", STYLE_BAD },
};

static int put_sandbox(struct ctl *ctl, const struct thing *stats)
{
	const char *mode = thing_get(stats, "Sandbox"), *detail = thing_get(stats, "SandboxDetail");
	int r = 0;
	size_t i = 0;

	while (i < ARRAY_SIZE(sandboxes) && strcmp(sandboxes[i].mode, mode) != 0)
		i++;
	if (i < ARRAY_SIZE(sandboxes))
		r = put_field(ctl, "Sandbox", sandboxes[i].style, sandboxes[i].meaning);
	else
		r = put_field(ctl, "Sandbox", STYLE_WARN, mode);
	return r < 0 || !*detail ? r : buffer_printf(&ctl->text, "%*s  %s\n", LABEL_WIDTH, "", detail);
}

static int put_uptime(struct ctl *ctl, const struct thing *stats)
{
	uint64_t seconds;

	if (parse_u64(thing_get(stats, "Uptime"), UINT64_MAX, &seconds) < 0)
		return put_field(ctl, "Uptime", STYLE_OFF, thing_get(stats, "Uptime"));
	if (seconds >= 86400)
		return buffer_printf(&ctl->text, "%*s: %" PRIu64 " d %" PRIu64 " h\n", LABEL_WIDTH, "Uptime", seconds / 86400,
			seconds % 86400 / 3600);
	if (seconds >= 3600)
		return buffer_printf(&ctl->text, "%*s: %" PRIu64 " h %" PRIu64 " min\n", LABEL_WIDTH, "Uptime", seconds / 3600,
			seconds % 3600 / 60);
	return buffer_printf(&ctl->text, "%*s: %" PRIu64 " min %" PRIu64 " s\n", LABEL_WIDTH, "Uptime", seconds / 60, seconds % 60);
}

static bool is_ok(const char *value)
{
	return strcmp(value, "ok") == 0;
}

static int put_head(struct ctl *ctl, const struct thing *stats)
{
	bool is_good = is_ok(thing_get(stats, "Config")) && is_ok(thing_get(stats, "Store"));
	int r;

	r = buffer_printf(&ctl->text, "%s%s%s practiced %s - %s instance\n", term_style(&ctl->out, is_good ? STYLE_GOOD : STYLE_BAD),
		term_glyph(&ctl->out, GLYPH_DOT), term_style(&ctl->out, STYLE_OFF), thing_get(stats, "Version"),
		thing_get(stats, "Instance"));
	if (r >= 0)
		r = put_sandbox(ctl, stats);
	if (r >= 0)
		r = put_field(ctl, "Config", is_ok(thing_get(stats, "Config")) ? STYLE_OFF : STYLE_BAD, thing_get(stats, "Config"));
	if (r >= 0)
		r = put_field(ctl, "Store", is_ok(thing_get(stats, "Store")) ? STYLE_OFF : STYLE_BAD, thing_get(stats, "Store"));
	if (r >= 0)
		r = put_field(ctl, "Main PID", STYLE_OFF, thing_get(stats, "Pid"));
	if (r >= 0)
		r = put_uptime(ctl, stats);
	return r;
}

static int put_load(struct ctl *ctl, const struct thing *stats)
{
	int r;

	r = buffer_printf(&ctl->text, "%*s: %s of at most %s\n", LABEL_WIDTH, "Clients", thing_get(stats, "Clients"),
		thing_get(stats, "ClientsMax"));
	if (r >= 0)
		r = buffer_printf(&ctl->text, "%*s: %s running in %s slots, %s waiting\n", LABEL_WIDTH, "Jobs",
			thing_get(stats, "Running"), thing_get(stats, "Slots"), thing_get(stats, "Queue"));
	if (r >= 0)
		r = put_field(ctl, "Limits", STYLE_OFF, thing_get(stats, "Limits"));
	if (r >= 0)
		r = put_field(ctl, "Learners", STYLE_OFF, thing_get(stats, "Learners"));
	if (r >= 0)
		r = put_field(ctl, "Attempts", STYLE_OFF, thing_get(stats, "Attempts"));
	return r < 0 ? r : put_field(ctl, "Lessons", STYLE_OFF, thing_get(stats, "Lessons"));
}

/* Rows "id TAB name TAB available" or "... TAB missing TOOL (package P)". */
static int put_language(struct ctl *ctl, const char *row, bool is_first)
{
	_cleanup_free_ char *id = strndup(row, strcspn(row, "\t"));
	const char *name = row + strcspn(row, "\t"), *state;
	bool is_there;

	if (!id)
		return -ENOMEM;
	name += *name == '\t';
	state = name + strcspn(name, "\t");
	state += *state == '\t';
	is_there = strcmp(state, "available") == 0;
	return buffer_printf(&ctl->text, "%*s%s %s%s%s %-12s%s%s%s\n", LABEL_WIDTH, is_first ? "Languages" : "",
		is_first ? ":" : " ", term_style(&ctl->out, is_there ? STYLE_GOOD : STYLE_DIM),
		term_glyph(&ctl->out, is_there ? GLYPH_CHECK : GLYPH_CIRCLE), term_style(&ctl->out, STYLE_OFF), id,
		term_style(&ctl->out, STYLE_DIM), is_there ? "" : state, term_style(&ctl->out, STYLE_OFF));
}

static int put_languages(struct ctl *ctl, const struct thing *stats)
{
	size_t position = 0, count = 0;
	const char *row;
	int r = 0;

	while (r >= 0 && (row = thing_next(stats, "Language", &position)))
		r = put_language(ctl, row, count++ == 0);
	return r;
}

static int put_problems(struct ctl *ctl, const struct thing *stats)
{
	size_t position = 0, count = 0;
	const char *problem;
	int r = 0;

	while (r >= 0 && (problem = thing_next(stats, "Problem", &position))) {
		if (count++ == 0)
			r = buffer_printf(&ctl->text, "\n%sBroken lessons%s\n", term_style(&ctl->out, STYLE_BAD),
				term_style(&ctl->out, STYLE_OFF));
		if (r >= 0)
			r = buffer_printf(&ctl->text, "  %s\n", problem);
	}
	return r;
}

int ctl_daemon_status(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing stats = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	(void)arguments;
	ask_word(&ask, "STATS");
	r = ctl_ask_thing(ctl, &ask, &stats);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &stats);
	r = put_head(ctl, &stats);
	if (r >= 0)
		r = put_load(ctl, &stats);
	if (r >= 0)
		r = put_languages(ctl, &stats);
	if (r >= 0)
		r = put_problems(ctl, &stats);
	return ctl_flush(ctl, r, true);
}

int ctl_daemon_reload(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	(void)arguments;
	ask_word(&ask, "RELOAD");
	r = ctl_ask(ctl, &ask, &answer);
	if (r == STATUS_OK)
		ctl_say(ctl, "%s", answer.message ? answer.message : "Reloaded.");
	return r;
}

int ctl_whoami(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing who = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	(void)n;
	(void)arguments;
	ask_word(&ask, "WHOAMI");
	r = ctl_ask_thing(ctl, &ask, &who);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &who);
	r = buffer_printf(&ctl->text, "%s (%s)\n", thing_get(&who, "User"), thing_get(&who, "Role"));
	return ctl_flush(ctl, r, false);
}
