/* SPDX-License-Identifier: MIT */
/* The files of a lesson, as the daemon hands them out. */
#pragma once

#include "ctl/ctl.h"
#include "proto/limits.h"

#define STARTER_BYTES_MAX (4 * WIRE_SUBMISSION_MAX)
#define STARTER_FILES_MAX 1024

struct starter {
	struct strlist names;	 /* as they came: not to be trusted */
	struct buffer *contents; /* names.count of them */
};

struct starter_query {
	const char *lesson;
	const char *language, *step, *set; /* NULL: the daemon's default */
};

void starter_done(struct starter *starter);

/* FILES. STATUS_OK, or the failure's status. */
int starter_fetch(struct ctl *ctl, const struct starter_query *query, struct starter *ret_starter);

#define _cleanup_starter_ _cleanup_(starter_done)
