#include <unistd.h>
#include <stdio.h>
int main(void) { if (fork() == 0) { setsid(); usleep(300000); write(1, "late\n", 5); } puts("end"); return 0; }
