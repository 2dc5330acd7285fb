/* SPDX-License-Identifier: MIT */
/*
 * Tests listen_on() and reports in TAP: the plan, then a line a test, "ok" or "not ok".
 *
 * The calls are ours: they take the place of the C library's, play a machine, and keep count.
 */
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUR_FD 1000

enum port_state { FREE, JUST_ENDED, IN_USE };

static struct machine {
	enum port_state state;
	bool is_open, is_tcp, may_reuse, is_bound, is_listening;
	struct sockaddr_in bound;
} machine;

static int n_tests, n_failed;

static int fail_with(int error)
{
	errno = error;
	return -1;
}

int socket(int domain, int type, int protocol)
{
	if (machine.is_open)
		return fail_with(EMFILE);
	machine.is_open = true;
	machine.is_tcp = domain == AF_INET && (type & 0xf) == SOCK_STREAM && (protocol == 0 || protocol == IPPROTO_TCP);
	return OUR_FD;
}

int close(int fd)
{
	if (fd != OUR_FD || !machine.is_open)
		return fail_with(EBADF);
	machine.is_open = false;
	return 0;
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	int number = 0;

	if (fd != OUR_FD || !machine.is_open)
		return fail_with(EBADF);
	if (size < sizeof(number))
		return fail_with(EINVAL);
	memcpy(&number, value, sizeof(number));
	if (level == SOL_SOCKET && name == SO_REUSEADDR)
		machine.may_reuse = number != 0;
	return 0;
}

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	if (fd != OUR_FD || !machine.is_open)
		return fail_with(EBADF);
	if (size < sizeof(machine.bound) || address->sa_family != AF_INET)
		return fail_with(EINVAL);
	memcpy(&machine.bound, address, sizeof(machine.bound));
	if (machine.state == IN_USE || (machine.state == JUST_ENDED && !machine.may_reuse))
		return fail_with(EADDRINUSE);
	machine.is_bound = true;
	return 0;
}

int listen(int fd, int backlog)
{
	(void)backlog;
	if (fd != OUR_FD || !machine.is_open || !machine.is_bound)
		return fail_with(EINVAL);
	machine.is_listening = true;
	return 0;
}

static void report(bool is_good, const char *name)
{
	printf("%sok %d - %s\n", is_good ? "" : "not ", ++n_tests, name);
	n_failed += !is_good;
	fflush(stdout);
}

static int call(uint16_t port, enum port_state state)
{
	machine = (struct machine){ .state = state };
	return listen_on(port);
}

static void test_address(uint16_t port)
{
	char name[100];
	int fd = call(port, FREE);

	snprintf(name, sizeof(name), "port %d: a TCP socket listens", port);
	report(fd == OUR_FD && machine.is_tcp && machine.is_listening && machine.is_open, name);
	snprintf(name, sizeof(name), "port %d: it is this port", port);
	report(machine.bound.sin_port == htons(port), name);
	if (machine.bound.sin_port != htons(port))
		printf("# it was port %d\n", ntohs(machine.bound.sin_port));
	snprintf(name, sizeof(name), "port %d: on 127.0.0.1 only", port);
	report(machine.bound.sin_addr.s_addr == htonl(INADDR_LOOPBACK), name);
}

int main(void)
{
	int fd;

	puts("1..10");
	test_address(8080);
	test_address(1);
	fd = call(8080, JUST_ENDED);
	report(fd == OUR_FD && machine.is_listening, "it can be started anew at once");
	fd = call(8080, IN_USE);
	report(fd < 0, "it fails where another server listens");
	report(!machine.is_open, "when it fails, nothing is left open");
	fd = call(65535, FREE);
	report(fd == OUR_FD && machine.bound.sin_port == 0xffff, "port 65535");
	return n_failed == 0 ? 0 : 1;
}
