/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: names of courses or of lessons that were found in several folders of the
 * search path, in the order in which the folders count.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A name in one folder of the path. */
struct place {
	char *name; /* by which it is known: owned, sound */
	char *path; /* where it is, below what was searched: owned; "" is that itself */
	size_t folder;
	bool is_mask;  /* a link to /dev/null */
	bool is_taken; /* for the caller */
};

struct places {
	struct place *items;
	size_t count, allocated;
};

void places_done(struct places *places);
/* Copies both. 0 or -ENOMEM. */
int places_add(
	struct places *places, const char *name, const char *path, size_t folder, bool is_mask);
/* By name, then by folder, then by path. */
void places_sort(struct places *places);
/* Of sorted ones, with each name once: NULL when there is none. */
struct place *places_find(const struct places *places, const char *name);
