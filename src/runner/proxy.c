/* SPDX-License-Identifier: MIT */
#include "runner/proxy.h"

#include "base/cleanup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#define READ_BYTES 65536

static void shut(int *fd)
{
	if (*fd >= 0)
		(void)close(TAKE_FD(*fd));
}

static enum proxy_side other(enum proxy_side side)
{
	return side == PROXY_PROGRAM ? PROXY_JUDGE : PROXY_PROGRAM;
}

/* ours: which end is the proxy's, and so must not block. */
static int make_pipe(int *ret_ours, int *ret_theirs, bool we_read)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	*ret_ours = fds[we_read ? 0 : 1];
	*ret_theirs = fds[we_read ? 1 : 0];
	return fcntl(*ret_ours, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

int proxy_init(struct proxy *proxy, uint64_t program_limit, uint64_t judge_limit,
	int ret_fds[PROXY_SIDES][2])
{
	int fds[PROXY_SIDES][2] = { { -1, -1 }, { -1, -1 } };
	int r = 0;

	*proxy = (struct proxy){ .flows = {
					 { .from_fd = -1, .to_fd = -1, .limit = program_limit },
					 { .from_fd = -1, .to_fd = -1, .limit = judge_limit },
				 } };
	for (unsigned side = 0; side < PROXY_SIDES && r == 0; side++) {
		r = make_pipe(&proxy->flows[side].from_fd, &fds[side][1], true);
		if (r == 0)
			r = make_pipe(&proxy->flows[other(side)].to_fd, &fds[side][0], false);
	}
	if (r < 0) {
		for (unsigned i = 0; i < PROXY_SIDES * 2; i++)
			shut(&fds[i / 2][i % 2]);
		proxy_done(proxy);
		return r;
	}
	memcpy(ret_fds, fds, sizeof(fds));
	return 0;
}

void proxy_done(struct proxy *proxy)
{
	for (unsigned side = 0; side < PROXY_SIDES; side++) {
		shut(&proxy->flows[side].from_fd);
		shut(&proxy->flows[side].to_fd);
		buffer_done(&proxy->flows[side].pending);
	}
	transcript_done(&proxy->transcript);
}

void proxy_poll(const struct proxy *proxy, struct pollfd ret_fds[static PROXY_POLL_FDS])
{
	for (unsigned side = 0; side < PROXY_SIDES; side++) {
		const struct proxy_flow *flow = &proxy->flows[side];

		ret_fds[2 * side] = (struct pollfd){ .fd = flow->from_fd, .events = POLLIN };
		ret_fds[2 * side + 1] =
			(struct pollfd){ .fd = flow->pending.len > 0 ? flow->to_fd : -1,
				.events = POLLOUT };
	}
}

/* Bytes that are on their way to the reader of a flow. */
static uint64_t unread_of(const struct proxy_flow *flow)
{
	int in_pipe = 0;

	if (flow->to_fd >= 0 && ioctl(flow->to_fd, FIONREAD, &in_pipe) < 0)
		in_pipe = 0;
	return flow->pending.len + (uint64_t)in_pipe;
}

static void note_end(struct proxy *proxy)
{
	if (proxy->has_end)
		return;
	proxy->has_end = true;
	proxy->end = (struct proxy_view){
		.unread = { unread_of(&proxy->flows[PROXY_JUDGE]),
			unread_of(&proxy->flows[PROXY_PROGRAM]) },
		.messages = proxy->messages,
		.last_speaker = proxy->last_speaker,
	};
}

static void end_flow(struct proxy *proxy, enum proxy_side side)
{
	if (side == PROXY_PROGRAM)
		note_end(proxy);
	shut(&proxy->flows[side].from_fd);
}

static int keep(struct proxy *proxy, enum proxy_side side, const char *bytes, size_t len)
{
	struct proxy_flow *flow = &proxy->flows[side];

	if (proxy->messages == 0 || proxy->last_speaker != side)
		proxy->messages++;
	proxy->last_speaker = side;
	transcript_add(&proxy->transcript, side == PROXY_PROGRAM, bytes, len);
	flow->last = bytes[len - 1];
	flow->bytes += len;
	if (flow->bytes > flow->limit) {
		flow->is_over = true;
		end_flow(proxy, side);
	}
	return flow->to_fd >= 0 ? buffer_append(&flow->pending, bytes, len) : 0;
}

/* One read: who never stops writing must not keep us from the other one. */
static int take(struct proxy *proxy, enum proxy_side side)
{
	struct proxy_flow *flow = &proxy->flows[side];
	char bytes[READ_BYTES];
	ssize_t n;

	if (flow->from_fd < 0)
		return 0;
	n = read(flow->from_fd, bytes, sizeof(bytes));
	if (n > 0)
		return keep(proxy, side, bytes, (size_t)n);
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		end_flow(proxy, side);
	return 0;
}

static void give(struct proxy_flow *flow)
{
	ssize_t n = 0;

	if (flow->to_fd >= 0 && flow->pending.len > 0)
		n = write(flow->to_fd, flow->pending.data, flow->pending.len);
	if (n > 0)
		buffer_consume(&flow->pending, (size_t)n);
	if (n < 0 && errno != EAGAIN && errno != EINTR) { /* nobody reads any more */
		shut(&flow->to_fd);
		buffer_clear(&flow->pending);
	}
	if (flow->from_fd < 0 && flow->pending.len == 0 && !flow->is_held)
		shut(&flow->to_fd);
}

int proxy_pump(struct proxy *proxy)
{
	for (unsigned side = 0; side < PROXY_SIDES; side++) {
		int r = take(proxy, side);

		if (r < 0)
			return r;
	}
	for (unsigned side = 0; side < PROXY_SIDES; side++)
		give(&proxy->flows[side]);
	return 0;
}

bool proxy_is_closed(const struct proxy *proxy, enum proxy_side side)
{
	return proxy->flows[side].from_fd < 0;
}

/* What the one did and what the other did meanwhile. */
static const char *explain(const struct proxy *proxy, const struct proxy_view *view, bool is_busy)
{
	bool by_program = view->unread[PROXY_PROGRAM] > 0;
	bool by_judge = view->unread[PROXY_JUDGE] > 0;

	if (is_busy)
		return "your program was still computing while the judge waited for its output";
	if (by_program && by_judge)
		return "your program and the judge both wrote, and neither read what the other had "
		       "written";
	if (by_program)
		return "your program did not read what the judge had written, while the judge "
		       "waited for your output";
	if (by_judge)
		return "your program waited while the judge did not read what it had written";
	if (view->messages == 0)
		return "your program waited for input while the judge waited for your output: "
		       "nobody wrote anything";
	if (view->last_speaker == PROXY_JUDGE)
		return "your program waited for input while the judge waited for your output (is "
		       "it flushed?)";
	if (proxy->flows[PROXY_PROGRAM].last != '\n')
		return "your program waited for input while the judge waited for the end of your "
		       "last line";
	return "your program waited for input while the judge waited for more of your output";
}

void proxy_explain(const struct proxy *proxy, bool is_busy, char *ret_text, size_t size)
{
	const struct proxy_view now = {
		.unread = { unread_of(&proxy->flows[PROXY_JUDGE]),
			unread_of(&proxy->flows[PROXY_PROGRAM]) },
		.messages = proxy->messages,
		.last_speaker = proxy->last_speaker,
	};
	const struct proxy_view *view = proxy->has_end ? &proxy->end : &now;
	const char *words = explain(proxy, view, is_busy);

	if (view->messages == 0)
		(void)snprintf(ret_text, size, "%s", words);
	else
		(void)snprintf(ret_text, size, "%s (after %u message%s)", words, view->messages,
			view->messages == 1 ? "" : "s");
}
