/* SPDX-License-Identifier: MIT */
/* leave: changes everything about 0, 1 and 2 that outlives a process. look: whether anything of it
 * is there in the next run. */
#include "attack.h"

#include <sys/file.h>
#include <sys/ioctl.h>

static void leave(void)
{
	int on = 1;

	for (int fd = 0; fd < 3; fd++) {
		if (write(fd, "left behind\n", 12) < 0 || fchmod(fd, 0) < 0)
			continue;
		fcntl(fd, F_SETFL,
			(fcntl(fd, F_GETFL) ^ O_APPEND) | O_NONBLOCK | O_NOATIME | O_ASYNC);
		ioctl(fd, FIONBIO, &on);
		fcntl(fd, F_SETOWN, 1);
		fcntl(fd, F_SETSIG, SIGALRM);
		flock(fd, LOCK_EX | LOCK_NB);
		fcntl(fd, F_OFD_SETLK, &(struct flock){ .l_type = F_WRLCK });
		fcntl(fd, F_SETLEASE, F_WRLCK);
		if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE) == 0 ||
			fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
			escaped("descriptor %d can be sealed", fd);
		lseek(fd, 4321, SEEK_SET);
		if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED)
			continue;
	}
}

struct facts {
	struct stat status;
	int flags, owner, number;
	off_t offset;
	bool is_locked;
};

static struct facts look_at(int fd)
{
	struct facts facts = { .flags = fcntl(fd, F_GETFL), .owner = fcntl(fd, F_GETOWN) };
	char path[32];
	int other_fd;

	facts.number = fcntl(fd, F_GETSIG);
	facts.offset = lseek(fd, 0, SEEK_CUR);
	fstat(fd, &facts.status);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	other_fd = open(path, O_RDONLY);
	facts.is_locked = other_fd >= 0 && flock(other_fd, LOCK_EX | LOCK_NB) < 0;
	close(other_fd);
	return facts;
}

static void judge(int fd, const struct facts *facts)
{
	if (facts->flags & ((fd == 0 ? O_APPEND : 0) | O_NONBLOCK | O_NOATIME | O_ASYNC))
		escaped("flags of descriptor %d: %o", fd, facts->flags);
	if ((facts->status.st_mode & 07777) == 0)
		escaped("mode of descriptor %d", fd);
	if (facts->offset != 0)
		escaped("offset of descriptor %d", fd);
	if (fd > 0 && facts->status.st_size != 0)
		escaped("content of descriptor %d", fd);
	if (facts->owner != 0 || facts->number != 0)
		escaped("descriptor %d would send signal %d to %d", fd, facts->number,
			facts->owner);
	if (facts->is_locked)
		escaped("a lock on descriptor %d", fd);
}

int main(int argc, char **argv)
{
	struct facts facts[3];
	char line[64] = "";

	begin(argc, argv);
	if (is("leave")) {
		leave();
		return escapes ? finish() : 0;
	}
	/* All of them first: what we print changes two of them. */
	for (int fd = 0; fd < 3; fd++)
		facts[fd] = look_at(fd);
	for (int fd = 0; fd < 3; fd++)
		judge(fd, &facts[fd]);
	if (read(0, line, sizeof(line) - 1) < 0 || strcmp(line, "given input\n") != 0)
		escaped("the input is \"%s\"", line);
	return finish();
}
