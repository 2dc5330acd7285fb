/* SPDX-License-Identifier: MIT */
/*
 * Other data for a step's cases, as its generator prints it for a seed: as many cases as the step
 * has, which keep their names. Free of I/O. The form is in practice-lesson(5): sections of lines,
 * each begun by a line with '@'.
 */
#pragma once

#include "base/buffer.h"
#include "learn/lesson.h"

#define VARIANT_BYTES_MAX                                                                          \
	(1024 * 1024) /* with all expected outputs; a generator prints JOB_STDOUT_KEPT at most */
#define VARIANT_SEED_MAX  UINT32_MAX /* seeds are 1 and more */
#define VARIANT_ERROR_MAX 160

struct variant {
	struct lesson_case *cases; /* owned; without names; expected NULL where nothing is said */
	size_t n_cases;
};

/* n_cases: that are wanted. 0, -EINVAL with a line for the author in ret_error, -ENOMEM. */
int variant_parse(const char *text, size_t len, size_t n_cases, struct variant *ret_variant,
	char ret_error[static VARIANT_ERROR_MAX]);
void variant_done(struct variant *variant);
#define _cleanup_variant_ _cleanup_(variant_done)

/* Whether a case lacks its expected output. */
bool variant_lacks_expected(const struct variant *variant);
/* What variant_parse() reads as the same. 0 or -ENOMEM. */
int variant_write(const struct variant *variant, struct buffer *ret_text);

/* Puts the data of each case into the job's of the same place; there are as many. 0, -EINVAL (there
   are not), -ENOMEM. */
int variant_fill_job(const struct variant *variant, struct job *job);
