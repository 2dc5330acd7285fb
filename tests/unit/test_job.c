/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "job/job.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct job *sample_job(void)
{
	struct job *job = job_new();
	struct job_case *job_case;

	assert_non_null(job);
	job->id = 0x1122334455667788u;
	assert_int_equal(job_add_file(job, "main.c", "int main;\0x", 11, false), 0);
	assert_int_equal(job_add_file(job, "lib/run.sh", "", 0, true), 0);
	assert_int_equal(strlist_add(&job->compile, "/usr/bin/gcc"), 0);
	assert_int_equal(strlist_add(&job->compile, ""), 0);
	assert_int_equal(strlist_add(&job->run, "/box/a.out"), 0);
	job->compile_limits = (struct job_limits){ .cpu_us = 1,
		.wall_us = 2,
		.memory_bytes = 3,
		.output_bytes = 4,
		.disk_bytes = 5,
		.processes = 6,
		.open_files = 7,
		.address_space = true };
	job->run_limits.cpu_us = UINT64_MAX;
	job->compare = strdup("float 1e-6");
	job->template = JOB_TEMPLATE_PYTHON;
	job->stop = JOB_STOP_AT_FIRST;
	job_case = job_add_case(job, "one");
	assert_non_null(job_case);
	assert_int_equal(strlist_add(&job_case->args, "-v"), 0);
	job_case->input = strdup("in");
	job_case->input_len = 2;
	job_case->expected = strdup("");
	job_case = job_add_case(job, "two");
	assert_non_null(job_case);
	job_case->expected_status = -1;
	job_case->compare = strdup("tokens");
	assert_int_equal(strlist_add(&job_case->judge_args, "--strict"), 0);
	assert_int_equal(job_case_add_file(job_case, "data/words", "a b\n", 4, false), 0);
	return job;
}

static void encode_sample(struct buffer *ret_bytes)
{
	_cleanup_(job_freep) struct job *job = sample_job();

	assert_int_equal(job_encode(job, ret_bytes), 0);
}

static void job_round_trips(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(job_freep) struct job *job = NULL;

	(void)state;
	encode_sample(&bytes);
	assert_int_equal(job_decode(bytes.data, bytes.len, &job), 0);
	assert_true(job->id == 0x1122334455667788u);
	assert_int_equal(job->n_files, 2);
	assert_string_equal(job->files[0].name, "main.c");
	assert_int_equal(job->files[0].len, 11);
	assert_memory_equal(job->files[0].data, "int main;\0x", 11);
	assert_false(job->files[0].executable);
	assert_true(job->files[1].executable);
	assert_int_equal(job->compile.count, 2);
	assert_string_equal(job->compile.items[1], "");
	assert_string_equal(job->run.items[0], "/box/a.out");
	assert_int_equal(job->compile_limits.open_files, 7);
	assert_true(job->compile_limits.address_space);
	assert_true(job->run_limits.cpu_us == UINT64_MAX);
	assert_string_equal(job->compare, "float 1e-6");
	assert_int_equal(job->stop, JOB_STOP_AT_FIRST);
	assert_false(job->in_box);
	assert_int_equal(job->template, JOB_TEMPLATE_PYTHON);
}

static void cases_round_trip(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(job_freep) struct job *job = NULL;

	(void)state;
	encode_sample(&bytes);
	assert_int_equal(job_decode(bytes.data, bytes.len, &job), 0);
	assert_int_equal(job->n_cases, 2);
	assert_string_equal(job->cases[0].name, "one");
	assert_string_equal(job->cases[0].args.items[0], "-v");
	assert_int_equal(job->cases[0].input_len, 2);
	assert_non_null(job->cases[0].expected); /* empty, and compared */
	assert_int_equal(job->cases[0].expected_len, 0);
	assert_int_equal(job->cases[0].expected_status, 0);
	assert_null(job->cases[1].expected); /* not compared */
	assert_int_equal(job->cases[1].expected_status, -1);
	assert_null(job->cases[0].compare);
	assert_int_equal(job->cases[0].n_files, 0);
	assert_string_equal(job->cases[1].compare, "tokens");
	assert_string_equal(job->cases[1].judge_args.items[0], "--strict");
	assert_string_equal(job->cases[1].files[0].name, "data/words");
	assert_memory_equal(job->cases[1].files[0].data, "a b\n", 5);
}

