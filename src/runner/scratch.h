/* SPDX-License-Identifier: MIT */
/* The folders of a submission: its files (box), and the empty places that a case may write to
 * (work, tmp). */
#pragma once

#include "job/job.h"
#include "runner/failure.h"

#include <stdbool.h>
#include <time.h>

#define SCRATCH_ROOT_SIZE 96

/* What the folders may hold at most; a tmpfs is memory. disk_bytes: work and tmp, each. */
struct scratch_sizes {
	uint64_t box_bytes, disk_bytes;
};

#define SCRATCH_SIZES_NONE ((struct scratch_sizes){ 64 * 1024, 64 * 1024 })

/* Where they are. In the jail root is "", so that they are at JOB_BOX_DIR, /scratch and /tmp;
 * without isolation it is a new folder. */
struct scratch_paths {
	char root[SCRATCH_ROOT_SIZE];
};

#define SCRATCH_PATH_SIZE   (SCRATCH_ROOT_SIZE + 8)
#define SCRATCH_SOCKET_SIZE (SCRATCH_ROOT_SIZE + 16)

enum scratch_place {
	SCRATCH_BOX,
	SCRATCH_WORK,
	SCRATCH_TMP,
	SCRATCH_PLACE_COUNT,
};

/* Where the learner's server makes its socket. */
void scratch_socket_path(
	const struct scratch_paths *paths, char ret_path[static SCRATCH_SOCKET_SIZE]);
void scratch_path(const struct scratch_paths *paths, enum scratch_place place,
	char ret_path[static SCRATCH_PATH_SIZE]);

/*
 * In the jail, with capabilities, in the mount namespace of a submission: three new tmpfs, box
 * read-only. *ret_box_fd (owned by the caller) is the one way to write to box all the same; it can
 * be closed at any time.
 */
int scratch_mount(const struct scratch_sizes *sizes, int *ret_box_fd, struct failure *failure);
/* Other sizes. Leaves box read-only. */
int scratch_resize(const struct scratch_sizes *sizes, struct failure *failure);
/* Makes box writable for everybody inside, and read-only again. */
int scratch_unseal_box(struct failure *failure);
int scratch_seal_box(struct failure *failure);
/* The folder that the two sandboxes of a service share, at JAIL_SERVICE_DIR. */
int scratch_mount_service(struct failure *failure);
void scratch_unmount_service(void);

/* What the file system of a folder holds; 0 when that isn't known. */
uint64_t scratch_used_bytes(const char *path);

/* Without isolation: a new folder below $TMPDIR with the three in it, and its removal. */
int scratch_make_folder(struct scratch_paths *ret_paths, struct failure *failure);
void scratch_remove_folder(const struct scratch_paths *paths);

/* Writes a job's or a case's files into the folder. */
int scratch_lay_files(
	int dir_fd, const struct job_file *files, size_t n_files, struct failure *failure);

/* Empties a folder that hostile programs wrote to, and makes its times new; they are dead. -ELOOP:
 * nested too deep, or what the kernel refuses. */
int scratch_wipe(int dir_fd);

/* The state of a tmpfs that nobody has written to, to be compared with after a case. The time of a
 * change can't be set by anybody, but older kernels tell it to a few milliseconds only. */
struct scratch_mark {
	uint64_t free_blocks, free_inodes;
	uint64_t mode;
	struct timespec times[3]; /* of the last change, the last writing, the last reading */
};

int scratch_mark(int dir_fd, struct scratch_mark *ret_mark);
