/* SPDX-License-Identifier: MIT */
/*
 * First all programs of the lesson are handed to the lab, which runs them beside each other; then
 * they are judged in the lesson's order, so that the findings come in the same order each time.
 * Where a program can't be changed by what it did before, its runs are repeated in one job: it is
 * compiled once. A test suite may write into its folder, so each of its runs is a job.
 */
#include "daemon/verify_programs.h"

#include "daemon/jobspec.h"
#include "daemon/verify_change.h"
#include "daemon/verify_judge.h"

#include <errno.h>
#include <string.h>

struct programs {
	const struct programs_settings *settings;
	struct lab *lab;
	const struct lesson *lesson;
	struct report *report;
	struct trials trials;
};

void trials_done(struct trials *trials)
{
	for (size_t i = 0; i < trials->count; i++) {
		lab_result_done(&trials->items[i]->result);
		free(trials->items[i]);
	}
	free(trials->items);
	*trials = (struct trials){ 0 };
}

static struct trial *add_trial(struct trials *trials, const struct trial *like)
{
	struct trial **items =
		reallocarray(trials->items, trials->count + 1, sizeof(struct trial *));
	struct trial *trial = calloc(1, sizeof(*trial));

	if (items)
		trials->items = items;
	if (!items || !trial) {
		free(trial);
		return NULL;
	}
	*trial = *like;
	return items[trials->count++] = trial;
}

static const struct lesson_language *find_files(const struct lesson *lesson, const char *language)
{
	for (size_t i = 0; i < lesson->languages.count; i++) {
		if (strcmp(lesson->languages.items[i], language) == 0)
			return &lesson->starters[i];
	}
	return NULL;
}

static const struct lesson_file *find_file(
	const struct lesson_file *files, size_t n_files, const char *name)
{
	for (size_t i = 0; i < n_files; i++) {
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	}
	return NULL;
}

/* As a learner would send it: the step's files and no others; all, where it takes any. */
static int add_files(struct job *job, const struct trial *trial, const struct lesson_language *from)
{
	const bool is_starter = trial->kind == TRIAL_STARTER;
	const struct lesson_file *files = is_starter ? from->starter : from->solution;
	size_t n_files = is_starter ? from->n_starter : from->n_solution;
	int r = 0;

	for (size_t i = 0; r >= 0 && trial->own->files.count == 0 && i < n_files; i++)
		r = job_add_file(job, files[i].name, files[i].data, files[i].len, false);
	for (size_t i = 0; r >= 0 && i < trial->own->files.count; i++) {
		const struct lesson_file *file =
			find_file(files, n_files, trial->own->files.items[i]);

		if (file)
			r = job_add_file(job, file->name, file->data, file->len, file->executable);
	}
	return r;
}

static int copy_case(struct job *job, const struct job_case *from)
{
	struct job_case *to = job_add_case(job, from->name);
	int r = to ? strlist_copy(&to->args, &from->args) : -ENOMEM;

	if (r < 0)
		return r;
	to->expected_status = from->expected_status;
	to->input = from->input ? malloc(from->input_len + 1) : NULL;
	to->expected = from->expected ? malloc(from->expected_len + 1) : NULL;
	if ((from->input && !to->input) || (from->expected && !to->expected))
		return -ENOMEM;
	if (from->input_len > 0)
		memcpy(to->input, from->input, from->input_len);
	if (from->expected_len > 0)
		memcpy(to->expected, from->expected, from->expected_len);
	to->input_len = from->input_len;
	to->expected_len = from->expected_len;
	to->compare = from->compare ? strdup(from->compare) : NULL;
	if (from->compare && !to->compare)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < from->n_files; i++)
		r = job_case_add_file(to, from->files[i].name, from->files[i].data,
			from->files[i].len, from->files[i].executable);
	return r < 0 ? r : strlist_copy(&to->judge_args, &from->judge_args);
}

static int repeat_cases(struct job *job, uint32_t times)
{
	size_t n = job->n_cases;
	int r = 0;

	for (uint32_t run = 1; r >= 0 && run < times; run++) {
		for (size_t i = 0; r >= 0 && i < n; i++) {
			struct job_case from = job->cases[i]; /* the array may move */

			r = copy_case(job, &from);
		}
	}
	return r;
}

static int build(const struct programs *programs, const struct trial *trial, struct job **ret_job)
{
	const struct lesson_language *from = find_files(programs->lesson, trial->own->language);
	const struct jobspec spec = { .config = programs->settings->config,
		.step = trial->step,
		.language = trial->language,
		.judge_language = trial->judge_language };
	_cleanup_(job_freep) struct job *job = job_new();
	int r = job && from ? add_files(job, trial, from) : -ENOMEM;

	if (r >= 0 && trial->kind == TRIAL_EARLY_EXIT)
		r = change_to_early_exit(job, trial->language, trial->own);
	if (r >= 0)
		r = jobspec_fill(&spec, job);
	if (r >= 0 && trial->kind == TRIAL_CHANGED)
		r = change_expected(job);
	if (r >= 0)
		r = repeat_cases(job, trial->repeats);
	if (r < 0)
		return r;
	job->stop = JOB_STOP_NEVER;
	*ret_job = TAKE_PTR(job);
	return 0;
}

