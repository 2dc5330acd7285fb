/* SPDX-License-Identifier: MIT */
/*
 * What each learner's last RUN of a step printed, to tell what changed since. In memory only,
 * bounded: the oldest goes first.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#define RECALL_BYTES_MAX (8U * 1024 * 1024)

struct recall_entry {
	TAILQ_ENTRY(recall_entry) entry;
	char *key;
	char *text;
	size_t len;
};

struct recall {
	TAILQ_HEAD(recall_entries, recall_entry) entries; /* the newest first */
	size_t bytes;
};

void recall_init(struct recall *recall);
void recall_done(struct recall *recall);

/* NULL when nothing is known of that key; borrowed until the next recall_put(). */
const struct recall_entry *recall_get(const struct recall *recall, const char *key);
/* Copies. 0 or -ENOMEM; then the key is forgotten. */
int recall_put(struct recall *recall, const char *key, const char *text, size_t len);
