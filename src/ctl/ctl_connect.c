/* SPDX-License-Identifier: MIT */
#include "ctl/ctl_connect.h"

#include "base/text.h"
#include "ctl/interrupt.h"
#include "ctl/remote.h"
#include "ctl/socket_path.h"

#include <stdio.h>
#include <string.h>

static const struct meaning {
	int error;
	enum exit_status status;
	const char *what; /* the path follows */
	const char *hint;
} meanings[] = {
	{ -EACCES, STATUS_DENIED, "not permitted to connect to",
		"ls -l on that path shows who may; practicectl --user speaks to a daemon of your own." },
	{ -EPERM, STATUS_DENIED, "not permitted to connect to",
		"A security policy of that host forbids it; its administrator knows more." },
	{ -ENOENT, STATUS_NO_DAEMON, "no daemon: there is no socket",
		"systemctl enable --now practiced.socket (or, for yourself alone: systemctl --user"
		" enable --now practiced.socket). From a source tree: ./bootstrap.sh try" },
	{ -ECONNREFUSED, STATUS_NO_DAEMON, "no daemon: nobody listens at",
		"systemctl restart practiced.socket; systemctl status practiced.socket says what"
		" happened." },
};

/* `host` is NULL for this one. */
static int fail_to_connect(struct ctl *ctl, const char *host, const char *path, int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (meanings[i].error == error) {
			(void)ctl_fail(ctl, meanings[i].status, "%s %s%s%s", meanings[i].what, path,
				host ? " on " : "", host ? host : "");
			ctl_hint(ctl, "%s%s%s%s", host ? "on " : "", host ? host : "",
				host ? ": " : "", meanings[i].hint);
			return (int)meanings[i].status;
		}
	if (host) /* its errno is not ours to name */
		return ctl_fail(ctl, STATUS_NO_DAEMON,
			"the practicectl on %s can't connect to %s", host, path);
	return ctl_fail(ctl, STATUS_NO_DAEMON, "can't connect to %s: %s", path, strerror(-error));
}

/* How ssh ended tells where: 255 is its own, 126 and 127 are the far shell's, the rest is the
 * command's. */
static int fail_ended(struct ctl *ctl, int status)
{
	const char *host = ctl->options.host.destination;

	if (status == 255) {
		(void)ctl_fail(ctl, STATUS_NO_DAEMON, "there is no connection to %s; ssh says why", host);
		ctl_hint(ctl, "ssh %s true must work first.", host);
		return STATUS_NO_DAEMON;
	}
	if (status == 126 || status == 127) {
		(void)ctl_fail(ctl, STATUS_NO_DAEMON, "there is no practicectl to run on %s", host);
		ctl_hint(ctl,
			"install practiced there; if it is, practicectl must be in the PATH that ssh %s"
			" printenv PATH shows.",
			host);
		return STATUS_NO_DAEMON;
	}
	if (status == STATUS_USAGE) {
		(void)ctl_fail(ctl, STATUS_FAILED, "the practicectl on %s knows no stdio-bridge", host);
		ctl_hint(ctl, "it is older than this one (" PACKAGE_VERSION "): install the same on both.");
		return STATUS_FAILED;
	}
	return ctl_fail(ctl, STATUS_NO_DAEMON,
		"ssh or the practicectl on %s ended with status %d before it answered", host, status);
}

/* What came from over there is made harmless before it is shown. */
static int fail_chatter(struct ctl *ctl, const struct remote_report *report)
{
	const char *host = ctl->options.host.destination;
	_cleanup_buffer_ struct buffer line = { 0 };

	if (text_sanitize(&line, report->line, strlen(report->line)) < 0)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	(void)ctl_fail(ctl, STATUS_FAILED, "%s prints '%s' where practicectl's answer belongs", host,
		line.data ? line.data : "");
	ctl_hint(ctl,
		"something in that account's startup files prints, or it may run no commands:"
		" ssh %s true must print nothing.",
		host);
	return STATUS_FAILED;
}

