/* SPDX-License-Identifier: MIT */
/*
 * A lesson as its folder says, read into memory: text, starters and cases are bounded, so that little of the catalog is opened while a
 * request is served: the data of a problem package's cases (struct lesson_data). The lesson format is practice-lesson(5).
 */
#pragma once

#include "base/ini.h"
#include "base/strlist.h"
#include "grade/diff.h"
#include "grade/scoring.h"
#include "job/job.h"
#include "learn/quiz.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Limits of a lesson; each has a test at it and one past it. */
#define LESSON_STEPS_MAX     64
#define LESSON_HINTS_MAX     16 /* a step */
#define LESSON_GOALS_MAX     16
#define LESSON_LANGUAGES_MAX 16
#define LESSON_ID_MAX	     128		/* "course/lesson" */
#define LESSON_TEXT_MAX	     (1024 * 1024)	/* lesson.md, a step's text */
#define LESSON_FILE_MAX	     (1024 * 1024)	/* a starter or test file */
#define LESSON_CASE_MAX	     (8 * 1024 * 1024)	/* an .in or .out */
#define LESSON_CASES_MAX     500		/* a step */
#define LESSON_BYTES_MAX     (64 * 1024 * 1024) /* all of a lesson */
#define LESSON_FILES_MAX     62			/* that a step names: as many as a submission may have */
#define LESSON_FOLDER_MAX    JOB_FILES_MAX	/* files of a starter, a solution, a tests folder; of a step and its tests together */
#define LESSON_ENTRIES_MAX   8192		/* names in one folder */
#define LESSON_ARGS_MAX	     64			/* lines of a case's .args */
#define LESSON_ARGS_BYTES    (64 * 1024)	/* bytes of it */
#define LESSON_AFTER_MAX     32
#define LESSON_MINUTES_MAX   1000
#define LESSON_POINTS_MAX    1000		/* of a step */
#define LESSON_TIME_MAX_US   (600 * UINT64_C(1000000))	/* time; wall may be twice that and a second */
#define LESSON_SPACE_MAX     (UINT64_C(64) << 30)	/* memory */
#define LESSON_OUTPUT_MAX    (UINT64_C(64) << 20)	/* output; disk may be as large as memory */
#define LESSON_PROCESSES_MAX 4096
#define LESSON_OPEN_FILES_MAX 4096
#define LESSON_STRING_MAX    512			/* bytes of a title, a summary, a proof */
#define LESSON_COMMAND_WORDS 64				/* of test.LANGUAGE */
#define LESSON_HINT_MAX	     4096

enum lesson_level { LEVEL_BEGINNER, LEVEL_INTERMEDIATE, LEVEL_ADVANCED, LEVEL_COUNT };
const char *lesson_level_name(enum lesson_level level);

/* Who may see the solution of a step; instructors always may. */
enum lesson_solutions {
	SOLUTIONS_AFTER_PASS, /* whoever has passed it */
	SOLUTIONS_ALWAYS,
	SOLUTIONS_NEVER,
	SOLUTIONS_COUNT
};

enum check_kind {
	CHECK_OUTPUT,
	CHECK_TESTS,
	CHECK_CHECKER, /* from here on with a judge, a program of the lesson's */
	CHECK_INTERACTIVE,
	CHECK_SERVICE,
	CHECK_KIND_COUNT,
};
const char *check_kind_name(enum check_kind kind);

/* When a step that has a generator is given other data than its plain cases. */
enum variants {
	VARIANTS_REVIEW, /* once it was passed */
	VARIANTS_ALWAYS,
	VARIANTS_COUNT,
};

struct lesson_file {
	char *name; /* relative, safe */
	char *data; /* owned */
	size_t len;
	bool executable;
};

/* A file of the lesson's folder that is read when it is needed, not with the lesson. */
struct lesson_data {
	char *path; /* below step->data_folder; NULL: there is none */
	uint64_t inode;
	size_t len;
	struct timespec modified, changed; /* when the lesson was read */
};

/* What cases have of their own, shared by those that are alike. */
struct case_settings {
	char *compare;		   /* as step->compare; NULL: that of the step */
	struct strlist judge_args; /* behind those of the step */
	enum diff_show show;	   /* instead of the step's */
};

struct case_file {
	char *name; /* in the folder that the program runs in; safe */
	struct lesson_data data;
};

struct lesson_case {
	char *name; /* "hello1" */
	struct case_file *files;
	size_t n_files;
	const struct case_settings *own; /* of its step; NULL: all is as the step says */
	char *hint; /* for who failed it, where it is shown; NULL: none */
	struct lesson_data input_data, expected_data; /* where input and expected are NULL */
	struct strlist args;
	char *input;
	size_t input_len;
	char *expected;
	size_t expected_len;
	int expected_status; /* 0..255, -1 any */
};

/* What a step says per language. */
struct step_language {
	char *language;
	struct strlist files;	   /* names that are submitted, first is the main one unless main_file;
				      empty: any with one of the language's extensions */
	char *main_file;	   /* NULL only where files is empty: language_choose_main() then */
	struct lesson_file *tests; /* check = tests: laid over the submission */
	size_t n_tests;
	struct strlist suites;	   /* those of the tests that %t of the language's test command names */
	bool builds_itself;	   /* the test command compiles what it needs */
	char *test_command;	   /* NULL: the language's; sound for strlist_split_quoted() and then language_expand() */
};

/*
 * What a problem package says of limits beside those of a run; 0: nothing. Its time is meant for a contest's machine, so a
 * language's factor (contest-time in languages.d) holds for it.
 */
