/* SPDX-License-Identifier: MIT */
/* The listening sockets and all sessions: who may connect, how many at once, and when nobody is
 * there any more. */
#pragma once

#include "daemon/session.h"

#include <stdbool.h>
#include <systemd/sd-event.h>

struct server_limits {
	uint64_t clients_max, clients_per_user;
};

struct server_user {
	void (*dispatch)(void *userdata, struct peer *peer, const struct request *request,
		struct reply *reply, struct session_result *ret_result);
	void (*count_changed)(void *userdata, uint32_t clients); /* a client came or went */
	void *userdata;
};

struct server;

int server_new(sd_event *event, struct turn *turn, const struct server_user *user,
	struct server **ret_server);
void server_free(struct server *server); /* closes all; unlinks a socket that it made itself */
DEFINE_CLEANUP_FREE(struct server *, server_free)

/* Sockets that systemd gave us, and connections that it kept. Number of the listening ones (0:
 * none), or -errno. */
int server_listen_inherited(struct server *server);
/* A socket of our own: a stale node is replaced, a live daemon there is -EADDRINUSE. */
int server_listen_path(struct server *server, const char *path, mode_t mode);

void server_set_limits(struct server *server, const struct server_limits *limits);
void server_start(struct server *server); /* begins to accept; first are those that were kept */
/* No new connections and requests. Those that have nothing under way are closed; or, are_kept, wait
 * for server_keep(). */
void server_drain(struct server *server, bool are_kept);
/* Hands over to systemd what has nothing under way, at the very end. The number of them, or -errno.
 */
int server_keep(struct server *server);
/* What streams now is cut short, as at session_cut(). */
void server_cut(struct server *server, enum reply_code code, const char *message);
uint32_t server_count(const struct server *server);
