/* SPDX-License-Identifier: MIT */
/* How many connections each user has. A user without any takes no memory. */
#pragma once

#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#define HEADCOUNT_BUCKETS 256

struct headcount_user;

struct headcount {
	LIST_HEAD(headcount_users, headcount_user) buckets[HEADCOUNT_BUCKETS];
};

void headcount_init(struct headcount *headcount);
void headcount_done(struct headcount *headcount);

uint32_t headcount_of(const struct headcount *headcount, uid_t uid);
int headcount_add(struct headcount *headcount, uid_t uid);     /* 0 or -ENOMEM */
void headcount_remove(struct headcount *headcount, uid_t uid); /* one that was added */
