/* SPDX-License-Identifier: MIT */
/* Private to learn/: what a catalog does for catalog_scan.c, which builds it. */
#pragma once

#include "learn/catalog.h"

/* When all lessons are there; that of the old catalog (may be NULL) where they are the same. 0 or -ENOMEM. */
int catalog_make_index(struct catalog *catalog, const struct catalog *old);

/* The lesson with this whole id; NULL: none. */
struct lesson *catalog_get(const struct catalog *catalog, const char *id);
