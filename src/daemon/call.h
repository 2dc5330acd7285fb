/* SPDX-License-Identifier: MIT */
/* One request on its way through a handler: all that a handler sees. Arguments are sound in number
 * and form already. */
#pragma once

#include "daemon/answer.h"
#include "daemon/peer.h"
#include "daemon/service.h"
#include "daemon/stream.h"
#include "proto/reply.h"
#include "proto/request.h"

#define CALL_ARGS_MAX	 WIRE_WORDS_MAX
#define CALL_OPTIONS_MAX 4

struct call {
	struct service *service;
	struct peer *peer;
	enum role role;
	const struct request *request;
	const char *args[CALL_ARGS_MAX]; /* positional; NULL behind the last */
	size_t n_args;
	const char *options[CALL_OPTIONS_MAX]; /* values, in the order of the verb's row; NULL when
						  not given */
	const struct request_word *files;      /* name, content, name, content ... */
	size_t n_files;			       /* pairs */
	struct reply reply;
	struct stream *stream; /* set by a handler whose reply goes on; owned by the job's side */
	bool quits;	       /* close when the reply is sent */
};

/* These answer the error themselves: NULL or a negative return means that the handler is done. */
const struct lesson *call_lesson(struct call *call, const char *name); /* service_find_lesson() */
const struct step *call_step(struct call *call, const struct lesson *lesson, const char *name);
int call_learner(struct call *call, int64_t *ret_learner); /* needs the store */
/* Parses an option as a number within bounds; ret_number is left alone when it isn't given. */
int call_number(struct call *call, const char *what, const char *value, uint32_t min, uint32_t max,
	uint32_t *ret_number);
/* Answers -STORE with what the store says; -ENOMEM sticks instead. */
void call_fail_store(struct call *call, int error);

/* The learner is at work: the session of the day, if there is one, goes on. Answers
 * nothing. */
void call_note_work(struct call *call);

/* Key=value of what comes of isolation: for HELLO, STATUS, STATS. */
const char *call_sandbox(const struct call *call);

/* The time, once a call. */
int64_t call_now_us(const struct call *call);

/* The language of a request: what is named, else the practice's, else the lesson's first.
 * `practised` may be NULL or "". */
const char *call_language(
	struct call *call, const struct lesson *lesson, const char *named, const char *practised);
/* As call_language(), and its tools are on this host. */
const struct language *call_ready_language(
	struct call *call, const struct lesson *lesson, const char *named, const char *practised);
