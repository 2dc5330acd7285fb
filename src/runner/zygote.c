/* SPDX-License-Identifier: MIT */
/*
 * Set-up happens in two parts. At once (ahead of any job): a session of its own (else kill(0, ...)
 * of a learner's program would reach the worker, which is in our process group), procfs, the
 * standard descriptors, no capabilities, Landlock, the second filter, the folders that are looked
 * at after each case. With the job: its files, the
 * commands as argv, and after compilation the resource limits, which the runs then inherit. From
 * there on a case is: fill stdin, empty the captures, run, look whether the scratch is untouched.
 *
 * Every failure ends the process after a report; the worker treats silence the same way.
 */
#include "runner/zygote.h"

#include "job/parcel.h"
#include "runner/capture.h"
#include "runner/collect.h"
#include "runner/confine.h"
#include "runner/feedback.h"
#include "runner/keep.h"
#include "runner/leaf.h"
#include "runner/limits.h"
#include "runner/meter.h"
#include "runner/order.h"
#include "runner/outbox.h"
#include "runner/rehearsal.h"
#include "runner/selftest.h"
#include "runner/workspace.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* The sanitizers' allocator can't live below RLIMIT_AS: built with them, each run sets the shared
 * limits itself. */
#if defined(HAVE_SANITIZERS) || defined(__SANITIZE_ADDRESS__)
#define RUNS_INHERIT_LIMITS false
#else
#define RUNS_INHERIT_LIMITS true
#endif

struct zygote {
	const struct zygote_config *config;
	struct job *job;
	struct order order; /* the job's commands and environment */
	struct workspace workspace;
	struct meter meter;
	int plugs[2];  /* of the next run; -1: none */
	int next_fd;   /* where a judge's next input goes; -1: it may not have one */
	int64_t kept;  /* the case whose files a judge still has; -1: none */
	bool is_judge; /* each case comes with its files */
	bool limited;  /* the runs' limits are in force for this process */
	struct run_timer timer;
	struct outbox outbox;
	struct template template;
};

static _Noreturn void give_up(struct zygote *zygote, const struct failure *failure)
{
	struct zygote_report report = { .type = REPORT_FAILED, .failure = *failure };

	outbox_add(&zygote->outbox, &report);
	outbox_send(&zygote->outbox);
	_exit(1);
}

/* The runs' descriptors are our own 0, 1 and 2: nothing has to be moved per run, and no other is
 * inherited. */
static int arrange_fds(const struct zygote_config *config, struct failure *failure)
{
	int stdin_fd;
	int r;

	r = capture_new("stdin", &stdin_fd);
	if (r < 0)
		return failure_set(failure, r, "memory for stdin");
	if (dup2(stdin_fd, STDIN_FILENO) < 0 || dup2(config->stdout_fd, STDOUT_FILENO) < 0 ||
		dup2(config->stderr_fd, STDERR_FILENO) < 0)
		return failure_set(failure, -errno, "standard descriptors");
	/* Of the two the forker has other descriptors there. */
	if (dup3(config->channel_fd, ZYGOTE_CHANNEL_FD, O_CLOEXEC) < 0 ||
		(config->isolated && dup3(config->box_fd, ZYGOTE_BOX_FD, O_CLOEXEC) < 0))
		return failure_set(failure, -errno, "channel and box");
	r = leaf_close_others(config->isolated ? ZYGOTE_BOX_FD + 1 : ZYGOTE_BOX_FD,
		config->has_leaf ? LEAF_CPU_FD : 0);
	return r < 0 ? failure_set(failure, r, "close_range") : 0;
}

static int set_up(struct zygote *zygote, struct failure *failure)
{
	const struct zygote_config *config = zygote->config;
	int r;

	(void)umask(022);
	(void)setsid();
	(void)prctl(PR_SET_NAME, "practice-zygote");
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || prctl(PR_SET_DUMPABLE, 0) < 0)
		return failure_set(failure, -errno, "prctl");
	if (!config->isolated && prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		return failure_set(failure, -errno, "subreaper");
	r = run_prepare();
	if (r < 0)
		return failure_set(failure, r, "signal handler");
	r = limits_apply_fixed();
	if (r < 0)
		return failure_set(failure, r, "resource limits");
	r = arrange_fds(config, failure);
	if (r == 0 && config->isolated)
		r = confine_process(config->has_proc, config->is_service, config->filters, failure);
	return r < 0 ? r
		     : workspace_open(&zygote->workspace, &config->paths, config->isolated ? ZYGOTE_BOX_FD : -1,
			       failure);
}

