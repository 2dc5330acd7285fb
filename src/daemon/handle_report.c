/* SPDX-License-Identifier: MIT */
/*
 * ATTEMPT: what came of a submission, case by case. What a program printed may hold a secret case's
 * input, so the step's `show` decides about all of it: verdict only, up to the first difference, or
 * in full.
 */
#include "daemon/handle.h"

#include "daemon/caserow.h"
#include "daemon/grouprow.h"
#include "grade/diff.h"
#include "learn/variant.h"
#include "store/attempt_variant.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define REPORT_COMPILER_LINES 200
#define REPORT_STDERR_LINES   20
#define REPORT_HINT_LINES     20
#define REPORT_TALK_LAST      8 /* lines of an interactive case, where not all is shown */
#define REPORT_DIFF_ROWS      100
#define REPORT_COLUMNS	      200

/* Outputs of the attempt before this one. */
struct earlier {
	char *text;
	size_t len;
};

struct report {
	struct answer answer;
	const struct attempt *attempt;
	const struct lesson *lesson; /* NULL: gone */
	const struct step *step;     /* NULL: gone */
	bool is_instructor;
	bool is_teacher; /* an instructor, and of another's attempt */
	struct attempt_variant variant; /* seed 0: the plain cases */
	struct variant data;
	struct earlier *earlier;     /* attempt->cases of them; NULL: there was none */
	enum verdict *verdicts;	     /* of its cases, skipped where there is none */
};

/* The data that the attempt was given, or else the case as the lesson has it now; NULL when it is another one by now. */
static const struct lesson_case *find_case(
	const struct report *report, const struct attempt_case *result)
{
	const struct step *step = report->step;

	if (!step || result->index >= step->n_cases || !result->name)
		return NULL;
	if (report->variant.seed > 0)
		return result->index < report->data.n_cases ? &report->data.cases[result->index]
							    : NULL;
	return strcmp(step->cases[result->index].name, result->name) == 0
		       ? &step->cases[result->index]
		       : NULL;
}

/* A case that is another one by now is told as the step says, and nothing of a step that is gone. */
static enum diff_show what_to_show(const struct report *report, const struct attempt_case *result)
{
	const struct lesson_case *one = find_case(report, result);

	if (!report->step)
		return DIFF_SHOW_VERDICT;
	return one && one->own ? one->own->show : report->step->show;
}

static void add_row(struct report *report, const struct attempt_case *result)
{
	enum diff_show show = report->is_teacher ? DIFF_SHOW_FULL : what_to_show(report, result);
	struct caserow_note note;
	const struct caserow row = {
		.number = result->index + 1,
		.name = result->name,
		.verdict = result->verdict,
		.exit_status = result->exit_status,
		.signal = result->signal,
		.wall_us = result->wall_us,
		.cpu_us = result->cpu_us,
		.memory_bytes = result->memory_bytes,
		.note = caserow_note(result->detail, result->verdict, show, &note),
	};
	_cleanup_buffer_ struct buffer text = { 0 };

	if (caserow_append(&text, &row) < 0)
		report->answer.reply.error = -ENOMEM;
	else
		answer_field(&report->answer, "Case", text.data);
}

/* Read when it is needed, where the lesson does not keep it. NULL: there is none, or the file is not what it was. */
static const char *find_expected(
	const struct report *report, const struct lesson_case *one, size_t *ret_len, char **ret_owned)
{
	if (one->expected || !one->expected_data.path) {
		*ret_len = one->expected_len;
		return one->expected;
	}
	if (lesson_data_read(report->step->data_folder, &one->expected_data, ret_owned) < 0)
		return NULL;
	*ret_len = one->expected_data.len;
	return *ret_owned;
}

static bool has_failed(const struct attempt_case *result)
{
	return result->verdict != VERDICT_PASS && result->verdict != VERDICT_SKIPPED;
}

static void add_diff(struct report *report, const struct attempt_case *result)
{
	const struct diff_options options = { .show = what_to_show(report, result),
		.context = 3,
		.max_lines = REPORT_DIFF_ROWS,
		.max_columns = REPORT_COLUMNS };
	const struct lesson_case *wanted = find_case(report, result);
	_cleanup_strlist_ struct strlist rows = { 0 };
	_cleanup_free_ char *owned = NULL;
	const char *expected;
	size_t len = 0;

	/* With a judge the expected output is one of many that are right. */
	if (!wanted || report->step->check != CHECK_OUTPUT || !has_failed(result) ||
		options.show == DIFF_SHOW_VERDICT)
		return;
	expected = find_expected(report, wanted, &len, &owned);
	if (!expected)
		return;
	if (diff_lines(expected, len, result->stdout_text, result->stdout_len, &options, &rows) < 0)
		report->answer.reply.error = -ENOMEM;
	answer_fields(&report->answer, "Diff", &rows);
}

