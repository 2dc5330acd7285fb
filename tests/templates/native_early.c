#include <unistd.h>
static void early(void) { write(1, "early\n", 6); }
__attribute__((section(".preinit_array"), used)) static void (*const entry)(void) = early;
int main(void) { return 0; }
