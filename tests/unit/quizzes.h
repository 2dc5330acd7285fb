/* SPDX-License-Identifier: MIT */
/* Quizzes from strings, for tests. Every step asserts. */
#pragma once

#include "unit.h"

#include "learn/quiz.h"

#include <errno.h>
#include <string.h>

static inline struct quiz *quiz_of_file(const char *name, const char *text)
{
	struct quiz *quiz = NULL;
	struct quiz_error error;
	int r = quiz_parse(name, text, strlen(text), &quiz, &error);

	assert_string_equal(error.message, "");
	assert_int_equal(r, 0);
	return quiz;
}

static inline struct quiz *quiz_of(const char *text)
{
	return quiz_of_file("quiz.gift", text);
}

/* The only card of a text that holds one. */
static inline const struct quiz_card *only_card(const struct quiz *quiz)
{
	assert_int_equal(quiz->n_cards, 1);
	return &quiz->cards[0];
}

static inline void assert_quiz_error(const char *name, const char *text, size_t len, unsigned line,
	unsigned column, const char *message)
{
	struct quiz *quiz = NULL;
	struct quiz_error error;

	assert_int_equal(quiz_parse(name, text, len, &quiz, &error), -EINVAL);
	assert_null(quiz);
	assert_string_equal(error.message, message);
	assert_int_equal(error.line, line);
	assert_int_equal(error.column, column);
}

#define _cleanup_quiz_ _cleanup_(quiz_freep)
