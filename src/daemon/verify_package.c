/* SPDX-License-Identifier: MIT */
/*
 * Every program of a problem package gets a verdict that its label permits. Where the package leaves
 * the time limit to a measurement, the accepted ones are run first, one after the other, and the
 * slowest makes the limit for the others. What is labelled too slow is given the package's margin
 * beyond the limit: what ends within it is told, for on another day it may pass.
 */
#include "daemon/verify_foreign.h"

#include "learn/labelled.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* No accepted program may take longer; and an author who has none so slow did not leave it to us. */
#define MEASURE_US (60 * UINT64_C(1000000))

struct package {
	const struct foreign_settings *settings;
	struct lab *lab;
	const struct lesson *lesson;
	struct report *report;
	struct step step; /* the lesson's, with the time limit that holds; owns nothing */
	struct labelled_set set;
	struct lab_result *results; /* as many as programs */
	bool *was_run;
	uint64_t slowest_us;
	const char *slowest; /* its path */
};

static void package_done(struct package *package)
{
	for (size_t i = 0; package->results && i < package->set.count; i++)
		lab_result_done(&package->results[i]);
	free(package->results);
	free(package->was_run);
	labelled_done(&package->set);
}

static bool is_accepted(const struct labelled *one)
{
	return strcmp(one->label, "accepted") == 0;
}

static bool is_too_slow(const struct labelled *one)
{
	return strcmp(one->label, "time_limit_exceeded") == 0;
}

/* Of programs in the language. */
static uint64_t factor_of(const struct language *language)
{
	return language->contest_time > 1 ? language->contest_time : 1;
}

/* Running. */

static int start(struct package *package, size_t index, const struct step *step)
{
	const struct labelled *one = &package->set.items[index];
	struct probe probe = { .step = step,
		.files = one->files,
		.n_files = one->n_files,
		.stops_at_first = step->stop_at_first };
	int r;

	if (package->settings->language && strcmp(package->settings->language, one->language) != 0)
		return 0;
	if (!step_find_language(step, one->language)) {
		report_skipped(package->report, "%s: %s: the package does not allow its language",
			package->lesson->id, one->path);
		return 0;
	}
	if (!probe_find_languages(package->settings, one->language, package->lesson->id,
		    package->report, &probe))
		return 0;
	r = probe_start(package->settings, &probe, one->path, package->lab, package->report,
		&package->results[index]);
	package->was_run[index] = r >= 0;
	return r == -EINVAL ? 0 : r;
}

static int start_others(struct package *package, bool has_accepted)
{
	struct step with_margin = package->step;
	int r = 0;

	with_margin.limits.cpu_us =
		(uint64_t)((double)package->step.limits.cpu_us * package->step.contest.margin);
	for (size_t i = 0; r >= 0 && i < package->set.count; i++) {
		const struct labelled *one = &package->set.items[i];

		if (one->problem || (has_accepted && is_accepted(one)))
			continue;
		r = start(package, i, is_too_slow(one) ? &with_margin : &package->step);
	}
	return r < 0 ? r : lab_wait(package->lab);
}

/* The measurement. */

static void note_slowest(struct package *package, size_t index)
{
	const struct lab_result *result = &package->results[index];
	const struct labelled *one = &package->set.items[index];
	const struct language *language =
		language_set_find(package->settings->languages, one->language);

	for (size_t i = 0; language && i < result->n_cases; i++) {
		uint64_t took_us = result->cases[i].cpu_us / factor_of(language);

		if (result->cases[i].verdict != VERDICT_PASS || took_us < package->slowest_us)
			continue;
		package->slowest_us = took_us;
		package->slowest = one->path;
	}
}

/* One after the other: they would make each other slower. */
static int run_accepted(struct package *package)
{
	struct step unlimited = package->step;
	int r = 0;

	unlimited.limits.cpu_us = MEASURE_US;
	for (size_t i = 0; r >= 0 && i < package->set.count; i++) {
		if (package->set.items[i].problem || !is_accepted(&package->set.items[i]))
			continue;
		for (uint32_t k = 0; r >= 0 && k < package->settings->runs; k++) {
			lab_result_done(&package->results[i]);
			r = start(package, i, &unlimited);
			if (r >= 0)
				r = lab_wait(package->lab);
			note_slowest(package, i);
		}
	}
	return r;
}

static int choose_time(struct package *package)
{
	const struct step_contest *contest = &package->step.contest;
	struct timelimit chosen = { .stamp = contest->stamp };
	int r = run_accepted(package);

	if (r < 0)
		return r;
	if (!package->slowest) {
		report_warning(package->report, REPORT_AT("submissions/accepted", 0),
			"no time limit can be measured: none of these passes here");
		return 0;
	}
	chosen.limit_us =
		timelimit_choose(package->slowest_us, contest->times_slowest, contest->resolution);
	chosen.slowest_us = package->slowest_us;
	chosen.folder = package->step.data_folder;
	report_say(package->report, "%s: time limit %g s: %g times the slowest, %s, which takes %.3f s",
		package->lesson->id, (double)chosen.limit_us / 1e6, contest->times_slowest,
		package->slowest, (double)package->slowest_us / 1e6);
	package->step.limits.cpu_us = chosen.limit_us;
	return package->settings->times ? timelimits_set(package->settings->times, &chosen) : 0;
}

/* Judging. */

/* What is over the limit, but within the margin, has run to its end. */
static enum verdict verdict_of(
	const struct package *package, const struct lab_case *one, const struct language *language)
{
	uint64_t limit_us = package->step.limits.cpu_us * factor_of(language);

	return one->verdict != VERDICT_SKIPPED && one->cpu_us > limit_us ? VERDICT_TIMEOUT
									  : one->verdict;
}

