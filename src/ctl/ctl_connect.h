/* SPDX-License-Identifier: MIT */
/* Finding the daemon, here or over ssh, and saying what to do where there is none. */
#pragma once

#include "ctl/connection.h"
#include "ctl/ctl.h"

/* STATUS_OK, or the status of the failure, which has been told. */
int ctl_connect(struct ctl *ctl, struct connection *connection);
/* connection_open(), tried again while nobody listens: the moment of a restart. `was_there`: it
 * answered before, so it is waited for longer, also for its socket. 0 or -errno. */
int ctl_connect_path(struct connection *connection, const char *path, bool was_there);

/* Without a word and without a prompt of ssh's: 0 or -errno. For a second connection beside the
 * one that there is. */
int ctl_connect_quietly(struct ctl *ctl, struct connection *connection);
