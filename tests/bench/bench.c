/* SPDX-License-Identifier: MIT */
/*
 * What running a learner's program safely costs, as a multiple of running it with no safety at all: vfork, exec, wait. README.md
 * says what is measured and what came of it.
 */
#include "base/cleanup.h"
#include "base/parse.h"
#include "suite.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define EXIT_USAGE 2

enum option_value {
	OPT_QUICK = 256,
	OPT_ONLY,
	OPT_RUNS,
	OPT_LIST,
	OPT_JSON,
	OPT_RUNNER,
	OPT_OTHER,
	OPT_PRACTICED,
	OPT_BUILD_DIR,
	OPT_STATE,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "quick", no_argument, NULL, OPT_QUICK },
	{ "only", required_argument, NULL, OPT_ONLY },
	{ "runs", required_argument, NULL, OPT_RUNS },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "runner", required_argument, NULL, OPT_RUNNER },
	{ "other", required_argument, NULL, OPT_OTHER },
	{ "practiced", required_argument, NULL, OPT_PRACTICED },
	{ "build-dir", required_argument, NULL, OPT_BUILD_DIR },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"bench [OPTIONS...]\n"
	"\n"
	"Measures what the sandbox costs, beside a bare run and beside other sandboxes.\n"
	"\n"
	"     --quick           A few rounds only: that it works, not how fast\n"
	"     --only=NAME       One group (tiny), or one of its contenders (tiny/sandbox)\n"
	"     --runs=N          Runs of the first contender of each group\n"
	"     --list            Print the names, and end\n"
	"     --json            Print one JSON object\n"
	"     --runner=PATH     practice-runner (default: ./practice-runner)\n"
	"     --other=PATH      One more practice-runner to compare with (up to 8 times)\n"
	"     --practiced=PATH  practiced (default: ./practiced)\n"
	"     --build-dir=DIR   Where the small programs were built (default: tests/bench)\n"
	"     --state=DIR       Where the store of practiced is made (default: /var/tmp)\n"
	"     --help            Show this help\n";

static int set_text(struct suite *suite, int option, const char *value)
{
	switch (option) {
	case OPT_ONLY:
		suite->only = value;
		return 0;
	case OPT_RUNNER:
		suite->runner = value;
		return 0;
	case OPT_PRACTICED:
		suite->practiced = value;
		return 0;
	case OPT_BUILD_DIR:
		suite->build_dir = value;
		return 0;
	case OPT_STATE:
		suite->state_dir = value;
		return 0;
	case OPT_OTHER:
		if (suite->n_others == SUITE_OTHERS_MAX)
			return -E2BIG;
		suite->others[suite->n_others++] = value;
		return 0;
	default:
		return -EINVAL;
	}
}

static int set_option(struct suite *suite, int option, const char *value)
{
	uint64_t runs;

	switch (option) {
	case OPT_QUICK:
		suite->is_quick = true;
		return 0;
	case OPT_JSON:
		suite->report.is_json = true;
		return 0;
	case OPT_RUNS:
		if (parse_u64(value, 10000000, &runs) < 0 || runs == 0)
			return -EINVAL;
		suite->runs = (size_t)runs;
		return 0;
	case OPT_LIST:
		suite_list();
		exit(EXIT_SUCCESS);
	case OPT_HELP:
		(void)fputs(help, stdout);
		exit(EXIT_SUCCESS);
	default:
		return set_text(suite, option, value);
	}
}

int main(int argc, char **argv)
{
	static struct suite suite = {
		.runner = "./practice-runner",
		.practiced = "./practiced",
		.build_dir = "tests/bench",
		.state_dir = "/var/tmp",
	};
	int option;
	int r;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (set_option(&suite, option, optarg) < 0) {
			(void)fputs(help, stderr);
			return EXIT_USAGE;
		}
	}
	(void)signal(SIGPIPE, SIG_IGN);
	r = programs_init(&suite.programs, suite.build_dir);
	if (r == 0)
		r = suite_run(&suite);
	programs_done(&suite.programs);
	if (r < 0)
		(void)fprintf(stderr, "bench: %s\n", r == -EINVAL ? "there is no such group (see --list)" : strerror(-r));
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
