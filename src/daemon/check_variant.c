/* SPDX-License-Identifier: MIT */
/*
 * An attempt that is given other data than its step's plain cases: the generator's job says what,
 * the reference's job says what is expected where the generator doesn't, and then the attempt's own
 * job is run with it. Each is a task of the check as its own one is, so the death of a worker, a
 * cancel and a restart find it the same. What was made is kept with the attempt.
 */
#include "daemon/check_parts.h"

#include "daemon/journal.h"
#include "store/attempt_variant.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void check_variant_done(struct check_variant *variant)
{
	job_free(variant->generator);
	job_free(variant->reference);
	*variant = (struct check_variant){ 0 };
}

void check_variant_forget(struct check *check)
{
	job_free(TAKE_PTR(check->waiting));
	job_free(TAKE_PTR(check->reference));
	variant_done(&check->data);
	buffer_done(&check->generated);
}

/* The author and the instructors are told what; the learner, that it is no fault of theirs. */
static void fail(struct check *check, const char *what)
{
	char detail[JOB_DETAIL_MAX];

	if (!check->is_broken)
		check_note(check,
			attempt_variant_set_problem(check->service->store, check->attempt, what));
	journal_generator_bad(check->attempt, check->lesson, check->step, check->seed, what);
	(void)snprintf(detail, sizeof(detail),
		"the lesson's generator made no data with the seed %" PRIu32
		", which is a mistake of the lesson and not yours: check again",
		check->seed);
	check_fail_internal(check, detail);
}

/* What a program that was to make data came to; its stderr may hold what is expected, and goes to
   the author alone. */
static void note_problem(struct check *check, const char *who, const struct job_event *event)
{
	const char *newline;
	size_t len = event->stderr_len;

	if (check->problem[0])
		return;
	newline = len > 0 ? memchr(event->stderr_text, '\n', len) : NULL;
	if (newline)
		len = (size_t)(newline - event->stderr_text);
	(void)snprintf(check->problem, sizeof(check->problem), "%s: %s%s%.100s%s%.*s", who,
		verdict_name(event->verdict), event->detail[0] ? ", " : "", event->detail,
		len > 0 ? ": " : "", (int)(len > 100 ? 100 : len),
		event->stderr_text ? event->stderr_text : "");
}

static void run_own(struct check *check)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = variant_write(&check->data, &text);

	if (r >= 0 && text.len > VARIANT_BYTES_MAX) {
		fail(check, "what is expected has more than 1 MiB");
		return;
	}
	if (r >= 0) {
		check_note(check, attempt_variant_set_cases(check->service->store, check->attempt,
					  text.data, text.len));
		r = variant_fill_job(&check->data, check->waiting);
	}
	if (r >= 0)
		r = check_submit_own(check, TAKE_PTR(check->waiting));
	if (r < 0)
		fail(check, strerror(-r));
}

/* The reference. */

static void on_reference_event(void *userdata, const struct job_event *event)
{
	struct check *check = userdata;
	struct lesson_case *one;

	if (event->type == JOB_EVENT_COMPILED && event->verdict != VERDICT_PASS)
		note_problem(check, "the solution", event);
	if (event->type != JOB_EVENT_CASE || event->index >= check->data.n_cases)
		return;
	one = &check->data.cases[event->index];
	if (event->verdict != VERDICT_PASS) {
		note_problem(check, "the solution", event);
		return;
	}
	if (one->expected || event->stdout_total > event->stdout_len)
		return;
	one->expected = malloc(event->stdout_len + 1);
	if (!one->expected)
		return;
	if (event->stdout_len > 0)
		memcpy(one->expected, event->stdout_text, event->stdout_len);
	one->expected_len = event->stdout_len;
}

static void on_reference_done(void *userdata)
{
	struct check *check = userdata;

	check->task = NULL;
	if (check->is_broken)
		return;
	if (check->problem[0])
		fail(check, check->problem);
	else if (variant_lacks_expected(&check->data))
		fail(check, "the solution printed more than 64 KiB");
	else
		run_own(check);
}

static const struct task_user reference_user = { check_on_started, on_reference_event,
	on_reference_done, check_on_interrupted, check_on_stranded, check_on_failed,
	check_on_dropped };

/* Its inputs; the status that is wanted of it is known, its output is what we ask for. */
static void run_reference(struct check *check)
{
	int r;

	if (!check->reference) {
		fail(check, "a case has no @out, and no solution can be run here to get it");
		return;
	}
	r = variant_fill_job(&check->data, check->reference);
	for (size_t i = 0; r >= 0 && i < check->reference->n_cases; i++) {
		free(check->reference->cases[i].expected);
		check->reference->cases[i].expected = NULL;
		check->reference->cases[i].expected_len = 0;
	}
	/* Nothing is written here, but a turn whose commit fails drops this job too, and has to
	 * know whom to tell. */
	check_note(check, 0);
	if (r >= 0)
		r = check_submit(check, TAKE_PTR(check->reference), &reference_user);
	if (r < 0)
		fail(check, strerror(-r));
}

/* The generator. */

static void on_generator_event(void *userdata, const struct job_event *event)
{
	struct check *check = userdata;

	if (event->type == JOB_EVENT_COMPILED && event->verdict != VERDICT_PASS)
		note_problem(check, "the generator", event);
	if (event->type != JOB_EVENT_CASE)
		return;
	buffer_clear(&check->generated);
	if (event->verdict != VERDICT_PASS)
		note_problem(check, "the generator", event);
	else if (event->stdout_total > event->stdout_len ||
		 buffer_append(&check->generated, event->stdout_text, event->stdout_len) < 0)
		(void)snprintf(check->problem, sizeof(check->problem),
			"the generator printed more than 64 KiB");
}

/* One who talks to the program knows by itself what is right. */
static bool needs_expected(const struct check *check)
{
	const enum job_check kind = check->waiting->check;

	return kind == JOB_CHECK_OUTPUT || kind == JOB_CHECK_CHECKER;
}

static void on_generator_done(void *userdata)
{
	char error[VARIANT_ERROR_MAX] = "out of memory", problem[VARIANT_ERROR_MAX + 64];
	struct check *check = userdata;

	check->task = NULL;
	if (check->is_broken)
		return;
	if (check->problem[0]) {
		fail(check, check->problem);
	} else if (variant_parse(check->generated.data, check->generated.len,
			   check->waiting->n_cases, &check->data, error) < 0) {
		(void)snprintf(problem, sizeof(problem), "what the generator printed, %s", error);
		fail(check, problem);
	} else if (needs_expected(check) && variant_lacks_expected(&check->data)) {
		run_reference(check);
	} else {
		run_own(check);
	}
}

static const struct task_user generator_user = { check_on_started, on_generator_event,
	on_generator_done, check_on_interrupted, check_on_stranded, check_on_failed,
	check_on_dropped };

int check_variant_start(struct check *check, struct check_variant *variant, struct job *job)
{
	check->waiting = job;
	check->reference = TAKE_PTR(variant->reference);
	return check_submit(check, TAKE_PTR(variant->generator), &generator_user);
}
