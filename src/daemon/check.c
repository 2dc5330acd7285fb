/* SPDX-License-Identifier: MIT */
/*
 * All writes of a check go into the turn's transaction. When a write or the commit fails the check
 * gives up what it has in memory; the store still has the attempt as unfinished, and the recovery
 * puts it back in the queue. A check that is over is freed only when its last words are committed.
 */
#include "daemon/check.h"

#include "base/log.h"
#include "daemon/check_parts.h"
#include "daemon/journal.h"
#include "daemon/remember.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void check_free(struct check *check)
{
	if (!check)
		return;
	turn_leave(&check->service->turn, &check->member);
	LIST_REMOVE(check, entry);
	stream_end(check->stream);
	check_variant_forget(check);
	lesson_free(check->graded_by);
	free(check->outcomes);
	free(check);
}

static enum diff_show find_show(const struct check *check, uint32_t index)
{
	const struct lesson *lesson;
	const struct step *step = check_find_step(check, &lesson);

	return step ? step_show(step, index) : DIFF_SHOW_VERDICT;
}

static void join(struct check *check)
{
	turn_join(&check->service->turn, &check->member);
}

/* Notes the first failure; what follows in this turn is in vain, but harmless. */
void check_note(struct check *check, int r)
{
	unsigned held = 0;

	join(check);
	if (r >= 0 || check->is_broken)
		return;
	check->is_broken = true;
	if (log_gate_pass(&check->service->unwritten, service_monotonic_us(), &held))
		log_error("Attempt %" PRId64
			  " can't be written, it will be run again (%u others too): %s",
			check->attempt, held, store_error(check->service->store));
}

/* The end. */

static void skip_unknown(struct check *check, const struct job *job)
{
	check_tell_compile(check, 0);
	for (uint32_t i = 0; i < check->n_cases; i++) {
		struct caserow row = { .number = i + 1,
			.name = job ? job->cases[i].name : "",
			.exit_status = -1,
			.verdict = VERDICT_SKIPPED };

		if (check->outcomes[i].is_known)
			continue;
		check->outcomes[i].is_known = true;
		check->outcomes[i].verdict = VERDICT_SKIPPED;
		check_tell_case(check, &row);
	}
}

/* A step that was passed is asked again one day. */
static int remember_pass(
	struct check *check, const struct lesson *lesson, const struct check_summary *summary)
{
	const struct step *step = lesson_find_step(lesson, check->step);

	if (summary->verdict != VERDICT_PASS || summary->state != ATTEMPT_DONE || !step)
		return 0;
	return remember_step(check->service, check->learner, lesson, step, check->attempt);
}

/* Reads how far the learner is now, and marks the lesson when this was its last step. */
static void update_progress(
	struct check *check, const struct check_summary *summary, struct progress *progress)
{
	struct store *store = check->service->store;
	const struct lesson *lesson = NULL;
	int r;

	*progress = (struct progress){ 0 };
	if (catalog_find(check->service->catalog, check->lesson, &lesson) != CATALOG_FOUND)
		return;
	r = remember_pass(check, lesson, summary);
	if (r >= 0)
		r = progress_read(store, check->learner, lesson, progress);
	if (r >= 0 && summary->verdict == VERDICT_PASS && !progress->next &&
		progress->practice.state != PRACTICE_NEW) {
		r = practice_mark_passed(store, check->learner, lesson->id, service_now_us());
		if (r >= 0)
			r = practice_get(store, check->learner, lesson->id, &progress->practice);
	}
	if (r < 0)
		check_note(check, r);
}

static void finish(struct check *check, const struct check_summary *summary)
{
	const struct attempt_end end = {
		.state = summary->state,
		.verdict = summary->verdict,
		.points = summary->points,
		.cases_passed = summary->passed,
		.wall_us = check->wall_us,
		.cpu_us = check->cpu_us,
		.memory_bytes = check->memory_bytes,
		.now_us = service_now_us(),
	};
	struct progress progress;

	check_note(check, attempt_finish(check->service->store, check->attempt, &end));
	if (check->is_broken)
		return;
	update_progress(check, summary, &progress);
	check_tell_summary(check, summary, &progress);
	journal_attempt(check->attempt, check->uid, check->lesson, check->step,
		verdict_name(summary->verdict));
	check->is_over = true;
	stream_end(TAKE_PTR(check->stream));
}

static void finish_unrun(
	struct check *check, enum attempt_state state, enum verdict verdict, const char *detail)
{
	const struct check_summary summary = {
		.verdict = verdict, .state = state, .passed = check_count_passed(check), .detail = detail
	};
	const struct job *job = check->waiting || !check->task ? check->waiting
							       : task_job(check->task);

