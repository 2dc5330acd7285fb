/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "store_fixture.h"

#include "store/database.h"

static struct attempt get(struct fixture *fixture, int64_t id)
{
	struct attempt attempt = { 0 };

	assert_int_equal(attempt_get(fixture->store, id, &attempt), 1);
	assert_int_equal(attempt.id, id);
	return attempt;
}

static enum attempt_state get_state(struct fixture *fixture, int64_t id)
{
	_cleanup_attempt_ struct attempt attempt = get(fixture, id);

	return attempt.state;
}

static void set_running(struct fixture *fixture, int64_t id)
{
	assert_int_equal(attempt_set_running(fixture->store, id, fixture_now(fixture)), 0);
}

static struct attempt_case make_case(uint32_t index, char *output)
{
	return (struct attempt_case){
		.index = index,
		.verdict = VERDICT_WRONG,
		.exit_status = 3,
		.wall_us = 12,
		.cpu_us = 10,
		.memory_bytes = 1 << 20,
		.stdout_total = 999,
		.stdout_text = output,
		.stdout_len = strlen(output),
	};
}

static int add_case(struct fixture *fixture, int64_t id, uint32_t index)
{
	char name[] = "hello1", output[] = "out\n";
	struct attempt_case row = make_case(index, output);

	row.name = name;
	return attempt_add_case(fixture->store, id, &row);
}

static int count_case(void *userdata, const struct attempt_case *row)
{
	(void)row;
	++*(int *)userdata;
	return 0;
}

static int count_cases(struct fixture *fixture, int64_t id)
{
	int count = 0;

	assert_int_equal(attempt_each_case(fixture->store, id, count_case, &count), 0);
	return count;
}

static int try_finish(
	struct fixture *fixture, int64_t id, enum attempt_state state, enum verdict verdict)
{
	struct attempt_end end = { .state = state, .verdict = verdict, .now_us = 5 };

	return attempt_finish(fixture->store, id, &end);
}

static void new_attempt_is_queued(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_attempt_ struct attempt attempt =
		get(fixture, fixture_attempt(fixture, LESSON, STEP));

	assert_int_equal(attempt.state, ATTEMPT_QUEUED);
	assert_int_equal(attempt.learner, fixture->learner);
	assert_string_equal(attempt.lesson, LESSON);
	assert_string_equal(attempt.step, STEP);
	assert_string_equal(attempt.language, "c");
	assert_int_equal(attempt.max_points, 2);
	assert_int_equal(attempt.cases, 3);
	assert_int_equal(attempt.submitted_us, fixture->now_us);
	assert_int_equal(attempt.started_us, 0);
	assert_null(attempt.compiler_text);
}

static void whole_life_is_kept(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	struct attempt attempt;

	set_running(fixture, id);
	assert_int_equal(attempt_set_compiler_text(fixture->store, id, "a\0b", 3), 0);
	fixture_finish(fixture, id, ATTEMPT_DONE, VERDICT_PASS);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	attempt = get(fixture, id);
	assert_int_equal(attempt.state, ATTEMPT_DONE);
	assert_int_equal(attempt.verdict, VERDICT_PASS);
	assert_int_equal(attempt.points, 2);
	assert_int_equal(attempt.cases_passed, 3);
	assert_int_equal(attempt.started_us, fixture->now_us - 1);
	assert_int_equal(attempt.ended_us, fixture->now_us);
	assert_int_equal(attempt.wall_us + attempt.cpu_us, 50);
	assert_int_equal(attempt.memory_bytes, 4096);
	assert_int_equal(attempt.compiler_len, 3);
	assert_memory_equal(attempt.compiler_text, "a\0b", 4);
	attempt_done(&attempt);
}

static void ids_grow(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = fixture_attempt(fixture, LESSON, STEP);

	assert_true(fixture_attempt(fixture, LESSON, STEP) > first);
}

