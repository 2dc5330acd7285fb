#include <stdio.h>
int main(void) { puts("before"); fflush(stdout); for (;;) {} }
