/* SPDX-License-Identifier: MIT */
/*
 * A job as bytes: a flat row of numbers and length-prefixed strings in the order of the struct; it
 * needs no versions, because both programs come from one build. The encoder and the decoder hold a
 * job to the same check_*() functions, so that neither side can hand the other what it would refuse
 * itself.
 */
#include "job/job_parts.h"

#include "base/file.h"
#include "job/codec.h"

#include <string.h>

#define JOB_MAGIC 0x334a5250u /* "PRJ3" */

static bool list_fits(const struct strlist *list)
{
	if (list->count > JOB_ARGV_MAX)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (strlen(list->items[i]) > JOB_ARG_MAX)
			return false;
	return true;
}

static int check_case(const struct job_case *job_case)
{
	if (job_case->expected_status < -1 || job_case->expected_status > 255)
		return -EINVAL;
	if (!job_case->name || (job_case->expected_len > 0 && !job_case->expected))
		return -EINVAL;
	if (strlen(job_case->name) > JOB_NAME_MAX || !list_fits(&job_case->args))
		return -E2BIG;
	if (job_case->input_len > JOB_BYTES_MAX || job_case->expected_len > JOB_BYTES_MAX)
		return -E2BIG;
	if (job_case->compare && strlen(job_case->compare) > JOB_COMPARE_MAX)
		return -E2BIG;
	if (!list_fits(&job_case->judge_args) || job_case->n_files > JOB_FILES_MAX)
		return -E2BIG;
	return 0;
}

static int check_judge(const struct job *job)
{
	const struct job_judge *judge = job->judge;

	if ((unsigned)job->check >= JOB_CHECK_COUNT ||
		(judge != NULL) != (job->check != JOB_CHECK_OUTPUT))
		return -EINVAL;
	if (!judge)
		return 0;
	if (judge->run.count == 0)
		return -EINVAL;
	if (judge->passes > JOB_PASSES_MAX)
		return -E2BIG;
	if (judge->n_files > JOB_FILES_MAX || !list_fits(&judge->compile) ||
		!list_fits(&judge->run) || !list_fits(&judge->args))
		return -E2BIG;
	return 0;
}

static int check_job(const struct job *job)
{
	if (job->n_cases == 0 || job->run.count == 0 || (unsigned)job->template >= JOB_TEMPLATE_COUNT ||
		(unsigned)job->stop >= JOB_STOP_COUNT)
		return -EINVAL;
	if (job->n_cases > JOB_CASES_MAX || job->n_files > JOB_FILES_MAX)
		return -E2BIG;
	if (!list_fits(&job->compile) || !list_fits(&job->run))
		return -E2BIG;
	if (job->compare && strlen(job->compare) > JOB_COMPARE_MAX)
		return -E2BIG;
	for (size_t i = 0; i < job->n_cases; i++) {
		int r = check_case(&job->cases[i]);

		if (r < 0)
			return r;
		if (job->stop == JOB_STOP_IN_GROUPS &&
			(job->cases[i].next <= i || job->cases[i].next > job->n_cases))
			return -EINVAL;
	}
	return check_judge(job);
}

static void put_limits(struct codec_writer *writer, const struct job_limits *limits)
{
	codec_put_u64(writer, limits->cpu_us);
	codec_put_u64(writer, limits->wall_us);
	codec_put_u64(writer, limits->memory_bytes);
	codec_put_u64(writer, limits->output_bytes);
	codec_put_u64(writer, limits->disk_bytes);
	codec_put_u32(writer, limits->processes);
	codec_put_u32(writer, limits->open_files);
	codec_put_u8(writer, limits->address_space);
}

static void put_files(struct codec_writer *writer, const struct job_file *files, size_t n_files)
{
	codec_put_u32(writer, (uint32_t)n_files);
	for (size_t i = 0; i < n_files; i++) {
		codec_put_string(writer, files[i].name);
		codec_put_bytes(writer, files[i].data, files[i].len);
		codec_put_u8(writer, files[i].executable);
	}
}

