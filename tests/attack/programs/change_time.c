/* SPDX-License-Identifier: MIT */
/* leave: changes descriptor 2 at a moment that is the message, and nothing else of it. look: that moment can't be
 * read from it. */
#include "attack.h"

#include <time.h>

#define PART_NS 8000000 /* longer than the kernel's tick */
#define MESSAGE 37
#define MESSAGES 64

static long part_of(const struct timespec *time)
{
	return time->tv_nsec / PART_NS % MESSAGES;
}

static void leave(void)
{
	struct timespec now;

	do
		clock_gettime(CLOCK_REALTIME, &now);
	while (part_of(&now) != MESSAGE || now.tv_nsec % PART_NS < PART_NS / 2);
	fchmod(2, 0600);
	usleep(120000); /* whoever looks does it at another moment */
	for (int i = 0; i < 5000; i++) /* more than is sent along with a report */
		putchar('.');
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct stat status;

	fstat(2, &status);
	begin(argc, argv);
	if (is("leave"))
		leave();
	else if (part_of(&status.st_ctim) == MESSAGE)
		escaped("the moment of a change of descriptor 2");
	return finish();
}
