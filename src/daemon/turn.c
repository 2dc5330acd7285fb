/* SPDX-License-Identifier: MIT */
#include "daemon/turn.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>

/* At most so long is a reply held because others write too; and at most so long waits what holds
 * none, the rest of a pipeline for one, because others are there too. */
#define TURN_MAX_US	 2000ULL
#define TURN_MAX_IDLE_US 100000ULL
/* So long members proceed, and one of them; the rest does at the next end. */
#define PROCEED_MAX_US 10000ULL

static void end(struct turn *turn, bool is_bounded);

/* Below everything else that is ready: what all of them wrote shares one commit. */
static int on_end(sd_event_source *source, void *userdata)
{
	(void)source;
	end(userdata, true);
	return 0;
}

int turn_init(struct turn *turn, sd_event *event)
{
	int r;

	*turn = (struct turn){ .proceed_max_us = PROCEED_MAX_US };
	TAILQ_INIT(&turn->members);
	r = sd_event_add_defer(event, &turn->source, on_end, turn);
	if (r < 0)
		return r;
	(void)sd_event_source_set_description(turn->source, "turn");
	r = sd_event_source_set_priority(turn->source, SD_EVENT_PRIORITY_IDLE);
	if (r < 0)
		return r;
	return sd_event_source_set_enabled(turn->source, SD_EVENT_OFF);
}

void turn_done(struct turn *turn)
{
	turn->source = sd_event_source_disable_unref(turn->source);
}

bool turn_is_dirty(const struct turn *turn)
{
	return turn->store && store_is_dirty(turn->store);
}

/* While there is always something else ready, the end would never come: after a while it goes
 * before all others. */
void turn_touch(struct turn *turn)
{
	uint64_t now_us = clock_monotonic_us(),
		 max_us = turn_is_dirty(turn) ? TURN_MAX_US : TURN_MAX_IDLE_US;

	if (turn->armed_us == 0)
		turn->armed_us = now_us;
	else if (now_us - turn->armed_us > max_us)
		(void)sd_event_source_set_priority(turn->source, SD_EVENT_PRIORITY_IMPORTANT);
	(void)sd_event_source_set_enabled(turn->source, SD_EVENT_ONESHOT);
}

/* A member that has to be told of the turn before is in the list already, ahead of all that join
 * now. */
void turn_join(struct turn *turn, struct turn_member *member)
{
	member->joins = true;
	if (!member->is_in)
		TAILQ_INSERT_TAIL(&turn->members, member, entry);
	member->is_in = true;
	turn_touch(turn);
}

void turn_leave(struct turn *turn, struct turn_member *member)
{
	if (member->is_in)
		TAILQ_REMOVE(&turn->members, member, entry);
	member->is_in = false;
	member->is_settled = false;
}

static void settle_all(struct turn *turn, int error, const char *reason)
{
	struct turn_member *member;

	TAILQ_FOREACH(member, &turn->members, entry)
	{
		if (member->is_settled && !member->joins)
			continue; /* was settled before, and had no time to proceed */
		member->is_settled = true;
		member->joins = false;
		member->settle(member, error, reason);
	}
}

/* What proceeds may join again, itself or others: they go behind those that are settled, so the
 * first unsettled ends it. Those that time doesn't suffice for stay in front. */
static void proceed_until(struct turn *turn, uint64_t end_us)
{
	struct turn_member *member = TAILQ_FIRST(&turn->members);

	while (member && member->is_settled) {
		turn_leave(turn, member);
		if (member->joins)
			turn_join(turn, member);
		if (member->proceed)
			member->proceed(member);
		member = TAILQ_FIRST(&turn->members);
		if (clock_monotonic_us() >= end_us)
			break;
	}
	if (member && member->is_settled)
		turn_touch(turn);
}

/* A full disk fails every turn: told at first, then now and then, and when it is over. */
static void note_failure(struct turn *turn, const char *reason)
{
	unsigned held = 0;

	turn->failures++;
	if (!log_gate_pass(&turn->failing, clock_monotonic_us(), &held))
		return;
	log_error("The store can't be written, nothing of this turn is kept: %s%s", reason,
		held > 0 ? " (so it was for others since)" : "");
}

static void note_success(struct turn *turn)
{
	if (turn->failures > 0)
		log_notice(
			"The store can be written again, after %u turns of which nothing is kept",
			turn->failures);
	turn->failures = 0;
	turn->failing = (struct log_gate){ 0 };
}

static void end(struct turn *turn, bool is_bounded)
{
	char reason[STORE_ERROR_MAX] = "";
	bool is_dirty = turn_is_dirty(turn);
	int r;

	turn->armed_us = 0;
	(void)sd_event_source_set_priority(turn->source, SD_EVENT_PRIORITY_IDLE);
	r = turn->store ? store_commit(turn->store) : 0;

	if (r < 0) {
		(void)snprintf(reason, sizeof(reason), "%s", store_error(turn->store));
		note_failure(turn, reason);
		store_rollback(turn->store);
	} else if (is_dirty) {
		note_success(turn);
	}
	settle_all(turn, r, reason);
	proceed_until(turn, is_bounded ? clock_monotonic_us() + turn->proceed_max_us : UINT64_MAX);
	if (turn->store && is_bounded)
		store_tidy(turn->store); /* by now the replies are sent */
	/* What proceeded may have worked for long, and joined again: the others' turn comes first.
	 */
	if (turn->armed_us != 0) {
		turn->armed_us = clock_monotonic_us();
		(void)sd_event_source_set_priority(turn->source, SD_EVENT_PRIORITY_IDLE);
	}
}

void turn_end(struct turn *turn)
{
	end(turn, false);
}
