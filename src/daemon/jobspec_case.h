/* SPDX-License-Identifier: MIT */
/* Private to jobspec.c: the cases of a job. */
#pragma once

#include "daemon/jobspec.h"

/* All that the step has, or the one that is asked for. 0, -ENOMEM, -E2BIG, -ESTALE. */
int jobspec_add_cases(const struct jobspec *spec, struct job *job);
