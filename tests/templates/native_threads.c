#include <pthread.h>
#include <stdio.h>
#include <errno.h>
static __thread int mine = 7;
static pthread_mutex_t lock;
static void *work(void *n) { mine += (int)(long)n; pthread_mutex_lock(&lock); printf("%ld %d\n", (long)n, mine); pthread_mutex_unlock(&lock); return NULL; }
static void *dies_with_it(void *n) { (void)n; pthread_mutex_lock(&lock); return NULL; }
int main(void)
{
	pthread_mutexattr_t robust;
	pthread_t t;
	pthread_attr_t attr;
	size_t size;
	pthread_mutexattr_init(&robust);
	pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_settype(&robust, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&lock, &robust);
	for (long n = 0; n < 4; n++) { pthread_create(&t, NULL, work, (void *)n); pthread_join(t, NULL); }
	pthread_create(&t, NULL, dies_with_it, NULL);
	pthread_join(t, NULL);
	printf("%d\n", pthread_mutex_lock(&lock) == EOWNERDEAD);
	pthread_mutex_consistent(&lock);
	printf("%d %d\n", pthread_mutex_lock(&lock) == EDEADLK, mine);
	pthread_attr_init(&attr);
	pthread_attr_getstacksize(&attr, &size);
	printf("%zu\n", size);
	return 0;
}
