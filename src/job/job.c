/* SPDX-License-Identifier: MIT */
/* A job in memory. */
#include "job/job_parts.h"

#include "base/file.h"

#include <string.h>

/* Far beyond what the runner allows (limits.h), so that no deadline overflows. */
#define JOB_PATIENCE_MAX_MS (24u * 3600 * 1000)

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

static int check_new_name(const struct job_files *files, const char *name)
{
	if (!file_name_is_safe(name))
		return -EINVAL;
	for (size_t i = 0; i < *files->count; i++)
		if (names_collide((*files->items)[i].name, name))
			return -EEXIST;
	return 0;
}

int job_files_take(const struct job_files *files, char *name, char *data, size_t len, bool executable)
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
	const struct job_files *files, const char *name, const void *data, size_t len, bool executable)
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
	return job_files_take(files, name_copy, data_copy, len, executable);
}

int job_add_file(struct job *job, const char *name, const void *data, size_t len, bool executable)
{
	return add_file_copy(
		&(struct job_files){ &job->files, &job->n_files }, name, data, len, executable);
}

int job_judge_add_file(
	struct job_judge *judge, const char *name, const void *data, size_t len, bool executable)
{
	return add_file_copy(
		&(struct job_files){ &judge->files, &judge->n_files }, name, data, len, executable);
}

int job_case_add_file(struct job_case *job_case, const char *name, const void *data, size_t len,
	bool executable)
{
	return add_file_copy(&(struct job_files){ &job_case->files, &job_case->n_files }, name, data,
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

/* Without an overflow, whatever the numbers are. */
static uint64_t sum_ms(uint64_t sum, uint64_t us)
{
	uint64_t ms = us / 1000;

	return ms > UINT32_MAX ? UINT32_MAX : sum + ms;
}

uint32_t job_patience_ms(const struct job *job)
{
	uint32_t passes = job->judge && job->judge->passes > 1 ? job->judge->passes : 1;
	uint64_t sum = 0;

	if (job->compile.count > 0)
		sum = sum_ms(sum, job->compile_limits.wall_us);
	if (job->judge && job->judge->compile.count > 0)
		sum = sum_ms(sum, job->judge->compile_limits.wall_us);
	for (uint32_t i = 0; i < passes; i++) {
		sum = sum_ms(sum, job->run_limits.wall_us);
		if (job->judge)
			sum = sum_ms(sum, job->judge->run_limits.wall_us);
	}
	sum = 2 * sum + JOB_PATIENCE_MS;
	return sum > JOB_PATIENCE_MAX_MS ? JOB_PATIENCE_MAX_MS : (uint32_t)sum;
}
