/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static void show(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path)) {
		printf("%zu bytes: too long\n", strlen(path));
		return;
	}
	strcpy(address.sun_path, path);
	printf("%zu bytes: %s\n", strlen(path), address.sun_path);
}

int main(void)
{
	char long_path[109] = "/run/";

	show("/run/chat/socket");
	memset(long_path + 5, 'x', 102);
	show(long_path);
	long_path[107] = 'x';
	show(long_path);
	return 0;
}
