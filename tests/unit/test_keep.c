/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/keep.h"

#include <stdio.h>
#include <string.h>

static struct job *judged(const char *compile, const char *name, const char *data)
{
	struct job *job = job_new();
	struct job_judge *judge;

	assert_non_null(job);
	judge = job_add_judge(job, JOB_CHECK_CHECKER);
	assert_non_null(judge);
	assert_int_equal(job_judge_add_file(judge, name, data, strlen(data), false), 0);
	assert_int_equal(strlist_split_words(&judge->compile, compile), 0);
	return job;
}

static bool same_key(const struct job *a, const struct job *b)
{
	_cleanup_buffer_ struct buffer key_a = { 0 }, key_b = { 0 };

	assert_int_equal(keep_key(a->judge, &key_a), 0);
	assert_int_equal(keep_key(b->judge, &key_b), 0);
	return key_a.len == key_b.len && memcmp(key_a.data, key_b.data, key_a.len) == 0;
}

static void key_holds_all_that_a_compilation_depends_on(void **state)
{
	_cleanup_(job_freep) struct job *job = judged("cc -o /box/judge a.c", "a.c", "int x;");
	_cleanup_(job_freep) struct job *same = judged("cc -o /box/judge a.c", "a.c", "int x;");
	_cleanup_(job_freep) struct job *data = judged("cc -o /box/judge a.c", "a.c", "int y;");
	_cleanup_(job_freep) struct job *name = judged("cc -o /box/judge a.c", "b.c", "int x;");
	_cleanup_(job_freep) struct job *words = judged("cc -o /box/judge -g a.c", "a.c", "int x;");

	(void)state;
	assert_true(same_key(job, same));
	assert_false(same_key(job, data));
	assert_false(same_key(job, name));
	assert_false(same_key(job, words));
	same->judge->compile_limits.memory_bytes++;
	assert_false(same_key(job, same));
	same->judge->compile_limits.memory_bytes--;
	same->judge->files[0].executable = true;
	assert_false(same_key(job, same));
}

static void key_does_not_hold_what_only_a_run_depends_on(void **state)
{
	_cleanup_(job_freep) struct job *job = judged("cc a.c", "a.c", "int x;");
	_cleanup_(job_freep) struct job *other = judged("cc a.c", "a.c", "int x;");

	(void)state;
	other->id = 77;
	other->judge->run_limits.cpu_us = 5;
	assert_int_equal(strlist_add(&other->judge->args, "more"), 0);
	assert_true(same_key(job, other));
}

static void key_changes_with_the_compiler(void **state)
{
	char compiler[] = "/tmp/practiced-test-XXXXXX";
	int fd = mkstemp(compiler);
	_cleanup_(job_freep) struct job *job = judged(compiler, "a.c", "int x;");
	_cleanup_buffer_ struct buffer before = { 0 }, after = { 0 };

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(keep_key(job->judge, &before), 0);
	assert_int_equal(write(fd, "new", 3), 3);
	assert_int_equal(keep_key(job->judge, &after), 0);
	(void)close(fd);
	(void)unlink(compiler);
	assert_int_equal(before.len, after.len);
	assert_memory_not_equal(before.data, after.data, before.len);
}

static void key_of_too_much_is_refused(void **state)
{
	_cleanup_(job_freep) struct job *job = judged("cc", "a", "");
	_cleanup_buffer_ struct buffer key = { 0 };
	char *much = calloc(1, KEEP_ONE_MAX);

	(void)state;
	assert_non_null(much);
	assert_int_equal(job_judge_add_file(job->judge, "b", much, KEEP_ONE_MAX - 2, false), 0);
	assert_int_equal(keep_key(job->judge, &key), 0); /* with the two names it is at the limit */
	assert_int_equal(job_judge_add_file(job->judge, "c", "", 0, false), 0);
	buffer_done(&key);
	assert_int_equal(keep_key(job->judge, &key), -E2BIG);
	assert_int_equal(key.len, 0);
	free(much);
}

static void name_key(struct buffer *key, int number)
{
	assert_int_equal(buffer_append(key, &number, sizeof(number)), 0);
}

