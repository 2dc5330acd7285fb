/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out everywhere once while a quiz is read, asked and graded: the first allocation
 * fails, then the second, and so on until all gets through. It says -ENOMEM each time and leaks
 * nothing (the sanitizers and valgrind look on).
 */
#include "quizzes.h"

#include "learn/quiz_grade.h"
#include "learn/review.h"

/* The linker's --wrap sends the calls of the libraries under test here. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *pointer, size_t size);
void *__wrap_reallocarray(void *pointer, size_t count, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t len);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *pointer, size_t size);
void *__real_reallocarray(void *pointer, size_t count, size_t size);
char *__real_strdup(const char *string);
char *__real_strndup(const char *string, size_t len);

static size_t calls_until_fault; /* 0: no fault */

static bool is_fault(void)
{
	return calls_until_fault > 0 && --calls_until_fault == 0;
}

void *__wrap_malloc(size_t size)
{
	return is_fault() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_fault() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *pointer, size_t size)
{
	return is_fault() ? NULL : __real_realloc(pointer, size);
}

void *__wrap_reallocarray(void *pointer, size_t count, size_t size)
{
	return is_fault() ? NULL : __real_reallocarray(pointer, count, size);
}

char *__wrap_strdup(const char *string)
{
	return is_fault() ? NULL : __real_strdup(string);
}

char *__wrap_strndup(const char *string, size_t len)
{
	return is_fault() ? NULL : __real_strndup(string, len);
}

static const char *text, *name, *value;

static int read_and_grade(void)
{
	_cleanup_quiz_ struct quiz *quiz = NULL;
	struct quiz_error error;
	int r = quiz_parse(name, text, strlen(text), &quiz, &error);

	for (size_t i = 0; r == 0 && i < quiz->n_cards; i++) {
		_cleanup_strlist_ struct strlist lines = { 0 };
		char expected[QUIZ_ERROR_MAX];
		struct quiz_grade grade;
		struct quiz_ask ask;

		quiz_ask_init(&ask, &quiz->cards[i], 1);
		r = quiz_grade(&quiz->cards[i], &ask, value, &grade, expected);
		if (r == 0)
			r = quiz_solution(&quiz->cards[i], &lines);
	}
	return r;
}

static void walk(const char *file, const char *content, const char *answer)
{
	size_t faults = 0;
	int r = -ENOMEM;

	name = file;
	text = content;
	value = answer;
	while (r < 0 && faults < 2000) {
		calls_until_fault = ++faults;
		r = read_and_grade();
		if (r < 0)
			assert_int_equal(r, -ENOMEM);
	}
	assert_true(calls_until_fault > 0); /* it got through without the fault */
	calls_until_fault = 0;
	assert_true(faults > 5);
}

static void each_kind_of_question_survives(void **state)
{
	(void)state;
	walk("q.gift",
		"$CATEGORY: a/b\n\n// [id:x] [tag:t]\n::T::Q{=a#f ~b "
		"####g}\n\n[html]<p>R</p>{~%100%a ~b}",
		"1");
	walk("q.gift", "Q{T#a#b####c}\n\nR is {F}.", "true");
	walk("q.gift", "Q{=a b =%50%c}\n\nR{word#f}", " a  b ");
	walk("q.gift", "Q{#=1:0.5#f =%50%2..3}\n\nR{#=1 ~#no}", "1");
	walk("q.gift", "[markdown]Q{=[html]a -> <b>1</b> =b -> 2}", "ab");
	walk("q.gift", "Q{####m}", "x");
	walk("q.aiken", "Q?\nA. a\nB. b\nANSWER: A\n", "1");
}

static void an_order_needs_memory(void **state)
{
	static const struct review_kin kin[] = { { 1, 1 }, { 1, 2 } };
	size_t order[2];

	(void)state;
	calls_until_fault = 1;
	assert_int_equal(review_interleave(kin, 2, order), -ENOMEM);
	assert_int_equal(review_interleave(kin, 2, order), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_question_survives),
		cmocka_unit_test(an_order_needs_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
