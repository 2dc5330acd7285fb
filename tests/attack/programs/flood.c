/* SPDX-License-Identifier: MIT */
/* As much output as is allowed, in the shape that is the hardest for a comparator: nobody limits
 * the time of whoever compares. */
#include "attack.h"

#define MOST (MEBI - 64)

static void repeat(const char *text, size_t most)
{
	size_t len = strlen(text);

	for (size_t done = 0; done + len <= most; done += len)
		fwrite(text, 1, len, stdout);
}

static void print_unsorted(void)
{
	unsigned number = 1;

	for (int i = 0; i < MOST / 9; i++) {
		number = number * 1103515245u + 12345u;
		printf("%08x\n", number);
	}
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	if (is("lines-unordered"))
		print_unsorted();
	else if (is("float"))
		repeat("0.0000000000000000000000000000000000000000000001e", MOST);
	else if (is("regex"))
		repeat("word, ", MOST);
	else if (is("tap"))
		repeat("ok 1\n1..999999999\n", MOST);
	else
		repeat(is("trim") ? " \t" : "a ", MOST);
	return 0;
}
