/* SPDX-License-Identifier: MIT */
/*
 * RUN and CHECK begin alike: lesson, step, language, files, a place in the queue, and then a job.
 * All that can be refused is refused before anything is written.
 */
#include "daemon/handle.h"

#include "base/log.h"
#include "base/parse.h"
#include "daemon/check.h"
#include "daemon/joblimits.h"
#include "daemon/journal.h"
#include "daemon/progress.h"
#include "daemon/remember.h"
#include "daemon/run.h"
#include "daemon/submission.h"
#include "daemon/variants.h"
#include "store/attempt_variant.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct work {
	struct check_variant variant; /* seed 0: the plain cases */
	int64_t learner;
	const struct lesson *lesson;
	struct progress progress;
	struct jobspec spec;
	struct job *job;
};

static void work_done(struct work *work)
{
	job_free(work->job);
	check_variant_done(&work->variant);
}

static int refuse(struct call *call, enum reply_code code, const char *message)
{
	(void)reply_error(&call->reply, code, "%s", message);
	return -EINVAL;
}

/* All of these: a negative return is answered already. */

static int check_sandbox(struct call *call)
{
	const struct jobs *jobs = call->service->jobs;

	/* While a runner starts, after a reload, jobs wait for it in the queue. */
	if (jobs_sandbox(jobs) != JOBS_SANDBOX_UNSAFE)
		return 0;
	(void)reply_error(&call->reply, REPLY_UNSAFE, "learners' code can't be isolated here: %s",
		jobs_sandbox_detail(jobs));
	return -EPERM;
}

static int check_queue(struct call *call, int64_t learner)
{
	const struct config *config = call->service->config;
	int r = jobs_admit(call->service->jobs, (uint64_t)learner);

	if (r == -EDQUOT)
		(void)reply_error(&call->reply, REPLY_LIMIT,
			"%llu of your submissions wait or run already, that is the limit: try "
			"again when one has ended",
			(unsigned long long)config->queue_per_learner);
	else if (r < 0)
		(void)reply_error(&call->reply, REPLY_LIMIT,
			"%llu submissions wait or run, that is the limit of this host: try again "
			"in a minute",
			(unsigned long long)config->queue_max);
	return r;
}

static int find_practice(struct call *call, struct work *work)
{
	int r;

	work->lesson = call_lesson(call, call->args[0]);
	if (!work->lesson)
		return -ENOENT;
	r = call_learner(call, &work->learner);
	if (r < 0)
		return r;
	r = progress_read(call->service->store, work->learner, work->lesson, &work->progress);
	if (r < 0) {
		call_fail_store(call, r);
		return r;
	}
	if (work->progress.practice.is_active ||
		(call->options[0] && remember_is_reviewed(call->service, work->learner,
					     work->lesson->id, call->options[0])))
		return 0;
	(void)reply_error(&call->reply, REPLY_STATE, "%s is not started: START %s",
		work->lesson->name, work->lesson->id);
	return -EINVAL;
}

static int find_step(struct call *call, struct work *work, const char *name)
{
	const struct lesson *lesson = work->lesson;

	work->spec.step = name ? call_step(call, lesson, name) : work->progress.next;
	if (work->spec.step)
		return 0;
	if (!name)
		(void)reply_error(&call->reply, REPLY_STATE,
			"all steps of %s are passed; name one with step=", lesson->name);
	return -EINVAL;
}

static int find_judge(struct call *call, struct work *work)
{
	const struct step *step = work->spec.step;
	const struct language *language;
	int r = jobspec_find_judge(step, call->service->languages, &work->spec.judge_language);

	if (r >= 0)
		return 0;
	language = work->spec.judge_language;
	if (!language)
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' can't be checked here: its judge needs the language '%s', "
			"which is "
			"not defined here",
			step->name, step->judge_language);
	else
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' can't be checked here: its judge needs '%s': install the "
			"package %s",
			step->name, language->missing_tool,
			language->package ? language->package : language->id);
	return r;
}