/* The first case that did not pass; as soon as one is as its label says, where all cases count. */
static const struct lab_case *find_telling(const struct package *package, const struct labelled *one,
	const struct lab_result *result, size_t *ret_index)
{
	const struct language *language =
		language_set_find(package->settings->languages, one->language);
	const struct lab_case *first = NULL;

	for (size_t i = 0; i < result->n_cases; i++) {
		enum verdict verdict = verdict_of(package, &result->cases[i], language);
		bool is_as_said = one->required & (1u << verdict);

		if (verdict == VERDICT_PASS || verdict == VERDICT_SKIPPED)
			continue;
		if (!first || (is_as_said && !package->step.stop_at_first)) {
			first = &result->cases[i];
			*ret_index = i;
		}
		if (package->step.stop_at_first || is_as_said)
			break;
	}
	return first;
}

static void tell_margin(const struct package *package, const struct labelled *one,
	const struct lab_case *telling)
{
	if (telling->verdict != VERDICT_TIMEOUT)
		report_warning(package->report, REPORT_AT(one->path, 0),
			"it is too slow by less than the package's margin: %.3f s, where the limit "
			"is %g s",
			(double)telling->cpu_us / 1e6, (double)package->step.limits.cpu_us / 1e6);
}

static void tell_case(const struct package *package, const struct labelled *one,
	const struct lab_case *telling, size_t index)
{
	const char *name = index < package->step.n_cases ? package->step.cases[index].name : "tests";
	char words[PROBE_WORDS_MAX];

	if (telling->verdict == VERDICT_INTERNAL)
		report_finding(package->report, REPORT_AT(one->path, 0),
			"the package's own validator fails on the case %s: %s", name,
			probe_describe(telling, words));
	else
		report_finding(package->report, REPORT_AT(one->path, 0),
			"its label is %s, and the case %s is: %s, after %.3f s", one->label, name,
			probe_describe(telling, words), (double)telling->cpu_us / 1e6);
}

static void judge(const struct package *package, size_t index)
{
	const struct labelled *one = &package->set.items[index];
	const struct lab_result *result = &package->results[index];
	const struct language *language =
		language_set_find(package->settings->languages, one->language);
	const struct lab_case *telling;
	size_t i = 0;

	if (!result->problem[0] && result->compile != VERDICT_PASS &&
		(one->required & (1u << VERDICT_COMPILE)))
		return;
	if (!probe_was_run(result, one->path, package->report))
		return;
	telling = find_telling(package, one, result, &i);
	if (!telling && !(one->required & (1u << VERDICT_PASS)))
		report_finding(package->report, REPORT_AT(one->path, 0),
			"its label is %s, and it passes all cases", one->label);
	else if (telling && !(one->required & (1u << verdict_of(package, telling, language))))
		tell_case(package, one, telling, i);
	else if (telling && is_too_slow(one) && verdict_of(package, telling, language) == VERDICT_TIMEOUT)
		tell_margin(package, one, telling);
}

/* What needs no program. */

static void look_at_text(const struct package *package)
{
	const char *text = package->lesson->text ? package->lesson->text : "";
	const char *unknown = strstr(text, "*Parts of the statement are not shown");

	if (unknown)
		report_warning(package->report, REPORT_AT("", 0), "the statement: %.*s",
			(int)strcspn(unknown, "\n"), unknown);
}

static void look_at_set(const struct package *package, int dir_fd)
{
	size_t n_accepted = 0;
	struct stat st;

	for (size_t i = 0; i < package->set.count; i++) {
		const struct labelled *one = &package->set.items[i];

		if (one->problem)
			report_skipped(package->report, "%s: %s: %s", package->lesson->id, one->path,
				one->problem);
		n_accepted += is_accepted(one) && !one->problem;
	}
	if (n_accepted == 0)
		report_warning(package->report, REPORT_AT("submissions", 0),
			"no accepted program can be run: whether the cases can be passed is not known");
	if (fstatat(dir_fd, "submissions/submissions.yaml", &st, 0) == 0)
		report_warning(package->report, REPORT_AT("submissions/submissions.yaml", 0),
			"is not read: what is expected of a program is what its folder is called");
}

static int verify(struct package *package)
{
	const bool is_measured = package->step.contest.stamp > 0;
	const bool only_measures = package->settings->times;
	int r = is_measured ? choose_time(package) : 0;

	if (r >= 0 && !only_measures)
		r = start_others(package, is_measured);
	for (size_t i = 0; r >= 0 && i < package->set.count; i++)
		if (package->was_run[i])
			judge(package, i);
	return r;
}

int package_verify(const struct foreign_settings *settings, struct lab *lab,
	const struct lesson *lesson, int dir_fd, struct report *report)
{
	_cleanup_(package_done) struct package package = { .settings = settings,
		.lab = lab,
		.lesson = lesson,
		.report = report,
		.step = lesson->steps[0] };
	int r = labelled_read(dir_fd, &package.set);

	if (r < 0 && r != -ENOMEM) {
		report_finding(report, REPORT_AT("submissions", 0), "can't be read: %s", strerror(-r));
		return 0;
	}
	package.results = calloc(package.set.count + 1, sizeof(*package.results));
	package.was_run = calloc(package.set.count + 1, sizeof(bool));
	if (r < 0 || !package.results || !package.was_run)
		return -ENOMEM;
	if (!settings->times) {
		look_at_text(&package);
		look_at_set(&package, dir_fd);
	}
	return verify(&package);
}
