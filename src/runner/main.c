/* SPDX-License-Identifier: MIT */
/*
 * practice-runner: runs learners' programs for practiced, which starts it with one end of a socket
 * pair as descriptor 3 and an empty environment. It is the only program of the project that
 * untrusted code comes near.
 *
 * Theory of operation: main gives up root, compiles the system-call filters and becomes the
 * supervisor (supervisor.c), which keeps a launcher for what it then can't do any more (launcher.c,
 * filter_own.h). A worker per slot (worker.c) enters a jail (jail.c, rootfs.c) and
 * forks the forker (forker.c), which makes a zygote (zygote.c) for every submission: the first
 * process of fresh pid and ipc namespaces, with fresh scratch folders (scratch.c). The zygote runs
 * the cases one by one (run.c); the worker judges (outcome.c) and compares. A lesson's own judge
 * has a second zygote, from a second forker with mounts of its own (match.c). Whatever can't be set
 * up ends in an error that says so, never in a run with fewer fences.
 */
#include "base/cgroup.h"
#include "base/cleanup.h"
#include "base/parse.h"
#include "job/channel.h"
#include "runner/supervisor.h"

#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define KEPT_BYTES (1024 * 1024)
#define NOBODY		   65534 /* the kernel's own overflow id */
#define EXIT_USAGE	   2
#define LOG_PRIORITY_ERROR 3
#define HIDDEN_MAX	   256
#define SIGNALS		   64 /* the kernel's _NSIG, but on MIPS */

struct options {
	struct supervisor_config supervisor;
	uint32_t uid, gid; /* to become when started as root */
	bool probe;
	struct strlist hidden;
};

enum option_value {
	OPT_SLOTS = 256,
	OPT_MODE,
	OPT_ROOT,
	OPT_HIDE,
	OPT_TEMPLATES,
	OPT_PROFILE,
	OPT_UID,
	OPT_GID,
	OPT_CGROUP,
	OPT_NEED_CGROUP,
	OPT_PROBE,
	OPT_VERSION,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "slots", required_argument, NULL, OPT_SLOTS },
	{ "mode", required_argument, NULL, OPT_MODE },
	{ "root", required_argument, NULL, OPT_ROOT },
	{ "hide", required_argument, NULL, OPT_HIDE },
	{ "templates", required_argument, NULL, OPT_TEMPLATES },
	{ "profile", required_argument, NULL, OPT_PROFILE },
	{ "uid", required_argument, NULL, OPT_UID },
	{ "gid", required_argument, NULL, OPT_GID },
	{ "cgroup", required_argument, NULL, OPT_CGROUP },
	{ "need-cgroup", no_argument, NULL, OPT_NEED_CGROUP },
	{ "probe", no_argument, NULL, OPT_PROBE },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"practice-runner [OPTIONS...]\n"
	"\n"
	"Runs learners' programs in a sandbox. Started by practiced(8), with its socket as "
	"descriptor 3.\n"
	"\n"
	"     --slots=N        Programs that run at once (default: one for each processor)\n"
	"     --mode=MODE      namespaces (default), or none: no isolation, for your own machine "
	"only\n"
	"     --root=PATH      Take /usr and the like from this folder instead of the host\n"
	"     --hide=PATH      Show this folder empty in the sandbox; may be repeated\n"
	"     --templates=no   Start an interpreter anew for every case (default: yes, where the "
	"language allows)\n"
	"     --profile=strict A sandbox of its own for every case (default: usual)\n"
	"     --cgroup=PATH    Limit by cgroups of version 2 in this one, which is the runner's to "
	"write\n"
	"     --need-cgroup    Run nothing where that is not possible\n"
	"     --uid=N --gid=N  Who to become when started as root (default: 65534)\n"
	"     --probe          Say what isolation this host allows or what is missing; exit 0 or "
	"1\n"
	"     --version        Show the version\n"
	"     --help           Show this help\n"
	"\n"
	"See practiced(8).\n";

static int usage(const char *what, const char *value)
{
	(void)fprintf(stderr, "practice-runner: invalid %s: %s\n", what, value);
	return -EINVAL;
}

static int set_slots(struct options *options, const char *value)
{
	uint32_t slots;

	if (parse_u32(value, SUPERVISOR_SLOTS_MAX, &slots) < 0 || slots == 0)
		return usage("number of slots", value);
	options->supervisor.slots = slots;
	return 0;
}

static int set_mode(struct options *options, const char *value)
{
	if (strcmp(value, "namespaces") != 0 && strcmp(value, "none") != 0)
		return usage("mode", value);
	options->supervisor.isolated = strcmp(value, "namespaces") == 0;
	return 0;
}

static int set_root(struct options *options, const char *value)
{
	if (value[0] != '/' || strlen(value) > 255)
		return usage("root (an absolute path)", value);
	options->supervisor.root = strcmp(value, "/") == 0 ? "" : value;
	return 0;
}

static int add_hidden(struct options *options, const char *value)
{
	if (value[0] != '/' || options->hidden.count >= HIDDEN_MAX)
		return usage("folder to hide (an absolute path)", value);
	return strlist_add(&options->hidden, value);
}

static int set_templates(struct options *options, const char *value)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return usage("templates (yes or no)", value);
	options->supervisor.templates = strcmp(value, "yes") == 0;
	return 0;
}

static int set_profile(struct options *options, const char *value)
{
	if (strcmp(value, "usual") != 0 && strcmp(value, "strict") != 0)
		return usage("profile (usual or strict)", value);
	options->supervisor.strict = strcmp(value, "strict") == 0;
	return 0;
}

static int set_cgroup(struct options *options, const char *value)
{
	if (value[0] != '/' || strlen(value) >= CGROUP_PATH_MAX)
		return usage("cgroup (an absolute path)", value);
	options->supervisor.cgroup = value;
	return 0;
}

