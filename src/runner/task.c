/* SPDX-License-Identifier: MIT */
/*
 * The order of things: load (files), compile, seal, then case after case; each step is an order to
 * the zygote and its report (task_step.c). A case with a judge is match.c's.
 */
#include "runner/task.h"

#include "base/buffer.h"
#include "runner/limits.h"
#include "runner/match.h"
#include "runner/outcome.h"
#include "runner/task_step.h"
#include "runner/template.h"

#include <stdio.h>
#include <string.h>

#define ATTEMPTS_MAX 2 /* of a case whose sandbox breaks under it */

void task_init(struct task *task, struct job *job, const struct task_slot *slot)
{
	limits_clamp(&job->compile_limits);
	limits_clamp(&job->run_limits);
	if (job->judge)
		match_clamp(job);
	if (!slot->templates || slot->strict)
		job->template = JOB_TEMPLATE_NONE;
	*task = (struct task){
		.job = job,
		.channel_fd = slot->channel_fd,
		.forker = slot->forker,
		.judge_forker = slot->judge_forker,
		.session = slot->session,
		.judge = SESSION_NONE,
		.keep = slot->keep,
		.next_fd = -1,
		.is_strict = slot->strict,
	};
}

static int compile(struct task *task, struct failure *failure)
{
	const struct job_limits *limits = &task->job->compile_limits;
	struct job_event event = { .type = JOB_EVENT_COMPILED, .job_id = task->job->id };
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	struct outcome outcome;
	int r;

	r = task_compile(task, task->session, limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	r = written_read(task->session, JOB_STDOUT_KEPT, &written, failure);
	if (r < 0)
		return r;
	task_judge(task, &report, limits, &task->job->compile, &written, 0, &outcome);
	if (outcome.verdict == VERDICT_RUNTIME || outcome.verdict == VERDICT_WRONG)
		outcome.verdict = VERDICT_COMPILE;
	if (outcome.verdict == VERDICT_PASS && report.scratch_stuck)
		return failure_set(
			failure, -EIO, "the compiler's temporary files can't be removed");
	task_fill_event(&event, &report, &outcome, &written);
	if (!task->compiled_told)
		task_tell(task, &event);
	task->compiled_told = true;
	return outcome.verdict == VERDICT_PASS ? STEP_DONE : STEP_STOPPED;
}

static int load(struct task *task, struct failure *failure)
{
	char socket_path[SCRATCH_SOCKET_SIZE];
	struct role role;
	int r;

	scratch_socket_path(&task->session->paths, socket_path);
	r = role_init_program(&role, task->job, socket_path);
	if (r < 0)
		return failure_set(failure, r, "job for the zygote");
	r = session_load(task->session, &role, failure);
	role_done(&role);
	return r;
}

/* A session of the kind that the job wants: the one that was made ahead, unless the job is a
 * service. */
static int open_session(struct task *task, struct failure *failure)
{
	bool is_service = task->job->check == JOB_CHECK_SERVICE;

	if (session_is_open(task->session) && task->session->is_service == is_service)
		return 0;
	if (session_close(task->session, failure) < 0)
		return -EPIPE; /* the forker is gone: so are we */
	return session_open(task->session, task->forker, is_service, failure);
}

/* The zygote goes on by itself as far as it can. */
static int order_runs(struct task *task, uint32_t index, struct failure *failure)
{
	const struct job *job = task->job;
	bool is_single = task->one_by_one || task->is_strict || job->in_box ||
			 job->stop == JOB_STOP_IN_GROUPS;
	uint32_t count = is_single
				 ? 1
				 : (uint32_t)job->n_cases - index;

	task->ordered = index + count;
	return session_order_runs(task->session, index, count, failure);
}

/* Sessions that are ready for case `index`: files laid, compiled, box read-only. Where there is
 * nothing else to do for it, the run is ordered at once. enum step or -errno. */
static int prepare(struct task *task, uint32_t index, struct failure *failure)
{
	const struct job *job = task->job;
	struct zygote_report report;
	int r;

	r = open_session(task, failure);
	if (r == 0)
		r = load(task, failure);
	if (r == 0 && job->compile.count == 0 && !job->in_box && !job->judge)
		r = order_runs(task, index, failure);
	if (r == 0)
		r = task_await(task, task->session, TASK_LOAD_US, &report, failure);
	if (r == STEP_DONE && job->compile.count > 0)
		r = compile(task, failure);
	if (r == STEP_DONE && job->compile.count > 0)
		r = session_limit(task->session, &job->run_limits, failure);
	if (r == STEP_DONE && job->in_box)
		r = session_unseal(task->session, failure);
	if (r == STEP_DONE && job->judge)
		r = match_prepare(task, failure);
	return r;
}

/* Only a run that nothing speaks against is compared. */
static int compare(const struct task *task, const struct job_case *job_case,
	const struct written *written, struct outcome *outcome, struct failure *failure)
{
	struct comparison comparison = task->comparison;
	char note[COMPARE_NOTE_MAX] = "";
	bool needs_expected;
	int r;

	if (job_case->compare && comparison_parse(job_case->compare, &comparison) < 0)
		return failure_set(failure, -EINVAL, "comparison");
	needs_expected = comparison.kind != COMPARE_PROOF && comparison.kind != COMPARE_TAP;
	if (outcome->verdict != VERDICT_PASS || (needs_expected && !job_case->expected))
		return 0;
	r = comparison_run(&comparison, job_case->expected ? job_case->expected : "",
		job_case->expected_len, written->out.data ? written->out.data : "",
		written->out.len, note);
	if (r < 0)
		return failure_set(failure, r, "comparison");
	if (r == 0) {
		outcome->verdict = VERDICT_WRONG;
		for (char *at = note; (at = strchr(at, JOB_DETAIL_SAID)) != NULL;)
			*at = ' '; /* nobody says anything here */
		(void)snprintf(outcome->detail, sizeof(outcome->detail), "%s", note);
	}
	return 0;
}

static int run_case(struct task *task, uint32_t index, bool *ret_stuck, struct failure *failure)
{
	const struct job_case *job_case = &task->job->cases[index];
	const struct job_limits *limits = &task->job->run_limits;
	struct job_event event = {
		.type = JOB_EVENT_CASE, .job_id = task->job->id, .index = index
	};
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	struct outcome outcome;
	int r;

	r = index < task->ordered ? 0 : order_runs(task, index, failure);
	if (r == 0)
		r = task_await(
			task, task->session, limits->wall_us + TASK_GRACE_US, &report, failure);
	if (r != STEP_DONE)
		return r;
	if (report.type != REPORT_RAN || report.index != index)
		return failure_set(failure, -EBADMSG, "the zygote reports something else");
	if (report.scratch_stuck || report.output_waits)
		task->ordered = index + 1;
	r = written_read(task->session, limits->output_bytes + 1, &written, failure);
	if (r < 0)
		return r;
	task_judge(task, &report, limits, &task->job->run, &written, job_case->expected_status,
		&outcome);
	r = compare(task, job_case, &written, &outcome, failure);
	if (r < 0)
		return r;
	task_fill_event(&event, &report, &outcome, &written);
	task_tell(task, &event);
	task->stopped = outcome.verdict != VERDICT_PASS && task->job->stop != JOB_STOP_NEVER;
	*ret_stuck = report.scratch_stuck;
	return STEP_DONE;
}

static void tell_unrun(
	struct task *task, uint32_t index, enum verdict verdict, const char *detail)
{
	struct job_event event = { .type = JOB_EVENT_CASE,
		.job_id = task->job->id,
		.index = index,
		.verdict = verdict,
		.exit_status = -1 };

	(void)snprintf(event.detail, sizeof(event.detail), "%s", detail);
	task_tell(task, &event);
}

static void tell_skipped(struct task *task, uint32_t from, uint32_t to, const char *detail)
{
	for (uint32_t i = from; i < to; i++)
		tell_unrun(task, i, VERDICT_SKIPPED, detail);
}

/* Of the cases that are left over. */
static const char *skip_reason(int step)
{
	if (step == STEP_CANCELED)
		return "canceled";
	return step == STEP_STOPPED ? "not compiled" : "an earlier case did not pass";
}

/* The judge's first: the folder that it may share is the other's. */
static int close_sessions(struct task *task, struct failure *failure)
{
	int r = session_close(&task->judge, failure);

	return session_close(task->session, failure) < 0 ? -EIO : r;
}

/* The case in a session that may have to be made first. enum step or -errno. */
static int try_case(struct task *task, uint32_t index, bool *loaded, struct failure *failure)
{
	bool stuck = false;
	int r = STEP_DONE;

	if (!*loaded)
		r = prepare(task, index, failure);
	if (r == STEP_DONE) {
		*loaded = true;
		r = task->job->judge ? match_run_case(task, index, &stuck, failure)
				     : run_case(task, index, &stuck, failure);
	}
	if (r == STEP_DONE && !stuck && !task->job->in_box && !task->is_strict)
		return r;
	*loaded = false;
	task->ordered = 0;
	task->one_by_one = task->one_by_one || r < 0;
	if (close_sessions(task, failure) < 0)
		return -EPIPE; /* a forker is gone: so are we */
	return r;
}

/* Over its time, or over its memory with the zygote as the kernel's victim: not the sandbox's fault. */
static int tell_ended(struct task *task, uint32_t index, int r)
{
	if (r == STEP_OVERDUE)
		tell_unrun(task, index, VERDICT_TIMEOUT,
			"the sandbox had to be ended from outside");
	else if (r == -EDQUOT)
		tell_unrun(task, index, VERDICT_MEMORY, "memory limit of the whole sandbox");
	else
		return r;
	task->stopped = task->job->stop != JOB_STOP_NEVER;
	return STEP_DONE;
}

/* enum step, -EPIPE (end of this worker), other -errno: told as internal. */
static int insist_on_case(struct task *task, uint32_t index, bool *loaded)
{
	int r = -EIO;

	for (int attempt = 0;
		attempt < ATTEMPTS_MAX && ((r < 0 && r != -EPIPE && r != -EDQUOT) || r == STEP_OVERDUE);
		attempt++) {
		struct failure failure = { 0 };

		r = try_case(task, index, loaded, &failure);
		if (r < 0)
			task->failure = failure;
	}
	return tell_ended(task, index, r);
}

/* The case after this one. */
static uint32_t go_on(struct task *task, uint32_t index)
{
	const struct job *job = task->job;
	uint32_t next = index + 1;

	if (task->stopped) {
		next = job->stop == JOB_STOP_IN_GROUPS ? job->cases[index].next : (uint32_t)job->n_cases;
		tell_skipped(task, index + 1, next, skip_reason(STEP_DONE));
	}
	task->stopped = false;
	return next;
}

static int run_cases(struct task *task)
{
	bool loaded = false;
	int r = STEP_DONE;
	uint32_t i = 0;

	while (i < task->job->n_cases) {
		r = insist_on_case(task, i, &loaded);
		if (r != STEP_DONE)
			break;
		i = go_on(task, i);
	}
	if (r >= 0)
		tell_skipped(task, i, (uint32_t)task->job->n_cases, skip_reason(r));
	return r;
}

int task_execute(struct task *task)
{
	struct job_event done = {
		.type = JOB_EVENT_DONE, .job_id = task->job->id, .exit_status = -1
	};
	struct failure failure = { 0 };
	int r;

	r = comparison_parse(task->job->compare ? task->job->compare : "exact", &task->comparison);
	if (r < 0)
		(void)failure_set(&task->failure, r, "comparison");
	else
		r = run_cases(task);
	if (r == -EPIPE)
		return r;
	if (r < 0) {
		done.verdict = VERDICT_INTERNAL;
		memcpy(done.detail, task->failure.text, sizeof(done.detail));
	} else if (r == STEP_CANCELED) {
		done.verdict = VERDICT_SKIPPED;
	}
	task_tell(task, &done);
	task_send_told(task);
	buffer_done(&task->packet);
	cleanup_close(&task->next_fd);
	if (close_sessions(task, &failure) < 0)
		return -EIO;
	return session_open(task->session, task->forker, false, &failure);
}
