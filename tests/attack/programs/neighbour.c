/* SPDX-License-Identifier: MIT */
/*
 * Two submissions at the same time. hold: makes things under known names and stays for a while.
 * look: finds none of them, and no trace of the other one anywhere.
 */
#include "attack.h"

#include <dirent.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static int make(const char *path, int extra)
{
	return open(path, O_RDWR | extra, 0666);
}

static void hold(void)
{
	struct flock lock = { .l_type = F_RDLCK };

	make("/tmp/neighbour", O_CREAT);
	make(SCRATCH "/neighbour", O_CREAT);
	make("/dev/shm/neighbour", O_CREAT);
	fcntl(make("/usr/bin/true", 0), F_SETLK, &lock);
	mkfifo("/tmp/neighbour.fifo", 0666);
	socket(AF_UNIX, SOCK_STREAM, 0);
	usleep(1000000);
}

static void look(void)
{
	const char *paths[] = { "/tmp/neighbour", SCRATCH "/neighbour", "/dev/shm/neighbour",
		"/tmp/neighbour.fifo" };
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int pair[2];

	usleep(400000);
	for (int i = 0; i < 4; i++)
		if (make(paths[i], 0) >= 0)
			escaped("%s of another submission", paths[i]);
	for (int pid = 2; pid < 70000; pid++)
		if (pid != getpid() && kill(pid, 0) == 0 && !is_template(pid))
			escaped("process %d of another submission", pid);
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0)
		return;
	/* Names that an unbound socket gets by itself are five hexadecimal digits. */
	for (unsigned i = 0; i < 0x2000; i++) {
		snprintf(name.sun_path + 1, 6, "%05x", i);
		if (sendto(pair[0], "x", 1, MSG_DONTWAIT, (struct sockaddr *)&name,
			    offsetof(struct sockaddr_un, sun_path) + 6) >= 0)
			escaped("a socket of another submission");
	}
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	if (is("hold"))
		hold();
	else
		look();
	return finish();
}
