/* SPDX-License-Identifier: MIT */
/* A source that never ends. */
#include "/dev/urandom"
#include "/dev/zero"
int main(void)
{
	return 0;
}
