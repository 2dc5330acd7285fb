/* SPDX-License-Identifier: MIT */
/* What the daemon tells of a language in its STATS: "ID TAB NAME TAB available" or "... TAB missing TOOL (package P)". */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct language_row {
	const char *id; /* not terminated; both point into the row */
	size_t id_len;
	const char *state;
	bool is_available;
};

struct language_row language_row_of(const char *row);
