/* SPDX-License-Identifier: MIT */
/* A case's outcome as one row of key=value pairs: on the wire while it happens, and in ATTEMPT
 * later. */
#pragma once

#include "base/buffer.h"
#include "job/job.h"
#include "learn/lesson.h"
#include "proto/reply.h"

#include <stdbool.h>
#include <stdint.h>

struct caserow {
	uint32_t number; /* from 1 */
	const char *name;
	enum verdict verdict;
	int exit_status, signal;
	uint64_t wall_us, cpu_us, memory_bytes;
	const char *note; /* may be NULL */
};

/* What the runner told of a case; without a note. Borrows the name. */
struct caserow caserow_of_event(const struct job_event *event, uint32_t number, const char *name);

int caserow_reply(struct reply *reply, const struct caserow *row); /* "+case=1 name=..." */
int caserow_append(
	struct buffer *text, const struct caserow *row); /* the same without '+' and line end */

/* The detail of a case whose judge failed. */
bool caserow_is_judges_failure(const char *detail);

struct caserow_note {
	char text[JOB_DETAIL_MAX];
};

/*
 * What of a case's detail its learner is told: why the output is wrong only where that is shown, how
 * a judge failed too; what a judge says to the learner always. Who teaches (then `show` is full) is
 * told all. NULL: nothing; else the note's text.
 */
const char *caserow_note(
	const char *detail, enum verdict verdict, enum diff_show show, struct caserow_note *ret_note);
