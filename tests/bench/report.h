/* SPDX-License-Identifier: MIT */
/* The results, as a table for people or as one JSON object. */
#pragma once

#include "contest.h"

#include <stdbool.h>
#include <stddef.h>

#define REPORT_GOALS_MAX 16

enum goal_measure {
	GOAL_RATIO,    /* at most so many times the first contender */
	GOAL_QUIET,    /* the same, in the machine's quiet moments */
	GOAL_FASTER,   /* at least so many times faster than `rival` */
	GOAL_RATE,     /* at least so much of the first contender's rate */
	GOAL_SLOWDOWN, /* at most so many times slower at the end than at the beginning */
};

struct goal {
	const char *group, *contender, *rival;
	enum goal_measure measure;
	double bound;
	const char *words;
};

struct goal_result {
	const struct goal *goal;
	double value;
	bool is_met;
};

struct report {
	bool is_json;
	size_t n_groups;
	struct goal_result goals[REPORT_GOALS_MAX];
	size_t n_goals;
};

void report_begin(struct report *report);
/* Prints a group and remembers what it says about the goals. */
void report_group(struct report *report, const char *name, const char *help, const struct contender *contenders, size_t count);
/* A whole group that can't be measured here. */
void report_skip(struct report *report, const char *name, const char *why);
void report_end(struct report *report);
