#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) { fflush(NULL); if (fork() == 0) execl("/bin/sh", "sh", "-c", "env; echo $0; ls -l /proc/self/fd 2>/dev/null | wc -l", NULL); int s; wait(&s); printf("%d\n", s); return 0; }