static void unknown_attempt_is_not_found(void **state)
{
	struct fixture *fixture = *state;
	struct attempt attempt;
	uint32_t reruns = 9;

	assert_int_equal(attempt_get(fixture->store, 77, &attempt), 0);
	assert_int_equal(attempt_set_running(fixture->store, 77, 1), -ENOENT);
	assert_int_equal(attempt_set_queued_again(fixture->store, 77, &reruns), -ENOENT);
	assert_int_equal(attempt_set_compiler_text(fixture->store, 77, "x", 1), -ENOENT);
	assert_int_equal(add_case(fixture, 77, 0), -ENOENT);
	assert_int_equal(try_finish(fixture, 77, ATTEMPT_DONE, VERDICT_PASS), -ENOENT);
	assert_int_equal(count_cases(fixture, 77), 0);
	assert_int_equal(reruns, 9);
	assert_false(store_is_dirty(fixture->store));
}

static void second_verdict_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const enum attempt_state ends[] = { ATTEMPT_DONE, ATTEMPT_CANCELED };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		int64_t id = fixture_attempt(fixture, LESSON, STEP);
		_cleanup_attempt_ struct attempt attempt = { 0 };

		fixture_finish(fixture, id, ends[i], VERDICT_WRONG);
		assert_int_equal(try_finish(fixture, id, ATTEMPT_DONE, VERDICT_PASS), -EALREADY);
		assert_int_equal(
			try_finish(fixture, id, ATTEMPT_CANCELED, VERDICT_SKIPPED), -EALREADY);
		attempt = get(fixture, id);
		assert_int_equal(attempt.state, ends[i]);
		assert_int_equal(attempt.verdict, VERDICT_WRONG);
	}
}

static void ended_attempt_does_not_change(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	uint32_t reruns = 9;

	assert_int_equal(attempt_set_running(fixture->store, id, 1), -EALREADY);
	assert_int_equal(attempt_set_queued_again(fixture->store, id, &reruns), -EALREADY);
	assert_int_equal(attempt_set_compiler_text(fixture->store, id, "x", 1), -EALREADY);
	assert_int_equal(add_case(fixture, id, 0), -EALREADY);
	assert_int_equal(get_state(fixture, id), ATTEMPT_DONE);
	assert_int_equal(count_cases(fixture, id), 0);
}

static void running_twice_is_refused(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);

	set_running(fixture, id);
	assert_int_equal(attempt_set_running(fixture->store, id, 1), -EALREADY);
}

static void end_must_be_an_end(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	struct attempt_end ends[] = {
		{ .state = ATTEMPT_QUEUED, .verdict = VERDICT_PASS },
		{ .state = ATTEMPT_RUNNING, .verdict = VERDICT_PASS },
		{ .state = ATTEMPT_STATE_COUNT, .verdict = VERDICT_PASS },
		{ .state = ATTEMPT_DONE, .verdict = VERDICT_COUNT },
		{ .state = ATTEMPT_DONE, .verdict = VERDICT_PASS, .points = 3 },
		{ .state = ATTEMPT_DONE, .verdict = VERDICT_PASS, .cases_passed = 4 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		assert_int_equal(attempt_finish(fixture->store, id, &ends[i]), -EINVAL);
	assert_int_equal(get_state(fixture, id), ATTEMPT_QUEUED);
}

static void every_verdict_is_kept(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned verdict = 0; verdict < VERDICT_COUNT; verdict++) {
		_cleanup_attempt_ struct attempt attempt = { 0 };

		attempt = get(fixture, fixture_ended(fixture, LESSON, STEP, verdict));
		assert_int_equal(attempt.verdict, verdict);
	}
}

static void rerun_drops_what_the_interrupted_run_left(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	_cleanup_attempt_ struct attempt attempt = { 0 };
	uint32_t reruns = 0;

	set_running(fixture, id);
	assert_int_equal(attempt_set_compiler_text(fixture->store, id, "warning", 7), 0);
	assert_int_equal(add_case(fixture, id, 0), 0);
	assert_int_equal(add_case(fixture, id, 1), 0);
	assert_int_equal(attempt_set_queued_again(fixture->store, id, &reruns), 0);
	assert_int_equal(reruns, 1);
	assert_int_equal(count_cases(fixture, id), 0);
	attempt = get(fixture, id);
	assert_int_equal(attempt.state, ATTEMPT_QUEUED);
	assert_int_equal(attempt.reruns, 1);
	assert_int_equal(attempt.started_us, 0);
	assert_null(attempt.compiler_text);
	assert_int_equal(add_case(fixture, id, 0), 0);
}

static void set_aside_counts_no_rerun(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	_cleanup_attempt_ struct attempt attempt = { 0 };

	assert_int_equal(attempt_set_aside(fixture->store, id), 0); /* it never ran */
	set_running(fixture, id);
	assert_int_equal(add_case(fixture, id, 0), 0);
	assert_int_equal(attempt_set_aside(fixture->store, id), 0);
	assert_int_equal(count_cases(fixture, id), 0);
	attempt = get(fixture, id);
	assert_int_equal(attempt.state, ATTEMPT_QUEUED);
	assert_int_equal(attempt.reruns, 0);
	assert_int_equal(attempt_set_aside(fixture->store, 77), -ENOENT);
}

static void rerun_counts_only_what_ran(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	uint32_t reruns = 9;

	assert_int_equal(attempt_set_queued_again(fixture->store, id, &reruns), 0);
	assert_int_equal(reruns, 0);
	for (uint32_t i = 1; i <= ATTEMPT_RERUNS_MAX + 1; i++) {
		set_running(fixture, id);
		assert_int_equal(attempt_set_queued_again(fixture->store, id, &reruns), 0);
		assert_int_equal(reruns, i);
	}
}

static void same_case_twice_is_refused(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);

	assert_int_equal(add_case(fixture, id, 2), 0);
	assert_int_equal(add_case(fixture, id, 2), -EEXIST);
	assert_int_equal(add_case(fixture, id, 3), -EINVAL); /* there are three, from 0 */
	assert_int_equal(count_cases(fixture, id), 1);
	fixture_commit(fixture);
}

