/* SPDX-License-Identifier: MIT */
#include "daemon/standing.h"

#include <string.h>

struct reading {
	const struct catalog *catalog;
	struct standing *standings;
};

static int add_lesson(void *userdata, const struct overview_lesson *own)
{
	struct reading *reading = userdata;
	size_t position = catalog_position(reading->catalog, own->lesson);

	if (position == reading->catalog->n_lessons)
		return 0; /* the catalog has it no more */
	reading->standings[position].state = own->state;
	reading->standings[position].round = own->round;
	return 0;
}

/* Lessons are known by now. */
static int add_step(void *userdata, const struct overview_step *own)
{
	struct reading *reading = userdata;
	size_t position = catalog_position(reading->catalog, own->lesson);
	struct standing *standing;

	if (position == reading->catalog->n_lessons)
		return 0;
	standing = &reading->standings[position];
	if (standing->round != own->round || !catalog_has_step(reading->catalog, position, own->step))
		return 0;
	standing->passed++;
	standing->points += own->points;
	return 0;
}

int standings_read(struct store *store, int64_t learner, const struct catalog *catalog,
	struct standing **ret_standings)
{
	struct reading reading = { .catalog = catalog };
	int r;

	reading.standings = calloc(catalog->n_lessons + 1, sizeof(*reading.standings));
	if (!reading.standings)
		return -ENOMEM;
	r = overview_lessons(store, learner, add_lesson, &reading);
	if (r == 0)
		r = overview_steps(store, learner, add_step, &reading);
	if (r < 0)
		free(reading.standings);
	else
		*ret_standings = reading.standings;
	return r;
}