struct step_contest {
	bool is_one;
	uint64_t stamp;	      /* of all that the time depends on, where it is to be measured; 0: limits.cpu_us is what the package says */
	double times_slowest; /* the limit is so many times what the slowest accepted submission takes, */
	double resolution;    /* rounded up to a multiple of so many seconds */
	double margin;	      /* what is too slow takes so many times the limit */
	uint64_t code_bytes;  /* of all files that are handed in */
	struct job_limits compile, judge; /* time, memory, output that these get at least */
};

struct step {
	char *name;
	unsigned line; /* of its first key in lesson.ini */
	char *title;
	char *text_name; /* its file; NULL: it has none */
	char *text; /* Markdown; may be NULL */
	size_t text_len;
	struct strlist hints;
	uint32_t points;
	bool is_example; /* the starter already passes: something to run and read */
	enum check_kind check;
	char *compare;	 /* sound for comparison_parse() */
	char *proof;	 /* check = tests: "tap", or the line that proves completion */
	enum diff_show show; /* first-difference where the lesson says nothing */
	bool stop_at_first;  /* stop = yes: the cases after one that did not pass are skipped */
	struct lesson_file *judge; /* checks with a judge: its files, */
	size_t n_judge;
	char *judge_main;     /* which of them is run, */
	char *judge_language; /* and in which language */
	struct lesson_file *generator; /* NULL: none; prints other data for the cases (variant.h) */
	char *generator_language;
	enum variants variants;
	struct job_limits limits; /* 0 where the lesson says nothing: the language's, then the configuration's, hold */
	struct step_contest contest;
	char *case_folder; /* where their files are; "": in the lesson's own folder; NULL: they have none */
	char *data_folder; /* absolute, where the lesson was read from; NULL: no case has lesson_data */
	struct strlist judge_args; /* words for the judge, behind those that it gets anyway */
	bool judge_scripts; /* it is built by its file "build", where it has one, and "run" is the program */
	uint32_t passes; /* as struct job_judge's */
	struct case_settings **settings; /* that cases have of their own */
	size_t n_settings;
	struct lesson_case *cases;
	size_t n_cases;
	struct scoring *scoring; /* NULL: all cases have to pass, for all points */
	struct step_language *languages; /* one a language of the step, in the lesson's order */
	size_t n_languages;
};

struct lesson {
	unsigned refs; /* private to lesson.c */
	void *source;  /* private to lesson.c: what its files looked like when they were read */
	char *id;     /* "backend/client-server" */
	char *course; /* points into nothing: owned copy "backend" */
	char *name;   /* "client-server" */
	char *title;
	char *summary;
	enum lesson_level level;
	enum lesson_solutions solutions;
	uint32_t minutes;
	struct strlist goals, languages, after;
	char *next; /* NULL or an id */
	char *text_name, *quiz_name; /* their files; quiz_name: NULL when there is none */
	char *text;
	size_t text_len;
	struct step *steps;
	size_t n_steps;
	struct quiz *quiz; /* NULL: none */
	struct lesson_language {
		char *language;
		struct lesson_file *starter, *solution;
		size_t n_starter, n_solution;
	} *starters; /* one a language, same order as languages */
	size_t bytes; /* memory that it takes, about */
};

struct lesson_error {
	char file[256]; /* relative to the lesson's folder */
	unsigned column; /* in the line, from 1; 0: the line as a whole */
	struct ini_error ini;
};

/* Reads the folder. 0, -EINVAL with ret_error (file, line, message), -ENOMEM. */
int lesson_load(int dir_fd, const char *id, struct lesson **ret_lesson, struct lesson_error *ret_error);
/* The same; links in packages of others, where they are followed, may lead to what is below root_fd, which the folder is in. */
int lesson_load_within(
	int root_fd, int dir_fd, const char *id, struct lesson **ret_lesson, struct lesson_error *ret_error);
/* A lesson is never changed once it is loaded, so catalogs share it: each reference is given back by lesson_free(). */
struct lesson *lesson_ref(struct lesson *lesson);
/* Whether the folder holds what the lesson was read from: every file and folder has the inode, size, mode and times of then. What was
   changed while or just before it was read counts as changed: a clock tick could hide a second change. What cases are fed and must print
   is left for lesson_data_is_current(). */
bool lesson_is_current(const struct lesson *lesson, int dir_fd);
/* To be asked before cases, or a text that shows some, are used: whether their data is what was read, looked at once after each lesson_is_current(). If not,
   the lesson is not current any more. */
bool lesson_data_is_current(const struct lesson *lesson);
/* Whether a file or folder, by its path below the lesson's folder, was read as a part of the lesson. */
bool lesson_has_read(const struct lesson *lesson, const char *path);
void lesson_free(struct lesson *lesson);
DEFINE_CLEANUP_FREE(struct lesson *, lesson_free)

/* Only the manifest, free of I/O: what a fuzzer feeds. The lesson has no texts, files and cases yet. */
int lesson_parse_manifest(const char *text, size_t len, struct lesson **ret_lesson, struct ini_error *ret_error);

/* The file as it was when the lesson was read; the bytes, and a NUL behind them, are the caller's. 0, -ESTALE (it is not the same
   any more), -ENOMEM, -errno. */
int lesson_data_read(const char *folder, const struct lesson_data *data, char **ret_bytes);

const struct step *lesson_find_step(const struct lesson *lesson, const char *name);
bool check_kind_has_judge(enum check_kind kind);
/* How much of a case is told; of one that the step does not have, as the step says. */
enum diff_show step_show(const struct step *step, size_t index);
const struct step_language *step_find_language(const struct step *step, const char *language);
uint32_t lesson_points(const struct lesson *lesson);
bool lesson_id_is_safe(const char *id);	    /* [a-z0-9][a-z0-9._-]* twice, with one '/', at most LESSON_ID_MAX bytes */
bool lesson_name_is_safe(const char *name); /* one of its parts */
