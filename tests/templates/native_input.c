#include <stdio.h>
#include <unistd.h>
int main(void)
{
	char line[64];
	while (fgets(line, sizeof(line), stdin))
		printf("<%s>", line);
	write(1, "raw first\n", 10);
	fprintf(stderr, "to stderr");
	return 0;
}
