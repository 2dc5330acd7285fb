#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>
int main(void)
{
	int status, made = 0;
	for (; made < 100 && fork() > 0; made++) {}
	if (made < 100 && getppid() != 1 && made >= 0) {
		/* parent: fork failed; child: fork gave 0 */
	}
	if (getppid() == 1) {
		while (wait(&status) > 0) {}
		printf("%d children were possible\n", made);
		return 0;
	}
	usleep(200000);
	_exit(0);
}
