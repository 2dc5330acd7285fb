/* SPDX-License-Identifier: MIT */
/*
 * The judge's session, ready for its first case: compiled, or with what was compiled for an earlier job
 * laid into its box (keep.h). What is kept was collected before the judge ran, in a sandbox that
 * no learner's process has been in; a service's shares one folder with the learner's, whose
 * compiler may have left something there, so that is emptied first. A case whose sandbox broke is
 * tried again from the sources, and nothing of it is kept.
 */
#include "runner/match_parts.h"

#include "base/cleanup.h"
#include "runner/capture.h"
#include "runner/collect.h"
#include "runner/feedback.h"

/* The zygote collects in the memory that the compiler had: its files, their copies, and one of all. */
#define COLLECT_SHARE 4

/* A compiler that lacked memory for a part of its work, and said that all is well, has made what another
 * time would not: too large to be kept. */
static int run_compiler(struct task *task, uint64_t *ret_box_bytes, struct failure *failure)
{
	const struct job_limits *limits = &task->job->judge->compile_limits;
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	int r;

	r = task_compile(task, &task->judge, limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	r = written_read(&task->judge, 0, &written, failure);
	if (r < 0)
		return r;
	if (report.result.status != 0 || report.result.exec_error != 0 ||
		report.result.wall_exceeded || report.result.cpu_exceeded || report.scratch_stuck) {
		char words[ZYGOTE_MESSAGE_MAX];

		feedback_first_line(written.err.data, written.err.len, words, sizeof(words));
		return failure_set(
			failure, -EIO, "the lesson's judge does not compile: %.150s", words);
	}
	*ret_box_bytes = report.result.starved ? UINT64_MAX : report.box_bytes;
	return STEP_DONE;
}

/* What can't be kept is compiled again next time: no failure but the sandbox's is one. */
static int keep_compiled(struct task *task, struct buffer *key, struct failure *failure)
{
	_cleanup_(job_freep) struct job *program = NULL;
	_cleanup_close_ int fd = -1;
	struct zygote_report report;
	int r = capture_new("judge", &fd);

	if (r < 0)
		return failure_set(failure, r, "memory for the compiled judge");
	r = session_collect(&task->judge, fd, failure);
	if (r == 0)
		r = task_await(task, &task->judge, TASK_LOAD_US, &report, failure);
	if (r == STEP_DONE && collect_read(fd, KEEP_ONE_MAX, &program) == 0)
		keep_add(task->keep, key, TAKE_PTR(program), task_now_us());
	return r;
}

/* key: empty when it is not to be kept. */
static int compile(struct task *task, struct buffer *key, struct failure *failure)
{
	const struct job_judge *judge = task->job->judge;
	uint64_t box_bytes = 0;
	int r = STEP_DONE;

	if (task->job->check == JOB_CHECK_SERVICE)
		r = match_empty_service(task->session, failure);
	if (r == STEP_DONE)
		r = run_compiler(task, &box_bytes, failure);
	if (r == STEP_DONE && key->len > 0 &&
		box_bytes <= judge->compile_limits.memory_bytes / COLLECT_SHARE)
		r = keep_compiled(task, key, failure);
	return r == STEP_DONE ? session_limit(&task->judge, &judge->run_limits, failure) : r;
}

static int plug_next(struct task *task, struct failure *failure)
{
	int r = 0;

	if (task->next_fd < 0)
		r = capture_new("next", &task->next_fd);
	return r < 0 ? failure_set(failure, r, "memory for the next pass")
		     : session_plug(&task->judge, ZYGOTE_PLUG_NEXT, task->next_fd, failure);
}

static int open_judge(struct task *task, const struct role *role, struct failure *failure)
{
	struct zygote_report report;
	int r;

	r = session_open(
		&task->judge, task->judge_forker, task->job->check == JOB_CHECK_SERVICE, failure);
	if (r == 0)
		r = session_load(&task->judge, role, failure);
	if (r == 0 && task->job->judge->passes > 1)
		r = plug_next(task, failure);
	return r < 0 ? r : task_await(task, &task->judge, TASK_LOAD_US, &report, failure);
}

/* The role of a judge that was compiled before: its sources and their compiler are left out. The limits
 * of its folders stay, and so what it may find there. */
static bool take_kept(const struct task *task, struct role *role, struct buffer *ret_key)
{
	const struct job *program = NULL;

	if (!task->keep || task->one_by_one || keep_key(task->job->judge, ret_key) < 0)
		return false;
	program = keep_find(task->keep, ret_key, task_now_us());
	if (!program)
		return false;
	role->job.files = program->files;
	role->job.n_files = program->n_files;
	role->job.compile = (struct strlist){ 0 }; /* it was borrowed */
	return true;
}

int match_prepare(struct task *task, struct failure *failure)
{
	char socket_path[SCRATCH_SOCKET_SIZE];
	bool is_ready = task->job->judge->compile.count == 0;
	_cleanup_buffer_ struct buffer key = { 0 };
	_cleanup_(role_done) struct role role = { 0 };
	int r;

	scratch_socket_path(&task->session->paths, socket_path);
	r = role_init_judge(&role, task->job, socket_path);
	if (r < 0)
		return failure_set(failure, r, "job for the judge");
	if (!is_ready)
		is_ready = take_kept(task, &role, &key);
	r = open_judge(task, &role, failure);
	return r != STEP_DONE || is_ready ? r : compile(task, &key, failure);
}