	skip_unknown(check, job);
	check_tell_groups(check, NULL);
	finish(check, &summary);
}

/* The task. */

void check_on_started(void *userdata)
{
	struct check *check = userdata;

	if (!check->is_running)
		check_note(check, attempt_set_running(check->service->store, check->attempt,
					  service_now_us()));
	check->is_running = true;
}

static void on_compiled(struct check *check, const struct job_event *event)
{
	_cleanup_buffer_ struct buffer text = { 0 };

	check->compile_verdict = event->verdict;
	if (buffer_append(&text, event->stderr_text, event->stderr_len) < 0 ||
		buffer_append(&text, event->stdout_text, event->stdout_len) < 0)
		buffer_clear(&text);
	if (text.len == 0 && event->verdict != VERDICT_PASS)
		(void)buffer_append_string(&text, event->detail);
	if (text.len > 0)
		check_note(check, attempt_set_compiler_text(
				    check->service->store, check->attempt, text.data, text.len));
	check_tell_compile(check, event->wall_us);
}

static void keep_case(struct check *check, const struct job_event *event, const char *name)
{
	const struct attempt_case result = {
		.index = event->index,
		.name = (char *)(uintptr_t)name,
		.verdict = event->verdict,
		.exit_status = event->exit_status,
		.signal = event->signal,
		.wall_us = event->wall_us,
		.cpu_us = event->cpu_us,
		.memory_bytes = event->memory_bytes,
		.stdout_total = event->stdout_total,
		.stdout_text = event->stdout_text,
		.stderr_text = event->stderr_text,
		.stdout_len = event->stdout_len,
		.stderr_len = event->stderr_len,
		.detail = (char *)(uintptr_t)event->detail,
	};

	check_note(check, attempt_add_case(check->service->store, check->attempt, &result));
}

static void on_case(struct check *check, const struct job_event *event)
{
	const char *name = task_job(check->task)->cases[event->index].name;
	struct caserow row = caserow_of_event(event, event->index + 1, name);
	struct outcome *outcome = &check->outcomes[event->index];
	struct caserow_note note;

	if (outcome->is_known)
		return;
	outcome->is_known = true;
	outcome->verdict = event->verdict;
	check->wall_us += event->wall_us;
	check->cpu_us += event->cpu_us;
	if (event->memory_bytes > check->memory_bytes)
		check->memory_bytes = event->memory_bytes;
	row.note = caserow_note(event->detail, event->verdict, find_show(check, event->index), &note);
	if (caserow_is_judges_failure(event->detail))
		journal_judge_bad(check->attempt, check->lesson, check->step, name, event->detail);
	keep_case(check, event, name);
	check_tell_compile(check, 0);
	check_tell_case(check, &row);
}

static void on_event(void *userdata, const struct job_event *event)
{
	struct check *check = userdata;

	if (check->is_broken)
		return;
	if (event->type == JOB_EVENT_COMPILED)
		on_compiled(check, event);
	else if (event->type == JOB_EVENT_CASE && event->index < check->n_cases)
		on_case(check, event);
}

static void on_done(void *userdata)
{
	struct check *check = userdata;
	struct check_summary summary = { .state = ATTEMPT_DONE };

	if (!check->is_broken) {
		skip_unknown(check, task_job(check->task));
		summary.passed = check_count_passed(check);
		check_set_result(check, &summary);
		finish(check, &summary);
	}
	check->task = NULL;
}

/* Begins anew; what the client was told of before isn't told again. */
static void forget_run(struct check *check)
{
	for (uint32_t i = 0; i < check->n_cases; i++)
		check->outcomes[i].is_known = false;
	check->is_running = false;
	check->problem[0] = '\0';
	check->wall_us = check->cpu_us = check->memory_bytes = 0;
	check->compile_verdict = VERDICT_PASS;
}

bool check_on_interrupted(void *userdata, const char *what)
{
	struct check *check = userdata;
	char detail[JOB_DETAIL_MAX + 64];
	uint32_t reruns = 0;

	if (!check->is_broken)
		check_note(check,
			attempt_set_queued_again(check->service->store, check->attempt, &reruns));
	if (!check->is_broken && reruns <= ATTEMPT_RERUNS_MAX) {
		forget_run(check);
		return true;
	}
	if (!check->is_broken) {
		(void)snprintf(
			detail, sizeof(detail), "interrupted each time it was run: %s", what);
		finish_unrun(check, ATTEMPT_DONE, VERDICT_INTERNAL, detail);
	}
	check->task = NULL;
	return false;
}

void check_fail_internal(struct check *check, const char *detail)
{
	if (!check->is_broken)
		finish_unrun(check, ATTEMPT_DONE, VERDICT_INTERNAL, detail);
	check->task = NULL;
}