static int fail_remote(struct ctl *ctl, int outcome, const struct remote_report *report)
{
	const char *host = ctl->options.host.destination;
	_cleanup_buffer_ struct buffer clean = { 0 };
	const char *said = outcome == REMOTE_NO_DAEMON ? report->greeting.path
						       : report->greeting.version;

	if (said && text_sanitize(&clean, said, strlen(said)) < 0)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	said = clean.data ? clean.data : "";
	switch (outcome) {
	case REMOTE_NO_DAEMON:
		return fail_to_connect(ctl, host, said, report->greeting.error);
	case REMOTE_NO_SSH:
		(void)ctl_fail(ctl, STATUS_NO_DAEMON, "there is no ssh here to reach %s with", host);
		ctl_hint(ctl, "the package is openssh-client on Debian and its relatives.");
		return STATUS_NO_DAEMON;
	case REMOTE_ENDED:
		return fail_ended(ctl, report->status);
	case REMOTE_CHATTER:
		return fail_chatter(ctl, report);
	case REMOTE_OTHER_VERSION:
		(void)ctl_fail(ctl, STATUS_FAILED,
			"the practicectl on %s is %s, this one is " PACKAGE_VERSION
			", and they don't understand each other",
			host, said);
		ctl_hint(ctl, "install the same version on both.");
		return STATUS_FAILED;
	case REMOTE_SILENT:
		return ctl_fail(ctl, STATUS_NO_DAEMON, "%s doesn't answer", host);
	case REMOTE_BAD_PATH:
		return ctl_fail(ctl, STATUS_USAGE,
			"with --host, --socket takes only letters, digits and /.,:_-+@");
	default:
		return outcome == -EINTR ? STATUS_FAILED : ctl_fail_errno(ctl, outcome, "ssh");
	}
}

static int connect_remote(struct ctl *ctl, struct connection *connection)
{
	_cleanup_remote_report_ struct remote_report report = { 0 };
	int r;

	r = interrupt_catch(); /* a prompt of ssh's is to leave the terminal as it was */
	if (r < 0)
		return ctl_fail_errno(ctl, r, NULL);
	r = remote_open(connection, &ctl->options, false, &report);
	return r == REMOTE_CONNECTED ? STATUS_OK : fail_remote(ctl, r, &report);
}

int ctl_connect_path(struct connection *connection, const char *path, bool was_there)
{
	struct patience patience = { .limit_ms = was_there ? PATIENCE_AGAIN_MS : PATIENCE_FIRST_MS };
	int r;

	for (;;) {
		r = connection_open(connection, path);
		if (r != -ECONNREFUSED && !(r == -ENOENT && was_there))
			return r;
		if (patience_wait(&patience, connection->signal) < 0)
			return r;
	}
}

static int connect_here(struct ctl *ctl, struct connection *connection)
{
	_cleanup_free_ char *path = NULL;
	int r;

	r = socket_path_find(&ctl->options, &path);
	if (r < 0)
		return ctl_fail_errno(ctl, r, "no path of a socket");
	r = ctl_connect_path(connection, path, ctl->was_connected);
	return r < 0 ? fail_to_connect(ctl, NULL, path, r) : STATUS_OK;
}

int ctl_connect(struct ctl *ctl, struct connection *connection)
{
	int r;

	r = ctl->options.host.destination ? connect_remote(ctl, connection)
					  : connect_here(ctl, connection);
	ctl->was_connected = ctl->was_connected || r == STATUS_OK;
	return r;
}

int ctl_connect_quietly(struct ctl *ctl, struct connection *connection)
{
	_cleanup_remote_report_ struct remote_report report = { 0 };
	_cleanup_free_ char *path = NULL;
	int r;

	if (ctl->options.host.destination) {
		r = remote_open(connection, &ctl->options, true, &report);
		return r > 0 ? -ENOTCONN : r;
	}
	r = socket_path_find(&ctl->options, &path);
	return r < 0 ? r : ctl_connect_path(connection, path, true);
}
