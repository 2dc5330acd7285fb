/* SPDX-License-Identifier: MIT */
/* The index, and what is asked of a catalog; catalog_scan.c fills it. */
#include "learn/catalog.h"

#include "base/suggest.h"
#include "learn/catalog_index.h"

#include <string.h>

/* Open addressing, a quarter to a half full. One table by id, one by name; where a name stands for
 * several lessons, it stands for none. */
struct slot {
	struct lesson *lesson; /* NULL: free */
	uint32_t position;
	bool is_ambiguous;
};

struct index {
	size_t n_slots; /* a power of two */
	struct slot *by_id, *by_name;
};

static void index_free(struct index *index)
{
	if (!index)
		return;
	free(index->by_id);
	free(index->by_name);
	free(index);
}
DEFINE_CLEANUP_FREE(struct index *, index_free)

static size_t hash_string(const char *string)
{
	uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a */

	for (; *string; string++)
		hash = (hash ^ (unsigned char)*string) * 0x100000001B3U;
	return (size_t)(hash ^ (hash >> 32));
}

static struct slot *find_id(const struct index *index, const char *id)
{
	size_t i = hash_string(id) & (index->n_slots - 1);

	while (index->by_id[i].lesson && strcmp(index->by_id[i].lesson->id, id) != 0)
		i = (i + 1) & (index->n_slots - 1);
	return &index->by_id[i];
}

static struct slot *find_name(const struct index *index, const char *name)
{
	size_t i = hash_string(name) & (index->n_slots - 1);

	while (index->by_name[i].lesson && strcmp(index->by_name[i].lesson->name, name) != 0)
		i = (i + 1) & (index->n_slots - 1);
	return &index->by_name[i];
}

int catalog_make_index(struct catalog *catalog)
{
	_cleanup_(index_freep) struct index *index = calloc(1, sizeof(*index));

	if (!index)
		return -ENOMEM;
	for (index->n_slots = 16; index->n_slots < 2 * catalog->n_lessons; index->n_slots *= 2)
		;
	index->by_id = calloc(index->n_slots, sizeof(*index->by_id));
	index->by_name = calloc(index->n_slots, sizeof(*index->by_name));
	if (!index->by_id || !index->by_name)
		return -ENOMEM;
	for (size_t i = 0; i < catalog->n_lessons; i++) {
		struct lesson *lesson = catalog->lessons[i];
		struct slot *name = find_name(index, lesson->name);

		*find_id(index, lesson->id) = (struct slot){ lesson, (uint32_t)i, false };
		name->is_ambiguous = name->lesson;
		name->lesson = lesson;
	}
	catalog->index = TAKE_PTR(index);
	return 0;
}

void catalog_free(struct catalog *catalog)
{
	if (!catalog)
		return;
	for (size_t i = 0; i < catalog->n_lessons; i++)
		lesson_free(catalog->lessons[i]);
	for (size_t i = 0; i < catalog->n_courses; i++) {
		free(catalog->courses[i].name);
		free(catalog->courses[i].title);
		free(catalog->courses[i].summary);
	}
	for (size_t i = 0; i < catalog->n_problems; i++) {
		free(catalog->problems[i].where);
		free(catalog->problems[i].message);
	}
	free(catalog->lessons);
	free(catalog->courses);
	free(catalog->problems);
	index_free(catalog->index);
	free(catalog);
}

struct lesson *catalog_get(const struct catalog *catalog, const char *id)
{
	return catalog->index ? find_id(catalog->index, id)->lesson : NULL;
}

size_t catalog_position(const struct catalog *catalog, const char *id)
{
	const struct slot *slot = catalog->index ? find_id(catalog->index, id) : NULL;

	return slot && slot->lesson ? slot->position : catalog->n_lessons;
}

enum catalog_match catalog_find(
	const struct catalog *catalog, const char *name, const struct lesson **ret_lesson)
{
	const struct slot *slot;

	if (!catalog->index)
		return CATALOG_NONE;
	slot = strchr(name, '/') ? find_id(catalog->index, name) : find_name(catalog->index, name);
	if (!slot->lesson)
		return CATALOG_NONE;
	if (slot->is_ambiguous)
		return CATALOG_AMBIGUOUS;
	*ret_lesson = slot->lesson;
	return CATALOG_FOUND;
}

const char *catalog_suggest(const struct catalog *catalog, const char *name)
{
	bool is_id = strchr(name, '/');
	const struct lesson *lesson;
	struct suggest suggest;

	suggest_init(&suggest, name);
	for (size_t i = 0; i < catalog->n_lessons; i++)
		suggest_offer(
			&suggest, is_id ? catalog->lessons[i]->id : catalog->lessons[i]->name);
	if (!suggest.best)
		return NULL;
	/* A name that alone would be ambiguous is no help: then the first id that ends in it. */
	if (is_id || catalog_find(catalog, suggest.best, &lesson) == CATALOG_FOUND)
		return is_id ? suggest.best : lesson->id;
	for (size_t i = 0; i < catalog->n_lessons; i++)
		if (strcmp(catalog->lessons[i]->name, suggest.best) == 0)
			return catalog->lessons[i]->id;
	return NULL;
}

/* Without line and column, which move when the file is edited. */
static size_t file_length(const char *where)
{
	size_t length = strlen(where);

	for (size_t end = length; end > 0 && strchr("0123456789:", where[end - 1]); end--)
		if (where[end - 1] == ':')
			length = end - 1;
	return length;
}

static bool has_problem_with(const struct catalog *catalog, const char *where)
{
	size_t length = file_length(where);

	for (size_t i = 0; i < catalog->n_problems; i++) {
		const char *other = catalog->problems[i].where;

		if (file_length(other) == length && memcmp(other, where, length) == 0)
			return true;
	}
	return false;
}

const struct catalog_problem *catalog_new_problem(
	const struct catalog *catalog, const struct catalog *old, size_t *ret_count)
{
	const struct catalog_problem *first = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < catalog->n_problems; i++) {
		if (has_problem_with(old, catalog->problems[i].where))
			continue;
		if (!first)
			first = &catalog->problems[i];
		++*ret_count;
	}
	return first;
}
