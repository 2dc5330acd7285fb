/* SPDX-License-Identifier: MIT */
/* The compiler as a reader of files: what it can't open, nobody can. */
#include "/etc/shadow"
#include BAIT
__asm__(".incbin \"/etc/shadow\"");
__asm__(".incbin \"/proc/1/environ\"");
int main(void)
{
	return 0;
}
