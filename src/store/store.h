/* SPDX-License-Identifier: MIT */
/*
 * The store: one SQLite file (WAL, synchronous=FULL), owned by the daemon alone; the only layer
 * with SQL.
 *
 * Group commit: the first write of a loop turn opens a transaction, every further write joins it,
 * store_commit() ends it. The daemon sends no reply before that commit came back with 0 (a job may
 * have begun by then); on failure it calls store_rollback() and answers -STORE. Nothing here ever
 * deletes, truncates or "repairs" a database: a newer schema, a failed migration or a corrupt
 * file refuse to open. Times are microseconds since the epoch (CLOCK_REALTIME), given by the
 * caller so that tests choose them.
 */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_ERROR_MAX 256

struct store;

/*
 * Opens or creates and migrates. 0, or -errno with a line for people in ret_error: -EUCLEAN
 * (corrupt), -EPROTONOSUPPORT (schema newer than this program), -EBUSY (locked by another
 * process), -EACCES, -EROFS, -ENOSPC, -EIO, -ENOMEM. Parent folder must exist.
 */
int store_open(const char *path, struct store **ret_store, char ret_error[static STORE_ERROR_MAX]);
void store_free(struct store *store); /* rolls back what is not committed, checkpoints, closes */
DEFINE_CLEANUP_FREE(struct store *, store_free)

bool store_is_dirty(const struct store *store); /* a transaction is open */
int store_commit(struct store *store);		/* 0 also when clean; else -errno as above and the
						   transaction is still open */
void store_rollback(struct store *store);
/* Between two commits, when what was committed is told: what makes the next one faster, some
 * milliseconds now and then. Never needed. */
void store_tidy(struct store *store);
const char *store_error(const struct store *store); /* what the last failure was, for people */

struct store_counts {
	uint64_t learners, attempts, submissions, bytes; /* bytes: of the database file */
};
int store_count(struct store *store, struct store_counts *ret_counts);
