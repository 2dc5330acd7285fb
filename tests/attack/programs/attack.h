/* SPDX-License-Identifier: MIT */
/*
 * What the hostile programs share. Each tries everything it can and prints a line `ESCAPED: what`
 * for each thing that it got and should not have; or, at its end, `contained`. Arguments: role,
 * bait folder, pid of the driver, pid of the runner, TCP port.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRATCH "/scratch" /* the empty folder that a case starts in */
#define MEBI	(1024 * 1024)
/* What the driver allows an attack: tests/attack/table.c says the same. */
#define LIMIT_MEMORY	(64 * MEBI)
#define LIMIT_DISK	(8 * MEBI)
#define LIMIT_PROCESSES 16

static struct {
	const char *role, *folder;
	pid_t driver, runner;
	int port;
} host;

static int escapes;

__attribute__((format(printf, 1, 2), unused)) static void escaped(const char *format, ...)
{
	va_list args;

	escapes++;
	printf("ESCAPED: ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

/* For a call that has to be refused before it does anything: another error means that the kernel
 * looked at its arguments. */
__attribute__((unused)) static void refused(const char *what, long result)
{
	if (result >= 0)
		escaped("%s", what);
	else if (errno != EPERM && errno != EACCES && errno != ENOSYS && errno != EOPNOTSUPP)
		escaped("%s reached the kernel (%s)", what, strerror(errno));
}

/* For a call that may fail in any way. */
__attribute__((unused)) static void fails(const char *what, long result)
{
	if (result >= 0)
		escaped("%s", what);
}

__attribute__((unused)) static bool is(const char *role)
{
	return strcmp(host.role, role) == 0;
}

static void begin(int argc, char **argv)
{
	if (argc < 6) {
		fprintf(stderr, "usage: attack ROLE FOLDER DRIVER RUNNER PORT\n");
		exit(2);
	}
	host.role = argv[1];
	host.folder = argv[2];
	host.driver = atoi(argv[3]);
	host.runner = atoi(argv[4]);
	host.port = atoi(argv[5]);
}

/* For what would hurt the whole machine: only ever done as a child of a pid namespace's first
 * process. */
__attribute__((unused)) static void need_pid_namespace(void)
{
	if (getppid() != 1 || getpid() > 10000) {
		escaped("no pid namespace: nothing is tried here");
		exit(1);
	}
}

/* Where runs are cloned, the one process beside the first that is older than any run can be named; by
 * whoever looks, from the lowest id on. */
__attribute__((unused)) static int is_template(int pid)
{
	static int oldest;

	if (TEMPLATES && oldest == 0 && pid < getpid())
		oldest = pid;
	return pid == oldest;
}

static int finish(void)
{
	if (escapes == 0)
		printf("contained\n");
	fflush(stdout);
	return escapes == 0 ? 0 : 1;
}
