#include "framework/check.h"

extern int twice(int n);

static void two(void)
{
	TEST_ASSERT_EQUAL_INT(4, twice(2));
}

static void less_than_nothing(void)
{
	TEST_IGNORE();
	TEST_ASSERT_EQUAL_INT(-6, twice(-3));
}

int main(void)
{
	RUN_TEST(two);
	RUN_TEST(less_than_nothing);
	return UNITY_END();
}
