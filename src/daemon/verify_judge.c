/* SPDX-License-Identifier: MIT */
#include "daemon/verify_judge.h"

#include "base/buffer.h"
#include "base/file.h"
#include "daemon/verify_change.h"
#include "grade/compare.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PATH_BYTES (FILE_NAME_MAX_BYTES + LESSON_ID_MAX + 32)

/* How often a case of a solution passed, in all its trials. */
struct tally {
	size_t passed, runs;
	const struct lab_case *failed; /* the first that did not */
};

static const char *folder_of(enum trial_kind kind)
{
	return kind == TRIAL_STARTER ? "starter" : "solution";
}

static const char *name_program(const struct trial *trial, char path[static PATH_BYTES])
{
	(void)snprintf(path, PATH_BYTES, "%s/%s/%s", folder_of(trial->kind), trial->own->language,
		trial->own->files.count > 0 ? trial->own->files.items[0] : "*");
	return path;
}

static const char *name_expected(
	const struct step *step, size_t index, char path[static PATH_BYTES])
{
	const char *folder = step->case_folder ? step->case_folder : "";

	(void)snprintf(path, PATH_BYTES, "%s%s%s.out", folder, *folder ? "/" : "",
		step->cases[index].name);
	return path;
}

static int first_line_len(const char *text, size_t len)
{
	const char *newline = len > 0 ? memchr(text, '\n', len) : NULL;

	return (int)(newline ? (size_t)(newline - text) : len);
}

/* What the program's own words don't say: how a case ended. */
static const char *describe(const struct lab_case *one, char text[static JOB_DETAIL_MAX + 64])
{
	if (one->detail[0])
		(void)snprintf(text, JOB_DETAIL_MAX + 64, "%s: %s", verdict_name(one->verdict),
			one->detail);
	else if (one->signal > 0)
		(void)snprintf(text, JOB_DETAIL_MAX + 64, "%s: signal %d",
			verdict_name(one->verdict), one->signal);
	else
		(void)snprintf(text, JOB_DETAIL_MAX + 64, "%s", verdict_name(one->verdict));
	return text;
}

static const char *name_case(const struct step *step, size_t index)
{
	return step->check == CHECK_TESTS || index >= step->n_cases ? "tests"
								    : step->cases[index].name;
}

/* True: it could be run, and its cases say something. */
static bool judge_run(const struct trial *trial, struct report *report)
{
	const struct lab_result *result = &trial->result;
	char path[PATH_BYTES];
	const struct report_place place = { .file = name_program(trial, path), .line = 1 };

	if (result->problem[0])
		report_finding(report, &place, "step %s: it can't be run: %s", trial->step->name,
			result->problem);
	else if (result->compile != VERDICT_PASS)
		report_finding(report, &place, "step %s: the %s does not compile (%s): %.*s",
			trial->step->name, folder_of(trial->kind), verdict_name(result->compile),
			first_line_len(result->compiler_text, result->compiler_len),
			result->compiler_text ? result->compiler_text : "");
	else if (result->compiler_len > 0)
		report_warning(report, &place, "step %s: the compiler has something to say: %.*s",
			trial->step->name,
			first_line_len(result->compiler_text, result->compiler_len),
			result->compiler_text);
	return !result->problem[0] && result->compile == VERDICT_PASS;
}

static void count_case(const struct trial *trial, size_t index, struct tally *tally)
{
	for (uint32_t run = 0; run < trial->repeats; run++) {
		const struct lab_case *one = &trial->result.cases[run * trial->n_cases + index];

		tally->runs++;
		if (one->verdict == VERDICT_PASS)
			tally->passed++;
		else if (!tally->failed)
			tally->failed = one;
	}
}

static void tell_solution_case(
	const struct trial *trial, size_t index, const struct tally *tally, struct report *report)
{
	char path[PATH_BYTES], words[JOB_DETAIL_MAX + 64];
	const struct report_place place = { .file = name_program(trial, path), .line = 1 };

	if (tally->passed == tally->runs || !tally->failed)
		return;
	if (tally->passed > 0)
		report_finding(report, &place,
			"step %s: the solution passed the case %s in %zu of %zu runs only; else: "
			"%s",
			trial->step->name, name_case(trial->step, index), tally->passed,
			tally->runs, describe(tally->failed, words));
	else
		report_finding(report, &place, "step %s: the solution fails the case %s: %s",
			trial->step->name, name_case(trial->step, index),
			describe(tally->failed, words));
}

