/* SPDX-License-Identifier: MIT */
/*
 * Runs hostile programs through the real practice-runner and says which of them got anywhere.
 * Afterwards the host has to be as it was before, and the same runner process has to have served
 * all of it.
 *
 * Root does all of it twice: with a runner that is started as root, and with one that was never
 * anybody special. The user that the programs run as is one that nobody else uses, so that whatever
 * is left of it is ours.
 *
 * --cgroup names a delegated cgroup of version 2 for the runner, with us in a child of it: then
 * nothing is excused that such a cgroup counts.
 *
 * --bare is the test of the test: the harmless attacks without a sandbox, each of which has to say
 * that it escaped.
 */
#include "bait.h"
#include "base/cleanup.h"
#include "guard.h"
#include "order.h"
#include "suite.h"
#include "traces.h"

#include <fcntl.h>
#include <getopt.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#define EXIT_SKIP    77
#define UID_FIRST    61234
#define SETTLE_MS    15000 /* these end as soon as it is so */
#define REST_MS	     30000
#define STEADY_MS    300
#define CANCEL_MS    300
#define COMPARE_MS   6000 /* from the order to the end, compiler included */
#define ATTACKS_MAX  256
#define TEMPLATE_FDS 8 /* its own, and its zygote's end */
#define ONLY_MAX     64

struct suite {
	const char *program, *programs; /* arguments */
	const char *only[ONLY_MAX];
	size_t n_only;
	bool bare, is_single, is_quick;
	const char *mode; /* of the runner that serves now: what the tests' names begin with */
	struct guard_settings settings;
	struct guard guard;
	struct order_settings orders;
	struct bait bait;
	size_t idle_processes, idle_fds;
	bool contained[ATTACKS_MAX]; /* by the attack's index */
	unsigned tests, failures, skipped;
};

static unsigned long now_ms(void)
{
	struct timespec time = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (unsigned long)time.tv_sec * 1000 + (unsigned long)time.tv_nsec / 1000000;
}

static void report_known(
	struct suite *suite, bool is_good, const char *name, const char *reason, const char *known)
{
	suite->tests++;
	suite->failures += !is_good && !known;
	printf("%s %u - %s: %s%s%s", is_good ? "ok" : "not ok", suite->tests, suite->mode, name,
		reason[0] ? ": " : "", reason);
	if (!is_good && known)
		printf(" # TODO known: %s", known);
	putchar('\n');
	(void)fflush(stdout);
}

static void report(struct suite *suite, bool is_good, const char *name, const char *reason)
{
	report_known(suite, is_good, name, reason, NULL);
}

static void report_skip(struct suite *suite, const char *name, const char *why)
{
	suite->tests++;
	suite->skipped++;
	printf("ok %u - %s: %s # SKIP %s\n", suite->tests, suite->mode, name, why);
}

/* Until the runner has as many processes as it has at rest, and their number stays. */
static bool settle(const struct suite *suite, char *ret_reason)
{
	size_t count = 0;

	for (int waited_ms = 0; waited_ms < SETTLE_MS; waited_ms += 5) {
		count = traces_count_processes(suite->guard.pid);
		if (count <= suite->idle_processes)
			return true;
		(void)usleep(5000);
	}
	(void)snprintf(ret_reason, ATTACK_REASON, "%zu processes are left, at rest there are %zu",
		count, suite->idle_processes);
	return false;
}

/* READY is the first slot's word; the others come in their own time. */
static void await_rest(const struct suite *suite)
{
	size_t before = 0;
	int steady_ms = 0;

	for (int waited_ms = 0; waited_ms < REST_MS && steady_ms < STEADY_MS; waited_ms += 10) {
		size_t count = traces_count_processes(suite->guard.pid);

		steady_ms = count == before ? steady_ms + 10 : 0;
		before = count;
		(void)usleep(10000);
	}
}

static int start_runner(struct suite *suite)
{
	int r = guard_start(&suite->guard, &suite->settings);

	if (r < 0)
		return r;
	suite->orders.runner = suite->guard.pid;
	await_rest(suite);
	/* A slot at rest may have the template for its next job, or not yet. */
	suite->idle_processes = traces_count_processes(suite->guard.pid) +
				(suite->orders.templates ? suite->settings.slots : 0);
	return 0;
}