static void put_case(struct codec_writer *writer, const struct job_case *job_case)
{
	codec_put_string(writer, job_case->name);
	codec_put_list(writer, &job_case->args);
	codec_put_bytes(writer, job_case->input, job_case->input_len);
	codec_put_u8(writer, job_case->expected != NULL);
	codec_put_bytes(writer, job_case->expected, job_case->expected_len);
	codec_put_u32(writer, (uint32_t)(job_case->expected_status + 1));
	codec_put_u8(writer, job_case->compare != NULL);
	codec_put_string(writer, job_case->compare);
	codec_put_list(writer, &job_case->judge_args);
	put_files(writer, job_case->files, job_case->n_files);
}

static void put_judge(struct codec_writer *writer, const struct job_judge *judge)
{
	put_files(writer, judge->files, judge->n_files);
	codec_put_list(writer, &judge->compile);
	codec_put_list(writer, &judge->run);
	codec_put_list(writer, &judge->args);
	codec_put_u32(writer, judge->passes);
	put_limits(writer, &judge->compile_limits);
	put_limits(writer, &judge->run_limits);
}

static void put_job(struct codec_writer *writer, const struct job *job)
{
	codec_put_u32(writer, JOB_MAGIC);
	codec_put_u64(writer, job->id);
	put_files(writer, job->files, job->n_files);
	codec_put_list(writer, &job->compile);
	codec_put_list(writer, &job->run);
	put_limits(writer, &job->compile_limits);
	put_limits(writer, &job->run_limits);
	codec_put_u8(writer, job->compare != NULL);
	codec_put_string(writer, job->compare);
	codec_put_u8(writer, job->in_box);
	codec_put_u8(writer, (uint8_t)job->stop);
	codec_put_u32(writer, (uint32_t)job->n_cases);
	for (size_t i = 0; i < job->n_cases; i++)
		put_case(writer, &job->cases[i]);
	codec_put_u32(writer, (uint32_t)job->check);
	if (job->judge)
		put_judge(writer, job->judge);
	codec_put_u32(writer, job->template);
	for (size_t i = 0; job->stop == JOB_STOP_IN_GROUPS && i < job->n_cases; i++)
		codec_put_u32(writer, job->cases[i].next);
}

int job_encode(const struct job *job, struct buffer *ret_bytes)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct codec_writer writer = { .bytes = &bytes };
	int r;

	r = check_job(job);
	if (r < 0)
		return r;
	put_job(&writer, job);
	if (writer.error < 0)
		return writer.error;
	if (bytes.len > JOB_BYTES_MAX)
		return -E2BIG;
	if (ret_bytes->len > 0)
		return buffer_append(ret_bytes, bytes.data, bytes.len);
	buffer_done(ret_bytes);
	*ret_bytes = bytes;
	bytes = (struct buffer){ 0 };
	return 0;
}

static void get_limits(struct codec_reader *reader, struct job_limits *limits)
{
	limits->cpu_us = codec_get_u64(reader);
	limits->wall_us = codec_get_u64(reader);
	limits->memory_bytes = codec_get_u64(reader);
	limits->output_bytes = codec_get_u64(reader);
	limits->disk_bytes = codec_get_u64(reader);
	limits->processes = codec_get_u32(reader);
	limits->open_files = codec_get_u32(reader);
	limits->address_space = codec_get_bool(reader);
}

static void get_file(struct codec_reader *reader, const struct job_files *files)
{
	size_t len = 0;
	char *name = codec_get_string(reader, FILE_NAME_MAX_BYTES);
	char *data = codec_get_bytes(reader, JOB_BYTES_MAX, &len);
	bool executable = codec_get_bool(reader);
	int r;

	if (reader->error < 0) {
		free(name);
		free(data);
		return;
	}
	r = job_files_take(files, name, data, len, executable);
	if (r < 0)
		codec_fail(reader, r == -ENOMEM ? r : -EBADMSG);
}

static void get_files(struct codec_reader *reader, const struct job_files *files)
{
	uint32_t n = codec_get_bounded(reader, JOB_FILES_MAX);

	for (uint32_t i = 0; i < n && reader->error == 0; i++)
		get_file(reader, files);
}

/* Bytes that may be absent: a flag, then the bytes, which are none when the flag is off. */
static char *get_optional(struct codec_reader *reader, size_t max, size_t *ret_len)
{
	bool present = codec_get_bool(reader);
	char *bytes = codec_get_bytes(reader, max, ret_len);

	if (present || !bytes)
		return bytes;
	if (*ret_len > 0)
		codec_fail(reader, -EBADMSG);
	*ret_len = 0;
	free(bytes);
	return NULL;
}

