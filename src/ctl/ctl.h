/* SPDX-License-Identifier: MIT */
/*
 * What every verb's handler gets, and how it talks: stdout (ctl->text, written by ctl_flush()) is
 * data, stderr is talk. Handlers return an enum exit_status; whoever finds an error says it once,
 * by ctl_fail(), and passes the status on.
 */
#pragma once

#include "ctl/answer.h"
#include "ctl/connection.h"
#include "ctl/exit.h"
#include "ctl/options.h"
#include "ctl/patience.h"
#include "ctl/term.h"

struct verb;

struct ctl {
	struct options options;
	struct term out, err;
	struct connection connection; /* opened by the first ctl_ask() */
	bool was_connected;	      /* there is a daemon, so it is worth waiting for */
	const struct verb *verbs;     /* the table */
	const struct verb *verb;      /* the one that runs */
	const char *object; /* borrowed; what the verb is about, for messages; may be NULL */
	char *folder; /* what stands for the sandbox's folder in messages: workspace_prefix(); NULL:
			 they are shown as they are */
	struct buffer text; /* what will go to stdout */
};

/* "Failed to VERB OBJECT: message" on stderr (nothing with -q where the exit status says it all).
 * Returns `status`. */
int ctl_fail(struct ctl *ctl, enum exit_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int ctl_fail_errno(struct ctl *ctl, int error,
	const char *what); /* from a negative errno; `what` may be NULL */

/* Talk: a line on stderr, not with --quiet. The hint begins with "Hint: ". */
void ctl_say(struct ctl *ctl, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ctl_hint(struct ctl *ctl, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Sends and reads the reply's first token, on the connection that there is or a new one; again
 * while the daemon restarts and that is safe. STATUS_OK, also with an error as the token, or the
 * failure's status. */
int ctl_begin(struct ctl *ctl, const struct ask *ask, struct reply_token *ret_token);
/* The parts of it. ctl_try() once: 0; what connection_send() and connection_next() say, -EPIPE
 * standing for a request that surely did nothing; the status of a failure that was told.
 * ctl_wait() before the next time: as patience_wait(), and the connection is closed. */
int ctl_try(struct ctl *ctl, const struct ask *ask, struct reply_token *ret_token);
bool ctl_is_refused_for_now(const struct reply_token *token); /* nothing was done: it restarts */
int ctl_wait(struct ctl *ctl, struct patience *patience);

/* Says an error reply, with the hint that belongs to its code. */
int ctl_fail_reply(struct ctl *ctl, enum reply_code code, const char *message);
/* Says what connection_next() or answer_read() came back with. */
int ctl_fail_wire(struct ctl *ctl, int error);

/* Send, read one reply, say its error if it is one. STATUS_OK, or the failure's status. */
int ctl_ask(struct ctl *ctl, const struct ask *ask, struct answer *ret_answer);
int ctl_ask_thing(struct ctl *ctl, const struct ask *ask, struct thing *ret_thing);
int ctl_ask_rows(struct ctl *ctl, const struct ask *ask, struct rows *ret_rows);

/* For people, or for programs (-o json, -o tsv, -p)? */
bool ctl_is_for_people(const struct ctl *ctl);

/*
 * The end of a handler that has filled ctl->text: writes it to stdout, through the pager where
 * `paged` and the terminal allow. `error` is the first negative errno of filling it, or 0.
 */
int ctl_flush(struct ctl *ctl, int error, bool paged);

/* Prints a thing for programs: -o json, -o tsv, -p. The counterpart for people is the handler's
 * own. */
int ctl_print_thing(struct ctl *ctl, const struct thing *thing);
