/* SPDX-License-Identifier: MIT */
/* Starter files are laid into the lesson's folder, and each is told of where it matters. Nothing
 * that the learner wrote is ever lost. */
#pragma once

#include "ctl/starter.h"
#include "ctl/workspace.h"

#define LAYING_FOLDERS_MAX 99 /* before-DATE to before-DATE.99 */

/* Where the learner has a file of that name. */
enum laying_how {
	LAYING_KEEP,	/* it stays */
	LAYING_REPLACE, /* it is moved to NAME.~1~ */
	LAYING_ASIDE,	/* it is moved into a folder of that day, for the step is written anew */
};

struct laying {
	struct ctl *ctl;
	struct workspace *workspace; /* found, or made, by laying_lay() */
	const struct starter *starter;
	enum laying_how how;
	char folder[64]; /* LAYING_ASIDE: where to; "": nothing was moved */
	size_t written, kept;
};

/* STATUS_OK, or the worst failure's status: one that can't be laid is told, and the others are. */
int laying_lay(struct laying *laying, const char *id, const char *language);
