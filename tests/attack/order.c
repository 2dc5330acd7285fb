/* SPDX-License-Identifier: MIT */
#include "order.h"

#include "base/cleanup.h"
#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define COMPILER      "/usr/bin/gcc"
#define PYTHON	      "/usr/bin/python3"
#define SHELL	      "/bin/sh"
#define FILE_MAX      (256 * 1024)
#define MEBI	      (1024ull * 1024)
#define MS	      1000ull
#define WALL_GRACE_US (1500 * MS) /* a limit is a limit, also on a busy machine */

/* programs/attack.h knows memory, disk and processes. */
static const struct job_limits usual_limits = {
	.cpu_us = 4000 * MS,
	.wall_us = 8000 * MS,
	.memory_bytes = 64 * MEBI,
	.output_bytes = 1 * MEBI,
	.disk_bytes = 8 * MEBI,
	.processes = 16,
	.open_files = 64,
	.address_space = true,
};

static const struct job_limits compile_limits = {
	.cpu_us = 10000 * MS,
	.wall_us = 20000 * MS,
	.memory_bytes = 512 * MEBI,
	.output_bytes = 4 * MEBI,
	.disk_bytes = 32 * MEBI,
	.processes = 16,
	.open_files = 64,
	.address_space = true,
};

static const char *language(const struct attack *attack)
{
	return strrchr(attack->file, '.') + 1;
}

static bool is_c(const struct attack *attack)
{
	return strcmp(language(attack), "c") == 0;
}

static const char *interpreter(const struct attack *attack)
{
	return strcmp(language(attack), "py") == 0 ? PYTHON : SHELL;
}

const char *order_missing(const struct attack *attack)
{
	if (is_c(attack))
		return access(COMPILER, X_OK) == 0 ? NULL : "no " COMPILER;
	if (strcmp(interpreter(attack), PYTHON) == 0)
		return access(PYTHON, X_OK) == 0 ? NULL : "no " PYTHON;
	return NULL;
}

static int add_file(struct job *job, const char *folder, const char *name)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_close_ int dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r;

	if (dir_fd < 0)
		return -errno;
	r = file_read_beneath(dir_fd, name, FILE_MAX, &bytes);
	return r < 0 ? r : job_add_file(job, name, bytes.data, bytes.len, false);
}

static int add_words(struct strlist *list, const char *const *words)
{
	int r = 0;

	for (; *words && r == 0; words++)
		r = strlist_add(list, *words);
	return r;
}

static int set_commands(struct job *job, const struct attack *attack, const struct bait *bait, bool templates)
{
	char source[64], define[BAIT_PATH + 32];
	const char *const compile[] = { COMPILER, "-O1", "-w", "-D_GNU_SOURCE", "-pthread", define,
		templates ? "-DTEMPLATES=1" : "-DTEMPLATES=0",
		"-o", JOB_BOX_DIR "/attack", source, "-lrt", NULL };
	const char *const compiled[] = { JOB_BOX_DIR "/attack", NULL };
	const char *const build[] = { SHELL, source, "leave", bait->folder, "1", "1", "1", NULL };
	const char *const interpreted[] = { interpreter(attack), source, NULL };
	int r = 0;

	(void)snprintf(source, sizeof(source), JOB_BOX_DIR "/%s", attack->file);
	(void)snprintf(define, sizeof(define), "-DBAIT=\"%s/secret\"", bait->folder);
	if (is_c(attack))
		r = add_words(&job->compile, compile);
	else if (attack->flags & ATTACK_BUILD)
		r = add_words(&job->compile, build);
	return r < 0 ? r : add_words(&job->run, is_c(attack) ? compiled : interpreted);
}

static int add_case(struct job *job, const char *role, const char *expected,
	const struct order_settings *settings)
{
	char driver[16], runner[16], port[16];
	const char *const words[] = { role, settings->bait->folder, driver, runner, port, NULL };
	struct job_case *added = job_add_case(job, role);

	(void)snprintf(driver, sizeof(driver), "%d", getpid());
	(void)snprintf(runner, sizeof(runner), "%d", settings->runner);
	(void)snprintf(port, sizeof(port), "%d", settings->bait->port);
	if (!added || add_words(&added->args, words) < 0)
		return -ENOMEM;
	added->expected = strdup(expected);
	added->expected_len = strlen(expected);
	added->input = strdup("given input\n");
	added->input_len = strlen("given input\n");
	return added->expected && added->input ? 0 : -ENOMEM;
}

/* What the output of flood.c is compared with. */
static const struct {
	const char *role, *compare, *expected;
} comparisons[] = {
	{ "exact", "exact", "contained\n" },
	{ "trim", "trim", "contained\n" },
	{ "tokens", "tokens", "a a a b\n" },
	{ "lines-unordered", "lines-unordered", "contained\ncontained\n" },
	{ "float", "float 1e-6", "1e-46\n" },
	{ "regex", "regex", "([a-z]+, )*(word, )*[a-z]+(, [a-z]+)*x\n" },
	{ "tap", "tap", "" },
};

