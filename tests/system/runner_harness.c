/* SPDX-License-Identifier: MIT */
#include "runner_harness.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define ORDINARY_UID 65534
#define OPTIONS_MAX  8
#define DESCENDANTS_MAX 64

static const char *runner_path(void)
{
	static char path[1024];
	const char *builddir = getenv("top_builddir");

	(void)snprintf(path, sizeof(path), "%s/practice-runner", builddir ? builddir : ".");
	return path;
}

static void execute_runner(int fd, const char *const *options)
{
	const char *argv[OPTIONS_MAX + 2] = { "practice-runner" };
	char *const environment[] = { NULL };
	const unsigned long ignored[8] = { (unsigned long)SIG_IGN }; /* the kernel's struct */
	char *const *arguments;
	sigset_t all;

	for (size_t i = 0; i < OPTIONS_MAX && options[i]; i++)
		argv[1 + i] = options[i];
	if (fd == CHANNEL_FD ? fcntl(fd, F_SETFD, 0) < 0 : dup2(fd, CHANNEL_FD) < 0)
		_exit(126);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)syscall(SYS_rt_sigaction, 33, ignored, NULL, 8); /* one that libc keeps to itself */
	if (sigfillset(&all) < 0 || sigprocmask(SIG_SETMASK, &all, NULL) < 0)
		_exit(126);
	memcpy(&arguments, &(const char *const *){ argv }, sizeof(arguments));
	(void)execve(runner_path(), arguments, environment);
	_exit(127);
}

void runner_start(struct runner *runner, const char *const *options)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), 0);
	*runner = (struct runner){ .fd = fds[0] };
	runner->pid = fork();
	assert_true(runner->pid >= 0);
	if (runner->pid == 0)
		execute_runner(fds[1], options);
	(void)close(fds[1]);
	runner_next_event(runner, &runner->ready);
	assert_int_equal(runner->ready.type, JOB_EVENT_READY);
}

void runner_stop(struct runner *runner)
{
	int status;

	(void)close(runner->fd);
	assert_int_equal(waitpid(runner->pid, &status, 0), runner->pid);
	job_event_done(&runner->ready);
	channel_inbox_done(&runner->inbox);
}

int runner_group_start(void **state)
{
	static struct runner runner;
	const char *const options[] = { "--slots=1", NULL };

	runner_start(&runner, options);
	*state = &runner;
	return 0;
}

int runner_group_stop(void **state)
{
	runner_stop(*state);
	return 0;
}

struct runner *runner_of(void **state)
{
	struct runner *runner = *state;

	if (runner->ready.verdict == VERDICT_INTERNAL) {
		print_message("skipped: this host can't isolate: %s\n", runner->ready.detail);
		skip();
	}
	return runner;
}

void runner_next_event(struct runner *runner, struct job_event *ret_event)
{
	struct pollfd wait = { .fd = runner->fd, .events = POLLIN };

	if (!channel_has_event(&runner->inbox))
		assert_int_equal(poll(&wait, 1, HARNESS_WAIT_MS), 1);
	assert_int_equal(channel_receive_event(runner->fd, &runner->inbox, ret_event), 1);
}

static void keep(struct answer *answer, struct job_event *event)
{
	switch (event->type) {
	case JOB_EVENT_READY:
	case JOB_EVENT_ALIVE:
		fail_msg("an event that nobody waits for");
		break;
	case JOB_EVENT_COMPILED:
		assert_int_equal(answer->compiled.type, JOB_EVENT_READY); /* once */
		answer->compiled = *event;
		break;
	case JOB_EVENT_CASE:
		assert_true(event->index < HARNESS_CASES);
		answer->told[event->index]++;
		answer->cases[event->index] = *event;
		break;
	case JOB_EVENT_DONE:
		answer->done = *event;
		break;
	}
}

void runner_collect(struct runner *runner, uint64_t job_id, struct answer *ret_answer)
{
	memset(ret_answer, 0, sizeof(*ret_answer));
	while (ret_answer->done.type != JOB_EVENT_DONE) {
		struct job_event event;

		runner_next_event(runner, &event);
		assert_true(event.job_id == job_id);
		keep(ret_answer, &event);
	}
}

void runner_do(struct runner *runner, struct job *job, struct answer *ret_answer)
{
	uint64_t id = job->id;
	size_t n_cases = job->n_cases;

	assert_int_equal(channel_send_job(runner->fd, job), 0);
	job_free(job);
	runner_collect(runner, id, ret_answer);
	for (size_t i = 0; i < n_cases && ret_answer->done.verdict != VERDICT_INTERNAL; i++)
		assert_int_equal(ret_answer->told[i], 1);
}

void answer_done(struct answer *answer)
{
	job_event_done(&answer->compiled);
	for (size_t i = 0; i < HARNESS_CASES; i++)
		job_event_done(&answer->cases[i]);
	job_event_done(&answer->done);
}

static struct job *new_job(const char *file, const char *text)
{
	static uint64_t last_id;
	const struct job_limits limits = {
		.cpu_us = 5000000,
		.wall_us = 10000000,
		.memory_bytes = 512u * 1024 * 1024,
		.output_bytes = 1024 * 1024,
		.disk_bytes = 16 * 1024 * 1024,
		.processes = 32,
		.open_files = 64,
		.address_space = true,
	};
	struct job *job = job_new();

