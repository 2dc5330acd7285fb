/* SPDX-License-Identifier: MIT */
/* Who is at the other end: the kernel says so at accept, nobody else. */
#pragma once

#include "base/strlist.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum role { ROLE_LEARNER, ROLE_INSTRUCTOR };

struct peer {
	uid_t uid;
	gid_t gid;
	pid_t pid;
	char *name;    /* the user's, or "uid-1234" */
	gid_t *groups; /* supplementary ones */
	size_t n_groups;
	int64_t learner; /* id in the store, 0 while not looked up */
};

/* Reads SO_PEERCRED and SO_PEERGROUPS. 0 or -errno; then there is nothing to free. */
int peer_read(int fd, struct peer *ret_peer);
void peer_done(struct peer *peer);

/* root, the owner of a user's own instance (owner: its uid, or (uid_t)-1), and whom the list of
 * users and @groups names. */
enum role peer_role(const struct peer *peer, const struct strlist *instructors, uid_t owner);
const char *role_name(enum role role);
