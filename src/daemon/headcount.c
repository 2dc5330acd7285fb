/* SPDX-License-Identifier: MIT */
#include "daemon/headcount.h"

#include <errno.h>
#include <stdlib.h>

struct headcount_user {
	LIST_ENTRY(headcount_user) entry;
	uid_t uid;
	uint32_t count;
};

void headcount_init(struct headcount *headcount)
{
	for (size_t i = 0; i < HEADCOUNT_BUCKETS; i++)
		LIST_INIT(&headcount->buckets[i]);
}

void headcount_done(struct headcount *headcount)
{
	for (size_t i = 0; i < HEADCOUNT_BUCKETS; i++) {
		struct headcount_user *user;

		while ((user = LIST_FIRST(&headcount->buckets[i]))) {
			LIST_REMOVE(user, entry);
			free(user);
		}
	}
}

static struct headcount_user *find(const struct headcount *headcount, uid_t uid)
{
	struct headcount_user *user;

	/* The uids of a class follow each other: their last bits spread them well. */
	LIST_FOREACH(user, &headcount->buckets[uid % HEADCOUNT_BUCKETS], entry)
	{
		if (user->uid == uid)
			return user;
	}
	return NULL;
}

uint32_t headcount_of(const struct headcount *headcount, uid_t uid)
{
	const struct headcount_user *user = find(headcount, uid);

	return user ? user->count : 0;
}

int headcount_add(struct headcount *headcount, uid_t uid)
{
	struct headcount_user *user = find(headcount, uid);

	if (!user) {
		user = calloc(1, sizeof(*user));
		if (!user)
			return -ENOMEM;
		user->uid = uid;
		LIST_INSERT_HEAD(&headcount->buckets[uid % HEADCOUNT_BUCKETS], user, entry);
	}
	user->count++;
	return 0;
}

void headcount_remove(struct headcount *headcount, uid_t uid)
{
	struct headcount_user *user = find(headcount, uid);

	if (!user || --user->count > 0)
		return;
	LIST_REMOVE(user, entry);
	free(user);
}
