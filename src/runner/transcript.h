/* SPDX-License-Identifier: MIT */
/*
 * What was said in an interactive case, as a person can read it: a line begins with "> " where the
 * learner's program wrote it and with "< " where it came from the judge. Lines of the two are in
 * the order in which they passed the proxy. Bounded; what is beyond is left out, and that is said.
 */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>

#define TRANSCRIPT_MAX (16 * 1024) /* bytes, marks included; a last line that says so is beyond */

struct transcript {
	struct buffer text;
	bool by_program; /* the last line is its */
	bool is_open;	 /* the last line has no end yet */
	bool is_full;
};

void transcript_done(struct transcript *transcript);
/* Lack of memory only makes it shorter. */
void transcript_add(struct transcript *transcript, bool by_program, const char *bytes, size_t len);
/* With the end of its last line, the transcript is as it is to be shown. */
void transcript_finish(struct transcript *transcript);
