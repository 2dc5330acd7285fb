/* SPDX-License-Identifier: MIT */
#include "bait.h"

#include "base/cleanup.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static const char secret[] = BAIT_MARK "in-a-file\n";

/* The datagram socket has the name that attacks are told, the stream socket the same with "s". */
static int listen_unix(
	const struct bait *bait, const char *name, int type, bool is_abstract, int *ret_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int n = snprintf(address.sun_path + is_abstract, sizeof(address.sun_path) - 1, "%s/%s",
		bait->folder, name);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)is_abstract +
				    (size_t)n);

	*ret_fd = fd;
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) < 0)
		return -errno;
	if (type == SOCK_STREAM && listen(fd, 8) < 0)
		return -errno;
	return !is_abstract && chmod(address.sun_path, 0666) < 0 ? -errno : 0;
}

static int listen_tcp(struct bait *bait)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(address);

	bait->tcp_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (bait->tcp_fd < 0 ||
		bind(bait->tcp_fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(bait->tcp_fd, 8) < 0)
		return -errno;
	if (getsockname(bait->tcp_fd, (struct sockaddr *)&address, &len) < 0)
		return -errno;
	bait->port = ntohs(address.sin_port);
	return 0;
}

static int write_secret(struct bait *bait, uid_t uid)
{
	char path[BAIT_PATH + 16];

	(void)snprintf(path, sizeof(path), "%s/secret", bait->folder);
	bait->secret_fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (bait->secret_fd < 0 ||
		write(bait->secret_fd, secret, sizeof(secret) - 1) != (ssize_t)sizeof(secret) - 1)
		return -errno;
	if (fchown(bait->secret_fd, uid, (gid_t)-1) < 0 || chown(bait->folder, uid, (gid_t)-1) < 0)
		return -errno;
	return 0;
}

int bait_lay(struct bait *bait, const char *parent, uid_t uid)
{
	int r;

	*bait = (struct bait){
		.secret_fd = -1, .tcp_fd = -1, .stream_fd = -1, .datagram_fd = -1, .abstract_fd = -1
	};
	(void)snprintf(bait->folder, sizeof(bait->folder), "%.32s/practice-attack-XXXXXX", parent);
	if (!mkdtemp(bait->folder))
		return -errno;
	r = listen_tcp(bait);
	if (r == 0)
		r = listen_unix(bait, "socket", SOCK_DGRAM, false, &bait->datagram_fd);
	if (r == 0)
		r = listen_unix(bait, "sockets", SOCK_STREAM, false, &bait->stream_fd);
	if (r == 0)
		r = listen_unix(bait, "socket", SOCK_DGRAM, true, &bait->abstract_fd);
	if (r == 0)
		r = write_secret(bait, uid);
	if (r < 0)
		bait_remove(bait);
	return r;
}

void bait_remove(struct bait *bait)
{
	static const char *const names[] = { "secret", "socket", "sockets" };
	int *const fds[] = { &bait->secret_fd, &bait->tcp_fd, &bait->stream_fd, &bait->datagram_fd,
		&bait->abstract_fd };
	char path[BAIT_PATH + 16];

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		cleanup_close(fds[i]);
		*fds[i] = -1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(names) && bait->folder[0] != '\0'; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", bait->folder, names[i]);
		(void)unlink(path);
	}
	if (bait->folder[0] != '\0')
		(void)rmdir(bait->folder);
	bait->folder[0] = '\0';
}

static void write_course(const char *data_folder)
{
	char path[512];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/courses", data_folder);
	(void)mkdir(data_folder, 0755);
	(void)mkdir(path, 0755);
	(void)snprintf(path, sizeof(path), "%s/courses/expected", data_folder);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd >= 0 && write(fd, secret, sizeof(secret) - 1) < 0)
		perror(path);
	cleanup_close(&fd);
}

void bait_install(const char *data_folder)
{
	char place[512];

	if (strncmp(data_folder, "/usr/", 5) != 0)
		return;
	/* Over the folder itself, or over the one that it would be made in: nothing of the host is
	 * written to. */
	(void)snprintf(place, sizeof(place), "%s", data_folder);
	if (access(place, F_OK) < 0)
		*strrchr(place, '/') = '\0';
	if (mount("none", place, "tmpfs", 0, "size=1m,mode=0755") == 0)
		write_course(data_folder);
}

static bool is_called(int fd, bool is_stream)
{
	char byte;

	return is_stream ? accept4(fd, NULL, NULL, SOCK_CLOEXEC) >= 0
			 : recv(fd, &byte, 1, MSG_DONTWAIT) >= 0;
}

bool bait_is_untouched(const struct bait *bait, char *ret_what, size_t size)
{
	char text[sizeof(secret) + 8] = "";
	const char *what = NULL;
	struct stat status;

	if (is_called(bait->tcp_fd, true))
		what = "somebody connected to the TCP port";
	else if (is_called(bait->stream_fd, true))
		what = "somebody connected to the socket";
	else if (is_called(bait->datagram_fd, false))
		what = "somebody sent to the socket";
	else if (is_called(bait->abstract_fd, false))
		what = "somebody sent to the abstract socket";
	else if (pread(bait->secret_fd, text, sizeof(text) - 1, 0) < 0 || strcmp(text, secret) != 0)
		what = "somebody wrote to the secret";
	else if (fstat(bait->secret_fd, &status) < 0 || status.st_nlink != 1 ||
		 (status.st_mode & 0777) != 0600)
		what = "somebody linked the secret or changed its mode";
	(void)snprintf(ret_what, size, "%s", what ? what : "");
	return !what;
}
