/* SPDX-License-Identifier: MIT */
/*
 * A lesson's knowledge check: cards, read from Moodle's GIFT (gift.c) or Aiken (aiken.c). Free of
 * I/O. What is right and what is said afterwards stands in the same card as the question: whoever
 * shows a card takes care to show its stem and options only (quiz_grade.h has the order of them).
 *
 * Texts are UTF-8 without control characters but TAB and LF. [html] is made plain text when it is
 * read, so that a text is either plain or Markdown.
 */
#pragma once

#include "base/cleanup.h"
#include "base/strlist.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits of a quiz file; each has a test at it and one past it. */
#define QUIZ_BYTES_MAX		(256 * 1024)
#define QUIZ_CARDS_MAX		256  /* questions and descriptions of a file */
#define QUIZ_ANSWERS_MAX	26   /* of a question: a letter each */
#define QUIZ_TEXT_MAX		8192 /* bytes of a stem, an answer, a feedback */
#define QUIZ_TITLE_MAX		256  /* bytes of a title */
#define QUIZ_CATEGORY_MAX	256  /* bytes of a category's path */
#define QUIZ_CATEGORY_DEPTH_MAX 16   /* names in it */
#define QUIZ_ID_MAX		64   /* bytes of [id:...] */
#define QUIZ_TAGS_MAX		8    /* of a question */
#define QUIZ_TAG_MAX		64   /* bytes of one */
#define QUIZ_ERROR_MAX		256

#define QUIZ_CREDIT_FULL                                                                           \
	100000 /* a weight of 100 %: credits are counted in thousandths of a percent */

enum quiz_kind {
	QUIZ_CHOICE,	  /* one of the options */
	QUIZ_SEVERAL,	  /* any number of the options */
	QUIZ_TRUTH,	  /* answers: true, then false */
	QUIZ_SHORT,	  /* a few words; '*' in an answer stands for anything */
	QUIZ_NUMERIC,	  /* a number within one of the ranges */
	QUIZ_MATCHING,	  /* a right side for each left one */
	QUIZ_ESSAY,	  /* graded by the learner */
	QUIZ_DESCRIPTION, /* text, no question */
	QUIZ_KIND_COUNT,
};
const char *quiz_kind_name(enum quiz_kind kind);

struct quiz_answer {
	char *text;  /* option, short answer, left side ("" of a right side that fits nothing); NULL
			of numbers */
	char *match; /* right side; NULL but of matching */
	char *feedback;	  /* NULL: none */
	int32_t credit;	  /* -QUIZ_CREDIT_FULL..QUIZ_CREDIT_FULL */
	double low, high; /* of numbers, both included; is_any: every number */
	bool is_any;
};

struct quiz_card {
	enum quiz_kind kind;
	bool is_markdown; /* stem, tail, answers and feedback */
	bool has_gap;	  /* what is asked for stands between stem and tail */
	char *id;	  /* [id:...], else made from title and stem */
	char *title;	  /* NULL: none */
	char *category;	  /* NULL: none */
	char *stem, *tail;
	char *feedback; /* general: after any answer; NULL: none */
	struct strlist tags;
	struct quiz_answer *answers;
	size_t n_answers;
	unsigned line;	   /* where it begins */
	uint32_t revision; /* of what is shown before the answer: kind, stem, tail, options, sides.
			      Everybody may see it, so what is right is not in it: a card with
			      another key only is the same card still */
};

struct quiz {
	struct quiz_card *cards;
	size_t n_cards;
	size_t n_questions; /* without descriptions */
};

struct quiz_error {
	unsigned line, column; /* from 1; the column counts characters */
	char message[QUIZ_ERROR_MAX];
};

/* By the file's name: *.aiken and *.txt are Aiken, all others GIFT. 0, -EINVAL with ret_error,
   -ENOMEM. An empty file is a quiz without cards. */
int quiz_parse(const char *name, const char *text, size_t len, struct quiz **ret_quiz,
	struct quiz_error *ret_error);
void quiz_free(struct quiz *quiz);
DEFINE_CLEANUP_FREE(struct quiz *, quiz_free)

/* NULL when there is none, or it is a description. */
const struct quiz_card *quiz_find(const struct quiz *quiz, const char *id);
