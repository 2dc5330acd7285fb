static int deep(volatile int n) { volatile char x[4096]; x[0] = (char)n; return deep(n + 1) + x[0]; }
int main(void) { return deep(0); }
