/* SPDX-License-Identifier: MIT */
/* Private to learn/: a quiz under construction, and where its reader is. */
#pragma once

#include "base/buffer.h"
#include "learn/quiz.h"

/* What is no part of an item (a comment, a CR, a byte order mark) is overwritten with this, so that
   every byte stays at its place and an error finds its line and column. */
#define QUIZ_FILLER '\001'

enum gift_format { GIFT_INHERITED, GIFT_PLAIN, GIFT_MARKDOWN, GIFT_HTML };

struct quiz_reader {
	struct quiz *quiz;
	struct quiz_error *error;
	struct buffer text;	     /* a copy with fillers */
	size_t at, end;		     /* of the item that is read */
	enum gift_format format;     /* of the question's text, and of what says no other */
	char *category;		     /* of the questions that follow */
	char *id;		     /* of the next question, from a comment; and its tags */
	unsigned id_line, id_column; /* where it stood, before the comment was blanked */
	struct strlist tags;
};

/* An error at the offset: returns -EINVAL. */
int quiz_fail_at(struct quiz_reader *reader, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

void quiz_locate(
	const struct quiz_reader *reader, size_t at, unsigned *ret_line, unsigned *ret_column);

/* A zeroed card at the end of the quiz, which owns it from now on. 0, -EINVAL (one too many),
 * -ENOMEM. */
int quiz_add_card(struct quiz_reader *reader, size_t at, struct quiz_card **ret_card);
/* Likewise an answer. */
int quiz_add_answer(struct quiz_reader *reader, struct quiz_card *card, size_t at,
	struct quiz_answer **ret_answer);
/* What can only be said when all of the card is known: its id, its options, its weights. */
int quiz_finish_card(struct quiz_reader *reader, struct quiz_card *card, size_t at);

/* Reads one format into the reader's quiz: 0, -EINVAL with the reader's error, -ENOMEM. The text is
   UTF-8 without control characters but TAB, LF and fillers. */
int gift_read(struct quiz_reader *reader);
int aiken_read(struct quiz_reader *reader);

/* The answers between { and }; leaves the reader behind the }. `open` is where the { stands. */
int gift_read_answers(struct quiz_reader *reader, struct quiz_card *card, size_t open);

/* ---- the text of an item, in gift_text.c */

/* The byte at the reader's place, fillers passed over; -1 at the item's end. */
int gift_peek(struct quiz_reader *reader);
void gift_skip_space(struct quiz_reader *reader);
/* Whether the item goes on with these bytes. */
bool gift_is_next(struct quiz_reader *reader, const char *word);
/* Passes over them when it does. */
bool gift_take(struct quiz_reader *reader, const char *word);
/* [html] and the like, if there is one: what the text that follows is. */
enum gift_format gift_take_format(struct quiz_reader *reader);
/*
 * Text until one of the characters = ~ # { } that has no backslash, or the item's end: without its
 * escapes, trimmed. Plain text is one line, but for its \n. ret_arrow, if wanted: where "->" stands
 * in the text, else SIZE_MAX. 0, -EINVAL (too long), -ENOMEM.
 */
int gift_read_raw(
	struct quiz_reader *reader, enum gift_format format, char **ret_text, size_t *ret_arrow);
/* What gift_read_raw() gave, or a part of it: HTML becomes plain text. 0 or -ENOMEM. */
int gift_convert(struct quiz_reader *reader, enum gift_format format, char **text);
/* [format] and text, in one. */
int gift_read_text(struct quiz_reader *reader, char **ret_text);
/* HTML as plain text: tags dropped, entities resolved, blocks on lines of their own. NULL on no
 * memory. */
char *quiz_html_to_text(const char *html);
