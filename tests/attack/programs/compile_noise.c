/* SPDX-License-Identifier: MIT */
/* More messages than anybody wants to read. */
#define A(x)	 x x x x x x x x x x
#define NOISE(x) A(A(A(A(A(x)))))
int main(void)
{
	NOISE(\033[2Jundeclared = nothing;)
	return 0;
}