static void cases_go_on_with_their_next_one(void **state)
{
	_cleanup_(job_freep) struct job *job = sample_job();
	_cleanup_(job_freep) struct job *back = NULL;
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	job->stop = JOB_STOP_IN_GROUPS;
	assert_int_equal(job_encode(job, &bytes), -EINVAL); /* 0 is not onwards */
	job->cases[0].next = 2;
	job->cases[1].next = 3;
	assert_int_equal(job_encode(job, &bytes), -EINVAL); /* one past the end */
	job->cases[1].next = 2;
	buffer_clear(&bytes);
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(job_decode(bytes.data, bytes.len, &back), 0);
	assert_int_equal(back->stop, JOB_STOP_IN_GROUPS);
	assert_int_equal(back->cases[0].next, 2);
	bytes.data[bytes.len - 4] = 1; /* of the last case: itself */
	job_free(TAKE_PTR(back));
	assert_int_equal(job_decode(bytes.data, bytes.len, &back), -EBADMSG);
}

static void job_cut_anywhere_is_refused(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	encode_sample(&bytes);
	for (size_t len = 0; len < bytes.len; len++) {
		struct job *job = NULL;
		char *copy = malloc(
			len +
			1); /* of just that size, so that a read beyond is seen by the sanitizers */

		assert_non_null(copy);
		memcpy(copy, bytes.data, len);
		assert_int_equal(job_decode(copy, len, &job), -EBADMSG);
		assert_null(job);
		free(copy);
	}
}

static void job_with_bytes_left_over_is_refused(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct job *job = NULL;

	(void)state;
	encode_sample(&bytes);
	assert_int_equal(buffer_append_char(&bytes, '\0'), 0);
	assert_int_equal(job_decode(bytes.data, bytes.len, &job), -EBADMSG);
}

/* Whatever is decoded must also be a job that can be encoded again to the same bytes. */
static void any_flipped_bit_is_refused_or_a_sound_job(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	encode_sample(&bytes);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		_cleanup_buffer_ struct buffer again = { 0 };
		_cleanup_(job_freep) struct job *job = NULL;
		int r;

		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		r = job_decode(bytes.data, bytes.len, &job);
		if (r == 0) {
			assert_int_equal(job_encode(job, &again), 0);
			assert_int_equal(again.len, bytes.len);
			assert_memory_equal(again.data, bytes.data, bytes.len);
		} else {
			assert_int_equal(r, -EBADMSG);
		}
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
}

static void any_byte_set_to_its_extremes_is_survived(void **state)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	encode_sample(&bytes);
	for (size_t i = 0; i < bytes.len * sizeof(values); i++) {
		_cleanup_(job_freep) struct job *job = NULL;
		char saved = bytes.data[i / sizeof(values)];

		bytes.data[i / sizeof(values)] = (char)values[i % sizeof(values)];
		(void)job_decode(bytes.data, bytes.len, &job);
		bytes.data[i / sizeof(values)] = saved;
	}
}

