/* SPDX-License-Identifier: MIT */
/* A small source with a program of many gigabytes. */
char huge[1ul << 34] = { 1 };
int main(int argc, char **argv)
{
	(void)argv;
	return huge[argc];
}
