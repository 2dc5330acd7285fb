#include "double.h"

int twice(int n) { return 2 * n; }
