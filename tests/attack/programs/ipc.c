/* SPDX-License-Identifier: MIT */
/* leave: System V and POSIX objects under known keys. look: none of them is there. Each call has to
 * be refused anyway. */
#include "attack.h"

#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define KEY 0x70726163

int main(int argc, char **argv)
{
	int flags = strcmp(argv[1], "look") == 0 ? 0 : IPC_CREAT;
	int fd;

	begin(argc, argv);
	refused("shared memory", shmget(KEY, 4096, flags | 0666));
	refused("message queue", msgget(KEY, flags | 0666));
	refused("semaphores", semget(KEY, 1, flags | 0666));
	refused("private shared memory", shmget(IPC_PRIVATE, 4096, 0600));
	refused("POSIX message queue",
		mq_open("/practice-attack", flags ? O_CREAT | O_RDWR : O_RDWR, 0666, NULL));
	fd = open("/dev/shm/practice-attack", O_RDWR | (flags ? O_CREAT : 0), 0666);
	if (!flags && fd >= 0)
		escaped("POSIX shared memory of another run");
	return finish();
}
