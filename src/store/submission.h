/* SPDX-License-Identifier: MIT */
/*
 * Inside store/ only: the files of an attempt. A file's bytes are kept once, under their SHA-256,
 * however often they are sent.
 */
#pragma once

#include "job/job.h"
#include "store/database.h"

/* Within the limits of job.h? 0, -E2BIG, -EINVAL, -EEXIST. */
int submission_check(struct store *store, const struct job_file *files, size_t n_files);
/* Part of a write that the caller began. */
int submission_insert(
	struct store *store, int64_t attempt, const struct job_file *files, size_t n_files);
/* -EUCLEAN when the bytes don't have their hash any more. */
int submission_load(struct store *store, int64_t attempt, struct job *job);
