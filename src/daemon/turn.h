/* SPDX-License-Identifier: MIT */
/*
 * The end of a loop turn, where the group commit is. What was said or is to be done because of
 * uncommitted writes is held by its owner, who is a member of the turn; at the end all members are
 * told whether the commit came through.
 */
#pragma once

#include "base/log.h"
#include "store/store.h"

#include <stdbool.h>
#include <sys/queue.h>
#include <systemd/sd-event.h>

struct turn_member {
	TAILQ_ENTRY(turn_member) entry;
	bool is_in, is_settled, joins;
	/* error: 0, or what the commit failed with; reason: for people. Must not write to the store
	 * or leave. */
	void (*settle)(struct turn_member *member, int error, const char *reason);
	/* After all members are settled: the next piece of work, which may write, join again,
	 * leave, free the member. */
	void (*proceed)(struct turn_member *member);
};

struct turn {
	sd_event_source *source;
	uint64_t armed_us;	 /* since when its end is asked for; 0: it isn't */
	uint64_t proceed_max_us; /* so long members proceed at an end, and one of them at least */
	struct store *store;	 /* borrowed; NULL while there is none */
	struct log_gate failing;
	unsigned failures;			       /* commits in a row */
	TAILQ_HEAD(turn_members, turn_member) members; /* those of earlier turns first */
};

int turn_init(struct turn *turn, sd_event *event);
void turn_done(struct turn *turn);

bool turn_is_dirty(const struct turn *turn);
/* The member is settled at the end of this turn; joining twice is once. */
void turn_join(struct turn *turn, struct turn_member *member);
void turn_leave(struct turn *turn, struct turn_member *member);
/* The turn ends with a commit even if nobody joins. */
void turn_touch(struct turn *turn);
/* Ends the turn now: at shutdown, when the loop turns no more. */
void turn_end(struct turn *turn);
