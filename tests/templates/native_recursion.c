#include <stdio.h>
static int deep(int n) { volatile char x[1000]; x[0] = (char)n; return n == 0 ? x[0] : deep(n - 1) + x[0] * 0; }
int main(void) { printf("%d\n", deep(100000)); return 0; }
