/* As much of a framework for tests as these need, with the last line that Unity prints. */
#include <stdio.h>

static int tests, failures;

#define TEST_IGNORE() return
#define TEST_ASSERT_EQUAL_INT(expected, actual) (failures += (expected) != (actual))
#define RUN_TEST(test) (tests++, test())
#define UNITY_END() (printf("%d Tests %d Failures 0 Ignored\n", tests, failures), failures)
