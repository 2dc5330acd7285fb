/* SPDX-License-Identifier: MIT */
/* Finding the daemon, here or over ssh, and saying what to do where there is none. */
#pragma once

#include "ctl/connection.h"
#include "ctl/ctl.h"

/* STATUS_OK, or the status of the failure, which has been told. */
int ctl_connect(struct ctl *ctl, struct connection *connection);
