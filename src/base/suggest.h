/* SPDX-License-Identifier: MIT */
/* "did you mean": the candidate nearest to what was typed. */
#pragma once

#include <stddef.h>

/* Edit distance (Damerau-Levenshtein, optimal string alignment, case-insensitive) of a and b, each
 * cut at 64 bytes. */
size_t suggest_distance(const char *a, const char *b);

/* Keeps the nearest so far: call for every candidate. Start with best = NULL and distance =
   SIZE_MAX. A candidate counts when its distance is at most a third of the longer word (at least
   1), or when it begins with what was typed (3 bytes or more). */
struct suggest {
	const char *typed;
	const char *best; /* borrowed from the candidates; NULL when none is near */
	size_t distance;
};
void suggest_init(struct suggest *suggest, const char *typed);
void suggest_offer(struct suggest *suggest, const char *candidate);
