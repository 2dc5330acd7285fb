/* SPDX-License-Identifier: MIT */
/*
 * systemd keeps connections for us over a restart: what is put there is handed to the next
 * practiced beside the listening sockets, under FDSTORE_CLIENT. At a stop that no start follows
 * systemd closes it. See FileDescriptorStoreMax= in systemd.service(5): what is beyond that is
 * closed at once.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define FDSTORE_CLIENT "client"

/* Is there somebody who could keep them? */
bool fdstore_is_there(void);
/* Descriptors stay the caller's. 0 or -errno: what wasn't sent yet isn't kept. */
int fdstore_put(const int *fds, size_t n_fds);
/* Drops systemd's own copies of what we were handed: as long as it has them, a connection that we
 * close isn't closed. */
void fdstore_forget(void);
