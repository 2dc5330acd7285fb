/* SPDX-License-Identifier: MIT */
/* A database in a folder of its own for each test of store/, and what these tests keep saying. */
#pragma once

#include "unit.h"

#include "base/cleanup.h"
#include "job/job.h"
#include "store/attempt.h"
#include "store/learner.h"
#include "store/practice.h"
#include "store/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LESSON "backend/client-server"
#define STEP   "hello"

struct fixture {
	char folder[64];
	char path[96];
	struct store *store;
	int64_t learner;
	int64_t now_us; /* goes on by itself, see fixture_now() */
};

static inline int64_t fixture_now(struct fixture *fixture)
{
	return ++fixture->now_us;
}

static inline void fixture_open(struct fixture *fixture)
{
	char error[STORE_ERROR_MAX] = "";
	int r = store_open(fixture->path, &fixture->store, error);

	if (r < 0)
		fail_msg("%s: %s", fixture->path, error);
}

static inline void fixture_close(struct fixture *fixture)
{
	store_free(fixture->store);
	fixture->store = NULL;
}

static inline void fixture_commit(struct fixture *fixture)
{
	assert_int_equal(store_commit(fixture->store), 0);
	assert_false(store_is_dirty(fixture->store));
}

static inline void fixture_reopen(struct fixture *fixture)
{
	fixture_close(fixture);
	fixture_open(fixture);
}

/* What store_open() answers; nothing stays open. */
static inline int fixture_try_open(struct fixture *fixture, char ret_error[static STORE_ERROR_MAX])
{
	struct store *store = NULL;
	int r = store_open(fixture->path, &store, ret_error);

	store_free(store);
	return r;
}

static inline int fixture_setup_folder(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	strcpy(fixture->folder, "/tmp/practiced-store-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/practiced.db", fixture->folder);
	fixture->now_us = 1000000;
	*state = fixture;
	return 0;
}

/* With the store open and one learner in it. */
static inline int fixture_setup(void **state)
{
	struct fixture *fixture;

	fixture_setup_folder(state);
	fixture = *state;
	fixture_open(fixture);
	assert_int_equal(learner_ensure(fixture->store, 1000, "ada", fixture_now(fixture),
				 &fixture->learner),
		0);
	fixture_commit(fixture);
	return 0;
}

static inline int fixture_teardown(void **state)
{
	struct fixture *fixture = *state;
	DIR *folder;

	fixture_close(fixture);
	(void)chmod(fixture->folder, 0700);
	folder = opendir(fixture->folder);
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		(void)unlinkat(dirfd(folder), entry->d_name, 0);
	(void)closedir(folder);
	assert_int_equal(rmdir(fixture->folder), 0);
	free(fixture);
	return 0;
}

/* A queued attempt of a step with one small file, 2 points, 3 cases. */
static inline int64_t fixture_attempt(struct fixture *fixture, const char *lesson, const char *step)
{
	char name[] = "main.c", data[] = "int main(void) { return 0; }\n";
	struct job_file file = { .name = name, .data = data, .len = strlen(data) };
	struct attempt_new new_attempt = {
		.learner = fixture->learner,
		.lesson = lesson,
		.step = step,
		.language = "c",
		.max_points = 2,
		.cases = 3,
		.now_us = fixture_now(fixture),
		.files = &file,
		.n_files = 1,
	};
	int64_t attempt = 0;

	assert_int_equal(attempt_create(fixture->store, &new_attempt, &attempt), 0);
	assert_true(attempt > 0);
	return attempt;
}

static inline void fixture_finish(
	struct fixture *fixture, int64_t attempt, enum attempt_state state, enum verdict verdict)
{
	struct attempt_end end = {
		.state = state,
		.verdict = verdict,
		.points = verdict == VERDICT_PASS ? 2 : 0,
		.cases_passed = verdict == VERDICT_PASS ? 3 : 1,
		.wall_us = 30,
		.cpu_us = 20,
		.memory_bytes = 4096,
		.now_us = fixture_now(fixture),
	};

	assert_int_equal(attempt_finish(fixture->store, attempt, &end), 0);
}

/* An attempt that ended so. */
static inline int64_t fixture_ended(
	struct fixture *fixture, const char *lesson, const char *step, enum verdict verdict)
{
	int64_t attempt = fixture_attempt(fixture, lesson, step);

	fixture_finish(fixture, attempt, ATTEMPT_DONE, verdict);
	return attempt;
}
