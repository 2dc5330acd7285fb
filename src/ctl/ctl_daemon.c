/* SPDX-License-Identifier: MIT */
/* The daemon itself: daemon-status, daemon-reload, whoami. */
#include "base/parse.h"
#include "ctl/ctl.h"
#include "ctl/field.h"
#include "ctl/language_row.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *mode, *meaning;
	unsigned styles;
} sandboxes[] = {
	{ "namespaces", "namespaces: learners' programs are isolated", WRAP_GOOD },
	{ "none", "NONE: learners' programs run with all rights of the daemon", WRAP_WARN },
	{ "unsafe", "UNSAFE: nothing is run, because nothing can be isolated here", WRAP_BAD },
};

static int put_field(struct ctl *ctl, const char *label, unsigned styles, const char *value)
{
	return field_put(&ctl->text, &ctl->out, label, styles, value);
}

static int put_sandbox(struct ctl *ctl, const struct thing *stats)
{
	const char *mode = thing_get(stats, "Sandbox"), *detail = thing_get(stats, "SandboxDetail");
	int r = 0;
	size_t i = 0;

	while (i < ARRAY_SIZE(sandboxes) && strcmp(sandboxes[i].mode, mode) != 0)
		i++;
	if (i < ARRAY_SIZE(sandboxes))
		r = put_field(ctl, "Sandbox", sandboxes[i].styles, sandboxes[i].meaning);
	else
		r = put_field(ctl, "Sandbox", WRAP_WARN, mode);
	return r < 0 ? r : put_field(ctl, "", WRAP_DIM, detail);
}

/* What limits programs, and what is missing of it. */
static int put_cgroup(struct ctl *ctl, const struct thing *stats)
{
	const char *in_force = thing_get(stats, "Cgroup"), *reason = thing_get(stats, "CgroupReason");
	const char *sentence;
	size_t position = 0;
	int r;

	if (in_force[0] == '\0')
		return 0; /* of an older daemon */
	r = put_field(ctl, "Cgroup v2", reason[0] ? WRAP_WARN : 0, in_force);
	if (r >= 0 && reason[0])
		r = field_printf(&ctl->text, &ctl->out, "", "because %s", reason);
	while (r >= 0 && (sentence = thing_next(stats, "Weaker", &position)))
		r = field_printf(&ctl->text, &ctl->out, "", "weaker: %s", sentence);
	if (r >= 0 && reason[0])
		r = field_printf(&ctl->text, &ctl->out, "", "remedy: %s",
			thing_get(stats, "CgroupRemedy"));
	return r;
}

static int put_uptime(struct ctl *ctl, const struct thing *stats)
{
	uint64_t seconds;

	if (parse_u64(thing_get(stats, "Uptime"), UINT64_MAX, &seconds) < 0)
		return put_field(ctl, "Uptime", 0, thing_get(stats, "Uptime"));
	if (seconds >= 86400)
		return field_printf(&ctl->text, &ctl->out, "Uptime", "%" PRIu64 " d %" PRIu64 " h",
			seconds / 86400, seconds % 86400 / 3600);
	if (seconds >= 3600)
		return field_printf(&ctl->text, &ctl->out, "Uptime",
			"%" PRIu64 " h %" PRIu64 " min", seconds / 3600, seconds % 3600 / 60);
	return field_printf(&ctl->text, &ctl->out, "Uptime", "%" PRIu64 " min %" PRIu64 " s",
		seconds / 60, seconds % 60);
}

static bool is_ok(const char *value)
{
	return strcmp(value, "ok") == 0;
}

static int put_head(struct ctl *ctl, const struct thing *stats)
{
	bool is_good = is_ok(thing_get(stats, "Config")) && is_ok(thing_get(stats, "Store"));
	int r;

	r = buffer_printf(&ctl->text, "%s%s%s practiced %s - %s instance\n",
		term_style(&ctl->out, is_good ? STYLE_GOOD : STYLE_BAD),
		term_glyph(&ctl->out, GLYPH_DOT), term_style(&ctl->out, STYLE_OFF),
		thing_get(stats, "Version"), thing_get(stats, "Instance"));
	if (r >= 0)
		r = put_sandbox(ctl, stats);
	if (r >= 0)
		r = put_cgroup(ctl, stats);
	if (r >= 0)
		r = put_field(ctl, "Config", is_ok(thing_get(stats, "Config")) ? 0 : WRAP_BAD,
			thing_get(stats, "Config"));
	if (r >= 0)
		r = put_field(ctl, "Store", is_ok(thing_get(stats, "Store")) ? 0 : WRAP_BAD,
			thing_get(stats, "Store"));
	if (r >= 0)
		r = put_field(ctl, "Main PID", 0, thing_get(stats, "Pid"));
	if (r >= 0)
		r = put_uptime(ctl, stats);
	return r;
}

static int put_load(struct ctl *ctl, const struct thing *stats)
{
	int r;

	r = field_printf(&ctl->text, &ctl->out, "Clients", "%s of at most %s",
		thing_get(stats, "Clients"), thing_get(stats, "ClientsMax"));
	if (r >= 0)
		r = field_printf(&ctl->text, &ctl->out, "Jobs",
			"%s running in %s slots, %s waiting", thing_get(stats, "Running"),
			thing_get(stats, "Slots"), thing_get(stats, "Queue"));
	if (r >= 0)
		r = put_field(ctl, "Limits", 0, thing_get(stats, "Limits"));
	if (r >= 0)
		r = put_field(ctl, "Learners", 0, thing_get(stats, "Learners"));
	if (r >= 0)
		r = put_field(ctl, "Attempts", 0, thing_get(stats, "Attempts"));
	return r < 0 ? r : put_field(ctl, "Lessons", 0, thing_get(stats, "Lessons"));
}

/* What is there stands in one line, what is missing in a line each. */
static int put_languages(struct ctl *ctl, const struct thing *stats)
{
	_cleanup_buffer_ struct buffer available = { 0 };
	size_t position = 0;
	const char *row;
	int r;

	r = buffer_append_string(&available, term_glyph(&ctl->out, GLYPH_CHECK));
	while (r >= 0 && (row = thing_next(stats, "Language", &position))) {
		struct language_row language = language_row_of(row);

		if (language.is_available)
			r = buffer_printf(&available, " %.*s", (int)language.id_len, language.id);
	}
	if (r >= 0)
		r = put_field(ctl, "Languages", 0, available.data);
	for (position = 0; r >= 0 && (row = thing_next(stats, "Language", &position));) {
		struct language_row language = language_row_of(row);

		if (!language.is_available)
			r = field_printf(&ctl->text, &ctl->out, "", "%s %.*s: %s",
				term_glyph(&ctl->out, GLYPH_CIRCLE), (int)language.id_len, language.id,
				language.state);
	}
	return r;
}

static int put_problems(struct ctl *ctl, const struct thing *stats)
{
	size_t position = 0, count = 0;
	const char *problem;
	int r = 0;

	while (r >= 0 && (problem = thing_next(stats, "Problem", &position))) {
		if (count++ == 0)
			r = buffer_printf(&ctl->text, "\n%sBroken lessons%s\n",
				term_style(&ctl->out, STYLE_BAD), term_style(&ctl->out, STYLE_OFF));
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
	r = buffer_printf(
		&ctl->text, "%s (%s)\n", thing_get(&who, "User"), thing_get(&who, "Role"));
	return ctl_flush(ctl, r, false);
}
