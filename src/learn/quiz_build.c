/* SPDX-License-Identifier: MIT */
/* A quiz while it is read: cards and answers are added, named and judged, and errors get their
 * place. */
#include "learn/quiz_parts.h"

#include "learn/quiz_grade.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The column in characters: bytes that continue one don't count, and neither do fillers that stand
 * for a byte order mark. */
void quiz_locate(
	const struct quiz_reader *reader, size_t at, unsigned *ret_line, unsigned *ret_column)
{
	unsigned line = 1, column = 1;

	for (size_t i = 0; i < at && i < reader->text.len; i++) {
		unsigned char c = (unsigned char)reader->text.data[i];

		if (c == '\n') {
			line++;
			column = 1;
		} else if ((c & 0xc0) != 0x80 && c != QUIZ_FILLER) {
			column++;
		}
	}
	*ret_line = line;
	*ret_column = column;
}

int quiz_fail_at(struct quiz_reader *reader, size_t at, const char *format, ...)
{
	va_list args;

	quiz_locate(reader, at, &reader->error->line, &reader->error->column);
	va_start(args, format);
	(void)vsnprintf(reader->error->message, sizeof(reader->error->message), format, args);
	va_end(args);
	return -EINVAL;
}

int quiz_add_card(struct quiz_reader *reader, size_t at, struct quiz_card **ret_card)
{
	struct quiz *quiz = reader->quiz;
	unsigned column;

	if (quiz->n_cards >= QUIZ_CARDS_MAX)
		return quiz_fail_at(reader, at, "more than %d questions", QUIZ_CARDS_MAX);
	if (!quiz->cards)
		quiz->cards = calloc(QUIZ_CARDS_MAX, sizeof(*quiz->cards));
	if (!quiz->cards)
		return -ENOMEM;
	*ret_card = &quiz->cards[quiz->n_cards++];
	quiz_locate(reader, at, &(*ret_card)->line, &column);
	return 0;
}

int quiz_add_answer(struct quiz_reader *reader, struct quiz_card *card, size_t at,
	struct quiz_answer **ret_answer)
{
	struct quiz_answer *answers;

	if (card->n_answers >= QUIZ_ANSWERS_MAX)
		return quiz_fail_at(reader, at, "more than %d answers", QUIZ_ANSWERS_MAX);
	answers = reallocarray(card->answers, card->n_answers + 1, sizeof(*answers));
	if (!answers)
		return -ENOMEM;
	card->answers = answers;
	*ret_answer = &answers[card->n_answers++];
	**ret_answer = (struct quiz_answer){ .credit = QUIZ_CREDIT_FULL };
	return 0;
}

/* 64 bits of FNV-1a (draft-eastlake-fnv): a name and a revision, no proof against anybody. */
#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t hash(uint64_t state, const char *text)
{
	for (; text && *text; text++)
		state = (state ^ (unsigned char)*text) * FNV_PRIME;
	return (state ^ 0xff) * FNV_PRIME; /* what follows is another text; 0xff is in none */
}

/* Learners see the number and can compute it: nothing goes in that they don't see anyway. The
 * options are sorted, so that their places in the file, and how many left sides share a right one,
 * are not in it either. */
static uint32_t revision_of(const struct quiz_card *card)
{
	uint64_t state = (FNV_START ^ (uint64_t)card->kind) * FNV_PRIME;
	struct quiz_ask ask;

	quiz_ask_sort(&ask, card);
	state = hash(hash(state, card->stem), card->tail);
	for (size_t i = 0; i < ask.n_lefts; i++)
		state = hash(state, card->answers[ask.lefts[i]].text);
	for (size_t i = 0; i < ask.n_order; i++) {
		const struct quiz_answer *answer = &card->answers[ask.order[i]];

		state = hash(state, card->kind == QUIZ_MATCHING ? answer->match : answer->text);
	}
	return (uint32_t)(state ^ (state >> 32));
}

