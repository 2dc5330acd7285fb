/* SPDX-License-Identifier: MIT */
/* System calls through another door: the 32 bit one (role i386) and the x32 one. Numbers differ
 * there, so a filter may not look. */
#include "attack.h"

int main(int argc, char **argv)
{
	long result = -1;

	begin(argc, argv);
#ifdef __x86_64__
	if (is("i386"))
		__asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory"); /* getpid */
	else
		result = syscall(0x40000000 | SYS_getpid);
	if (result > 0)
		escaped("getpid() is %ld", result);
	else
		return finish();
#else
	(void)result;
	raise(SIGSYS);
#endif
	return finish();
}
