/* SPDX-License-Identifier: MIT */
#include "daemon/handle.h"

#include "daemon/progress.h"
#include "daemon/remember.h"
#include "daemon/suggestion.h"
#include "store/attempt.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The caller in a lesson: what most of these handlers begin with. */
struct own_lesson {
	const struct lesson *lesson;
	int64_t learner;
	struct progress progress;
};

/* A negative return is answered already. */
static int get_own(struct call *call, const char *name, struct own_lesson *ret_own)
{
	int r;

	ret_own->lesson = call_lesson(call, name);
	if (!ret_own->lesson)
		return -ENOENT;
	r = call_learner(call, &ret_own->learner);
	if (r < 0)
		return r;
	r = progress_read(
		call->service->store, ret_own->learner, ret_own->lesson, &ret_own->progress);
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

static bool is_started(const struct own_lesson *own)
{
	return own->progress.practice.state == PRACTICE_ACTIVE ||
	       own->progress.practice.state == PRACTICE_PASSED;
}

static void fail_not_started(struct call *call, const struct lesson *lesson)
{
	(void)reply_error(
		&call->reply, REPLY_STATE, "%s is not started: START %s", lesson->name, lesson->id);
}

void handle_start(struct call *call)
{
	const struct language *language;
	struct own_lesson own;
	int r;

	if (get_own(call, call->args[0], &own) < 0)
		return;
	language = call_ready_language(
		call, own.lesson, call->options[0], own.progress.practice.language);
	if (!language)
		return;
	r = practice_start(
		call->service->store, own.learner, own.lesson->id, language->id, call_now_us(call));
	if (r < 0)
		call_fail_store(call, r);
	else
		(void)reply_simplef(&call->reply, "Now practicing: %s", own.lesson->name);
}

static void change_practice(struct call *call, const char *done,
	int (*change)(struct store *store, int64_t learner, const char *lesson, int64_t now_us),
	bool needs_active)
{
	struct own_lesson own;
	int r;

	if (get_own(call, call->args[0], &own) < 0)
		return;
	if (own.progress.practice.state == PRACTICE_NEW || (needs_active && !is_started(&own))) {
		fail_not_started(call, own.lesson);
		return;
	}
	r = change(call->service->store, own.learner, own.lesson->id, call_now_us(call));
	if (r == -EALREADY)
		fail_not_started(call, own.lesson);
	else if (r < 0)
		call_fail_store(call, r);
	else
		(void)reply_simplef(&call->reply, "%s: %s", done, own.lesson->name);
}

/* A lesson that is no longer served can still be left, by the id that STATUS shows. Positive when
 * that was it, and it is answered. */
static int stop_gone(struct call *call)
{
	const struct lesson *lesson;
	struct practice practice;
	const char *id = call->args[0];
	int64_t learner;
	int r;

	if (catalog_find(call->service->catalog, id, &lesson) != CATALOG_NONE)
		return 0;
	r = call_learner(call, &learner);
	if (r < 0)
		return 1;
	r = practice_get(call->service->store, learner, id, &practice);
	if (r > 0 && practice.is_active)
		r = practice_stop(call->service->store, learner, id, call_now_us(call));
	else if (r >= 0)
		return 0;
	if (r < 0)
		call_fail_store(call, r);
	else
		(void)reply_simplef(&call->reply, "Stopped practicing: %s", id);
	return 1;
}

void handle_stop(struct call *call)
{
	if (stop_gone(call) > 0)
		return;
	change_practice(call, "Stopped practicing", practice_stop, true);
}

void handle_reset(struct call *call)
{
	change_practice(call, "Reset", practice_reset, false);
}

void handle_hint(struct call *call)
{
	const struct step *step;
	struct own_lesson own;
	uint32_t number, of;
	int r;

	if (get_own(call, call->args[0], &own) < 0)
		return;
	if (!is_started(&own) && !(call->options[0] && remember_is_reviewed(call->service,
							    own.learner, own.lesson->id,
							    call->options[0]))) {
		fail_not_started(call, own.lesson);
		return;
	}
	step = call->options[0] ? call_step(call, own.lesson, call->options[0]) : own.progress.next;
	if (!step && !call->options[0])
		(void)reply_error(&call->reply, REPLY_STATE,
			"all steps of %s are passed; name one with step=", own.lesson->name);
	if (!step)
		return;
	of = (uint32_t)step->hints.count;
	if (of == 0) {
		(void)reply_error(&call->reply, REPLY_NOTFOUND, "the step '%s' of %s has no hints",
			step->name, own.lesson->id);
		return;
	}
	r = hint_take(call->service->store, own.learner, own.lesson->id, step->name, of,
		call_now_us(call), &number);
	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	(void)reply_array(&call->reply, 4);
	(void)reply_field(&call->reply, "Step", step->name);
	(void)reply_field_number(&call->reply, "Number", number);
	(void)reply_field_number(&call->reply, "Of", of);
	(void)reply_field(&call->reply, "Hint", step->hints.items[number - 1]);
}

/* What a learner has done in all lessons. */

struct overview {
	const struct catalog *catalog;
	const struct lesson *current; /* NULL: none, or no longer in the catalog */
	char gone[PRACTICE_LESSON_MAX + 1]; /* and then its id */
	char language[32];
	uint32_t started, passed, points, attempts, hints;
};

static const struct lesson *find_lesson(const struct catalog *catalog, const char *id)
{
	const struct lesson *lesson = NULL;

	return catalog_find(catalog, id, &lesson) == CATALOG_FOUND && strcmp(lesson->id, id) == 0
		       ? lesson
		       : NULL;
}

static int add_practice(void *userdata, const char *lesson, const struct practice *practice)
{
	struct overview *overview = userdata;

	overview->started++;
	overview->passed += practice->passed_us != 0;
	overview->points += practice->points;
	overview->attempts += practice->attempts;
	overview->hints += practice->hints;
	if (practice->is_current) {
		overview->current = find_lesson(overview->catalog, lesson);
		if (!overview->current)
			(void)snprintf(overview->gone, sizeof(overview->gone), "%s", lesson);
		(void)snprintf(
			overview->language, sizeof(overview->language), "%s", practice->language);
	}
	return 0;
}

/* A negative return is answered already. */
static int get_overview(struct call *call, int64_t learner, struct overview *ret_overview)
{
	int r;

	*ret_overview = (struct overview){ .catalog = call->service->catalog };
	r = practice_each(call->service->store, learner, add_practice, ret_overview);
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

/* NEXT */

void handle_next(struct call *call)
{
	struct suggestion suggestion;
	int64_t learner;
	int r;

	if (call_learner(call, &learner) < 0)
		return;
	r = suggestion_find(call, learner, &suggestion);
	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	(void)reply_array(&call->reply, 5);
	(void)reply_field(&call->reply, "Lesson", suggestion.lesson ? suggestion.lesson->id : NULL);
	(void)reply_field(&call->reply, "Step", suggestion.step ? suggestion.step->name : NULL);
	(void)reply_field(&call->reply, "Title", suggestion.step ? suggestion.step->title : NULL);
	(void)reply_field(&call->reply, "Language", suggestion.language);
	(void)reply_field(&call->reply, "Reason", suggestion.reason);
}

/* STATUS */

static void answer_sandbox(struct call *call, struct answer *answer)
{
	enum jobs_sandbox sandbox = jobs_sandbox(call->service->jobs);

	answer_field(answer, "Sandbox", call_sandbox(call));
	if (sandbox == JOBS_SANDBOX_NONE)
		answer_field(answer, "Warning",
			"programs run without a sandbox, with all rights of the daemon ([sandbox] "
			"mode=none)");
	if (sandbox == JOBS_SANDBOX_UNSAFE)
		answer_fieldf(answer, "Warning", "programs can't be run: %s",
			jobs_sandbox_detail(call->service->jobs));
}

static uint32_t count_points(const struct catalog *catalog)
{
	uint32_t points = 0;

	for (size_t i = 0; i < catalog->n_lessons; i++)
		points += lesson_points(catalog->lessons[i]);
	return points;
}

static void status_of_all(struct call *call)
{
	_cleanup_answer_ struct answer answer = { 0 };
	struct overview overview;
	struct progress progress = { 0 };
	int64_t learner;
	int r = 0;

	answer_init(&answer, &call->reply);
	if (call_learner(call, &learner) < 0 || get_overview(call, learner, &overview) < 0)
		return;
	if (overview.current)
		r = progress_read(call->service->store, learner, overview.current, &progress);
	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	answer_field(&answer, "User", call->peer->name);
	answer_field(&answer, "Current", overview.current ? overview.current->id : NULL);
	answer_field(&answer, "Step", progress.next ? progress.next->name : NULL);
	answer_field(&answer, "Language", overview.current ? overview.language : NULL);
	answer_number(&answer, "Started", overview.started);
	answer_number(&answer, "Passed", overview.passed);
	answer_number(&answer, "Lessons", (int64_t)call->service->catalog->n_lessons);
	answer_number(&answer, "Points", overview.points);
	answer_number(&answer, "MaxPoints", count_points(call->service->catalog));
	answer_number(&answer, "Attempts", overview.attempts);
	answer_number(&answer, "Hints", overview.hints);
	answer_sandbox(call, &answer);
	if (overview.gone[0])
		answer_fieldf(&answer, "Warning",
			"the lesson that you practise is no longer there: STOP %s leaves it",
			overview.gone);
	answer_send(&answer, &call->reply);
}

struct last_attempt {
	int64_t id;
	const char *verdict;
};

static int keep_last(void *userdata, const struct attempt *attempt)
{
	struct last_attempt *last = userdata;

	last->id = attempt->id;
	last->verdict = attempt->state == ATTEMPT_DONE ? verdict_name(attempt->verdict)
						       : attempt_state_name(attempt->state);
	return 0;
}

static void answer_last_attempt(
	struct call *call, struct answer *answer, const struct own_lesson *own)
{
	struct last_attempt last = { 0 };

	if (attempt_each(call->service->store, own->learner, own->lesson->id, 1, keep_last, &last) <
			0 ||
		last.id == 0) {
		answer_field(answer, "LastAttempt", NULL);
		answer_field(answer, "LastVerdict", NULL);
		return;
	}
	answer_number(answer, "LastAttempt", last.id);
	answer_field(answer, "LastVerdict", last.verdict);
}

/* Where a step takes any files of a language: their endings, which the client has to know. */
static void answer_takes(struct call *call, struct answer *answer, const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->languages.count; i++) {
		const char *id = lesson->languages.items[i];
		const struct language *language = language_set_find(call->service->languages, id);
		_cleanup_buffer_ struct buffer text = { 0 };
		bool takes_any = false;
		int r = buffer_append_string(&text, id);

		for (size_t k = 0; k < lesson->n_steps; k++) {
			const struct step_language *own = step_find_language(&lesson->steps[k], id);

			takes_any |= own && own->files.count == 0;
		}
		for (size_t k = 0; r == 0 && language && k < language->extensions.count; k++)
			r = buffer_printf(&text, " %s", language->extensions.items[k]);
		if (r < 0)
			answer->reply.error = r;
		else if (takes_any && language)
			answer_field(answer, "Takes", text.data);
	}
}

static void status_of_lesson(struct call *call)
{
	_cleanup_answer_ struct answer answer = { 0 };
	struct own_lesson own;
	const struct practice *practice = &own.progress.practice;

	answer_init(&answer, &call->reply);
	if (get_own(call, call->args[0], &own) < 0)
		return;
	answer_field(&answer, "Id", own.lesson->id);
	answer_field(&answer, "Title", own.lesson->title);
	answer_field(&answer, "State", practice_state_name(practice->state));
	answer_field(&answer, "Current", practice->is_current ? "yes" : "no");
	answer_field(&answer, "Language", practice->language);
	answer_time(&answer, "Started", practice->started_us);
	answer_time(&answer, "Passed", practice->passed_us);
	answer_number(&answer, "Points", own.progress.points);
	answer_number(&answer, "MaxPoints", lesson_points(own.lesson));
	answer_number(&answer, "Attempts", practice->attempts);
	answer_number(&answer, "Hints", practice->hints);
	progress_answer_steps(&answer, own.lesson, &own.progress, true);
	answer_last_attempt(call, &answer, &own);
	answer_takes(call, &answer, own.lesson);
	answer_sandbox(call, &answer);
	answer_send(&answer, &call->reply);
}

void handle_status(struct call *call)
{
	if (call->n_args > 0)
		status_of_lesson(call);
	else
		status_of_all(call);
}
