/* SPDX-License-Identifier: MIT */
/*
 * An inherited socket stays systemd's: it is never shut down and its node never removed, so a
 * connection that comes while we exit waits for the next start.
 */
#include "daemon/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "daemon/fdstore.h"
#include "daemon/headcount.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>

#define LISTENERS_MAX	 8
#define ACCEPTS_PER_TURN 64
#define BACKLOG		 128
#define STALL_US	 60000000ULL
#define REARM_US	 1000000ULL
#define FDS_RESERVED                                                                               \
	128 /* descriptors that clients don't get: the store's, the runner's, of a reload */

struct server {
	sd_event *event;
	struct server_user user;
	struct server_limits limits;
	struct poller poller; /* of the sessions */
	struct session_host host;
	LIST_HEAD(, session) sessions;
	struct headcount users;
	uint32_t count, count_max; /* count_max: what RLIMIT_NOFILE leaves room for */
	struct log_gate pausing;
	int fds[LISTENERS_MAX];
	sd_event_source *sources[LISTENERS_MAX];
	size_t n_fds;
	int *kept; /* connections of our predecessor */
	size_t n_kept;
	sd_event_source *rearm;
	char *own_path; /* to be unlinked */
	bool is_accepting, is_draining;
};

static void set_accepting(struct server *server, bool is_on)
{
	for (size_t i = 0; i < server->n_fds; i++)
		(void)sd_event_source_set_enabled(
			server->sources[i], is_on ? SD_EVENT_ON : SD_EVENT_OFF);
}

/* Nothing was read yet, so nothing is known of the line end that the client likes. */
static void refuse(int fd, const char *what, uint64_t limit)
{
	char line[160];
	int len = snprintf(line, sizeof(line),
		"-LIMIT %s, the limit is %llu: try again when one was closed\r\n", what,
		(unsigned long long)limit);

	(void)send(fd, line, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)close(fd);
}

/* Takes over fd and peer. */
static int begin(struct server *server, int fd, struct peer *peer)
{
	struct session *session = NULL;
	uid_t uid = peer->uid;
	int r = headcount_add(&server->users, uid);

	if (r < 0) {
		peer_done(peer);
		(void)close(fd);
		return r;
	}
	r = session_new(&server->host, fd, peer, &session);
	if (r < 0) {
		headcount_remove(&server->users, uid);
		return r;
	}
	LIST_INSERT_HEAD(&server->sessions, session, entry);
	server->count++;
	server->user.count_changed(server->user.userdata, server->count);
	return 0;
}

static void admit(struct server *server, int fd)
{
	struct peer peer;
	int r = peer_read(fd, &peer);

	if (r < 0) {
		(void)close(fd);
		return;
	}
	if (server->count >= server->limits.clients_max) {
		peer_done(&peer);
		refuse(fd, "too many clients", server->limits.clients_max);
		return;
	}
	if (headcount_of(&server->users, peer.uid) >= server->limits.clients_per_user) {
		peer_done(&peer);
		refuse(fd, "too many clients of this user", server->limits.clients_per_user);
		return;
	}
	r = begin(server, fd, &peer);
	if (r < 0)
		log_warning("A client can't be served: %s", strerror(-r));
}

static int on_rearm(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct server *server = userdata;

	(void)source;
	(void)usec;
	if (server->is_accepting)
		set_accepting(server, true);
	return 0;
}

/* Out of descriptors: a level-triggered source would spin. Who waits is taken in when another one
 * goes. */
static void pause_accepting(struct server *server, int error)
{
	unsigned held = 0;

	if (log_gate_pass(&server->pausing, clock_monotonic_us(), &held))
		log_warning("No more connections for now: %s", strerror(error));
	set_accepting(server, false);
	(void)sd_event_source_set_time_relative(server->rearm, REARM_US);
	(void)sd_event_source_set_enabled(server->rearm, SD_EVENT_ONESHOT);
}

