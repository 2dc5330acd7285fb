/* SPDX-License-Identifier: MIT */
/*
 * The crossed pipes of an interactive case: everything that one program writes is handed to the
 * other, and what the proxy saw says afterwards who closed first and who waited for whom. It never
 * blocks, and a side that has gone never stops the other: what nobody reads any more is taken and
 * dropped, so that no program dies of SIGPIPE by the other's end.
 */
#pragma once

#include "runner/transcript.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

enum proxy_side {
	PROXY_PROGRAM,
	PROXY_JUDGE,
	PROXY_SIDES,
};

/* What one side writes. */
struct proxy_flow {
	int from_fd, to_fd;    /* owned; -1: closed */
	struct buffer pending; /* read and not yet written; at most `limit` and a read more */
	uint64_t bytes, limit;
	bool is_held; /* its end is not passed on yet */
	bool is_over; /* more than the limit was written: nothing of it is read any more */
	char last;    /* byte */
};

struct proxy_view {
	uint64_t unread[PROXY_SIDES]; /* bytes that the other one has written and this one has not
					 read */
	unsigned messages;	      /* turns of the talk */
	enum proxy_side last_speaker;
};

struct proxy {
	struct proxy_flow flows[PROXY_SIDES]; /* by who writes */
	struct transcript transcript;
	unsigned messages;
	enum proxy_side last_speaker;
	bool has_end;
	struct proxy_view end; /* when the program's output closed */
};

/* Makes the four pipes; *ret_fds[side] are that program's ends: stdin, stdout. 0 or -errno. */
int proxy_init(struct proxy *proxy, uint64_t program_limit, uint64_t judge_limit,
	int ret_fds[PROXY_SIDES][2]);
void proxy_done(struct proxy *proxy);

#define PROXY_POLL_FDS 4
/* What to wait for; always PROXY_POLL_FDS entries, unused ones with fd -1. */
void proxy_poll(const struct proxy *proxy, struct pollfd ret_fds[static PROXY_POLL_FDS]);
/* Hands over what can be without waiting. 0 or -ENOMEM. */
int proxy_pump(struct proxy *proxy);
/* The side's output has ended (or was more than allowed). */
bool proxy_is_closed(const struct proxy *proxy, enum proxy_side side);

/* For people: why nothing went on at the program's end. is_busy: it used the processor most of the
 * time. */
void proxy_explain(const struct proxy *proxy, bool is_busy, char *ret_text, size_t size);
