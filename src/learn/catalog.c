/* SPDX-License-Identifier: MIT */
/* The index, and what is asked of a catalog; catalog_scan.c fills it. */
#include "learn/catalog.h"

#include "base/buffer.h"
#include "base/suggest.h"
#include "learn/catalog_index.h"

#include <string.h>

/* Open addressing, a quarter to a half full. One table by id, one by name; where a name stands for
 * several lessons, it stands for none. A lesson is some kilobytes in many pieces, so what a search
 * compares lies beside the others': the hash in the slot, id and steps' names in one text. */
struct slot {
	uint32_t hash;
	uint32_t place; /* the lesson's position and one; 0: free */
	bool is_ambiguous;
};

struct index {
	unsigned refs;
	size_t n_slots; /* a power of two */
	struct slot *by_id, *by_name;
	struct buffer words; /* of each lesson: its id, its steps' names and an empty one */
	size_t *at;	     /* where in it, in the catalog's order */
};

static void index_free(struct index *index)
{
	if (!index || --index->refs > 0)
		return;
	free(index->by_id);
	free(index->by_name);
	free(index->at);
	buffer_done(&index->words);
	free(index);
}
DEFINE_CLEANUP_FREE(struct index *, index_free)

static uint32_t hash_string(const char *string)
{
	uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a */

	for (; *string; string++)
		hash = (hash ^ (unsigned char)*string) * 0x100000001B3U;
	return (uint32_t)(hash ^ (hash >> 32));
}

static const char *words_of(const struct catalog *catalog, size_t position)
{
	const struct index *index = catalog->index;

	return index->words.data + index->at[position];
}

static struct slot *find_id(const struct catalog *catalog, const char *id, uint32_t hash)
{
	const struct index *index = catalog->index;
	size_t i = hash & (index->n_slots - 1);

	while (index->by_id[i].place && (index->by_id[i].hash != hash ||
						strcmp(words_of(catalog, index->by_id[i].place - 1), id) != 0))
		i = (i + 1) & (index->n_slots - 1);
	return &index->by_id[i];
}

static struct slot *find_name(const struct catalog *catalog, const char *name, uint32_t hash)
{
	const struct index *index = catalog->index;
	size_t i = hash & (index->n_slots - 1);

	while (index->by_name[i].place &&
		(index->by_name[i].hash != hash ||
			strcmp(catalog->lessons[index->by_name[i].place - 1]->name, name) != 0))
		i = (i + 1) & (index->n_slots - 1);
	return &index->by_name[i];
}

static int add_words(struct index *index, const struct lesson *lesson, size_t position)
{
	int r;

	index->at[position] = index->words.len;
	r = buffer_append(&index->words, lesson->id, strlen(lesson->id) + 1);
	for (size_t i = 0; r >= 0 && i < lesson->n_steps; i++)
		r = buffer_append(&index->words, lesson->steps[i].name,
			strlen(lesson->steps[i].name) + 1);
	return r < 0 ? r : buffer_append_char(&index->words, '\0');
}

static void add_slots(const struct catalog *catalog, size_t position)
{
	const struct lesson *lesson = catalog->lessons[position];
	uint32_t place = (uint32_t)position + 1, hash = hash_string(lesson->id);
	struct slot *name;

	*find_id(catalog, lesson->id, hash) = (struct slot){ hash, place, false };
	hash = hash_string(lesson->name);
	name = find_name(catalog, lesson->name, hash);
	*name = (struct slot){ hash, place, name->place != 0 };
}

/* Of the same lessons. */
static bool share_index(struct catalog *catalog, const struct catalog *old)
{
	struct index *index = old ? old->index : NULL;

	if (!index || !catalog_has_same(catalog, old))
		return false;
	index->refs++;
	catalog->index = index;
	return true;
}

int catalog_make_index(struct catalog *catalog, const struct catalog *old)
{
	_cleanup_(index_freep) struct index *index = NULL;
	int r = 0;

	if (share_index(catalog, old))
		return 0;
	index = calloc(1, sizeof(*index));
	if (!index)
		return -ENOMEM;
	index->refs = 1;
	for (index->n_slots = 16; index->n_slots < 2 * catalog->n_lessons; index->n_slots *= 2)
		;
	index->by_id = calloc(index->n_slots, sizeof(*index->by_id));
	index->by_name = calloc(index->n_slots, sizeof(*index->by_name));
	index->at = calloc(catalog->n_lessons + 1, sizeof(*index->at));
	if (!index->by_id || !index->by_name || !index->at)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < catalog->n_lessons; i++)
		r = add_words(index, catalog->lessons[i], i);
	if (r < 0)
		return r;
	catalog->index = TAKE_PTR(index);
	for (size_t i = 0; i < catalog->n_lessons; i++)
		add_slots(catalog, i);
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

size_t catalog_position(const struct catalog *catalog, const char *id)
{
	const struct slot *slot =
		catalog->index ? find_id(catalog, id, hash_string(id)) : NULL;

	return slot && slot->place ? slot->place - 1 : catalog->n_lessons;
}

struct lesson *catalog_get(const struct catalog *catalog, const char *id)
{
	size_t position = catalog_position(catalog, id);

	return position < catalog->n_lessons ? catalog->lessons[position] : NULL;
}

bool catalog_has_same(const struct catalog *catalog, const struct catalog *other)
{
	if (!other || catalog->n_lessons != other->n_lessons)
		return false;
	for (size_t i = 0; i < catalog->n_lessons; i++)
		if (catalog->lessons[i] != other->lessons[i])
			return false;
	return true;
}

bool catalog_has_step(const struct catalog *catalog, size_t position, const char *step)
{
	const char *word = words_of(catalog, position);

	do {
		word += strlen(word) + 1;
		if (strcmp(word, step) == 0)
			return *word;
	} while (*word);
	return false;
}

enum catalog_match catalog_find(
	const struct catalog *catalog, const char *name, const struct lesson **ret_lesson)
{
	uint32_t hash = hash_string(name);
	const struct slot *slot;

	if (!catalog->index)
		return CATALOG_NONE;
	slot = strchr(name, '/') ? find_id(catalog, name, hash) : find_name(catalog, name, hash);
	if (!slot->place)
		return CATALOG_NONE;
	if (slot->is_ambiguous)
		return CATALOG_AMBIGUOUS;
	*ret_lesson = catalog->lessons[slot->place - 1];
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
