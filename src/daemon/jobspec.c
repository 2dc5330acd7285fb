/* SPDX-License-Identifier: MIT */
#include "daemon/jobspec.h"

#include "daemon/joblimits.h"
#include "daemon/jobspec_case.h"
#include "daemon/suite.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>


size_t jobspec_count_cases(const struct step *step)
{
	return step->n_cases == 0 ? 1 : step->n_cases;
}

int jobspec_list_overlay(const struct jobspec *spec, struct strlist *ret_names)
{
	const struct step_language *own = step_find_language(spec->step, spec->language->id);
	int r = 0;

	for (size_t i = 0; own && r >= 0 && i < own->n_tests; i++)
		r = strlist_add(ret_names, own->tests[i].name);
	return r;
}

static struct job_file *find_file(struct job *job, const char *name)
{
	for (size_t i = 0; i < job->n_files; i++) {
		if (strcmp(job->files[i].name, name) == 0)
			return &job->files[i];
	}
	return NULL;
}

static int replace_file(struct job_file *file, const struct lesson_file *with)
{
	char *data = malloc(with->len + 1);

	if (!data)
		return -ENOMEM;
	if (with->len > 0)
		memcpy(data, with->data, with->len);
	data[with->len] = '\0';
	free(file->data);
	file->data = data;
	file->len = with->len;
	file->executable = with->executable;
	return 0;
}

static int lay_over(
	struct job *job, const struct language *language, const struct step_language *own)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < own->n_tests; i++) {
		struct lesson_file test = own->tests[i];
		struct job_file *file = find_file(job, test.name);
		_cleanup_buffer_ struct buffer kept = { 0 };

		if (suite_is_one(own, test.name)) {
			r = suite_drop_lines(language, &test, &kept);
			if (r < 0)
				return r;
			test.data = kept.data;
			test.len = kept.len;
		}
		r = file ? replace_file(file, &test)
			 : job_add_file(job, test.name, test.data, test.len, test.executable);
	}
	return r;
}

static int set_compare(struct job *job, const struct step *step)
{
	const char *proof = step->proof;

	if (step->check != CHECK_TESTS || !proof)
		job->compare = strdup(step->compare ? step->compare : "exact");
	else if (strcmp(proof, "tap") == 0)
		job->compare = strdup(proof);
	else if (asprintf(&job->compare, "proof %s", proof) < 0)
		job->compare = NULL;
	return job->compare ? 0 : -ENOMEM;
}

/* What runs: the lesson's test command, the language's, or simply the program. */
static int set_commands(
	struct job *job, const struct jobspec *spec, const struct step_language *own)
{
	const struct language *language = spec->language;
	_cleanup_strlist_ struct strlist names = { 0 }, command = { 0 };
	const struct strlist *run = &language->run;
	const char *main_file = own->main_file;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < job->n_files; i++)
		r = strlist_add(&names, job->files[i].name);
	if (r >= 0 && !main_file)
		main_file = language_choose_main(language, &names);
	if (r >= 0 && language->compile.count > 0 && !own->builds_itself)
		r = language_expand(
			language, &language->compile, &names, main_file, &job->compile);
	if (r < 0)
		return r;
	if (spec->step->check == CHECK_TESTS && own->test_command) {
		r = strlist_split_quoted(&command, own->test_command);
		run = &command;
	} else if (spec->step->check == CHECK_TESTS && language->test.count > 0) {
		return language_expand_tests(
			language, &own->suites, &names, main_file, &job->run);
	}
	return r < 0 ? r : language_expand(language, run, &names, main_file, &job->run);
}

int jobspec_find_judge(const struct step *step, const struct language_set *languages,
	const struct language **ret_language)
{
	*ret_language = NULL;
	if (!check_kind_has_judge(step->check))
		return 0;
	*ret_language = language_set_find(languages, step->judge_language);
	return *ret_language && !(*ret_language)->missing_tool ? 0 : -ENOENT;
}

static int add_judge_files(struct job_judge *judge, const struct step *step, struct strlist *names)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < step->n_judge; i++) {
		const struct lesson_file *file = &step->judge[i];

		r = job_judge_add_file(judge, file->name, file->data, file->len, file->executable);
		if (r >= 0)
			r = strlist_add(names, file->name);
	}
	return r;
}

