/* SPDX-License-Identifier: MIT */
#include "sandbox.h"

#include "base/cleanup.h"
#include "job/channel.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define WAIT_MS 60000 /* for any one event */

static const struct job_limits limits = {
	.cpu_us = 10000000,
	.wall_us = 20000000,
	.memory_bytes = 512u * 1024 * 1024,
	.output_bytes = 1024 * 1024,
	.disk_bytes = 16 * 1024 * 1024,
	.processes = 16,
	.open_files = 64,
	.address_space = true,
};

static int wait_event(struct sandbox *sandbox, struct job_event *ret_event)
{
	struct pollfd wait = { .fd = sandbox->fd, .events = POLLIN };
	int r;

	r = channel_has_event(&sandbox->inbox) ? 1 : poll(&wait, 1, WAIT_MS);
	if (r <= 0)
		return r < 0 ? -errno : -ETIMEDOUT;
	r = channel_receive_event(sandbox->fd, &sandbox->inbox, ret_event);
	return r == 0 ? -EAGAIN : r;
}

static _Noreturn void execute(const char *runner, int fd, unsigned slots)
{
	char slots_option[32];
	char name[] = "practice-runner";
	char *const argv[] = { name, slots_option, NULL };
	char *const environment[] = { NULL };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)snprintf(slots_option, sizeof(slots_option), "--slots=%u", slots);
	if (fd == CHANNEL_FD ? fcntl(fd, F_SETFD, 0) < 0 : dup2(fd, CHANNEL_FD) < 0)
		_exit(126);
	(void)execve(runner, argv, environment);
	_exit(127);
}

int sandbox_start(const char *runner, unsigned slots, struct sandbox *ret_sandbox, char ret_reason[static BURST_REASON])
{
	struct sandbox sandbox = { .slots = slots };
	struct job_event ready = { 0 };
	int fds[2];
	int r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	sandbox.fd = fds[0];
	sandbox.pid = fork();
	if (sandbox.pid == 0)
		execute(runner, fds[1], slots);
	(void)close(fds[1]);
	r = sandbox.pid < 0 ? -errno : wait_event(&sandbox, &ready);
	if (r < 0 || ready.verdict == VERDICT_INTERNAL) {
		(void)snprintf(ret_reason, BURST_REASON, "%.*s", BURST_REASON - 1, r < 0 ? strerror(-r) : ready.detail);
		sandbox_stop(&sandbox);
		r = r < 0 ? r : -EPERM;
	} else {
		*ret_sandbox = sandbox;
		r = 0;
	}
	job_event_done(&ready);
	return r;
}

void sandbox_stop(struct sandbox *sandbox)
{
	if (sandbox->pid <= 0)
		return;
	(void)close(sandbox->fd);
	(void)waitpid(sandbox->pid, NULL, 0);
	channel_inbox_done(&sandbox->inbox);
	*sandbox = (struct sandbox){ 0 };
}

static int add_case(struct job *job, const struct program *program)
{
	struct job_case *job_case = job_add_case(job, "case");

	if (!job_case)
		return -E2BIG;
	job_case->input = strdup(PROGRAM_INPUT);
	job_case->input_len = sizeof(PROGRAM_INPUT) - 1;
	job_case->expected = strdup(program->output_len > 0 ? PROGRAM_INPUT : "");
	job_case->expected_len = program->output_len;
	return job_case->input && job_case->expected ? 0 : -ENOMEM;
}

static int fill_job(struct job *job, const struct program *program, size_t cases)
{
	bool compiles = program->kind == PROGRAM_COMPILE;
	int r;

	job->run_limits = job->compile_limits = limits;
	r = job_add_file(job, program->file, program->data, program->len,
		program->kind == PROGRAM_TINY || program->kind == PROGRAM_DYNAMIC);
	if (r == 0)
		r = program_command(program->command, SANDBOX_DIR, compiles ? &job->compile : &job->run);
	if (r == 0 && compiles)
		r = strlist_add(&job->run, "/usr/bin/true");
	for (size_t i = 0; i < cases && r == 0; i++)
		r = add_case(job, program);
	return r;
}

static int send_job(struct sandbox *sandbox, const struct program *program, size_t cases, uint64_t *ret_sent_ns)
{
	_cleanup_(job_freep) struct job *job = job_new();
	int r = job ? fill_job(job, program, cases) : -ENOMEM;

	if (r < 0)
		return r;
	job->id = ++sandbox->last_id;
	job->template = sandbox->templates ? program->template : JOB_TEMPLATE_NONE;
	*ret_sent_ns = sample_now_ns();
	return channel_send_job(sandbox->fd, job);
}

/* The next event, which has to be a good one; its type is all that is told. */
static int next_event(struct sandbox *sandbox, enum job_event_type *ret_type)
{
	struct job_event event;
	int r = wait_event(sandbox, &event);

	if (r < 0)
		return r;
	*ret_type = event.type;
	r = event.verdict == VERDICT_PASS ? 0 : -EBADMSG;
	if (r < 0)
		(void)fprintf(stderr, "bench: %s: %s\n", verdict_name(event.verdict), event.detail);
	job_event_done(&event);
	return r;
}

int sandbox_submit(struct sandbox *sandbox, const struct program *program, size_t cases, struct samples *each,
	uint64_t *ret_total_ns)
{
	enum job_event_type end = program->kind == PROGRAM_COMPILE ? JOB_EVENT_COMPILED : JOB_EVENT_DONE;
	enum job_event_type type = JOB_EVENT_READY;
	uint64_t sent_ns;
	int r = send_job(sandbox, program, cases, &sent_ns);

	while (r == 0 && type != JOB_EVENT_DONE) {
		r = next_event(sandbox, &type);
		if (type == end)
			*ret_total_ns = sample_now_ns() - sent_ns;
	}
	/* The results of short cases come together: each is its share of the submission. */
	for (size_t i = 0; i < cases && r == 0 && each; i++)
		r = samples_add(each, (double)*ret_total_ns / (double)cases);
	return r;
}

int sandbox_rate(struct sandbox *sandbox, const struct program *program, size_t jobs, size_t cases, double *ret_rate)
{
	uint64_t start_ns = sample_now_ns(), ignored_ns;
	size_t sent = 0, done = 0;
	int r = 0;

	while (done < jobs && r == 0) {
		enum job_event_type type = JOB_EVENT_READY;

		/* One that waits for each slot: a slot never waits for us. */
		if (sent < jobs && sent - done < 2 * sandbox->slots) {
			r = send_job(sandbox, program, cases, &ignored_ns);
			sent++;
			continue;
		}
		r = next_event(sandbox, &type);
		done += type == JOB_EVENT_DONE;
	}
	if (r == 0)
		*ret_rate = (double)(jobs * cases) * 1e9 / (double)(sample_now_ns() - start_ns);
	return r;
}