static bool restart_runner(struct suite *suite, int error, char *ret_reason)
{
	int status = guard_stop(&suite->guard);

	(void)snprintf(ret_reason, ATTACK_REASON, "%s: the runner %s %d",
		error == -ETIMEDOUT ? "no answer" : strerror(-error),
		WIFSIGNALED(status) ? "was ended by signal" : "ended with status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (start_runner(suite) < 0)
		exit(EXIT_FAILURE);
	return false;
}

/* One after the other, or both at once. */
static int run_jobs(struct suite *suite, const struct attack *attack, struct job **jobs,
	size_t n_jobs, struct guard_outcome *outcomes)
{
	unsigned cancel_ms = attack->flags & ATTACK_CANCEL ? CANCEL_MS : 0;
	int r = 0;

	if (attack->flags & ATTACK_NEIGHBOUR)
		return guard_run(&suite->guard, jobs, n_jobs, 0, outcomes);
	for (size_t i = 0; i < n_jobs && r == 0; i++)
		r = guard_run(&suite->guard, &jobs[i], 1, cancel_ms, &outcomes[i]);
	return r;
}

static bool judge(const struct suite *suite, const struct attack *attack, struct job *const *jobs,
	size_t n_jobs, const struct guard_outcome *outcomes, char *ret_reason)
{
	bool escaped = false;

	if (suite->bare) {
		for (size_t i = 0; i < n_jobs; i++)
			escaped = escaped || order_has_escaped(&outcomes[i]);
		if (!escaped)
			(void)snprintf(
				ret_reason, ATTACK_REASON, "did not escape where nothing holds it");
		return escaped;
	}
	for (size_t i = 0; i < n_jobs; i++)
		if (!order_is_contained(attack, i, jobs[i], &outcomes[i], ret_reason))
			return false;
	return bait_is_untouched(&suite->bait, ret_reason, ATTACK_REASON) &&
	       settle(suite, ret_reason);
}

static bool try_attack(struct suite *suite, const struct attack *attack, char *ret_reason)
{
	struct guard_outcome outcomes[GUARD_JOBS_MAX] = { 0 };
	struct job *jobs[GUARD_JOBS_MAX] = { NULL };
	bool is_good = false;
	size_t n_jobs = 0;
	unsigned long begin_ms = now_ms();
	int r;

	r = order_jobs(attack, &suite->orders, jobs, &n_jobs);
	if (r < 0) {
		(void)snprintf(
			ret_reason, ATTACK_REASON, "the attack can't be ordered: %s", strerror(-r));
	} else {
		r = run_jobs(suite, attack, jobs, n_jobs, outcomes);
		is_good = r < 0 ? restart_runner(suite, r, ret_reason)
				: judge(suite, attack, jobs, n_jobs, outcomes, ret_reason);
	}
	if (is_good && attack->flags & ATTACK_COMPARE &&
		now_ms() - begin_ms > COMPARE_MS * suite->orders.slowness) {
		(void)snprintf(ret_reason, ATTACK_REASON, "took %lu ms", now_ms() - begin_ms);
		is_good = false;
	}
	for (size_t i = 0; i < GUARD_JOBS_MAX; i++) {
		if (!is_good)
			order_print_escapes(&outcomes[i]);
		job_free(jobs[i]);
		guard_outcome_done(&outcomes[i]);
	}
	return is_good;
}

static bool is_contained_before(const struct suite *suite, const char *name)
{
	size_t n;
	const struct attack *attacks = suite_attacks(&n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(attacks[i].name, name) == 0)
			return suite->contained[i];
	return false;
}

static bool is_chosen(const struct suite *suite, const struct attack *attack)
{
	if (suite->bare && !(attack->flags & ATTACK_BARE))
		return false;
	if (suite->settings.slots < 2 && attack->flags & ATTACK_NEIGHBOUR)
		return false;
	if (suite->settings.slots >= 2 && !(attack->flags & ATTACK_NEIGHBOUR))
		return false;
	for (size_t i = 0; i < suite->n_only; i++)
		if (strncmp(attack->name, suite->only[i], strlen(suite->only[i])) == 0)
			return true;
	return suite->n_only == 0;
}

static void run_attacks(struct suite *suite)
{
	size_t n;
	const struct attack *attacks = suite_attacks(&n);

	for (size_t i = 0; i < n && i < ATTACKS_MAX; i++) {
		char reason[ATTACK_REASON] = "";
		const char *missing = order_missing(&attacks[i]);

		if (!is_chosen(suite, &attacks[i]))
			continue;
		if (attacks[i].after && suite->n_only == 0 &&
			!is_contained_before(suite, attacks[i].after)) {
			(void)snprintf(
				reason, sizeof(reason), "%s was not contained", attacks[i].after);
			missing = reason;
		}
		if (missing) {
			report_skip(suite, attacks[i].name, missing);
			continue;
		}
		suite->contained[i] = try_attack(suite, &attacks[i], reason);
		report_known(suite, suite->contained[i], attacks[i].name, reason,
			suite->bare || suite->settings.cgroup ? NULL : attacks[i].known);
	}
}

static void compare_traces(
	struct suite *suite, const struct traces *before, const struct traces *after)
{
	for (enum trace trace = 0; trace < TRACE_COUNT; trace++) {
		const struct buffer *old = &before->texts[trace], *new = &after->texts[trace];
		bool is_same = old->len == new->len &&
			       (old->len == 0 || memcmp(old->data, new->data, old->len) == 0);

		report(suite, is_same, trace_name(trace), is_same ? "" : "not as before");
		if (!is_same)
			(void)fprintf(stderr, "# before:\n%s# after:\n%s",
				old->data ? old->data : "", new->data ? new->data : "");
	}
}

static void check_same_runner(struct suite *suite, pid_t first_pid)
{
	char reason[ATTACK_REASON] = "";
	size_t fds = traces_count_fds(suite->guard.pid);

	/* A sandbox that is being made ahead has some more for a moment. */
	for (int waited_ms = 0; waited_ms < SETTLE_MS && fds > suite->idle_fds; waited_ms += 10) {
		(void)usleep(10000);
		fds = traces_count_fds(suite->guard.pid);
	}
	report(suite, suite->guard.pid == first_pid, "one runner served all", "");
	if (fds > suite->idle_fds)
		(void)snprintf(reason, sizeof(reason), "%zu, were %zu", fds, suite->idle_fds);
	report(suite, fds <= suite->idle_fds, "no more descriptors than at its start", reason);
}

static void check_leftovers(struct suite *suite)
{
	int status = guard_stop(&suite->guard);
	size_t left = traces_count_processes(getpid());

	for (int waited_ms = 0; waited_ms < SETTLE_MS && left > 0; waited_ms += 5) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
		(void)usleep(5000);
		left = traces_count_processes(getpid());
	}
	report(suite, status == 0, "the runner ended in good order", "");
	report(suite, left == 0, "no process is left below us", "");
	if (suite->settings.uid != 0)
		report(suite, traces_count_user(suite->settings.uid) == 0,
			"no process of the programs' user is left", "");
}

