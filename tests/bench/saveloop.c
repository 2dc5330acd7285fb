/* SPDX-License-Identifier: MIT */
/*
 * The floor of watch.py: the least that runs a program when its file is saved. inotify, then for
 * each case vfork, exec and wait, with the input from a file and the output compared with another,
 * and a line when all is done. No sandbox, no grading, nobody told why.
 *
 *	saveloop FOLDER NAME CASES INTERPRETER    inputs and outputs: CASES/NAME.in, NAME.out
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_MAX 4096

static void die(const char *what)
{
	perror(what);
	_exit(1);
}

static size_t read_file(int fd, char output[static OUTPUT_MAX])
{
	ssize_t n = pread(fd, output, OUTPUT_MAX, 0);

	if (n < 0)
		die("read");
	return (size_t)n;
}

static bool run_case(const char *interpreter, const char *program, const char *input)
{
	char expected[OUTPUT_MAX], actual[OUTPUT_MAX], path[4096];
	int in = open(input, O_RDONLY | O_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC), wanted;
	size_t n, len;
	int status;
	pid_t pid;

	(void)snprintf(path, sizeof(path), "%.*s.out", (int)strlen(input) - 3, input);
	wanted = open(path, O_RDONLY | O_CLOEXEC);
	if (in < 0 || out < 0 || wanted < 0)
		die("open");
	pid = vfork();
	if (pid == 0) {
		(void)dup2(in, STDIN_FILENO);
		(void)dup2(out, STDOUT_FILENO);
		(void)execlp(interpreter, interpreter, program, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("run");
	n = read_file(out, actual);
	len = read_file(wanted, expected);
	(void)close(in);
	(void)close(out);
	(void)close(wanted);
	return status == 0 && n == len && memcmp(actual, expected, n) == 0;
}

/* Whether the file of that name came, was written, or both. */
static bool wait_for_save(int fd, const char *name)
{
	_Alignas(struct inotify_event) char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	bool is_saved = false;

	if (n <= 0)
		die("inotify");
	for (const char *at = bytes; at < bytes + n;) {
		const struct inotify_event *event = (const void *)at;

		is_saved = is_saved || (event->len > 0 && strcmp(event->name, name) == 0);
		at += sizeof(*event) + event->len;
	}
	return is_saved;
}

int main(int argc, char **argv)
{
	char program[4096], pattern[4096];
	glob_t inputs;
	int fd = inotify_init1(IN_CLOEXEC);

	if (argc != 5)
		return 2;
	(void)snprintf(program, sizeof(program), "%s/%s", argv[1], argv[2]);
	(void)snprintf(pattern, sizeof(pattern), "%s/*.in", argv[3]);
	if (glob(pattern, 0, NULL, &inputs) != 0 || fd < 0 ||
		inotify_add_watch(fd, argv[1], IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
		die(argv[1]);
	(void)!write(STDOUT_FILENO, "ready\n", 6);
	for (;;) {
		size_t passed = 0;

		if (!wait_for_save(fd, argv[2]))
			continue;
		for (size_t i = 0; i < inputs.gl_pathc; i++)
			passed += run_case(argv[4], program, inputs.gl_pathv[i]);
		if (dprintf(STDOUT_FILENO, "%zu cases\n", passed) < 0)
			return 0;
	}
}