static int check_full_case(void *userdata, const struct attempt_case *row)
{
	const struct attempt_case *wanted = userdata;

	assert_int_equal(row->index, wanted->index);
	assert_string_equal(row->name, wanted->name);
	assert_int_equal(row->verdict, wanted->verdict);
	assert_int_equal(row->exit_status, wanted->exit_status);
	assert_int_equal(row->signal, wanted->signal);
	assert_int_equal(row->wall_us, INT64_MAX); /* more than SQLite holds */
	assert_int_equal(row->cpu_us, wanted->cpu_us);
	assert_int_equal(row->memory_bytes, wanted->memory_bytes);
	assert_int_equal(row->stdout_total, wanted->stdout_total);
	assert_int_equal(row->stdout_len, wanted->stdout_len);
	assert_memory_equal(row->stdout_text, wanted->stdout_text, wanted->stdout_len);
	assert_int_equal(row->stdout_text[row->stdout_len], '\0');
	assert_int_equal(row->stderr_len, 0);
	assert_string_equal(row->stderr_text, "");
	assert_string_equal(row->detail, wanted->detail);
	return 7;
}

static void case_comes_back_as_it_went(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	char output[] = "\xff one\n\0two", detail[] = "ended by SIGKILL", name[] = "case 1";
	struct attempt_case row = make_case(1, output);

	row.name = name;
	row.stdout_len = sizeof(output);
	row.exit_status = -1;
	row.signal = 9;
	row.wall_us = UINT64_MAX;
	row.detail = detail;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), 0);
	assert_int_equal(attempt_each_case(fixture->store, id, check_full_case, &row), 7);
}

static int check_order(void *userdata, const struct attempt_case *row)
{
	assert_int_equal(row->index, (*(uint32_t *)userdata)++);
	assert_null(row->detail);
	return 0;
}

static void cases_come_in_order(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	uint32_t next = 0;

	assert_int_equal(add_case(fixture, id, 2), 0);
	assert_int_equal(add_case(fixture, id, 0), 0);
	assert_int_equal(add_case(fixture, id, 1), 0);
	assert_int_equal(attempt_each_case(fixture->store, id, check_order, &next), 0);
	assert_int_equal(next, 3);
}

