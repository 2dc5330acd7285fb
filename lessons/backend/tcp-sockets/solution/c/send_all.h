/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* Sends all n bytes. Returns 0, or -1 when that can't be. A client that has gone is an error, and no signal. */
int send_all(int fd, const void *data, size_t n);
