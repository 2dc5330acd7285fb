/* SPDX-License-Identifier: MIT */
/* YAML: what is read is a tree within its bounds, each key of a map once; what is refused says why. */
#include "fuzz.h"

#include "learn/yamltree.h"

#include <string.h>

static size_t check(const struct yaml *node, size_t depth, bool in_map)
{
	size_t n_nodes = 1, count = 0;

	FUZZ_ASSERT(depth <= YAML_DEPTH_MAX);
	FUZZ_ASSERT((node->key != NULL) == in_map);
	FUZZ_ASSERT((node->text != NULL) == (node->kind == YAML_KIND_SCALAR));
	for (const struct yaml *child = node->first; child; child = child->next, count++) {
		FUZZ_ASSERT(!in_map || child->line >= node->line);
		if (node->kind == YAML_KIND_MAP)
			FUZZ_ASSERT(yamltree_get(node, child->key) == child);
		n_nodes += check(child, depth + 1, node->kind == YAML_KIND_MAP);
	}
	FUZZ_ASSERT(count == node->count);
	return n_nodes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yamltree_error error;
	struct yaml *root = NULL;

	if (yamltree_parse((const char *)data, size, &root, &error) < 0) {
		FUZZ_ASSERT(!root && error.message[0]);
		return 0;
	}
	FUZZ_ASSERT(check(root, 0, false) <= YAML_NODES_MAX + 1);
	yamltree_free(root);
	return 0;
}
