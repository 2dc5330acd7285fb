/* SPDX-License-Identifier: MIT */
#include "daemon/jobspec_case.h"

#include <errno.h>
#include <string.h>

#define TESTS_CASE "tests" /* the name of the one case of a check by tests */

static int copy_bytes(const char *bytes, size_t len, char **ret_copy)
{
	char *copy = malloc(len + 1);

	if (!copy)
		return -ENOMEM;
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	*ret_copy = copy;
	return 0;
}

/* What of a case stands in files. */
static int add_data(struct job_case *to, const struct step *step, const struct lesson_case *from)
{
	int r = 0;

	if (from->input_data.path)
		r = lesson_data_read(step->data_folder, &from->input_data, &to->input);
	if (r >= 0 && from->input_data.path)
		to->input_len = from->input_data.len;
	if (r >= 0 && from->expected_data.path)
		r = lesson_data_read(step->data_folder, &from->expected_data, &to->expected);
	if (r >= 0 && from->expected_data.path)
		to->expected_len = from->expected_data.len;
	return r;
}

static int add_settings(struct job_case *to, const struct case_settings *own)
{
	to->compare = own->compare ? strdup(own->compare) : NULL;
	if (own->compare && !to->compare)
		return -ENOMEM;
	return strlist_copy(&to->judge_args, &own->judge_args);
}

static int add_files(struct job_case *to, const struct step *step, const struct lesson_case *from)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < from->n_files; i++) {
		_cleanup_free_ char *bytes = NULL;

		r = lesson_data_read(step->data_folder, &from->files[i].data, &bytes);
		if (r >= 0)
			r = job_case_add_file(to, from->files[i].name, bytes, from->files[i].data.len, false);
	}
	return r;
}

static int add_case(struct job *job, const struct step *step, const struct lesson_case *from)
{
	struct job_case *to = job_add_case(job, from->name);
	int r;

	if (!to)
		return -ENOMEM;
	to->expected_status = from->expected_status;
	r = strlist_copy(&to->args, &from->args);
	if (r >= 0 && from->own)
		r = add_settings(to, from->own);
	if (r >= 0)
		r = add_files(to, step, from);
	if (r >= 0)
		r = add_data(to, step, from);
	if (r >= 0 && !from->input_data.path) {
		r = copy_bytes(from->input, from->input_len, &to->input);
		to->input_len = r >= 0 ? from->input_len : 0;
	}
	if (r < 0 || !from->expected)
		return r;
	r = copy_bytes(from->expected, from->expected_len, &to->expected);
	if (r >= 0)
		to->expected_len = from->expected_len;
	return r;
}

int jobspec_add_cases(const struct jobspec *spec, struct job *job)
{
	const struct step *step = spec->step;
	int r = 0;

	if (step->n_cases == 0)
		return job_add_case(job, TESTS_CASE) ? 0 : -ENOMEM;
	for (size_t i = 0; r >= 0 && i < step->n_cases; i++) {
		if (spec->only_case == 0 || spec->only_case == i + 1)
			r = add_case(job, step, &step->cases[i]);
	}
	return r;
}
