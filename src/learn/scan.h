/* SPDX-License-Identifier: MIT */
/* Private to learn/: from folders to a catalog without its index. */
#pragma once

#include "learn/catalog.h"

/* Fills courses, lessons and problems of an empty catalog, in order; lessons of `old` (may be NULL)
 * that are current are shared. 0, -ENOMEM, -E2BIG. */
int catalog_scan(const struct strlist *path, const struct catalog *old, struct catalog *catalog);

/* The lesson with this whole id; NULL: none. */
struct lesson *catalog_get(const struct catalog *catalog, const char *id);
