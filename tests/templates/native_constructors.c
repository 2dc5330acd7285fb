#include <stdio.h>
#include <stdlib.h>
static void pre(int argc, char **argv) { printf("constructor %d %s\n", argc, argv[0]); }
__attribute__((section(".init_array"), used)) static void (*const entry)(int, char **) = pre;
__attribute__((destructor)) static void after(void) { puts("destructor"); }
static void at_exit(void) { puts("atexit"); }
int main(void) { atexit(at_exit); puts("main"); return 0; }
