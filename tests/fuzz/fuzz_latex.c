/* SPDX-License-Identifier: MIT */
/* Any text of a statement is rendered, to text, and to not much more of it. */
#include "fuzz.h"

#include "base/text.h"
#include "learn/latex.h"

#include <string.h>

#define GROWTH_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct latex_result result;

	if (size > 65536 || memchr(text, '\0', size) || !text_is_utf8(text, size))
		return 0;
	FUZZ_ASSERT(latex_to_markdown(text, size, &result) == 0);
	FUZZ_ASSERT(text_is_utf8(result.markdown.data, result.markdown.len));
	FUZZ_ASSERT(!memchr(result.markdown.data, '\0', result.markdown.len));
	FUZZ_ASSERT(result.markdown.len <= GROWTH_MAX * (size + 1));
	FUZZ_ASSERT(result.unknown.count <= LATEX_UNKNOWN_MAX);
	latex_result_done(&result);
	return 0;
}
