#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) { size_t n = 0; char *p; while ((p = malloc(1 << 20)) && n < 4000) { memset(p, 1, 1 << 20); n++; } printf("%d\n", n > 100 && n < 600); return p != NULL; }
