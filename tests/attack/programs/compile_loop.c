/* SPDX-License-Identifier: MIT */
/* Text that grows without end while it is read. */
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
#define C(x) B(B(B(x)))
int main(void)
{
	C(C(int a; { )) return 0;
}
