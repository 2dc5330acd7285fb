/* SPDX-License-Identifier: MIT */
/* The environment holds what a program needs and nothing of the host. The driver gave the runner a
 * variable that must not be here. */
#include "attack.h"

extern char **environ;

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (char **variable = environ; *variable; variable++) {
		if (strstr(*variable, "ATTACK") || strstr(*variable, host.folder))
			escaped("environment: %s", *variable);
		if (strncmp(*variable, "LD_", 3) == 0 || strncmp(*variable, "NOTIFY_", 7) == 0 ||
			strncmp(*variable, "LISTEN_", 7) == 0)
			escaped("environment: %s", *variable);
	}
	return finish();
}
