/* SPDX-License-Identifier: MIT */
#include "ctl/language_row.h"

#include <string.h>

struct language_row language_row_of(const char *row)
{
	const char *state = strrchr(row, '\t');
	struct language_row language = {
		.id = row, .id_len = strcspn(row, "\t"), .state = state ? state + 1 : ""
	};

	language.is_available = strcmp(language.state, "available") == 0;
	return language;
}