static void case_limits(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	_cleanup_free_ char *text = calloc(1, JOB_STDOUT_KEPT + 1);
	char name[ATTEMPT_CASE_NAME_MAX + 2], detail[JOB_DETAIL_MAX + 1];
	struct attempt_case row = make_case(0, text);

	memset(name, 'n', sizeof(name));
	memset(detail, 'd', sizeof(detail));
	name[ATTEMPT_CASE_NAME_MAX + 1] = detail[JOB_DETAIL_MAX] = '\0';
	row.name = name;
	row.stderr_text = text;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), -ENAMETOOLONG);
	name[ATTEMPT_CASE_NAME_MAX] = '\0';
	row.detail = detail;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), -ENAMETOOLONG);
	detail[JOB_DETAIL_MAX - 1] = '\0';
	row.stdout_len = JOB_STDOUT_KEPT + 1;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), -E2BIG);
	row.stdout_len = JOB_STDOUT_KEPT;
	row.stderr_len = JOB_STDERR_KEPT + 1;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), -E2BIG);
	row.stderr_len = JOB_STDERR_KEPT;
	row.verdict = VERDICT_COUNT;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), -EINVAL);
	row.verdict = VERDICT_PASS;
	assert_int_equal(attempt_add_case(fixture->store, id, &row), 0);
}

static int sum_output(void *userdata, const struct attempt_case *row)
{
	assert_int_equal(row->stdout_total, 123456789);
	*(size_t *)userdata += row->stdout_len + row->stderr_len;
	return 0;
}

static size_t fill_with_output(struct fixture *fixture, int64_t id, uint32_t n_cases)
{
	_cleanup_free_ char *text = malloc(JOB_STDOUT_KEPT);
	char name[] = "n";
	size_t kept = 0;

	memset(text, 'x', JOB_STDOUT_KEPT);
	for (uint32_t i = 0; i < n_cases; i++) {
		struct attempt_case row = {
			.index = i, .name = name, .stdout_text = text, .stderr_text = text
		};

		row.stdout_len = JOB_STDOUT_KEPT;
		row.stderr_len = JOB_STDERR_KEPT;
		row.stdout_total = 123456789;
		assert_int_equal(attempt_add_case(fixture->store, id, &row), 0);
	}
	assert_int_equal(attempt_each_case(fixture->store, id, sum_output, &kept), 0);
	return kept;
}

static int64_t create_sized(
	struct fixture *fixture, uint32_t cases, uint32_t points, int *ret_error)
{
	struct attempt_new new_attempt = {
		.learner = fixture->learner,
		.lesson = LESSON,
		.step = STEP,
		.language = "c",
		.cases = cases,
		.max_points = points,
	};
	int64_t id = 0;

	*ret_error = attempt_create(fixture->store, &new_attempt, &id);
	return id;
}

static void output_of_an_attempt_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	uint32_t reruns;
	int r;
	int64_t id = create_sized(fixture, 20, 1, &r);

	assert_int_equal(r, 0);
	assert_int_equal(fill_with_output(fixture, id, 20), ATTEMPT_OUTPUT_KEPT);
	set_running(fixture, id);
	assert_int_equal(attempt_set_queued_again(fixture->store, id, &reruns), 0);
	assert_int_equal(fill_with_output(fixture, id, 2),
		2 * (JOB_STDOUT_KEPT + JOB_STDERR_KEPT)); /* room again */
}

static void attempt_limits(void **state)
{
	struct fixture *fixture = *state;
	int r;

	create_sized(fixture, ATTEMPT_CASES_MAX + 1, 1, &r);
	assert_int_equal(r, -E2BIG);
	create_sized(fixture, 1, ATTEMPT_POINTS_MAX + 1, &r);
	assert_int_equal(r, -E2BIG);
	assert_false(store_is_dirty(fixture->store));
	create_sized(fixture, ATTEMPT_CASES_MAX, ATTEMPT_POINTS_MAX, &r);
	assert_int_equal(r, 0);
}

static void attempt_names_have_limits(void **state)
{
	struct fixture *fixture = *state;
	char name[256];
	struct attempt_new good = {
		.learner = fixture->learner, .lesson = "a/b", .step = "s", .language = "c"
	};
	const struct {
		size_t limit;
		const char **field;
	} rows[] = {
		{ PRACTICE_LESSON_MAX, &good.lesson },
		{ PRACTICE_STEP_MAX, &good.step },
		{ PRACTICE_LANGUAGE_MAX, &good.language },
	};
	int64_t id;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *before = *rows[i].field;
		_cleanup_attempt_ struct attempt attempt = { 0 };

		memset(name, 'x', sizeof(name));
		name[rows[i].limit + 1] = '\0';
		*rows[i].field = name;
		assert_int_equal(attempt_create(fixture->store, &good, &id), -ENAMETOOLONG);
		name[rows[i].limit] = '\0';
		assert_int_equal(attempt_create(fixture->store, &good, &id), 0);
		attempt = get(fixture, id);
		*rows[i].field = before;
	}
}

