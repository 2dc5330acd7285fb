/* SPDX-License-Identifier: MIT */
/* The attacks: a row each, in suite.c. */
#pragma once

#include "job/verdict.h"

#include <stddef.h>

#define BIT(verdict) (1u << (verdict))

enum attack_flag {
	ATTACK_SHORT = 1 << 0, /* small time limits: it has to be ended by them */
	ATTACK_NEXT_JOB =
		1 << 1, /* the last role once more as a submission of its own, in the same slot */
	ATTACK_IN_BOX = 1 << 2,	   /* the folder of the submission is writable */
	ATTACK_NEIGHBOUR = 1 << 3, /* two roles, each a submission, at the same time in two slots */
	ATTACK_HIDDEN =
		1 << 4, /* a further case has an expected output that begins with BAIT_MARK */
	ATTACK_COMPILER = 1 << 5, /* the verdict is the compiler's */
	ATTACK_CANCEL = 1 << 6,	  /* is canceled while it runs */
	ATTACK_DATA_ONLY =
		1
		<< 7, /* as for runtimes that reserve much: without a limit of the address space */
	ATTACK_BUILD = 1 << 10,	  /* the script is the compiler too, with the role leave */
	ATTACK_COMPARE = 1 << 11, /* compared as the role says; the comparison has to end soon */
	ATTACK_CPU = 1 << 8,	  /* a small CPU limit alone */
	ATTACK_BARE =
		1
		<< 9, /* harmless without a sandbox, and then it must say ESCAPED (attack --bare) */
};

struct attack {
	const char *name;
	const char *file;  /* in programs/; .c is compiled, .py and .sh are interpreted */
	const char *roles; /* a case each, separated by a space; the last of several must pass */
	unsigned verdicts; /* of the first case: BIT(VERDICT_...) */
	unsigned flags;
	const char *after; /* only when that attack was contained before; or NULL */
	const char *known; /* why it may succeed without a cgroup (SECURITY.md says so too): told, but
			      no failure; or NULL */
};

const struct attack *suite_attacks(size_t *ret_count);
