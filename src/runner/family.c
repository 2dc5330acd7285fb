/* SPDX-License-Identifier: MIT */
#include "runner/family.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS_MAX 500
#define ROUND_MS   2

/* The state stands behind the name, which may hold anything. */
static bool is_dead(pid_t pid)
{
	char path[40], text[512];
	const char *state;
	FILE *file;
	size_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return true;
	n = fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	text[n] = '\0';
	state = strrchr(text, ')');
	return !state || strncmp(state, ") Z", 3) == 0 || strncmp(state, ") X", 3) == 0;
}

unsigned family_kill_children(pid_t parent)
{
	char path[64];
	unsigned alive = 0;
	FILE *file;
	int pid;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", parent, parent);
	file = fopen(path, "re");
	if (!file)
		return 0;
	while (fscanf(file, "%d", &pid) == 1) {
		if (pid <= 1 || is_dead(pid))
			continue;
		(void)kill(pid, SIGKILL);
		alive++;
	}
	(void)fclose(file);
	return alive;
}

void family_end(pid_t parent)
{
	if (kill(parent, SIGSTOP) < 0)
		return;
	/* Each dead one's own children are the parent's then, and seen in the next round. */
	for (int round = 0; round < ROUNDS_MAX && family_kill_children(parent) > 0; round++)
		(void)poll(NULL, 0, ROUND_MS);
}
