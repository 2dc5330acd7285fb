/* SPDX-License-Identifier: MIT */
/* Who practises: one row a uid. */
#pragma once

#include "store/store.h"

#include <sys/types.h>

#define LEARNER_NAME_MAX 255 /* bytes of a user name */

/*
 * The learner's id, made on first use (a write), the name kept up to date (a write when it
 * changed). -ENAMETOOLONG, and as store.h.
 */
int learner_ensure(
	struct store *store, uid_t uid, const char *name, int64_t now_us, int64_t *ret_learner);
