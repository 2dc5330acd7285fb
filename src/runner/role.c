/* SPDX-License-Identifier: MIT */
/*
 * Both processes of a slot are counted as one user's by the kernel, so each role's limit makes room
 * for the other's processes: the learner's can have at most those as well, and the judge can always
 * start its own.
 */
#include "runner/role.h"

#include "base/cleanup.h"
#include "runner/feedback.h"

void role_done(struct role *role)
{
	for (size_t i = 0; role->job.cases && i < role->job.n_cases; i++)
		strlist_done(&role->job.cases[i].args);
	free(role->job.cases);
	strlist_done(&role->job.run);
	*role = (struct role){ 0 };
}

/* Takes the outcome of what the role's job was filled with. */
static int finish(struct role *ret_role, struct role *role, int r)
{
	if (r < 0)
		role_done(role);
	else
		*ret_role = *role;
	return r;
}

static int init_cases(struct role *role, const struct job *job)
{
	role->job.cases = calloc(job->n_cases, sizeof(*role->job.cases));
	role->job.n_cases = job->n_cases;
	if (!role->job.cases)
		return -ENOMEM;
	for (size_t i = 0; i < job->n_cases; i++)
		role->job.cases[i] =
			(struct job_case){ .name = job->cases[i].name, .expected_status = -1 };
	return 0;
}

static int fill_program_case(
	const struct job *job, size_t index, const char *socket_path, struct job_case *to)
{
	const struct job_case *from = &job->cases[index];

	if (job->check == JOB_CHECK_SERVICE)
		return strlist_add(&to->args, socket_path);
	if (job->check != JOB_CHECK_INTERACTIVE) {
		to->input = from->input;
		to->input_len = from->input_len;
	}
	to->files = from->files;
	to->n_files = from->n_files;
	return strlist_copy(&to->args, &from->args);
}

int role_init_program(struct role *ret_role, const struct job *job, const char *socket_path)
{
	struct role role = { .job = *job };
	int r;

	role.job.check = JOB_CHECK_OUTPUT;
	role.job.judge = NULL;
	role.job.compare = NULL; /* it may hold the proof of completion */
	role.job.stop = JOB_STOP_NEVER; /* which cases are run is said one by one */
	role.job.cases = NULL;
	role.job.run = (struct strlist){ 0 };
	if (job->judge)
		role.job.run_limits.processes +=
			job->judge->run_limits.processes + 1; /* and its zygote */
	r = strlist_copy(&role.job.run, &job->run);
	if (r == 0)
		r = init_cases(&role, job);
	for (size_t i = 0; i < job->n_cases && r == 0; i++)
		r = fill_program_case(job, i, socket_path, &role.job.cases[i]);
	return finish(ret_role, &role, r);
}

static int fill_judge_case(
	const struct job *job, size_t index, const char *socket_path, struct job_case *to)
{
	const struct job_case *from = &job->cases[index];
	int r;

	to->input = from->input;
	to->input_len = from->input_len;
	to->expected = from->expected;
	to->expected_len = from->expected_len;
	if (job->check != JOB_CHECK_SERVICE)
		return strlist_copy(&to->args, &from->judge_args);
	r = strlist_add(&to->args, socket_path);
	for (size_t i = 0; i < from->args.count && r == 0; i++)
		r = strlist_add(&to->args, from->args.items[i]);
	return r;
}

static int fill_judge_command(const struct job *job, struct strlist *run)
{
	static const char *const files[] = { FEEDBACK_INPUT, FEEDBACK_ANSWER, FEEDBACK_DIR };
	int r = strlist_copy(run, &job->judge->run);

	if (job->check == JOB_CHECK_SERVICE) /* the socket and the case's words follow */
		return r;
	for (size_t i = 0; i < ARRAY_SIZE(files) && r == 0; i++)
		r = strlist_add(run, files[i]);
	for (size_t i = 0; i < job->judge->args.count && r == 0; i++)
		r = strlist_add(run, job->judge->args.items[i]);
	return r;
}

int role_init_judge(struct role *ret_role, const struct job *job, const char *socket_path)
{
	const struct job_judge *judge = job->judge;
	struct role role = {
		.job = {
			.id = job->id,
			.files = judge->files,
			.n_files = judge->n_files,
			.compile = judge->compile,
			.compile_limits = judge->compile_limits,
			.run_limits = judge->run_limits,
		},
		.has_feedback = job->check != JOB_CHECK_SERVICE,
	};
	int r;

	role.job.run_limits.processes +=
		judge->run_limits.processes + job->run_limits.processes + 2;
	r = fill_judge_command(job, &role.job.run);
	if (r == 0)
		r = init_cases(&role, job);
	for (size_t i = 0; i < job->n_cases && r == 0; i++)
		r = fill_judge_case(job, i, socket_path, &role.job.cases[i]);
	return finish(ret_role, &role, r);
}
