/* SPDX-License-Identifier: MIT */
/* The table of verbs, and what it alone decides for each: number and form of arguments, role, what
 * must be in order first. */
#pragma once

#include "daemon/call.h"
#include "daemon/session.h"

enum verb_flags {
	VERB_ALWAYS = 1 << 0, /* also with a bad configuration */
	VERB_STORE = 1 << 1,  /* only with a store */
	VERB_FILES = 1 << 2,  /* pairs of name and content follow */
	VERB_WORK = 1 << 3,   /* the learner is at work: counts for the session of the day */
};

struct verb {
	const char *name;
	unsigned min, max;	    /* positional arguments */
	const char *const *options; /* "key" of each key=value argument, NULL at the end; NULL:
				       words with = are ordinary */
	enum role role;
	unsigned flags;
	void (*handle)(struct call *call);
	const char *usage; /* arguments, for people */
	const char *help;  /* one line, no full stop */
	const char *text;  /* more lines for HELP verb; may be NULL */
};

extern const struct verb verbs[];
extern const size_t n_verbs;

/* Case-insensitive; NULL when there is none. */
const struct verb *verb_find(const char *name);

/* One request, from words to reply. */
void verbs_dispatch(struct service *service, struct peer *peer, const struct request *request,
	struct reply *reply, struct session_result *ret_result);