	assert_non_null(job);
	job->id = ++last_id;
	job->compile_limits = job->run_limits = limits;
	job->compile_limits.cpu_us = job->compile_limits.wall_us = 30000000;
	assert_int_equal(job_add_file(job, file, text, strlen(text), false), 0);
	assert_non_null(job_add_case(job, "1"));
	return job;
}

struct job *shell_job(const char *script)
{
	struct job *job = new_job("main.sh", script);

	assert_int_equal(strlist_split_words(&job->run, "sh /box/main.sh"), 0);
	return job;
}

struct job *python_job(const char *program)
{
	struct job *job = new_job("main.py", program);

	need_program("/usr/bin/python3");
	assert_int_equal(strlist_split_words(&job->run, "python3 /box/main.py"), 0);
	return job;
}

struct job *c_job(const char *program)
{
	struct job *job = new_job("main.c", program);

	need_program("/usr/bin/gcc");
	assert_int_equal(
		strlist_split_words(&job->compile, "gcc -O1 -o /box/program /box/main.c"), 0);
	assert_int_equal(strlist_add(&job->run, "/box/program"), 0);
	return job;
}

void job_expect(struct job *job, size_t index, const char *expected)
{
	job->cases[index].expected = strdup(expected);
	job->cases[index].expected_len = strlen(expected);
}

void job_input(struct job *job, size_t index, const char *input)
{
	job->cases[index].input = strdup(input);
	job->cases[index].input_len = strlen(input);
}

struct job_case *job_more(struct job *job, const char *name)
{
	struct job_case *job_case = job_add_case(job, name);

	assert_non_null(job_case);
	return job_case;
}

void need_program(const char *path)
{
	if (access(path, X_OK) == 0)
		return;
	print_message("skipped: %s is not on this host\n", path);
	skip();
}

void check_run(struct runner *runner, struct job *job, enum verdict verdict, const char *output)
{
	_cleanup_answer_ struct answer answer;
	const struct job_event *event = &answer.cases[0];

	runner_do(runner, job, &answer);
	if (answer.told[0] != 1)
		fail_msg("the case was not told: %s", answer.done.detail);
	if (event->verdict != verdict)
		print_message("%s: %s\nstdout: %s\nstderr: %s\ncompiler: %s\ndone: %s\n",
			verdict_name(event->verdict), event->detail,
			event->stdout_text ? event->stdout_text : "",
			event->stderr_text ? event->stderr_text : "",
			answer.compiled.stderr_text ? answer.compiled.stderr_text : "",
			answer.done.detail);
	assert_string_equal(verdict_name(event->verdict), verdict_name(verdict));
	if (output)
		assert_string_equal(event->stdout_text ? event->stdout_text : "", output);
}

size_t harness_descendants(pid_t pid, pid_t *found, size_t max, size_t count)
{
	char path[64];
	long child;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	file = fopen(path, "re");
	while (file && count < max && fscanf(file, "%ld", &child) == 1) {
		found[count++] = (pid_t)child;
		count = harness_descendants((pid_t)child, found, max, count);
	}
	if (file)
		(void)fclose(file);
	return count;
}

/* A process that is ending has none any more. */
static bool has_memory(pid_t pid)
{
	char path[64];
	long pages = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/statm", pid);
	file = fopen(path, "re");
	if (file && fscanf(file, "%ld", &pages) != 1)
		pages = 0;
	if (file)
		(void)fclose(file);
	return pages > 0;
}

static bool has_name(pid_t pid, const char *name)
{
	char path[64], text[32] = "";
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "re");
	if (file && !fgets(text, sizeof(text), file))
		text[0] = '\0';
	if (file)
		(void)fclose(file);
	text[strcspn(text, "\n")] = '\0';
	return strcmp(text, name) == 0;
}

pid_t harness_find(pid_t runner, const char *name, size_t k)
{
	pid_t found[DESCENDANTS_MAX];
	size_t count = harness_descendants(runner, found, ARRAY_SIZE(found), 0);

	for (size_t i = 0; i < count; i++)
		if (has_name(found[i], name) && has_memory(found[i]) && k-- == 0)
			return found[i];
	return 0;
}

static int run_as_user(int (*run)(const char *who))
{
	if (setgroups(0, NULL) < 0 || setresgid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID) < 0 ||
		setresuid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID) < 0) {
		print_message("skipped: can't become an ordinary user\n");
		return 0;
	}
	(void)prctl(PR_SET_DUMPABLE, 1);
	if (access(runner_path(), X_OK) < 0) {
		print_message("skipped: an ordinary user can't reach %s\n", runner_path());
		return 0;
	}
	return run("ordinary user");
}

int run_as_everybody(int (*run)(const char *who))
{
	int status = 0;
	pid_t pid;
	int failed;

	failed = run(geteuid() == 0 ? "root" : "ordinary user");
	if (geteuid() != 0)
		return failed != 0;
	pid = fork();
	if (pid == 0)
		_exit(run_as_user(run) != 0);
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) ||
		WEXITSTATUS(status) != 0)
		failed++;
	return failed != 0;
}