static void add_changes(struct report *report, const struct attempt_case *result)
{
	const struct diff_options options = { .show = what_to_show(report, result),
		.context = 1,
		.max_lines = REPORT_DIFF_ROWS,
		.max_columns = REPORT_COLUMNS };
	_cleanup_strlist_ struct strlist rows = { 0 };
	const struct earlier *earlier;

	if (!report->earlier || result->index >= report->attempt->cases)
		return;
	earlier = &report->earlier[result->index];
	if (!earlier->text)
		return;
	if (diff_lines(earlier->text, earlier->len, result->stdout_text, result->stdout_len,
		    &options, &rows) < 0)
		report->answer.reply.error = -ENOMEM;
	answer_fields(&report->answer, "Changed", &rows);
}

/* All of what the two said, or, where only the first difference is shown, what was said last. */
static void add_talk(struct report *report, const struct attempt_case *result)
{
	const char *text = result->stdout_text;
	size_t at = result->stdout_len, lines = 0;

	if (what_to_show(report, result) != DIFF_SHOW_FULL) {
		while (at > 0 && (text[at - 1] != '\n' || lines++ < REPORT_TALK_LAST))
			at--;
		if (at > 0)
			answer_field(&report->answer, "Talk", "...");
		answer_lines(&report->answer, "Talk", text + at, result->stdout_len - at,
			REPORT_TALK_LAST);
		return;
	}
	answer_lines(&report->answer, "Talk", text, result->stdout_len, REPORT_COMPILER_LINES);
}

static bool speaks_to_learner(enum check_kind check)
{
	return check == CHECK_TESTS || check == CHECK_SERVICE;
}

/* Of a check by tests the output is what the tests say, of a service what its client says; a checker's is shown beside no other. */
static void add_output(struct report *report, const struct attempt_case *result)
{
	enum diff_show show = what_to_show(report, result);
	bool shows_output;

	if (show == DIFF_SHOW_VERDICT)
		return;
	shows_output = speaks_to_learner(report->step->check) ||
		       (report->step->check == CHECK_CHECKER && show == DIFF_SHOW_FULL);
	if (shows_output && result->verdict != VERDICT_PASS)
		answer_lines(&report->answer, "Stdout", result->stdout_text, result->stdout_len,
			REPORT_COMPILER_LINES);
	if (report->step->check == CHECK_INTERACTIVE && result->verdict != VERDICT_PASS)
		add_talk(report, result);
	if (result->stderr_len > 0)
		answer_lines(&report->answer, "Stderr", result->stderr_text, result->stderr_len,
			REPORT_STDERR_LINES);
}

/* What the lesson has to say to who failed this case. */
static void add_hint(struct report *report, const struct attempt_case *result)
{
	const struct lesson_case *one = find_case(report, result);

	if (one && one->hint && has_failed(result) && what_to_show(report, result) != DIFF_SHOW_VERDICT)
		answer_lines(&report->answer, "Hint", one->hint, strlen(one->hint), REPORT_HINT_LINES);
}

static int add_case(void *userdata, const struct attempt_case *result)
{
	struct report *report = userdata;

	if (result->index < report->attempt->cases)
		report->verdicts[result->index] = result->verdict;
	add_row(report, result);
	add_hint(report, result);
	add_diff(report, result);
	add_output(report, result);
	add_changes(report, result);
	return 0;
}

/* As the step scores now, where it has so many cases still. */
static void add_groups(struct report *report)
{
	const struct scoring *scoring = report->step ? report->step->scoring : NULL;

	if (!scoring || scoring->n_cases != report->attempt->cases)
		return;
	for (uint32_t i = 0; i < scoring->n_groups; i++) {
		_cleanup_buffer_ struct buffer text = { 0 };
		struct grouprow row;

		if (!grouprow_make(scoring, i, report->verdicts, &row))
			continue;
		if (grouprow_append(&text, &row) < 0)
			report->answer.reply.error = -ENOMEM;
		else
			answer_field(&report->answer, "Group", text.data);
	}
}

static int add_cases(struct call *call, struct report *report)
{
	uint32_t n = report->attempt->cases;
	int r;

	report->verdicts = calloc(n + 1, sizeof(*report->verdicts));
	if (!report->verdicts)
		return -ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		report->verdicts[i] = VERDICT_SKIPPED;
	r = attempt_each_case(call->service->store, report->attempt->id, add_case, report);
	if (r >= 0)
		add_groups(report);
	return r;
}

