/* SPDX-License-Identifier: MIT */
/*
 * A group is a contest. Its first contender is the floor: the program, started with vfork and exec and waited for, with nothing
 * around it. All contenders of a group run the same program with the same input and output.
 */
#include "suite.h"

#include "base/cleanup.h"
#include "rival.h"
#include "service.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#define CONTENDERS_MAX 40
#define JOB_CASES      20    /* of a submission */
#define BUSY_JOBS      5     /* back to back */
#define IDLE_US	       3000  /* in which a slot gets ready for its next submission */
#define TEMPLATE_US    60000 /* and also starts a template ahead */
#define WARMUPS	       3
#define SLOTS_JOBS     100   /* of a burst on all slots */

struct group {
	const char *name, *help;
	enum program_kind program;
	size_t runs; /* in a burst of the first contender */
	size_t rounds, quick_rounds;
	int (*measure)(struct suite *suite, const struct group *group);
};

/* The contenders of a group, and what they refer to. */
struct field {
	struct suite *suite;
	const struct group *group;
	const struct program *program;
	struct contender contenders[CONTENDERS_MAX];
	struct burst bursts[CONTENDERS_MAX];
	struct strlist commands[CONTENDERS_MAX];
	size_t count;
	struct sandbox sandbox, templated, others[SUITE_OTHERS_MAX];
	struct service service;
};

static void field_done(struct field *field)
{
	for (size_t i = 0; i < field->count; i++) {
		contender_done(&field->contenders[i]);
		strlist_done(&field->commands[i]);
	}
	sandbox_stop(&field->sandbox);
	sandbox_stop(&field->templated);
	for (size_t i = 0; i < SUITE_OTHERS_MAX; i++)
		sandbox_stop(&field->others[i]);
	service_stop(&field->service);
}

static bool is_wanted(const struct field *field, const char *name)
{
	const char *slash = field->suite->only ? strchr(field->suite->only, '/') : NULL;

	return !slash || field->count == 0 || strcmp(slash + 1, name) == 0 || strncmp(name, "other-", 6) == 0;
}

static struct contender *add(struct field *field, const char *name, const char *help, size_t runs,
	int (*burst)(struct contender *contender, struct samples *each, double *ret_mean_ns))
{
	struct contender *contender;

	if (field->count == CONTENDERS_MAX || !is_wanted(field, name))
		return NULL;
	contender = &field->contenders[field->count++];
	*contender = (struct contender){ .burst = burst, .runs = runs, .help = help };
	(void)snprintf(contender->name, sizeof(contender->name), "%s", name);
	return contender;
}

static int launch_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	const struct burst *burst = contender->subject;
	size_t before = each->count;
	int r = burst_run(burst, each, contender->skipped);

	if (r == 0)
		*ret_mean_ns = samples_mean(each, before, burst->runs);
	return r;
}

/* A slot that was idle gets one submission; a case's share of its time. */
static int idle_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	uint64_t total_ns = 0;
	int r;

	(void)usleep(IDLE_US);
	r = sandbox_submit(contender->host, contender->subject, contender->runs, each, &total_ns);
	*ret_mean_ns = (double)total_ns / (double)contender->runs;
	return r;
}

static int ready_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	(void)usleep(TEMPLATE_US);
	return idle_burst(contender, each, ret_mean_ns);
}

/* The same in a slot that expects another language, because that is what it had last. */
static int arrival_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	const struct suite *suite = contender->context;
	uint64_t ignored_ns;
	int r = sandbox_submit(contender->host, &suite->programs.list[PROGRAM_TINY], 1, NULL, &ignored_ns);

	return r < 0 ? r : idle_burst(contender, each, ret_mean_ns);
}

/* What comes before and after the cases of a submission is in the time of the next one. */
static int busy_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	uint64_t start_ns = sample_now_ns(), ignored_ns;
	int r = 0;

	for (size_t i = 0; i < BUSY_JOBS && r == 0; i++)
		r = sandbox_submit(contender->host, contender->subject, contender->runs, each, &ignored_ns);
	*ret_mean_ns = (double)(sample_now_ns() - start_ns) / (double)(BUSY_JOBS * contender->runs);
	return r;
}

static int compile_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	uint64_t total_ns = 0;
	int r;

	(void)usleep(IDLE_US);
	r = sandbox_submit(contender->host, contender->subject, 1, NULL, &total_ns);
	*ret_mean_ns = (double)total_ns;
	return r < 0 ? r : samples_add(each, *ret_mean_ns);
}

