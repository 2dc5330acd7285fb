/* SPDX-License-Identifier: MIT */
/* A question of a quiz on the screen: what is shown of it, and what keys make of the answer. Draws
 * into buffers only. */
#pragma once

#include "ctl/answer.h"
#include "ctl/keyboard.h"
#include "ctl/term.h"

#include <stdint.h>

#define QUESTION_ANSWERS_MAX 26	  /* as practice-lesson(5) says */
#define QUESTION_TEXT_MAX    4096 /* bytes of an answer in words */

enum question_kind {
	QUESTION_ONE,	  /* an option */
	QUESTION_SEVERAL, /* options */
	QUESTION_TRUTH,
	QUESTION_PAIRS, /* a letter for each left side */
	QUESTION_WORDS, /* words, numbers, sentences */
};

struct question {
	const struct thing *thing; /* borrowed: what QUIZ says */
	enum question_kind kind;
	const char *options[QUESTION_ANSWERS_MAX],
		*lefts[QUESTION_ANSWERS_MAX]; /* borrowed of it */
	size_t n_options, n_lefts;
	/* What is entered so far. */
	size_t cursor;
	uint32_t chosen;		    /* a bit for each option */
	char letters[QUESTION_ANSWERS_MAX]; /* of each left side; 0: none yet */
	struct buffer words;
	bool is_short; /* Enter came while a line had no letter */
};

void question_init(struct question *question, const struct thing *thing);
/* One that asks for a word of a list: options is ended by NULL. */
void question_init_options(struct question *question, const char *const *options);
void question_done(struct question *question);

/* Text above the answer. `place` is such as "2 of 9"; NULL: none. 0 or -ENOMEM, as all here. */
int question_put_head(struct buffer *out, const struct term *term, const struct question *question,
	const char *place);
/* Options and what is entered. */
enum question_look {
	QUESTION_LISTED, /* to be answered by a line: options alone */
	QUESTION_KEYED,	 /* with a cursor and a line that tells the keys */
	QUESTION_DONE,	 /* as it was answered */
};
int question_put_body(struct buffer *out, const struct term *term, const struct question *question,
	enum question_look look);
/* Text behind a prefix, wrapped below itself; the styles are wrap.h's. */
int question_put_item(struct buffer *out, const struct term *term, const char *prefix,
	unsigned styles, const char *text);

enum question_step { QUESTION_STAY, QUESTION_ANSWERED, QUESTION_SKIPPED, QUESTION_LEFT };
/* What a key does. QUESTION_ANSWERED: question_value() has the answer. -ENOMEM. */
int question_take_key(struct question *question, const struct key *key);

/* The answer as ANSWER takes it; of a list of words the word. */
int question_value(const struct question *question, struct buffer *ret_value);
/* The same of a line that was typed: of a list of words also by the number that is shown. */
int question_line_value(const struct question *question, struct buffer *line);
