/* SPDX-License-Identifier: MIT */
#include "status.h"

const char *meaning(int status)
{
	switch (status / 100) {
	case 2:
		return "done";
	case 4:
		return "wrong";
	case 5:
		return "later";
	default:
		return "unknown";
	}
}