static void encoding_appends(void **state)
{
	_cleanup_(job_freep) struct job *job = sample_job();
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_buffer_ struct buffer alone = { 0 };

	(void)state;
	assert_int_equal(buffer_append_string(&bytes, "before"), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(job_encode(job, &alone), 0);
	assert_int_equal(bytes.len, alone.len + 6);
	assert_memory_equal(bytes.data + 6, alone.data, alone.len);
}

static void unsafe_file_names_are_refused(void **state)
{
	static const char *const names[] = { "", "/etc/passwd", "../x", "a/../b", "a//b", "./a",
		"a/", "a\nb" };
	_cleanup_(job_freep) struct job *job = job_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(job_add_file(job, names[i], "", 0, false), -EINVAL);
	assert_int_equal(job->n_files, 0);
}

static void names_that_collide_are_refused(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();

	(void)state;
	assert_int_equal(job_add_file(job, "a/b", "", 0, false), 0);
	assert_int_equal(job_add_file(job, "a/b", "", 0, false), -EEXIST);
	assert_int_equal(job_add_file(job, "a", "", 0, false), -EEXIST);
	assert_int_equal(job_add_file(job, "a/b/c", "", 0, false), -EEXIST);
	assert_int_equal(job_add_file(job, "a/bc", "", 0, false), 0);
	assert_int_equal(job_add_file(job, "ab", "", 0, false), 0);
}

static void files_are_taken_up_to_the_limit(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();
	char name[16];

	(void)state;
	for (int i = 0; i < JOB_FILES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "f%d", i);
		assert_int_equal(job_add_file(job, name, "", 0, false), 0);
	}
	assert_int_equal(job_add_file(job, "one-more", "", 0, false), -E2BIG);
}

static void cases_are_taken_up_to_the_limit(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(job_freep) struct job *again = NULL;

	(void)state;
	assert_int_equal(strlist_add(&job->run, "x"), 0);
	for (int i = 0; i < JOB_CASES_MAX; i++)
		assert_non_null(job_add_case(job, "c"));
	assert_null(job_add_case(job, "c"));
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(job_decode(bytes.data, bytes.len, &again), 0);
	assert_int_equal(again->n_cases, JOB_CASES_MAX);
}

static struct job *least_job(void)
{
	struct job *job = job_new();

	assert_non_null(job);
	assert_int_equal(strlist_add(&job->run, "x"), 0);
	assert_non_null(job_add_case(job, "c"));
	return job;
}

