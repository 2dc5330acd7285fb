/* SPDX-License-Identifier: MIT */
/*
 * The child shares our memory until it executes (CLONE_VM|CLONE_VFORK), so that starting it costs
 * nothing that depends on our size; what it does in between are system calls on constants. We are
 * tiny, so that ru_maxrss, which begins with our size, is exact enough.
 *
 * Waiting is one wait4(). An interval timer interrupts it at the nearer of the two deadlines, or when
 * there is something to do meanwhile, and then every 20 ms (a signal that arrives just before the
 * system call would else be lost): only then the run's CPU clock is looked at. A timer that was set
 * for an earlier run goes off too early at worst, and is set again then. The learner can send us that
 * signal too and gains a look at the clock.
 *
 * Afterwards no process of the run may be left. In a pid namespace every orphan becomes our child,
 * so "no children" (ECHILD) is proof; otherwise kill(-1) kills all but us at once, and we reap
 * until that holds. kill(-1) is only ever called by the first process of a namespace: anywhere else
 * it would kill everything the user has.
 */
#include "runner/run.h"

#include "runner/family.h"
#include "runner/limits.h"
#include "runner/meter.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#define CHILD_STACK_BYTES (32 * 1024)
#define RETRY_US	  20000
#define US_PER_S	  1000000u
#define REAP_ROUNDS_MAX	  200

struct start {
	const struct run_command *command;
	int error;
};

/* Of a run under way; times of CLOCK_MONOTONIC. */
struct run_wait {
	struct run_timer *timer;
	uint64_t start_us;
	uint64_t meanwhile_us; /* when something is to be done; 0: nothing, or not any more */
};

static void on_alarm(int signal_number)
{
	(void)signal_number; /* its arrival ends wait4() */
}

int run_prepare(void)
{
	struct sigaction action = { .sa_handler = on_alarm }; /* no SA_RESTART */

	return sigaction(SIGALRM, &action, NULL) < 0 ? -errno : 0;
}

static uint64_t now_us(clockid_t clock)
{
	struct timespec time;

	if (clock_gettime(clock, &time) < 0)
		return 0;
	return (uint64_t)time.tv_sec * US_PER_S + (uint64_t)time.tv_nsec / 1000;
}

/* Between clone and exec, in shared memory: system calls only, and on a stack that the address
 * sanitizer doesn't know. */
__attribute__((no_sanitize("address"))) static int child_main(void *argument)
{
	struct start *start = argument;
	const struct run_command *command = start->command;
	int r = 0;

	if (!command->is_in_folder && chdir(command->folder) < 0)
		r = -errno;
	for (int fd = 0; r == 0 && command->plugs && fd < 2; fd++)
		if (command->plugs[fd] >= 0 && dup2(command->plugs[fd], fd) < 0)
			r = -errno;
	if (r == 0 && command->shared_limits)
		r = limits_apply_shared(command->limits, command->isolated);
	if (r == 0)
		r = limits_apply_own(command->limits, command->file_bytes);
	if (r == 0) {
		(void)execve(command->argv[0], command->argv, command->envp);
		r = -errno;
	}
	start->error = -r;
	_exit(127);
}

static void set_itimer(uint64_t first_us)
{
	struct itimerval timer = { 0 };

	if (first_us > 0) {
		timer.it_value.tv_sec = (time_t)(first_us / US_PER_S);
		timer.it_value.tv_usec = (suseconds_t)(first_us % US_PER_S);
		timer.it_interval.tv_usec = RETRY_US;
	}
	(void)setitimer(ITIMER_REAL, &timer, NULL);
}

/* In a pid namespace: everybody but us, at once. Without one orphans are our children, because we are their
 * subreaper. */
static void kill_all(const struct run_command *command)
{
	if (command->isolated && getpid() == 1)
		(void)kill(-1, SIGKILL);
	else
		(void)family_kill_children(getpid());
}

static bool is_to_stop(const struct run_command *command)
{
	struct pollfd stop = { .fd = command->stop_fd, .events = POLLIN };

	return command->stop_fd > 0 && poll(&stop, 1, 0) > 0;
}

void run_timer_stop(struct run_timer *timer)
{
	if (timer->at_us > 0)
		set_itimer(0);
	timer->at_us = 0;
}

