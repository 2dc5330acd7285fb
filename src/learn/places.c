/* SPDX-License-Identifier: MIT */
#include "learn/places.h"

#include "base/cleanup.h"

#include <stdlib.h>
#include <string.h>

void places_done(struct places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		free(places->items[i].name);
		free(places->items[i].path);
	}
	free(places->items);
	*places = (struct places){ 0 };
}

static int reserve(struct places *places)
{
	size_t n = places->allocated > 0 ? places->allocated * 2 : 64;
	struct place *items;

	if (places->count < places->allocated)
		return 0;
	items = reallocarray(places->items, n, sizeof(*items));
	if (!items)
		return -ENOMEM;
	places->items = items;
	places->allocated = n;
	return 0;
}

int places_add(
	struct places *places, const char *name, const char *path, size_t folder, bool is_mask)
{
	struct place *place;
	int r = reserve(places);

	if (r < 0)
		return r;
	place = &places->items[places->count];
	*place = (struct place){
		.name = strdup(name), .path = strdup(path), .folder = folder, .is_mask = is_mask
	};
	places->count++;
	return place->name && place->path ? 0 : -ENOMEM;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	int r = strcmp(left->name, right->name);

	if (r == 0)
		r = (left->folder > right->folder) - (left->folder < right->folder);
	return r != 0 ? r : strcmp(left->path, right->path);
}

void places_sort(struct places *places)
{
	if (places->count > 1)
		qsort(places->items, places->count, sizeof(*places->items), compare_places);
}

static int compare_to_place(const void *name, const void *place)
{
	return strcmp(name, ((const struct place *)place)->name);
}

struct place *places_find(const struct places *places, const char *name)
{
	if (places->count == 0)
		return NULL;
	return bsearch(
		name, places->items, places->count, sizeof(*places->items), compare_to_place);
}
