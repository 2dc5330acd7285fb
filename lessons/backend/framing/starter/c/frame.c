/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

static void frame(const char *message)
{
	printf("$%zu\n%s\n", strlen(message), message);
}

int main(void)
{
	frame("hello");
	frame("two\nlines");
	frame("");
	return 0;
}
