/* SPDX-License-Identifier: MIT */
/*
 * The files of cgroup v2 (the kernel's Documentation/admin-guide/cgroup-v2.rst). A cgroup is a
 * folder, named by its path below CGROUP_ROOT or held as a descriptor; what is written is a word,
 * what is read is a number or lines of "key number".
 */
#pragma once

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define CGROUP_ROOT	"/sys/fs/cgroup"
#define CGROUP_PATH_MAX PATH_MAX
#define CGROUP_TEXT_MAX 4096 /* of a file that is read */

/* The folder of the cgroup that this process is in, as an absolute path. -ENOTSUP: the host has
 * cgroup v1, alone or beside a v2 without controllers. */
int cgroup_find_own(char ret_path[static CGROUP_PATH_MAX]);
/* The same from the text of /proc/self/cgroup: its line "0::/...". -ENOTSUP without one, -EBADMSG
 * for what isn't a clean absolute path. */
int cgroup_parse_own(const char *text, char ret_path[static CGROUP_PATH_MAX]);

int cgroup_write(int dir_fd, const char *file, const char *text);
/* Zero-terminated. -EFBIG when it is CGROUP_TEXT_MAX or more. */
int cgroup_read(int dir_fd, const char *file, char ret_text[static CGROUP_TEXT_MAX]);
/* A file that is held open, from its beginning. */
int cgroup_read_fd(int fd, char ret_text[static CGROUP_TEXT_MAX]);
/* The number that follows `key` in lines of "key number". -ENOENT, -EBADMSG. */
int cgroup_value(const char *text, const char *key, uint64_t *ret_value);

/* Ends every process in it (since Linux 5.14; before, they are waited for) and removes it. Waits
 * for at most wait_ms; -EBUSY: something is still in it. 0 when there is none. */
int cgroup_remove(int parent_fd, const char *name, unsigned wait_ms);
