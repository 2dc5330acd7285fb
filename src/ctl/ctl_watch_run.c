/* SPDX-License-Identifier: MIT */
/* Of watch: the step, its runs, and what is shown of them. */
#include "ctl/ctl_watch.h"

#include "base/file.h"
#include "ctl/ctl_check.h"
#include "ctl/ctl_connect.h"
#include "ctl/interrupt.h"
#include "ctl/report.h"
#include "ctl/review.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define REFUSED_QUIETLY 10 /* tries, about two seconds; then it is said, once */

/* Showing. */

/* Nobody reads any more: then there is nothing to watch for. */
void watch_flush(struct watch *watch)
{
	struct buffer *text = &watch->ctl->text;

	if (text->len > 0 && file_write_all(STDOUT_FILENO, text->data, text->len) < 0)
		watch->is_done = true;
	buffer_clear(text);
}

int watch_put_keys(struct watch *watch)
{
	const struct term *term = &watch->ctl->out;

	if (!watch->screen.is_on)
		return 0;
	return buffer_printf(&watch->ctl->text, "\n%s%s%s\n", term_style(term, STYLE_DIM),
		term->columns < 60 ? "h hint, n next, r run, c check, q quit"
				   : "h hint, n next step, r run again, c check, q quit",
		term_style(term, STYLE_OFF));
}

static int put_outcome(struct watch *watch)
{
	struct ctl *ctl = watch->ctl;
	const struct outcome *before =
		watch->has_before && !watch->is_whole ? &watch->before : NULL;
	int r = screen_put_clear(&watch->screen, &ctl->text);

	if (r >= 0 && !ctl->options.quiet)
		r = report_head(&ctl->text, &ctl->out, "Watching",
			&(struct report_subject){ thing_get(&watch->submission.status, "Id"),
				watch->submission.step,
				watch->submission.language ? watch->submission.language : "" });
	if (r >= 0 && watch->has_now && !ctl->options.quiet)
		r = outcome_put(&ctl->text, ctl, &watch->now, before);
	if (r >= 0 && watch->has_now)
		r = outcome_put_summary(&ctl->text, ctl, &watch->now, before);
	if (r >= 0 && watch->note.len > 0)
		r = buffer_append_string(&ctl->text, watch->note.data);
	return r;
}

void watch_show(struct watch *watch)
{
	if (put_outcome(watch) < 0 || watch_put_keys(watch) < 0)
		watch->is_done = true;
	watch_flush(watch);
}

/* What is shown already stays. */
static void show_nothing_new(struct watch *watch)
{
	if (buffer_append_string(&watch->ctl->text, "Nothing has changed by that.\n") < 0)
		watch->is_done = true;
	watch_flush(watch);
}

/* The step. */

static bool is_step_passed(const struct watch *watch)
{
	size_t position = 0;
	const char *value;

	while ((value = thing_next(&watch->submission.status, "Step", &position))) {
		_cleanup_thing_ struct thing step = { 0 };

		if (thing_parse_pairs(value, &step) >= 0 && watch->submission.step &&
			strcmp(thing_get(&step, "name"), watch->submission.step) == 0)
			return strcmp(thing_get(&step, "state"), "passed") == 0;
	}
	return false;
}

static void forget_outcomes(struct watch *watch)
{
	outcome_done(&watch->now);
	outcome_done(&watch->before);
	watch->has_now = watch->has_before = false;
	buffer_clear(&watch->sent);
	buffer_clear(&watch->note);
}

int watch_read_status(struct watch *watch)
{
	_cleanup_free_ char *lesson = strdup(thing_get(&watch->submission.status, "Id"));

	if (!lesson)
		return ctl_fail_errno(watch->ctl, -ENOMEM, NULL);
	thing_done(&watch->submission.status);
	watch->submission.status = (struct thing){ 0 };
	return submission_begin(watch->ctl, lesson, &watch->submission);
}

/* From now on it is about that step; NULL: the first that is not passed. */
int watch_choose_step(struct watch *watch, const char *step)
{
	int r = submission_gather(watch->ctl, step, &watch->submission);

	if (r != STATUS_OK)
		return r;
	if (!watch->submission.step)
		return ctl_fail(watch->ctl, STATUS_FAILED,
			"all steps are passed; name the one that is to be watched");
	forget_outcomes(watch);
	(void)report_know_folder(watch->ctl, thing_get(&watch->submission.status, "Id"));
	watch->is_passed = is_step_passed(watch);
	r = folderwatch_open(
		&watch->folder, watch->submission.workspace.fd, &watch->submission.names);
	return r < 0 ? ctl_fail_errno(watch->ctl, r, watch->submission.workspace.path) : STATUS_OK;
}

