/* SPDX-License-Identifier: MIT */
/*
 * Bytes of `out` up to `sendable` may go; what lies behind belongs to the one reply that is held. A
 * session that has ended is only marked (is_dead) and freed by the turn, because a job's event or
 * another session may be on the stack above.
 */
#include "daemon/session.h"

#include "base/clock.h"
#include "base/log.h"
#include "proto/limits.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define READ_BYTES	  (64U * 1024)
#define REQUESTS_PER_TURN WIRE_PIPELINE_MAX
/* What a client asks for may be dear: the others are served after so long, and one request. */
#define SERVE_MAX_US 5000ULL

/* Nothing more is served for now. One reply may be as large as a lesson is; with so much unread it
 * is the only one. */
static bool is_blocked(const struct session *session)
{
	return session->stream || session->is_held || session->is_dead ||
	       session->out.len > WIRE_OUT_MAX;
}

static bool has_input(const struct session *session)
{
	return session->in_used < session->in.len;
}

static void join(struct session *session)
{
	turn_join(session->host->turn, &session->member);
}

static void die(struct session *session)
{
	if (session->is_dead)
		return;
	session->is_dead = true;
	poller_remove(session->host->poller, &session->io);
	session->stall = sd_event_source_disable_unref(session->stall);
	session->host->died(session->host->userdata, session);
	join(session);
}

/* Reads only what it can serve: what a client sends meanwhile waits in the kernel. */
static void update_events(struct session *session)
{
	uint32_t events = 0;

	if (!session->io.is_in)
		return;
	if (!is_blocked(session) && !session->is_eof && !session->is_closing &&
		!session->is_paused && !has_input(session))
		events |= EPOLLIN;
	if (session->sendable > 0)
		events |= EPOLLOUT;
	if (poller_set(session->host->poller, &session->io, events) < 0)
		die(session);
}

static bool is_finished(const struct session *session)
{
	return (session->is_closing || session->is_eof) && !has_input(session) &&
	       !is_blocked(session) && session->out.len == 0;
}

