/* SPDX-License-Identifier: MIT */
/*
 * One client: bytes in, requests to the dispatcher, replies out. A reply that speaks of uncommitted
 * writes is held until the end of the turn; if the commit fails it is never sent, -STORE is. While
 * a reply is held or streams, the requests behind it wait.
 */
#pragma once

#include "daemon/peer.h"
#include "daemon/poller.h"
#include "daemon/stream.h"
#include "daemon/turn.h"
#include "proto/request.h"

#include <stdbool.h>
#include <sys/queue.h>
#include <systemd/sd-event.h>

struct session;

/* What a request came to. */
struct session_result {
	struct stream *stream; /* the reply goes on; borrowed */
	bool quits;
};

/* Whom sessions belong to. */
struct session_host {
	sd_event *event;
	struct poller *poller;
	struct turn *turn;
	/* Writes the reply. */
	void (*dispatch)(void *userdata, struct peer *peer, const struct request *request,
		struct reply *reply, struct session_result *ret_result);
	void (*died)(
		void *userdata, const struct session *session); /* counts no longer as a client */
	void (*freed)(void *userdata, struct session *session); /* is about to be */
	void *userdata;
	uint64_t stall_us; /* a client that takes nothing for so long, while there is something, is
			      closed */
};

struct session {
	struct turn_member member; /* first */
	LIST_ENTRY(session) entry; /* the host's */
	const struct session_host *host;
	int fd;
	struct poller_entry io;
	sd_event_source *stall;
	struct peer peer;

	struct request_parser parser;
	struct buffer in; /* received, from in_used on not parsed yet */
	size_t in_used;
	struct buffer out;
	size_t sendable; /* of out: what lies behind is held until the commit */

	struct stream *stream;		   /* borrowed; NULL when no reply streams */
	bool lf_only;			   /* of the last request */
	uint32_t announced, written, kept; /* elements of the streamed array: in all, in out, and in
					      the part that may be sent */
	bool is_held;	 /* out has a reply, or elements, that wait for the commit */
	bool is_eof;	 /* the client said all it has to say */
	bool is_paused;	 /* nothing more is read, what is under way is answered */
	bool is_closing; /* close when all is sent */
	bool is_dead;
};

/* Takes over fd and peer, also on failure. */
int session_new(
	const struct session_host *host, int fd, struct peer *peer, struct session **ret_session);
/* Ends what streams to it. died(), if it wasn't yet, and freed() are called. NULL is fine. */
void session_free(struct session *session);
/* No more requests are read; what is under way is answered, then it is closed. */
void session_drain(struct session *session);
/* The same, but it isn't closed: the next practiced reads on. */
void session_pause(struct session *session);
/* Nothing of a request or a reply is here any more: all that is known of it is its descriptor's. */
bool session_is_quiet(const struct session *session);
/* At the very end: what streams is cut short with an error for each element that is missing, and
 * sent as far as it goes. */
void session_cut(struct session *session, enum reply_code code, const char *message);
