#include "add_up.h"
