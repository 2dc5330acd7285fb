/* SPDX-License-Identifier: MIT */
/* What systemd does with a socket unit and its service: events come in, actions go out. */
#include <stdio.h>
#include <string.h>

#define QUEUE_MAX 100

enum state { DEAD, STARTING, RUNNING, FAILED };

struct unit {
	enum state state;
	int limit, n_starts; /* in a row that came to nothing */
	int n_waiting;
	char queue[QUEUE_MAX][32];
};

/* Everybody who waits is served, or refused. */
static void empty_queue(struct unit *unit, const char *action)
{
	for (int i = 0; i < unit->n_waiting; i++)
		printf("%s %s\n", action, unit->queue[i]);
	unit->n_waiting = 0;
}

static void start_if_needed(struct unit *unit)
{
	if (unit->state != DEAD || unit->n_waiting == 0)
		return;
	if (unit->n_starts == unit->limit) {
		puts("socket fails");
		unit->state = FAILED;
		empty_queue(unit, "refuse");
		return;
	}
	puts("start");
	unit->n_starts++;
	unit->state = STARTING;
}

static void connect_client(struct unit *unit, const char *name)
{
	if (unit->n_waiting < QUEUE_MAX)
		strcpy(unit->queue[unit->n_waiting++], name);
	if (unit->state == RUNNING)
		empty_queue(unit, "serve");
	else if (unit->state == FAILED)
		empty_queue(unit, "refuse");
	start_if_needed(unit);
}

static void end(struct unit *unit)
{
	puts("end");
	unit->state = DEAD;
	start_if_needed(unit);
}

int main(void)
{
	static struct unit unit;
	char event[20], name[32];

	while (scanf("%19s", event) == 1) {
		if (strcmp(event, "limit") == 0) {
			if (scanf("%d", &unit.limit) != 1)
				return 1;
		} else if (strcmp(event, "connect") == 0) {
			if (scanf("%31s", name) == 1)
				connect_client(&unit, name);
		} else if (strcmp(event, "ready") == 0 && unit.state == STARTING) {
			unit.state = RUNNING;
			unit.n_starts = 0;
			empty_queue(&unit, "serve");
		} else if (strcmp(event, "idle") == 0 && unit.state == RUNNING) {
			end(&unit);
		} else if (strcmp(event, "crash") == 0 && (unit.state == RUNNING || unit.state == STARTING)) {
			end(&unit);
		}
	}
	return 0;
}
