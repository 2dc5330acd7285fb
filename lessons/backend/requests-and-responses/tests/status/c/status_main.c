/* SPDX-License-Identifier: MIT */
/* Tests meaning() and reports in TAP: the plan, then a line a test, "ok" or "not ok". */
#include "status.h"

#include <stdio.h>
#include <string.h>

static const struct {
	int status;
	const char *expected;
} tests[] = {
	{ 200, "done" }, { 201, "done" }, { 299, "done" }, { 400, "wrong" }, { 404, "wrong" }, { 418, "wrong" },
	{ 499, "wrong" }, { 500, "later" }, { 503, "later" }, { 599, "later" }, { 199, "unknown" }, { 302, "unknown" },
	{ 600, "unknown" }, { 99, "unknown" }, { 0, "unknown" }, { -404, "unknown" }, { 2000, "unknown" },
};

int main(void)
{
	int n_tests = (int)(sizeof(tests) / sizeof(tests[0])), n_failed = 0;

	printf("1..%d\n", n_tests);
	for (int i = 0; i < n_tests; i++) {
		const char *actual = meaning(tests[i].status);
		int is_good = actual != NULL && strcmp(actual, tests[i].expected) == 0;

		printf("%sok %d - %d means %s\n", is_good ? "" : "not ", i + 1, tests[i].status, tests[i].expected);
		if (!is_good)
			printf("# returned: %s\n", actual != NULL ? actual : "NULL");
		n_failed += !is_good;
	}
	return n_failed == 0 ? 0 : 1;
}
