/* SPDX-License-Identifier: MIT */
/* Which socket: --socket, else $PRACTICED_SOCKET, else --user or --system, else the system's if it
 * is there, else the user's. */
#pragma once

#include "ctl/options.h"

#define SOCKET_PATH_SYSTEM "/run/practiced/practiced.sock"

/* 0 and a path that the caller owns, or -ENOMEM. */
int socket_path_find(const struct options *options, char **ret_path);
