/* SPDX-License-Identifier: MIT */
/* The assembler as a reader of files. */
__asm__(".incbin \"" BAIT "\"");
int main(void)
{
	return 0;
}