static int start(struct programs *programs, const struct trial *like)
{
	struct job *job = NULL;
	struct trial *trial;
	int r = build(programs, like, &job);

	if (r == -EOPNOTSUPP) /* nothing of this can be changed */
		return 0;
	trial = r < 0 ? NULL : add_trial(&programs->trials, like);
	if (r >= 0 && !trial) {
		job_free(job);
		r = -ENOMEM;
	}
	if (r == -ENOMEM || r >= 0) {
		if (trial) {
			trial->n_cases = job->n_cases / trial->repeats;
			trial->result.keep = trial->kind == TRIAL_SOLUTION ? trial->n_cases : 0;
			programs->report->runs += job->n_cases;
		}
		return trial ? lab_submit(programs->lab, job, &trial->result) : r;
	}
	report_finding(programs->report, REPORT_AT("lesson.ini", like->step->line),
		"step %s, %s: no job can be made of it: %s", like->step->name, like->own->language,
		strerror(-r));
	return 0;
}

/* In two jobs, so that both a fresh sandbox and a used one are seen; a suite in a job a run. */
static int start_solutions(struct programs *programs, struct trial *like)
{
	uint32_t left = programs->settings->runs;
	size_t n_cases = jobspec_count_cases(like->step);
	uint32_t most = like->step->check == CHECK_TESTS ? 1 : (left + 1) / 2;
	int r = 0;

	if (most > JOB_CASES_MAX / n_cases)
		most = (uint32_t)(JOB_CASES_MAX / n_cases);
	like->kind = TRIAL_SOLUTION;
	while (r >= 0 && left > 0) {
		like->repeats = left < most ? left : most;
		left -= like->repeats;
		r = start(programs, like);
	}
	like->repeats = 1;
	return r;
}

static bool has_solution(struct programs *programs, const struct trial *like)
{
	const struct lesson_language *from = find_files(programs->lesson, like->own->language);
	bool has_all = true;

	for (size_t i = 0; from && i < like->own->files.count; i++) {
		const char *name = like->own->files.items[i];

		if (find_file(from->solution, from->n_solution, name))
			continue;
		report_finding(programs->report, REPORT_AT("lesson.ini", like->step->line),
			"step %s: solution/%s/%s is missing", like->step->name, like->own->language,
			name);
		has_all = false;
	}
	return has_all;
}

static int start_language(struct programs *programs, struct trial *like, bool is_first)
{
	int r = has_solution(programs, like) ? start_solutions(programs, like) : -ENOENT;

	if (r >= 0 && is_first && like->step->check != CHECK_TESTS) {
		like->kind = TRIAL_CHANGED;
		r = start(programs, like);
	}
	if (r >= 0 && like->step->check == CHECK_TESTS) {
		like->kind = TRIAL_EARLY_EXIT;
		r = start(programs, like);
	}
	if (r < 0 && r != -ENOENT)
		return r;
	like->kind = TRIAL_STARTER;
	return start(programs, like);
}

static void tell_missing(struct programs *programs, const struct step *step, const char *id,
	const struct language *language)
{
	if (!language)
		report_finding(programs->report, REPORT_AT("lesson.ini", step->line),
			"step %s: the language %s is not defined on this host", step->name, id);
	else
		report_skipped(programs->report, "%s, step %s: %s needs %s (package %s)",
			programs->lesson->id, step->name, language->name, language->missing_tool,
			language->package ? language->package : language->id);
}

static int start_step(struct programs *programs, const struct step *step)
{
	const struct programs_settings *settings = programs->settings;
	struct trial like = { .step = step, .repeats = 1 };
	bool is_first = true;
	int r = 0;

	if (jobspec_find_judge(step, settings->languages, &like.judge_language) < 0) {
		tell_missing(programs, step, step->judge_language, like.judge_language);
		return 0;
	}
	for (size_t i = 0; r >= 0 && i < step->n_languages; i++) {
		like.own = &step->languages[i];
		if (settings->language && strcmp(settings->language, like.own->language) != 0)
			continue;
		like.language = language_set_find(settings->languages, like.own->language);
		if (!like.language || like.language->missing_tool) {
			tell_missing(programs, step, like.own->language, like.language);
			continue;
		}
		r = start_language(programs, &like, is_first);
		is_first = false;
	}
	return r;
}

static void on_progress(void *userdata, size_t ended, size_t submitted)
{
	struct report *report = userdata;

	report_progress(report, "%s: %zu of %zu programs", report->id, ended, submitted);
}

int programs_verify(const struct programs_settings *settings, struct lab *lab,
	const struct lesson *lesson, struct report *report)
{
	struct programs programs = {
		.settings = settings, .lab = lab, .lesson = lesson, .report = report
	};
	int r = 0;

	lab_on_progress(lab, on_progress, report);
	for (size_t i = 0; r >= 0 && i < lesson->n_steps; i++) {
		if (!settings->step || strcmp(settings->step, lesson->steps[i].name) == 0)
			r = start_step(&programs, &lesson->steps[i]);
	}
	if (r >= 0)
		r = lab_wait(lab);
	if (r >= 0)
		trials_judge(&programs.trials, report);
	trials_done(&programs.trials);
	return r;
}
