/* SPDX-License-Identifier: MIT */
/*
 * The other end is src/template/. A learner's program shares the sandbox with the template and may
 * signal it: killed or stopped it does not answer, and that is all that can come of it.
 *
 * The interpreter gets the options of the run command, in one word, and for its program the path of
 * our library. Words that are not of that simple form have no key.
 */
#include "runner/template.h"

#include "base/cleanup.h"
#include "runner/binary.h"
#include "runner/limits.h"
#include "runner/run.h"
#include "template/wire.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#define BOX		  JOB_BOX_DIR "/"
#define PYTHON_NAME	  "python3"
#define PYTHON_PROGRAM	  "/usr/bin/python3"
#define PYTHON_LETTERS	  "BEIOPsSu" /* options without a value that concern its start alone */
#define KEY_PYTHON	  (UINT32_C(1) << 31)
#define KEY_PROGRAM	  (UINT32_C(1) << 30)
#define KEY_ADDRESS_SPACE (UINT32_C(1) << 29)
#define ENVIRONMENT_MAX	  16
#define CHILD_STACK_BYTES (16 * 1024)

/* What the child needs between clone and exec, in shared memory. */
struct child {
	char *const *argv;
	char *envp[ENVIRONMENT_MAX];
	char preload[TEMPLATE_VARIABLE_MAX];
	struct limits_entry limits[LIMITS_COUNT];
	size_t n_limits;
	int fd;
	int error;
};

/* The letters of an option word as bits; -1: another option. */
static int64_t option_bits(const char *word)
{
	int64_t bits = 0;

	if (word[0] != '-' || word[1] == '\0')
		return -1;
	for (const char *letter = word + 1; *letter; letter++) {
		const char *at = strchr(PYTHON_LETTERS, *letter);

		if (!at || bits & INT64_C(1) << (at - PYTHON_LETTERS))
			return -1; /* twice means something else, as in -OO */
		bits |= INT64_C(1) << (at - PYTHON_LETTERS);
	}
	return bits;
}

static uint32_t python_key(char *const *words, size_t n_words)
{
	uint32_t key = KEY_PYTHON;
	size_t i = 1;

	if (n_words < 2 || (strcmp(words[0], PYTHON_NAME) != 0 && strcmp(words[0], PYTHON_PROGRAM) != 0))
		return 0;
	for (; i < n_words && words[i][0] == '-'; i++) {
		int64_t bits = option_bits(words[i]);

		if (bits < 0 || key & bits)
			return 0;
		key |= (uint32_t)bits;
	}
	return i < n_words && words[i][0] == '/' ? key : 0;
}

uint32_t template_key(enum job_template kind, char *const *words, size_t n_words, bool address_space)
{
	uint32_t key = 0;

	if (kind == JOB_TEMPLATE_PYTHON)
		key = python_key(words, n_words);
	else if (kind == JOB_TEMPLATE_PROGRAM && n_words > 0 && strncmp(words[0], BOX, sizeof(BOX) - 1) == 0)
		key = KEY_PROGRAM;
	return key != 0 && address_space ? key | KEY_ADDRESS_SPACE : key;
}

bool template_is_program(uint32_t key)
{
	return key & KEY_PROGRAM;
}

static void make_options(uint32_t key, char ret_word[static sizeof(PYTHON_LETTERS) + 1])
{
	size_t n = 0;

	ret_word[n++] = '-';
	for (size_t i = 0; PYTHON_LETTERS[i] != '\0'; i++)
		if (key & UINT32_C(1) << i)
			ret_word[n++] = PYTHON_LETTERS[i];
	ret_word[n] = '\0';
}

/* The same variables; the last one that is long enough is replaced, and goes into the setup. */
static int make_environment(
	struct child *child, char *const *envp, const char *library, struct template_setup *ret_setup)
{
	const size_t needed = sizeof(TEMPLATE_PRELOAD) - 1 + strlen(library);
	size_t n = 0, replaced = ENVIRONMENT_MAX, len;

	for (; envp[n]; n++) {
		if (n + 1 >= ENVIRONMENT_MAX)
			return -E2BIG;
		child->envp[n] = envp[n];
		len = strlen(envp[n]);
		if (len >= needed && len < TEMPLATE_VARIABLE_MAX)
			replaced = n;
	}
	child->envp[n] = NULL;
	if (replaced == ENVIRONMENT_MAX)
		return -ENOENT;
	len = strlen(envp[replaced]);
	memcpy(ret_setup->variable, envp[replaced], len);
	memset(child->preload, '/', len); /* slashes are no part of a path's name: as many as it takes */
	memcpy(child->preload, TEMPLATE_PRELOAD, sizeof(TEMPLATE_PRELOAD) - 1);
	memcpy(child->preload + len - strlen(library), library, strlen(library) + 1);
	child->envp[replaced] = child->preload;
	return 0;
}

