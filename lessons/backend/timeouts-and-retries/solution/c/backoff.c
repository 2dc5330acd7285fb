/* SPDX-License-Identifier: MIT */
/* Reads how tries went, writes when they were made. All times are in milliseconds. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct clock {
	long now, pause, cap, deadline;
};

/* Returns true when there is to be another try. */
static bool go_on(struct clock *clock, const char *result)
{
	if (strcmp(result, "ok") == 0) {
		printf("%ld ok\n", clock->now);
		return false;
	}
	if (strcmp(result, "bad") == 0 || clock->now + clock->pause >= clock->deadline) {
		printf("%ld %s, give up\n", clock->now, result);
		return false;
	}
	printf("%ld %s, wait %ld\n", clock->now, result, clock->pause);
	clock->now += clock->pause;
	clock->pause = clock->pause * 2 < clock->cap ? clock->pause * 2 : clock->cap;
	return true;
}

int main(void)
{
	struct clock clock = { 0 };
	char result[20];
	long duration;
	int number = 1;

	if (scanf("%ld %ld %ld", &clock.pause, &clock.cap, &clock.deadline) != 3)
		return 0;
	do {
		if (scanf("%ld %19s", &duration, result) != 2)
			return 0;
		printf("%ld try %d\n", clock.now, number++);
		clock.now += duration;
		if (clock.now > clock.deadline) { /* nobody waits for it any more */
			clock.now = clock.deadline;
			strcpy(result, "timeout");
		}
	} while (go_on(&clock, result));
	return 0;
}