/* All attacks with one runner, and the host before and after. False: there is no sandbox here,
 * `detail` says why. */
static bool run_mode(struct suite *suite)
{
	_cleanup_(traces_done) struct traces before = { 0 }, after = { 0 };
	pid_t first_pid;

	memset(suite->contained, 0, sizeof(suite->contained));
	if (bait_lay(&suite->bait, "/tmp",
		    suite->settings.uid != 0 ? suite->settings.uid : geteuid()) < 0)
		exit(EXIT_FAILURE);
	suite->settings.bait_fd = suite->bait.secret_fd;
	if (start_runner(suite) < 0) {
		report(suite, false, "start", "the runner did not say that it is ready");
		bait_remove(&suite->bait);
		return true;
	}
	if (!suite->guard.is_safe && !suite->bare) {
		(void)guard_stop(&suite->guard);
		bait_remove(&suite->bait);
		return false;
	}
	first_pid = suite->guard.pid;
	suite->idle_fds = traces_count_fds(first_pid) +
			  (suite->orders.templates ? TEMPLATE_FDS * suite->settings.slots : 0);
	(void)traces_take(&before, suite->settings.uid, first_pid);
	run_attacks(suite);
	if (!suite->bare) {
		(void)traces_take(&after, suite->settings.uid, suite->guard.pid);
		compare_traces(suite, &before, &after);
		check_same_runner(suite, first_pid);
	}
	check_leftovers(suite);
	bait_remove(&suite->bait);
	return true;
}

static uid_t unused_uid(void)
{
	uid_t uid = UID_FIRST;

	while (getpwuid(uid) || traces_count_user(uid) > 0)
		uid++;
	return uid;
}

