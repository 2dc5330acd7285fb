/* SPDX-License-Identifier: MIT */
#include "daemon/peer.h"

#include "base/cleanup.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PEER_GROUPS_MAX 65536	      /* the kernel's NGROUPS_MAX */
#define GROUP_ENTRY_MAX (1024 * 1024) /* bytes: some ten thousand members */

static int read_groups(int fd, struct peer *peer)
{
	socklen_t size = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &size) < 0 && errno != ERANGE)
		return errno == ENODATA ? 0 : -errno;
	if (size == 0 || size > PEER_GROUPS_MAX * sizeof(gid_t))
		return 0;
	peer->groups = calloc(1, size);
	if (!peer->groups)
		return -ENOMEM;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, peer->groups, &size) < 0)
		return -errno;
	peer->n_groups = size / sizeof(gid_t);
	return 0;
}

static char *user_name(uid_t uid)
{
	char bytes[4096], fallback[32];
	struct passwd entry;
	struct passwd *found = NULL;

	if (getpwuid_r(uid, &entry, bytes, sizeof(bytes), &found) == 0 && found)
		return strdup(found->pw_name);
	(void)snprintf(fallback, sizeof(fallback), "uid-%u", (unsigned)uid);
	return strdup(fallback);
}

int peer_read(int fd, struct peer *ret_peer)
{
	struct ucred credentials;
	socklen_t size = sizeof(credentials);
	struct peer peer = { 0 };
	int r;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0)
		return -errno;
	peer.uid = credentials.uid;
	peer.gid = credentials.gid;
	peer.pid = credentials.pid;
	peer.name = user_name(peer.uid);
	r = peer.name ? read_groups(fd, &peer) : -ENOMEM;
	if (r < 0) {
		peer_done(&peer);
		return r;
	}
	*ret_peer = peer;
	return 0;
}

void peer_done(struct peer *peer)
{
	free(peer->name);
	free(peer->groups);
	*peer = (struct peer){ 0 };
}

/* An entry holds the names of all members: room is made until it fits. */
static bool find_group(const char *name, gid_t *ret_gid)
{
	for (size_t size = 4096; size <= GROUP_ENTRY_MAX; size *= 4) {
		_cleanup_free_ char *bytes = malloc(size);
		struct group entry;
		struct group *found = NULL;
		int r = bytes ? getgrnam_r(name, &entry, bytes, size, &found) : ENOMEM;

		if (r == ERANGE)
			continue;
		if (r == 0 && found)
			*ret_gid = found->gr_gid;
		return r == 0 && found;
	}
	return false;
}

static bool is_in_group(const struct peer *peer, const char *name)
{
	gid_t gid;

	if (!find_group(name, &gid))
		return false;
	if (gid == peer->gid)
		return true;
	for (size_t i = 0; i < peer->n_groups; i++) {
		if (peer->groups[i] == gid)
			return true;
	}
	return false;
}

enum role peer_role(const struct peer *peer, const struct strlist *instructors, uid_t owner)
{
	if (peer->uid == 0 || peer->uid == owner)
		return ROLE_INSTRUCTOR;
	for (size_t i = 0; i < instructors->count; i++) {
		const char *name = instructors->items[i];

		if (name[0] == '@' ? is_in_group(peer, name + 1) : strcmp(name, peer->name) == 0)
			return ROLE_INSTRUCTOR;
	}
	return ROLE_LEARNER;
}

const char *role_name(enum role role)
{
	return role == ROLE_INSTRUCTOR ? "instructor" : "learner";
}
