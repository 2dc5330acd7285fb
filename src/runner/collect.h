/* SPDX-License-Identifier: MIT */
/* What a compiler left in the box, as files of a job that can be laid again. */
#pragma once

#include "job/job.h"
#include "runner/failure.h"
#include "runner/scratch.h"

/*
 * Adds all that lies below the folder to the job, which has no files yet. Nobody may write there
 * meanwhile. -ENOTSUP: there is something that laying would not make the same again (a link, a second
 * name, a FIFO, an empty folder, a mode other than 0644 and 0755, a name that no file of a job may have);
 * -E2BIG: more than max bytes, or than JOB_FILES_MAX files; -ENOMEM, -errno. Then the job has some
 * of them.
 */
int collect_files(int dir_fd, size_t max, struct job *job);

/* The same of a folder by its path, as bytes written to the fd: nothing at all when it can't be collected. -errno:
 * the fd can't be written to. */
int collect_write(const char *path, size_t max, int fd);

/* The same of the box. */
int collect_box(const struct scratch_paths *paths, size_t max, int fd, struct failure *failure);

/* What was written so. 0; -ENODATA: it was not collected; -EBADMSG, -ENOMEM, -errno. */
int collect_read(int fd, size_t max, struct job **ret_job);
