#include <stdio.h>
int main(void) { printf("lost"); fflush(stdout); *(volatile int *)0 = 1; return 0; }
