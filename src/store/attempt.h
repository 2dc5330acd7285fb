/* SPDX-License-Identifier: MIT */
/*
 * Attempts: a submission of a step, queued, run and graded. What was acknowledged has exactly one
 * verdict in the end.
 *
 *	queued -> running -> done | canceled
 *	queued -> done | canceled
 *	running -> queued (again)
 *
 * What changes an attempt answers -ENOENT when there is none, -EALREADY when it has ended (or
 * runs already); past a limit -E2BIG, -ENAMETOOLONG or -EINVAL and nothing is written; else as in
 * store.h. Callbacks may use the store as they like: no statement is open while they run. A
 * non-zero return of a callback stops and is returned.
 */
#pragma once

#include "base/strlist.h"
#include "job/job.h"
#include "store/practice.h"
#include "store/store.h"

#define ATTEMPT_CASES_MAX     JOB_CASES_MAX
#define ATTEMPT_CASE_NAME_MAX 255
#define ATTEMPT_POINTS_MAX    1000000
/*
 * Of one attempt's cases together; past it the outputs of further cases are cut, their
 * stdout_total stays true.
 */
#define ATTEMPT_OUTPUT_KEPT	  (1024 * 1024)
#define ATTEMPT_TOKEN_MAX	  64 /* bytes */
#define ATTEMPT_COMPILER_TEXT_MAX (JOB_STDOUT_KEPT + JOB_STDERR_KEPT)
/* So often a job that was interrupted (by the end of the daemon, the runner or its worker) is run
 * again; interrupted once more it is reported as internal. */
#define ATTEMPT_RERUNS_MAX 1

enum attempt_state {
	ATTEMPT_QUEUED,
	ATTEMPT_RUNNING,
	ATTEMPT_DONE,
	ATTEMPT_CANCELED,
	ATTEMPT_STATE_COUNT
};
const char *attempt_state_name(enum attempt_state state);

struct attempt {
	int64_t id, learner;
	char lesson[PRACTICE_LESSON_MAX + 1];
	char step[PRACTICE_STEP_MAX + 1];
	char language[PRACTICE_LANGUAGE_MAX + 1];
	enum attempt_state state;
	enum verdict verdict; /* of use when done or canceled */
	uint32_t points, max_points;
	uint32_t cases, cases_passed;
	uint32_t reruns;
	int64_t submitted_us, started_us, ended_us;
	uint64_t wall_us, cpu_us; /* sums over the cases */
	uint64_t memory_bytes;	  /* the largest of them */
	/* Owned; may be NULL. A NUL stands behind compiler_len bytes, and perhaps among them. */
	char *compiler_text;
	size_t compiler_len;
};
void attempt_done(struct attempt *attempt);
#define _cleanup_attempt_ _cleanup_(attempt_done)

struct attempt_case {
	uint32_t index;
	char *name; /* owned, as the texts */
	enum verdict verdict;
	int exit_status, signal;
	uint64_t wall_us, cpu_us, memory_bytes, stdout_total;
	char *stdout_text, *stderr_text; /* first JOB_STDOUT_KEPT / JOB_STDERR_KEPT bytes */
	size_t stdout_len, stderr_len;
	char *detail; /* at most JOB_DETAIL_MAX - 1 bytes; NULL: none */
};
void attempt_case_done(struct attempt_case *attempt_case);
#define _cleanup_attempt_case_ _cleanup_(attempt_case_done)

/*
 * A new attempt in state queued with its files (content-addressed: a file's bytes are kept once,
 * by SHA-256). id: from the database. -EINVAL for an unsafe file name, -EEXIST for one that comes
 * twice, -ENOENT for an unknown learner. A token is a word of the client's own, of which a learner
 * has each once: see attempt_find_token(); another attempt with it is -EEXIST.
 */
struct attempt_new {
	int64_t learner;
	const char *lesson, *step, *language;
	uint32_t max_points, cases;
	int64_t now_us;
	const struct job_file *files;
	size_t n_files;
	const char *token; /* NULL: none */
};
int attempt_create(
	struct store *store, const struct attempt_new *new_attempt, int64_t *ret_attempt);

int attempt_set_running(struct store *store, int64_t attempt, int64_t now_us);
/*
 * From running back to queued, reruns + 1, its cases and compiler's text are dropped; ret_reruns:
 * the count. A queued one never ran: it stays as it is.
 */
int attempt_set_queued_again(struct store *store, int64_t attempt, uint32_t *ret_reruns);
/* The same without counting it: what ended the run is no fault of the job's. */
int attempt_set_aside(struct store *store, int64_t attempt);
/* Replaces what was there. */
int attempt_set_compiler_text(struct store *store, int64_t attempt, const char *text, size_t len);
/*
 * -EEXIST when that index was added already, -EINVAL when it is not below the attempt's `cases`.
 */
int attempt_add_case(struct store *store, int64_t attempt, const struct attempt_case *result);
/*
 * Ends it (done or canceled), once: -EALREADY after that. A step's progress is counted from its
 * attempts, so a pass shows there at once.
 */
struct attempt_end {
	enum attempt_state state;
	enum verdict verdict;
	uint32_t points, cases_passed;
	uint64_t wall_us, cpu_us, memory_bytes;
	int64_t now_us;
};
int attempt_finish(struct store *store, int64_t attempt, const struct attempt_end *end);

/* 1 found, 0 none. */
int attempt_get(struct store *store, int64_t attempt, struct attempt *ret_attempt);
int attempt_find_token(
	struct store *store, int64_t learner, const char *token, struct attempt *ret_attempt);
typedef int (*attempt_callback)(void *userdata, const struct attempt *attempt);
typedef int (*attempt_case_callback)(void *userdata, const struct attempt_case *attempt_case);
/* Newest first; lesson NULL for all, limit 0 for no limit. */
int attempt_each(struct store *store, int64_t learner, const char *lesson, uint32_t limit,
	attempt_callback callback, void *userdata);
/*
 * Queued or running ones of all learners, oldest first: what is put back in the queue at start.
 */
int attempt_each_unfinished(struct store *store, attempt_callback callback, void *userdata);
int attempt_each_case(
	struct store *store, int64_t attempt, attempt_case_callback callback, void *userdata);
/*
 * The learner's last finished attempt of the step before `before` (0: the last): its id in
 * ret_attempt. Language NULL: any. 1 found, 0 none.
 */
int attempt_find_previous(struct store *store, int64_t learner, const char *lesson,
	const char *step, const char *language, int64_t before, int64_t *ret_attempt);
/*
 * Adds the submission's files to a job, in their order. -EUCLEAN when their bytes are not those
 * that were submitted; on failure some may have been added.
 */
int attempt_load_files(struct store *store, int64_t attempt, struct job *job);
