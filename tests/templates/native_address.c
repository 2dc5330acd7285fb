#include <stdio.h>
int main(void) { int x; printf("%p %p\n", (void *)&x, (void *)main); return 0; }
