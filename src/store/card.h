/* SPDX-License-Identifier: MIT */
/*
 * What a learner remembers: a card for each question that was answered and each step that was
 * passed, and the log of all reviews. The log is never changed or shortened: each entry says what
 * was known, which model drew which conclusion from it, and so another model can begin from the
 * log. Errors as in store.h; names longer than the limits: -ENAMETOOLONG.
 */
#pragma once

#include "learn/fsrs.h"
#include "store/practice.h"

#define CARD_NAME_MAX	64   /* bytes: a question's id or a step's name */
#define CARD_ANSWER_MAX 4096 /* bytes of an answer that are kept */

enum card_kind { CARD_QUESTION, CARD_STEP, CARD_KIND_COUNT };
const char *card_kind_name(enum card_kind kind); /* question step */

/* Which card: borrowed names. */
struct card_key {
	int64_t learner;
	const char *lesson;
	enum card_kind kind;
	const char *name;
};

struct card {
	int64_t id;
	char lesson[PRACTICE_LESSON_MAX + 1];
	enum card_kind kind;
	char name[CARD_NAME_MAX + 1];
	struct fsrs_memory memory; /* FSRS_NEW while there is no review */
	uint32_t reviews, lapses;  /* lapses: reviews that forgot it */
	bool is_open;		   /* an essay was written and not graded yet */
	int64_t begun_us;	   /* when the review that is under way was begun; 0: none is */
};

/* 1 found, 0 none: ret_card is new then. */
int card_get(struct store *store, const struct card_key *key, struct card *ret_card);

struct card_review {
	enum fsrs_grade grade;
	struct fsrs_memory memory; /* after it; last_us is when it was */
	double retention;	   /* that was wished */
	const char *result;	   /* right, partly, wrong; pass */
	uint32_t credit;	   /* thousandths of a percent */
	uint32_t fails, hints;	   /* of a step, since the review before */
	int64_t attempt;	   /* 0: none */
	const char *answer;	   /* NULL: none, or as it stands open */
};

/* Adds to the log and makes its memory the card's. */
int card_add_review(
	struct store *store, const struct card_key *key, const struct card_review *review);

/* An essay is kept until it is graded; a later one takes its place. */
int card_set_open(
	struct store *store, const struct card_key *key, const char *answer, int64_t now_us);

/* A review is under way from now on; the next card_add_review() ends it. -ENOENT: the card has no
 * review yet. */
int card_begin_review(struct store *store, const struct card_key *key, int64_t now_us);

/*
 * Cards that are due, the longest due first, at most `limit`: what fell due before now, and what
 * counts in days also when it falls due before day_end. A non-zero return of the callback stops and
 * is returned; it doesn't use the store.
 */
struct card_when {
	int64_t now_us, day_end_us;
};
typedef int (*card_callback)(void *userdata, const struct card *card);
int card_each_due(struct store *store, int64_t learner, const struct card_when *when,
	uint32_t limit, card_callback callback, void *userdata);

/* All that have a memory, at most CARD_EACH_MAX; the callback as above. */
#define CARD_EACH_MAX 100000
int card_each(struct store *store, int64_t learner, card_callback callback, void *userdata);

/* When the first card after those falls due: 1; 0 none. */
int card_next_due(
	struct store *store, int64_t learner, const struct card_when *when, int64_t *ret_due_us);

/* Submissions of a step that ended without passing, and its hints, since then. */
int card_count_trouble(struct store *store, const struct card_key *key, int64_t since_us,
	uint32_t *ret_fails, uint32_t *ret_hints);

/* The log, oldest first. */
struct card_entry {
	int64_t at_us, attempt;
	enum fsrs_grade grade;
	char model[16];
	double stability, difficulty, retention;
	uint32_t fails, hints, credit;
};
typedef int (*card_entry_callback)(void *userdata, const struct card_entry *entry);
int card_each_review(struct store *store, const struct card_key *key, card_entry_callback callback,
	void *userdata);
