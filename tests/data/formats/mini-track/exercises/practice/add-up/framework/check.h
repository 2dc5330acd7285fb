#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int n_tests, n_failures, n_ignored, ignored;

#define TEST_IGNORE()    do { ignored = 1; return; } while (0)
#define TEST_EQUAL(a, b) do { if ((a) != (b)) n_failures++; } while (0)
#define RUN_TEST(test)   do { ignored = 0; test(); n_tests++; n_ignored += ignored; } while (0)

#endif