static int on_accept(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct server *server = userdata;

	(void)source;
	(void)revents;
	for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
		int client = -1;

		if (server->count < server->count_max)
			client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		else
			errno = EMFILE;
		if (client >= 0) {
			admit(server, client);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
			pause_accepting(server, errno);
		if (errno != ECONNABORTED && errno != EINTR)
			break;
	}
	return 0;
}

static void on_freed(void *userdata, struct session *session)
{
	(void)userdata;
	LIST_REMOVE(session, entry);
}

static void on_died(void *userdata, const struct session *session)
{
	struct server *server = userdata;

	server->count--;
	headcount_remove(&server->users, session->peer.uid);
	if (server->is_accepting)
		set_accepting(server, true);
	server->user.count_changed(server->user.userdata, server->count);
}

static void on_request(void *userdata, struct peer *peer, const struct request *request,
	struct reply *reply, struct session_result *ret_result)
{
	struct server *server = userdata;

	server->user.dispatch(server->user.userdata, peer, request, reply, ret_result);
}

static uint32_t get_count_max(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= UINT32_MAX)
		return UINT32_MAX;
	return limit.rlim_cur > 2 * FDS_RESERVED ? (uint32_t)limit.rlim_cur - FDS_RESERVED
						 : (uint32_t)limit.rlim_cur / 2;
}

int server_new(sd_event *event, struct turn *turn, const struct server_user *user,
	struct server **ret_server)
{
	_cleanup_(server_freep) struct server *server = calloc(1, sizeof(*server));
	int r;

	if (!server)
		return -ENOMEM;
	*server = (struct server){ .event = event,
		.user = *user,
		.limits = { 1, 1 },
		.count_max = get_count_max(),
		.poller = { .fd = -1 } };
	server->host = (struct session_host){ event, &server->poller, turn, on_request, on_died,
		on_freed, server, STALL_US };
	LIST_INIT(&server->sessions);
	headcount_init(&server->users);
	r = poller_init(&server->poller, event);
	if (r >= 0)
		r = sd_event_add_time_relative(
			event, &server->rearm, CLOCK_MONOTONIC, REARM_US, 0, on_rearm, server);
	if (r >= 0)
		r = sd_event_source_set_enabled(server->rearm, SD_EVENT_OFF);
	if (r < 0)
		return r;
	*ret_server = TAKE_PTR(server);
	return 0;
}

void server_free(struct server *server)
{
	struct session *session;

	if (!server)
		return;
	server->is_accepting = false;
	while ((session = LIST_FIRST(&server->sessions)))
		session_free(session);
	headcount_done(&server->users);
	for (size_t i = 0; i < server->n_fds; i++) {
		server->sources[i] = sd_event_source_disable_unref(server->sources[i]);
		(void)close(server->fds[i]);
	}
	for (size_t i = 0; i < server->n_kept; i++)
		(void)close(server->kept[i]);
	free(server->kept);
	server->rearm = sd_event_source_disable_unref(server->rearm);
	poller_done(&server->poller);
	if (server->own_path)
		(void)unlink(server->own_path);
	free(server->own_path);
	free(server);
}

