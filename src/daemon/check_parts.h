/* SPDX-License-Identifier: MIT */
/* Private to check.c, check_variant.c and check_tell.c: a check, where its data comes from, and what
 * its client is told of it. */
#pragma once

#include "daemon/caserow.h"
#include "daemon/check.h"
#include "daemon/progress.h"
#include "learn/variant.h"

/* What is known of a case of this run, and whether the client was told of it, in this run or before
 * the runner died. */
struct outcome {
	enum verdict verdict;
	bool is_known, is_told;
};

struct check {
	struct turn_member member; /* first */
	LIST_ENTRY(check) entry;
	struct service *service;
	struct task *task; /* NULL when it has ended */
	struct stream *stream;
	int64_t attempt, learner, uid;
	char lesson[PRACTICE_LESSON_MAX + 1], step[PRACTICE_STEP_MAX + 1];
	uint32_t max_points;
	bool has_compile, is_compile_told;
	enum verdict compile_verdict;
	struct outcome *outcomes;
	uint32_t n_cases;
	const struct scoring *scoring; /* of graded_by; NULL: all cases have to pass */
	struct lesson *graded_by;      /* a reference; NULL where it isn't needed */
	uint64_t wall_us, cpu_us, memory_bytes;
	uint32_t seed;
	bool is_running; /* the store knows */
	/* While its data is made. */
	struct job *waiting, *reference; /* owned; waiting: the attempt's own */
	struct variant data;
	struct buffer generated;
	char problem[JOB_DETAIL_MAX + 64]; /* for the author */
	bool is_broken; /* something could not be written */
	bool is_over;
};

struct check_summary {
	enum verdict verdict;
	enum attempt_state state;
	uint32_t passed, points;
	const char *detail; /* may be NULL */
};

/* An element of the stream each; nothing when nobody listens any more. */
void check_tell_attempt(struct check *check, const char *language);   /* announces the array */
void check_tell_compile(struct check *check, uint64_t wall_us);	      /* once */
void check_tell_case(struct check *check, const struct caserow *row); /* once a case */
/* Those of a step with scores; of an attempt that was not run there are no verdicts (NULL). */
void check_tell_groups(struct check *check, const enum verdict *verdicts);
void check_tell_summary(
	struct check *check, const struct check_summary *summary, const struct progress *progress);

/* check_result.c */
const struct step *check_find_step(const struct check *check, const struct lesson **ret_lesson); /* NULL: gone */
uint32_t check_count_passed(const struct check *check);
/* How the step is scored: as it is now, also where the lesson is another one in the end. */
void check_keep_scoring(struct check *check);
/* Verdict and points; tells the groups. */
void check_set_result(struct check *check, struct check_summary *summary);

/* check.c: what tasks have in common. */
void check_note(struct check *check, int r);
void check_fail_internal(struct check *check, const char *detail);
void check_on_started(void *userdata);
bool check_on_interrupted(void *userdata, const char *what);
bool check_on_stranded(void *userdata, const char *what);
void check_on_failed(void *userdata, const char *what);
void check_on_dropped(void *userdata);
int check_submit(struct check *check, struct job *job, const struct task_user *user);
int check_submit_own(struct check *check, struct job *job);

/* check_variant.c. The job waits until its data is there. 0 or -ENOMEM. */
int check_variant_start(struct check *check, struct check_variant *variant, struct job *job);
void check_variant_forget(struct check *check); /* at the end of the check */
