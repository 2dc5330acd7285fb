/* SPDX-License-Identifier: MIT */
/*
 * An exercise of Exercism has an example that passes and a stub that does not; where the stub passes,
 * the exercise may be to make it better, so that is told and is no fault. An assignment of GitHub
 * Classroom has no solution: that its commands find their tools is what can be known of it.
 */
#include "daemon/verify_foreign.h"

#include <errno.h>
#include <string.h>

struct exercise_check {
	const struct foreign_settings *settings;
	struct lab *lab;
	const struct lesson *lesson;
	struct report *report;
	struct probe probe; /* of the step */
	const char *path;   /* the file that the step is said in */
};

/* Until it has ended. 0, -EINVAL (told), -EOPNOTSUPP, -ENOMEM or what the lab says. */
static int run(const struct exercise_check *check, struct lab_result *result)
{
	int r = probe_start(check->settings, &check->probe, check->path, check->lab, check->report, result);

	return r < 0 ? r : lab_wait(check->lab);
}

static const struct lab_case *find_failed(const struct lab_result *result)
{
	for (size_t i = 0; i < result->n_cases; i++)
		if (result->cases[i].verdict != VERDICT_PASS)
			return &result->cases[i];
	return NULL;
}

static int check_example(struct exercise_check *check, const struct lesson_language *files)
{
	int r = 0;

	check->probe.files = files->solution;
	check->probe.n_files = files->n_solution;
	if (files->n_solution == 0)
		report_warning(check->report, REPORT_AT(check->path, 0),
			"no example is named: whether the tests can be passed is not known");
	for (uint32_t i = 0; r == 0 && files->n_solution > 0 && i < check->settings->runs; i++) {
		_cleanup_(lab_result_done) struct lab_result result = { 0 };
		char words[PROBE_WORDS_MAX];
		const struct lab_case *failed;

		r = run(check, &result);
		if (r < 0 || !probe_was_run(&result, check->path, check->report))
			break;
		failed = find_failed(&result);
		if (failed)
			report_finding(check->report, REPORT_AT(check->path, 0),
				"the example does not pass the tests: %s", probe_describe(failed, words));
		if (failed)
			break;
	}
	return r == -EINVAL ? 0 : r;
}

/* With status 0 at once, before a test has run. */
static int check_early_exit(struct exercise_check *check)
{
	_cleanup_(lab_result_done) struct lab_result result = { 0 };
	int r;

	if (check->probe.n_files == 0)
		return 0;
	check->probe.exits_early = true;
	r = run(check, &result);
	check->probe.exits_early = false;
	if (r == 0 && !result.problem[0] && result.compile == VERDICT_PASS && !find_failed(&result))
		report_warning(check->report, REPORT_AT(check->path, 0),
			"a submission that ends at once, with status 0, passes: proof = of the "
			"language %s does not tell it",
			check->probe.language->id);
	return r == -EINVAL || r == -EOPNOTSUPP ? 0 : r;
}

static int check_stub(struct exercise_check *check, const struct lesson_language *files)
{
	_cleanup_(lab_result_done) struct lab_result result = { 0 };
	int r;

	check->probe.files = files->starter;
	check->probe.n_files = files->n_starter;
	r = run(check, &result);
	if (r == 0 && !result.problem[0] && result.compile == VERDICT_PASS && !find_failed(&result))
		report_warning(check->report, REPORT_AT(check->path, 0),
			"the stub passes already: right where the exercise is to make it better");
	return r == -EINVAL ? 0 : r;
}

static int check_exercise(struct exercise_check *check, const struct lesson_language *files)
{
	int r = check_example(check, files);

	if (r == 0)
		r = check_early_exit(check);
	return r < 0 ? r : check_stub(check, files);
}

/* What bash(1) and others say of a program that isn't there. */
static const char *find_missing(const char *text)
{
	static const char *const words[] = { "command not found", "No module named", "No such file or directory" };
	const char *found = NULL;

	for (size_t i = 0; text && !found && i < ARRAY_SIZE(words); i++)
		found = strstr(text, words[i]);
	while (found && found > text && found[-1] != '\n')
		found--;
	return found;
}

static int check_assignment(struct exercise_check *check, const struct lesson_language *files)
{
	_cleanup_(lab_result_done) struct lab_result result = { 0 };
	const struct lab_case *failed;
	const char *missing;
	int r;

	check->probe.files = files->starter;
	check->probe.n_files = files->n_starter;
	r = run(check, &result);
	if (r < 0 || !probe_was_run(&result, check->path, check->report))
		return r == -EINVAL ? 0 : r;
	failed = find_failed(&result);
	missing = failed ? find_missing(failed->stderr_text) : NULL;
	if (!failed)
		report_warning(check->report, REPORT_AT(check->path, 0),
			"test %s passes with what the learner is given", check->probe.step->title);
	else if (missing && (failed->exit_status == 127 || strstr(missing, "command not found")))
		report_finding(check->report, REPORT_AT(check->path, 0),
			"test %s: a tool is not installed here: %.*s", check->probe.step->title,
			(int)strcspn(missing, "\n"), missing);
	else if (missing)
		report_warning(check->report, REPORT_AT(check->path, 0),
			"test %s misses something, which the learner may have to make: %.*s",
			check->probe.step->title, (int)strcspn(missing, "\n"), missing);
	return 0;
}

int exercise_verify(const struct foreign_settings *settings, struct lab *lab,
	const struct lesson *lesson, enum survey_kind kind, struct report *report)
{
	const bool is_exercise = kind == SURVEY_EXERCISE;
	struct exercise_check check = { .settings = settings,
		.lab = lab,
		.lesson = lesson,
		.report = report,
		.path = is_exercise ? ".meta/config.json" : ".github/classroom/autograding.json" };
	int r = 0;

	for (size_t i = 0; r == 0 && i < lesson->n_steps; i++) {
		const char *id = lesson->languages.items[0];

		check.probe = (struct probe){ .step = &lesson->steps[i] };
		if ((settings->step && strcmp(settings->step, lesson->steps[i].name) != 0) ||
			(settings->language && strcmp(settings->language, id) != 0))
			continue;
		if (!probe_find_languages(settings, id, lesson->id, report, &check.probe))
			break;
		r = is_exercise ? check_exercise(&check, &lesson->starters[0])
				: check_assignment(&check, &lesson->starters[0]);
	}
	return r;
}
