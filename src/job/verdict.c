/* SPDX-License-Identifier: MIT */
#include "job/verdict.h"

#include "base/cleanup.h"

#include <string.h>

static const char *const verdict_names[VERDICT_COUNT] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_WRONG] = "wrong",
	[VERDICT_TIMEOUT] = "timeout",
	[VERDICT_MEMORY] = "memory",
	[VERDICT_OUTPUT] = "output",
	[VERDICT_RUNTIME] = "runtime",
	[VERDICT_COMPILE] = "compile",
	[VERDICT_SKIPPED] = "skipped",
	[VERDICT_INTERNAL] = "internal",
};

const char *verdict_name(enum verdict verdict)
{
	if ((unsigned)verdict >= VERDICT_COUNT)
		return "internal";
	return verdict_names[verdict];
}

int verdict_from_name(const char *name, enum verdict *ret_verdict)
{
	for (unsigned i = 0; i < ARRAY_SIZE(verdict_names); i++) {
		if (strcmp(name, verdict_names[i]) == 0) {
			*ret_verdict = (enum verdict)i;
			return 0;
		}
	}
	return -EINVAL;
}
