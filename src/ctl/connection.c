/* SPDX-License-Identifier: MIT */
#include "ctl/connection.h"

#include "base/file.h"
#include "ctl/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>

static int be_impatient(int fd)
{
	const struct timeval patience = { .tv_sec = CONNECTION_SILENCE_MS / 1000 };

	return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) < 0 ? -errno : 0;
}

int connection_open(struct connection *connection, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	_cleanup_close_ int fd = -1;
	int r;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	r = be_impatient(fd);
	if (r < 0)
		return r;
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	connection->fd = TAKE_FD(fd);
	return 0;
}

int connection_adopt(struct connection *connection, int fd, pid_t helper)
{
	int r;

	connection->fd = fd;
	connection->helper = helper;
	r = be_impatient(fd);
	if (r < 0)
		(void)connection_close(connection);
	return r;
}

/* It ends by itself when its input has ended; asked, then made to, if it doesn't. After
 * Ctrl-C it is asked at once. */
static int end_helper(pid_t pid)
{
	static const int signals[] = { 0, SIGTERM, SIGKILL };
	_cleanup_close_ int watch = (int)syscall(SYS_pidfd_open, pid, 0U);
	struct pollfd poller = { .fd = watch, .events = POLLIN };
	int status = 0;

	for (size_t i = interrupt_signal() == 0 ? 0 : 1; i < ARRAY_SIZE(signals); i++) {
		if (signals[i] != 0)
			(void)kill(pid, signals[i]);
		if (poll(&poller, 1, CONNECTION_HELPER_MS) > 0)
			break;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int connection_close(struct connection *connection)
{
	pid_t helper = connection->helper;

	reply_reader_done(&connection->reader);
	if (connection->fd >= 0)
		(void)close(connection->fd);
	connection->fd = -1;
	connection->helper = 0;
	connection->begin = connection->end = 0;
	return helper > 0 ? end_helper(helper) : 0;
}

void ask_done(struct ask *ask)
{
	buffer_done(&ask->body);
	ask->count = 0;
}

void ask_bytes(struct ask *ask, const void *data, size_t len)
{
	int r = ask->error;

	if (r >= 0)
		r = buffer_printf(&ask->body, "$%zu\r\n", len);
	if (r >= 0)
		r = buffer_append(&ask->body, data, len);
	if (r >= 0)
		r = buffer_append(&ask->body, "\r\n", 2);
	ask->error = r;
	ask->count++;
}

void ask_word(struct ask *ask, const char *word)
{
	if (ask->count == 0)
		ask->verb = word;
	ask_bytes(ask, word, strlen(word));
}

void ask_pair(struct ask *ask, const char *key, const char *value)
{
	_cleanup_buffer_ struct buffer pair = { 0 };

	if (!value || ask->error < 0)
		return;
	ask->error = buffer_printf(&pair, "%s=%s", key, value);
	if (ask->error >= 0)
		ask_bytes(ask, pair.data, pair.len);
}

int connection_send(struct connection *connection, const struct ask *ask)
{
	_cleanup_buffer_ struct buffer head = { 0 };
	int r;

	if (ask->error < 0)
		return ask->error;
	r = buffer_printf(&head, "*%zu\r\n", ask->count);
	if (r >= 0)
		r = file_write_all(connection->fd, head.data, head.len);
	if (r >= 0)
		r = file_write_all(connection->fd, ask->body.data, ask->body.len);
	return r == -EPIPE ? -ECONNRESET : r;
}

static int read_more(struct connection *connection)
{
	struct pollfd fds[] = { { .fd = connection->fd, .events = POLLIN },
		{ .fd = interrupt_fd(), .events = POLLIN } };
	ssize_t n;
	int r;

	r = poll(fds, interrupt_signal() == connection->signal ? 1 : ARRAY_SIZE(fds),
		connection->silence_ms);
	if (interrupt_signal() != connection->signal)
		return -EINTR;
	if (r == 0)
		return -ETIMEDOUT;
	if (r < 0)
		return errno == EINTR ? 0 : -errno;
	n = read(connection->fd, connection->input, sizeof(connection->input));
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (n == 0)
		return -ECONNRESET;
	connection->begin = 0;
	connection->end = (size_t)n;
	return 0;
}

int connection_next(struct connection *connection, struct reply_token *ret_token)
{
	size_t used;
	int r;

	for (;;) {
		r = reply_reader_feed(&connection->reader, connection->input + connection->begin,
			connection->end - connection->begin, &used);
		if (r < 0)
			return r;
		connection->begin += used;
		if (r == REPLY_READER_TOKEN) {
			*ret_token = connection->reader.token;
			return 0;
		}
		r = read_more(connection);
		if (r < 0)
			return r;
	}
}
