/* SPDX-License-Identifier: MIT */
/*
 * The far end of -H: `practicectl stdio-bridge`, which ssh starts on the other host, connects to the
 * daemon there, says in one line how that went, and then hands bytes on in both directions, as
 * systemd-stdio-bridge does for systemctl. The line is what ssh alone can't give: a login shell's
 * chatter is told from an answer, and "no daemon" from "not permitted".
 */
#pragma once

#include "base/cleanup.h"

#include <stddef.h>

#define BRIDGE_PROTOCOL 1 /* of the line; a change that an older end can't read counts it up */
#define BRIDGE_LINE_MAX 512

struct bridge_greeting {
	int error;     /* 0: connected, else what connect() said: -ENOENT, -ECONNREFUSED, -EACCES,
			  or -EIO for all else */
	char *version; /* of the practicectl there */
	char *path;    /* of the socket there */
};

void bridge_greeting_done(struct bridge_greeting *greeting);

/* The line without its LF; what connect() returned. 0 or -ENOMEM. */
int bridge_greeting_format(int error, const char *path, char **ret_line);
/* 0; -EPROTO: it is no greeting; -EPROTONOSUPPORT: one of another protocol, then only the version
 * is set; -ENOMEM. */
int bridge_greeting_parse(const char *line, struct bridge_greeting *ret_greeting);

/*
 * Hands on until the daemon closes (0), or nobody reads `out` any more (0). The end of `in` is
 * passed on as a half-close, so that what was asked before it is answered. -errno of poll() or of a
 * read. `daemon` is a socket; `in` and `out` may be the same, and keep their modes, because others
 * have them too.
 */
int bridge_run(int in, int out, int daemon);

#define _cleanup_bridge_greeting_ _cleanup_(bridge_greeting_done)