static int take_job(struct zygote *zygote, const struct parcel *parcel, struct failure *failure)
{
	int r;

	if (zygote->job)
		return failure_set(failure, -EBUSY, "second job");
	r = parcel_unpack(parcel, &zygote->job);
	if (r < 0)
		return failure_set(failure, r, "read the job");
	limits_clamp(&zygote->job->compile_limits);
	limits_clamp(&zygote->job->run_limits);
	r = scratch_lay_files(zygote->workspace.box_fd, zygote->job->files, zygote->job->n_files, failure);
	(void)close(TAKE_FD(zygote->workspace.box_fd));
	return r < 0 ? r : order_prepare(&zygote->order, zygote->job, &zygote->config->paths, failure);
}

static int reset_descriptors(const char *input, size_t input_len, struct failure *failure)
{
	int r = capture_fill(STDIN_FILENO, input, input_len);

	if (r == 0)
		r = capture_reset(STDOUT_FILENO);
	if (r == 0)
		r = capture_reset(STDERR_FILENO);
	return r < 0 ? failure_set(failure, r, "memory for input and output") : 0;
}

/* Ahead of a job, while there is time. Without it a run is executed: no failure is one of ours. */
static void warm(struct zygote *zygote, uint32_t key)
{
	_cleanup_(order_done) struct order order = { 0 };

	if (zygote->job || !zygote->config->isolated || template_is_program(key))
		return;
	if (order_prepare_environment(&order, &zygote->config->paths, &(struct failure){ 0 }) == 0)
		(void)template_start(&zygote->template,
			&(struct template_start){ .key = key, .envp = order_environment(&order) });
}

static struct template *choose_template(
	struct zygote *zygote, uint32_t index, const struct run_command *command)
{
	const struct job *job = zygote->job;
	bool has_plugs = zygote->plugs[0] >= 0 || zygote->plugs[1] >= 0;
	uint32_t key = 0;

	if (zygote->config->isolated && !has_plugs)
		key = template_key(job->template, command->argv, zygote->order.n_run,
			job->run_limits.address_space);
	return template_choose(&zygote->template, key, job->in_box ? 1 : job->n_cases - index, command);
}

static int compile(struct zygote *zygote, struct zygote_report *report)
{
	const struct job *job = zygote->job;
	struct run_command command = {
		.argv = order_compile(&zygote->order),
		.envp = order_environment(&zygote->order),
		.folder = zygote->workspace.folder,
		.is_in_folder = zygote->config->isolated,
		.limits = &job->compile_limits,
		.file_bytes = job->compile_limits.disk_bytes,
		.shared_limits = true,
		.meter = &zygote->meter,
		.isolated = zygote->config->isolated,
	};
	int r;

	if (!command.argv)
		return failure_set(&report->failure, -EINVAL, "nothing to compile");
	template_end(&zygote->template);
	r = workspace_enter(&zygote->workspace, SCRATCH_BOX, &report->failure);
	if (r == 0)
		r = reset_descriptors(NULL, 0, &report->failure);
	if (r < 0)
		return r;
	r = run_program(&command, &report->result);
	if (r < 0)
		return failure_set(&report->failure, r, "start the compiler");
	/* Elsewhere it is on disk, beside what others have there. */
	report->box_bytes = zygote->config->isolated ? scratch_used_bytes(command.folder) : 0;
	return 0;
}

static int limit_runs(struct zygote *zygote, struct failure *failure)
{
	struct job_limits limits = zygote->job->run_limits;
	int r;

	if (zygote->limited || !RUNS_INHERIT_LIMITS)
		return 0;
	/* Room for a template, which inherits them; a run that is executed sets its own then. */
	limits.processes += zygote->job->template != JOB_TEMPLATE_NONE;
	r = limits_apply_shared(&limits, zygote->config->isolated);
	if (r < 0)
		return failure_set(failure, r, "resource limits");
	zygote->limited = true;
	return 0;
}

static void send_held(void *userdata)
{
	outbox_send(userdata);
}

/* By execution, as if nothing had been: the template may have been lost while a run was made. */
static int run_again(struct zygote *zygote, const struct job_case *job_case, struct run_command *command,
	struct zygote_report *report)
{
	int r = workspace_clean(&zygote->workspace) ? 0 : failure_set(&report->failure, -EIO, "empty the scratch folders");