static int read_files(struct call *call, struct work *work)
{
	_cleanup_strlist_ struct strlist overlay = { 0 };
	const struct step_language *own =
		step_find_language(work->spec.step, work->spec.language->id);
	struct submission_error error;
	int r;

	if (!own) {
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' has no %s: START %s language=%s", work->spec.step->name,
			work->spec.language->name, work->lesson->id,
			work->spec.step->languages[0].language);
		return -EINVAL;
	}
	r = jobspec_list_overlay(&work->spec, &overlay);
	if (r >= 0) {
		const struct submission_rules rules = { .step = work->spec.step->name,
			.names = &own->files,
			.extensions = &work->spec.language->extensions,
			.spared = &overlay,
			.max_bytes = joblimits_submission(call->service->config, work->spec.step) };

		r = submission_read(&rules, call->files, call->n_files, work->job, &error);
	}
	if (r >= 0 && !own->main_file)
		r = submission_check_main(work->spec.language, work->job, &overlay, &error);
	if (r == -EINVAL)
		return refuse(call, error.code, error.message);
	if (r < 0)
		call->reply.error = r;
	return r;
}

/* Up to a job that has the submission's files and nothing else. */
static int prepare(struct call *call, struct work *work)
{
	int r;

	*work = (struct work){ .spec.config = call->service->config,
		.spec.times = &call->service->times,
		.job = job_new() };
	if (!work->job)
		return call->reply.error = -ENOMEM;
	r = find_practice(call, work);
	if (r >= 0)
		r = find_step(call, work, call->options[0]);
	if (r < 0)
		return r;
	work->spec.language = call_ready_language(
		call, work->lesson, call->options[1], work->progress.practice.language);
	if (!work->spec.language)
		return -EINVAL;
	r = find_judge(call, work);
	if (r >= 0)
		r = read_files(call, work);
	if (r >= 0)
		r = check_sandbox(call);
	return r < 0 ? r : check_queue(call, work->learner);
}

static int fill_job(struct call *call, struct work *work)
{
	int r = jobspec_fill(&work->spec, work->job);

	if (r == -ENOMEM) {
		call->reply.error = r;
	} else if (r == -ESTALE) {
		(void)reply_error(&call->reply, REPLY_STATE,
			"the data of the step '%s' was changed since the lesson was read: ask for "
			"'practicectl daemon-reload'",
			work->spec.step->name);
	} else if (r < 0) {
		journal_internal("A job can't be made of a lesson's step");
		(void)reply_error(&call->reply, REPLY_INTERNAL,
			"no job can be made of the step '%s': %s", work->spec.step->name,
			strerror(-r));
	}
	return r;
}

/* RUN */

static int choose_case(struct call *call, struct work *work)
{
	const char *name = call->options[2];
	uint32_t number = 1;
	bool is_all = name && strcmp(name, "all") == 0;
	int r = is_all ? 0
		       : call_number(call, "case", name, 1,
				 (uint32_t)jobspec_count_cases(work->spec.step), &number);

	work->spec.only_case = is_all ? 0 : number;
	return r;
}

static void start_run(struct call *call, struct work *work)
{
	const struct run_new info = { .learner = work->learner,
		.lesson = work->lesson->id,
		.step = work->spec.step,
		.case_number = (uint32_t)work->spec.only_case,
		.stream = stream_new(&call->reply) };

	if (info.stream)
		info.stream->when_cut = "shutting down, and nothing of a run is kept: try again in a"
					" moment";
	if (!info.stream || run_start(call->service, &info, TAKE_PTR(work->job)) < 0)
		call->reply.error = -ENOMEM;
	else
		call->stream = info.stream;
}

void handle_run(struct call *call)
{
	_cleanup_(work_done) struct work work;

	if (prepare(call, &work) >= 0 && choose_case(call, &work) >= 0 &&
		fill_job(call, &work) >= 0)
		start_run(call, &work);
}

/* CHECK */

static int make_variant(struct call *call, struct work *work)
{
	const struct variants_wish wish = { .service = call->service,
		.learner = work->learner,
		.lesson = work->lesson,
		.is_passed = work->progress.steps[work->spec.step - work->lesson->steps].is_passed,
		.spec = &work->spec };
	int r = variants_draw(&wish, &work->variant);

	if (r == -ENOMEM)
		call->reply.error = r;
	else if (r < 0)
		call_fail_store(call, r);
	return r;
}

