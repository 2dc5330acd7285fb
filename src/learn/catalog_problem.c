/* SPDX-License-Identifier: MIT */
/* What is wrong in a catalog's folders: a list with an end. */
#include "learn/scan.h"

#include "base/buffer.h"

#include <string.h>

static int push_problem(struct catalog *catalog, char *where, char *message)
{
	struct catalog_problem *problems;

	problems = where && message ? reallocarray(catalog->problems, catalog->n_problems + 1,
					      sizeof(*problems))
				    : NULL;
	if (!problems) {
		free(where);
		free(message);
		return -ENOMEM;
	}
	catalog->problems = problems;
	problems[catalog->n_problems++] = (struct catalog_problem){ where, message };
	return 0;
}

int scan_add_problem(struct scan *scan, const struct scan_where *where, const char *message)
{
	const char *const parts[] = { where->course, where->lesson, where->file };
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (scan->catalog->n_problems >= CATALOG_PROBLEMS_MAX - 1) {
		scan->n_untold++;
		return 0;
	}
	r = buffer_append_string(&text, scan->path->items[where->folder]);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		if (parts[i] && *parts[i])
			r = buffer_printf(&text, "/%s", parts[i]);
	if (r == 0 && where->line > 0)
		r = buffer_printf(&text, ":%u", where->line);
	if (r == 0 && where->column > 0)
		r = buffer_printf(&text, ":%u", where->column);
	return r < 0 ? r : push_problem(scan->catalog, buffer_steal(&text), strdup(message));
}

int scan_tell_untold(struct scan *scan)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	if (scan->n_untold == 0)
		return 0;
	if (buffer_printf(&text, "%zu more problems", scan->n_untold) < 0)
		return -ENOMEM;
	return push_problem(scan->catalog, strdup("catalog"), buffer_steal(&text));
}
