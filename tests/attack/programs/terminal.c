/* SPDX-License-Identifier: MIT */
/* Typing into somebody's terminal. On what is no terminal the kernel would answer ENOTTY: the
 * filter has to be first. */
#include "attack.h"

#include <sys/ioctl.h>

int main(int argc, char **argv)
{
	char key = '\n';
	int terminal;

	begin(argc, argv);
	terminal = open("/dev/tty", O_RDWR);
	fails("a controlling terminal", terminal);
	for (int fd = 0; fd < 3; fd++) {
		refused("TIOCSTI", ioctl(fd, TIOCSTI, &key));
		refused("TIOCSTI with a hidden half",
			syscall(SYS_ioctl, fd, 0x100000000ul | TIOCSTI, &key));
		refused("TIOCLINUX", ioctl(fd, TIOCLINUX, &key));
		refused("TIOCCONS", ioctl(fd, TIOCCONS, 0));
		refused("TIOCSETD", ioctl(fd, TIOCSETD, &(int){ 0 }));
		if (isatty(fd))
			escaped("descriptor %d is a terminal", fd);
	}
	return finish();
}
