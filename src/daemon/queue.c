/* SPDX-License-Identifier: MIT */
#include "daemon/queue.h"

#include <errno.h>
#include <stdlib.h>

struct queue_learner {
	TAILQ_ENTRY(queue_learner) entry;
	uint64_t id;
	TAILQ_HEAD(queue_entries, queue_entry) entries; /* never empty */
	size_t count;
};

void queue_init(struct queue *queue)
{
	TAILQ_INIT(&queue->learners);
	queue->count = 0;
}

void queue_done(struct queue *queue)
{
	struct queue_learner *learner;

	while ((learner = TAILQ_FIRST(&queue->learners))) {
		TAILQ_REMOVE(&queue->learners, learner, entry);
		free(learner);
	}
	queue->count = 0;
}

/* A handful of learners wait at a time, and the queue is bounded: a walk is enough. */
static struct queue_learner *find_learner(const struct queue *queue, uint64_t id)
{
	struct queue_learner *learner;

	TAILQ_FOREACH(learner, &queue->learners, entry)
	{
		if (learner->id == id)
			return learner;
	}
	return NULL;
}

static struct queue_learner *ensure_learner(struct queue *queue, uint64_t id)
{
	struct queue_learner *learner = find_learner(queue, id);

	if (learner)
		return learner;
	learner = calloc(1, sizeof(*learner));
	if (!learner)
		return NULL;
	learner->id = id;
	TAILQ_INIT(&learner->entries);
	TAILQ_INSERT_TAIL(&queue->learners, learner, entry);
	return learner;
}

static int push(struct queue *queue, struct queue_entry *entry, uint64_t id, bool is_front)
{
	struct queue_learner *learner = ensure_learner(queue, id);

	if (!learner)
		return -ENOMEM;
	if (is_front)
		TAILQ_INSERT_HEAD(&learner->entries, entry, entry);
	else
		TAILQ_INSERT_TAIL(&learner->entries, entry, entry);
	entry->learner = learner;
	learner->count++;
	queue->count++;
	return 0;
}

int queue_push(struct queue *queue, struct queue_entry *entry, uint64_t learner)
{
	return push(queue, entry, learner, false);
}

int queue_push_front(struct queue *queue, struct queue_entry *entry, uint64_t learner)
{
	return push(queue, entry, learner, true);
}

void queue_remove(struct queue *queue, struct queue_entry *entry)
{
	struct queue_learner *learner = entry->learner;

	if (!learner)
		return;
	TAILQ_REMOVE(&learner->entries, entry, entry);
	entry->learner = NULL;
	queue->count--;
	if (--learner->count > 0)
		return;
	TAILQ_REMOVE(&queue->learners, learner, entry);
	free(learner);
}

struct queue_entry *queue_pop(struct queue *queue)
{
	struct queue_learner *learner = TAILQ_FIRST(&queue->learners);
	struct queue_entry *entry;

	if (!learner)
		return NULL;
	entry = TAILQ_FIRST(&learner->entries);
	TAILQ_REMOVE(&queue->learners, learner, entry);
	TAILQ_INSERT_TAIL(&queue->learners, learner, entry);
	queue_remove(queue, entry);
	return entry;
}

size_t queue_count(const struct queue *queue, uint64_t id)
{
	const struct queue_learner *learner = find_learner(queue, id);

	return learner ? learner->count : 0;
}
