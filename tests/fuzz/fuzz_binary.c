/* SPDX-License-Identifier: MIT */
/* A learner's compiled program, as the templates look at it: whatever it is, there is an answer, the same
 * one each time, and nothing outside of it is read. A program that may be started ahead stays one when bytes
 * that nobody is pointed to follow. */
#include "fuzz.h"

#include "runner/binary.h"

#include <errno.h>
#include <string.h>

#define BEHIND 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char *copy = malloc(size + BEHIND);
	int r = binary_check(data, size);

	FUZZ_ASSERT(copy);
	FUZZ_ASSERT(r == 0 || r == -ENOEXEC);
	FUZZ_ASSERT(binary_check(data, size) == r);
	if (size > 0)
		memcpy(copy, data, size);
	memset(copy + size, 0xff, BEHIND);
	FUZZ_ASSERT(r != 0 || binary_check(copy, size + BEHIND) == 0);
	free(copy);
	return 0;
}
