/* SPDX-License-Identifier: MIT */
/* The handlers of the verbs, a file a noun. Each writes one reply, or an error. */
#pragma once

#include "daemon/call.h"
#include "store/attempt.h"

/* handle_catalog.c */
void handle_list(struct call *call);
void handle_show(struct call *call);
void handle_text(struct call *call);
void handle_files(struct call *call);

/* handle_practice.c */
void handle_start(struct call *call);
void handle_stop(struct call *call);
void handle_reset(struct call *call);
void handle_next(struct call *call);
void handle_hint(struct call *call);
void handle_status(struct call *call);

/* handle_attempt.c */
void handle_run(struct call *call);
void handle_check(struct call *call);
/* The first argument as an attempt: the caller's own, or any for instructors. A negative return is
 * answered already. */
int call_attempt(struct call *call, struct attempt *ret_attempt);
void handle_cancel(struct call *call);
void handle_history(struct call *call);

/* handle_quiz.c, handle_due.c */
void handle_quiz(struct call *call);
void handle_answer(struct call *call);
void handle_due(struct call *call);

/* handle_progress.c */
void handle_progress(struct call *call);

/* handle_review.c */
void handle_review(struct call *call);

/* handle_today.c */
void handle_today(struct call *call);

/* handle_report.c */
void handle_attempt(struct call *call);

/* handle_daemon.c */
void handle_ping(struct call *call);
void handle_hello(struct call *call);
void handle_whoami(struct call *call);
void handle_quit(struct call *call);
void handle_reload(struct call *call);
void handle_stats(struct call *call);
