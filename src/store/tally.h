/* SPDX-License-Identifier: MIT */
/*
 * Inside store/ only: the attempts of a step in a round, counted when they are made and when they
 * end, in the same transaction. What step_progress_get() and practice_get() tell is read from it.
 */
#pragma once

#include "store/store.h"

/* Both between database_begin_write() and database_end_write(). */
int tally_add(struct store *store, int64_t attempt); /* it was made: queued */
int tally_end(struct store *store, int64_t attempt); /* it is done or canceled now, once */
