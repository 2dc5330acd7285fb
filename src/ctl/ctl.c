/* SPDX-License-Identifier: MIT */
#include "ctl/ctl.h"

#include "base/file.h"
#include "ctl/output.h"
#include "ctl/own_words.h"
#include "ctl/pager.h"
#include "ctl/verbs.h"
#include "ctl/workspace.h"
#include "ctl/wrap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	enum reply_code code;
	enum exit_status status;
	const char *hint;
} code_meanings[] = {
	{ REPLY_ERR, STATUS_FAILED, NULL },
	{ REPLY_BADARG, STATUS_USAGE, NULL },
	{ REPLY_NOTFOUND, STATUS_NOT_FOUND, NULL },
	{ REPLY_DENIED, STATUS_DENIED, NULL },
	{ REPLY_STATE, STATUS_NOT_ACTIVE, NULL },
	{ REPLY_TOOBIG, STATUS_FAILED, NULL },
	{ REPLY_LIMIT, STATUS_FAILED, NULL },
	{ REPLY_BUSY, STATUS_FAILED, "The daemon is shutting down; try again in a moment." },
	{ REPLY_CONFIG, STATUS_FAILED, "After mending the file: practicectl daemon-reload" },
	{ REPLY_STORE, STATUS_FAILED,
		"practicectl daemon-status and the journal of practiced.service say more." },
	{ REPLY_UNSAFE, STATUS_FAILED, "practicectl daemon-status shows what is missing." },
	{ REPLY_INTERNAL, STATUS_FAILED, "The journal says more: journalctl -u practiced.service" },
};

/* "give a hint for" without what it is for is "give a hint". */
static size_t action_length(const char *action, bool has_object)
{
	static const char *const ends[] = { " for", " of" };
	size_t len = strlen(action);

	for (size_t i = 0; i < ARRAY_SIZE(ends) && !has_object; i++)
		if (len > strlen(ends[i]) && strcmp(action + len - strlen(ends[i]), ends[i]) == 0)
			return len - strlen(ends[i]);
	return len;
}

static void fail_line(struct ctl *ctl, const char *message)
{
	const char *action = ctl->verb ? ctl->verb->action : "start";

	fprintf(stderr, "%sFailed to %.*s%s%s: %s%s\n", term_style(&ctl->err, STYLE_BAD),
		(int)action_length(action, ctl->object), action, ctl->object ? " " : "",
		ctl->object ? ctl->object : "", message, term_style(&ctl->err, STYLE_OFF));
}

int ctl_fail(struct ctl *ctl, enum exit_status status, const char *format, ...)
{
	_cleanup_buffer_ struct buffer message = { 0 };
	va_list args;

	va_start(args, format);
	if (buffer_vprintf(&message, format, args) < 0)
		buffer_clear(&message);
	va_end(args);
	fail_line(ctl, message.data ? message.data : "not enough memory");
	return (int)status;
}

int ctl_fail_errno(struct ctl *ctl, int error, const char *what)
{
	if (what)
		return ctl_fail(ctl, STATUS_FAILED, "%s: %s", what, strerror(-error));
	return ctl_fail(ctl, STATUS_FAILED, "%s", strerror(-error));
}

/* On a terminal it is wrapped; elsewhere a line stays a line, for whoever searches in it. */
static void __attribute__((format(printf, 4, 0)))
talk(struct ctl *ctl, unsigned styles, const char *prefix, const char *format, va_list args)
{
	_cleanup_buffer_ struct buffer text = { 0 }, lines = { 0 };
	struct wrap wrap = { .columns = ctl->err.is_terminal ? ctl->err.columns : SIZE_MAX,
		.first = "",
		.rest = "" };
	int r;

	if (ctl->options.quiet)
		return;
	r = wrap_mark(&text, styles);
	if (r >= 0)
		r = buffer_append_string(&text, prefix);
	if (r >= 0)
		r = buffer_vprintf(&text, format, args);
	if (r >= 0)
		r = wrap_mark(&text, 0);
	if (r >= 0)
		r = wrap_append(&lines, &ctl->err, &wrap, text.data, text.len);
	if (r >= 0)
		(void)file_write_all(STDERR_FILENO, lines.data, lines.len);
}

void ctl_say(struct ctl *ctl, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	talk(ctl, 0, "", format, args);
	va_end(args);
}

void ctl_hint(struct ctl *ctl, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	talk(ctl, WRAP_DIM, "Hint: ", format, args);
	va_end(args);
}

/* `practicectl check hello` in a lesson's folder: that was a step. */
static void hint_about_step(struct ctl *ctl, const char *message)
{
	_cleanup_workspace_ struct workspace here = WORKSPACE_INIT;
	bool has_steps = ctl->verb && strstr(ctl->verb->arguments, "[STEP]");

	if (has_steps && ctl->options.n_arguments == 2 && strncmp(message, "no lesson '", 11) == 0 &&
		workspace_open(&here, ".") >= 0 && here.lesson)
		ctl_hint(ctl, "this is the folder of %s; a step of it is named by --step=%s",
			here.lesson, ctl->options.arguments[1]);
}

int ctl_fail_reply(struct ctl *ctl, enum reply_code code, const char *message)
{
	_cleanup_buffer_ struct buffer own = { 0 };

	if (own_words_append(&own, message) >= 0)
		message = own.data;
	for (size_t i = 0; i < ARRAY_SIZE(code_meanings); i++)
		if (code_meanings[i].code == code) {
			fail_line(ctl, message);
			if (code_meanings[i].hint)
				ctl_hint(ctl, "%s", code_meanings[i].hint);
			hint_about_step(ctl, message);
			return (int)code_meanings[i].status;
		}
	fail_line(ctl, message);
	return STATUS_FAILED;
}

int ctl_fail_wire(struct ctl *ctl, int error)
{
	switch (error) {
	case -EINTR: /* whoever sent the signal knows */
		return STATUS_FAILED;
	case -ECONNRESET:
		return ctl_fail(ctl, STATUS_NO_DAEMON,
			"the daemon closed the connection before it answered");
	case -ETIMEDOUT:
	case -EAGAIN:
		return ctl_fail(ctl, STATUS_NO_DAEMON, "the daemon doesn't answer");
	case -EPROTO:
		return ctl_fail(ctl, STATUS_FAILED, "the answer is not in practiced's protocol");
	case -E2BIG:
	case -EMSGSIZE:
		return ctl_fail(
			ctl, STATUS_FAILED, "the answer is larger than any that practiced gives");
	default:
		return ctl_fail_errno(ctl, error, NULL);
	}
}

bool ctl_is_for_people(const struct ctl *ctl)
{
	return ctl->options.format == OUTPUT_SHORT && ctl->options.properties.count == 0;
}

int ctl_flush(struct ctl *ctl, int error, bool paged)
{
	int r = error;

	if (r >= 0)
		r = pager_write(&ctl->out, paged && !ctl->options.no_pager, &ctl->text);
	buffer_clear(&ctl->text);
	if (r == -EPIPE) /* whoever read has seen enough */
		return STATUS_OK;
	return r < 0 ? ctl_fail_errno(ctl, r, "can't write the output") : STATUS_OK;
}

int ctl_print_thing(struct ctl *ctl, const struct thing *thing)
{
	return ctl_flush(ctl, output_thing(&ctl->text, &ctl->options, thing), false);
}
