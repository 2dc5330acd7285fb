/* SPDX-License-Identifier: MIT */
/*
 * What the programs of a job may use: the nearest that says something, of step, language and
 * configuration; and what problem packages say, which is for contests.
 */
#pragma once

#include "daemon/jobspec.h"

/* Of the submission and its compiler. */
void joblimits_set(const struct jobspec *spec, struct job *job);
/* Of the job's judge, once the former are set. */
void joblimits_set_judge(const struct jobspec *spec, struct job *job);
/* Of a generator of variants, whose job it is. */
void joblimits_set_generator(
	const struct config *config, const struct language *language, struct job *job);
/* Bytes of all files that a learner hands in. */
uint64_t joblimits_submission(const struct config *config, const struct step *step);
/* What a program in the language may take, where the step is a contest's. *ret_measured is NULL where
 * the package says the time, or nothing was measured. */
uint64_t joblimits_contest_time(const struct step *step, const struct timelimits *times,
	const struct language *language, const struct timelimit **ret_measured);
