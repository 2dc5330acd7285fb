/* SPDX-License-Identifier: MIT */
/* Reads a folder, a socket in it, and clients; says which of them may connect. */
#include <stdio.h>
#include <string.h>

struct thing {
	unsigned mode, uid, gid;
};

int main(void)
{
	struct thing folder = { 0 }, door = { 0 };
	char line[200];
	unsigned uid;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "folder %o %u %u", &folder.mode, &folder.uid, &folder.gid) == 3)
			continue;
		if (sscanf(line, "socket %o %u %u", &door.mode, &door.uid, &door.gid) == 3)
			continue;
		if (sscanf(line, "client %u", &uid) == 1) /* to do: its groups stand behind the uid */
			printf("%u %s\n", uid, uid == door.uid ? "yes" : "no: socket");
	}
	return 0;
}
