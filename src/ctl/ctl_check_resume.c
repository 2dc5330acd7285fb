/* SPDX-License-Identifier: MIT */
/*
 * An attempt apart from the connection that asked for it. From its first line on it is stored, and
 * a daemon that starts again runs what was not over; so after that line a broken connection is a
 * reason to ask what became of it. Before it nobody knows whether there is an attempt: the CHECK is
 * sent again, and its token keeps it from being another one.
 */
#include "ctl/ctl_check.h"
#include "ctl/ctl_connect.h"
#include "ctl/interrupt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

int check_choose_token(struct check *check)
{
	uint8_t bytes[(sizeof(check->token) - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return -errno;
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(check->token + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static int ask_cancel(struct check *check, struct answer *ret_answer)
{
	struct connection connection = CONNECTION_INIT;
	_cleanup_ask_ struct ask ask = { 0 };
	struct reply_token token;
	int r;

	connection.signal = interrupt_signal();
	r = ctl_connect_quietly(check->ctl, &connection);
	if (r < 0)
		return r;
	ask_word(&ask, "CANCEL");
	ask_word(&ask, check->attempt);
	r = connection_send(&connection, &ask);
	if (r >= 0)
		r = connection_next(&connection, &token);
	if (r >= 0)
		r = answer_from_token(&token, ret_answer);
	(void)connection_close(&connection);
	return r;
}

void check_cancel(struct check *check)
{
	_cleanup_answer_ struct answer answer = { 0 };
	struct ctl *ctl = check->ctl;
	int r;

	ctl->connection.signal = interrupt_signal();
	check->wants_cancel = false;
	progress_clear(&check->progress);
	check->progress.is_on = false;
	check->is_loud = false;
	ctl_say(ctl, "Canceling attempt %s; the same once more leaves at once.", check->attempt);
	r = ask_cancel(check, &answer);
	if (r < 0 || (answer.is_error && answer.code != REPLY_STATE)) {
		ctl_say(ctl, "It could not be canceled, and goes on: practicectl cancel %s",
			check->attempt);
		check->is_given_up = true;
	}
}

/* What the last line of CHECK would have said. */
static int make_summary(struct check *check, const struct thing *attempt)
{
	static const struct {
		const char *key, *name;
	} keys[] = {
		{ "Verdict", "verdict" },
		{ "Passed", "passed" },
		{ "Cases", "cases" },
		{ "Points", "points" },
		{ "MaxPoints", "max_points" },
		{ "Step", "step" },
	};
	size_t position = 0;
	const char *value;
	int r = 0;

	while (r >= 0 && (value = thing_next(attempt, "Case", &position))) {
		_cleanup_thing_ struct thing line = { 0 };

		r = thing_parse_pairs(value, &line);
		if (r >= 0)
			r = check_take_line(check, &line);
	}
	thing_done(&check->summary);
	for (size_t i = 0; i < ARRAY_SIZE(keys) && r >= 0; i++)
		r = thing_add(&check->summary, keys[i].name, thing_get(attempt, keys[i].key));
	return r;
}

static bool is_over(const struct thing *attempt)
{
	const char *state = thing_get(attempt, "State");

	return strcmp(state, "done") == 0 || strcmp(state, "canceled") == 0;
}

static int ask_attempt(struct check *check, struct thing *ret_attempt)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "ATTEMPT");
	ask_word(&ask, check->attempt);
	return ctl_ask_thing(check->ctl, &ask, ret_attempt);
}

int check_resume(struct check *check)
{
	struct patience patience = { .limit_ms = CONNECTION_SILENCE_LONG_MS };
	struct ctl *ctl = check->ctl;
	int r;

	(void)connection_close(&ctl->connection);
	for (;;) {
		_cleanup_thing_ struct thing attempt = { 0 };

		progress_draw(
			&check->progress, check->done, check->total, "asking for the attempt");
		r = ask_attempt(check, &attempt);
		if (check->wants_cancel || interrupt_signal() != ctl->connection.signal)
			check_cancel(check);
		else if (r != STATUS_OK)
			return r;
		if (check->is_given_up)
			return STATUS_FAILED;
		if (is_over(&attempt)) {
			r = make_summary(check, &attempt);
			progress_clear(&check->progress);
			return r < 0 ? ctl_fail_wire(ctl, r) : STATUS_OK;
		}
		if (patience_wait(&patience, ctl->connection.signal) == -ETIMEDOUT)
			return ctl_fail_wire(ctl, -ETIMEDOUT);
	}
}