	if (r == 0)
		r = reset_descriptors(job_case->input, job_case->input_len, &report->failure);
	if (r == 0)
		r = scratch_lay_files(zygote->workspace.work_fd, job_case->files, job_case->n_files, &report->failure);
	command->template = NULL;
	return r < 0 ? r : run_program(command, &report->result);
}

/* What the run finds in its folder. */
static int lay_case(struct zygote *zygote, uint32_t index, struct failure *failure)
{
	const struct job_case *job_case = &zygote->job->cases[index];
	bool is_kept = zygote->kept == index;

	if (zygote->kept >= 0 && !is_kept && !workspace_clean(&zygote->workspace))
		return failure_set(failure, -EIO, "empty the scratch folders");
	zygote->kept = -1;
	if (zygote->is_judge)
		return is_kept ? 0 : feedback_prepare(zygote->workspace.work_fd, job_case, failure);
	return scratch_lay_files(zygote->workspace.work_fd, job_case->files, job_case->n_files, failure);
}

static int take_feedback(struct zygote *zygote, struct zygote_report *report)
{
	int r = 0;

	feedback_read(zygote->workspace.work_fd, report->message, report->said, sizeof(report->message));
	report->has_score = feedback_has_score(zygote->workspace.work_fd);
	if (zygote->next_fd >= 0)
		r = feedback_take_next(zygote->workspace.work_fd, zygote->next_fd, &report->failure);
	report->has_next = r > 0;
	if (report->has_next)
		zygote->kept = report->index;
	return r < 0 ? r : 0;
}

static int run_case(struct zygote *zygote, uint32_t index, struct zygote_report *report)
{
	const struct job *job = zygote->job;
	const struct job_case *job_case = &job->cases[index];
	/* One past what is allowed: so that output that ends just at the limit is told from output
	 * that was cut. */
	struct run_command command = {
		.envp = order_environment(&zygote->order),
		.folder = zygote->workspace.folder,
		.is_in_folder = zygote->config->isolated,
		.limits = &job->run_limits,
		.file_bytes = job->run_limits.output_bytes + 1,
		.shared_limits = !RUNS_INHERIT_LIMITS || job->template != JOB_TEMPLATE_NONE,
		.isolated = zygote->config->isolated,
		.plugs = zygote->plugs,
		.meter = &zygote->meter,
		.stop_fd = ZYGOTE_CHANNEL_FD,
		.timer = &zygote->timer,
		.meanwhile = { outbox_due_us(&zygote->outbox), send_held, &zygote->outbox },
	};
	int r;

	r = workspace_enter(&zygote->workspace, job->in_box ? SCRATCH_BOX : SCRATCH_WORK, &report->failure);
	if (r == 0)
		r = order_run(&zygote->order, index, &command.argv, &report->failure);
	if (r == 0)
		r = limit_runs(zygote, &report->failure);
	if (r == 0)
		r = reset_descriptors(job_case->input, zygote->is_judge ? 0 : job_case->input_len,
			&report->failure);
	if (r == 0)
		r = lay_case(zygote, index, &report->failure);
	if (r < 0)
		return r;
	command.template = choose_template(zygote, index, &command);
	r = run_program(&command, &report->result);
	if (r == -EAGAIN && command.template)
		r = run_again(zygote, job_case, &command, report);
	if (r < 0)
		return failure_set(&report->failure, r, "start the program");
	return zygote->is_judge ? take_feedback(zygote, report) : 0;
}

static void plug(struct zygote *zygote, uint32_t index, int fd)
{
	int *place = index == ZYGOTE_PLUG_NEXT ? &zygote->next_fd
					       : &zygote->plugs[index % ARRAY_SIZE(zygote->plugs)];

	if (*place >= 0)
		(void)close(*place);
	*place = fd;
}

static void report_run(struct zygote *zygote, struct zygote_report *report)
{
	report->type = REPORT_RAN;
	report->scratch_stuck = !report->has_next && !workspace_clean(&zygote->workspace);
	outbox_add(&zygote->outbox, report);
}