/* Takes over fd. Before server_start() a listener is off. */
static int add_listener(struct server *server, int fd)
{
	size_t n = server->n_fds;
	int r = -E2BIG;

	if (n < LISTENERS_MAX && fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	else if (n < LISTENERS_MAX)
		r = sd_event_add_io(
			server->event, &server->sources[n], fd, EPOLLIN, on_accept, server);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	(void)sd_event_source_set_enabled(server->sources[n], SD_EVENT_OFF);
	(void)sd_event_source_set_description(server->sources[n], "listener");
	server->fds[server->n_fds++] = fd;
	return 0;
}

/* Takes over fd. One too many of them is no reason not to start. */
static void take_kept(struct server *server, int fd)
{
	int *kept = reallocarray(server->kept, server->n_kept + 1, sizeof(*kept));

	if (!kept || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		(void)close(fd);
		server->kept = kept ? kept : server->kept;
		return;
	}
	server->kept = kept;
	server->kept[server->n_kept++] = fd;
}

/* Takes over fd. 1 a listener, 0 a connection, -errno. */
static int take_inherited(struct server *server, int fd, const char *name)
{
	int r;

	if (strcmp(name, FDSTORE_CLIENT) == 0 && sd_is_socket(fd, AF_UNIX, SOCK_STREAM, 0) > 0) {
		take_kept(server, fd);
		return 0;
	}
	if (sd_is_socket(fd, AF_UNIX, SOCK_STREAM, 1) <= 0) {
		log_error("Inherited descriptor %d is no listening UNIX stream socket", fd);
		return -EINVAL;
	}
	r = add_listener(server, fd);
	return r < 0 ? r : 1;
}

int server_listen_inherited(struct server *server)
{
	char **names = NULL;
	int n = sd_listen_fds_with_names(1, &names), listeners = 0, r = n < 0 ? n : 0;

	for (int i = 0; i < n; i++) {
		if (r >= 0)
			r = take_inherited(server, SD_LISTEN_FDS_START + i, names[i]);
		if (r > 0)
			listeners++;
		free(names[i]);
	}
	free(names);
	return r < 0 ? r : listeners;
}

/* Nobody answers at a stale node. */
static int remove_stale(const struct sockaddr_un *address)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat status;

	if (fd < 0)
		return -errno;
	if (lstat(address->sun_path, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(status.st_mode))
		return -EEXIST;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
		return -EADDRINUSE;
	if (errno != ECONNREFUSED)
		return errno == ENOENT ? 0 : -errno;
	return unlink(address->sun_path) < 0 && errno != ENOENT ? -errno : 0;
}

/* Bound with no rights at all, then opened: nobody connects in between with the umask's. */
static int bind_path(int fd, const struct sockaddr_un *address, mode_t mode)
{
	if (fchmod(fd, 0) < 0 || bind(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
		return -errno;
	if (listen(fd, BACKLOG) < 0 || chmod(address->sun_path, mode) < 0)
		return -errno;
	return 0;
}

int server_listen_path(struct server *server, const char *path, mode_t mode)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int r;

	if (fd < 0)
		return -errno;
	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	r = remove_stale(&address);
	if (r >= 0)
		r = bind_path(fd, &address, mode);
	if (r < 0)
		return r;
	server->own_path = strdup(path);
	if (!server->own_path)
		return -ENOMEM;
	return add_listener(server, TAKE_FD(fd));
}

void server_set_limits(struct server *server, const struct server_limits *limits)
{
	server->limits = *limits;
}

void server_start(struct server *server)
{
	if (server->n_kept > 0)
		log_info("%zu connections go on over the restart", server->n_kept);
	while (server->n_kept > 0)
		admit(server, server->kept[--server->n_kept]);
	fdstore_forget();
	server->is_accepting = !server->is_draining;
	set_accepting(server, server->is_accepting);
}

void server_drain(struct server *server, bool are_kept)
{
	struct session *session;

	server->is_draining = true;
	server->is_accepting = false;
	set_accepting(server, false);
	LIST_FOREACH(session, &server->sessions, entry)
	{
		if (are_kept)
			session_pause(session);
		else
			session_drain(session);
	}
}

int server_keep(struct server *server)
{
	_cleanup_free_ int *fds = calloc(server->count + 1U, sizeof(*fds));
	struct session *session;
	size_t n = 0;
	int r;

	if (!fds)
		return -ENOMEM;
	LIST_FOREACH(session, &server->sessions, entry)
	{
		if (n < server->count && session_is_quiet(session))
			fds[n++] = session->fd;
	}
	r = fdstore_put(fds, n);
	return r < 0 ? r : (int)n;
}

void server_cut(struct server *server, enum reply_code code, const char *message)
{
	struct session *session;

	LIST_FOREACH(session, &server->sessions, entry)
	session_cut(session, code, message);
}

uint32_t server_count(const struct server *server)
{
	return server->count;
}
