/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

struct crew {
	size_t n;
	void (*work)(void *userdata, size_t index);
	void *userdata;
	atomic_size_t next;
};

static void *take_part(void *userdata)
{
	struct crew *crew = userdata;
	size_t index;

	while ((index = atomic_fetch_add(&crew->next, 1)) < crew->n)
		crew->work(crew->userdata, index);
	return NULL;
}

/* Processors that we may run on. */
static size_t count_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

static size_t count_hands(size_t n, size_t worthwhile)
{
	size_t hands = n / worthwhile < CREW_MAX ? n / worthwhile : CREW_MAX;
	size_t processors = hands > 1 ? count_processors() : 1;

	return hands < processors ? hands : processors;
}

void crew_run(size_t n, size_t worthwhile, void (*work)(void *userdata, size_t index), void *userdata)
{
	struct crew crew = { .n = n, .work = work, .userdata = userdata };
	size_t hands = count_hands(n, worthwhile), started = 0;
	pthread_t threads[CREW_MAX];
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started + 1 < hands &&
		pthread_create(&threads[started], NULL, take_part, &crew) == 0)
		started++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)take_part(&crew);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(threads[i], NULL);
}
