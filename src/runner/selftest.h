/* SPDX-License-Identifier: MIT */
/* Whether the fences stand, tried from inside: by a zygote that holds no job, after its set-up. */
#pragma once

#include "runner/failure.h"

#include <stdbool.h>

/* 0, or -EPERM and which fence does not stand. */
int selftest_run(bool has_proc, struct failure *failure);
