/* SPDX-License-Identifier: MIT */
/*
 * A run's stdin, stdout and stderr: memfds, so that nobody has to read while it runs and
 * RLIMIT_FSIZE bounds them. They are used again for the next case of the same submission, after
 * everything that a run could have changed is put back: content, offset, flags, mode. Not created
 * for sealing, so nobody can seal them.
 */
#pragma once

#include "base/buffer.h"

#include <stddef.h>
#include <stdint.h>

int capture_new(const char *name, int *ret_fd);

/* As new: for output, empty and appending, so that what is written through another opening of it is
 * not overwritten. 0 or -errno. */
int capture_reset(int fd);

/* As new: for input, with this content and the offset at its begin. */
int capture_fill(int fd, const void *data, size_t len);

/* Bytes in it, or -errno. */
int64_t capture_size(int fd);

/* Appends the first max bytes at most, whatever the offset. Only when every process of the run is
 * dead. 0, -ENOMEM, -errno. */
int capture_read(int fd, size_t max, struct buffer *ret_bytes);
