/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: YAML 1.1 as a tree of maps, lists and scalars, read by libyaml. Bounded in
 * bytes, depth and nodes; aliases, several documents and keys that are no scalars or come twice are
 * refused, so that a small file stays a small tree. (The library owns names that begin with yaml_.)
 */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

#define YAML_BYTES_MAX	 (256 * 1024)
#define YAML_DEPTH_MAX	 16 /* maps and lists within each other */
#define YAML_NODES_MAX	 16384
#define YAML_KEYS_MAX	 1024 /* of one map */
#define YAML_MESSAGE_MAX 160

enum yaml_kind {
	YAML_KIND_NULL, /* nothing, ~ or null, not in quotes */
	YAML_KIND_SCALAR,
	YAML_KIND_LIST,
	YAML_KIND_MAP,
};

struct yaml {
	enum yaml_kind kind;
	unsigned line, column; /* from 1 */
	char *key;	       /* in a map */
	char *text;	       /* of a scalar, without NUL in it; NULL otherwise */
	bool is_quoted;	       /* a scalar that can only be text */
	struct yaml *first, *last, *next;
	size_t count; /* of a list or map */
};

struct yamltree_error {
	unsigned line, column; /* from 1; 0: as a whole */
	char message[YAML_MESSAGE_MAX];
};

/* One document; an empty text is a YAML_KIND_NULL. 0, -EINVAL with ret_error, -ENOMEM. */
int yamltree_parse(const char *text, size_t len, struct yaml **ret_root, struct yamltree_error *ret_error);
void yamltree_free(struct yaml *root);
DEFINE_CLEANUP_FREE(struct yaml *, yamltree_free)

/* A member of a map; NULL: not there, or no map. */
const struct yaml *yamltree_get(const struct yaml *map, const char *key);
/* The text of a scalar; NULL for all else. */
const char *yamltree_text(const struct yaml *node);
/* 0, -EINVAL (no finite number). */
int yamltree_number(const struct yaml *node, double *ret_number);
/* true, yes, on and their opposites in any case. 0, -EINVAL. */
int yamltree_bool(const struct yaml *node, bool *ret_value);
