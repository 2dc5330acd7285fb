/* SPDX-License-Identifier: MIT */
/* Says of each address, one a line, which host and port it means. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0 when it is none. */
static int parse_port(const char *text)
{
	size_t length = strlen(text);
	long port;

	if (length < 1 || length > 5 || strspn(text, "0123456789") != length)
		return 0;
	port = strtol(text, NULL, 10);
	return port <= 65535 ? (int)port : 0;
}

static void show(int family, const char *host, const char *port)
{
	char name[INET6_ADDRSTRLEN];
	struct in6_addr bytes; /* large enough for either */

	if (inet_pton(family, host, &bytes) != 1 || inet_ntop(family, &bytes, name, sizeof(name)) == NULL)
		puts("error: bad host");
	else if (parse_port(port) == 0)
		puts("error: bad port");
	else
		printf("%s %s port %d\n", family == AF_INET ? "IPv4" : "IPv6", name, parse_port(port));
}

static void describe(char *address)
{
	char *colon = strrchr(address, ':');

	if (address[0] == '[') {
		char *end = strstr(address, "]:");

		if (end == NULL) {
			puts("error: bad host");
			return;
		}
		*end = '\0';
		show(AF_INET6, address + 1, end + 2);
	} else if (colon != NULL) {
		*colon = '\0';
		show(AF_INET, address, colon + 1);
	} else {
		show(AF_INET, "127.0.0.1", address);
	}
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		describe(line);
	}
	free(line);
	return 0;
}
