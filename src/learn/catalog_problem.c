/* SPDX-License-Identifier: MIT */
/* What is wrong in a catalog's folders: a list with an end. */
#include "learn/scan.h"

#include "base/buffer.h"

#include <string.h>

void problems_done(struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		free(problems->items[i].where);
		free(problems->items[i].message);
	}
	free(problems->items);
	*problems = (struct problems){ 0 };
}

/* Owns both, also on failure. */
static int push(struct problems *problems, char *where, char *message)
{
	struct catalog_problem *items = NULL;

	if (where && message)
		items = reallocarray(problems->items, problems->count + 1, sizeof(*items));
	if (!items) {
		free(where);
		free(message);
		return -ENOMEM;
	}
	problems->items = items;
	items[problems->count++] = (struct catalog_problem){ where, message };
	return 0;
}

/* One place is left for what says how many there are more. */
static bool is_full(const struct problems *problems)
{
	return problems->count >= CATALOG_PROBLEMS_MAX - 1;
}

int problems_add(struct problems *problems, const struct strlist *path, const struct scan_where *where,
	const char *message)
{
	const char *const parts[] = { where->course, where->lesson, where->file };
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (is_full(problems)) {
		problems->n_untold++;
		return 0;
	}
	r = buffer_append_string(&text, path->items[where->folder]);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		if (parts[i] && *parts[i])
			r = buffer_printf(&text, "/%s", parts[i]);
	if (r == 0 && where->line > 0)
		r = buffer_printf(&text, ":%u", where->line);
	if (r == 0 && where->column > 0)
		r = buffer_printf(&text, ":%u", where->column);
	return r < 0 ? r : push(problems, buffer_steal(&text), strdup(message));
}

int problems_take(struct problems *problems, struct problems *from)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < from->count && !is_full(problems); i++) {
		struct catalog_problem *problem = &from->items[i];

		r = push(problems, TAKE_PTR(problem->where), TAKE_PTR(problem->message));
	}
	for (size_t i = 0; i < from->count; i++)
		problems->n_untold += from->items[i].where != NULL;
	problems->n_untold += from->n_untold;
	problems_done(from);
	return r;
}

int problems_tell_untold(struct problems *problems)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	if (problems->n_untold == 0)
		return 0;
	if (buffer_printf(&text, "%zu more problems", problems->n_untold) < 0)
		return -ENOMEM;
	return push(problems, strdup("catalog"), buffer_steal(&text));
}
