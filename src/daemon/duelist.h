/* SPDX-License-Identifier: MIT */
/* What is to be reviewed now, of what the catalog has. */
#pragma once

#include "daemon/call.h"
#include "learn/review.h"
#include "store/card.h"

#define DUELIST_MAX 200 /* more than anybody reviews in a sitting */

struct due_item {
	struct card card;
	const char *lesson, *title; /* the catalog's */
	struct review_kin kin;
};

struct duelist {
	const struct catalog *catalog;
	struct due_item items[DUELIST_MAX];
	size_t order[DUELIST_MAX]; /* in which they are best asked: related ones not in a row */
	size_t n;
};

/* 0, or what the store says, -ENOMEM among it. On the heap: free(). */
int duelist_read(struct call *call, int64_t learner, const struct card_when *when,
	struct duelist **ret_list);
