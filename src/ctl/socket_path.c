/* SPDX-License-Identifier: MIT */
#include "ctl/socket_path.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int user_path(char **ret_path)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	int r;

	if (runtime && *runtime)
		r = asprintf(ret_path, "%s/practiced/practiced.sock", runtime);
	else
		r = asprintf(ret_path, "/run/user/%u/practiced/practiced.sock", (unsigned)getuid());
	return r < 0 ? -ENOMEM : 0;
}

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) >= 0;
}

int socket_path_find(const struct options *options, char **ret_path)
{
	const char *path = options->socket ? options->socket : getenv("PRACTICED_SOCKET");
	_cleanup_free_ char *user = NULL;
	int r;

	if (options->socket || (path && *path && options->scope == SCOPE_ANY)) {
		*ret_path = strdup(path);
		return *ret_path ? 0 : -ENOMEM;
	}
	r = user_path(&user);
	if (r < 0)
		return r;
	/* With neither there, the system's is named: it is the one that a newcomer is to enable. */
	if (options->scope == SCOPE_USER ||
		(options->scope == SCOPE_ANY && !exists(SOCKET_PATH_SYSTEM) && exists(user)))
		*ret_path = TAKE_PTR(user);
	else
		*ret_path = strdup(SOCKET_PATH_SYSTEM);
	return *ret_path ? 0 : -ENOMEM;
}
