/* SPDX-License-Identifier: MIT */
/* What a zygote gives up before it sees anything of a job. */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"

#include <stdbool.h>

/* The first process of a pid namespace: procfs (where there is one), no capabilities, Landlock, the second filter; with sockets for
 * a service. 0 or -errno. */
int confine_process(bool has_proc, bool is_service, const struct filter_set *filters, struct failure *failure);