void check_on_failed(void *userdata, const char *what)
{
	check_fail_internal(userdata, what);
}

bool check_on_stranded(void *userdata, const char *what)
{
	struct check *check = userdata;

	if (check->is_broken || !stream_is_heard(check->stream))
		return true;
	finish_unrun(check, ATTEMPT_DONE, VERDICT_INTERNAL, what);
	if (check->is_broken)
		return true;
	check->task = NULL;
	return false;
}

/* Its attempt was rolled back, and the session says so to the client. */
void check_on_dropped(void *userdata)
{
	struct check *check = userdata;

	check->task = NULL;
	check->is_over = true;
}

static const struct task_user task_user = { check_on_started, on_event, on_done, check_on_interrupted,
	check_on_stranded, check_on_failed, check_on_dropped };

/* The turn. */

static void settle(struct turn_member *member, int error, const char *reason)
{
	struct check *check = (struct check *)member;

	(void)reason;
	check->is_broken = check->is_broken || error < 0;
}

/* What was promised to the client and can't be told. */
static void tell_broken(struct check *check)
{
	struct stream *stream = check->stream;

	while (stream_is_heard(stream) && stream->written < stream->announced) {
		(void)reply_error(&stream->reply, REPLY_STORE,
			"attempt %" PRId64 " is kept and will be run again: %s", check->attempt,
			store_error(check->service->store));
		stream_wrote(stream, 1);
	}
}

static void proceed(struct turn_member *member)
{
	struct check *check = (struct check *)member;
	struct service *service = check->service;

	if (check->is_broken) {
		tell_broken(check);
		jobs_cancel(service->jobs, check->task);
		service_recover_later(service);
	}
	if (check->is_broken || check->is_over)
		check_free(check);
}

int check_submit(struct check *check, struct job *job, const struct task_user *user)
{
	return jobs_submit(check->service->jobs, job, (uint64_t)check->learner, user, check,
		&check->task);
}

int check_submit_own(struct check *check, struct job *job)
{
	return check_submit(check, job, &task_user);
}

static struct check *check_make(
	struct service *service, const struct check_new *info, const struct job *job)
{
	struct check *check = calloc(1, sizeof(*check));

	if (!check)
		return NULL;
	*check = (struct check){ .member = { .settle = settle, .proceed = proceed },
		.service = service,
		.stream = info->stream,
		.attempt = info->attempt,
		.learner = info->learner,
		.uid = info->uid,
		.max_points = info->max_points,
		.seed = info->seed,
		.has_compile = job->compile.count > 0,
		.n_cases = (uint32_t)job->n_cases };
	check->outcomes = calloc(job->n_cases, sizeof(*check->outcomes));
	if (!check->outcomes) {
		free(check);
		return NULL;
	}
	(void)snprintf(check->lesson, sizeof(check->lesson), "%s", info->lesson);
	(void)snprintf(check->step, sizeof(check->step), "%s", info->step);
	check_keep_scoring(check);
	LIST_INSERT_HEAD(&service->checks, check, entry);
	return check;
}

int check_start(struct service *service, const struct check_new *info, struct job *job)
{
	struct check *check = check_make(service, info, job);
	int r;

	if (!check) {
		stream_end(info->stream);
		job_free(job);
		if (info->variant)
			check_variant_done(info->variant);
		return -ENOMEM;
	}
	r = info->variant ? check_variant_start(check, info->variant, job)
			  : check_submit_own(check, job);
	if (r < 0) {
		check_free(check);
		return r;
	}
	join(check);
	check_tell_attempt(check, info->language);
	jobs_hurry(service->jobs, check->task);
	return 0;
}

struct check *check_find(const struct service *service, int64_t attempt)
{
	struct check *check;

	LIST_FOREACH(check, &service->checks, entry)
	{
		if (check->attempt == attempt && !check->is_over)
			return check;
	}
	return NULL;
}

int64_t check_learner(const struct check *check)
{
	return check->learner;
}

int check_cancel(struct check *check)
{
	finish_unrun(check, ATTEMPT_CANCELED, VERDICT_SKIPPED, "canceled");
	jobs_cancel(check->service->jobs, TAKE_PTR(check->task));
	return check->is_broken ? -EIO : 0;
}

void check_set_aside_all(struct service *service)
{
	struct check *check;

	LIST_FOREACH(check, &service->checks, entry)
	{
		if (!check->is_broken && !check->is_over)
			check_note(check, attempt_set_aside(service->store, check->attempt));
	}
}

void check_free_all(struct service *service)
{
	struct check *check;

	while ((check = LIST_FIRST(&service->checks)))
		check_free(check);
}
