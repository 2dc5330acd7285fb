/* SPDX-License-Identifier: MIT */
#include "ctl/pager.h"

#include "base/file.h"
#include "base/parse.h"
#include "base/strlist.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static bool is_secure(void)
{
	const char *said = getenv("SYSTEMD_PAGERSECURE");
	bool value;

	if (said && *said)
		return parse_bool(said, &value) < 0 || value;
	return getenv("SUDO_UID") || geteuid() != getuid();
}

int pager_command(struct strlist *ret_words)
{
	const char *command = getenv("SYSTEMD_PAGER");
	int r;

	if (!command)
		command = getenv("PAGER");
	if (command && (!*command || strcmp(command, "cat") == 0))
		return 0;
	if (!command || is_secure())
		command = "less";
	r = strlist_split_quoted(ret_words, command);
	return r == -EINVAL ? 0 : r;
}

/* In the child: only exec, or one byte into `failed` and out. */
static void __attribute__((noreturn)) run_pager(const struct strlist *words, int input, int failed)
{
	const char *less = getenv("SYSTEMD_LESS");
	char more[] = "more", *fallback[] = { more, NULL };

	(void)signal(SIGPIPE, SIG_DFL);
	if (dup2(input, STDIN_FILENO) >= 0) {
		(void)setenv("LESS", less ? less : "FRSXMK", 1);
		(void)setenv("LESSCHARSET", "utf-8", 0);
		if (is_secure())
			(void)setenv("LESSSECURE", "1", 1);
		(void)execvp(words->items[0], words->items);
		if (!is_secure())
			(void)execvp(more, fallback);
	}
	(void)!write(failed, "x", 1);
	_exit(127);
}

/* Starts it and learns whether it could be executed. 0 with the pipe to write to, or -errno. */
static int start_pager(const struct strlist *words, pid_t *ret_pid, int *ret_fd)
{
	int input[2], failed[2];
	char byte;
	ssize_t n;
	pid_t pid;

	if (pipe2(input, O_CLOEXEC) < 0)
		return -errno;
	_cleanup_close_ int input_read = input[0], input_write = input[1];
	if (pipe2(failed, O_CLOEXEC) < 0)
		return -errno;
	_cleanup_close_ int failed_read = failed[0], failed_write = failed[1];
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		run_pager(words, input_read, failed_write);
	(void)close(TAKE_FD(failed_write));
	do
		n = read(failed_read, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n != 0) {
		(void)waitpid(pid, NULL, 0);
		return -ENOENT;
	}
	*ret_pid = pid;
	*ret_fd = TAKE_FD(input_write);
	return 0;
}

static void wait_for(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static int page(const struct buffer *text, const struct strlist *words)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old_int;
	pid_t pid = -1;
	int fd = -1, r;

	r = start_pager(words, &pid, &fd);
	if (r < 0)
		return r;
	(void)sigaction(SIGINT, &ignore, &old_int); /* ^C belongs to the pager */
	r = file_write_all(fd, text->data, text->len);
	(void)close(fd);
	wait_for(pid);
	(void)sigaction(SIGINT, &old_int, NULL);
	return r == -EPIPE ? 0 : r;
}

int pager_write(const struct term *term, bool paged, const struct buffer *text)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	const char *name = getenv("TERM");
	int r;

	if (text->len == 0)
		return 0;
	if (paged && term->is_terminal && name && strcmp(name, "dumb") != 0) {
		r = pager_command(&words);
		if (r < 0)
			return r;
		r = words.count > 0 ? page(text, &words) : -ENOENT;
		if (r != -ENOENT)
			return r;
	}
	return file_write_all(STDOUT_FILENO, text->data, text->len);
}
