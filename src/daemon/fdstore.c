/* SPDX-License-Identifier: MIT */
#include "daemon/fdstore.h"

#include <stdlib.h>
#include <systemd/sd-daemon.h>

#define FDS_PER_MESSAGE 200 /* the kernel takes 253 (SCM_MAX_FD, unix(7)) */

bool fdstore_is_there(void)
{
	const char *path = getenv("NOTIFY_SOCKET");

	return path && path[0];
}

int fdstore_put(const int *fds, size_t n_fds)
{
	for (size_t done = 0; done < n_fds; done += FDS_PER_MESSAGE) {
		size_t n = n_fds - done < FDS_PER_MESSAGE ? n_fds - done : FDS_PER_MESSAGE;
		int r = sd_pid_notify_with_fds(
			0, false, "FDSTORE=1\nFDNAME=" FDSTORE_CLIENT, fds + done, (unsigned)n);

		if (r < 0)
			return r;
	}
	return 0;
}

void fdstore_forget(void)
{
	(void)sd_notify(false, "FDSTOREREMOVE=1\nFDNAME=" FDSTORE_CLIENT);
}