/* Not later than at_us, which is to come. */
static void expect(struct run_timer *timer, uint64_t now, uint64_t at_us)
{
	if (timer->at_us > now && timer->at_us <= at_us)
		return;
	timer->at_us = at_us;
	set_itimer(at_us - now);
}

/* What has to be looked at next; after the first deadline the timer's interval does. */
static void expect_next(
	const struct run_command *command, const struct run_wait *wait, uint64_t now)
{
	const struct job_limits *limits = command->limits;
	uint64_t cpu_us = meter_least_wall_us(command->meter, limits->cpu_us);
	uint64_t at_us = wait->start_us + (cpu_us < limits->wall_us ? cpu_us : limits->wall_us);

	if (wait->meanwhile_us > now && wait->meanwhile_us < at_us)
		at_us = wait->meanwhile_us;
	if (at_us > now)
		expect(wait->timer, now, at_us);
}

/* What is to be done while the run lasts, once. */
static void act_meanwhile(const struct run_command *command, struct run_wait *wait, uint64_t now)
{
	if (wait->meanwhile_us == 0 || now < wait->meanwhile_us)
		return;
	wait->meanwhile_us = 0;
	command->meanwhile.act(command->meanwhile.userdata);
}

/* The run itself is enough where there is a template: the rest goes when the template sweeps. */
static void kill_run(const struct run_command *command, pid_t pid)
{
	if (command->template)
		(void)kill(pid, SIGKILL);
	else
		kill_all(command);
}

/* Looks at the clocks; kills what is over its time, or no longer wanted. */
static void check_deadlines(
	const struct run_command *command, pid_t pid, uint64_t wall_us, struct run_result *result)
{
	clockid_t clock;

	if (wall_us >= command->limits->wall_us)
		result->wall_exceeded = true;
	else if (clock_getcpuclockid(pid, &clock) == 0 &&
		result->cpu_us + now_us(clock) >= command->limits->cpu_us)
		result->cpu_exceeded = true;
	else if (meter_cpu_us(command->meter) >= command->limits->cpu_us)
		result->cpu_exceeded = true;
	else if (is_to_stop(command))
		result->stopped = true;
	if (result->wall_exceeded || result->cpu_exceeded || result->stopped)
		kill_run(command, pid);
}

static uint64_t time_us(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * US_PER_S + (uint64_t)time->tv_usec;
}

static void add_usage(struct run_result *result, const struct rusage *usage)
{
	uint64_t memory_bytes = (uint64_t)usage->ru_maxrss * 1024;

	result->cpu_us += time_us(&usage->ru_utime) + time_us(&usage->ru_stime);
	if (memory_bytes > result->memory_bytes)
		result->memory_bytes = memory_bytes;
}

static bool is_template(const struct run_command *command, pid_t pid)
{
	return command->template && !command->template->is_reaped && pid == command->template->pid;
}

