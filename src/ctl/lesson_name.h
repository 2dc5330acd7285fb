/* SPDX-License-Identifier: MIT */
#pragma once

#include <string.h>

/* "backend/client-server" -> "client-server": what people type. Borrowed. */
static inline const char *lesson_short_name(const char *id)
{
	const char *slash = strrchr(id, '/');

	return slash ? slash + 1 : id;
}
