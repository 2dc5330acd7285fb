/* SPDX-License-Identifier: MIT */
/* A step that was passed is written anew: the starter comes into the place of the old solution,
 * which is kept in a folder beside it. */
#pragma once

#include "ctl/ctl.h"

struct review {
	struct thing reply; /* of REVIEW */
	char *path;	    /* of the lesson's folder */
	char kept[64];	    /* the folder in it that has what was there before; "": nothing was */
};

void review_done(struct review *review);

/*
 * Begins the review of a step; one that is under way is gone on with, and its files are left as
 * they are. STATUS_OK, STATUS_NOT_ACTIVE when it isn't due, or another failure's status.
 */
int review_begin(struct ctl *ctl, const char *lesson, const char *step, struct review *ret_review);
/* Whether one is under way: then the step counts when it passes, though it was passed before. The
 * status of a failure, which is told. */
int review_is_begun(struct ctl *ctl, const char *lesson, const char *step, bool *ret_is_begun);

#define _cleanup_review_ _cleanup_(review_done)