static void compiler_text_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	_cleanup_free_ char *text = calloc(1, ATTEMPT_COMPILER_TEXT_MAX + 1);
	_cleanup_attempt_ struct attempt attempt = { 0 };

	assert_int_equal(
		attempt_set_compiler_text(fixture->store, id, text, ATTEMPT_COMPILER_TEXT_MAX + 1),
		-E2BIG);
	assert_int_equal(
		attempt_set_compiler_text(fixture->store, id, text, ATTEMPT_COMPILER_TEXT_MAX), 0);
	assert_int_equal(attempt_set_compiler_text(fixture->store, id, "short", 5), 0);
	attempt = get(fixture, id);
	assert_string_equal(attempt.compiler_text, "short");
}

/* Submissions. */

static int create_with(
	struct fixture *fixture, const struct job_file *files, size_t n_files, int64_t *ret_id)
{
	struct attempt_new new_attempt = {
		.learner = fixture->learner,
		.lesson = LESSON,
		.step = STEP,
		.language = "c",
		.files = files,
		.n_files = n_files,
	};

	return attempt_create(fixture->store, &new_attempt, ret_id);
}

static uint64_t count_blobs(struct fixture *fixture)
{
	struct store_counts counts;

	assert_int_equal(store_count(fixture->store, &counts), 0);
	return counts.submissions;
}

static void files_come_back_in_order(void **state)
{
	struct fixture *fixture = *state;
	char z[] = "z.sh", a[] = "sub/a.c", e[] = "empty", binary[] = "\0\1\xff", text[] = "text";
	struct job_file files[] = {
		{ z, binary, 3, true },
		{ a, text, 4, false },
		{ e, NULL, 0, false },
	};
	_cleanup_(job_freep) struct job *job = job_new();
	int64_t id;

	assert_int_equal(create_with(fixture, files, ARRAY_SIZE(files), &id), 0);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(attempt_load_files(fixture->store, id, job), 0);
	assert_int_equal(job->n_files, ARRAY_SIZE(files));
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		assert_string_equal(job->files[i].name, files[i].name);
		assert_int_equal(job->files[i].len, files[i].len);
		assert_int_equal(job->files[i].executable, files[i].executable);
		if (files[i].len > 0)
			assert_memory_equal(job->files[i].data, files[i].data, files[i].len);
	}
}

static void same_bytes_are_kept_once(void **state)
{
	struct fixture *fixture = *state;
	char one[] = "one.c", two[] = "two.c", same[] = "same", other[] = "other";
	struct job_file files[] = { { one, same, 4, false }, { two, same, 4, false } };
	int64_t id;

	assert_int_equal(create_with(fixture, files, 2, &id), 0);
	assert_int_equal(create_with(fixture, files, 2, &id), 0);
	assert_int_equal(count_blobs(fixture), 1);
	files[1].data = other;
	files[1].len = 5;
	assert_int_equal(create_with(fixture, files, 2, &id), 0);
	assert_int_equal(count_blobs(fixture), 2);
}

static void unsafe_names_are_refused(void **state)
{
	struct fixture *fixture = *state;
	char names[][32] = { "", "../x", "/etc/passwd", "a//b", "a/../b", ".", "a\nb", "a\\b",
		"\xff" };
	char data[] = "x";
	int64_t id = -3;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct job_file file = { names[i], data, 1, false };

		assert_int_equal(create_with(fixture, &file, 1, &id), -EINVAL);
	}
	assert_int_equal(id, -3);
	assert_int_equal(count_blobs(fixture), 0);
}

