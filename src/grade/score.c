/* SPDX-License-Identifier: MIT */
#include "grade/score.h"

/* Fails closed: what was not run has not passed, and no case at all is nobody's success. */
enum verdict score_verdict(const enum verdict *cases, size_t n_cases)
{
	enum verdict first = VERDICT_PASS;
	size_t n_skipped = 0;

	for (size_t i = 0; i < n_cases; i++) {
		if ((unsigned)cases[i] >= VERDICT_COUNT || cases[i] == VERDICT_INTERNAL)
			return VERDICT_INTERNAL;
		if (cases[i] == VERDICT_SKIPPED)
			n_skipped++;
		else if (first == VERDICT_PASS)
			first = cases[i];
	}
	if (n_cases == 0)
		return VERDICT_INTERNAL;
	return first == VERDICT_PASS && n_skipped > 0 ? VERDICT_SKIPPED : first;
}

uint32_t score_points(enum verdict verdict, uint32_t points)
{
	return verdict == VERDICT_PASS ? points : 0;
}
