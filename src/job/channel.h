/* SPDX-License-Identifier: MIT */
/* The two ends of the socket pair between practiced and practice-runner. Non-blocking; one packet a
 * call. SIGPIPE is never raised. */
#pragma once

#include "job/job.h"
#include "job/parcel.h"

/* Of events; any one has room, whatever it carries. */
#define CHANNEL_EVENTS_MAX (JOB_EVENT_MAX + 4)

#define CHANNEL_FD 3 /* where practice-runner finds its end at start */

enum channel_order {
	CHANNEL_NONE = 0, /* nothing to read now */
	CHANNEL_JOB,
	CHANNEL_CANCEL,
	CHANNEL_PING,	/* to be answered at once, by JOB_EVENT_ALIVE */
	CHANNEL_CLOSED, /* the peer is gone */
};

/* Daemon's side. 0, -EAGAIN (full: try when writable), -EPIPE, -ENOMEM, -errno. */
int channel_send_job(int fd, const struct job *job);
int channel_send_cancel(int fd, uint64_t job_id);
int channel_send_ping(int fd);
/*
 * Events come several in a packet; they are handed out one by one. 1: an event; 0: nothing now;
 * -EPIPE: closed; -EBADMSG: the peer is broken, close it. While the inbox has events, there is no
 * need for the descriptor to be readable.
 */
struct channel_inbox {
	char *bytes; /* owned; all zero is an empty inbox */
	size_t len, at;
	size_t last; /* where the event begins that was handed out last */
};

void channel_inbox_done(struct channel_inbox *inbox);
bool channel_has_event(const struct channel_inbox *inbox);
int channel_receive_event(int fd, struct channel_inbox *inbox, struct job_event *ret_event);

/* Runner's side: enum channel_order or -errno (-EBADMSG as above). *ret_job is for CHANNEL_JOB,
 * owned by the caller. */
int channel_receive_order(int fd, struct job **ret_job, uint64_t *ret_job_id);
/* A packet is filled (0, -ENOMEM, -EINVAL; -E2BIG: it has to be sent first) and sent, and is empty
 * then (0, -EAGAIN, -EPIPE, -errno). An empty one is not sent. */
int channel_add_event(struct buffer *packet, const struct job_event *event);
int channel_send_events(int fd, struct buffer *packet);

/* The same in two steps, for a supervisor that passes a job on without reading it. */
struct channel_job {
	uint64_t id;
	uint32_t patience_ms; /* job_patience_ms() */
	struct parcel parcel; /* owned by who received it; empty but for CHANNEL_JOB */
};

#define CHANNEL_NO_JOB ((struct channel_job){ .parcel = { .fd = -1 } })

/* And for what comes back: as channel_receive_event(), but the event has no texts and needs no release; and that
 * event, as it came, into a packet (as channel_add_event()). */
int channel_view_event(int fd, struct channel_inbox *inbox, struct job_event *ret_event);
int channel_forward_event(struct buffer *packet, const struct channel_inbox *inbox);

void channel_job_done(struct channel_job *job);
int channel_receive_order_unread(int fd, struct channel_job *ret_job);
int channel_forward_job(int fd, const struct channel_job *job); /* as channel_send_job() */