static int check_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	uint64_t total_ns = 0;
	int r;

	(void)usleep(IDLE_US);
	r = service_check(contender->host, contender->subject, &total_ns);
	*ret_mean_ns = (double)total_ns / SERVICE_CASES;
	return r < 0 ? r : samples_add(each, *ret_mean_ns);
}

static unsigned count_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

/* The rates of all processors as if one after the other did all: nanoseconds of a run. */
static int parallel_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	double rate = 0;
	int r = burst_run_parallel(contender->subject, count_processors(), &rate, contender->skipped);

	if (r < 0)
		return r;
	*ret_mean_ns = 1e9 / rate;
	return samples_add(each, *ret_mean_ns);
}

static int slots_burst(struct contender *contender, struct samples *each, double *ret_mean_ns)
{
	double rate = 0;
	int r = sandbox_rate(contender->host, contender->subject, contender->runs, JOB_CASES, &rate);

	if (r < 0)
		return r;
	*ret_mean_ns = 1e9 / rate;
	return samples_add(each, *ret_mean_ns);
}

/* A launch of `command`, whose words the field keeps. */
static void add_launch(struct field *field, const char *name, const char *help, size_t runs, struct strlist *command,
	const struct ingredient *ingredient)
{
	struct contender *contender = add(field, name, help, runs, launch_burst);
	size_t k = field->count - 1;

	if (!contender) {
		strlist_done(command);
		return;
	}
	field->commands[k] = *command;
	*command = (struct strlist){ 0 };
	field->bursts[k] = (struct burst){
		.launch = {
			.argv = field->commands[k].items,
			.ingredient = ingredient,
			.output_len = field->program->output_len,
		},
		.runs = runs,
		.warmups = runs >= 10 ? WARMUPS : 0,
	};
	contender->subject = &field->bursts[k];
}

static int add_bare(struct field *field, const char *name, const char *help, size_t runs, const struct ingredient *ingredient)
{
	struct strlist command = { 0 };
	int r = program_command(field->program->command, field->suite->programs.folder, &command);

	if (r == 0)
		add_launch(field, name, help, runs, &command, ingredient);
	strlist_done(&command);
	return r;
}

/* What the processor and the host forget while a slot is idle, the floor's process forgets here. */
static int add_paused(struct field *field)
{
	size_t before = field->count;
	int r = add_bare(field, "bare-paused", "the same, after a slot's pause", field->group->runs, NULL);

	if (field->count > before)
		field->bursts[before].pause_us = IDLE_US;
	return r;
}

static void add_sandbox(struct field *field, const char *name, const char *help, size_t runs,
	int (*burst)(struct contender *contender, struct samples *each, double *ret_mean_ns))
{
	struct contender *contender = add(field, name, help, runs, burst);

	if (!contender)
		return;
	contender->subject = field->program;
	contender->host = &field->sandbox;
	if (field->sandbox.pid == 0 && sandbox_start(field->suite->runner, 1, &field->sandbox, contender->skipped) < 0)
		field->sandbox.pid = -1;
	else if (field->sandbox.pid < 0)
		(void)snprintf(contender->skipped, sizeof(contender->skipped), "the runner does not start");
}

/* Runs that are cloned from what was started before (src/template/). */
static void add_templated(struct field *field, const char *name, const char *help,
	int (*burst)(struct contender *contender, struct samples *each, double *ret_mean_ns))
{
	struct contender *contender = add(field, name, help, JOB_CASES, burst);

	if (!contender)
		return;
	contender->subject = field->program;
	contender->host = &field->templated;
	contender->context = field->suite;
	if (field->templated.pid == 0)
		(void)sandbox_start(field->suite->runner, 1, &field->templated, contender->skipped);
	field->templated.templates = true;
}

static void add_others(struct field *field)
{
	const struct suite *suite = field->suite;

	for (size_t i = 0; i < suite->n_others; i++) {
		struct contender *contender;
		char name[16];

		(void)snprintf(name, sizeof(name), "other-%zu", i + 1);
		contender = add(field, name, suite->others[i], JOB_CASES, idle_burst);
		if (!contender)
			continue;
		contender->subject = field->program;
		contender->host = &field->others[i];
		(void)sandbox_start(suite->others[i], 1, &field->others[i], contender->skipped);
	}
}

