/* SPDX-License-Identifier: MIT */
/*
 * Asking, over restarts of the daemon. A request that was not answered with a single token is sent
 * again where that can't do anything twice: it was not sent whole, it was refused with -BUSY, or
 * its verb changes nothing that a second time would change again.
 */
#include "ctl/ctl.h"
#include "ctl/ctl_connect.h"

#include <string.h>

/* What is not here is not sent twice: a HINT would be the next one. START says what is so already,
 * RUN keeps nothing, what RESET began anew it begins anew, an ANSWER's ask is answered once. */
static const char *const repeatable[] = { "ANSWER", "ATTEMPT", "CANCEL", "DUE", "FILES", "HISTORY",
	"LIST", "NEXT", "PROGRESS", "QUIZ", "RELOAD", "RESET", "RUN", "SHOW", "START", "STATS", "STATUS",
	"STOP", "TEXT", "WHOAMI" };

static bool is_verb(const struct ask *ask, const char *verb)
{
	return ask->verb && strcmp(ask->verb, verb) == 0;
}

static bool is_repeatable(const struct ask *ask)
{
	for (size_t i = 0; i < ARRAY_SIZE(repeatable); i++)
		if (is_verb(ask, repeatable[i]))
			return true;
	return false;
}

static int fail_cut(struct ctl *ctl, const struct ask *ask)
{
	return ctl_fail(ctl, STATUS_NO_DAEMON,
		"the daemon closed the connection before it answered; %s",
		is_verb(ask, "HINT") ? "practicectl status LESSON tells whether the hint was taken"
				     : "practicectl status tells whether it was done");
}

/* The first time did it, and its answer was lost. */
static void accept_done(const struct ask *ask, struct reply_token *token)
{
	static const char done[] = "Stopped practicing";

	if (!is_verb(ask, "STOP") || token->type != REPLY_TYPE_ERROR || token->code != REPLY_STATE)
		return;
	*token = (struct reply_token){
		.type = REPLY_TYPE_SIMPLE, .data = done, .len = sizeof(done) - 1, .is_last = true
	};
}

int ctl_try(struct ctl *ctl, const struct ask *ask, struct reply_token *ret_token)
{
	int sent, r;

	if (ctl->connection.fd < 0) {
		r = ctl_connect(ctl, &ctl->connection);
		if (r != STATUS_OK)
			return r;
	}
	sent = connection_send(&ctl->connection, ask);
	if (sent < 0 && sent != -ECONNRESET)
		return sent;
	/* A daemon that refused us has said why before it hung up: the reply is still there to be
	 * read. */
	r = connection_next(&ctl->connection, ret_token);
	return r == -ECONNRESET && sent < 0 ? -EPIPE : r;
}

bool ctl_is_refused_for_now(const struct reply_token *token)
{
	return token->type == REPLY_TYPE_ERROR && token->code == REPLY_BUSY;
}

int ctl_wait(struct ctl *ctl, struct patience *patience)
{
	int r = patience_wait(patience, ctl->connection.signal);

	if (r < 0)
		return r;
	if (patience_is_to_be_told(patience))
		ctl_say(ctl, "Waiting for the daemon to come back ...");
	(void)connection_close(&ctl->connection);
	return 0;
}

int ctl_begin(struct ctl *ctl, const struct ask *ask, struct reply_token *ret_token)
{
	struct patience patience = { .limit_ms = PATIENCE_AGAIN_MS };
	bool was_cut = false;
	int r, waited;

	for (;;) {
		r = ctl_try(ctl, ask, ret_token);
		if (r == 0 && was_cut)
			accept_done(ask, ret_token);
		if (r > 0 || (r == 0 && !ctl_is_refused_for_now(ret_token)))
			return r;
		was_cut = was_cut || r == -ECONNRESET;
		if (r == -ECONNRESET && !is_repeatable(ask))
			return fail_cut(ctl, ask);
		if (r < 0 && r != -ECONNRESET && r != -EPIPE)
			return ctl_fail_wire(ctl, r);
		waited = ctl_wait(ctl, &patience);
		if (waited == -ETIMEDOUT)
			return r == 0 ? STATUS_OK : ctl_fail_wire(ctl, -ECONNRESET);
		if (waited < 0)
			return ctl_fail_wire(ctl, waited);
	}
}

int ctl_ask(struct ctl *ctl, const struct ask *ask, struct answer *ret_answer)
{
	struct reply_token token;
	int r;

	r = ctl_begin(ctl, ask, &token);
	if (r != STATUS_OK)
		return r;
	r = answer_read(&ctl->connection, &token, ret_answer);
	if (r < 0)
		return ctl_fail_wire(ctl, r);
	if (!ret_answer->is_error)
		return STATUS_OK;
	return ctl_fail_reply(ctl, ret_answer->code, ret_answer->message);
}

int ctl_ask_thing(struct ctl *ctl, const struct ask *ask, struct thing *ret_thing)
{
	_cleanup_answer_ struct answer answer = { 0 };
	int r;

	r = ctl_ask(ctl, ask, &answer);
	if (r != STATUS_OK)
		return r;
	r = thing_parse(&answer, ret_thing);
	return r < 0 ? ctl_fail_wire(ctl, r) : STATUS_OK;
}

int ctl_ask_rows(struct ctl *ctl, const struct ask *ask, struct rows *ret_rows)
{
	_cleanup_answer_ struct answer answer = { 0 };
	int r;

	r = ctl_ask(ctl, ask, &answer);
	if (r != STATUS_OK)
		return r;
	r = rows_parse(&answer, ret_rows);
	return r < 0 ? ctl_fail_wire(ctl, r) : STATUS_OK;
}
