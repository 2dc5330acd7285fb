#include "catch.hpp"

#include <cstdio>

static int cases, assertions, failures;

Test::Test(void (*test)())
{
    cases++;
    test();
}

void require(bool holds)
{
    assertions++;
    failures += !holds;
}

int main()
{
    if (failures == 0)
        std::printf("All tests passed (%d assertions in %d test cases)\n", assertions, cases);
    return failures;
}
