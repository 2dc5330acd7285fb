/* SPDX-License-Identifier: MIT */
#include "learn/review.h"

#include "base/cleanup.h"

#include <string.h>

enum fsrs_grade review_grade_question(enum quiz_result result)
{
	return result == QUIZ_RIGHT ? FSRS_GOOD : result == QUIZ_PARTLY ? FSRS_HARD : FSRS_AGAIN;
}

enum fsrs_grade review_grade_step(uint32_t fails, uint32_t hints)
{
	uint64_t trouble = (uint64_t)fails + hints;

	if (trouble == 0)
		return FSRS_EASY;
	if (trouble <= REVIEW_GOOD_MAX)
		return FSRS_GOOD;
	return trouble <= REVIEW_HARD_MAX ? FSRS_HARD : FSRS_AGAIN;
}

struct deck {
	const struct review_kin *kin;
	size_t n;
	bool *is_taken;
};

enum kinship { SAME_LESSON, SAME_TOPIC };

static bool are_related(
	const struct review_kin *a, const struct review_kin *b, enum kinship kinship)
{
	return a->lesson == b->lesson && (kinship == SAME_LESSON || a->topic == b->topic);
}

static bool is_left(const struct deck *deck, size_t i, const struct review_kin *within)
{
	return !deck->is_taken[i] && (!within || are_related(&deck->kin[i], within, SAME_LESSON));
}

/*
 * The family that makes up more than half of what is left, by its first member; SIZE_MAX: none. The
 * one that could is found by voting (Boyer and Moore): each member of another takes a vote away.
 */
static size_t find_majority(
	const struct deck *deck, const struct review_kin *within, enum kinship kinship)
{
	size_t candidate = SIZE_MAX, votes = 0, left = 0, members = 0, first = SIZE_MAX;

	for (size_t i = 0; i < deck->n; i++) {
		if (!is_left(deck, i, within))
			continue;
		left++;
		if (votes == 0)
			candidate = i;
		votes += votes == 0 || are_related(&deck->kin[i], &deck->kin[candidate], kinship)
				 ? 1
				 : (size_t)-1;
	}
	for (size_t i = 0; candidate != SIZE_MAX && i < deck->n; i++) {
		if (!is_left(deck, i, within) ||
			!are_related(&deck->kin[i], &deck->kin[candidate], kinship))
			continue;
		first = first == SIZE_MAX ? i : first;
		members++;
	}
	return 2 * members > left ? first : SIZE_MAX;
}

/*
 * The first that is left within `within` (NULL: of all) and not related to `last` (NULL: nothing
 * was before), unless a family of more than half must begin, or its last ones would come in a row.
 * Always finds one: related ones when there are no others.
 */
static size_t choose(const struct deck *deck, const struct review_kin *within,
	const struct review_kin *last, enum kinship kinship)
{
	size_t first = SIZE_MAX, majority = find_majority(deck, within, kinship);

	if (majority != SIZE_MAX && !(last && are_related(&deck->kin[majority], last, kinship)))
		return majority;
	for (size_t i = 0; i < deck->n; i++) {
		if (!is_left(deck, i, within))
			continue;
		if (!last || !are_related(&deck->kin[i], last, kinship))
			return i;
		if (first == SIZE_MAX)
			first = i;
	}
	return first;
}

int review_interleave(const struct review_kin *kin, size_t n, size_t *ret_order)
{
	_cleanup_free_ bool *is_taken = calloc(n > 0 ? n : 1, sizeof(*is_taken));
	const struct deck deck = { kin, n, is_taken };
	const struct review_kin *last = NULL;

	if (!is_taken)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		size_t lesson = choose(&deck, NULL, last, SAME_LESSON);
		size_t index = choose(&deck, &kin[lesson], last, SAME_TOPIC);

		is_taken[index] = true;
		ret_order[i] = index;
		last = &kin[index];
	}
	return 0;
}