/* Name, as whom, how many slots, whether runs are cloned, and whether `make check` has it. */
static const struct {
	const char *name;
	bool needs_root, as_root;
	unsigned slots;
	bool templates;
	bool is_quick; /* enough as root: each attack once */
} modes[] = {
	{ "root", true, true, 1, false, true },
	{ "root, two slots", true, true, 2, false, true },
	{ "root, templates", true, true, 1, true, false },
	{ "user", false, false, 1, false, false },
	{ "user, two slots", false, false, 2, false, true },
	{ "user, templates", false, false, 2, true, true },
};

static bool run_modes(struct suite *suite)
{
	bool is_root = geteuid() == 0;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		if (suite->is_single && modes[i].slots > 1)
			continue;
		if (suite->is_quick && is_root && !modes[i].is_quick)
			continue;
		if ((modes[i].needs_root && !is_root) || (modes[i].as_root && suite->bare))
			continue;
		suite->mode = modes[i].name;
		suite->settings.slots = modes[i].slots;
		suite->orders.templates = modes[i].templates;
		suite->settings.as_root = modes[i].as_root;
		suite->settings.uid = is_root ? unused_uid() : 0;
		if (!run_mode(suite))
			return false;
	}
	return true;
}

static void parse_options(struct suite *suite, int argc, char **argv)
{
	static const struct option options[] = {
		{ "runner", required_argument, NULL, 'r' },
		{ "programs", required_argument, NULL, 'p' },
		{ "only", required_argument, NULL, 'o' },
		{ "cgroup", required_argument, NULL, 'c' },
		{ "bare", no_argument, NULL, 'b' },
		{ "quick", no_argument, NULL, 'q' },  /* fewer modes */
		{ "single", no_argument, NULL, 's' }, /* without those that need two slots */
		{ "slowness", required_argument, NULL,
			'l' }, /* of this machine, beside a usual one */
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r')
			suite->program = optarg;
		else if (option == 'p')
			suite->programs = optarg;
		else if (option == 'o' && suite->n_only < ONLY_MAX)
			suite->only[suite->n_only++] = optarg;
		else if (option == 'c')
			suite->settings.cgroup = optarg;
		else if (option == 'q')
			suite->is_quick = true;
		else if (option == 's')
			suite->is_single = true;
		else if (option == 'b')
			suite->bare = true;
		else if (option == 'l' && atoi(optarg) > 0)
			suite->orders.slowness = (unsigned)atoi(optarg);
		else
			exit(2);
	}
}

int main(int argc, char **argv)
{
	const char *top_srcdir = getenv("top_srcdir");
	_cleanup_free_ char *programs = NULL;
	_cleanup_close_ int program_fd = -1;
	struct suite suite = { .program = "./practice-runner", .orders.slowness = 1 };

	parse_options(&suite, argc, argv);
	if (asprintf(&programs, "%s/tests/attack/programs", top_srcdir ? top_srcdir : ".") < 0)
		return EXIT_FAILURE;
	suite.orders =
		(struct order_settings){ .programs = suite.programs ? suite.programs : programs,
			.bait = &suite.bait,
			.slowness = suite.orders.slowness };
	suite.settings.isolated = !suite.bare;
	program_fd = open(suite.program, O_PATH | O_CLOEXEC);
	suite.settings.program_fd = fcntl(program_fd, F_DUPFD_CLOEXEC, GUARD_OWN_FDS);
	if (suite.settings.program_fd < 0) {
		(void)fprintf(stderr, "%s: %s\n", suite.program, strerror(errno));
		return EXIT_FAILURE;
	}
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)signal(SIGPIPE, SIG_IGN);
	if (geteuid() == 0 && traces_isolate() < 0)
		printf("# no namespaces of our own: others' doings may be taken for the "
		       "runner's\n");
	else if (geteuid() == 0)
		bait_install(PKGDATADIR);
	/* A host without user namespaces is none of our faults; a runner that can't confine on a
	 * host that has them is. */
	if (!run_modes(&suite) && strstr(suite.guard.detail, "self-test")) {
		report(&suite, false, "start", suite.guard.detail);
	} else if (suite.guard.detail[0] != '\0' && !suite.guard.is_safe && !suite.bare) {
		printf("1..0 # SKIP no sandbox on this host: %s\n", suite.guard.detail);
		return EXIT_SKIP;
	}
	printf("1..%u\n# %u of %u attacks and checks failed, %u were skipped\n", suite.tests,
		suite.failures, suite.tests, suite.skipped);
	return suite.failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
