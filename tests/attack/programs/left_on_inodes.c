/* SPDX-License-Identifier: MIT */
/* leave: messages where no file's content is: behind the end of the input, in the rest of its last
 * page, and in the hints and flags that the kernel keeps with an inode. look: none of them is there. */
#include "attack.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

#define PAGE	    4096
#define MESSAGE	    "left behind the end"
#define GET_RW_HINT 1035
#define SET_RW_HINT 1036

static const char *const shared[] = { "/usr/bin/env", "/etc/passwd", "/usr", "/tmp", "/scratch" };

static void hint(int fd, const char *what)
{
	uint64_t value = 2;

	if (is("leave"))
		refused("set a hint of an inode", fcntl(fd, SET_RW_HINT, &value));
	else if (fcntl(fd, GET_RW_HINT, &value) == 0 && value == 2)
		escaped("the hint of %s", what);
}

/* Those that an owner may set without a capability. */
static void flag(int fd, const char *what)
{
	int flags = FS_NODUMP_FL | FS_NOATIME_FL;

	if (is("leave"))
		refused("set the flags of an inode", ioctl(fd, FS_IOC_SETFLAGS, &flags));
	else if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
		(flags & (FS_NODUMP_FL | FS_NOATIME_FL)) != 0)
		escaped("the flags of %s", what);
}

/* A page can be written to behind the end of its file by who has mapped it. */
static void page_of(int fd)
{
	int protection = is("leave") ? PROT_READ | PROT_WRITE : PROT_READ;
	struct stat status;
	char *page;

	if (fstat(fd, &status) < 0 || status.st_size == 0 || status.st_size > PAGE / 2)
		return;
	page = mmap(NULL, PAGE, protection, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		return;
	if (is("leave"))
		memcpy(page + PAGE - sizeof(MESSAGE), MESSAGE, sizeof(MESSAGE));
	else if (memmem(page, PAGE, MESSAGE, sizeof(MESSAGE)))
		escaped("what was behind the end of descriptor %d", fd);
	munmap(page, PAGE);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (int fd = 0; fd < 3; fd++) {
		hint(fd, "a descriptor");
		flag(fd, "a descriptor");
		page_of(fd);
		if (is("leave"))
			fallocate(fd, 1 /* FALLOC_FL_KEEP_SIZE */, 8192, PAGE);
	}
	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		int fd = open(shared[i], O_RDONLY);

		if (fd >= 0)
			hint(fd, shared[i]);
		if (fd >= 0)
			flag(fd, shared[i]);
		close(fd);
	}
	return finish();
}
