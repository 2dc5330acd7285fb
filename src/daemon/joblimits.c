/* SPDX-License-Identifier: MIT */
#include "daemon/joblimits.h"

static const struct job_limits compile_standard = {
	.cpu_us = 20000000,
	.wall_us = 40000000,
	.memory_bytes = 1024ULL * 1024 * 1024,
	.output_bytes = 1024 * 1024,
	.disk_bytes = 64 * 1024 * 1024,
	.processes = 64,
	.open_files = 256,
};

static uint64_t first_set(uint64_t a, uint64_t b, uint64_t c)
{
	if (a)
		return a;
	return b ? b : c;
}

/* What holds where a step and its language say nothing. */
static void set_standard(const struct config *config, struct job_limits *ret_limits)
{
	*ret_limits = (struct job_limits){
		.cpu_us = config->limit_time_us,
		.wall_us = job_wall_us(config->limit_time_us),
		.memory_bytes = config->limit_memory,
		.output_bytes = config->limit_output,
		.disk_bytes = config->limit_disk,
		.processes = (uint32_t)config->limit_processes,
		.open_files = (uint32_t)config->limit_open_files,
	};
}

/* The nearest that says something: the step, the language, the configuration. */
static void merge_limits(const struct job_limits *step, const struct job_limits *language,
	const struct job_limits *standard, struct job_limits *ret_limits)
{
	*ret_limits = (struct job_limits){
		.cpu_us = first_set(step->cpu_us, language->cpu_us, standard->cpu_us),
		.memory_bytes = first_set(
			step->memory_bytes, language->memory_bytes, standard->memory_bytes),
		.output_bytes = first_set(
			step->output_bytes, language->output_bytes, standard->output_bytes),
		.disk_bytes =
			first_set(step->disk_bytes, language->disk_bytes, standard->disk_bytes),
		.processes = (uint32_t)first_set(
			step->processes, language->processes, standard->processes),
		.open_files = (uint32_t)first_set(
			step->open_files, language->open_files, standard->open_files),
		.address_space = language->address_space,
	};
	ret_limits->wall_us =
		first_set(step->wall_us, language->wall_us, job_wall_us(ret_limits->cpu_us));
}

/* RLIMIT_DATA, set with a cgroup or without, counts what a runtime maps for itself: with less than the
 * language asks for it doesn't start. */
static void raise_memory(const struct language *language, struct job_limits *limits)
{
	const struct job_limits *own = &language->run_limits;

	if (!own->address_space && limits->memory_bytes < own->memory_bytes)
		limits->memory_bytes = own->memory_bytes;
}

/* Packages are made for contests, where Python for one is run by PyPy. */
uint64_t joblimits_contest_time(const struct step *step, const struct timelimits *times,
	const struct language *language, const struct timelimit **ret_measured)
{
	const struct timelimit *measured =
		times ? timelimits_find(times, step->contest.stamp) : NULL;
	uint64_t time_us = measured ? measured->limit_us : step->limits.cpu_us;

	*ret_measured = measured;
	return language->contest_time > 1 ? time_us * language->contest_time : time_us;
}

/* What a package says that a compiler or a judge gets is the least. */
static void raise_limits(const struct job_limits *least, struct job_limits *limits)
{
	if (limits->cpu_us < least->cpu_us) {
		limits->cpu_us = least->cpu_us;
		limits->wall_us = job_wall_us(least->cpu_us);
	}
	if (limits->memory_bytes < least->memory_bytes)
		limits->memory_bytes = least->memory_bytes;
	if (limits->output_bytes < least->output_bytes)
		limits->output_bytes = least->output_bytes;
}

/* A package says the time; how long a language takes is another matter. */
static void set_contest(const struct jobspec *spec, struct job *job)
{
	const struct timelimit *measured;

	if (!spec->step->contest.is_one)
		return;
	job->run_limits.cpu_us =
		joblimits_contest_time(spec->step, spec->times, spec->language, &measured);
	job->run_limits.wall_us = job_wall_us(job->run_limits.cpu_us);
	raise_limits(&spec->step->contest.compile, &job->compile_limits);
}

static const struct job_limits nothing;

void joblimits_set(const struct jobspec *spec, struct job *job)
{
	struct job_limits standard;

	set_standard(spec->config, &standard);
	merge_limits(&spec->step->limits, &spec->language->run_limits, &standard, &job->run_limits);
	raise_memory(spec->language, &job->run_limits);
	merge_limits(
		&nothing, &spec->language->compile_limits, &compile_standard, &job->compile_limits);
	set_contest(spec, job);
}

/* It waits as long as a case may take; how much longer it needs than the program is the runner's to
 * know. */
void joblimits_set_judge(const struct jobspec *spec, struct job *job)
{
	const struct language *language = spec->judge_language;
	struct job_limits standard;

	set_standard(spec->config, &standard);
	merge_limits(&nothing, &language->run_limits, &standard, &job->judge->run_limits);
	merge_limits(&nothing, &language->compile_limits, &compile_standard,
		&job->judge->compile_limits);
	raise_limits(&spec->step->contest.compile, &job->judge->compile_limits);
	raise_limits(&spec->step->contest.judge, &job->judge->run_limits);
	job->judge->run_limits.wall_us = job->run_limits.wall_us;
	if (spec->step->contest.is_one)
		job->judge->run_limits.wall_us = job_wall_us(job->judge->run_limits.cpu_us);
}

void joblimits_set_generator(
	const struct config *config, const struct language *language, struct job *job)
{
	struct job_limits standard;

	set_standard(config, &standard);
	merge_limits(&nothing, &language->run_limits, &standard, &job->run_limits);
	merge_limits(&nothing, &language->compile_limits, &compile_standard, &job->compile_limits);
}

/* A package's own limit of code comes on top of ours. */
uint64_t joblimits_submission(const struct config *config, const struct step *step)
{
	uint64_t ours = config->submission_bytes, theirs = step->contest.code_bytes;

	return theirs > 0 && theirs < ours ? theirs : ours;
}
