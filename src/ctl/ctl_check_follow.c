/* SPDX-License-Identifier: MIT */
/* CHECK's reply as it happens, through Ctrl-C and restarts of the daemon. */
#include "ctl/ctl_check.h"
#include "ctl/interrupt.h"

#include <string.h>

static void put_off_cancel(struct check *check)
{
	check->ctl->connection.signal = interrupt_signal();
	check->wants_cancel = true;
}

/* The next token of the reply; Ctrl-C is seen to, and then it goes on. */
static int next(struct check *check, struct reply_token *token)
{
	struct connection *connection = &check->ctl->connection;
	int r;

	do {
		bool has_number = check->attempt && check->wants_cancel;

		r = has_number ? -EINTR : connection_next(connection, token);
		if (r == -EINTR && check->attempt)
			check_cancel(check);
		else if (r == -EINTR)
			put_off_cancel(check);
	} while (r == -EINTR && !check->is_given_up);
	return r;
}

static int take_token(struct check *check, const struct reply_token *token)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_thing_ struct thing line = { 0 };
	int r;

	if (ctl_is_refused_for_now(token)) /* cut off, for the daemon stops */
		return -ECONNRESET;
	if (token->type == REPLY_TYPE_ERROR) {
		r = answer_from_token(token, &answer);
		return r < 0 ? r : ctl_fail_reply(check->ctl, answer.code, answer.message);
	}
	if (token->type != REPLY_TYPE_SIMPLE)
		return -EPROTO;
	r = thing_parse_line(token->data, token->len, &line);
	return r < 0 ? r : check_take_line(check, &line);
}

/* The array. 0, -errno, or the status of a failure that was told. */
static int follow(struct check *check, int64_t lines)
{
	struct connection *connection = &check->ctl->connection;
	struct reply_token token;
	int r = 0;

	connection->silence_ms = CONNECTION_SILENCE_LONG_MS;
	for (int64_t i = 0; i < lines && r == 0; i++) {
		progress_draw(&check->progress, check->done, check->total,
			i == 0	 ? "waiting for a free place"
			: i == 1 ? "compiling"
				 : "running");
		r = next(check, &token);
		if (r == 0)
			r = take_token(check, &token);
	}
	connection->silence_ms = CONNECTION_SILENCE_MS;
	progress_clear(&check->progress);
	return r;
}

static int take_reply(struct check *check, const struct reply_token *token)
{
	_cleanup_answer_ struct answer answer = { 0 };
	int r;

	if (token->type == REPLY_TYPE_ARRAY)
		return follow(check, token->number);
	r = answer_from_token(token, &answer);
	return ctl_fail_reply(check->ctl, answer.code, r < 0 ? strerror(-r) : answer.message);
}

/* Sends it once, and reads the reply as far as it comes: as ctl_try(). A Ctrl-C before the first
 * line waits for it, because the attempt has no number before. */
static int try(struct check *check, const struct ask *ask)
{
	struct ctl *ctl = check->ctl;
	struct reply_token token;
	int r;

	r = ctl_try(ctl, ask, &token);
	while (r == -EINTR) {
		put_off_cancel(check);
		r = connection_next(&ctl->connection, &token);
	}
	if (r != 0)
		return r;
	return ctl_is_refused_for_now(&token) ? -EPIPE : take_reply(check, &token);
}

int check_follow(struct check *check)
{
	struct patience patience = { .limit_ms = PATIENCE_AGAIN_MS };
	_cleanup_ask_ struct ask ask = { 0 };
	struct ctl *ctl = check->ctl;
	int r;

	r = interrupt_catch();
	if (r == 0)
		r = check_choose_token(check);
	submission_ask(check->submission, "CHECK", 0, check->token, &ask);
	while (r == 0) {
		r = try(check, &ask);
		if ((r == -ECONNRESET && check->attempt) || (r == 0 && check->is_again))
			return check_resume(check);
		if (r != -EPIPE && r != -ECONNRESET)
			break;
		r = ctl_wait(ctl, &patience);
		if (r == -ETIMEDOUT)
			r = -ECONNRESET;
	}
	return r < 0 ? ctl_fail_wire(ctl, r) : r;
}
