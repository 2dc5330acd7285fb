/* SPDX-License-Identifier: MIT */
/* Languages: languages.d/ID.ini, read in full at start and reload; an earlier folder masks a file of the same name. */
#pragma once

#include "base/ini.h"
#include "base/strlist.h"
#include "job/job.h"

#include <stdbool.h>
#include <stddef.h>

#define LANGUAGES_MAX    64
#define CONTEST_TIME_MAX 100

struct language {
	char *id;   /* "c", "python" */
	char *name; /* "C", "Python" */
	struct strlist extensions;
	struct strlist sources; /* those of them that %f takes; empty: the first */
	struct strlist tools; /* looked up in /usr/bin and /bin */
	struct strlist libraries; /* patterns of paths: each has to match something */
	char *package;	      /* what to install where a tool is missing; may be NULL */
	char *version_command;
	struct strlist compile; /* templates: words with %f %m %o; empty when nothing is compiled */
	struct strlist run;
	struct strlist test; /* here also %t */
	/* For steps that say neither proof nor compare: */
	char *proof; /* "tap", or a pattern for COMPARE_SEARCH, where %n is the number of tests; NULL: none */
	char *count; /* a line of a test file that begins with it, white space aside, is a test */
	char *drop;  /* lines of test files that have it in them are left out; NULL: none */
	enum job_template template;
	struct job_limits run_limits, compile_limits;
	uint32_t contest_time; /* so many times as long may a program run as a problem package says; 0: once */
	char *missing_tool; /* or library; NULL: offered */
};

struct language_set {
	struct language **languages; /* sorted by id; owned */
	size_t n_languages;
};

struct language_set *language_set_new(void);
void language_set_free(struct language_set *set);
DEFINE_CLEANUP_FREE(struct language_set *, language_set_free)

/* Reads every *.ini of the folders, the first folder wins. A bad file is left out and told: "path:line: message" is added to ret_problems. 0 or -ENOMEM. */
int language_set_load(struct language_set *set, const struct strlist *folders, struct strlist *ret_problems);
const struct language *language_set_find(const struct language_set *set, const char *id);

/* The same with %t, all of `suites`, in it: a word of its own. */
int language_expand_tests(const struct language *language, const struct strlist *suites, const struct strlist *files,
	const char *main_file, struct strlist *ret_argv);

/* Which of a submission's files the program begins in: the only source, or the one that is called
   main, whatever the letters' case, or __main__, not in a folder. NULL: none of these. */
const char *language_choose_main(const struct language *language, const struct strlist *files);
bool language_needs_main(const struct language *language); /* whether %m is in the commands that compile and run */

/* Fills a command from a template: %f all of `files` that are sources, %m main_file, %o the program's path, %a nothing
   (case arguments are appended by the runner); names become absolute below JOB_BOX_DIR. 0, -ENOMEM, -EINVAL. */
int language_expand(const struct language *language, const struct strlist *command_template, const struct strlist *files,
	const char *main_file, struct strlist *ret_argv);