/* A run has as many processes around it as ever: the template is one more. */
static size_t list_limits(const struct run_command *command, struct limits_entry entries[static LIMITS_COUNT])
{
	size_t n = limits_list(command->limits, command->isolated, command->file_bytes, entries);

	for (size_t i = 0; i < n; i++)
		if (entries[i].resource == RLIMIT_NPROC && entries[i].value != RLIM_INFINITY)
			entries[i].value++;
	return n;
}

__attribute__((no_sanitize("address"))) static int child_main(void *argument)
{
	struct child *child = argument;
	int r = limits_set(child->limits, child->n_limits);

	if (r == 0 && (chdir("/") < 0 || dup2(child->fd, TEMPLATE_FD) < 0))
		r = -errno;
	if (r == 0) {
		(void)execve(child->argv[0], child->argv, child->envp);
		r = -errno;
	}
	child->error = r;
	_exit(127);
}

static int spawn(struct child *child, pid_t *ret_pid)
{
	static _Alignas(16) char stack[CHILD_STACK_BYTES];
	pid_t pid = clone(child_main, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, child);

	if (pid < 0)
		return -errno;
	if (child->error < 0) {
		while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
			continue;
		return child->error;
	}
	*ret_pid = pid;
	return 0;
}

/* fds[1] is the template's end. */
static int make_channel(const struct template_setup *setup, int fds[static 2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	if (send(fds[0], setup, sizeof(*setup), MSG_NOSIGNAL) == (ssize_t)sizeof(*setup))
		return 0;
	(void)close(fds[0]);
	(void)close(fds[1]);
	return -EIO;
}

static int start_child(struct template *template, const struct template_start *start, struct child *child,
	const char *library)
{
	struct template_setup setup = { 0 };
	int fds[2];
	int r;

	r = make_environment(child, start->envp, library, &setup);
	if (r == 0)
		r = make_channel(&setup, fds);
	if (r < 0)
		return r;
	child->fd = fds[1];
	r = spawn(child, &template->pid);
	(void)close(fds[1]);
	if (r < 0) {
		(void)close(fds[0]);
		return r;
	}
	template->fd = fds[0];
	template->key = start->key;
	template->is_ready = template->is_reaped = false;
	return 0;
}

/* The limits of its runs are not known yet, but that of the stack is. */
static int start_python(struct template *template, const struct template_start *start)
{
	char options[sizeof(PYTHON_LETTERS) + 1], program[] = PYTHON_PROGRAM, library[] = TEMPLATE_PYTHON_PATH;
	char *argv[] = { program, options, library, NULL };
	char *bare[] = { program, library, NULL };
	struct child child = { .n_limits = 1,
		.limits = { { RLIMIT_STACK, limits_stack((start->key & KEY_ADDRESS_SPACE) != 0) } } };

	make_options(start->key, options);
	child.argv = options[1] ? argv : bare;
	return start_child(template, start, &child, library);
}

/* It is the learner's file: it gets no more than a run of it. */
static int start_program(struct template *template, const struct template_start *start)
{
	struct child child = { .argv = start->program->argv };
	int r = 0;

	child.n_limits = list_limits(start->program, child.limits);
	for (char *const *word = child.argv; *word && r == 0; word++)
		r = strlist_add(&template->argv, *word);
	return r < 0 ? r : start_child(template, start, &child, TEMPLATE_NATIVE_PATH);
}

int template_start(struct template *template, const struct template_start *start)
{
	template_end(template);
	if (template->starts++ >= TEMPLATE_STARTS_MAX)
		return -EBUSY;
	strlist_done(&template->argv);
	return start->program ? start_program(template, start) : start_python(template, start);
}

bool template_serves(const struct template *template, uint32_t key, char *const *argv)
{
	size_t i = 0;

	if (template->pid <= 0 || template->key != key)
		return false;
	while (i < template->argv.count && argv[i] && strcmp(template->argv.items[i], argv[i]) == 0)
		i++;
	return !template_is_program(key) || (i == template->argv.count && !argv[i]);
}

/* It can't change any more: nobody who could write to it is alive, and the box is sealed. */
static bool has_safe_program(struct template *template, const char *path)
{
	if (template->program == TEMPLATE_UNKNOWN)
		template->program = binary_check_file(path) == 0 ? TEMPLATE_SAFE : TEMPLATE_UNSAFE;
	return template->program == TEMPLATE_SAFE;
}

struct template *template_choose(
	struct template *template, uint32_t key, size_t left, const struct run_command *command)
{
	bool is_program = template_is_program(key);
	const struct template_start start = { key, command->envp, is_program ? command : NULL };

	if (key != 0 && template_serves(template, key, command->argv))
		return template;
	template_end(template);
	if (key == 0 || left < 2 || (is_program && !has_safe_program(template, command->argv[0])))
		return NULL;
	return template_start(template, &start) == 0 ? template : NULL;
}

void template_end(struct template *template)
{
	if (template->pid <= 0)
		return;
	if (!template->is_reaped) {
		(void)kill(template->pid, SIGKILL);
		while (waitpid(template->pid, NULL, __WALL) < 0 && errno == EINTR)
			continue;
	}
	(void)close(template->fd);
	template->pid = 0;
}

/* Its answer, within the time; -EIO: none. A run that can't be set up says so in between. */
static int await(struct template *template, enum template_answer_type type, int timeout_ms, int *ret_value)
{
	const struct timeval timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000 };
	struct template_answer answer;
	struct timespec begin, now;
	ssize_t n;

	(void)setsockopt(template->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	for (;;) {
		n = recv(template->fd, &answer, sizeof(answer), 0);
		if (n == (ssize_t)sizeof(answer) && answer.type == (int32_t)type) {
			*ret_value = answer.value;
			return 0;
		}
		if (n == (ssize_t)sizeof(answer) && answer.type == TEMPLATE_SPOILT)
			template->is_spoilt = true;
		else if (n >= 0 || errno != EINTR)
			return -EIO;
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		if ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 > timeout_ms)
			return -EIO;
	}
}

