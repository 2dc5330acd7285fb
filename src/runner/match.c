/* SPDX-License-Identifier: MIT */
/*
 * One loop for all kinds: match_step() waits for the two zygotes' reports, the supervisor and the
 * proxy's pipes, at most for as long as it is told; the kinds differ in whom they start when, and
 * whom they stop then. Each zygote keeps its own program's limits; a stop is an order that is
 * repeated until it is obeyed.
 */
#include "runner/match.h"

#include "base/cleanup.h"
#include "runner/capture.h"
#include "runner/feedback.h"
#include "runner/jail.h"
#include "runner/limits.h"
#include "runner/proxy.h"
#include "runner/referee.h"
#include "runner/scratch.h"
#include "runner/task_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define JUDGE_EXTRA_US                                                                             \
	2000000u /* an interactive judge may take that much longer than the program */
#define SOCKET_WAIT_US	2000000u
#define SERVER_EXTRA_US (SOCKET_WAIT_US + 1000000u)
#define LAST_WORDS_US	500000u /* for a judge, after the program failed */
#define CRASH_WAIT_US	100000u /* for a server's crash to be seen, after its client complained */
#define HOLD_US		200000u /* between a judge's closing of its output and its own end */
#define STEP_US		20000u	/* a stop is repeated after that */
#define LOOK_US		2000u	/* for the socket */

enum who {
	PROGRAM,
	JUDGE,
	SIDES,
};

struct side {
	struct session *session;
	const struct job_limits *limits;
	struct zygote_report report;
	bool is_running, has_ended, is_stopping;
};

struct match {
	struct task *task;
	uint32_t index;
	struct side sides[SIDES];
	struct proxy *proxy; /* interactive, until it is done */
	uint64_t deadline_us;
	bool program_was_first;
	struct failure *failure;
};

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void match_clamp(struct job *job)
{
	struct job_limits *judge = &job->judge->run_limits;

	limits_clamp(&job->judge->compile_limits);
	limits_clamp(judge);
	if (job->check == JOB_CHECK_SERVICE)
		job->run_limits.wall_us =
			later(job->run_limits.wall_us, judge->wall_us + SERVER_EXTRA_US);
	else
		judge->wall_us = later(judge->wall_us, job->run_limits.wall_us + JUDGE_EXTRA_US);
}

static int compile_judge(struct task *task, struct failure *failure)
{
	const struct job_limits *limits = &task->job->judge->compile_limits;
	const struct zygote_order order = { .type = ZYGOTE_COMPILE };
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	int r;

	r = task_perform(task, &task->judge, order, limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	r = written_read(&task->judge, 0, &written, failure);
	if (r < 0)
		return r;
	if (report.result.status != 0 || report.result.exec_error != 0 ||
		report.result.wall_exceeded || report.scratch_stuck) {
		char words[ZYGOTE_MESSAGE_MAX];

		feedback_first_line(written.err.data, written.err.len, words, sizeof(words));
		return failure_set(
			failure, -EIO, "the lesson's judge does not compile: %.150s", words);
	}
	return STEP_DONE;
}

int match_prepare(struct task *task, struct failure *failure)
{
	char socket_path[SCRATCH_SOCKET_SIZE];
	struct zygote_report report;
	struct role role;
	int r;

	scratch_socket_path(&task->session->paths, socket_path);
	r = role_init_judge(&role, task->job, socket_path);
	if (r < 0)
		return failure_set(failure, r, "job for the judge");
	r = session_open(
		&task->judge, task->judge_forker, task->job->check == JOB_CHECK_SERVICE, failure);
	if (r == 0)
		r = session_load(&task->judge, &role, failure);
	role_done(&role);
	if (r == 0)
		r = task_await(task, &task->judge, TASK_LOAD_US, &report, failure);
	if (r == STEP_DONE && task->job->judge->compile.count > 0)
		r = compile_judge(task, failure);
	if (r == STEP_DONE)
		r = forker_seal(task->judge_forker, failure);
	return r;
}

static int start(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];

	side->is_running = true;
	match->deadline_us =
		later(match->deadline_us, task_now_us() + side->limits->wall_us + TASK_GRACE_US);
	return session_order(side->session, ZYGOTE_RUN, match->index, match->failure);
}

static int stop(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];
	bool is_first = !side->is_stopping;

	if (!side->is_running)
		return 0;
	side->is_stopping = true;
	return session_stop(side->session, is_first, match->failure);
}

static int receive(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];
	int r = session_receive(side->session, &side->report, match->failure);

	if (r < 0)
		return r;
	if (side->report.type != REPORT_RAN || side->report.index != match->index)
		return failure_set(match->failure, -EBADMSG, "the zygote reports something else");
	side->is_running = false;
	side->has_ended = true;
	return 0;
}

