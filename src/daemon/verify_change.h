/* SPDX-License-Identifier: MIT */
/* Changes that a sound check has to notice. */
#pragma once

#include "base/buffer.h"
#include "job/job.h"
#include "learn/language.h"
#include "learn/lesson.h"

/* Each case's expected output gets a line more, which no comparison passes over. 0, -ENOMEM,
   -EOPNOTSUPP: no case has one. */
int change_expected(struct job *job);
/* What a program wrote, with another beginning of each line. 0 or -ENOMEM. */
int change_output(const char *output, size_t len, struct buffer *ret_output);
/* Makes the submission end at once, with a status that says all is well. 0, -ENOMEM, -EOPNOTSUPP:
   not known how in this language, or the tests bring all code. */
int change_to_early_exit(
	struct job *job, const struct language *language, const struct step_language *own);