static int run_cases(
	struct zygote *zygote, const struct zygote_order *order, struct failure *failure)
{
	for (uint32_t i = 0; i < order->count; i++) {
		struct zygote_report report = { .index = order->index + i };

		if (run_case(zygote, report.index, &report) < 0)
			return failure_take(failure, -EIO, &report.failure, "run");
		report_run(zygote, &report);
		if (report.scratch_stuck || report.output_waits)
			break;
	}
	return 0;
}

static int compile_program(struct zygote *zygote, struct failure *failure)
{
	struct zygote_report report = { 0 };

	if (compile(zygote, &report) < 0)
		return failure_take(failure, -EIO, &report.failure, "compile");
	report_run(zygote, &report);
	return 0;
}

static int prepare(struct zygote *zygote, const struct zygote_order *order,
	const struct parcel *parcel, struct failure *failure)
{
	struct zygote_report report = { .type = REPORT_LAID };
	int r;

	if (order->type == ZYGOTE_SELFTEST)
		r = selftest_run(zygote->config->has_proc, failure);
	else if (order->type == ZYGOTE_COLLECT)
		r = collect_box(&zygote->config->paths, KEEP_ONE_MAX, parcel->fd, failure);
	else
		r = take_job(zygote, parcel, failure);
	zygote->is_judge |= order->type == ZYGOTE_JOB && order->index == 1;
	if (r == 0)
		outbox_add(&zygote->outbox, &report);
	return r;
}

static int obey(struct zygote *zygote, const struct zygote_order *order, struct parcel *parcel,
	struct failure *failure)
{
	const struct job *job = zygote->job;

	switch (order->type) {
	case ZYGOTE_JOB:
	case ZYGOTE_SELFTEST:
		return prepare(zygote, order, parcel, failure);
	case ZYGOTE_PLUG:
		plug(zygote, order->index, TAKE_FD(parcel->fd));
		return 0;
	case ZYGOTE_WARM:
		warm(zygote, order->index);
		return 0;
	case ZYGOTE_STOP:
		return 0; /* it came late: for nobody */
	case ZYGOTE_COMPILE:
		if (job)
			return compile_program(zygote, failure);
		break;
	case ZYGOTE_COLLECT:
		if (job && !zygote->limited) /* between compilation and the first run */
			return prepare(zygote, order, parcel, failure);
		break;
	case ZYGOTE_RUN:
		if (job && order->index < job->n_cases &&
			order->count <= job->n_cases - order->index)
			return run_cases(zygote, order, failure);
		break;
	}
	return failure_set(failure, -EINVAL, "order out of turn");
}

/* Before it waits, everything that there is to tell is told. A timer that is still set is stopped when
 * it goes off: stopping it can take as long as starting a program, and after the last case the worker
 * would wait for that, while most zygotes end before it goes off. */
static int next_order(
	struct zygote *zygote, struct zygote_order *ret_order, struct parcel *ret_parcel)
{
	struct pollfd wait = { .fd = ZYGOTE_CHANNEL_FD, .events = POLLIN };
	int r = parcel_receive(
		ZYGOTE_CHANNEL_FD, ret_order, sizeof(*ret_order), ret_parcel, false);

	if (r != -EAGAIN)
		return r;
	outbox_send(&zygote->outbox);
	if (poll(&wait, 1, -1) < 0)
		run_timer_stop(&zygote->timer);
	return parcel_receive(ZYGOTE_CHANNEL_FD, ret_order, sizeof(*ret_order), ret_parcel, true);
}

_Noreturn void zygote_main(const struct zygote_config *config)
{
	static struct zygote zygote = { .workspace = WORKSPACE_NONE,
		.plugs = { -1, -1 },
		.next_fd = -1,
		.kept = -1 };
	struct failure failure = { 0 };

	zygote.config = config;
	zygote.meter = METER_NONE;
	meter_count_processors(&zygote.meter);
	if (config->has_leaf) {
		zygote.meter.cpu_fd = LEAF_CPU_FD;
		zygote.meter.events_fd = LEAF_EVENTS_FD;
	}
	if (set_up(&zygote, &failure) < 0)
		give_up(&zygote, &failure);
	rehearsal_hold(config->isolated, &zygote.timer);
	for (;;) {
		_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
		struct zygote_order order;

		if (next_order(&zygote, &order, &parcel) <= 0 ||
			zygote_is_given(order.type) == parcel_is_empty(&parcel))
			_exit(0);
		if (obey(&zygote, &order, &parcel, &failure) < 0)
			give_up(&zygote, &failure);
	}
}