static void words_are_taken_up_to_the_limit(void **state)
{
	_cleanup_(job_freep) struct job *job = least_job();
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	while (job->run.count < JOB_ARGV_MAX)
		assert_int_equal(strlist_add(&job->run, "x"), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(strlist_add(&job->run, "x"), 0);
	assert_int_equal(job_encode(job, &bytes), -E2BIG);
}

static void long_word_is_taken_up_to_the_limit(void **state)
{
	_cleanup_(job_freep) struct job *job = least_job();
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_free_ char *word = calloc(1, JOB_ARG_MAX + 2);

	(void)state;
	memset(word, 'x', JOB_ARG_MAX);
	assert_int_equal(strlist_add(&job->cases[0].args, word), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	word[JOB_ARG_MAX] = 'x';
	assert_int_equal(strlist_add(&job->cases[0].args, word), 0);
	assert_int_equal(job_encode(job, &bytes), -E2BIG);
}

static void whole_job_is_taken_up_to_the_limit(void **state)
{
	_cleanup_(job_freep) struct job *job = least_job();
	_cleanup_(job_freep) struct job *again = NULL;
	_cleanup_buffer_ struct buffer bytes = { 0 };
	size_t room;

	(void)state;
	assert_int_equal(job_encode(job, &bytes), 0);
	room = JOB_BYTES_MAX - bytes.len;
	job->cases[0].input = calloc(1, room + 1);
	assert_non_null(job->cases[0].input);
	job->cases[0].input_len = room;
	buffer_clear(&bytes);
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(job_decode(bytes.data, bytes.len, &again), 0);
	job->cases[0].input_len = room + 1;
	buffer_clear(&bytes);
	assert_int_equal(job_encode(job, &bytes), -E2BIG);
}

static void file_too_large_is_refused_before_it_is_copied(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();

	(void)state;
	assert_int_equal(job_add_file(job, "big", "", (size_t)JOB_BYTES_MAX + 1, false), -E2BIG);
}

static void template_that_there_is_not_is_refused(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(job_freep) struct job *job = NULL;

	(void)state;
	encode_sample(&bytes);
	bytes.data[bytes.len - 4] = (char)JOB_TEMPLATE_COUNT; /* the last number */
	assert_int_equal(job_decode(bytes.data, bytes.len, &job), -EBADMSG);
	bytes.data[bytes.len - 4] = (char)(JOB_TEMPLATE_COUNT - 1);
	assert_int_equal(job_decode(bytes.data, bytes.len, &job), 0);
	job->template = JOB_TEMPLATE_COUNT;
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
}

static void incomplete_job_is_refused(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	assert_non_null(job_add_case(job, "c"));
	assert_int_equal(job_encode(job, &bytes), -EINVAL); /* nothing to run */
	assert_int_equal(strlist_add(&job->run, "x"), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	job->cases[0].expected_status = 256;
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
	job->cases[0].expected_status = -2;
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
}

static struct job *judged_job(enum job_check check)
{
	struct job *job = sample_job();
	struct job_judge *judge = job_add_judge(job, check);

	assert_non_null(judge);
	assert_int_equal(job_judge_add_file(judge, "judge.c", "text", 4, true), 0);
	assert_int_equal(strlist_add(&judge->compile, "cc"), 0);
	assert_int_equal(strlist_add(&judge->run, "/box/program"), 0);
	assert_int_equal(strlist_add(&judge->args, "--strict"), 0);
	judge->passes = JOB_PASSES_MAX;
	judge->run_limits.wall_us = 7;
	judge->compile_limits.open_files = 8;
	return job;
}

static void judge_round_trips(void **state)
{
	(void)state;
	for (enum job_check check = JOB_CHECK_CHECKER; check < JOB_CHECK_COUNT; check++) {
		_cleanup_(job_freep) struct job *job = judged_job(check);
		_cleanup_(job_freep) struct job *again = NULL;
		_cleanup_buffer_ struct buffer bytes = { 0 };

		assert_int_equal(job_encode(job, &bytes), 0);
		assert_int_equal(job_decode(bytes.data, bytes.len, &again), 0);
		assert_int_equal(again->check, check);
		assert_string_equal(again->judge->files[0].name, "judge.c");
		assert_memory_equal(again->judge->files[0].data, "text", 5);
		assert_true(again->judge->files[0].executable);
		assert_string_equal(again->judge->compile.items[0], "cc");
		assert_string_equal(again->judge->run.items[0], "/box/program");
		assert_string_equal(again->judge->args.items[0], "--strict");
		assert_int_equal(again->judge->passes, JOB_PASSES_MAX);
		again->judge->passes++;
		assert_int_equal(job_encode(again, &bytes), -E2BIG);
		assert_int_equal(again->judge->run_limits.wall_us, 7);
		assert_int_equal(again->judge->compile_limits.open_files, 8);
	}
}

static void judged_job_with_any_flipped_bit_is_refused_or_sound(void **state)
{
	_cleanup_(job_freep) struct job *job = judged_job(JOB_CHECK_SERVICE);
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	assert_int_equal(job_encode(job, &bytes), 0);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		_cleanup_buffer_ struct buffer again = { 0 };
		_cleanup_(job_freep) struct job *decoded = NULL;

		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		if (job_decode(bytes.data, bytes.len, &decoded) == 0) {
			assert_int_equal(job_encode(decoded, &again), 0);
			assert_int_equal(again.len, bytes.len);
			assert_memory_equal(again.data, bytes.data, bytes.len);
		}
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
}

static void judged_job_cut_anywhere_is_refused(void **state)
{
	_cleanup_(job_freep) struct job *job = judged_job(JOB_CHECK_CHECKER);
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	assert_int_equal(job_encode(job, &bytes), 0);
	for (size_t len = 0; len < bytes.len; len++) {
		struct job *decoded = NULL;

		assert_int_equal(job_decode(bytes.data, len, &decoded), -EBADMSG);
	}
}

static void judge_and_kind_of_check_belong_together(void **state)
{
	_cleanup_(job_freep) struct job *job = judged_job(JOB_CHECK_CHECKER);
	_cleanup_(job_freep) struct job *plain = sample_job();
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	job->check = JOB_CHECK_OUTPUT;
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
	job->check = JOB_CHECK_COUNT;
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
	job->check = JOB_CHECK_CHECKER;
	strlist_done(&job->judge->run);
	assert_int_equal(job_encode(job, &bytes), -EINVAL);
	plain->check = JOB_CHECK_SERVICE;
	assert_int_equal(job_encode(plain, &bytes), -EINVAL);
}

static void judges_files_and_words_are_taken_up_to_the_limits(void **state)
{
	_cleanup_(job_freep) struct job *job = judged_job(JOB_CHECK_CHECKER);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	char name[16];

	(void)state;
	for (int i = 1; i < JOB_FILES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "f%d", i);
		assert_int_equal(job_judge_add_file(job->judge, name, "", 0, false), 0);
	}
	assert_int_equal(job_judge_add_file(job->judge, "one-more", "", 0, false), -E2BIG);
	assert_int_equal(job_judge_add_file(job->judge, "../x", "", 0, false), -E2BIG);
	while (job->judge->args.count < JOB_ARGV_MAX)
		assert_int_equal(strlist_add(&job->judge->args, "x"), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	assert_int_equal(strlist_add(&job->judge->args, "x"), 0);
	assert_int_equal(job_encode(job, &bytes), -E2BIG);
}

static void names_of_judge_and_job_do_not_collide(void **state)
{
	_cleanup_(job_freep) struct job *job = judged_job(JOB_CHECK_CHECKER);

	(void)state;
	assert_int_equal(job_judge_add_file(job->judge, "main.c", "", 0, false), 0);
	assert_int_equal(job_judge_add_file(job->judge, "main.c", "", 0, false), -EEXIST);
	assert_int_equal(job_judge_add_file(job->judge, "/x", "", 0, false), -EINVAL);
}

static void patience_covers_all_limits_twice(void **state)
{
	_cleanup_(job_freep) struct job *job = job_new();
	struct job_judge *judge;

	(void)state;
	job->run_limits.wall_us = 3000000;
	job->compile_limits.wall_us = 40000000;
	assert_int_equal(job_patience_ms(job), 2 * 3000 + JOB_PATIENCE_MS);
	assert_int_equal(strlist_add(&job->compile, "cc"), 0);
	assert_int_equal(job_patience_ms(job), 2 * 43000 + JOB_PATIENCE_MS);
	judge = job_add_judge(job, JOB_CHECK_CHECKER);
	judge->run_limits.wall_us = 1000000;
	assert_int_equal(job_patience_ms(job), 2 * 44000 + JOB_PATIENCE_MS);
	judge->run_limits.wall_us = UINT64_MAX;
	assert_true(job_patience_ms(job) <= 24u * 3600 * 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(job_round_trips),
		cmocka_unit_test(judge_round_trips),
		cmocka_unit_test(judged_job_with_any_flipped_bit_is_refused_or_sound),
		cmocka_unit_test(judged_job_cut_anywhere_is_refused),
		cmocka_unit_test(judge_and_kind_of_check_belong_together),
		cmocka_unit_test(judges_files_and_words_are_taken_up_to_the_limits),
		cmocka_unit_test(names_of_judge_and_job_do_not_collide),
		cmocka_unit_test(cases_round_trip),
		cmocka_unit_test(cases_go_on_with_their_next_one),
		cmocka_unit_test(template_that_there_is_not_is_refused),
		cmocka_unit_test(job_cut_anywhere_is_refused),
		cmocka_unit_test(job_with_bytes_left_over_is_refused),
		cmocka_unit_test(any_flipped_bit_is_refused_or_a_sound_job),
		cmocka_unit_test(any_byte_set_to_its_extremes_is_survived),
		cmocka_unit_test(encoding_appends),
		cmocka_unit_test(unsafe_file_names_are_refused),
		cmocka_unit_test(names_that_collide_are_refused),
		cmocka_unit_test(files_are_taken_up_to_the_limit),
		cmocka_unit_test(cases_are_taken_up_to_the_limit),
		cmocka_unit_test(words_are_taken_up_to_the_limit),
		cmocka_unit_test(long_word_is_taken_up_to_the_limit),
		cmocka_unit_test(whole_job_is_taken_up_to_the_limit),
		cmocka_unit_test(file_too_large_is_refused_before_it_is_copied),
		cmocka_unit_test(incomplete_job_is_refused),
		cmocka_unit_test(patience_covers_all_limits_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