static int set_comparison(struct job *job, const char *role)
{
	for (size_t i = 0; i < ARRAY_SIZE(comparisons); i++) {
		if (strcmp(comparisons[i].role, role) != 0)
			continue;
		free(job->compare);
		free(job->cases[0].expected);
		job->compare = strdup(comparisons[i].compare);
		job->cases[0].expected = strdup(comparisons[i].expected);
		job->cases[0].expected_len = strlen(comparisons[i].expected);
		return job->compare && job->cases[0].expected ? 0 : -ENOMEM;
	}
	return -EINVAL;
}

static int add_cases(struct job *job, const struct attack *attack, const struct strlist *roles,
	const struct order_settings *settings)
{
	int r = 0;

	for (size_t i = 0; i < roles->count && r == 0; i++)
		r = add_case(job, roles->items[i], "contained\n", settings);
	if (r == 0 && attack->flags & ATTACK_HIDDEN)
		r = add_case(job, "hidden", BAIT_MARK "of-the-next-case\n", settings);
	if (r == 0 && attack->flags & ATTACK_COMPARE)
		r = set_comparison(job, attack->roles);
	return r;
}

static int set_template(struct job *job, const struct attack *attack, const struct strlist *roles,
	const struct order_settings *settings)
{
	if (!settings->templates)
		return 0;
	job->template = is_c(attack) ? JOB_TEMPLATE_PROGRAM : JOB_TEMPLATE_NONE;
	if (strcmp(language(attack), "py") == 0)
		job->template = JOB_TEMPLATE_PYTHON;
	return job->n_cases == 1 ? add_case(job, roles->items[0], "contained\n", settings) : 0;
}

static void set_limits(struct job *job, const struct attack *attack, unsigned slowness)
{
	job->run_limits = usual_limits;
	job->run_limits.cpu_us *= slowness;
	job->run_limits.wall_us *= slowness;
	job->compile_limits = compile_limits;
	job->compile_limits.cpu_us *= slowness;
	job->compile_limits.wall_us *= slowness;
	if (attack->flags & ATTACK_SHORT) {
		job->run_limits.cpu_us = 250 * MS;
		job->run_limits.wall_us = 400 * MS;
	}
	if (attack->flags & ATTACK_SHORT && attack->flags & ATTACK_COMPILER) {
		job->compile_limits.cpu_us = 800 * MS;
		job->compile_limits.wall_us = 1200 * MS;
	}
	if (attack->flags & ATTACK_CPU)
		job->run_limits.cpu_us = 250 * MS;
	if (attack->flags & ATTACK_CANCEL)
		job->run_limits.cpu_us = job->run_limits.wall_us = slowness * 10000 * MS;
	job->run_limits.address_space = !(attack->flags & ATTACK_DATA_ONLY);
}

static int make_job(const struct attack *attack, struct order_settings *settings,
	const struct strlist *roles, struct job **ret_job)
{
	_cleanup_(job_freep) struct job *job = job_new();
	char shared[16];
	int r;

	if (!job)
		return -ENOMEM;
	job->id = ++settings->next_id;
	job->in_box = attack->flags & ATTACK_IN_BOX;
	job->compare = strdup("exact");
	set_limits(job, attack, settings->slowness);
	(void)snprintf(shared, sizeof(shared), "attack.%s", is_c(attack) ? "h" : language(attack));
	r = add_file(job, settings->programs, attack->file);
	if (r == 0)
		r = add_file(job, settings->programs, shared);
	if (r == 0)
		r = set_commands(job, attack, settings->bait, settings->templates);
	if (r == 0)
		r = add_cases(job, attack, roles, settings);
	if (r == 0)
		r = set_template(job, attack, roles, settings);
	if (r == 0)
		*ret_job = TAKE_PTR(job);
	return r;
}

int order_jobs(const struct attack *attack, struct order_settings *settings,
	struct job *ret_jobs[GUARD_JOBS_MAX], size_t *ret_n_jobs)
{
	_cleanup_strlist_ struct strlist roles = { 0 }, last = { 0 };
	bool has_two = attack->flags & (ATTACK_NEXT_JOB | ATTACK_NEIGHBOUR);
	int r;

	ret_jobs[0] = ret_jobs[1] = NULL;
	r = strlist_split_words(&roles, attack->roles);
	if (r == 0 && has_two)
		r = strlist_add(&last, roles.items[roles.count - 1]);
	if (r == 0 && attack->flags & ATTACK_NEIGHBOUR)
		strlist_truncate(&roles, 1);
	if (r == 0)
		r = make_job(attack, settings, &roles, &ret_jobs[0]);
	if (r == 0 && has_two)
		r = make_job(attack, settings, &last, &ret_jobs[1]);
	*ret_n_jobs = has_two ? 2 : 1;
	return r;
}

