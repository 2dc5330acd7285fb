/* SPDX-License-Identifier: MIT */
/* leave: all files that can be made. look: as many can be made again. */
#include "attack.h"

#define ENOUGH 40000

int main(int argc, char **argv)
{
	char name[32];
	int count = 0;

	begin(argc, argv);
	need_pid_namespace();
	for (; count < ENOUGH; count++) {
		int fd;

		snprintf(name, sizeof(name), "%s/%d", count % 2 ? "/tmp" : "/scratch", count);
		fd = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
		if (fd < 0)
			break;
		close(fd);
		if (is("look") && count > 100)
			break;
	}
	if (count >= ENOUGH)
		escaped("%d files", count);
	if (is("look") && count < 100)
		escaped("no more than %d files after another run", count);
	return finish();
}