static int create_attempt(struct call *call, const struct work *work, int64_t *ret_attempt)
{
	const struct attempt_new attempt = {
		.learner = work->learner,
		.lesson = work->lesson->id,
		.step = work->spec.step->name,
		.language = work->spec.language->id,
		.max_points = work->spec.step->points,
		.cases = (uint32_t)jobspec_count_cases(work->spec.step),
		.now_us = call_now_us(call),
		.files = work->job->files,
		.n_files = work->job->n_files,
		.token = call->options[2],
	};
	int r = attempt_create(call->service->store, &attempt, ret_attempt);

	if (r >= 0 && work->variant.seed > 0)
		r = attempt_variant_add(call->service->store, *ret_attempt, work->variant.seed);
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

static void start_check(struct call *call, struct work *work, int64_t attempt)
{
	const struct check_new info = { .attempt = attempt,
		.learner = work->learner,
		.uid = call->peer->uid,
		.lesson = work->lesson->id,
		.step = work->spec.step->name,
		.language = work->spec.language->id,
		.max_points = work->spec.step->points,
		.seed = work->variant.seed,
		.variant = work->variant.seed > 0 ? &work->variant : NULL,
		.stream = stream_new(&call->reply) };

	if (!info.stream || check_start(call->service, &info, TAKE_PTR(work->job)) < 0)
		call->reply.error = -ENOMEM; /* the attempt is kept; the recovery finds it */
	else
		call->stream = info.stream;
	if (call->reply.error)
		service_recover_later(call->service);
}

static void tell_existing(struct call *call, const struct attempt *attempt)
{
	char id[24], cases[16];
	const struct reply_pair pairs[] = { { "attempt", id }, { "lesson", attempt->lesson },
		{ "step", attempt->step }, { "language", attempt->language }, { "cases", cases },
		{ "again", "yes" }, { "state", attempt_state_name(attempt->state) } };

	(void)snprintf(id, sizeof(id), "%" PRId64, attempt->id);
	(void)snprintf(cases, sizeof(cases), "%" PRIu32, attempt->cases);
	(void)reply_array(&call->reply, 1);
	(void)reply_pairs(&call->reply, pairs, ARRAY_SIZE(pairs));
}

/* It was asked for before, maybe by a client who lost his connection: what has become of it since
 * is no reason to refuse it now. */
static int answer_existing(
	struct call *call, const struct lesson *lesson, const struct attempt *attempt)
{
	const char *step = call->options[0];

	if (strcmp(attempt->lesson, lesson->id) != 0 || (step && strcmp(attempt->step, step) != 0)) {
		(void)reply_error(&call->reply, REPLY_STATE,
			"the token made attempt %" PRId64 " of %s, step %s: another one needs a "
			"token of its own",
			attempt->id, attempt->lesson, attempt->step);
		return -EEXIST;
	}
	tell_existing(call, attempt);
	return 1;
}

/* 1 the attempt is there, and told; 0 it is to be made. */
static int find_existing(struct call *call)
{
	_cleanup_attempt_ struct attempt attempt = { 0 };
	const char *token = call->options[2];
	const struct lesson *lesson;
	int64_t learner;
	int r;

	if (!token)
		return 0;
	if (!token[0] || strlen(token) > ATTEMPT_TOKEN_MAX) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"token= is a word of 1 to %d bytes", ATTEMPT_TOKEN_MAX);
		return -EINVAL;
	}
	lesson = call_lesson(call, call->args[0]);
	r = lesson ? call_learner(call, &learner) : -ENOENT;
	if (r < 0)
		return r;
	r = attempt_find_token(call->service->store, learner, token, &attempt);
	if (r < 0)
		call_fail_store(call, r);
	return r <= 0 ? r : answer_existing(call, lesson, &attempt);
}

