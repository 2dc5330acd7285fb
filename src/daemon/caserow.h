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

/* The runner's note says what was expected: only where that is shown. */
const char *caserow_note(const char *detail, enum verdict verdict, enum diff_show show);
