/* SPDX-License-Identifier: MIT */
/* A socket of any family, and what a socket pair can be used for. The driver listens at the bait's
 * addresses and counts. */
#include "attack.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static void connect_to(const char *what, const char *address, int port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	inet_pton(AF_INET, address, &name.sin_addr);
	if (fd >= 0 &&
		(connect(fd, (struct sockaddr *)&name, sizeof(name)) == 0 || errno == EINPROGRESS))
		escaped("a connection to %s", what);
}

static socklen_t unix_name(struct sockaddr_un *name, bool is_abstract)
{
	*name = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(
		name->sun_path + is_abstract, sizeof(name->sun_path) - 1, "%s/socket", host.folder);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + is_abstract +
			   strlen(name->sun_path + is_abstract));
}

/* An end of a pair of datagram sockets can send to any name that it can reach. */
static void send_from_pair(bool is_abstract)
{
	struct sockaddr_un name;
	socklen_t len = unix_name(&name, is_abstract);
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0)
		return;
	if (sendto(pair[0], "ESCAPED", 7, MSG_DONTWAIT, (struct sockaddr *)&name, len) >= 0)
		escaped("a message to the host's %s socket", is_abstract ? "abstract" : "named");
	if (errno == EPROTOTYPE)
		escaped("the host's %s socket was found", is_abstract ? "abstract" : "named");
	refused("connect of a pair", connect(pair[0], (struct sockaddr *)&name, len));
	refused("bind of a pair", bind(pair[0], (struct sockaddr *)&name, len));
	close(pair[0]);
	close(pair[1]);
}

int main(int argc, char **argv)
{
	static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_ALG,
		AF_VSOCK, AF_KEY, AF_BLUETOOTH, AF_TIPC, AF_CAN, AF_XDP, AF_RDS, AF_SMC };
	int pair[2];

	begin(argc, argv);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (int type = SOCK_STREAM; type <= SOCK_SEQPACKET; type++) {
			refused("socket", socket(families[i], type, 0));
			if (families[i] != AF_UNIX)
				refused("socketpair", socketpair(families[i], type, 0, pair));
		}
	}
	refused("socketpair with a hidden half",
		syscall(SYS_socketpair, 0x100000000ul | AF_TIPC, SOCK_STREAM, 0, pair));
	connect_to("the host's own address", "127.0.0.1", host.port);
	if (getppid() == 1)
		connect_to("another host", "192.0.2.1", 53); /* an address that is nobody's */
	send_from_pair(false);
	send_from_pair(true);
	return finish();
}
