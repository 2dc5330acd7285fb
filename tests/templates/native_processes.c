#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The limit allows for what of the submission before is still ending: a few more or less. */
int main(void)
{
	int status, made = 0;

	while (made < 100 && fork() > 0)
		made++;
	if (getppid() == 1) {
		while (wait(&status) > 0)
			continue;
		printf("%s children\n", made >= 28 && made <= 36 ? "about 32" : "another number of");
		return 0;
	}
	usleep(200000);
	_exit(0);
}
