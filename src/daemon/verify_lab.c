/* SPDX-License-Identifier: MIT */
#include "daemon/verify_lab.h"

#include "daemon/turn.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define AHEAD		  16 /* jobs that wait while others run: their bytes are ours until then */
#define LEARNER		  1  /* whose jobs they are: one's, so they run in their order */
#define INTERRUPTIONS_MAX 1  /* as for a learner's attempt */

struct lab {
	sd_event *event;
	struct turn turn;
	struct jobs *jobs;
	size_t submitted, ended;
	void (*progress)(void *userdata, size_t ended, size_t submitted);
	void *userdata;
};

/* One job under way; goes when it has ended. */
struct pending {
	struct lab *lab;
	struct task *task;
	struct lab_result *result;
	unsigned interruptions;
};

void lab_result_done(struct lab_result *result)
{
	for (size_t i = 0; i < result->n_cases; i++) {
		free(result->cases[i].stdout_text);
		free(result->cases[i].stderr_text);
	}
	free(result->cases);
	free(result->compiler_text);
	*result = (struct lab_result){ 0 };
}

static void end(struct pending *pending, const char *problem)
{
	struct lab *lab = pending->lab;

	pending->result->is_done = true;
	(void)snprintf(pending->result->problem, sizeof(pending->result->problem), "%s", problem);
	free(pending);
	lab->ended++;
	if (lab->progress)
		lab->progress(lab->userdata, lab->ended, lab->submitted);
}

static void on_started(void *userdata)
{
	(void)userdata;
}

/* Both streams: some compilers speak on stdout. */
static void keep_compiler(struct lab_result *result, const struct job_event *event)
{
	char *text = malloc(event->stderr_len + event->stdout_len + 1);

	result->compile = event->verdict;
	free(result->compiler_text);
	result->compiler_text = text;
	result->compiler_len = 0;
	if (!text)
		return;
	if (event->stderr_len > 0)
		memcpy(text, event->stderr_text, event->stderr_len);
	if (event->stdout_len > 0)
		memcpy(text + event->stderr_len, event->stdout_text, event->stdout_len);
	result->compiler_len = event->stderr_len + event->stdout_len;
	text[result->compiler_len] = '\0';
}

static void keep_case(struct lab_result *result, const struct job_event *event)
{
	struct lab_case *one = &result->cases[event->index];

	one->verdict = event->verdict;
	one->exit_status = event->exit_status;
	one->signal = event->signal;
	one->stdout_total = event->stdout_total;
	one->cpu_us = event->cpu_us;
	one->wall_us = event->wall_us;
	free(one->stderr_text);
	one->stderr_text = event->index < result->keep && event->stderr_len > 0
				   ? strndup(event->stderr_text, event->stderr_len)
				   : NULL;
	(void)snprintf(one->detail, sizeof(one->detail), "%s", event->detail);
	free(one->stdout_text);
	one->stdout_text = event->index < result->keep ? malloc(event->stdout_len + 1) : NULL;
	one->stdout_len = one->stdout_text ? event->stdout_len : 0;
	if (one->stdout_len > 0)
		memcpy(one->stdout_text, event->stdout_text, event->stdout_len);
}

static void on_event(void *userdata, const struct job_event *event)
{
	struct lab_result *result = ((struct pending *)userdata)->result;

	if (event->type == JOB_EVENT_COMPILED)
		keep_compiler(result, event);
	else if (event->type == JOB_EVENT_CASE && event->index < result->n_cases)
		keep_case(result, event);
}

static void on_done(void *userdata)
{
	end(userdata, "");
}

static bool on_interrupted(void *userdata, const char *what)
{
	struct pending *pending = userdata;

	if (pending->interruptions++ < INTERRUPTIONS_MAX)
		return true;
	end(pending, what);
	return false;
}

static bool on_stranded(void *userdata, const char *what)
{
	end(userdata, what);
	return false;
}

static void on_failed(void *userdata, const char *what)
{
	end(userdata, what);
}

static void on_dropped(void *userdata)
{
	end(userdata, "not submitted");
}

static const struct task_user task_user = { on_started, on_event, on_done, on_interrupted,
	on_stranded, on_failed, on_dropped };

static int run_until(struct lab *lab, size_t n_left)
{
	int r = 0;

	while (r >= 0 && lab->submitted - lab->ended > n_left)
		r = sd_event_run(lab->event, UINT64_MAX);
	return r < 0 ? r : 0;
}

int lab_submit(struct lab *lab, struct job *job, struct lab_result *ret_result)
{
	struct pending *pending = calloc(1, sizeof(*pending));
	int r;

	ret_result->cases = calloc(job->n_cases, sizeof(*ret_result->cases));
	if (!pending || !ret_result->cases) {
		free(pending);
		job_free(job);
		return -ENOMEM;
	}
	ret_result->n_cases = job->n_cases;
	for (size_t i = 0; i < job->n_cases; i++)
		ret_result->cases[i].verdict = VERDICT_SKIPPED;
	*pending = (struct pending){ .lab = lab, .result = ret_result };
	r = jobs_submit(lab->jobs, job, LEARNER, &task_user, pending, &pending->task);
	if (r < 0) {
		free(pending);
		return r;
	}
	lab->submitted++;
	return run_until(lab, AHEAD);
}

int lab_wait(struct lab *lab)
{
	return run_until(lab, 0);
}

void lab_on_progress(struct lab *lab,
	void (*progress)(void *userdata, size_t ended, size_t submitted), void *userdata)
{
	lab->progress = progress;
	lab->userdata = userdata;
}

static void on_settled(void *userdata)
{
	(void)userdata;
}

/* sd-event takes the ends of children from a signal that nobody else may have. */
static int block_child_signal(void)
{
	sigset_t mask;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGCHLD);
	return sigprocmask(SIG_BLOCK, &mask, NULL) < 0 ? -errno : 0;
}

static int start(struct lab *lab, const struct runner_settings *settings,
	char ret_problem[static LAB_PROBLEM_MAX])
{
	const struct jobs_settings jobs = {
		.runner = *settings, .max = SIZE_MAX, .per_learner = SIZE_MAX
	};
	int r = jobs_new(lab->event, &lab->turn, &jobs, on_settled, lab, &lab->jobs);

	while (r >= 0 && jobs_sandbox(lab->jobs) == JOBS_SANDBOX_STARTING)
		r = sd_event_run(lab->event, UINT64_MAX);
	if (r < 0 || jobs_sandbox(lab->jobs) != JOBS_SANDBOX_UNSAFE)
		return r;
	(void)snprintf(ret_problem, LAB_PROBLEM_MAX, "%s", jobs_sandbox_detail(lab->jobs));
	return -EPERM;
}

int lab_new(const struct runner_settings *settings, struct lab **ret_lab,
	char ret_problem[static LAB_PROBLEM_MAX])
{
	_cleanup_(lab_freep) struct lab *lab = calloc(1, sizeof(*lab));
	int r = lab ? block_child_signal() : -ENOMEM;

	if (r >= 0)
		r = sd_event_new(&lab->event);
	if (r >= 0)
		r = turn_init(&lab->turn, lab->event);
	if (r >= 0)
		r = start(lab, settings, ret_problem);
	if (r < 0)
		return r;
	*ret_lab = TAKE_PTR(lab);
	return 0;
}

/* What is under way is not heard of any more: only after an error of the loop is there any. */
void lab_free(struct lab *lab)
{
	if (!lab)
		return;
	jobs_free(lab->jobs);
	if (lab->event)
		turn_done(&lab->turn);
	(void)sd_event_unref(lab->event);
	free(lab);
}