static int add_rivals(struct field *field)
{
	size_t count;
	const struct rival *list = rivals(&count);
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		_cleanup_strlist_ struct strlist command = { 0 };
		const char *missing = rival_missing(&list[i]);
		size_t runs = list[i].runs < field->group->runs ? list[i].runs : field->group->runs;
		size_t before = field->count;

		r = rival_command(&list[i], &field->suite->programs, field->program, &command);
		if (r < 0)
			return r;
		add_launch(field, list[i].name, "", runs, &command, NULL);
		if (missing && field->count > before)
			(void)snprintf(field->contenders[before].skipped, BURST_REASON, "%s", missing);
	}
	return r;
}

static size_t rounds_of(const struct suite *suite, const struct group *group)
{
	size_t rounds = suite->is_quick ? group->quick_rounds : group->rounds;

	if (suite->runs > 0)
		rounds = suite->runs / group->runs;
	return rounds > 0 ? rounds : 1;
}

static int hold(struct field *field)
{
	struct report *report = &field->suite->report;
	int r = contest_run(field->contenders, field->count, rounds_of(field->suite, field->group));

	if (r < 0)
		(void)fprintf(stderr, "bench: %s: %s: %s\n", field->group->name, field->contenders[0].name,
			field->contenders[0].skipped);
	else
		report_group(report, field->group->name, field->group->help, field->contenders, field->count);
	return r;
}

static int measure_program(struct suite *suite, const struct group *group)
{
	_cleanup_(field_done) struct field field = { .suite = suite, .group = group,
		.program = &suite->programs.list[group->program] };
	size_t count;
	int r = add_bare(&field, "bare", "vfork, exec, wait", group->runs, NULL);

	if (r == 0)
		r = add_paused(&field);
	if (r == 0)
		r = add_bare(&field, "spawn", "posix_spawn of the C library", group->runs, ingredients(&count));
	if (r < 0)
		return r;
	if (group->program == PROGRAM_COMPILE) {
		add_sandbox(&field, "sandbox", "from the job's sending to the news", 1, compile_burst);
	} else {
		add_sandbox(&field, "sandbox", "20 cases a submission, to an idle slot", JOB_CASES, idle_burst);
		if (field.program->template != JOB_TEMPLATE_NONE)
			add_templated(&field, "template", "20 cases, cloned", ready_burst);
		if (field.program->template == JOB_TEMPLATE_PYTHON)
			add_templated(&field, "template-arrival", "the same, the template is started when the job is there",
				arrival_burst);
		add_others(&field);
		add_sandbox(&field, "sandbox-single", "1 case a submission, to an idle slot", 1, idle_burst);
		if (group->program != PROGRAM_PYTHON) /* a hundred runs a burst: too long, and the difference too small */
			add_sandbox(&field, "sandbox-busy", "20 cases a submission, back to back", JOB_CASES, busy_burst);
		add_sandbox(&field, "sandbox-fresh", "1 case a submission, back to back", 1, busy_burst);
	}
	r = add_rivals(&field);
	return r < 0 ? r : hold(&field);
}

static int measure_ingredients(struct suite *suite, const struct group *group)
{
	_cleanup_(field_done) struct field field = { .suite = suite, .group = group,
		.program = &suite->programs.list[group->program] };
	size_t count;
	const struct ingredient *list = ingredients(&count);
	int r = add_bare(&field, "bare", "vfork, exec, wait", group->runs, NULL);

	for (size_t i = 0; i < count && r == 0; i++)
		r = add_bare(&field, list[i].name, list[i].help, group->runs, &list[i]);
	return r < 0 ? r : hold(&field);
}

static int measure_slots(struct suite *suite, const struct group *group)
{
	_cleanup_(field_done) struct field field = { .suite = suite, .group = group,
		.program = &suite->programs.list[group->program] };
	unsigned processors = count_processors();
	struct contender *contender;
	int r = add_bare(&field, "bare", "a process on each processor", group->runs / processors, NULL);

	if (r < 0)
		return r;
	field.contenders[0].burst = parallel_burst;
	contender = add(&field, "sandbox", "20 cases a submission, all slots", group->runs / JOB_CASES, slots_burst);
	if (contender) {
		contender->subject = field.program;
		contender->host = &field.sandbox;
		(void)sandbox_start(suite->runner, processors, &field.sandbox, contender->skipped);
	}
	return hold(&field);
}

