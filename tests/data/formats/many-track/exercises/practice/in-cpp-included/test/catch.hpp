// As much of a framework for tests as these need, with the last line that Catch prints.
#pragma once

struct Test {
    explicit Test(void (*test)());
};
void require(bool holds);

#define JOIN_NOW(a, b) a##b
#define JOIN(a, b) JOIN_NOW(a, b)
#define TEST_CASE(name)                                           \
    static void JOIN(test_, __LINE__)();                          \
    static const Test JOIN(begun_, __LINE__)(JOIN(test_, __LINE__)); \
    static void JOIN(test_, __LINE__)()
#define REQUIRE(condition) require(condition)
