/* SPDX-License-Identifier: MIT */
/* Threads count as processes. */
#include "attack.h"

#include <pthread.h>

#define ENOUGH 200

static void *sleep_on(void *argument)
{
	pause();
	return argument;
}

int main(int argc, char **argv)
{
	pthread_attr_t small;
	pthread_t thread;
	int count = 0;

	begin(argc, argv);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 64 * 1024);
	while (count < ENOUGH && pthread_create(&thread, &small, sleep_on, NULL) == 0)
		count++;
	if (count > LIMIT_PROCESSES)
		escaped("%d threads, the limit is %d", count + 1, LIMIT_PROCESSES);
	finish();
	_exit(escapes ? 1 : 0);
}
