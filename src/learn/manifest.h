/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: lesson.ini and course.ini as text, free of I/O. What a manifest only names
 * (texts, cases, folders) is kept beside the lesson's own fields, each with its line, so that
 * whoever reads the files can say which line is to blame.
 */
#pragma once

#include "base/ini.h"
#include "base/strlist.h"
#include "learn/lesson.h"

enum lesson_key {
	LESSON_KEY_TITLE,
	LESSON_KEY_LEVEL,
	LESSON_KEY_MINUTES,
	LESSON_KEY_SUMMARY,
	LESSON_KEY_GOAL,
	LESSON_KEY_LANGUAGES,
	LESSON_KEY_AFTER,
	LESSON_KEY_NEXT,
	LESSON_KEY_TEXT,
	LESSON_KEY_QUIZ,
	LESSON_KEY_SOLUTIONS,
	LESSON_KEY_COUNT,
};

enum step_key {
	STEP_KEY_TITLE,
	STEP_KEY_TEXT,
	STEP_KEY_HINT,
	STEP_KEY_POINTS,
	STEP_KEY_EXAMPLE,
	STEP_KEY_CHECK,
	STEP_KEY_CASES,
	STEP_KEY_COMPARE,
	STEP_KEY_SHOW,
	STEP_KEY_STOP,
	STEP_KEY_PROOF,
	STEP_KEY_JUDGE,
	STEP_KEY_JUDGE_LANGUAGE,
	STEP_KEY_GENERATOR,
	STEP_KEY_GENERATOR_LANGUAGE,
	STEP_KEY_VARIANTS,
	STEP_KEY_LANGUAGES,
	STEP_KEY_TIME,
	STEP_KEY_WALL,
	STEP_KEY_MEMORY,
	STEP_KEY_PROCESSES,
	STEP_KEY_OUTPUT,
	STEP_KEY_DISK,
	STEP_KEY_FILES, /* from here on with ".LANGUAGE" */
	STEP_KEY_MAIN,
	STEP_KEY_TESTS,
	STEP_KEY_TEST,
	STEP_KEY_COUNT,
};

#define LESSON_TEXT_NAME "lesson.md" /* where text = is not said */

/* What a step says for one language, or for all. */
struct manifest_language {
	unsigned lines[STEP_KEY_COUNT]; /* where each key stands; 0: nowhere */
	struct strlist files;
	char *main_file;
	char *tests; /* a folder */
	char *test_command;
};

struct manifest_step {
	unsigned line; /* of its first key */
	unsigned lines[STEP_KEY_COUNT];
	struct step step; /* without texts and cases; moves into the lesson with
			     manifest_take_lesson() */
	char *text;
	char *cases;
	char *judge;		  /* a file or a folder */
	char *generator;	  /* a file */
	struct strlist offered;	  /* languages =; empty: all of the lesson's */
	struct manifest_language common;
	struct manifest_language *languages; /* one a language of the lesson */
};

struct manifest {
	unsigned lines[LESSON_KEY_COUNT];
	struct lesson lesson; /* without id, texts, steps */
	char *text;	      /* NULL: lesson.md */
	char *quiz;
	struct manifest_step *steps;
	size_t n_steps;
};

/* 0, -EINVAL with ret_error, -ENOMEM. The manifest is zeroed by the caller, and done by it in any
 * case. */
int manifest_parse(
	struct manifest *manifest, const char *text, size_t len, struct ini_error *ret_error);
void manifest_done(struct manifest *manifest);

/* Second half of manifest_parse(): what can only be said when all keys are known. */
int manifest_finish(struct manifest *manifest, struct ini_error *ret_error);

/* The lesson with its steps, out of the manifest. NULL on no memory. */
struct lesson *manifest_take_lesson(struct manifest *manifest);

/* Everything below a step or lesson, which stay zeroed. */
void step_done(struct step *step);
void lesson_done(struct lesson *lesson);

struct course_manifest {
	char *title, *summary;
	struct strlist lessons; /* names, in order */
	unsigned lessons_line;
};

/* As manifest_parse(). */
int course_manifest_parse(
	struct course_manifest *course, const char *text, size_t len, struct ini_error *ret_error);
void course_manifest_done(struct course_manifest *course);
