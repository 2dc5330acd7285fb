#include "add_up.h"
#include "framework/check.h"

static void one_and_one(void)
{
	TEST_EQUAL(add_up(1, 1), 2);
}

static void negative_numbers(void)
{
	TEST_IGNORE(); // delete this line to run the test
	TEST_EQUAL(add_up(-3, 1), -2);
}

int main(void)
{
	RUN_TEST(one_and_one);
	RUN_TEST(negative_numbers);
	// RUN_TEST(your_own);
	printf("%d Tests %d Failures %d Ignored\n", n_tests, n_failures, n_ignored);
	return n_failures > 0;
}