/* It builds and runs itself, by scripts of its own. */
static int set_scripts(struct job_judge *judge)
{
	int r = strlist_add(&judge->run, JOB_BOX_DIR "/run");

	for (size_t i = 0; r >= 0 && i < judge->n_files; i++)
		if (strcmp(judge->files[i].name, "build") == 0)
			r = strlist_add(&judge->compile, JOB_BOX_DIR "/build");
	return r;
}

static int add_judge(struct job *job, const struct jobspec *spec)
{
	static const enum job_check checks[CHECK_KIND_COUNT] = {
		[CHECK_CHECKER] = JOB_CHECK_CHECKER,
		[CHECK_INTERACTIVE] = JOB_CHECK_INTERACTIVE,
		[CHECK_SERVICE] = JOB_CHECK_SERVICE,
	};
	const struct step *step = spec->step;
	const struct language *language = spec->judge_language;
	_cleanup_strlist_ struct strlist names = { 0 };
	struct job_judge *judge;
	int r;

	if (!check_kind_has_judge(step->check))
		return 0;
	if (!language)
		return -EINVAL;
	judge = job_add_judge(job, checks[step->check]);
	if (!judge)
		return -ENOMEM;
	joblimits_set_judge(spec, job);
	r = add_judge_files(judge, step, &names);
	judge->passes = step->passes;
	if (r >= 0)
		r = strlist_copy(&judge->args, &step->judge_args);
	if (step->judge_scripts)
		return r < 0 ? r : set_scripts(judge);
	if (r >= 0 && language->compile.count > 0)
		r = language_expand(
			language, &language->compile, &names, step->judge_main, &judge->compile);
	if (r >= 0)
		r = language_expand(
			language, &language->run, &names, step->judge_main, &judge->run);
	return r;
}

/* The step leaves to the language what proves that its tests ran. */
static int set_suite_proof(
	struct job *job, const struct language *language, const struct step_language *own)
{
	_cleanup_free_ char *compare = NULL, *expected = NULL;
	int r = suite_proof(language, own, &compare, &expected);

	if (r <= 0)
		return r;
	free(job->compare);
	job->compare = TAKE_PTR(compare);
	for (size_t i = 0; expected && i < job->n_cases; i++) {
		struct job_case *one = &job->cases[i];

		if (one->expected)
			continue;
		one->expected = strdup(expected);
		if (!one->expected)
			return -ENOMEM;
		one->expected_len = strlen(expected);
	}
	return 0;
}

/* A group ends with a case that did not pass, where the score is clear then. */
static void set_stops(const struct scoring *scoring, struct job *job)
{
	if (!scoring || scoring->n_cases != job->n_cases)
		return;
	job->stop = JOB_STOP_IN_GROUPS;
	for (uint32_t i = 0; i < job->n_cases; i++)
		job->cases[i].next = scoring_next(scoring, i);
}

int jobspec_fill(const struct jobspec *spec, struct job *job)
{
	const struct step_language *own = step_find_language(spec->step, spec->language->id);
	int r;

	if (!own)
		return -EINVAL;
	joblimits_set(spec, job);
	job->in_box = spec->step->check == CHECK_TESTS;
	job->template = spec->language->template;
	job->stop = spec->step->stop_at_first ? JOB_STOP_AT_FIRST : JOB_STOP_NEVER;
	r = lay_over(job, spec->language, own);
	if (r >= 0)
		r = set_commands(job, spec, own);
	if (r >= 0)
		r = set_compare(job, spec->step);
	if (r >= 0)
		r = add_judge(job, spec);
	if (r >= 0)
		r = jobspec_add_cases(spec, job);
	if (r >= 0)
		set_stops(spec->step->scoring, job);
	if (r >= 0 && spec->step->check == CHECK_TESTS && !spec->step->compare)
		r = set_suite_proof(job, spec->language, own);
	return r;
}