static void colliding_names_are_refused(void **state)
{
	struct fixture *fixture = *state;
	struct {
		char first[8], second[8];
		int error;
	} rows[] = {
		{ "a.c", "a.c", -EEXIST },
		{ "a", "a/b", -EEXIST },
		{ "a/b", "a", -EEXIST },
		{ "a", "ab", 0 },
		{ "a/b", "a/c", 0 },
	};
	char data[] = "x";
	int64_t id;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct job_file files[] = { { rows[i].first, data, 1, false },
			{ rows[i].second, data, 1, false } };
		_cleanup_(job_freep) struct job *job = job_new();

		assert_int_equal(create_with(fixture, files, 2, &id), rows[i].error);
		/* What is taken can be run. */
		if (rows[i].error == 0)
			assert_int_equal(attempt_load_files(fixture->store, id, job), 0);
	}
}

static void number_of_files_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	char names[JOB_FILES_MAX + 1][8], data[] = "x";
	struct job_file files[JOB_FILES_MAX + 1];
	int64_t id;

	for (size_t i = 0; i <= JOB_FILES_MAX; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "f%zu", i);
		files[i] = (struct job_file){ names[i], data, 1, false };
	}
	assert_int_equal(create_with(fixture, files, JOB_FILES_MAX + 1, &id), -E2BIG);
	assert_int_equal(create_with(fixture, files, JOB_FILES_MAX, &id), 0);
}

static void size_of_a_submission_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_free_ char *data = calloc(1, JOB_BYTES_MAX);
	char one[] = "one", two[] = "two";
	struct job_file files[] = { { one, data, JOB_BYTES_MAX, false }, { two, data, 1, false } };
	int64_t id;

	assert_int_equal(create_with(fixture, files, 2, &id), -E2BIG);
	files[0].len = SIZE_MAX;
	assert_int_equal(create_with(fixture, files, 1, &id), -E2BIG);
	files[0].len = JOB_BYTES_MAX - 1;
	assert_int_equal(create_with(fixture, files, 2, &id), 0);
}