/* An entry of so many bytes, with its key and name. */
static void add(struct keep *keep, int number, size_t bytes, uint64_t now_us)
{
	_cleanup_buffer_ struct buffer key = { 0 };
	struct job *program = job_new();
	char *data = calloc(1, bytes);

	assert_non_null(program);
	assert_non_null(data);
	name_key(&key, number);
	assert_int_equal(job_add_file(program, "a", data, bytes - sizeof(number) - 1, true), 0);
	free(data);
	keep_add(keep, &key, program, now_us);
	assert_int_equal(key.len, 0);
}

static bool has(struct keep *keep, int number, uint64_t now_us)
{
	_cleanup_buffer_ struct buffer key = { 0 };

	name_key(&key, number);
	return keep_find(keep, &key, now_us) != NULL;
}

static void what_was_added_is_found(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };
	_cleanup_buffer_ struct buffer key = { 0 };
	const struct job *program;

	(void)state;
	assert_false(has(&keep, 1, 0));
	add(&keep, 1, 100, 0);
	name_key(&key, 1);
	program = keep_find(&keep, &key, 0);
	assert_non_null(program);
	assert_int_equal(program->n_files, 1);
	assert_string_equal(program->files[0].name, "a");
	assert_true(program->files[0].executable);
	assert_false(has(&keep, 2, 0));
}

static void as_many_as_allowed_and_one_more(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };

	(void)state;
	for (int i = 0; i < KEEP_ENTRIES_MAX; i++)
		add(&keep, i, 100, 0);
	for (int i = 0; i < KEEP_ENTRIES_MAX; i++)
		assert_true(has(&keep, i, 0));
	assert_true(has(&keep, 0, 0)); /* now 1 is the one that was not used for longest */
	add(&keep, KEEP_ENTRIES_MAX, 100, 0);
	assert_int_equal(keep.count, KEEP_ENTRIES_MAX);
	assert_true(has(&keep, 0, 0));
	assert_false(has(&keep, 1, 0));
	assert_true(has(&keep, 2, 0));
	assert_true(has(&keep, KEEP_ENTRIES_MAX, 0));
}

static void as_many_bytes_as_allowed_and_one_more(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };
	const int full = KEEP_BYTES_MAX / KEEP_ONE_MAX;

	(void)state;
	for (int i = 0; i < full; i++)
		add(&keep, i, KEEP_ONE_MAX, 0);
	assert_int_equal(keep.count, full);
	assert_int_equal(keep.bytes, KEEP_BYTES_MAX);
	add(&keep, full, 100, 0);
	assert_false(has(&keep, 0, 0));
	assert_true(has(&keep, 1, 0));
	assert_true(has(&keep, full, 0));
	assert_int_equal(keep.bytes, KEEP_BYTES_MAX - KEEP_ONE_MAX + 100);
}

static void one_of_as_many_bytes_as_allowed_and_one_more(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };

	(void)state;
	add(&keep, 1, KEEP_ONE_MAX, 0);
	assert_true(has(&keep, 1, 0));
	add(&keep, 2, KEEP_ONE_MAX + 1, 0);
	assert_false(has(&keep, 2, 0));
	assert_true(has(&keep, 1, 0));
}

static void old_ones_are_dropped(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };

	(void)state;
	add(&keep, 1, 100, 5);
	add(&keep, 2, 100, 6);
	assert_true(has(&keep, 1, 5 + KEEP_US - 1));
	assert_false(has(&keep, 1, 5 + KEEP_US));
	assert_true(has(&keep, 2, 5 + KEEP_US));
	assert_int_equal(keep.bytes, 100);
}

static void added_again_takes_the_others_place(void **state)
{
	_cleanup_(keep_done) struct keep keep = { 0 };

	(void)state;
	add(&keep, 1, 100, 0);
	add(&keep, 1, 200, 1);
	assert_int_equal(keep.count, 1);
	assert_int_equal(keep.bytes, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_holds_all_that_a_compilation_depends_on),
		cmocka_unit_test(key_does_not_hold_what_only_a_run_depends_on),
		cmocka_unit_test(key_changes_with_the_compiler),
		cmocka_unit_test(key_of_too_much_is_refused),
		cmocka_unit_test(what_was_added_is_found),
		cmocka_unit_test(as_many_as_allowed_and_one_more),
		cmocka_unit_test(as_many_bytes_as_allowed_and_one_more),
		cmocka_unit_test(one_of_as_many_bytes_as_allowed_and_one_more),
		cmocka_unit_test(old_ones_are_dropped),
		cmocka_unit_test(added_again_takes_the_others_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
