/* SPDX-License-Identifier: MIT */
#include "daemon/acceptance.h"

#include "daemon/journal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int acceptance_of_config(const struct config *config, char ret_message[static ACCEPTANCE_MESSAGE_MAX])
{
	const char *root = config->sandbox_root;
	struct stat status;
	int error = 0;

	if (root[0] && stat(root, &status) < 0)
		error = errno;
	else if (root[0] && !S_ISDIR(status.st_mode))
		error = ENOTDIR;
	if (error == 0)
		return 0;
	(void)snprintf(ret_message, ACCEPTANCE_MESSAGE_MAX, "[sandbox] root = %s: %s", root,
		strerror(error));
	return -EINVAL;
}

static int refuse_nothing(const char *what, const struct strlist *path, char *ret_message)
{
	(void)snprintf(ret_message, ACCEPTANCE_MESSAGE_MAX,
		"there is no %s in %.2000s%s any more; what was loaded before stays until there "
		"is, or until a restart",
		what, path->count > 0 ? path->items[0] : "no folder",
		path->count > 1 ? " and the other folders" : "");
	return -EINVAL;
}

int acceptance_of_languages(const struct strlist *path, const struct language_set *old,
	const struct language_set *new, char ret_message[static ACCEPTANCE_MESSAGE_MAX])
{
	return new->n_languages == 0 && old->n_languages > 0
		       ? refuse_nothing("language", path, ret_message)
		       : 0;
}

int acceptance_of_catalog(const struct strlist *path, const struct catalog *old, const struct catalog *new,
	char ret_message[static ACCEPTANCE_MESSAGE_MAX])
{
	const struct catalog_problem *first;
	size_t count;

	if (new->n_lessons == 0 && old->n_lessons > 0)
		return refuse_nothing("lesson", path, ret_message);
	first = catalog_new_problem(new, old, &count);
	if (!first)
		return 0;
	for (size_t i = 0; i < new->n_problems; i++)
		journal_lesson_bad(new->problems[i].where, new->problems[i].message);
	if (count == 1)
		(void)snprintf(ret_message, ACCEPTANCE_MESSAGE_MAX, "%s: %s", first->where,
			first->message);
	else
		(void)snprintf(ret_message, ACCEPTANCE_MESSAGE_MAX, "%s: %s; and %zu more",
			first->where, first->message, count - 1);
	return -EINVAL;
}
