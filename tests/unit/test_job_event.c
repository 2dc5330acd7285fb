/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "job/job.h"

#include <errno.h>
#include <string.h>

static struct job_event sample_event(void)
{
	struct job_event event = {
		.type = JOB_EVENT_CASE,
		.job_id = 7,
		.index = 3,
		.verdict = VERDICT_RUNTIME,
		.exit_status = -1,
		.signal = 11,
		.wall_us = 1,
		.cpu_us = 2,
		.memory_bytes = UINT64_MAX,
		.stdout_total = 4,
		.stdout_text = strdup("out"),
		.stdout_len = 3,
		.stderr_text = strdup("er"),
		.stderr_len = 2,
		.detail = "line 1 differs",
	};

	return event;
}

static void encode_sample(struct buffer *ret_bytes)
{
	_cleanup_(job_event_done) struct job_event event = sample_event();

	assert_int_equal(job_event_encode(&event, ret_bytes), 0);
}

static void event_round_trips(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(job_event_done) struct job_event event = { 0 };

	(void)state;
	encode_sample(&bytes);
	assert_int_equal(job_event_decode(bytes.data, bytes.len, &event), 0);
	assert_int_equal(event.type, JOB_EVENT_CASE);
	assert_int_equal(event.job_id, 7);
	assert_int_equal(event.index, 3);
	assert_int_equal(event.verdict, VERDICT_RUNTIME);
	assert_int_equal(event.exit_status, -1);
	assert_int_equal(event.signal, 11);
	assert_true(event.memory_bytes == UINT64_MAX);
	assert_string_equal(event.stdout_text, "out");
	assert_string_equal(event.stderr_text, "er");
	assert_string_equal(event.detail, "line 1 differs");
}

static void event_cut_anywhere_is_refused(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	encode_sample(&bytes);
	for (size_t len = 0; len < bytes.len; len++) {
		struct job_event event = { 0 };

		assert_int_equal(job_event_decode(bytes.data, len, &event), -EBADMSG);
	}
}

static void any_flipped_bit_is_refused_or_a_sound_event(void **state)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	encode_sample(&bytes);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		_cleanup_(job_event_done) struct job_event event = { 0 };
		_cleanup_buffer_ struct buffer again = { 0 };

		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		if (job_event_decode(bytes.data, bytes.len, &event) == 0) {
			assert_int_equal(job_event_encode(&event, &again), 0);
			assert_int_equal(again.len, bytes.len);
			assert_memory_equal(again.data, bytes.data, bytes.len);
		}
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
}

static void numbers_outside_their_enum_are_refused(void **state)
{
	struct job_event event = { .type = (enum job_event_type)(JOB_EVENT_ALIVE + 1) };
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	assert_int_equal(job_event_encode(&event, &bytes), -EINVAL);
	event = (struct job_event){ .verdict = VERDICT_COUNT };
	assert_int_equal(job_event_encode(&event, &bytes), -EINVAL);
	event = (struct job_event){ .exit_status = 256 };
	assert_int_equal(job_event_encode(&event, &bytes), -EINVAL);
	event = (struct job_event){ .exit_status = -2 };
	assert_int_equal(job_event_encode(&event, &bytes), -EINVAL);
	event = (struct job_event){ .signal = 65 };
	assert_int_equal(job_event_encode(&event, &bytes), -EINVAL);
	assert_int_equal(bytes.len, 0);
}

static void texts_are_carried_up_to_the_limit(void **state)
{
	struct job_event event = {
		.type = JOB_EVENT_CASE, .stdout_len = JOB_STDOUT_KEPT, .stderr_len = JOB_STDERR_KEPT
	};
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	event.stdout_text = calloc(1, JOB_STDOUT_KEPT + 1);
	event.stderr_text = calloc(1, JOB_STDERR_KEPT + 1);
	memset(event.detail, 'x', JOB_DETAIL_MAX - 1);
	assert_int_equal(job_event_encode(&event, &bytes), 0);
	assert_true(bytes.len <= JOB_EVENT_MAX);
	event.stdout_len++;
	assert_int_equal(job_event_encode(&event, &bytes), -E2BIG);
	event.stdout_len--;
	event.stderr_len++;
	assert_int_equal(job_event_encode(&event, &bytes), -E2BIG);
	job_event_done(&event);
}

static void detail_without_an_end_is_refused(void **state)
{
	struct job_event event = { .type = JOB_EVENT_READY };
	_cleanup_buffer_ struct buffer bytes = { 0 };

	(void)state;
	memset(event.detail, 'x', JOB_DETAIL_MAX);
	assert_int_equal(job_event_encode(&event, &bytes), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event_round_trips),
		cmocka_unit_test(event_cut_anywhere_is_refused),
		cmocka_unit_test(any_flipped_bit_is_refused_or_a_sound_event),
		cmocka_unit_test(numbers_outside_their_enum_are_refused),
		cmocka_unit_test(texts_are_carried_up_to_the_limit),
		cmocka_unit_test(detail_without_an_end_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
