/* SPDX-License-Identifier: MIT */
/*
 * A job in memory and as bytes. The encoding is a flat row of numbers and length-prefixed strings
 * in the order of the struct; it needs no versions, because both programs come from one build. The
 * encoder and the decoder hold a job to the same check_*() functions, so that neither side can hand
 * the other what it would refuse itself.
 */
#include "job/job.h"

#include "base/file.h"
#include "job/codec.h"

#include <string.h>

/* Far beyond what the runner allows (limits.h), so that no deadline overflows. */
#define JOB_PATIENCE_MAX_MS (24u * 3600 * 1000)
#define JOB_MAGIC	    0x334a5250u /* "PRJ3" */

struct job *job_new(void)
{
	return calloc(1, sizeof(struct job));
}

static void file_done(struct job_file *file)
{
	free(file->name);
	free(file->data);
}

static void case_done(struct job_case *job_case)
{
	free(job_case->name);
	strlist_done(&job_case->args);
	free(job_case->input);
	free(job_case->expected);
	free(job_case->compare);
	strlist_done(&job_case->judge_args);
	for (size_t i = 0; i < job_case->n_files; i++)
		file_done(&job_case->files[i]);
	free(job_case->files);
}

static void judge_free(struct job_judge *judge)
{
	if (!judge)
		return;
	for (size_t i = 0; i < judge->n_files; i++)
		file_done(&judge->files[i]);
	free(judge->files);
	strlist_done(&judge->compile);
	strlist_done(&judge->run);
	strlist_done(&judge->args);
	free(judge);
}

void job_free(struct job *job)
{
	if (!job)
		return;
	judge_free(job->judge);
	for (size_t i = 0; i < job->n_files; i++)
		file_done(&job->files[i]);
	for (size_t i = 0; i < job->n_cases; i++)
		case_done(&job->cases[i]);
	free(job->files);
	free(job->cases);
	strlist_done(&job->compile);
	strlist_done(&job->run);
	free(job->compare);
	free(job);
}

/* The same name, or one would have to be a folder for the other to exist. */
static bool names_collide(const char *a, const char *b)
{
	size_t a_len = strlen(a);
	size_t b_len = strlen(b);
	size_t common = a_len < b_len ? a_len : b_len;

	if (memcmp(a, b, common) != 0)
		return false;
	return a_len == b_len || (a_len < b_len ? b[common] : a[common]) == '/';
}

/* The files of a job, of its judge or of a case. */
struct files {
	struct job_file **items;
	size_t *count;
};

static int check_new_name(const struct files *files, const char *name)
{
	if (!file_name_is_safe(name))
		return -EINVAL;
	for (size_t i = 0; i < *files->count; i++)
		if (names_collide((*files->items)[i].name, name))
			return -EEXIST;
	return 0;
}

/* Takes over name and data, also on failure. */
static int add_file(const struct files *files, char *name, char *data, size_t len, bool executable)
{
	struct job_file file = { .name = name, .data = data, .len = len, .executable = executable };
	struct job_file *items;
	int r;

	if (*files->count >= JOB_FILES_MAX || len > JOB_BYTES_MAX)
		r = -E2BIG;
	else
		r = check_new_name(files, name);
	if (r == 0) {
		items = reallocarray(*files->items, *files->count + 1, sizeof(*items));
		if (items) {
			*files->items = items;
			items[(*files->count)++] = file;
			return 0;
		}
		r = -ENOMEM;
	}
	file_done(&file);
	return r;
}

static int add_file_copy(
	const struct files *files, const char *name, const void *data, size_t len, bool executable)
{
	char *name_copy;
	char *data_copy;

	if (len > JOB_BYTES_MAX)
		return -E2BIG;
	name_copy = strdup(name);
	data_copy = malloc(len + 1);
	if (!name_copy || !data_copy) {
		free(name_copy);
		free(data_copy);
		return -ENOMEM;
	}
	if (len > 0)
		memcpy(data_copy, data, len);
	data_copy[len] = '\0';
	return add_file(files, name_copy, data_copy, len, executable);
}

int job_add_file(struct job *job, const char *name, const void *data, size_t len, bool executable)
{
	return add_file_copy(
		&(struct files){ &job->files, &job->n_files }, name, data, len, executable);
}

int job_judge_add_file(
	struct job_judge *judge, const char *name, const void *data, size_t len, bool executable)
{
	return add_file_copy(
		&(struct files){ &judge->files, &judge->n_files }, name, data, len, executable);
}

