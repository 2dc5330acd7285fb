#include <stdlib.h>
#include <stdio.h>
int main(void) { puts("lost?"); abort(); }
