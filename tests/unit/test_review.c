/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "learn/review.h"

static void a_questions_grade_is_its_result(void **state)
{
	(void)state;
	assert_int_equal(review_grade_question(QUIZ_RIGHT), FSRS_GOOD);
	assert_int_equal(review_grade_question(QUIZ_PARTLY), FSRS_HARD);
	assert_int_equal(review_grade_question(QUIZ_WRONG), FSRS_AGAIN);
}

static void a_steps_grade_comes_of_fails_and_hints(void **state)
{
	static const struct {
		uint32_t fails, hints;
		enum fsrs_grade grade;
	} rows[] = { { 0, 0, FSRS_EASY }, { 1, 0, FSRS_GOOD }, { 0, 1, FSRS_GOOD },
		{ 2, 0, FSRS_GOOD }, { 2, 1, FSRS_HARD }, { 0, 5, FSRS_HARD }, { 5, 1, FSRS_AGAIN },
		{ UINT32_MAX, UINT32_MAX, FSRS_AGAIN } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(review_grade_step(rows[i].fails, rows[i].hints), rows[i].grade);
}

/* How many neighbours are related. */
static size_t count_rows(
	const struct review_kin *kin, const size_t *order, size_t n, bool same_topic)
{
	size_t count = 0;

	for (size_t i = 1; i < n; i++) {
		const struct review_kin *a = &kin[order[i - 1]], *b = &kin[order[i]];

		count += a->lesson == b->lesson && (!same_topic || a->topic == b->topic);
	}
	return count;
}

static void related_cards_do_not_come_in_a_row(void **state)
{
	static const struct review_kin kin[] = { { 1, 1 }, { 1, 1 }, { 1, 2 }, { 1, 2 }, { 2, 3 },
		{ 2, 3 }, { 3, 4 } };
	size_t order[7];

	(void)state;
	assert_int_equal(review_interleave(kin, 7, order), 0);
	assert_int_equal(count_rows(kin, order, 7, false), 0);
	assert_int_equal(order[0], 0);
}

static void a_single_lesson_is_mixed_by_topic(void **state)
{
	static const struct review_kin kin[] = { { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 2 }, { 1, 3 } };
	size_t order[5];

	(void)state;
	assert_int_equal(review_interleave(kin, 5, order), 0);
	assert_int_equal(count_rows(kin, order, 5, true), 0);
}

static void what_is_unrelated_stays_in_its_order(void **state)
{
	static const struct review_kin kin[] = { { 5, 1 }, { 4, 1 }, { 3, 1 }, { 2, 1 } };
	size_t order[4];

	(void)state;
	assert_int_equal(review_interleave(kin, 4, order), 0);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(order[i], i);
}

static void each_card_comes_once_whatever_the_families(void **state)
{
	(void)state;
	for (uint32_t families = 1; families < 9; families++) {
		struct review_kin kin[40];
		size_t order[40];
		uint64_t seen = 0;

		for (uint32_t i = 0; i < 40; i++)
			kin[i] = (struct review_kin){ i * i % families, i % 3 };
		assert_int_equal(review_interleave(kin, 40, order), 0);
		for (size_t i = 0; i < 40; i++)
			seen |= UINT64_C(1) << order[i];
		assert_true(seen == (UINT64_C(1) << 40) - 1);
	}
	assert_int_equal(review_interleave(NULL, 0, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_questions_grade_is_its_result),
		cmocka_unit_test(a_steps_grade_comes_of_fails_and_hints),
		cmocka_unit_test(related_cards_do_not_come_in_a_row),
		cmocka_unit_test(a_single_lesson_is_mixed_by_topic),
		cmocka_unit_test(what_is_unrelated_stays_in_its_order),
		cmocka_unit_test(each_card_comes_once_whatever_the_families),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