void handle_check(struct call *call)
{
	_cleanup_(work_done) struct work work = { 0 };
	int64_t attempt;

	if (find_existing(call) != 0)
		return;
	/* The attempt keeps the learner's files; those of the lesson come over them afterwards. */
	if (prepare(call, &work) < 0 || make_variant(call, &work) < 0 ||
		create_attempt(call, &work, &attempt) < 0)
		return;
	if (fill_job(call, &work) >= 0)
		start_check(call, &work, attempt);
	else
		service_recover_later(call->service);
}

/* CANCEL, HISTORY */

static void fail_no_attempt(struct call *call)
{
	(void)reply_error(&call->reply, REPLY_NOTFOUND,
		"you have no attempt %s: HISTORY shows yours", call->args[0]);
}

int call_attempt(struct call *call, struct attempt *ret_attempt)
{
	int64_t learner;
	uint64_t id;
	int r;

	if (parse_u64(call->args[0], INT64_MAX, &id) < 0) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"'%s' is no attempt: a number is expected", call->args[0]);
		return -EINVAL;
	}
	r = call_learner(call, &learner);
	if (r < 0)
		return r;
	r = attempt_get(call->service->store, (int64_t)id, ret_attempt);
	if (r < 0) {
		call_fail_store(call, r);
		return r;
	}
	if (r > 0 && (ret_attempt->learner == learner || call->role == ROLE_INSTRUCTOR))
		return 0;
	if (r > 0)
		attempt_done(ret_attempt);
	fail_no_attempt(call);
	return -ENOENT;
}

void handle_cancel(struct call *call)
{
	struct attempt attempt;
	struct check *check;

	if (call_attempt(call, &attempt) < 0)
		return;
	check = check_find(call->service, attempt.id);
	if (!check || attempt.state == ATTEMPT_DONE || attempt.state == ATTEMPT_CANCELED)
		(void)reply_error(&call->reply, REPLY_STATE,
			"attempt %" PRId64 " is over already: %s", attempt.id,
			attempt_state_name(attempt.state));
	else if (check_cancel(check) < 0)
		call_fail_store(call, -EIO);
	else
		(void)reply_simplef(&call->reply, "Canceled: %" PRId64, attempt.id);
	attempt_done(&attempt);
}

static int add_history(void *userdata, const struct attempt *attempt)
{
	struct answer *answer = userdata;
	char id[24], passed[32], points[32], submitted[ANSWER_TIME_MAX], wall[24];
	bool is_over = attempt->state == ATTEMPT_DONE || attempt->state == ATTEMPT_CANCELED;

	(void)snprintf(id, sizeof(id), "%" PRId64, attempt->id);
	(void)snprintf(passed, sizeof(passed), "%" PRIu32 "/%" PRIu32, attempt->cases_passed,
		attempt->cases);
	(void)snprintf(points, sizeof(points), "%" PRIu32 "/%" PRIu32, attempt->points,
		attempt->max_points);
	(void)snprintf(wall, sizeof(wall), "%" PRIu64, attempt->wall_us / 1000);
	answer_row(answer,
		(const char *const[]){ id, attempt->lesson, attempt->step, attempt->language,
			attempt_state_name(attempt->state),
			is_over ? verdict_name(attempt->verdict) : "", passed, points,
			answer_format_time(attempt->submitted_us, submitted), wall },
		10);
	return 0;
}

void handle_history(struct call *call)
{
	const struct lesson *lesson = NULL;
	_cleanup_answer_ struct answer answer = { 0 };
	uint32_t limit = 20;
	int64_t learner;
	int r;

	answer_init(&answer, &call->reply);
	if (call_number(call, "limit", call->options[0], 1, 1000, &limit) < 0)
		return;
	if (call->n_args > 0) {
		lesson = call_lesson(call, call->args[0]);
		if (!lesson)
			return;
	}
	if (call_learner(call, &learner) < 0)
		return;
	answer_row(&answer,
		(const char *const[]){ "ATTEMPT", "LESSON", "STEP", "LANGUAGE", "STATE", "VERDICT",
			"PASSED", "POINTS", "SUBMITTED", "WALL_MS" },
		10);
	r = attempt_each(call->service->store, learner, lesson ? lesson->id : NULL, limit,
		add_history, &answer);
	if (r < 0)
		call_fail_store(call, r);
	else
		answer_send(&answer, &call->reply);
}
