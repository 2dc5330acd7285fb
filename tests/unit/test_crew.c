/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/crew.h"

#include <dirent.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define WORTHWHILE 32
#define MANY 10000

static atomic_uint done[MANY];

static void count(void *userdata, size_t index)
{
	assert_ptr_equal(userdata, done);
	atomic_fetch_add(&done[index], 1);
}

static size_t count_threads(void)
{
	DIR *folder = opendir("/proc/self/task");
	size_t n = 0;

	assert_non_null(folder);
	for (const struct dirent *entry; (entry = readdir(folder));)
		n += entry->d_name[0] != '.';
	(void)closedir(folder);
	return n;
}

static void each_is_done_once_however_many_there_are(void **state)
{
	static const size_t sizes[] = { 0, 1, WORTHWHILE, 2 * WORTHWHILE - 1,
		2 * WORTHWHILE, CREW_MAX * WORTHWHILE + 1, MANY };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memset(done, 0, sizeof(done));
		crew_run(sizes[i], WORTHWHILE, count, done);
		for (size_t k = 0; k < MANY; k++)
			assert_int_equal(done[k], k < sizes[i] ? 1 : 0);
	}
}

static void no_thread_is_left(void **state)
{
	size_t before = count_threads();

	(void)state;
	crew_run(MANY, WORTHWHILE, count, done);
	/* The kernel drops one's name a moment after it was joined. */
	for (int i = 0; i < 10000 && count_threads() != before; i++)
		(void)usleep(1000);
	assert_int_equal(count_threads(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_done_once_however_many_there_are),
		cmocka_unit_test(no_thread_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
