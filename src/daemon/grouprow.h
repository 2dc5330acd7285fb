/* SPDX-License-Identifier: MIT */
/* What a group of cases came to, as one row of key=value pairs, beside those of the cases
 * (caserow.h): for steps with scores, of the groups that have cases themselves. */
#pragma once

#include "grade/scoring.h"
#include "proto/reply.h"

#define GROUPROW_SCORE_MAX 32

struct grouprow {
	const char *name; /* borrowed */
	enum verdict verdict;
	char score[GROUPROW_SCORE_MAX], max[GROUPROW_SCORE_MAX];
};

/* How many there are; 0 for NULL. */
uint32_t grouprow_count(const struct scoring *scoring);
/* Whether the group has a row; without verdicts only that. */
bool grouprow_make(const struct scoring *scoring, uint32_t group, const enum verdict *cases,
	struct grouprow *ret_row);

int grouprow_reply(struct reply *reply, const struct grouprow *row); /* "+group=secret/1 ..." */
int grouprow_append(struct buffer *text, const struct grouprow *row); /* without '+' and line end */
