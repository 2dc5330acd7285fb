/* SPDX-License-Identifier: MIT */
/* Does no harm, and uses what honest programs use: threads, children, files, memory. */
#include "attack.h"

#include <pthread.h>

static void *work(void *argument)
{
	*(int *)argument = 1;
	return NULL;
}

int main(int argc, char **argv)
{
	int done = 0, status = 1;
	pthread_t thread;
	FILE *file;

	begin(argc, argv);
	if (pthread_create(&thread, NULL, work, &done) != 0 || pthread_join(thread, NULL) != 0 ||
		!done)
		escaped("a thread is refused");
	if (fork() == 0)
		_exit(0);
	wait(&status);
	if (status != 0)
		escaped("a child is refused");
	file = fopen("notes", "w");
	if (!file || fputs("text", file) < 0 || fclose(file) != 0)
		escaped("a file is refused");
	if (!calloc(1, 16 * MEBI))
		escaped("memory is refused");
	return finish();
}