static int set_id(uint32_t *id, const char *value)
{
	if (parse_u32(value, UINT32_MAX - 1, id) < 0 || *id == 0)
		return usage("id", value);
	return 0;
}

/* Prints and ends, and so does what is not an option. */
static _Noreturn void answer(int option)
{
	if (option == OPT_VERSION)
		(void)puts("practice-runner " PACKAGE_VERSION);
	else if (option == OPT_HELP)
		(void)fputs(help, stdout);
	exit(option == OPT_VERSION || option == OPT_HELP ? EXIT_SUCCESS : EXIT_USAGE);
}

static int set_option(struct options *options, int option, const char *value)
{
	switch (option) {
	case OPT_SLOTS:
		return set_slots(options, value);
	case OPT_MODE:
		return set_mode(options, value);
	case OPT_ROOT:
		return set_root(options, value);
	case OPT_HIDE:
		return add_hidden(options, value);
	case OPT_TEMPLATES:
		return set_templates(options, value);
	case OPT_PROFILE:
		return set_profile(options, value);
	case OPT_UID:
		return set_id(&options->uid, value);
	case OPT_GID:
		return set_id(&options->gid, value);
	case OPT_CGROUP:
		return set_cgroup(options, value);
	case OPT_NEED_CGROUP:
		options->supervisor.needs_cgroup = true;
		return 0;
	case OPT_PROBE:
		options->probe = true;
		return 0;
	default:
		answer(option);
	}
}

static unsigned default_slots(void)
{
	cpu_set_t set;
	unsigned count = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		count = (unsigned)CPU_COUNT(&set);
	return count < SUPERVISOR_SLOTS_MAX ? count : SUPERVISOR_SLOTS_MAX;
}

static int parse_options(int argc, char **argv, struct options *options)
{
	int option;
	int r = 0;

	while (r == 0 && (option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		r = set_option(options, option, optarg);
	if (r == 0 && optind < argc)
		return usage("argument", argv[optind]);
	return r;
}

/* Nothing that we do needs root, not even when there is root: namespaces are made as an ordinary
 * user. */
static int give_up_root(const struct options *options)
{
	if (geteuid() != 0)
		return 0;
	if (!options->supervisor.isolated)
		return 0; /* an explicit choice for one's own machine: whoever started us */
	if (setgroups(0, NULL) < 0 || setresgid(options->gid, options->gid, options->gid) < 0 ||
		setresuid(options->uid, options->uid, options->uid) < 0)
		return -errno;
	return setresuid(0, 0, 0) == 0 ? -EPERM : 0;
}

static int probe(const struct options *options)
{
	struct failure text = { 0 };
	int r = supervisor_probe(&options->supervisor, &text);

	(void)printf("%s: %s\n", r < 0 ? "missing" : "isolation", text.text);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Whoever started us may have blocked or ignored signals, or closed the standard descriptors:
 * learners' programs inherit neither. */
static int reset_process(void)
{
	/* The kernel's own struct, all zero: SIG_DFL, no flags, an empty mask. Not through libc,
	 * which keeps two signals to itself and so would leave them ignored. */
	static const unsigned char action[64];
	sigset_t none;
	int fd;

	for (int number = 1; number <= SIGNALS; number++)
		(void)syscall(SYS_rt_sigaction, number, action, NULL, SIGNALS / 8);
	if (sigemptyset(&none) < 0 || sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		return -errno;
	do
		fd = open("/dev/null", O_RDWR); /* fills a hole, if there is one below */
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return -errno;
	(void)close(fd);
	return 0;
}

/* What a job has freed stays for the next one: pages that went back would have to be touched anew. */
static void keep_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
	(void)mallopt(M_TOP_PAD, KEPT_BYTES / 4);
}

static int run(const struct options *options)
{
	int r;

	if (fcntl(CHANNEL_FD, F_SETFD, FD_CLOEXEC) < 0) {
		(void)fprintf(stderr,
			"practice-runner: no channel on descriptor %d: it is started by "
			"practiced(8)\n",
			CHANNEL_FD);
		return EXIT_USAGE;
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	r = supervisor_run(CHANNEL_FD, &options->supervisor);
	if (r < 0)
		failure_log(LOG_PRIORITY_ERROR, "%s", strerror(-r));
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void options_done(struct options *options)
{
	strlist_done(&options->hidden);
}

int main(int argc, char **argv)
{
	_cleanup_(options_done) struct options options = {
		.supervisor = { .slots = default_slots(),
			.isolated = true,
			.root = "",
			.cgroup = "",
			.templates = true },
		.uid = NOBODY,
		.gid = NOBODY,
	};
	_cleanup_(filter_set_done) struct filter_set filters = { 0 };
	struct failure failure = { 0 };
	int r;

	/* Lessons with their expected outputs are installed there, and all of /usr is shown. */
	if (strlist_add(&options.hidden, PKGDATADIR) < 0 || parse_options(argc, argv, &options) < 0)
		return EXIT_USAGE;
	options.supervisor.hidden = &options.hidden;
	keep_memory();
	r = reset_process();
	if (r == 0)
		r = give_up_root(&options);
	if (r < 0)
		(void)failure_set(&failure, r, "give up root");
	else
		r = filter_set_build(&filters, &failure);
	if (r < 0) {
		failure_log(LOG_PRIORITY_ERROR, "%s", failure.text);
		return EXIT_FAILURE;
	}
	/* Whoever shares our user id reads no memory of ours; all that come from us inherit that.
	 */
	(void)prctl(PR_SET_DUMPABLE, 0);
	options.supervisor.filters = &filters;
	return options.probe ? probe(&options) : run(&options);
}
