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

/* Those that are left and related to `of`; all that are left for NULL. */
static size_t count_left(const struct deck *deck, const struct review_kin *of, enum kinship kinship)
{
	size_t count = 0;

	for (size_t i = 0; i < deck->n; i++)
		count += !deck->is_taken[i] && (!of || are_related(&deck->kin[i], of, kinship));
	return count;
}

/* A family that makes up more than half of what is left has to begin, or its last ones come in a
 * row. */
static bool must_begin(
	const struct deck *deck, const struct review_kin *of, size_t left, enum kinship kinship)
{
	return 2 * count_left(deck, of, kinship) > left;
}

/*
 * The first that is left within `within` (NULL: of all) and not related to `last` (NULL: nothing
 * was before), unless a large family must begin. Always finds one: related ones when there are no
 * others.
 */
static size_t choose(const struct deck *deck, const struct review_kin *within,
	const struct review_kin *last, enum kinship kinship)
{
	size_t left = count_left(deck, within, SAME_LESSON), first = SIZE_MAX, other = SIZE_MAX;

	for (size_t i = 0; i < deck->n; i++) {
		const struct review_kin *one = &deck->kin[i];

		if (deck->is_taken[i] || (within && !are_related(one, within, SAME_LESSON)))
			continue;
		if (first == SIZE_MAX)
			first = i;
		if (last && are_related(one, last, kinship))
			continue;
		if (must_begin(deck, one, left, kinship))
			return i;
		if (other == SIZE_MAX)
			other = i;
	}
	return other != SIZE_MAX ? other : first;
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
