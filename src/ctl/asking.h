/* SPDX-License-Identifier: MIT */
/*
 * Asking cards in the terminal, one after another. The daemon grades and remembers each answer
 * before it says what was right, so whoever leaves in the middle keeps what was answered.
 */
#pragma once

#include "ctl/ctl.h"
#include "ctl/question.h"

#define ASKING_LINE_MAX 8192 /* bytes of an answer on stdin */

enum asking_count { ASKING_RIGHT, ASKING_PARTLY, ASKING_WRONG, ASKING_SKIPPED, ASKING_COUNTS };

struct asking {
	struct ctl *ctl;
	bool has_keys; /* a terminal with a cursor */
	struct keyboard keyboard;
	char line[ASKING_LINE_MAX + 1]; /* what was read of stdin */
	size_t line_len;
	struct thing *results; /* one a card that was shown: question and result together */
	size_t n_results;
	size_t counts[ASKING_COUNTS];
	bool has_left;
};

void asking_init(struct asking *asking, struct ctl *ctl);
void asking_done(struct asking *asking);

/* Asks a card and tells what comes back; interrupt_catch() was called. `place` is such as "2 of 9".
 * STATUS_OK to go on, unless has_left; the failure's status. */
int asking_ask_card(struct asking *asking, const char *card, const char *place);

/* Lets one of the options be chosen (a list that NULL ends), the one at `marked` by Enter alone:
 * the word is in ret_value then. An enum question_step, or -errno. */
int asking_choose(
	struct asking *asking, const char *const *options, size_t marked, struct buffer *ret_value);

/* ctl->text to the screen: stdout for people; for programs stderr, when somebody types the answers.
 * `error` is the first negative errno of filling it. */
int asking_show(struct asking *asking, int error);

/* "3 right, 1 wrong" behind the prefix; nothing where nothing was answered. 0 or -ENOMEM. */
int asking_put_counts(struct buffer *out, const struct asking *asking, const char *prefix);

#define _cleanup_asking_ _cleanup_(asking_done)