/* Something happened, or timeout_us are over. enum step or -errno. */
static int match_step(struct match *match, uint64_t timeout_us)
{
	struct pollfd wait[3 + PROXY_POLL_FDS] = {
		[PROGRAM] = { .fd = match->sides[PROGRAM].is_running
					    ? match->sides[PROGRAM].session->fd
					    : -1,
			.events = POLLIN },
		[JUDGE] = { .fd = match->sides[JUDGE].is_running ? match->sides[JUDGE].session->fd
								 : -1,
			.events = POLLIN },
		[SIDES] = { .fd = match->task->channel_fd, .events = POLLIN },
	};
	const struct timespec time = { .tv_nsec = (long)timeout_us * 1000 };
	int r = 0;

	if (match->proxy)
		proxy_poll(match->proxy, &wait[SIDES + 1]);
	(void)ppoll(wait, match->proxy ? ARRAY_SIZE(wait) : SIDES + 1, &time, NULL);
	/* First what was written: a program's last words come before its end. */
	if (match->proxy)
		r = proxy_pump(match->proxy);
	for (enum who who = PROGRAM; who < SIDES && r == 0; who++)
		if (wait[who].fd >= 0 && wait[who].revents != 0)
			r = receive(match, who);
	if (r == 0 && wait[SIDES].revents != 0)
		r = task_hear(match->task);
	for (enum who who = PROGRAM; who < SIDES && r == 0; who++)
		if (match->sides[who].is_stopping)
			r = stop(match, who);
	if (r < 0)
		return r;
	if (match->task->canceled)
		return STEP_CANCELED;
	return task_now_us() >= match->deadline_us ? STEP_OVERDUE : STEP_DONE;
}

/* Waits until the side has ended; stop_us from now on it is stopped, 0: never. enum step or -errno.
 */
static int finish(struct match *match, enum who who, uint64_t stop_us)
{
	uint64_t stop_at = task_now_us() + stop_us;
	int r = 0;

	while (r == STEP_DONE && match->sides[who].is_running) {
		r = match_step(match, STEP_US);
		if (r == STEP_DONE && stop_us > 0 && task_now_us() >= stop_at)
			r = stop(match, who);
	}
	return r;
}

/* What speaks against the program by its own end. A run that we stopped was in order until then. */
static void judge_program(
	const struct match *match, const struct written *written, struct outcome *ret_outcome)
{
	const struct job *job = match->task->job;
	struct zygote_report report = match->sides[PROGRAM].report;
	int expected_status = job->cases[match->index].expected_status;

	if (report.result.stopped) {
		report.result.status = 0;
		expected_status = -1;
	}
	task_judge(match->task, &report, &job->run_limits, &job->run, written, expected_status,
		ret_outcome);
}

static void decide(const struct match *match, uint64_t output_bytes, const struct written *judge,
	struct outcome *outcome)
{
	const struct side *side = &match->sides[JUDGE];
	const struct outcome program = *outcome;
	char last_words[ZYGOTE_MESSAGE_MAX], message[ZYGOTE_MESSAGE_MAX];
	struct referee_facts facts = {
		.check = match->task->job->check,
		.program = &program,
		.program_was_first = match->program_was_first,
		.judge = {
			.result = &side->report.result,
			.limits = side->limits,
			.output_bytes = output_bytes,
			.message = message,
			.last_words = last_words,
		},
	};

	memcpy(message, side->report.message, sizeof(message));
	if (message[0] == '\0' && facts.check == JOB_CHECK_SERVICE)
		feedback_last_line(judge->out.data, judge->out.len, message, sizeof(message));
	else if (message[0] == '\0')
		feedback_first_line(judge->out.data, judge->out.len, message, sizeof(message));
	feedback_last_line(judge->err.data, judge->err.len, last_words, sizeof(last_words));
	referee_decide(&facts, outcome);
}

/* Checker. */

static int plug_output(struct match *match, const struct written *written)
{
	_cleanup_close_ int fd = -1;
	int r = capture_new("output", &fd);

	if (r == 0)
		r = capture_fill(fd, written->out.data, written->out.len);
	if (r < 0)
		return failure_set(match->failure, r, "memory for the judge's input");
	return session_plug(match->sides[JUDGE].session, 0, fd, match->failure);
}

static int run_checker(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	int r = start(match, PROGRAM);

	if (r == STEP_DONE)
		r = finish(match, PROGRAM, 0);
	if (r != STEP_DONE)
		return r;
	match->program_was_first = true;
	r = written_read(match->sides[PROGRAM].session,
		match->sides[PROGRAM].limits->output_bytes + 1, program, match->failure);
	if (r < 0)
		return r;
	judge_program(match, program, outcome);
	if (outcome->verdict != VERDICT_PASS)
		return STEP_DONE;
	r = plug_output(match, program);
	if (r == STEP_DONE)
		r = start(match, JUDGE);
	if (r == STEP_DONE)
		r = finish(match, JUDGE, 0);
	if (r == STEP_DONE)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r == STEP_DONE)
		decide(match, judge->out_bytes, judge, outcome);
	return r;
}

