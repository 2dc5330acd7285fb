/* SPDX-License-Identifier: MIT */
/* What is measured: groups of contenders. */
#pragma once

#include "program.h"
#include "report.h"
#include "sandbox.h"

#include <stdbool.h>
#include <stddef.h>

#define SUITE_OTHERS_MAX 8

struct suite {
	const char *runner, *practiced, *build_dir, *state_dir; /* borrowed */
	const char *only; /* NULL, a group, or group/contender: this one beside the first */
	const char *others[SUITE_OTHERS_MAX]; /* more runners to compare: another build, or an older one */
	size_t n_others;
	bool is_quick;
	size_t runs; /* of the first contender of a group; 0: each group's own number */
	struct programs programs;
	struct report report;
};

/* Prints the groups' names and what they measure. */
void suite_list(void);

/* 0; -EINVAL: there is no such group; another -errno: the floor can't be measured. */
int suite_run(struct suite *suite);
