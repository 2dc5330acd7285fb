#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
extern char **environ;
static void show(const char *path)
{
	char text[8192];
	FILE *file = fopen(path, "r");
	size_t n = file ? fread(text, 1, sizeof(text), file) : 0;
	printf("%s:", path);
	for (size_t i = 0; i < n; i++)
		putchar(text[i] ? text[i] : '|');
	putchar('\n');
	if (file)
		fclose(file);
}
int main(int argc, char **argv, char **envp)
{
	char **end = envp;
	struct rlimit limit;
	struct stat st;
	char cwd[256];
	sigset_t set;
	for (int i = 0; i <= argc; i++)
		printf("argv %s\n", argv[i] ? argv[i] : "NULL");
	for (; *end; end++)
		printf("env %s\n", *end);
	printf("%d\n", environ == envp);
	for (Elf64_auxv_t *a = (Elf64_auxv_t *)(end + 1); a->a_type; a++)
		printf("aux %lu%s\n", (unsigned long)a->a_type, a->a_type == AT_EXECFN ? (char *)a->a_un.a_val : "");
	printf("%lu %lu %s\n", getauxval(AT_PAGESZ), getauxval(AT_SECURE), program_invocation_name);
	show("/proc/self/environ");
	show("/proc/self/cmdline");
	show("/proc/self/comm");
	for (int fd = 0; fd < 64; fd++)
		if (fstat(fd, &st) == 0)
			printf("fd %d %o %ld %d %d\n", fd, st.st_mode, (long)st.st_size, fcntl(fd, F_GETFL), fcntl(fd, F_GETFD));
	printf("opened as %d\n", open("/dev/null", O_RDONLY));
	for (int r = 0; r < RLIM_NLIMITS; r++)
		if (getrlimit((__rlimit_resource_t)r, &limit) == 0 && r != RLIMIT_NPROC)
			printf("limit %d %ld %ld\n", r, (long)limit.rlim_cur, (long)limit.rlim_max);
	for (int s = 1; s < 65; s++) {
		struct sigaction action;
		if (sigaction(s, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
			printf("signal %d\n", s);
	}
	sigprocmask(SIG_BLOCK, NULL, &set);
	for (int s = 1; s < 65; s++)
		if (sigismember(&set, s))
			printf("blocked %d\n", s);
	printf("%s %o %d %d %d %d %d\n", getcwd(cwd, sizeof(cwd)), umask(0), getppid(), getpgrp(), getsid(0),
		prctl(PR_GET_DUMPABLE), getpid() == (int)syscall(SYS_gettid));
	printf("%s %d\n", setlocale(LC_ALL, ""), pthread_self() == pthread_self());
	return 3;
}