static void add_check(struct field *field, struct service *service, const char *name, const char *help, const char *state_dir)
{
	const struct suite *suite = field->suite;
	struct contender *contender = add(field, name, help, SERVICE_CASES, check_burst);

	if (!contender)
		return;
	contender->subject = field->program;
	contender->host = service;
	if (service_start(suite->practiced, suite->runner, state_dir, &suite->programs, service, contender->skipped) < 0 &&
		contender->skipped[0] == '\0')
		(void)snprintf(contender->skipped, sizeof(contender->skipped), "practiced does not start");
}

static int measure_check(struct suite *suite, const struct group *group)
{
	_cleanup_(field_done) struct field field = { .suite = suite, .group = group,
		.program = &suite->programs.list[group->program] };
	_cleanup_(service_stop) struct service in_memory = { 0 };
	int r = add_bare(&field, "bare", "20 runs", group->runs, NULL);

	if (r < 0)
		return r;
	add_sandbox(&field, "sandbox", "the runner alone, without practiced", JOB_CASES, idle_burst);
	add_check(&field, &field.service, "check", "the store on a disk", suite->state_dir);
	add_check(&field, &in_memory, "check-memory", "the store in memory", "/dev/shm");
	return hold(&field);
}

static const struct group groups[] = {
	{ "tiny", "a static program of a few instructions", PROGRAM_TINY, 20, 200, 5, measure_program },
	{ "dynamic", "the same in C, linked with the C library", PROGRAM_DYNAMIC, 20, 100, 3, measure_program },
	{ "python", "python3 with an empty program", PROGRAM_PYTHON, 20, 30, 1, measure_program },
	{ "compile", "gcc -O1 of a program of six lines", PROGRAM_COMPILE, 1, 40, 2, measure_program },
	{ "slots", "tiny on all processors at once", PROGRAM_TINY, SLOTS_JOBS * JOB_CASES, 10, 2, measure_slots },
	{ "slots-dynamic", "the same with the dynamic program", PROGRAM_DYNAMIC, SLOTS_JOBS * JOB_CASES, 10, 2, measure_slots },
	{ "check-tiny", "a CHECK of 20 cases over the socket, without its compile step", PROGRAM_TINY, SERVICE_CASES, 200, 3,
		measure_check },
	{ "check-dynamic", "the same with the dynamic program", PROGRAM_DYNAMIC, SERVICE_CASES, 100, 2, measure_check },
	{ "check-python", "the same with python", PROGRAM_PYTHON, SERVICE_CASES, 20, 1, measure_check },
	{ "ingredients", "tiny, with one thing more for each run", PROGRAM_TINY, 20, 100, 2, measure_ingredients },
};

void suite_list(void)
{
	size_t count;
	const struct ingredient *list = ingredients(&count);

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		printf("%-30s %s\n", groups[i].name, groups[i].help);
	for (size_t i = 0; i < count; i++)
		printf("ingredients/%-18s %s\n", list[i].name, list[i].help);
}

static bool is_chosen(const struct suite *suite, const struct group *group)
{
	size_t len = strlen(group->name);

	if (!suite->only)
		return true;
	return strncmp(suite->only, group->name, len) == 0 && (suite->only[len] == '\0' || suite->only[len] == '/');
}

static bool is_missing(const struct suite *suite, const struct group *group)
{
	_cleanup_strlist_ struct strlist words = { 0 };

	return program_command(suite->programs.list[group->program].command, suite->programs.folder, &words) < 0 ||
	       access(words.items[0], X_OK) < 0;
}

int suite_run(struct suite *suite)
{
	size_t chosen = 0;
	int r = 0;

	report_begin(&suite->report);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		int group_r = 0;

		if (!is_chosen(suite, &groups[i]))
			continue;
		chosen++;
		if (is_missing(suite, &groups[i])) {
			report_skip(&suite->report, groups[i].name, "its program is not installed");
			continue;
		}
		group_r = groups[i].measure(suite, &groups[i]);
		if (group_r < 0) {
			report_skip(&suite->report, groups[i].name, strerror(-group_r));
			r = group_r;
		}
	}
	report_end(&suite->report);
	return chosen > 0 ? r : -EINVAL;
}
