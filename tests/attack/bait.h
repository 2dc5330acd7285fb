/* SPDX-License-Identifier: MIT */
/* What an attack would get if it got out: a secret file, and listening sockets that tell when
 * somebody calls. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define BAIT_MARK "hidden-answer-"
#define BAIT_PATH 64

struct bait {
	char folder[BAIT_PATH]; /* owned by whom the programs run as: only the sandbox is in the way
				 */
	int port;
	int secret_fd, tcp_fd, stream_fd, datagram_fd, abstract_fd;
};

/* 0 or -errno. `parent`: "/tmp" or the like. */
int bait_lay(struct bait *bait, const char *parent, uid_t uid);
void bait_remove(struct bait *bait);

/* In a mount namespace of our own: a lesson with a hidden output where installed ones are, if that
 * is below /usr. */
void bait_install(const char *data_folder);

/* True when nothing happened to it; otherwise says what did. */
bool bait_is_untouched(const struct bait *bait, char *ret_what, size_t size);
