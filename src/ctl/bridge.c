/* SPDX-License-Identifier: MIT */
#include "ctl/bridge.h"

#include "base/parse.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PREFIX "practice-bridge "

/* Words instead of numbers: errno differs between architectures. */
static const struct {
	const char *word;
	int error;
} outcomes[] = {
	{ "connected", 0 },
	{ "missing", -ENOENT },
	{ "refused", -ECONNREFUSED },
	{ "denied", -EACCES },
	{ "failed", -EIO },
};

void bridge_greeting_done(struct bridge_greeting *greeting)
{
	free(greeting->version);
	free(greeting->path);
	*greeting = (struct bridge_greeting){ 0 };
}

int bridge_greeting_format(int error, const char *path, char **ret_line)
{
	const char *word = "failed";

	if (error == -EPERM)
		error = -EACCES;
	for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++)
		if (outcomes[i].error == error)
			word = outcomes[i].word;
	return asprintf(ret_line, PREFIX "%d " PACKAGE_VERSION " %s %s", BRIDGE_PROTOCOL, word,
		       path) < 0
		       ? -ENOMEM
		       : 0;
}

/* Cuts the next word off. */
static char *take_word(char **rest)
{
	char *word = strsep(rest, " ");

	return word && *word ? word : NULL;
}

int bridge_greeting_parse(const char *line, struct bridge_greeting *ret_greeting)
{
	_cleanup_bridge_greeting_ struct bridge_greeting greeting = { .error = -EPROTO };
	_cleanup_free_ char *copy = strdup(line);
	char *rest, *number, *version, *word;
	uint32_t protocol;

	if (!copy)
		return -ENOMEM;
	if (strncmp(copy, PREFIX, strlen(PREFIX)) != 0)
		return -EPROTO;
	rest = copy + strlen(PREFIX);
	number = take_word(&rest);
	version = take_word(&rest);
	if (!number || !version || parse_u32(number, UINT32_MAX, &protocol) < 0)
		return -EPROTO;
	greeting.version = strdup(version);
	word = take_word(&rest);
	greeting.path = strdup(rest ? rest : "");
	if (!greeting.version || !greeting.path)
		return -ENOMEM;
	for (size_t i = 0; word && i < ARRAY_SIZE(outcomes); i++)
		if (strcmp(outcomes[i].word, word) == 0)
			greeting.error = outcomes[i].error;
	if (protocol == BRIDGE_PROTOCOL && greeting.error == -EPROTO)
		return -EPROTO;
	*ret_greeting = greeting;
	greeting = (struct bridge_greeting){ 0 };
	return protocol == BRIDGE_PROTOCOL ? 0 : -EPROTONOSUPPORT;
}

/* One direction. Its two ends are never waited for at once: it reads when it is empty, and writes
 * until it is empty again. */
struct pump {
	int from, to;
	bool is_ended; /* nothing more is read */
	size_t begin, end;
	char data[PIPE_BUF]; /* so much goes into a pipe or socket that poll() calls writable,
				without blocking */
};

static bool is_empty(const struct pump *pump)
{
	return pump->begin == pump->end;
}

static int fill(struct pump *pump)
{
	ssize_t n = read(pump->from, pump->data, sizeof(pump->data));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n < 0 && errno != ECONNRESET)
		return -errno;
	pump->begin = 0;
	pump->end = n > 0 ? (size_t)n : 0;
	pump->is_ended = n <= 0;
	return 0;
}

/* Who takes nothing any more ends the direction; what the other still says is not lost by it. */
static void drain(struct pump *pump)
{
	ssize_t n = write(pump->to, pump->data + pump->begin, pump->end - pump->begin);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n < 0)
		pump->is_ended = true;
	pump->begin = n < 0 ? pump->end : pump->begin + (size_t)n;
}

static int turn(struct pump *up, struct pump *down)
{
	/* `out` is always looked at, because its reader's end shows only there. */
	struct pollfd fds[] = {
		{ .fd = is_empty(up) && !up->is_ended ? up->from : -1, .events = POLLIN },
		{ .fd = is_empty(up) ? -1 : up->to, .events = POLLOUT },
		{ .fd = is_empty(down) && !down->is_ended ? down->from : -1, .events = POLLIN },
		{ .fd = down->to, .events = is_empty(down) ? 0 : POLLOUT },
	};
	int r = 0;

	if (poll(fds, ARRAY_SIZE(fds), -1) < 0)
		return errno == EINTR ? 0 : -errno;
	if (fds[0].revents)
		r = fill(up);
	if (r >= 0 && fds[1].revents)
		drain(up);
	if (r >= 0 && fds[2].revents)
		r = fill(down);
	if (r >= 0 && fds[3].revents & (POLLERR | POLLHUP | POLLNVAL)) {
		down->is_ended = true;
		down->begin = down->end;
	} else if (r >= 0 && fds[3].revents)
		drain(down);
	return r;
}

int bridge_run(int in, int out, int daemon)
{
	struct pump up = { .from = in, .to = daemon }, down = { .from = daemon, .to = out };
	bool is_half_closed = false;
	int r = 0;

	while (r >= 0 && !(down.is_ended && is_empty(&down))) {
		r = turn(&up, &down);
		if (up.is_ended && is_empty(&up) && !is_half_closed) {
			(void)shutdown(daemon, SHUT_WR);
			is_half_closed = true;
		}
	}
	return r;
}
