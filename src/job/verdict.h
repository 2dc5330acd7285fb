/* SPDX-License-Identifier: MIT */
/* How a case, a compilation or a whole attempt ended. The names are on the wire and in the store:
 * only ever added to. */
#pragma once

enum verdict {
	VERDICT_PASS,
	VERDICT_WRONG,	 /* ran to its end, but the output or exit status is not the expected one */
	VERDICT_TIMEOUT, /* CPU or wall limit */
	VERDICT_MEMORY,
	VERDICT_OUTPUT,	 /* wrote more than allowed */
	VERDICT_RUNTIME, /* ended by a signal, or by an exit status that was not expected */
	VERDICT_COMPILE,
	VERDICT_SKIPPED,  /* not run: an earlier failure, or canceled */
	VERDICT_INTERNAL, /* our fault, never the learner's */
	VERDICT_COUNT,
};

const char *verdict_name(enum verdict verdict);
/* 0 or -EINVAL. */
int verdict_from_name(const char *name, enum verdict *ret_verdict);
