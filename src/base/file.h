/* SPDX-License-Identifier: MIT */
/* Whole reads and writes. Paths below a folder that someone else chose are opened without following
 * any link. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Fills the standard descriptors that are closed, so that no socket or database comes to be one of
 * them. What is written to those still fails, with EBADF. 0 or -errno. */
int file_hold_standard(void);

/* Writes all of it, over EINTR and short writes. 0 or -errno; -EAGAIN, with part of it written, on
 * a non-blocking fd. */
int file_write_all(int fd, const void *data, size_t len);

/* Appends all that the fd has to `ret_buffer`. -EFBIG when there is more than max bytes; then
 * nothing is appended. */
int file_read_all(int fd, size_t max, struct buffer *ret_buffer);

/*
 * A relative path below dir_fd (or AT_FDCWD), no link in any component: -ELOOP for a link, -EINVAL
 * for an empty path or component, "." or "..", else what the kernel says. These take regular
 * files only: -EISDIR for a folder, -EINVAL for a device, FIFO or socket. `flags` as for open()
 * without O_CREAT; returns the fd.
 */
int file_open_beneath(int dir_fd, const char *path, int flags);
int file_open_beneath_stat(int dir_fd, const char *path, int flags, struct stat *ret_stat);
int file_read_beneath(int dir_fd, const char *path, size_t max, struct buffer *ret_buffer);
/* A folder, by such a path: -ENOTDIR for what is none. To read its names. */
int file_open_folder_beneath(int dir_fd, const char *path);
/* How the kernel calls what is open: absolute. 0, -ENAMETOOLONG, -errno (no /proc). */
int file_path_of(int fd, char *ret_path, size_t size);

/*
 * A name that a client may give a file of a submission or starter: relative, '/' separated
 * components, none empty, ".", ".." or longer than 255, none beginning with '-' (it would be an
 * option to the compiler that gets it as an argument), no control character or backslash, valid
 * UTF-8, at most FILE_NAME_MAX_BYTES and FILE_NAME_MAX_DEPTH deep.
 */
#define FILE_NAME_MAX_BYTES 255
#define FILE_NAME_MAX_DEPTH 8
bool file_name_is_safe(const char *name);

/* Writes `data` to a new temporary file beside `path`, syncs it and renames it over; parents must
   exist. The mode is less the umask. The path as above. 0 or -errno, and then the old file is as it
   was. */
int file_replace_at(int dir_fd, const char *path, const void *data, size_t len, mode_t mode);

/* mkdir -p below dir_fd, links refused. The path as above. */
int file_make_dirs_at(int dir_fd, const char *path, mode_t mode);