/* Running. */

/* True when one was under way. */
bool watch_stop_run(struct watch *watch)
{
	bool was_running = watch->is_running;

	if (was_running)
		(void)connection_close(&watch->ctl->connection);
	watch->is_running = false;
	return was_running;
}

/* An editor may have taken a file away to put another one in its place, or have emptied it. */
bool watch_is_settled(const struct watch *watch)
{
	const struct strlist *names = &watch->submission.names;

	for (size_t i = 0; i < names->count; i++) {
		struct stat info;

		if (fstatat(watch->submission.workspace.fd, names->items[i], &info,
			    AT_SYMLINK_NOFOLLOW) < 0 ||
			info.st_size == 0)
			return false;
	}
	return true;
}

/* A connection that the daemon has closed meanwhile is no news. */
static int send(struct watch *watch, const struct ask *ask)
{
	struct ctl *ctl = watch->ctl;
	int r = -ECONNRESET;

	if (ctl->connection.fd >= 0)
		r = connection_send(&ctl->connection, ask);
	if (r >= 0)
		return STATUS_OK;
	(void)connection_close(&ctl->connection);
	r = ctl_connect(ctl, &ctl->connection);
	if (r != STATUS_OK)
		return r;
	r = connection_send(&ctl->connection, ask);
	return r < 0 ? ctl_fail_wire(ctl, r) : STATUS_OK;
}

/* Failures are told, and the next save is another chance. */
void watch_start_run(struct watch *watch, enum start when)
{
	_cleanup_ask_ struct ask ask = { 0 };
	bool was_running = watch_stop_run(watch);

	watch->due_ms = 0;
	if (submission_read_again(watch->ctl, &watch->submission) != STATUS_OK)
		return;
	submission_ask(&watch->submission, "RUN", SUBMISSION_ALL_CASES, NULL, &ask);
	if (when == START_CHANGED && !was_running && ask.error >= 0 &&
		ask.body.len == watch->sent.len &&
		memcmp(ask.body.data, watch->sent.data, ask.body.len) == 0)
		return;
	watch->is_running = send(watch, &ask) == STATUS_OK;
	buffer_clear(&watch->sent);
	if (watch->is_running)
		(void)buffer_append(&watch->sent, ask.body.data, ask.body.len);
}

const char *watch_next_step(const struct watch *watch, char buffer[static WATCH_STEP_MAX])
{
	size_t position = 0;
	const char *value;
	bool is_after = false;

	buffer[0] = '\0';
	while ((value = thing_next(&watch->submission.status, "Step", &position))) {
		_cleanup_thing_ struct thing step = { 0 };
		const char *name;

		if (thing_parse_pairs(value, &step) < 0)
			return NULL;
		name = thing_get(&step, "name");
		if (strcmp(name, watch->submission.step) == 0) {
			is_after = true;
			continue;
		}
		if (strcmp(thing_get(&step, "offered"), "no") == 0 ||
			strcmp(thing_get(&step, "state"), "passed") == 0)
			continue;
		/* The first one behind it, else the first at all. */
		if (is_after || !buffer[0])
			(void)snprintf(buffer, WATCH_STEP_MAX, "%s", name);
		if (is_after)
			break;
	}
	return buffer[0] ? buffer : NULL;
}

static int note_next(struct watch *watch)
{
	char name[WATCH_STEP_MAX];
	const char *next = watch_next_step(watch, name);

	if (!next)
		return buffer_append_string(&watch->note, "All other steps are passed.\n");
	return buffer_printf(&watch->note, "The next step is %s%s.\n", next,
		watch->screen.is_on ? ": press n" : "");
}

