/* SPDX-License-Identifier: MIT */
/* From a step and a language to what the runner is to do. All is copied: the lesson may go while
 * the job waits. */
#pragma once

#include "daemon/config.h"
#include "daemon/timelimits.h"
#include "job/job.h"
#include "learn/language.h"
#include "learn/lesson.h"

struct jobspec {
	const struct config *config;
	const struct step *step;
	const struct language *language;
	size_t only_case;		       /* from 1; 0: all */
	const struct language *judge_language; /* of a step whose check has a judge */
	const struct timelimits *times;	       /* measured ones; may be NULL */
};

/* The cases that the step has: a check by tests is one case. */
size_t jobspec_count_cases(const struct step *step);
/* Names of the lesson's own files that are laid over the submission. 0 or -ENOMEM. */
int jobspec_list_overlay(const struct jobspec *spec, struct strlist *ret_names);
/* The language of the step's judge. 0 (also when it has none: NULL), -ENOENT: it is not defined
 * here, or its tool is missing (then *ret_language says which). */
int jobspec_find_judge(const struct step *step, const struct language_set *languages,
	const struct language **ret_language);
/* The language of the step's generator, as jobspec_find_judge(). */
int jobspec_find_generator(const struct step *step, const struct language_set *languages,
	const struct language **ret_language);
/*
 * A job that prints other data for the step's cases: its one case has what variant_parse() reads on
 * stdout. 0, -ENOENT (the generator's language is not here), -ENOMEM.
 */
int jobspec_make_generator(const struct jobspec *spec, const struct language_set *languages,
	uint32_t seed, struct job **ret_job);
/*
 * A job that says what is expected for inputs that come later: the step's solution in the first
 * language that is here, with the step's cases, of which nothing is expected. 0, -ENOENT (there is
 * no solution to run), -ENOMEM.
 */
int jobspec_make_reference(const struct jobspec *spec, const struct lesson *lesson,
	const struct language_set *languages, struct job **ret_job);
/* Completes a job that has the submission's files. 0, -ENOMEM, -EINVAL (the step has no such
 * language, or none of the files can be the main one), -E2BIG, -ESTALE (the cases' data is not as it
 * was when the lesson was read). */
int jobspec_fill(const struct jobspec *spec, struct job *job);