/* Text that may be absent, without a NUL in it. */
static char *get_compare(struct codec_reader *reader)
{
	size_t len = 0;
	char *text = get_optional(reader, JOB_COMPARE_MAX, &len);

	if (text && strlen(text) != len)
		codec_fail(reader, -EBADMSG);
	return text;
}

static void get_case(struct codec_reader *reader, struct job *job)
{
	_cleanup_free_ char *name = codec_get_string(reader, JOB_NAME_MAX);
	struct job_case *job_case = name ? job_add_case(job, name) : NULL;

	if (!job_case) {
		codec_fail(reader, -ENOMEM); /* unless the name was bad, and then that stands */
		return;
	}
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job_case->args);
	job_case->input = codec_get_bytes(reader, JOB_BYTES_MAX, &job_case->input_len);
	job_case->expected = get_optional(reader, JOB_BYTES_MAX, &job_case->expected_len);
	job_case->expected_status = (int)codec_get_bounded(reader, 256) - 1;
	job_case->compare = get_compare(reader);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job_case->judge_args);
	get_files(reader, &(struct job_files){ &job_case->files, &job_case->n_files });
}

static void get_judge(struct codec_reader *reader, struct job *job)
{
	enum job_check check = (enum job_check)codec_get_bounded(reader, JOB_CHECK_COUNT - 1);
	struct job_judge *judge;

	if (check == JOB_CHECK_OUTPUT || reader->error < 0)
		return;
	judge = job_add_judge(job, check);
	if (!judge) {
		codec_fail(reader, -ENOMEM);
		return;
	}
	get_files(reader, &(struct job_files){ &judge->files, &judge->n_files });
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->compile);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->run);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->args);
	judge->passes = codec_get_bounded(reader, JOB_PASSES_MAX);
	get_limits(reader, &judge->compile_limits);
	get_limits(reader, &judge->run_limits);
}

/* Always onwards: a job comes to an end. */
static void get_next(struct codec_reader *reader, struct job *job, uint32_t index)
{
	uint32_t next = codec_get_bounded(reader, (uint32_t)job->n_cases);

	if (next <= index)
		codec_fail(reader, -EBADMSG);
	job->cases[index].next = next;
}

static void get_job(struct codec_reader *reader, struct job *job)
{
	uint32_t n;

	if (codec_get_u32(reader) != JOB_MAGIC)
		codec_fail(reader, -EBADMSG);
	job->id = codec_get_u64(reader);
	get_files(reader, &(struct job_files){ &job->files, &job->n_files });
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job->compile);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job->run);
	get_limits(reader, &job->compile_limits);
	get_limits(reader, &job->run_limits);
	job->compare = get_compare(reader);
	job->in_box = codec_get_bool(reader);
	job->stop = (enum job_stop)codec_get_u8(reader);
	if ((unsigned)job->stop >= JOB_STOP_COUNT)
		codec_fail(reader, -EBADMSG);
	n = codec_get_bounded(reader, JOB_CASES_MAX);
	for (uint32_t i = 0; i < n && reader->error == 0; i++)
		get_case(reader, job);
	get_judge(reader, job);
	job->template = (enum job_template)codec_get_bounded(reader, JOB_TEMPLATE_COUNT - 1);
	for (uint32_t i = 0; job->stop == JOB_STOP_IN_GROUPS && i < job->n_cases; i++)
		get_next(reader, job, i);
}

int job_decode(const char *bytes, size_t len, struct job **ret_job)
{
	struct codec_reader reader = { .at = bytes, .left = len };
	_cleanup_(job_freep) struct job *job = NULL;
	int r;

	if (len > JOB_BYTES_MAX)
		return -EBADMSG;
	job = job_new();
	if (!job)
		return -ENOMEM;
	get_job(&reader, job);
	r = codec_finish(&reader);
	if (r < 0)
		return r;
	if (check_job(job) < 0)
		return -EBADMSG;
	*ret_job = TAKE_PTR(job);
	return 0;
}
