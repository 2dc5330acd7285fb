#include "double.h"

int twice(int) { return 0; }
