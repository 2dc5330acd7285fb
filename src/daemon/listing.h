/* SPDX-License-Identifier: MIT */
/* What LIST says of every lesson of a catalog to everybody, made once: ten thousand rows are asked
 * for at a time, and a lesson's parts lie far from each other. */
#pragma once

#include "base/buffer.h"
#include "base/cleanup.h"
#include "learn/catalog.h"

struct listing_row {
	size_t at, len; /* in `text`: the cells ID to LANGUAGES, as in a reply */
	uint32_t n_steps, points;
};

struct listing {
	struct buffer text;
	struct listing_row *rows; /* in the catalog's order */
};

/* NULL: no memory. */
struct listing *listing_new(const struct catalog *catalog);
void listing_free(struct listing *listing);
DEFINE_CLEANUP_FREE(struct listing *, listing_free)