/* A pattern that fits everything compares nothing. */
static void judge_expected(const struct trial *trial, size_t index, struct report *report)
{
	const struct step *step = trial->step;
	const struct lesson_case *one = &step->cases[index];
	const struct lab_case *ran = &trial->result.cases[index];
	_cleanup_buffer_ struct buffer other = { 0 };
	char note[COMPARE_NOTE_MAX], path[PATH_BYTES];
	struct comparison comparison;

	if (step->check != CHECK_OUTPUT || ran->verdict != VERDICT_PASS || !ran->stdout_text ||
		ran->stdout_total != ran->stdout_len ||
		comparison_parse(one->own && one->own->compare ? one->own->compare : step->compare,
			&comparison) < 0 ||
		change_output(ran->stdout_text, ran->stdout_len, &other) < 0)
		return;
	if (comparison_run(&comparison, one->expected, one->expected_len, other.data, other.len,
		    note) == 1)
		report_finding(report, REPORT_AT(name_expected(step, index, path), 1),
			"step %s: any output at all would pass this case", step->name);
}

/* All trials of one solution, from `first` on; returns how many there are. */
static size_t judge_solution(const struct trials *trials, size_t first, struct report *report)
{
	const struct trial *trial = trials->items[first];
	size_t n = 1, n_run;

	while (first + n < trials->count && trials->items[first + n]->kind == TRIAL_SOLUTION &&
		trials->items[first + n]->own == trial->own)
		n++;
	for (n_run = 0; n_run < n; n_run++) {
		if (!judge_run(trials->items[first + n_run], report))
			return n;
	}
	for (size_t i = 0; i < trial->n_cases; i++) {
		struct tally tally = { 0 };

		for (size_t k = 0; k < n; k++)
			count_case(trials->items[first + k], i, &tally);
		tell_solution_case(trial, i, &tally, report);
		judge_expected(trial, i, report);
	}
	return n;
}

static void judge_changed(const struct trial *trial, struct report *report)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < trial->n_cases; i++) {
		const struct lesson_case *one = &trial->step->cases[i];

		/* A judge that knows by itself what is right has nothing to read there. */
		if (!one->expected ||
			(one->expected_len == 0 && check_kind_has_judge(trial->step->check)) ||
			trial->result.cases[i].verdict != VERDICT_PASS)
			continue;
		report_finding(report, REPORT_AT(name_expected(trial->step, i, path), 1),
			"step %s: when this is changed, the case passes all the same",
			trial->step->name);
	}
}

static bool passes_all(const struct trial *trial, size_t *ret_failed)
{
	*ret_failed = 0;
	for (size_t i = 0; i < trial->n_cases; i++) {
		if (trial->result.cases[i].verdict == VERDICT_PASS)
			continue;
		*ret_failed = i;
		return false;
	}
	return true;
}

static void judge_early_exit(const struct trial *trial, struct report *report)
{
	size_t failed;

	if (!trial->result.problem[0] && passes_all(trial, &failed))
		report_finding(report, REPORT_AT("lesson.ini", trial->step->line),
			"step %s: a submission in %s that ends at once, with status 0, passes: "
			"proof = has to name what only a whole run prints",
			trial->step->name, trial->own->language);
}

static void judge_starter(const struct trial *trial, struct report *report)
{
	char path[PATH_BYTES], words[JOB_DETAIL_MAX + 64];
	const struct report_place place = { .file = name_program(trial, path), .line = 1 };
	size_t failed;
	bool passes;

	if (!judge_run(trial, report))
		return;
	passes = passes_all(trial, &failed);
	if (passes && !trial->step->is_example)
		report_finding(report, &place,
			"step %s: the starter passes already: leave something to do, or say "
			"example = yes",
			trial->step->name);
	else if (!passes && trial->step->is_example)
		report_finding(report, &place,
			"step %s: the starter of an example has to pass, it fails the case %s: %s",
			trial->step->name, name_case(trial->step, failed),
			describe(&trial->result.cases[failed], words));
}

void trials_judge(const struct trials *trials, struct report *report)
{
	size_t i = 0;

	while (i < trials->count) {
		const struct trial *trial = trials->items[i];

		if (trial->kind == TRIAL_SOLUTION) {
			i += judge_solution(trials, i, report);
			continue;
		}
		if (trial->kind == TRIAL_CHANGED)
			judge_changed(trial, report);
		else if (trial->kind == TRIAL_EARLY_EXIT)
			judge_early_exit(trial, report);
		else
			judge_starter(trial, report);
		i++;
	}
}