int jobspec_find_generator(const struct step *step, const struct language_set *languages,
	const struct language **ret_language)
{
	*ret_language = NULL;
	if (!step->generator)
		return 0;
	*ret_language = language_set_find(languages, step->generator_language);
	return *ret_language && !(*ret_language)->missing_tool ? 0 : -ENOENT;
}

static int add_seed(struct job *job, uint32_t seed)
{
	struct job_case *one = job_add_case(job, "variant");
	char text[16];

	(void)snprintf(text, sizeof(text), "%" PRIu32, seed);
	return one ? strlist_add(&one->args, text) : -ENOMEM;
}

int jobspec_make_generator(const struct jobspec *spec, const struct language_set *languages,
	uint32_t seed, struct job **ret_job)
{
	_cleanup_(job_freep) struct job *job = job_new();
	const struct lesson_file *file = spec->step->generator;
	_cleanup_strlist_ struct strlist names = { 0 };
	const struct language *language;
	int r = jobspec_find_generator(spec->step, languages, &language);

	if (r < 0 || !job || !file)
		return r < 0 ? r : !job ? -ENOMEM : -ENOENT;
	joblimits_set_generator(spec->config, language, job);
	job->run_limits.output_bytes = JOB_STDOUT_KEPT;
	job->compare = strdup("exact");
	r = job->compare ? strlist_add(&names, file->name) : -ENOMEM;
	if (r >= 0)
		r = job_add_file(job, file->name, file->data, file->len, file->executable);
	if (r >= 0 && language->compile.count > 0)
		r = language_expand(
			language, &language->compile, &names, file->name, &job->compile);
	if (r >= 0)
		r = language_expand(language, &language->run, &names, file->name, &job->run);
	if (r >= 0)
		r = add_seed(job, seed);
	if (r >= 0)
		*ret_job = TAKE_PTR(job);
	return r;
}

static const struct lesson_language *find_solution(
	const struct lesson *lesson, const struct step_language *own)
{
	for (size_t i = 0; i < lesson->languages.count; i++) {
		if (strcmp(lesson->languages.items[i], own->language) == 0)
			return lesson->starters[i].n_solution > 0 ? &lesson->starters[i] : NULL;
	}
	return NULL;
}

static int add_solution(
	struct job *job, const struct step_language *own, const struct lesson_language *from)
{
	size_t n_found = 0;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < from->n_solution; i++) {
		const struct lesson_file *file = &from->solution[i];

		if (!strlist_contains(&own->files, file->name))
			continue;
		n_found++;
		r = job_add_file(job, file->name, file->data, file->len, file->executable);
	}
	return r >= 0 && n_found < own->files.count ? -ENOENT : r;
}

static void expect_nothing(struct job *job)
{
	for (size_t i = 0; i < job->n_cases; i++) {
		free(job->cases[i].expected);
		job->cases[i].expected = NULL;
		job->cases[i].expected_len = 0;
	}
}

static int make_reference(const struct jobspec *spec, const struct step_language *own,
	const struct lesson_language *from, struct job **ret_job)
{
	_cleanup_(job_freep) struct job *job = job_new();
	struct step plain = *spec->step; /* nobody judges */
	struct jobspec as_plain = *spec;
	char exact[] = "exact";
	int r = job ? add_solution(job, own, from) : -ENOMEM;

	plain.check = CHECK_OUTPUT;
	plain.compare = exact;
	as_plain.step = &plain;
	if (r >= 0)
		r = jobspec_fill(&as_plain, job);
	if (r < 0)
		return r;
	job->stop = JOB_STOP_NEVER;
	expect_nothing(job);
	*ret_job = TAKE_PTR(job);
	return 0;
}

int jobspec_make_reference(const struct jobspec *spec, const struct lesson *lesson,
	const struct language_set *languages, struct job **ret_job)
{
	struct jobspec as_solution = *spec;
	int r = -ENOENT;

	for (size_t i = 0; r == -ENOENT && i < spec->step->n_languages; i++) {
		const struct step_language *own = &spec->step->languages[i];
		const struct lesson_language *from = find_solution(lesson, own);

		as_solution.language = language_set_find(languages, own->language);
		if (from && as_solution.language && !as_solution.language->missing_tool)
			r = make_reference(&as_solution, own, from, ret_job);
	}
	return r;
}