static void add_head(struct report *report)
{
	const struct attempt *attempt = report->attempt;
	struct answer *answer = &report->answer;
	bool is_over = attempt->state == ATTEMPT_DONE || attempt->state == ATTEMPT_CANCELED;

	answer_number(answer, "Attempt", attempt->id);
	answer_field(answer, "Lesson", attempt->lesson);
	answer_field(answer, "Step", attempt->step);
	answer_field(answer, "Language", attempt->language);
	answer_field(answer, "State", attempt_state_name(attempt->state));
	answer_field(answer, "Verdict", is_over ? verdict_name(attempt->verdict) : NULL);
	answer_number(answer, "Points", attempt->points);
	answer_number(answer, "MaxPoints", attempt->max_points);
	answer_number(answer, "Cases", attempt->cases);
	answer_number(answer, "Passed", attempt->cases_passed);
	answer_time(answer, "Submitted", attempt->submitted_us);
	answer_time(answer, "Started", attempt->started_us);
	answer_time(answer, "Ended", attempt->ended_us);
	answer_number(answer, "WallMs", (int64_t)(attempt->wall_us / 1000));
	answer_number(answer, "CpuMs", (int64_t)(attempt->cpu_us / 1000));
	answer_number(answer, "MemoryKb", (int64_t)(attempt->memory_bytes / 1024));
	/* The death after the last one is counted too, and leads to no run. */
	answer_number(answer, "Reruns",
		attempt->reruns < ATTEMPT_RERUNS_MAX ? attempt->reruns : ATTEMPT_RERUNS_MAX);
	if (report->variant.seed > 0)
		answer_number(answer, "Variant", report->variant.seed);
	if (report->is_instructor && report->variant.problem)
		answer_field(answer, "VariantProblem", report->variant.problem);
	if (attempt->compiler_text)
		answer_lines(answer, "Compiler", attempt->compiler_text, attempt->compiler_len,
			REPORT_COMPILER_LINES);
}

static int keep_earlier(void *userdata, const struct attempt_case *result)
{
	struct report *report = userdata;
	struct earlier *earlier;

	if (result->index >= report->attempt->cases || result->verdict == VERDICT_SKIPPED)
		return 0;
	earlier = &report->earlier[result->index];
	earlier->text = malloc(result->stdout_len + 1);
	if (!earlier->text)
		return -ENOMEM;
	if (result->stdout_len > 0)
		memcpy(earlier->text, result->stdout_text, result->stdout_len);
	earlier->len = result->stdout_len;
	return 0;
}

static bool shows_any(const struct step *step)
{
	bool shows = step && step->show != DIFF_SHOW_VERDICT;

	for (size_t i = 0; step && !shows && i < step->n_settings; i++)
		shows = step->settings[i]->show != DIFF_SHOW_VERDICT;
	return shows;
}

static int load_earlier(struct call *call, struct report *report)
{
	const struct attempt *attempt = report->attempt;
	int64_t before;
	int r;

	/* With other data the output is another one. */
	if (!shows_any(report->step) || attempt->cases == 0 || report->variant.seed > 0)
		return 0;
	r = attempt_find_previous(call->service->store, attempt->learner, attempt->lesson,
		attempt->step, attempt->language, attempt->id, &before);
	if (r <= 0)
		return r;
	report->earlier = calloc(attempt->cases, sizeof(*report->earlier));
	if (!report->earlier)
		return -ENOMEM;
	return attempt_each_case(call->service->store, before, keep_earlier, report);
}

/* What was expected with other data than the step's. */
static int load_variant(struct call *call, struct report *report)
{
	struct attempt_variant *variant = &report->variant;
	char error[VARIANT_ERROR_MAX];
	int r = attempt_variant_get(call->service->store, report->attempt->id, variant);

	if (r <= 0 || !variant->cases)
		return r;
	r = variant_parse(variant->cases, variant->cases_len, report->attempt->cases,
		&report->data, error);
	return r == -EINVAL ? 0 : r;
}

static void report_done(struct report *report)
{
	for (uint32_t i = 0; report->earlier && i < report->attempt->cases; i++)
		free(report->earlier[i].text);
	free(report->earlier);
	free(report->verdicts);
	attempt_variant_done(&report->variant);
	variant_done(&report->data);
	answer_done(&report->answer);
}

void handle_attempt(struct call *call)
{
	_cleanup_attempt_ struct attempt attempt = { 0 };
	_cleanup_(report_done) struct report report = { .attempt = &attempt };
	int64_t learner;
	int r;

	answer_init(&report.answer, &call->reply);
	if (call_attempt(call, &attempt) < 0)
		return;
	if (service_find_lesson(call->service, attempt.lesson, &report.lesson) == CATALOG_FOUND)
		report.step = lesson_find_step(report.lesson, attempt.step);
	report.is_instructor = call->role == ROLE_INSTRUCTOR;
	r = call_learner(call, &learner);
	if (r < 0)
		return;
	report.is_teacher = report.is_instructor && learner != attempt.learner;
	r = load_variant(call, &report);
	add_head(&report);
	if (r >= 0)
		r = load_earlier(call, &report);
	if (r >= 0)
		r = add_cases(call, &report);
	if (r < 0)
		call_fail_store(call, r);
	else
		answer_send(&report.answer, &call->reply);
}
