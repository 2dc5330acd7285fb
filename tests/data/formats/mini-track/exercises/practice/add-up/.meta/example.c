#include "add_up.h"

int add_up(int a, int b)
{
	return a + b;
}