static bool is_child(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

/* Can't be, unless the template lied of it: the run failed, and is to be executed. */
static void give_up(const struct run_command *command, struct run_result *result)
{
	if (command->template)
		command->template->is_spoilt = true;
	result->status = SIGKILL;
}

/* Orphans that end meanwhile are waited for at once, as init does: else they would count against the
 * limit of processes until the run's end. */
static void wait_for(
	const struct run_command *command, pid_t pid, struct run_wait *wait, struct run_result *result)
{
	for (;;) {
		struct rusage usage;
		int status;
		pid_t ended = wait4(-1, &status, __WALL, &usage);
		uint64_t now;

		if (is_template(command, ended))
			command->template->is_reaped = true;
		else if (ended > 0)
			add_usage(result, &usage);
		if (ended == pid) {
			result->status = status;
			return;
		}
		if ((ended < 0 && errno != EINTR) || !is_child(pid)) {
			give_up(command, result);
			return;
		}
		now = now_us(CLOCK_MONOTONIC);
		act_meanwhile(command, wait, now);
		check_deadlines(command, pid, now - wait->start_us, result);
		expect_next(command, wait, now);
	}
}

/* Until the kernel says that there is no child. A namespace needs one round; a tree without one can
 * take a few. */
static void reap_survivors(const struct run_command *command, struct run_result *result)
{
	struct rusage usage;
	pid_t ended;
	int round = 0;

	for (;;) {
		ended = wait4(-1, NULL, __WALL | WNOHANG, &usage);
		if (ended < 0 && errno == ECHILD)
			return;
		if (ended > 0) {
			add_usage(result, &usage);
			result->survivors++;
			continue;
		}
		if (round++ >= REAP_ROUNDS_MAX) /* stuck in the kernel: whoever waits for us will
						   end us all */
			(void)pause();
		kill_all(command);
		(void)usleep(round == 1 ? 0 : 1000);
	}
}

static void reap_ended(const struct run_command *command, struct run_result *result)
{
	struct rusage usage;
	pid_t ended;

	while ((ended = wait4(-1, NULL, __WALL | WNOHANG, &usage)) > 0) {
		if (is_template(command, ended)) {
			command->template->is_reaped = true;
			continue;
		}
		add_usage(result, &usage);
		result->survivors++;
	}
}

/* The same where a template is to stay: it says whether anybody is left. When it doesn't, it is
 * nothing better than a survivor. */
static void sweep_survivors(const struct run_command *command, struct run_result *result)
{
	int r = template_sweep(command->template);

	for (int round = 0; r > 0 && round < REAP_ROUNDS_MAX; round++) {
		(void)usleep(round == 0 ? 0 : 1000);
		reap_ended(command, result);
		r = template_sweep(command->template);
	}
	if (r == 0)
		return;
	template_end(command->template);
	reap_survivors(command, result);
}

static void close_plugs(const struct run_command *command)
{
	for (int i = 0; command->plugs && i < 2; i++) {
		if (command->plugs[i] >= 0)
			(void)close(command->plugs[i]);
		command->plugs[i] = -1;
	}
}

static int execute(struct start *start, pid_t *ret_pid)
{
	static _Alignas(16) char
		stack[CHILD_STACK_BYTES]; /* the child's, while we are suspended; one at a time */
	pid_t pid = clone(child_main, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, start);

	if (pid < 0)
		return -errno;
	*ret_pid = pid;
	return 0;
}

static void follow(const struct run_command *command, pid_t pid, uint64_t start_us, struct run_result *result)
{
	const struct job_limits *limits = command->limits;
	struct run_timer own_timer = { 0 };
	struct run_wait wait = {
		.timer = command->timer ? command->timer : &own_timer, .start_us = start_us
	};

	meter_begin(command->meter, pid);
	close_plugs(
		command); /* now it alone holds them: that it closes one is seen at the other end */
	if (command->meanwhile.after_us > 0)
		wait.meanwhile_us = start_us + command->meanwhile.after_us;
	expect_next(command, &wait, start_us);
	wait_for(command, pid, &wait, result);
	result->wall_us = now_us(CLOCK_MONOTONIC) - start_us;
	run_timer_stop(&own_timer);
	if (command->template)
		sweep_survivors(command, result);
	else
		reap_survivors(command, result);
	meter_end(command->meter, limits, result);
	if (result->cpu_us > limits->cpu_us)
		result->cpu_exceeded = true;
}

/* A run that the template did not tell of may be there all the same. */
static int give_up_template(const struct run_command *command)
{
	template_end(command->template);
	reap_survivors(command, &(struct run_result){ 0 });
	return -EAGAIN;
}

static int run_from_template(const struct run_command *command, struct run_result *ret_result)
{
	struct run_result result = { 0 };
	uint64_t start_us;
	pid_t pid;

	if (template_await(command->template) < 0)
		return give_up_template(command);
	start_us = now_us(CLOCK_MONOTONIC);
	if (template_run(command->template, command, &pid) < 0)
		return give_up_template(command);
	follow(command, pid, start_us, &result);
	if (command->template->is_spoilt)
		return give_up_template(command);
	*ret_result = result;
	return 0;
}

int run_program(const struct run_command *command, struct run_result *ret_result)
{
	struct start start = { .command = command };
	struct run_result result = { 0 };
	uint64_t start_us = now_us(CLOCK_MONOTONIC);
	pid_t pid = 0;
	int r;

	if (command->template)
		return run_from_template(command, ret_result);
	r = execute(&start, &pid);
	if (r < 0)
		return r;
	follow(command, pid, start_us, &result);
	result.exec_error = start.error;
	*ret_result = result;
	return 0;
}
