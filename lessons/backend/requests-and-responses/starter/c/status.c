/* SPDX-License-Identifier: MIT */
#include "status.h"

const char *meaning(int status)
{
	return status == 200 ? "done" : "wrong"; /* to do: whole classes, and two more words */
}
