/* SPDX-License-Identifier: MIT */
/* Private to job/: what a job in memory and a job as bytes have in common. */
#pragma once

#include "job/job.h"

/* The files of a job, of its judge or of a case. */
struct job_files {
	struct job_file **items;
	size_t *count;
};

/* Takes over name and data, also on failure. As job_add_file(). */
int job_files_take(const struct job_files *files, char *name, char *data, size_t len, bool executable);