/* Interactive. */

static int plug_pipes(struct match *match, struct proxy *proxy)
{
	const struct job *job = match->task->job;
	int fds[PROXY_SIDES][2];
	int r = proxy_init(
		proxy, job->run_limits.output_bytes, job->judge->run_limits.output_bytes, fds);

	if (r < 0)
		return failure_set(match->failure, r, "pipes");
	for (uint32_t i = 0; i < 4; i++) {
		if (r == 0)
			r = session_plug(match->sides[i / 2].session, i % 2, fds[i / 2][i % 2],
				match->failure);
		(void)close(fds[i / 2][i % 2]);
	}
	return r;
}

static bool judge_says(const struct match *match, int status)
{
	const struct run_result *result = &match->sides[JUDGE].report.result;

	return match->sides[JUDGE].has_ended && result->exec_error == 0 &&
	       result->status == status << 8;
}

/*
 * A judge that ends closes its output a moment before that is reported. The program must not react
 * to the one before the other is known, or it would seem to have ended first. A judge that only
 * closes its output is found out by its going on.
 */
static void release_end(struct match *match, uint64_t *closed_us)
{
	struct proxy *proxy = match->proxy;

	if (*closed_us == 0 && proxy_is_closed(proxy, PROXY_JUDGE))
		*closed_us = task_now_us();
	if (match->sides[JUDGE].has_ended ||
		(*closed_us > 0 && task_now_us() - *closed_us >= HOLD_US))
		proxy->flows[PROXY_JUDGE].is_held = false;
}

/* Until both have ended. */
static int talk(struct match *match)
{
	struct side *program = &match->sides[PROGRAM], *judge = &match->sides[JUDGE];
	struct proxy *proxy = match->proxy;
	uint64_t closed_us = 0;
	int r = STEP_DONE;

	proxy->flows[PROXY_JUDGE].is_held = true;
	while (r == STEP_DONE && program->is_running && judge->is_running) {
		r = match_step(match, STEP_US);
		if (r == STEP_DONE && proxy->flows[PROXY_PROGRAM].is_over)
			r = stop(match, PROGRAM);
		if (r == STEP_DONE && proxy->flows[PROXY_JUDGE].is_over)
			r = stop(match, JUDGE);
		if (proxy_is_closed(proxy, PROXY_PROGRAM) && judge->is_running)
			match->program_was_first = true;
		release_end(match, &closed_us);
	}
	if (r != STEP_DONE)
		return r;
	if (judge->has_ended && program->is_running)
		return finish(match, PROGRAM, judge_says(match, JOB_JUDGE_PASS) ? 0 : 1);
	return finish(match, JUDGE, program->report.result.status != 0 ? LAST_WORDS_US : 0);
}

/* The limits of what goes through pipes are the proxy's. */
static void judge_talk(const struct match *match, const struct proxy *proxy,
	const struct written *written, struct outcome *outcome)
{
	const struct run_result *result = &match->sides[PROGRAM].report.result;
	struct written through = *written;

	through.out_bytes = proxy->flows[PROXY_PROGRAM].bytes;
	judge_program(match, &through, outcome);
	if (!result->wall_exceeded || outcome->verdict != VERDICT_TIMEOUT)
		return;
	if (!match->program_was_first)
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program did not end when the judge had ended");
	else
		proxy_explain(proxy, result->cpu_us > result->wall_us / 2, outcome->detail,
			sizeof(outcome->detail));
}

static int run_interactive(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	_cleanup_(proxy_done) struct proxy proxy = { 0 };
	int r = plug_pipes(match, &proxy);

	match->proxy = &proxy;
	if (r == STEP_DONE)
		r = start(match, JUDGE);
	if (r == STEP_DONE)
		r = start(match, PROGRAM);
	if (r == STEP_DONE)
		r = talk(match);
	match->proxy = NULL;
	if (r == STEP_DONE)
		r = written_read(match->sides[PROGRAM].session, 0, program, match->failure);
	if (r == STEP_DONE)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r != STEP_DONE)
		return r;
	judge_talk(match, &proxy, program, outcome);
	decide(match, proxy.flows[PROXY_JUDGE].bytes, judge, outcome);
	return STEP_DONE;
}

/* Service. */