int job_case_add_file(struct job_case *job_case, const char *name, const void *data, size_t len,
	bool executable)
{
	return add_file_copy(&(struct files){ &job_case->files, &job_case->n_files }, name, data,
		len, executable);
}

struct job_judge *job_add_judge(struct job *job, enum job_check check)
{
	judge_free(job->judge);
	job->check = check;
	job->judge = calloc(1, sizeof(*job->judge));
	return job->judge;
}

/* Room for one more case; doubles, so that many cases cost no copies worth mentioning. */
static int reserve_case(struct job *job)
{
	struct job_case *cases;

	if (job->n_cases >= JOB_CASES_MAX)
		return -E2BIG;
	if (job->n_cases > 0 && (job->n_cases & (job->n_cases - 1)) != 0)
		return 0;
	cases = reallocarray(job->cases, job->n_cases == 0 ? 1 : job->n_cases * 2, sizeof(*cases));
	if (!cases)
		return -ENOMEM;
	job->cases = cases;
	return 0;
}

struct job_case *job_add_case(struct job *job, const char *name)
{
	char *copy;

	if (reserve_case(job) < 0)
		return NULL;
	copy = strdup(name);
	if (!copy)
		return NULL;
	job->cases[job->n_cases] = (struct job_case){ .name = copy };
	return &job->cases[job->n_cases++];
}

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
	if (judge->n_files > JOB_FILES_MAX || !list_fits(&judge->compile) ||
		!list_fits(&judge->run) || !list_fits(&judge->args))
		return -E2BIG;
	return 0;
}

static int check_job(const struct job *job)
{
	if (job->n_cases == 0 || job->run.count == 0 || (unsigned)job->template >= JOB_TEMPLATE_COUNT)
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
	codec_put_u8(writer, job->stop_at_first);
	codec_put_u32(writer, (uint32_t)job->n_cases);
	for (size_t i = 0; i < job->n_cases; i++)
		put_case(writer, &job->cases[i]);
	codec_put_u32(writer, (uint32_t)job->check);
	if (job->judge)
		put_judge(writer, job->judge);
	codec_put_u32(writer, job->template);
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

static void get_file(struct codec_reader *reader, const struct files *files)
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
	r = add_file(files, name, data, len, executable);
	if (r < 0)
		codec_fail(reader, r == -ENOMEM ? r : -EBADMSG);
}

static void get_files(struct codec_reader *reader, const struct files *files)
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
	get_files(reader, &(struct files){ &job_case->files, &job_case->n_files });
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
	get_files(reader, &(struct files){ &judge->files, &judge->n_files });
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->compile);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->run);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &judge->args);
	get_limits(reader, &judge->compile_limits);
	get_limits(reader, &judge->run_limits);
}

static void get_job(struct codec_reader *reader, struct job *job)
{
	uint32_t n;

	if (codec_get_u32(reader) != JOB_MAGIC)
		codec_fail(reader, -EBADMSG);
	job->id = codec_get_u64(reader);
	get_files(reader, &(struct files){ &job->files, &job->n_files });
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job->compile);
	codec_get_list(reader, JOB_ARGV_MAX, JOB_ARG_MAX, &job->run);
	get_limits(reader, &job->compile_limits);
	get_limits(reader, &job->run_limits);
	job->compare = get_compare(reader);
	job->in_box = codec_get_bool(reader);
	job->stop_at_first = codec_get_bool(reader);
	n = codec_get_bounded(reader, JOB_CASES_MAX);
	for (uint32_t i = 0; i < n && reader->error == 0; i++)
		get_case(reader, job);
	get_judge(reader, job);
	job->template = (enum job_template)codec_get_bounded(reader, JOB_TEMPLATE_COUNT - 1);
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

/* Without an overflow, whatever the numbers are. */
static uint64_t sum_ms(uint64_t sum, uint64_t us)
{
	uint64_t ms = us / 1000;

	return ms > UINT32_MAX ? UINT32_MAX : sum + ms;
}

uint32_t job_patience_ms(const struct job *job)
{
	uint64_t sum = 0;

	if (job->compile.count > 0)
		sum = sum_ms(sum, job->compile_limits.wall_us);
	sum = sum_ms(sum, job->run_limits.wall_us);
	if (job->judge) {
		if (job->judge->compile.count > 0)
			sum = sum_ms(sum, job->judge->compile_limits.wall_us);
		sum = sum_ms(sum, job->judge->run_limits.wall_us);
	}
	sum = 2 * sum + JOB_PATIENCE_MS;
	return sum > JOB_PATIENCE_MAX_MS ? JOB_PATIENCE_MAX_MS : (uint32_t)sum;
}
