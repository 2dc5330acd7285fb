/* SPDX-License-Identifier: MIT */
/* Reads clients and how many requests each has sent, writes in which order they are answered. */
#include <stdbool.h>
#include <stdio.h>

#define CLIENTS_MAX 100

struct client {
	char name[32];
	int n_requests;
};

/* Returns false when nobody has that many requests. */
static bool answer_round(const struct client *clients, int n_clients, int round)
{
	bool is_anyone_left = false;

	for (int i = 0; i < n_clients; i++) {
		if (clients[i].n_requests < round)
			continue;
		printf("%s %d\n", clients[i].name, round);
		is_anyone_left = true;
	}
	return is_anyone_left;
}

int main(void)
{
	struct client clients[CLIENTS_MAX];
	int n_clients = 0, round = 1;

	while (n_clients < CLIENTS_MAX && scanf("%31s %d", clients[n_clients].name, &clients[n_clients].n_requests) == 2)
		n_clients++;
	while (answer_round(clients, n_clients, round))
		round++;
	return 0;
}
