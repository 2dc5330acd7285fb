/* SPDX-License-Identifier: MIT */
/* What systemd does with a socket unit and its service: events come in, actions go out. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	char event[20], name[32];

	while (scanf("%19s", event) == 1) {
		if (strcmp(event, "connect") == 0 && scanf("%31s", name) == 1) {
			puts("start"); /* to do: only when it is dead; and the client waits in the queue */
			printf("serve %s\n", name);
		} else if (strcmp(event, "idle") == 0 || strcmp(event, "crash") == 0) {
			puts("end"); /* to do: does anybody wait? */
		}
	}
	return 0;
}
