#include <stdio.h>
#include <unistd.h>
static int real(void) { return 42; }
static int (*resolve(void))(void) { return real; }
int chosen(void) __attribute__((ifunc("resolve")));
int main(void) { printf("%d\n", chosen()); return 0; }
