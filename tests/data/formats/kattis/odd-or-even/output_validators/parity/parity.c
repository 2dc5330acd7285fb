/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(int argc, char **argv)
{
	FILE *answer = argc > 2 ? fopen(argv[2], "r") : NULL;
	int wanted, given;

	if (!answer || fscanf(answer, "%d", &wanted) != 1)
		return 1;
	return scanf("%d", &given) == 1 && given % 2 == wanted ? 42 : 43;
}