static int empty_service_folder(const struct match *match)
{
	char path[SCRATCH_SOCKET_SIZE];
	_cleanup_close_ int dir_fd = -1;

	(void)snprintf(path, sizeof(path), "%s" JAIL_SERVICE_DIR,
		match->sides[PROGRAM].session->paths.root);
	dir_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir_fd < 0 || scratch_wipe(dir_fd) < 0)
		return failure_set(match->failure, -EIO, "the folder of the service");
	return 0;
}

static bool has_socket(const struct match *match)
{
	char path[SCRATCH_SOCKET_SIZE];
	struct stat status;

	scratch_socket_path(&match->sides[PROGRAM].session->paths, path);
	return lstat(path, &status) == 0 && S_ISSOCK(status.st_mode);
}

static int await_socket(struct match *match, bool *ret_found)
{
	uint64_t deadline = task_now_us() + SOCKET_WAIT_US;
	int r = STEP_DONE;

	*ret_found = has_socket(match);
	while (r == STEP_DONE && !*ret_found && match->sides[PROGRAM].is_running &&
		task_now_us() < deadline) {
		r = match_step(match, LOOK_US);
		*ret_found = has_socket(match);
	}
	return r;
}

static void tell_no_socket(const struct match *match, struct outcome *outcome)
{
	bool has_ended = !match->sides[PROGRAM].report.result.stopped;

	if (outcome->verdict != VERDICT_PASS)
		return;
	outcome->verdict = has_ended ? VERDICT_WRONG : VERDICT_TIMEOUT;
	if (has_ended)
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program ended before it made a socket at %s/socket",
			JAIL_SERVICE_DIR);
	else
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program made no socket at %s/socket within %u s", JAIL_SERVICE_DIR,
			SOCKET_WAIT_US / 1000000);
}

/* The client's run, and then the server's end. */
static int serve(struct match *match)
{
	int r = start(match, JUDGE);

	while (r == STEP_DONE && match->sides[JUDGE].is_running) {
		r = match_step(match, STEP_US);
		if (match->sides[PROGRAM].has_ended && match->sides[JUDGE].is_running)
			match->program_was_first = true;
	}
	if (r == STEP_DONE)
		r = finish(match, PROGRAM, judge_says(match, JOB_JUDGE_PASS) ? 1 : CRASH_WAIT_US);
	return r;
}

static int run_service(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	bool has_found = false;
	int r = empty_service_folder(match);

	if (r == STEP_DONE)
		r = start(match, PROGRAM);
	if (r == STEP_DONE)
		r = await_socket(match, &has_found);
	if (r == STEP_DONE)
		r = has_found ? serve(match) : finish(match, PROGRAM, 1);
	if (r == STEP_DONE)
		r = written_read(match->sides[PROGRAM].session, 0, program, match->failure);
	if (r == STEP_DONE && has_found)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r != STEP_DONE)
		return r;
	judge_program(match, program, outcome);
	if (has_found)
		decide(match, judge->out_bytes, judge, outcome);
	else
		tell_no_socket(match, outcome);
	/* What the lesson's client says is for the learner, what the server prints is not part of
	 * the check. */
	buffer_done(&program->out);
	program->out = judge->out;
	program->out_bytes = judge->out_bytes;
	judge->out = (struct buffer){ 0 };
	return STEP_DONE;
}

int match_run_case(struct task *task, uint32_t index, bool *ret_stuck, struct failure *failure)
{
	static int (*const run[JOB_CHECK_COUNT])(
		struct match *, struct written *, struct written *, struct outcome *) = {
		[JOB_CHECK_CHECKER] = run_checker,
		[JOB_CHECK_INTERACTIVE] = run_interactive,
		[JOB_CHECK_SERVICE] = run_service,
	};
	struct match match = {
		.task = task,
		.index = index,
		.sides = {
			[PROGRAM] = { .session = task->session, .limits = &task->job->run_limits },
			[JUDGE] = { .session = &task->judge, .limits = &task->job->judge->run_limits },
		},
		.failure = failure,
	};
	struct job_event event = {
		.type = JOB_EVENT_CASE, .job_id = task->job->id, .index = index
	};
	_cleanup_(written_done) struct written program = { 0 };
	_cleanup_(written_done) struct written judge = { 0 };
	struct outcome outcome;
	int r;

	r = run[task->job->check](&match, &program, &judge, &outcome);
	if (r != STEP_DONE)
		return r;
	task_fill_event(&event, &match.sides[PROGRAM].report, &outcome, &program);
	task_send(task->channel_fd, &event);
	task->stopped = outcome.verdict != VERDICT_PASS && task->job->stop_at_first;
	*ret_stuck = match.sides[PROGRAM].report.scratch_stuck ||
		     match.sides[JUDGE].report.scratch_stuck;
	return STEP_DONE;
}
