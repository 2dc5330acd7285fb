/* SPDX-License-Identifier: MIT */
/*
 * A learner's practice of a lesson (started, stopped, passed), its steps, and the hints taken.
 *
 * Counts are those of the current round: a reset begins the next one. An attempt belongs to the
 * round in which it was submitted. Attempts that were canceled or ended as `internal` don't
 * count. What writes to a lesson that was never started: -ENOENT. Names longer than the limits:
 * -ENAMETOOLONG. Others as in store.h.
 */
#pragma once

#include "store/store.h"

#define PRACTICE_LESSON_MAX   128 /* bytes of a lesson's id */
#define PRACTICE_STEP_MAX     64
#define PRACTICE_LANGUAGE_MAX 31

enum practice_state {
	PRACTICE_NEW = 0, /* never started: no row */
	PRACTICE_ACTIVE,  /* started */
	PRACTICE_STOPPED, /* started and stopped before all was passed */
	PRACTICE_PASSED,  /* all steps passed, stopped since or not */
	PRACTICE_STATE_COUNT,
};
const char *practice_state_name(enum practice_state state); /* new active stopped passed */
/* 0 or -EINVAL. */
int practice_state_from_name(const char *name, enum practice_state *ret_state);

struct practice {
	enum practice_state state;
	bool is_current; /* the lesson that was started last and not stopped */
	bool is_active;	 /* started and not stopped, passed or not */
	char language[PRACTICE_LANGUAGE_MAX + 1];
	/* Of this round; 0: not yet, and for stopped_us: not now. */
	int64_t started_us, stopped_us, passed_us;
	uint32_t points; /* of passed steps */
	uint32_t attempts, hints;
};

/* 1 found, 0 never started (ret zeroed). */
int practice_get(
	struct store *store, int64_t learner, const char *lesson, struct practice *ret_practice);

/*
 * Starts or starts again; keeps what was passed. Makes it the current one. `language` NULL keeps
 * the one before (new: "").
 */
int practice_start(struct store *store, int64_t learner, const char *lesson, const char *language,
	int64_t now_us);
/* -EALREADY when it is stopped. */
int practice_stop(struct store *store, int64_t learner, const char *lesson, int64_t now_us);
/*
 * Back to the first step: steps' results and hints of this round are forgotten (attempts stay in
 * the history). What is active stays so.
 */
int practice_reset(struct store *store, int64_t learner, const char *lesson, int64_t now_us);
/* Again: keeps the first time. */
int practice_mark_passed(struct store *store, int64_t learner, const char *lesson, int64_t now_us);

/*
 * Calls back for every lesson ever started, in the order of their first start. A non-zero return
 * of the callback stops and is returned. No statement is open meanwhile: a callback may use the
 * store as it likes.
 */
typedef int (*practice_callback)(
	void *userdata, const char *lesson, const struct practice *practice);
int practice_each(struct store *store, int64_t learner, practice_callback callback, void *userdata);

struct step_progress {
	bool is_passed;
	uint32_t points;	    /* the most that an attempt has earned */
	uint32_t attempts;	    /* since start or reset */
	uint32_t hints;		    /* taken since start or reset */
	int64_t passed_us, last_us; /* first passed; last submitted; 0: not yet */
};
/* 0, zeroed when there is nothing. */
int step_progress_get(struct store *store, int64_t learner, const char *lesson, const char *step,
	struct step_progress *ret_progress);

/*
 * Remembers that the next hint of a step was shown, at most `n_hints`; ret_number: which
 * (1..n_hints), the last one again when all were taken. A review begins with the first one again.
 * -EINVAL when n_hints is 0.
 */
int hint_take(struct store *store, int64_t learner, const char *lesson, const char *step,
	uint32_t n_hints, int64_t now_us, uint32_t *ret_number);
