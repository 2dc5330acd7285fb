/* SPDX-License-Identifier: MIT */
/*
 * Judges of lessons as they were compiled: a slot's, in the memory of its worker, where no process of a
 * sandbox looks (as with expected outputs). What is kept is the box as the compiler left it, before
 * any run, so nothing that ran with a learner's bytes has touched it. It is used again for the very same
 * files, command and limits, byte for byte (what went in is kept and compared, not a digest of it),
 * while the compiler and the folders of the system that it takes from have not changed, and for
 * KEEP_US at most, because a package can change what neither shows.
 *
 * A slot compiles for itself: what one worker made is no other's.
 */
#pragma once

#include "base/buffer.h"
#include "job/job.h"

#define KEEP_ENTRIES_MAX 32
#define KEEP_BYTES_MAX	 (32u * 1024 * 1024) /* of all, with what they were made of */
#define KEEP_ONE_MAX	 (8u * 1024 * 1024)  /* of one, likewise */
#define KEEP_US		 (3600ull * 1000 * 1000)

struct keep_entry {
	struct buffer key;   /* owned */
	struct job *program; /* owned; its files are what lay in the box, the rest means nothing */
	size_t bytes;
	uint64_t made_us, used;
};

struct keep {
	struct keep_entry entries[KEEP_ENTRIES_MAX];
	size_t count, bytes;
	uint64_t uses; /* so far: the clock of `used` */
};

/* What the compiled judge depends on, as bytes: its files, its compile command, the limits of that, the
 * state of the compiler and of the system's folders now. 0, -E2BIG (more than is kept), -ENOMEM. */
int keep_key(const struct job_judge *judge, struct buffer *ret_key);

/* NULL: there is none, or it is too old. Borrowed until the next keep_add(). now_us: of a clock that
 * never goes back. */
const struct job *keep_find(struct keep *keep, const struct buffer *key, uint64_t now_us);

/* Takes over the program, also when it is too large to be kept, and what `key` holds, which is empty
 * then. Those that were not used for the longest time go for it. */
void keep_add(struct keep *keep, struct buffer *key, struct job *program, uint64_t now_us);
void keep_done(struct keep *keep);
