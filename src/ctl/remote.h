/* SPDX-License-Identifier: MIT */
/*
 * A connection to the daemon of another host: ssh is started with `practicectl stdio-bridge` as its
 * command there. Prompts and messages of ssh go to the terminal and to stderr, as they always do.
 */
#pragma once

#include "ctl/bridge.h"
#include "ctl/connection.h"
#include "ctl/options.h"

#include <stdbool.h>

#define REMOTE_PATIENCE_MS (5 * 60000) /* until the greeting: somebody may look for a password */

/* What came of it, where that is not an error of this host's. */
enum remote_outcome {
	REMOTE_CONNECTED = 0,
	REMOTE_NO_DAEMON,     /* report.greeting says why */
	REMOTE_NO_SSH,	      /* there is no such program here */
	REMOTE_ENDED,	      /* ssh, or its command, ended without a greeting: report.status */
	REMOTE_CHATTER,	      /* something else was printed first: report.line */
	REMOTE_OTHER_VERSION, /* report.greeting.version */
	REMOTE_SILENT,	      /* no greeting within REMOTE_PATIENCE_MS */
	REMOTE_BAD_PATH,      /* --socket can't be handed to that host's shell */
};

struct remote_report {
	struct bridge_greeting greeting;
	int status; /* the exit status; 128 and the number for a signal */
	char *line; /* as it came, cut at BRIDGE_LINE_MAX; may be empty, never NULL with
		       REMOTE_CHATTER */
};

void remote_report_done(struct remote_report *report);

/* An enum remote_outcome, or -errno; -EINTR after interrupt_catch() and a signal. `quietly`: ask
 * for no password, rather fail. */
int remote_open(struct connection *connection, const struct options *options, bool quietly,
	struct remote_report *ret_report);

/* The command of ssh, for tests. 0, -EINVAL (REMOTE_BAD_PATH) or -ENOMEM. */
int remote_command(const struct options *options, bool quietly, struct strlist *ret_words);

#define _cleanup_remote_report_ _cleanup_(remote_report_done)
