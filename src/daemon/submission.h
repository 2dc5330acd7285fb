/* SPDX-License-Identifier: MIT */
/* The files that a client sends with RUN and CHECK: names and sizes are checked before anything is
 * kept. */
#pragma once

#include "base/strlist.h"
#include "job/job.h"
#include "learn/language.h"
#include "proto/reply.h"
#include "proto/request.h"

#include <stddef.h>
#include <stdint.h>

struct submission_rules {
	const char *step; /* for the messages */
	const struct strlist
		*names; /* the step's files; empty: any name with one of the extensions */
	const struct strlist *extensions; /* of the language, without the dot; may begin with one */
	const struct strlist *spared;	  /* names that need not be sent; may be NULL */
	uint64_t max_bytes;		  /* of all files */
};

struct submission_error {
	enum reply_code code;
	char message[512];
};

/* Copies `count` pairs of name and content (names are text already) into the job. 0, -EINVAL with
 * ret_error, -ENOMEM. */
int submission_read(const struct submission_rules *rules, const struct request_word *pairs,
	size_t count, struct job *job, struct submission_error *ret_error);

/* Where any files are taken: one of them, or of those that the lesson lays beside them, has to be where
 * the program begins. As submission_read(). */
int submission_check_main(const struct language *language, const struct job *job,
	const struct strlist *overlay, struct submission_error *ret_error);