/* Runs while something is to be sent, anew after each byte that went. */
static void watch_stall(struct session *session, bool has_progress)
{
	int enabled = SD_EVENT_OFF;

	if (session->sendable == 0) {
		(void)sd_event_source_set_enabled(session->stall, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_get_enabled(session->stall, &enabled);
	if (enabled != SD_EVENT_OFF && !has_progress)
		return;
	(void)sd_event_source_set_time_relative(session->stall, session->host->stall_us);
	(void)sd_event_source_set_enabled(session->stall, SD_EVENT_ONESHOT);
}

static int on_stall(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct session *session = userdata;

	(void)source;
	(void)usec;
	log_notice("A client of %s doesn't read: disconnected", session->peer.name);
	die(session);
	return 0;
}

bool session_is_quiet(const struct session *session)
{
	return !is_blocked(session) && !session->is_eof && !session->is_closing &&
	       !has_input(session) && session->out.len == 0 &&
	       !request_parser_is_midway(&session->parser);
}

/* Thousands may be there and say nothing: the last request of each needn't be. */
static void release_memory(struct session *session)
{
	buffer_done(&session->in);
	session->in_used = 0;
	buffer_done(&session->out);
	request_parser_done(&session->parser);
}

static void flush(struct session *session)
{
	size_t before = session->sendable;

	while (!session->is_dead && session->sendable > 0) {
		ssize_t n = send(session->fd, session->out.data, session->sendable,
			MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0) {
			die(session);
			return;
		}
		buffer_consume(&session->out, (size_t)n);
		session->sendable -= (size_t)n;
	}
	if (is_finished(session))
		die(session);
	if (session->is_dead)
		return;
	if (session_is_quiet(session))
		release_memory(session);
	watch_stall(session, session->sendable < before);
	update_events(session);
}

/* Something was written to out: may it go, or has it to wait for the commit? */
static void release(struct session *session)
{
	if (session->is_held || turn_is_dirty(session->host->turn)) {
		session->is_held = true;
		join(session);
		return;
	}
	session->sendable = session->out.len;
	session->kept = session->written;
}

static void note_error(struct session *session, const struct reply *reply)
{
	if (reply->error)
		die(session);
}

/* The streamed reply. */

static void on_wrote(struct stream *stream)
{
	struct session *session = stream->listener;

	session->announced = stream->announced;
	session->written = stream->written;
	note_error(session, &stream->reply);
	if (session->is_dead)
		return;
	release(session);
	flush(session);
}

static void on_ended(struct stream *stream)
{
	struct session *session = stream->listener;

	session->stream = NULL;
	join(session); /* to go on with the next request */
}

static void adopt(struct session *session, struct stream *stream)
{
	session->stream = stream;
	session->announced = stream->announced;
	session->written = stream->written;
	session->kept = 0;
	stream->listener = session;
	stream->wrote = on_wrote;
	stream->ended = on_ended;
	join(session); /* also one that says nothing yet must hear of a turn that never was */
}

static void drop_stream(struct session *session)
{
	struct stream *stream = session->stream;

	session->stream = NULL;
	if (stream)
		stream_detach(stream);
}

/* Requests. */

static void answer_refusal(struct session *session, const struct request *request)
{
	struct reply reply = REPLY_INIT(&session->out, request->lf_only);

	session->lf_only = request->lf_only;
	session->announced = session->written = session->kept = 0;
	(void)reply_error(&reply, request->code, "%s", request->message);
	note_error(session, &reply);
	release(session);
}

static void serve(struct session *session, const struct request *request)
{
	struct reply reply = REPLY_INIT(&session->out, request->lf_only);
	struct session_result result = { 0 };
	size_t before = session->out.len;

	session->lf_only = request->lf_only;
	session->announced = session->written = session->kept = 0;
	session->host->dispatch(session->host->userdata, &session->peer, request, &reply, &result);
	note_error(session, &reply);
	session->is_closing = session->is_closing || result.quits;
	if (result.stream)
		adopt(session, result.stream);
	if (session->out.len > before)
		release(session);
}

static bool feed(struct session *session)
{
	size_t used = 0;
	int status = request_parser_feed(&session->parser, session->in.data + session->in_used,
		session->in.len - session->in_used, &used);

	session->in_used += used;
	if (status == REQUEST_READY) {
		serve(session, &session->parser.request);
	} else if (status == REQUEST_REFUSED) {
		answer_refusal(session, &session->parser.request);
	} else if (status == REQUEST_BROKEN) {
		answer_refusal(session, &session->parser.request);
		session->is_closing = true;
	} else if (status < 0) {
		die(session);
	}
	return status == REQUEST_READY || status == REQUEST_REFUSED;
}

static void process(struct session *session)
{
	uint64_t end_us = clock_monotonic_us() + SERVE_MAX_US;
	size_t budget = REQUESTS_PER_TURN;

	while (has_input(session) && !is_blocked(session) && !session->is_closing && budget-- > 0) {
		if (!feed(session) || clock_monotonic_us() >= end_us)
			break;
	}
	if (session->is_closing || !has_input(session)) { /* nothing behind a QUIT counts */
		buffer_clear(&session->in);
		session->in_used = 0;
	} else if (!is_blocked(session)) {
		join(session); /* the rest when others had their turn */
	}
	flush(session);
}

static void receive(struct session *session)
{
	ssize_t n;

	if (buffer_reserve(&session->in, READ_BYTES) < 0) {
		die(session);
		return;
	}
	n = recv(session->fd, session->in.data + session->in.len, READ_BYTES, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0) {
		die(session);
		return;
	}
	session->is_eof = n == 0;
	session->in.len += (size_t)n;
	session->in.data[session->in.len] = '\0';
	process(session);
}

static void on_io(struct poller_entry *entry, uint32_t revents)
{
	struct session *session = entry->userdata;

	if (revents & EPOLLOUT)
		process(session); /* which may go on when there was too much to send */
	if (session->is_dead)
		return;
	if (revents & EPOLLIN)
		receive(session);
	else if (revents & (EPOLLHUP | EPOLLERR))
		die(session);
}

/* The turn. */

/* The held part never was: in its place stands the error, once, or for each element that was
 * promised. */
static void replace_held(struct session *session, const char *reason)
{
	struct reply reply = REPLY_INIT(&session->out, session->lf_only);
	uint32_t missing = session->kept > 0 ? session->announced - session->kept : 1;

	buffer_truncate(&session->out, session->sendable);
	drop_stream(session);
	while (missing-- > 0)
		(void)reply_error(&reply, REPLY_STORE, "nothing was kept of this: %s", reason);
	note_error(session, &reply);
}

static void settle(struct turn_member *member, int error, const char *reason)
{
	struct session *session = (struct session *)member;

	if (error < 0)
		session->peer.learner = 0; /* may have been made in the turn that never was */
	if (!session->is_held)
		return;
	if (error < 0)
		replace_held(session, reason);
	session->is_held = false;
	session->sendable = session->out.len;
	session->kept = session->written;
}

static void proceed(struct turn_member *member)
{
	struct session *session = (struct session *)member;

	if (!session->is_dead)
		process(session);
	if (session->is_dead)
		session_free(session);
}

static int add_sources(struct session *session)
{
	int r = sd_event_add_time_relative(
		session->host->event, &session->stall, CLOCK_MONOTONIC, 0, 0, on_stall, session);

	if (r >= 0)
		r = sd_event_source_set_enabled(session->stall, SD_EVENT_OFF);
	return r < 0 ? r : poller_add(session->host->poller, &session->io, EPOLLIN);
}

int session_new(
	const struct session_host *host, int fd, struct peer *peer, struct session **ret_session)
{
	struct session *session = calloc(1, sizeof(*session));
	int r;

	if (!session) {
		(void)close(fd);
		peer_done(peer);
		return -ENOMEM;
	}
	*session = (struct session){ .member = { .settle = settle, .proceed = proceed },
		.host = host,
		.fd = fd,
		.io = { .fd = fd, .ready = on_io, .userdata = session },
		.peer = *peer };
	r = add_sources(session);
	if (r < 0) {
		session->host = NULL;
		session_free(session);
		return r;
	}
	*ret_session = session;
	return 0;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	if (session->host) {
		turn_leave(session->host->turn, &session->member);
		if (!session->is_dead)
			session->host->died(session->host->userdata, session);
		session->host->freed(session->host->userdata, session);
		poller_remove(session->host->poller, &session->io);
	}
	session->stall = sd_event_source_disable_unref(session->stall);
	drop_stream(session);
	(void)close(session->fd);
	request_parser_done(&session->parser);
	buffer_done(&session->in);
	buffer_done(&session->out);
	peer_done(&session->peer);
	free(session);
}

void session_pause(struct session *session)
{
	if (session->is_dead)
		return;
	session->is_paused = true;
	update_events(session);
}

void session_drain(struct session *session)
{
	if (session->is_dead)
		return;
	if (!is_blocked(session) && !session->is_eof)
		receive(session); /* what was sent before is still answered, with -BUSY */
	session->is_eof = true;
	if (!session->is_dead && !is_blocked(session))
		process(session);
}

void session_cut(struct session *session, enum reply_code code, const char *message)
{
	struct reply reply = REPLY_INIT(&session->out, session->lf_only);

	if (session->is_dead || session->is_held || !session->stream)
		return;
	if (session->stream->when_cut)
		message = session->stream->when_cut;
	for (uint32_t i = session->written; i < session->announced || i == 0; i++)
		(void)reply_error(&reply, code, "%s", message);
	drop_stream(session);
	session->sendable = session->out.len;
	session->is_eof = !session->is_paused;
	process(session);
}
