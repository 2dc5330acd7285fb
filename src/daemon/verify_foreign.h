/* SPDX-License-Identifier: MIT */
/*
 * A lesson in a format of others, looked at by what its folder brings: programs with labels, example
 * solutions, stubs. What it says and how it reads is its author's business; whether it works here is
 * what is asked. verify_package.c does problem packages, verify_exercise.c the others.
 */
#pragma once

#include "daemon/config.h"
#include "daemon/timelimits.h"
#include "daemon/verify_lab.h"
#include "daemon/verify_report.h"
#include "learn/language.h"
#include "learn/lesson.h"
#include "learn/survey.h"

struct foreign_settings {
	const struct config *config;
	const struct language_set *languages;
	const char *language, *step; /* only these; NULL: all */
	uint32_t runs;		     /* of each solution */
	struct timelimits *times;    /* what was measured is put there; NULL: it is only told */
};

/* The lesson's folder is the report's. 0, -ENOMEM or -errno of the sandbox. */
int package_verify(const struct foreign_settings *settings, struct lab *lab,
	const struct lesson *lesson, int dir_fd, struct report *report);
int exercise_verify(const struct foreign_settings *settings, struct lab *lab,
	const struct lesson *lesson, enum survey_kind kind, struct report *report);

/* For the two. */

/* One program of a lesson's, to be run on all cases of a step. */
struct probe {
	const struct step *step;
	const struct language *language, *judge_language;
	const struct lesson_file *files;
	size_t n_files;
	bool stops_at_first, exits_early;
};
/* Hands it to the lab; ret_result stays where it is until lab_wait(). 0, -EOPNOTSUPP (an early exit is
 * not known in this language), -EINVAL (told already: no job can be made of it), -ENOMEM or what the lab says. */
int probe_start(const struct foreign_settings *settings, const struct probe *probe, const char *path,
	struct lab *lab, struct report *report, struct lab_result *ret_result);
/* Whether programs in the language, and the step's judge, can be run; if not, it is told. */
bool probe_find_languages(const struct foreign_settings *settings, const char *id, const char *lesson,
	struct report *report, struct probe *probe);
/* A case's verdict, and what the program said of it; the words are for one line. */
#define PROBE_WORDS_MAX (JOB_DETAIL_MAX + 64)
const char *probe_describe(const struct lab_case *one, char words[static PROBE_WORDS_MAX]);
/* Whether it was compiled; if not, it is told as a finding. */
bool probe_was_run(const struct lab_result *result, const char *path, struct report *report);
