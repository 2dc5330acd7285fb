/* SPDX-License-Identifier: MIT */
/*
 * The programs of a lesson, run: each solution passes, each time; each starter leaves something to
 * do; an expected output that is changed isn't matched any more; a test suite doesn't take an early
 * exit for success.
 */
#pragma once

#include "daemon/config.h"
#include "daemon/verify_lab.h"
#include "daemon/verify_report.h"
#include "learn/language.h"
#include "learn/lesson.h"

struct programs_settings {
	const struct config *config;
	const struct language_set *languages;
	const char *language, *step; /* only these; NULL: all */
	uint32_t runs;		     /* of each solution */
};

/* Tells findings to the report. 0, -ENOMEM or -errno of the sandbox. */
int programs_verify(const struct programs_settings *settings, struct lab *lab,
	const struct lesson *lesson, struct report *report);