/* The card before this one that has the id; NULL: it is free. */
static const struct quiz_card *find_owner(const struct quiz *quiz, const char *id)
{
	for (size_t i = 0; i + 1 < quiz->n_cards; i++)
		if (strcmp(quiz->cards[i].id, id) == 0)
			return &quiz->cards[i];
	return NULL;
}

/* What title and stem make: a question that is worded anew is a new card then. The same ones again
 * count on. */
static int make_id(struct quiz_reader *reader, const struct quiz_card *card)
{
	uint64_t number = hash(hash(FNV_START, card->title), card->stem);
	char id[QUIZ_ID_MAX + 1];

	do {
		(void)snprintf(id, sizeof(id), "q-%012" PRIx64, number++ & 0xffffffffffff);
	} while (find_owner(reader->quiz, id));
	reader->id = strdup(id);
	return reader->id ? 0 : -ENOMEM;
}

static int name_card(struct quiz_reader *reader, struct quiz_card *card)
{
	const struct quiz_card *owner;
	int r = reader->id ? 0 : make_id(reader, card);

	if (r < 0)
		return r;
	card->id = TAKE_PTR(reader->id);
	owner = find_owner(reader->quiz, card->id);
	if (!owner)
		return 0;
	(void)quiz_fail_at(reader, 0,
		"the id \"%s\" belongs to the question of line %u: expected another", card->id,
		owner->line);
	reader->error->line = reader->id_line;
	reader->error->column = reader->id_column;
	return -EINVAL;
}

static int check_choice(struct quiz_reader *reader, const struct quiz_card *card, size_t at)
{
	int32_t best = 0, total = 0;

	if (card->n_answers < 2)
		return quiz_fail_at(reader, at, "only one option: expected two or more");
	for (size_t i = 0; i < card->n_answers; i++) {
		int32_t credit = card->answers[i].credit;

		if (!*card->answers[i].text)
			return quiz_fail_at(reader, at, "option %zu is empty", i + 1);
		best = credit > best ? credit : best;
		total += credit > 0 ? credit : 0;
	}
	if (best == 0)
		return quiz_fail_at(reader, at,
			"no option is right: expected one that begins with '=' or has a weight");
	if (card->kind == QUIZ_CHOICE && best < QUIZ_CREDIT_FULL)
		return quiz_fail_at(reader, at, "no option is wholly right");
	/* 33.333 % three times is meant to be all. */
	if (card->kind == QUIZ_SEVERAL &&
		(total < QUIZ_CREDIT_FULL - 1000 || total > QUIZ_CREDIT_FULL + 1000))
		return quiz_fail_at(reader, at,
			"the weights of the right options are %g %% together: expected 100 %%",
			total / 1000.0);
	return 0;
}

/* Short answers and numbers: something must be right. */
static int check_best(struct quiz_reader *reader, const struct quiz_card *card, size_t at)
{
	for (size_t i = 0; i < card->n_answers; i++)
		if (card->answers[i].credit == QUIZ_CREDIT_FULL)
			return 0;
	return quiz_fail_at(reader, at, "no answer is wholly right");
}

static int check_card(struct quiz_reader *reader, const struct quiz_card *card, size_t at)
{
	switch (card->kind) {
	case QUIZ_CHOICE:
	case QUIZ_SEVERAL:
		return check_choice(reader, card, at);
	case QUIZ_SHORT:
	case QUIZ_NUMERIC:
		return check_best(reader, card, at);
	default:
		return 0;
	}
}

int quiz_finish_card(struct quiz_reader *reader, struct quiz_card *card, size_t at)
{
	int r = check_card(reader, card, at);

	if (r == 0)
		r = name_card(reader, card);
	if (r < 0)
		return r;
	card->tags = reader->tags;
	reader->tags = (struct strlist){ 0 };
	if (reader->category) {
		card->category = strdup(reader->category);
		if (!card->category)
			return -ENOMEM;
	}
	card->revision = revision_of(card);
	if (card->kind != QUIZ_DESCRIPTION)
		reader->quiz->n_questions++;
	return 0;
}
