/* SPDX-License-Identifier: MIT */
/* A fork bomb that counts, and stops before it could hurt: the wild ones come only after this one
 * was contained. */
#include "attack.h"

#define ENOUGH 200

int main(int argc, char **argv)
{
	pid_t children[ENOUGH];
	int count = 0;

	begin(argc, argv);
	while (count < ENOUGH) {
		pid_t pid = fork();

		if (pid < 0)
			break;
		if (pid == 0) {
			pause();
			_exit(0);
		}
		children[count++] = pid;
	}
	if (count > LIMIT_PROCESSES)
		escaped("%d processes, the limit is %d", count + 1, LIMIT_PROCESSES);
	for (int i = 0; i < count; i++)
		kill(children[i], SIGKILL);
	while (wait(NULL) > 0)
		;
	return finish();
}
