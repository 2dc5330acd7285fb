/* SPDX-License-Identifier: MIT */
/* What a generator prints: whatever is read is whole, and written down it reads the same. */
#include "fuzz.h"

#include "learn/variant.h"

#include <string.h>

#define CASES_MAX 4

static void check_again(const struct variant *variant)
{
	struct buffer once = { 0 }, twice = { 0 };
	struct variant again = { 0 };
	char error[VARIANT_ERROR_MAX];

	FUZZ_ASSERT(variant_write(variant, &once) == 0);
	if (once.len <= VARIANT_BYTES_MAX) {
		FUZZ_ASSERT(
			variant_parse(once.data, once.len, variant->n_cases, &again, error) == 0);
		FUZZ_ASSERT(variant_write(&again, &twice) == 0);
		FUZZ_ASSERT(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
		variant_done(&again);
	}
	buffer_done(&once);
	buffer_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[VARIANT_ERROR_MAX] = "";

	for (size_t n_cases = 1; n_cases <= CASES_MAX; n_cases++) {
		struct variant variant = { 0 };

		if (variant_parse((const char *)data, size, n_cases, &variant, error) < 0) {
			FUZZ_ASSERT(*error && !variant.cases);
			continue;
		}
		FUZZ_ASSERT(variant.n_cases == n_cases);
		check_again(&variant);
		variant_done(&variant);
	}
	return 0;
}