static int fill_words(struct template_order *order, char *const *argv)
{
	for (; *argv; argv++) {
		size_t size = strlen(*argv) + 1;

		if (order->argc >= TEMPLATE_ARGC_MAX || size > sizeof(order->words) - order->words_len)
			return -E2BIG;
		memcpy(order->words + order->words_len, *argv, size);
		order->words_len += (uint32_t)size;
		order->argc++;
	}
	return 0;
}

static void fill_limits(struct template_order *order, const struct run_command *command)
{
	struct limits_entry entries[LIMITS_COUNT];
	size_t n = list_limits(command, entries);

	_Static_assert(LIMITS_COUNT <= TEMPLATE_LIMITS_MAX, "an order has room for all limits");
	for (size_t i = 0; i < n; i++)
		order->limits[i] = (struct template_limit){ (uint32_t)entries[i].resource, entries[i].value };
	order->n_limits = (uint32_t)n;
}

static int fill_order(struct template_order *order, const struct run_command *command)
{
	order->op = TEMPLATE_RUN;
	order->argc = order->words_len = 0;
	if (strlen(command->folder) >= sizeof(order->folder))
		return -E2BIG;
	(void)strcpy(order->folder, command->folder);
	fill_limits(order, command);
	return fill_words(order, command->argv);
}

static int order(struct template *template, const struct template_order *packet, size_t len)
{
	return send(template->fd, packet, len, MSG_NOSIGNAL) == (ssize_t)len ? 0 : -EIO;
}

static int await_start(struct template *template)
{
	int nothing;
	int r = template->is_ready ? 0 : await(template, TEMPLATE_READY, TEMPLATE_START_MS, &nothing);

	template->is_ready = r == 0;
	return r;
}

int template_await(struct template *template)
{
	int r = await_start(template);

	if (r < 0)
		template_end(template);
	return r;
}

int template_run(struct template *template, const struct run_command *command, pid_t *ret_pid)
{
	static struct template_order packet; /* large, and its pages are used again */
	int value = 0;
	int r = fill_order(&packet, command);

	template->is_spoilt = false;
	if (r == 0)
		r = order(template, &packet, TEMPLATE_ORDER_HEAD + packet.words_len);
	if (r == 0)
		r = await(template, TEMPLATE_RUNS, TEMPLATE_ANSWER_MS, &value);
	if (r == 0 && value <= 0)
		r = value < 0 ? value : -EIO;
	if (r < 0) {
		template_end(template);
		return r;
	}
	*ret_pid = value;
	return 0;
}

int template_sweep(struct template *template)
{
	static const struct template_order packet = { .op = TEMPLATE_SWEEP };
	int value = -EIO;
	int r = order(template, &packet, TEMPLATE_ORDER_HEAD);

	if (r == 0)
		r = await(template, TEMPLATE_SWEPT, TEMPLATE_ANSWER_MS, &value);
	if (r == 0 && value >= 0)
		return value;
	template_end(template);
	return -EIO;
}
