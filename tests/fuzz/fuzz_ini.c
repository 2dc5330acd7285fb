/* SPDX-License-Identifier: MIT */
/* INI text: what the reader hands over is in order, within its limits and free of what it promises
 * to refuse. */
#include "fuzz.h"

#include "base/ini.h"
#include "base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

struct seen {
	unsigned line;
	size_t pairs;
};

static void check_string(const char *string)
{
	size_t len = strlen(string), size;
	unsigned point;

	FUZZ_ASSERT(len <= INI_LINE_MAX && text_is_utf8(string, len));
	for (; (size = text_next(string, len, &point)) > 0; string += size, len -= size)
		FUZZ_ASSERT(point == '\t' || !text_is_control(point));
}

static int on_pair(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *ret_error)
{
	struct seen *seen = userdata;

	FUZZ_ASSERT(line > seen->line && line <= INI_LINES_MAX);
	FUZZ_ASSERT(key[0] && strlen(key) <= 49 && strlen(section) <= 49);
	check_string(section);
	check_string(key);
	check_string(value);
	seen->line = line;
	seen->pairs++;
	if (strcmp(key, "stop") == 0)
		return ini_fail(ret_error, "stopped at '%s'", value);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = { 0 }, again = { 0 };
	struct ini_error error, error_again;
	int r = ini_parse_text((const char *)data, size, on_pair, &seen, &error);

	FUZZ_ASSERT(r == 0 || r == -EINVAL);
	FUZZ_ASSERT((r == 0) == (error.message[0] == '\0'));
	FUZZ_ASSERT(r == 0 || error.line >= seen.line);
	/* Nothing of one reading is left for the next. */
	FUZZ_ASSERT(r == ini_parse_text((const char *)data, size, on_pair, &again, &error_again));
	FUZZ_ASSERT(seen.pairs == again.pairs && strcmp(error.message, error_again.message) == 0);
	return 0;
}
