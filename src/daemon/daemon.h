/* SPDX-License-Identifier: MIT */
/* The running daemon: the service, its server, signals, idle exit and the way out. */
#pragma once

#include "daemon/options.h"

/* Serves until it is told to stop. 0, or -errno with the reason logged. */
int daemon_run(const struct options *options);
