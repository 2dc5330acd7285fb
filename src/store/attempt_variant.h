/* SPDX-License-Identifier: MIT */
/*
 * The data that an attempt was given instead of its step's plain cases: the seed from the start,
 * the cases once the generator made them, so that each later run of the attempt has the same.
 */
#pragma once

#include "store/store.h"

#define ATTEMPT_VARIANT_BYTES_MAX   (1024 * 1024)
#define ATTEMPT_VARIANT_PROBLEM_MAX 1024 /* bytes; a longer one is cut */

struct attempt_variant {
	uint32_t seed;
	char *cases; /* owned, as variant_write() makes them; NULL: not made yet */
	size_t cases_len;
	char *problem; /* owned; why none could be made, for whoever wrote the generator; NULL: none
			*/
};
void attempt_variant_done(struct attempt_variant *variant);
#define _cleanup_attempt_variant_ _cleanup_(attempt_variant_done)

/* All as in attempt.h. seed: from 1. */
int attempt_variant_add(struct store *store, int64_t attempt, uint32_t seed);
/* -E2BIG past the limit. */
int attempt_variant_set_cases(struct store *store, int64_t attempt, const char *cases, size_t len);
int attempt_variant_set_problem(struct store *store, int64_t attempt, const char *problem);
/* 1 found, 0 none: the plain cases. */
int attempt_variant_get(struct store *store, int64_t attempt, struct attempt_variant *ret_variant);
