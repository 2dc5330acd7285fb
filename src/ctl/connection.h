/* SPDX-License-Identifier: MIT */
/* One connection to practiced: requests as RESP2 arrays, replies token by token. Blocking, with a
 * limit on silence. */
#pragma once

#include "base/buffer.h"
#include "proto/reply_reader.h"

#include <sys/types.h>

#define CONNECTION_SILENCE_MS 30000 /* longest wait for the next byte of a short answer */
#define CONNECTION_SILENCE_LONG_MS                                                                 \
	(15 * 60000) /* ... of a CHECK or RUN, which may stand in the queue */

#define CONNECTION_HELPER_MS 5000 /* for the program between to end, once it has nothing to do */

struct connection {
	int fd;	      /* -1 while there is none */
	pid_t helper; /* the program between us and the daemon; 0: none */
	int silence_ms;
	int signal; /* the one that is seen to: it interrupts no more */
	struct reply_reader reader;
	char input[16384];
	size_t begin, end; /* what is unread of it */
};

#define CONNECTION_INIT                                                                            \
	{                                                                                          \
		.fd = -1, .silence_ms = CONNECTION_SILENCE_MS                                      \
	}

/* 0 or -errno of connect(): -ENOENT, -ECONNREFUSED, -EACCES, -ENAMETOOLONG ... */
int connection_open(struct connection *connection, const char *path);
/* Takes over a socket and the program behind it. 0 or -errno, and then both have ended. */
int connection_adopt(struct connection *connection, int fd, pid_t helper);
/* The helper's exit status, 128 and the number of the signal that ended it; 0 when there is none. */
int connection_close(struct connection *connection);

/* A request while it is put together. Zero-initialised is empty. */
struct ask {
	struct buffer body;
	const char *verb; /* borrowed: the first word */
	size_t count;	  /* words */
	int error;    /* the first one sticks, and connection_send() returns it */
};

void ask_done(struct ask *ask);
void ask_word(struct ask *ask, const char *word);
void ask_bytes(struct ask *ask, const void *data, size_t len);
void ask_pair(struct ask *ask, const char *key,
	const char *value); /* "key=value"; nothing when the value is NULL */

/* 0 or -errno. A write that nobody takes for CONNECTION_SILENCE_MS is -EAGAIN. */
int connection_send(struct connection *connection, const struct ask *ask);

/* The next token: 0, -ETIMEDOUT, -ECONNRESET (it ended midway), -EINTR (interrupt_signal() is not
 * `signal`), or what reply_reader_feed() says. */
int connection_next(struct connection *connection, struct reply_token *ret_token);

#define _cleanup_ask_ _cleanup_(ask_done)
