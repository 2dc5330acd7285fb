/* SPDX-License-Identifier: MIT */
/* The fair queue: learners take turns, each learner's own entries go first in, first out. No input
 * or output, no clock. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

struct queue_learner;

/* Embedded in what is queued; must not move while it is in. */
struct queue_entry {
	TAILQ_ENTRY(queue_entry) entry;
	struct queue_learner *learner; /* NULL: not in a queue */
};

struct queue {
	TAILQ_HEAD(queue_learners, queue_learner) learners; /* the first has the next turn */
	size_t count;					    /* entries that wait */
};

void queue_init(struct queue *queue);
void queue_done(struct queue *queue); /* entries must be out */

/* At the end of the learner's own line. 0 or -ENOMEM. */
int queue_push(struct queue *queue, struct queue_entry *entry, uint64_t learner);
/* At its beginning: what was interrupted goes first again. */
int queue_push_front(struct queue *queue, struct queue_entry *entry, uint64_t learner);
/* The next one, out of the queue; NULL when empty. Its learner goes to the back of the round. */
struct queue_entry *queue_pop(struct queue *queue);
void queue_remove(struct queue *queue, struct queue_entry *entry); /* nothing when it is not in */
size_t queue_count(const struct queue *queue, uint64_t learner);   /* of that learner */
