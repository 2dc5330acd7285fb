/* SPDX-License-Identifier: MIT */
#include "ctl/remote.h"

#include "ctl/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* What no shell takes for anything but itself: sshd hands the command to the user's login shell,
 * whichever that is. */
#define PATH_SET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@:,"

void remote_report_done(struct remote_report *report)
{
	bridge_greeting_done(&report->greeting);
	free(report->line);
	report->line = NULL;
}

static int add_far_words(const struct options *options, struct strlist *words)
{
	_cleanup_buffer_ struct buffer socket = { 0 };
	int r;

	r = strlist_add(words, "practicectl");
	if (r >= 0)
		r = strlist_add(words, "stdio-bridge");
	if (r >= 0 && options->scope != SCOPE_ANY)
		r = strlist_add(words, options->scope == SCOPE_USER ? "--user" : "--system");
	if (r < 0 || !options->socket)
		return r;
	if (!*options->socket || options->socket[strspn(options->socket, PATH_SET)])
		return -EINVAL;
	r = buffer_printf(&socket, "--socket=%s", options->socket);
	return r < 0 ? r : strlist_add(words, socket.data);
}

int remote_command(const struct options *options, bool quietly, struct strlist *ret_words)
{
	/* -x, -a: no windows and no agent over there. No forwarding that the configuration asks
	 * for: a port that is taken would be a warning, or an error. -T and RemoteCommand=none: no
	 * terminal, and no other command, which would be in the way of bytes. */
	static const char *const common[] = { "ssh", "-x", "-a", "-T", "-oClearAllForwardings=yes",
		"-oRemoteCommand=none", "-oPermitLocalCommand=no" };
	char port[16];
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(common) && r >= 0; i++)
		r = strlist_add(ret_words, common[i]);
	if (r >= 0 && quietly)
		r = strlist_add(ret_words, "-oBatchMode=yes");
	(void)snprintf(port, sizeof(port), "-p%u", (unsigned)options->host.port);
	if (r >= 0 && options->host.port > 0)
		r = strlist_add(ret_words, port);
	if (r >= 0)
		r = strlist_add(ret_words, "--");
	if (r >= 0)
		r = strlist_add(ret_words, options->host.destination);
	return r < 0 ? r : add_far_words(options, ret_words);
}

/*
 * In the child. Ctrl-C is left to practicectl, which needs ssh to undo what it began; so ssh
 * ignores SIGINT, but ends with us, whatever we end of: PR_SET_PDEATHSIG, which holds over exec.
 */
static void __attribute__((noreturn))
run_ssh(const struct strlist *words, int talk, int failed, pid_t parent)
{
	int error;

	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_DFL);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) >= 0 && getppid() == parent &&
		dup2(talk, STDIN_FILENO) >= 0 && dup2(talk, STDOUT_FILENO) >= 0)
		(void)execvp(words->items[0], words->items);
	error = errno;
	(void)!write(failed, &error, sizeof(error));
	_exit(127);
}

/* 0, or -errno of what went wrong before ssh was there. */
static int read_failure(int fd)
{
	int error;
	ssize_t n;

	do
		n = read(fd, &error, sizeof(error));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(error) ? -error : n == 0 ? 0 : -EIO;
}

static int start_ssh(const struct strlist *words, struct connection *connection)
{
	int talk[2], failed[2], r;
	pid_t parent = getpid(), pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk) < 0)
		return -errno;
	_cleanup_close_ int near = talk[0], far = talk[1];
	if (pipe2(failed, O_CLOEXEC) < 0)
		return -errno;
	_cleanup_close_ int failed_read = failed[0], failed_write = failed[1];
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		run_ssh(words, far, failed_write, parent);
	(void)close(TAKE_FD(failed_write));
	r = read_failure(failed_read);
	if (r < 0) {
		(void)waitpid(pid, NULL, 0);
		return r;
	}
	return connection_adopt(connection, TAKE_FD(near), pid);
}

static int wait_for_byte(const struct connection *connection)
{
	for (;;) {
		struct pollfd fds[] = { { .fd = connection->fd, .events = POLLIN },
			{ .fd = interrupt_fd(), .events = POLLIN } };
		int r = poll(fds, interrupt_signal() == connection->signal ? 1 : ARRAY_SIZE(fds),
			REMOTE_PATIENCE_MS);

		if (interrupt_signal() != connection->signal)
			return -EINTR;
		if (r > 0)
			return 0;
		if (r == 0)
			return -ETIMEDOUT;
		if (errno != EINTR)
			return -errno;
	}
}

/* Byte by byte, so that what follows the line stays in the socket. 1 with a line, 0 when it ended
 * before; -errno. */
static int read_line(const struct connection *connection, char line[static BRIDGE_LINE_MAX + 1])
{
	for (size_t len = 0; len < BRIDGE_LINE_MAX; len++) {
		int r = wait_for_byte(connection);
		ssize_t n = r < 0 ? -1 : read(connection->fd, line + len, 1);

		if (r < 0)
			return r;
		if (n == 1 && line[len] != '\n')
			continue;
		line[len] = '\0';
		return n == 1 || len > 0;
	}
	line[BRIDGE_LINE_MAX] = '\0';
	return 1;
}

static int take_greeting(const char *line, struct remote_report *report)
{
	int r = bridge_greeting_parse(line, &report->greeting);

	if (r == 0)
		return report->greeting.error == 0 ? REMOTE_CONNECTED : REMOTE_NO_DAEMON;
	if (r == -EPROTONOSUPPORT)
		return REMOTE_OTHER_VERSION;
	if (r != -EPROTO)
		return r;
	report->line = strdup(line);
	return report->line ? REMOTE_CHATTER : -ENOMEM;
}

int remote_open(struct connection *connection, const struct options *options, bool quietly,
	struct remote_report *ret_report)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	char line[BRIDGE_LINE_MAX + 1];
	int r, status;

	r = remote_command(options, quietly, &words);
	if (r < 0)
		return r == -EINVAL ? REMOTE_BAD_PATH : r;
	r = start_ssh(&words, connection);
	if (r < 0)
		return r == -ENOENT || r == -EACCES ? REMOTE_NO_SSH : r;
	r = read_line(connection, line);
	if (r == 1)
		r = take_greeting(line, ret_report);
	else if (r == 0)
		r = REMOTE_ENDED;
	else if (r == -ETIMEDOUT)
		r = REMOTE_SILENT;
	if (r == REMOTE_CONNECTED)
		return r;
	status = connection_close(connection);
	ret_report->status = status;
	return r;
}