/* The first line in `text` with `word`, as something that can be printed. */
static bool find_line(
	const char *text, size_t len, const char *word, char ret_line[static ATTACK_REASON])
{
	const char *at = text && len > 0 ? memmem(text, len, word, strlen(word)) : NULL;
	size_t n = 0;

	if (!at)
		return false;
	for (; at + n < text + len && at[n] != '\n' && n + 1 < ATTACK_REASON; n++)
		ret_line[n] = at[n] >= ' ' && at[n] <= '~' ? at[n] : '?';
	ret_line[n] = '\0';
	return true;
}

static bool shows(
	const struct job_event *event, const char *word, char ret_line[static ATTACK_REASON])
{
	return find_line(event->stdout_text, event->stdout_len, word, ret_line) ||
	       find_line(event->stderr_text, event->stderr_len, word, ret_line);
}

bool order_has_escaped(const struct guard_outcome *outcome)
{
	char line[ATTACK_REASON];

	for (size_t i = 0; i < GUARD_CASES_MAX; i++)
		if (outcome->has_case[i] && shows(&outcome->cases[i], "ESCAPED", line))
			return true;
	return false;
}

void order_print_escapes(const struct guard_outcome *outcome)
{
	char line[ATTACK_REASON];

	for (size_t i = 0; i < GUARD_CASES_MAX; i++) {
		const struct job_event *event = &outcome->cases[i];
		size_t at = 0;

		while (outcome->has_case[i] && find_line(event->stdout_text + at,
						       event->stdout_len - at, "ESCAPED", line)) {
			const char *found = memmem(event->stdout_text + at, event->stdout_len - at,
				"ESCAPED", strlen("ESCAPED"));

			printf("#   %s\n", line);
			at = (size_t)(found - event->stdout_text) + strlen("ESCAPED");
		}
	}
}

static bool fail(
	char ret_reason[static ATTACK_REASON], const char *what, const struct job_event *event)
{
	char said[ATTACK_REASON] = "";

	if (event->stderr_len > 0)
		(void)find_line(event->stderr_text, event->stderr_len, "", said);
	(void)snprintf(ret_reason, ATTACK_REASON,
		"%s: verdict %s, exit %d, signal %d, %.60s; %.80s", what,
		verdict_name(event->verdict), event->exit_status, event->signal, event->detail,
		said);
	return false;
}

static bool compiler_is_contained(const struct attack *attack, const struct job_event *event,
	char ret_reason[static ATTACK_REASON])
{
	unsigned wanted = attack->flags & ATTACK_COMPILER ? attack->verdicts : BIT(VERDICT_PASS);

	if (shows(event, BAIT_MARK, ret_reason) || shows(event, "root:", ret_reason))
		return false;
	return wanted & BIT(event->verdict) ? true : fail(ret_reason, "compiler", event);
}

static bool case_is_contained(const struct job *job, size_t index, unsigned wanted,
	const struct job_event *event, char ret_reason[static ATTACK_REASON])
{
	/* What is usual is multiplied by the slowness of this machine. */
	uint64_t slowness = job->compile_limits.wall_us / compile_limits.wall_us;
	uint64_t grace_us = WALL_GRACE_US * (slowness > 0 ? slowness : 1);

	if (shows(event, "ESCAPED", ret_reason) || shows(event, BAIT_MARK, ret_reason))
		return false;
	if (!(wanted & BIT(event->verdict)))
		return fail(ret_reason, job->cases[index].name, event);
	if (event->wall_us > job->run_limits.wall_us + grace_us)
		return fail(ret_reason, "far past the wall limit", event);
	return true;
}

static unsigned wanted_verdicts(const struct attack *attack, size_t job_index, size_t index)
{
	if (attack->flags & ATTACK_HIDDEN && index > 0)
		return BIT(VERDICT_WRONG);
	if (job_index == 0 && !strchr(attack->roles, ' '))
		return attack->verdicts; /* the one role, perhaps twice */
	return job_index == 0 && index == 0 ? attack->verdicts : BIT(VERDICT_PASS);
}

bool order_is_contained(const struct attack *attack, size_t job_index, const struct job *job,
	const struct guard_outcome *outcome, char ret_reason[static ATTACK_REASON])
{
	unsigned done =
		BIT(VERDICT_PASS) | (attack->flags & ATTACK_CANCEL ? BIT(VERDICT_SKIPPED) : 0);

	if (!outcome->has_done || !(done & BIT(outcome->done.verdict)))
		return fail(ret_reason, "job", &outcome->done);
	if (job->compile.count > 0 &&
		!compiler_is_contained(attack, &outcome->compiled, ret_reason))
		return false;
	for (size_t i = 0; i < job->n_cases && !(attack->flags & ATTACK_COMPILER); i++) {
		if (!outcome->has_case[i])
			return fail(ret_reason, "case without an end", &outcome->done);
		if (!case_is_contained(job, i, wanted_verdicts(attack, job_index, i),
			    &outcome->cases[i], ret_reason))
			return false;
	}
	return true;
}
