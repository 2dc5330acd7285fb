#include <stdio.h>

int main(void)
{
	puts("the hidden output");
	return 0;
}
