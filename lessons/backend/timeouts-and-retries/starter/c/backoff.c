/* SPDX-License-Identifier: MIT */
/* Reads how tries went, writes when they were made. All times are in milliseconds. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	long base, cap, deadline, now = 0, duration;
	char result[20];

	if (scanf("%ld %ld %ld", &base, &cap, &deadline) != 3)
		return 0;
	for (int number = 1; scanf("%ld %19s", &duration, result) == 2; number++) {
		printf("%ld try %d\n", now, number);
		now += duration; /* to do: not beyond the deadline */
		if (strcmp(result, "ok") == 0) {
			printf("%ld ok\n", now);
			return 0;
		}
		printf("%ld %s, wait %ld\n", now, result, base); /* to do: longer each time, and not after everything */
		now += base;
	}
	return 0;
}
