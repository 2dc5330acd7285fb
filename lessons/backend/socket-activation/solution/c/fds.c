/* SPDX-License-Identifier: MIT */
/* Says which sockets were handed over, then runs the command in its arguments, which gets none of them. */
#define _GNU_SOURCE /* strsep */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_FD 3
#define FDS_MAX	 100

/* A number in digits, and nothing else. */
static bool parse(const char *text, long *ret_number)
{
	char *end;

	if (text == NULL || text[strspn(text, "0123456789")] != '\0' || *text == '\0')
		return false;
	*ret_number = strtol(text, &end, 10);
	return true;
}

/* How many descriptors were handed to this process, from 3 on. Children get neither them nor the variables. */
static int listen_fds(char **ret_names)
{
	const char *names = getenv("LISTEN_FDNAMES");
	long pid = 0, n = 0;
	bool is_mine = parse(getenv("LISTEN_PID"), &pid) && pid == getpid() && parse(getenv("LISTEN_FDS"), &n) && n <= FDS_MAX;

	*ret_names = names != NULL && is_mine ? strdup(names) : NULL;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	for (int fd = FIRST_FD; is_mine && fd < FIRST_FD + n; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	return is_mine ? (int)n : 0;
}

static int run(char **command)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	return waitpid(child, &status, 0) < 0 ? 1 : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	char *names, *rest;
	int n = listen_fds(&names);

	rest = names;
	for (int fd = FIRST_FD; fd < FIRST_FD + n; fd++) {
		const char *name = rest != NULL ? strsep(&rest, ":") : NULL;

		printf("fd %d %s\n", fd, name != NULL && *name != '\0' ? name : "unknown");
	}
	if (n == 0)
		puts("none");
	fflush(stdout); /* before the child prints */
	free(names);
	return argc > 1 ? run(argv + 1) : 0;
}
