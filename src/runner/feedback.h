/* SPDX-License-Identifier: MIT */
/* The files of one case in a judge's scratch folder: what it is given to judge by, and what it
 * leaves: words, and the input of another pass. */
#pragma once

#include "job/job.h"
#include "runner/failure.h"

#define FEEDBACK_INPUT	"input"
#define FEEDBACK_ANSWER "answer"
#define FEEDBACK_DIR	"feedback/" /* with the slash, as output validators expect it */

/* Makes the two files and the empty folder. The scratch is wiped after the case. 0 or -errno. */
int feedback_prepare(int work_fd, const struct job_case *job_case, struct failure *failure);

/* In the two below the judge's processes are dead. */
/* The first lines of judgemessage.txt (why it judged so) and teammessage.txt (for the learner); ""
 * where there is none. */
void feedback_read(int work_fd, char *ret_line, char *ret_said, size_t size);
/* Whether the judge gives a score (score.txt, score_multiplier.txt), of which we would know nothing. */
bool feedback_has_score(int work_fd);
/* Moves nextpass.in, if there is one, to where the judge reads its input from, and copies it into
 * the empty memory file next_fd. 1, 0 (there is none), -errno. */
int feedback_take_next(int work_fd, int next_fd, struct failure *failure);

/* The first line of `text` with something in it, without control characters, cut to fit. "" when
 * there is none. */
void feedback_first_line(const char *text, size_t len, char *ret_line, size_t size);
void feedback_last_line(const char *text, size_t len, char *ret_line, size_t size);