/* As a disk would: behind the back of the code under test. */
static void meddle(struct fixture *fixture, const char *sql)
{
	assert_int_equal(sqlite3_exec(fixture->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void damaged_file_is_not_handed_out(void **state)
{
	struct fixture *fixture = *state;
	const char *const damages[] = {
		"UPDATE blob SET data = data || 'x'",
		"UPDATE blob SET data = X'00'",
		"PRAGMA foreign_keys = OFF; DELETE FROM blob",
		"PRAGMA foreign_keys = OFF; UPDATE attempt_file SET hash = X'00'",
	};

	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		_cleanup_(job_freep) struct job *job = job_new();
		int64_t id = fixture_attempt(fixture, LESSON, STEP);

		fixture_commit(fixture);
		assert_int_equal(attempt_load_files(fixture->store, id, job), 0);
		meddle(fixture, damages[i]);
		assert_int_equal(attempt_load_files(fixture->store, id, job), -EUCLEAN);
		assert_non_null(strstr(store_error(fixture->store), "main.c"));
		meddle(fixture,
			"DELETE FROM attempt_file; DELETE FROM blob; PRAGMA foreign_keys = ON");
	}
}

static void words_nobody_wrote_are_damage(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = fixture_attempt(fixture, LESSON, STEP);
	struct attempt attempt;

	assert_int_equal(add_case(fixture, id, 0), 0);
	fixture_finish(fixture, id, ATTEMPT_DONE, VERDICT_PASS);
	meddle(fixture, "UPDATE attempt SET verdict = 'splendid'");
	assert_int_equal(attempt_get(fixture->store, id, &attempt), -EUCLEAN);
	meddle(fixture, "UPDATE attempt_case SET verdict = 'splendid'");
	assert_int_equal(attempt_each_case(fixture->store, id, count_case, &(int){ 0 }), -EUCLEAN);
	meddle(fixture, "UPDATE attempt SET verdict = 'pass', lesson = replace(hex(zeroblob(100)), "
			"'00', 'xx')");
	assert_int_equal(attempt_get(fixture->store, id, &attempt), -EUCLEAN);
}

static void table_refuses_what_makes_no_sense(void **state)
{
	struct fixture *fixture = *state;
	const char *const nonsense[] = {
		"UPDATE attempt SET state = 'done'",
		"UPDATE attempt SET verdict = 'pass'",
		"UPDATE attempt SET state = 'lost'",
		"UPDATE attempt SET points = 3",
		"UPDATE attempt SET cases_passed = -1",
	};

	fixture_attempt(fixture, LESSON, STEP);
	for (size_t i = 0; i < ARRAY_SIZE(nonsense); i++)
		assert_int_equal(sqlite3_exec(fixture->store->db, nonsense[i], NULL, NULL, NULL),
			SQLITE_CONSTRAINT_CHECK);
}

/* Lists. */

struct seen {
	struct fixture *fixture;
	int64_t ids[16];
	size_t count, stop_after;
};

static int note(void *userdata, const struct attempt *attempt)
{
	struct seen *seen = userdata;

	assert_true(seen->count < ARRAY_SIZE(seen->ids));
	seen->ids[seen->count++] = attempt->id;
	return seen->count == seen->stop_after ? -ECANCELED : 0;
}

static void each_goes_from_the_newest(void **state)
{
	struct fixture *fixture = *state;
	int64_t a = fixture_attempt(fixture, LESSON, STEP),
		b = fixture_attempt(fixture, "x/y", STEP),
		c = fixture_attempt(fixture, LESSON, STEP);
	const struct {
		const char *lesson;
		uint32_t limit;
		size_t count;
		int64_t ids[3];
	} rows[] = {
		{ NULL, 0, 3, { c, b, a } },
		{ NULL, 2, 2, { c, b } },
		{ NULL, 9, 3, { c, b, a } },
		{ LESSON, 0, 2, { c, a } },
		{ LESSON, 1, 1, { c } },
		{ "x/y", 0, 1, { b } },
		{ "x/z", 0, 0, { 0 } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct seen seen = { .count = 0 };

		assert_int_equal(attempt_each(fixture->store, fixture->learner, rows[i].lesson,
					 rows[i].limit, note, &seen),
			0);
		assert_int_equal(seen.count, rows[i].count);
		assert_memory_equal(seen.ids, rows[i].ids, seen.count * sizeof(seen.ids[0]));
	}
}

static void each_stops_when_told(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = { .stop_after = 1 };

	fixture_attempt(fixture, LESSON, STEP);
	fixture_attempt(fixture, LESSON, STEP);
	assert_int_equal(
		attempt_each(fixture->store, fixture->learner, NULL, 0, note, &seen), -ECANCELED);
	assert_int_equal(seen.count, 1);
	assert_int_equal(
		attempt_each_unfinished(fixture->store, note, &(struct seen){ .stop_after = 1 }),
		-ECANCELED);
}

static void each_shows_only_ones_own(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = { .count = 0 };
	int64_t bob;

	fixture_attempt(fixture, LESSON, STEP);
	assert_int_equal(learner_ensure(fixture->store, 1001, "bob", 1, &bob), 0);
	assert_int_equal(attempt_each(fixture->store, bob, NULL, 0, note, &seen), 0);
	assert_int_equal(seen.count, 0);
}

static void unfinished_go_from_the_oldest(void **state)
{
	struct fixture *fixture = *state;
	int64_t queued = fixture_attempt(fixture, LESSON, STEP),
		running = fixture_attempt(fixture, LESSON, STEP);
	struct seen seen = { .count = 0 };

	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	fixture_finish(
		fixture, fixture_attempt(fixture, LESSON, STEP), ATTEMPT_CANCELED, VERDICT_SKIPPED);
	set_running(fixture, running);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(attempt_each_unfinished(fixture->store, note, &seen), 0);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.ids[0], queued);
	assert_int_equal(seen.ids[1], running);
}

static int requeue(void *userdata, const struct attempt *attempt)
{
	struct seen *seen = userdata;
	uint32_t reruns;

	assert_int_equal(attempt_set_queued_again(seen->fixture->store, attempt->id, &reruns), 0);
	return note(userdata, attempt);
}

static void unfinished_may_be_changed_while_they_are_listed(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = { .fixture = fixture };

	for (int i = 0; i < 5; i++)
		set_running(fixture, fixture_attempt(fixture, LESSON, STEP));
	assert_int_equal(attempt_each_unfinished(fixture->store, requeue, &seen), 0);
	assert_int_equal(seen.count, 5);
}

static void previous_is_the_last_done_of_the_step(void **state)
{
	struct fixture *fixture = *state;
	int64_t a = fixture_ended(fixture, LESSON, STEP, VERDICT_WRONG),
		b = fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	int64_t queued = fixture_attempt(fixture, LESSON, STEP);
	const struct {
		const char *step, *language;
		int64_t before, wanted;
	} rows[] = {
		{ STEP, "c", 0, b },
		{ STEP, NULL, 0, b },
		{ STEP, "c", queued, b },
		{ STEP, "c", b, a },
		{ STEP, "c", a, 0 },
		{ STEP, "perl", 0, 0 },
		{ "other", "c", queued, 0 },
	};

	fixture_finish(
		fixture, fixture_attempt(fixture, LESSON, STEP), ATTEMPT_CANCELED, VERDICT_SKIPPED);
	fixture_ended(fixture, "x/y", STEP, VERDICT_PASS);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int64_t found = 0;
		int r = attempt_find_previous(fixture->store, fixture->learner, LESSON,
			rows[i].step, rows[i].language, rows[i].before, &found);

		assert_int_equal(r, rows[i].wanted ? 1 : 0);
		assert_int_equal(found, rows[i].wanted);
	}
}

static void a_token_finds_its_attempt_and_makes_no_other(void **state)
{
	struct fixture *fixture = *state;
	char token[ATTEMPT_TOKEN_MAX + 2];
	_cleanup_attempt_ struct attempt found = { 0 };
	struct attempt_new with_token = { .learner = fixture->learner,
		.lesson = LESSON,
		.step = STEP,
		.language = "c",
		.cases = 1,
		.token = token };
	int64_t attempt = 0, other = 0;

	memset(token, 'x', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	assert_int_equal(attempt_create(fixture->store, &with_token, &attempt), -ENAMETOOLONG);
	token[ATTEMPT_TOKEN_MAX] = '\0';
	assert_int_equal(attempt_find_token(fixture->store, fixture->learner, token, &found), 0);
	assert_int_equal(attempt_create(fixture->store, &with_token, &attempt), 0);
	assert_int_equal(attempt_create(fixture->store, &with_token, &other), -EEXIST);
	assert_int_equal(attempt_find_token(fixture->store, fixture->learner, token, &found), 1);
	assert_int_equal(found.id, attempt);
	assert_int_equal(attempt_find_token(fixture->store, fixture->learner + 1, token, &found), 0);
	with_token.token = NULL;
	assert_int_equal(attempt_create(fixture->store, &with_token, &other), 0);
	assert_int_equal(attempt_create(fixture->store, &with_token, &other), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(new_attempt_is_queued),
		TEST(whole_life_is_kept),
		TEST(ids_grow),
		TEST(unknown_attempt_is_not_found),
		TEST(second_verdict_is_refused),
		TEST(ended_attempt_does_not_change),
		TEST(running_twice_is_refused),
		TEST(end_must_be_an_end),
		TEST(every_verdict_is_kept),
		TEST(rerun_drops_what_the_interrupted_run_left),
		TEST(set_aside_counts_no_rerun),
		TEST(rerun_counts_only_what_ran),
		TEST(same_case_twice_is_refused),
		TEST(case_comes_back_as_it_went),
		TEST(cases_come_in_order),
		TEST(case_limits),
		TEST(output_of_an_attempt_has_a_limit),
		TEST(attempt_limits),
		TEST(attempt_names_have_limits),
		TEST(compiler_text_has_a_limit),
		TEST(files_come_back_in_order),
		TEST(same_bytes_are_kept_once),
		TEST(unsafe_names_are_refused),
		TEST(colliding_names_are_refused),
		TEST(number_of_files_has_a_limit),
		TEST(size_of_a_submission_has_a_limit),
		TEST(damaged_file_is_not_handed_out),
		TEST(words_nobody_wrote_are_damage),
		TEST(table_refuses_what_makes_no_sense),
		TEST(each_goes_from_the_newest),
		TEST(each_stops_when_told),
		TEST(each_shows_only_ones_own),
		TEST(unfinished_go_from_the_oldest),
		TEST(unfinished_may_be_changed_while_they_are_listed),
		TEST(previous_is_the_last_done_of_the_step),
		TEST(a_token_finds_its_attempt_and_makes_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
