/* SPDX-License-Identifier: MIT */
/* stdio-bridge: the far end of -H, started by ssh. stdout is the wire: nothing else goes there. */
#include "base/file.h"
#include "ctl/bridge.h"
#include "ctl/ctl.h"
#include "ctl/ctl_connect.h"
#include "ctl/socket_path.h"
#include "ctl/verb_table.h"

#include <stdio.h>
#include <string.h>

static int greet(int error, const char *path)
{
	_cleanup_free_ char *line = NULL;
	int r;

	r = bridge_greeting_format(error, path, &line);
	if (r < 0)
		return r;
	line[strcspn(line, "\n")] = '\0'; /* a path may hold any byte */
	r = file_write_all(STDOUT_FILENO, line, strlen(line));
	return r < 0 ? r : file_write_all(STDOUT_FILENO, "\n", 1);
}

int ctl_stdio_bridge(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *path = NULL;
	int error, r;

	(void)n;
	(void)arguments;
	if (ctl->options.host.destination)
		return ctl_fail(ctl, STATUS_USAGE, "it bridges to the daemon of its own host");
	r = socket_path_find(&ctl->options, &path);
	if (r < 0)
		return ctl_fail_errno(ctl, r, "no path of a socket");
	error = ctl_connect_path(&ctl->connection, path, false);
	r = greet(error, path);
	if (r < 0)
		return ctl_fail_errno(ctl, r, "can't write");
	if (error < 0)
		return error == -EACCES || error == -EPERM ? STATUS_DENIED : STATUS_NO_DAEMON;
	r = bridge_run(STDIN_FILENO, STDOUT_FILENO, ctl->connection.fd);
	return r < 0 ? ctl_fail_errno(ctl, r, NULL) : STATUS_OK;
}