/* is_quiet: it has just been run, and nothing new would be said but that it is passed. */
void watch_hand_in(struct watch *watch, bool is_quiet)
{
	struct ctl *ctl = watch->ctl;
	_cleanup_free_ char *step = strdup(watch->submission.step);
	bool was_quiet = ctl->options.quiet;
	int r;

	if (!step)
		return;
	screen_leave(&watch->screen);
	ctl->options.quiet = was_quiet || is_quiet;
	r = check_submit(ctl, &watch->submission, step);
	ctl->options.quiet = was_quiet;
	screen_return(&watch->screen);
	buffer_clear(&watch->note);
	if (interrupt_signal() != 0 || watch_read_status(watch) != STATUS_OK)
		return;
	watch->is_passed = is_step_passed(watch);
	if (r != STATUS_OK || !is_quiet)
		return;
	r = buffer_printf(&watch->note, "Handed in: the step %s is passed.\n", step);
	if (r >= 0)
		r = note_next(watch);
	if (r < 0) {
		watch->is_done = true;
		return;
	}
	if (watch->screen.is_on) {
		watch_show(watch);
	} else {
		if (buffer_append_string(&ctl->text, watch->note.data) < 0)
			watch->is_done = true;
		watch_flush(watch);
	}
}

/* A review may have been begun in another terminal meanwhile. */
static bool is_to_hand_in(const struct watch *watch)
{
	bool is_begun;

	if (!watch->is_passed)
		return true;
	return review_is_begun(watch->ctl, thing_get(&watch->submission.status, "Id"),
		       watch->submission.step, &is_begun) == STATUS_OK &&
	       is_begun;
}

static void take_outcome(struct watch *watch, struct outcome *outcome)
{
	bool is_same;

	outcome_done(&watch->before);
	watch->before = watch->now;
	watch->has_before = watch->has_now;
	watch->now = *outcome;
	watch->has_now = true;
	*outcome = (struct outcome){ 0 };
	is_same = watch->has_before && !watch->is_whole &&
		  outcome_is_same(&watch->now, &watch->before);
	buffer_clear(&watch->note);
	if (!is_same)
		watch_show(watch);
	else
		show_nothing_new(watch);
	watch->is_whole = false;
	if (outcome_is_pass(&watch->now) && is_to_hand_in(watch))
		watch_hand_in(watch, true);
}

static void take_answer(struct watch *watch, const struct answer *answer)
{
	_cleanup_outcome_ struct outcome outcome = { 0 };
	struct ctl *ctl = watch->ctl;
	int r;

	if (answer->is_error && answer->code == REPLY_LIMIT) {
		/* Runs that were given up are still being ended: the same again, soon. */
		if (++watch->n_refused == REFUSED_QUIETLY)
			ctl_say(ctl, "The run waits: %s", answer->message);
		buffer_clear(&watch->sent);
		watch_start_soon(watch);
		return;
	}
	watch->n_refused = 0;
	if (answer->is_error) {
		(void)ctl_fail_reply(ctl, answer->code, answer->message);
		return;
	}
	r = outcome_read(answer, &outcome);
	if (r < 0)
		(void)ctl_fail_wire(ctl, r);
	else
		take_outcome(watch, &outcome);
}

/* The daemon has ended under it: it is waited for, and asked again. */
static void ask_again(struct watch *watch)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	struct ctl *ctl = watch->ctl;
	int r;

	(void)connection_close(&ctl->connection);
	submission_ask(&watch->submission, "RUN", SUBMISSION_ALL_CASES, NULL, &ask);
	ctl->connection.silence_ms = CONNECTION_SILENCE_LONG_MS;
	r = ctl_ask(ctl, &ask, &answer);
	ctl->connection.silence_ms = CONNECTION_SILENCE_MS;
	if (r == STATUS_OK)
		take_answer(watch, &answer);
	else
		buffer_clear(&watch->sent); /* what is saved next is run, the same too */
}

/* The reply has begun, and so all of it is there: RUN answers at the end. */
void watch_take_reply(struct watch *watch)
{
	_cleanup_answer_ struct answer answer = { 0 };
	struct connection *connection = &watch->ctl->connection;
	struct reply_token token;
	int r = connection_next(connection, &token);

	watch->is_running = false;
	if (r == 0 && !ctl_is_refused_for_now(&token))
		r = answer_read(connection, &token, &answer);
	else if (r == 0)
		r = -ECONNRESET;
	if (r == 0)
		take_answer(watch, &answer);
	else if (r == -ECONNRESET)
		ask_again(watch);
	else if (r != -EINTR)
		(void)ctl_fail_wire(watch->ctl, r);
}
