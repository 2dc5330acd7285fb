/* SPDX-License-Identifier: MIT */
#include "daemon/options.h"

#include "base/buffer.h"
#include "base/parse.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum {
	OPT_CONFIG = 256,
	OPT_LISTEN,
	OPT_USER,
	OPT_SYSTEM,
	OPT_CHECK_CONFIG,
	OPT_DUMP_CONFIG,
	OPT_STATE,
	OPT_RUNNER,
	OPT_CATALOG,
	OPT_LANGUAGES,
	OPT_VERIFY,
	OPT_CALIBRATE,
	OPT_LANGUAGE,
	OPT_STEP,
	OPT_RUNS,
};

static const struct option long_options[] = {
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "listen", required_argument, NULL, OPT_LISTEN },
	{ "user", no_argument, NULL, OPT_USER },
	{ "system", no_argument, NULL, OPT_SYSTEM },
	{ "check-config", no_argument, NULL, OPT_CHECK_CONFIG },
	{ "dump-config", no_argument, NULL, OPT_DUMP_CONFIG },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "runner", required_argument, NULL, OPT_RUNNER },
	{ "catalog", required_argument, NULL, OPT_CATALOG },
	{ "languages", required_argument, NULL, OPT_LANGUAGES },
	{ "verify", optional_argument, NULL, OPT_VERIFY },
	{ "calibrate", optional_argument, NULL, OPT_CALIBRATE },
	{ "language", required_argument, NULL, OPT_LANGUAGE },
	{ "step", required_argument, NULL, OPT_STEP },
	{ "runs", required_argument, NULL, OPT_RUNS },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

void options_help(void)
{
	printf("practiced [OPTIONS]\n\n"
	       "Serves programming lessons on a UNIX socket, runs learners' code in a sandbox\n"
	       "and grades it.\n\n"
	       "     --system            the host's instance (default)\n"
	       "     --user              a user's own instance\n"
	       "     --config=FILE       read this file only\n"
	       "     --listen=PATH       listen there instead of on an inherited socket\n"
	       "     --state=DIR         folder of the database\n"
	       "     --catalog=DIR[:DIR] folders of courses\n"
	       "     --languages=DIR[:DIR]\n"
	       "                         folders of language definitions\n"
	       "     --runner=PATH       the practice-runner program\n"
	       "     --check-config      read the configuration, say what is wrong, exit\n"
	       "     --dump-config       print a sample of all keys, exit\n"
	       "     --verify DIR...     prove the lessons below each DIR, exit\n"
	       "     --calibrate DIR...  measure the time limits of problem packages, exit\n"
	       "       --language=ID     programs of this language alone\n"
	       "       --step=NAME       programs of this step alone\n"
	       "       --runs=N          run each solution so often (10; 1 in formats of others)\n"
	       "       -q --quiet        print findings and warnings alone\n"
	       "  -h --help              this text\n"
	       "     --version           the version\n\n"
	       "See practiced(8) and practiced.conf(5).\n");
}

static int split_colons(const char *value, struct strlist *list)
{
	strlist_done(list);
	while (*value) {
		size_t len = strcspn(value, ":");
		int r = len ? strlist_add_n(list, value, len) : 0;

		if (r < 0)
			return r;
		value += len + (value[len] == ':');
	}
	return 0;
}

/* -ERANGE: no such number. */
static int parse_runs(const char *value, uint32_t *ret_runs)
{
	return parse_u32(value, OPTIONS_RUNS_MAX, ret_runs) < 0 || *ret_runs == 0 ? -ERANGE : 0;
}

static int take_option(struct options *options, int option, const char *value)
{
	switch (option) {
	case OPT_CONFIG:
		options->config_file = value;
		return 0;
	case OPT_LISTEN:
		options->listen_path = value;
		return 0;
	case OPT_USER:
	case OPT_SYSTEM:
		options->is_user = option == OPT_USER;
		return 0;
	case OPT_STATE:
		options->state_directory = value;
		return 0;
	case OPT_RUNNER:
		options->runner_path = value;
		return 0;
	case OPT_CATALOG:
		return split_colons(value, &options->catalog_path);
	case OPT_LANGUAGES:
		return split_colons(value, &options->languages_path);
	case OPT_CHECK_CONFIG:
		options->action = ACTION_CHECK_CONFIG;
		return 0;
	case OPT_DUMP_CONFIG:
		options->action = ACTION_DUMP_CONFIG;
		return 0;
	case OPT_VERIFY:
		options->action = ACTION_VERIFY;
		return value ? strlist_add(&options->verify_paths, value) : 0;
	case OPT_CALIBRATE:
		options->action = ACTION_CALIBRATE;
		return value ? strlist_add(&options->verify_paths, value) : 0;
	case OPT_LANGUAGE:
		options->verify_language = value;
		return 0;
	case OPT_STEP:
		options->verify_step = value;
		return 0;
	case OPT_RUNS:
		return parse_runs(value, &options->verify_runs);
	case 'q':
		options->verify_quiet = true;
		return 0;
	case 'h':
		options->action = ACTION_HELP;
		return 0;
	case 'V':
		options->action = ACTION_VERSION;
		return 0;
	default:
		return -EINVAL;
	}
}

/* Folders, where they are wanted. */
static int take_arguments(
	struct options *options, int argc, char **argv, char ret_error[static OPTIONS_ERROR_MAX])
{
	const bool is_verify =
		options->action == ACTION_VERIFY || options->action == ACTION_CALIBRATE;
	int r = 0;

	for (; r >= 0 && is_verify && optind < argc; optind++)
		r = strlist_add(&options->verify_paths, argv[optind]);
	if (r < 0)
		return r;
	if (optind < argc) {
		(void)snprintf(ret_error, OPTIONS_ERROR_MAX,
			"Too many arguments: '%s'. Try 'practiced --help'.", argv[optind]);
		return -EINVAL;
	}
	if (is_verify && options->verify_paths.count == 0) {
		(void)snprintf(ret_error, OPTIONS_ERROR_MAX,
			"--verify and --calibrate need a folder. Try 'practiced --help'.");
		return -EINVAL;
	}
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret_options,
	char ret_error[static OPTIONS_ERROR_MAX])
{
	struct options options = { 0 };
	int option, r = 0;

	opterr = 0;
	optind = 0; /* begins anew, also with what getopt has put in another order */
	while (r >= 0 && (option = getopt_long(argc, argv, ":hq", long_options, NULL)) != -1) {
		r = take_option(&options, option, optarg);
		if (r == -EINVAL)
			(void)snprintf(ret_error, OPTIONS_ERROR_MAX,
				"%s '%s'. Try 'practiced --help'.",
				option == ':' ? "A value is missing for" : "Unknown option",
				argv[optind - 1]);
		if (r == -ERANGE) {
			r = -EINVAL;
			(void)snprintf(ret_error, OPTIONS_ERROR_MAX,
				"--runs=%.32s: expected a number from 1 to %d.", optarg,
				OPTIONS_RUNS_MAX);
		}
	}
	if (r >= 0)
		r = take_arguments(&options, argc, argv, ret_error);
	if (r < 0) {
		options_done(&options);
		return r;
	}
	*ret_options = options;
	return 0;
}

void options_done(struct options *options)
{
	strlist_done(&options->catalog_path);
	strlist_done(&options->languages_path);
	strlist_done(&options->verify_paths);
}

bool options_is_verify(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--verify", strlen("--verify")) == 0 ||
			strncmp(argv[i], "--calibrate", strlen("--calibrate")) == 0)
			return true;
	}
	return false;
}

/* "$variable/practiced tail", else "$HOME/fallback/practiced tail". */
static char *user_folder(const char *variable, const char *fallback, const char *tail)
{
	_cleanup_buffer_ struct buffer path = { 0 };
	const char *base = getenv(variable), *home = getenv("HOME");
	int r;

	if (base && base[0] == '/')
		r = buffer_printf(&path, "%s/practiced%s", base, tail);
	else
		r = buffer_printf(&path, "%s/%s/practiced%s", home && home[0] == '/' ? home : "",
			fallback, tail);
	return r < 0 ? NULL : buffer_steal(&path);
}

static int user_source(struct config_source *source)
{
	source->file = user_folder("XDG_CONFIG_HOME", ".config", "/practiced.conf");
	return source->file
		       ? strlist_take(&source->dropins,
				 user_folder("XDG_CONFIG_HOME", ".config", "/practiced.conf.d"))
		       : -ENOMEM;
}

static int system_source(struct config_source *source)
{
	static const char *const folders[] = { PKGCONFDIR, "/run/practiced", PKGLIBDIR };
	int r = 0;

	source->file = strdup(PKGCONFDIR "/practiced.conf");
	if (!source->file)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(folders); i++) {
		_cleanup_buffer_ struct buffer folder = { 0 };

		r = buffer_printf(&folder, "%s/practiced.conf.d", folders[i]);
		if (r >= 0)
			r = strlist_take(&source->dropins, buffer_steal(&folder));
	}
	return r;
}

int options_config_source(const struct options *options, struct config_source *ret_source)
{
	struct config_source source = { 0 };
	int r;

	if (options->config_file) {
		source.is_required = true;
		source.file = strdup(options->config_file);
		r = source.file ? 0 : -ENOMEM;
	} else {
		r = options->is_user ? user_source(&source) : system_source(&source);
	}
	if (r < 0) {
		config_source_done(&source);
		return r;
	}
	*ret_source = source;
	return 0;
}

char *options_state_directory(const struct options *options, const struct config *config)
{
	const char *inherited = getenv("STATE_DIRECTORY");

	if (options->state_directory)
		return strdup(options->state_directory);
	if (config->state_directory[0])
		return strdup(config->state_directory);
	if (inherited && inherited[0] == '/') /* systemd may name several, the first is ours */
		return strndup(inherited, strcspn(inherited, ":"));
	if (options->is_user)
		return user_folder("XDG_STATE_HOME", ".local/state", "");
	return strdup(LOCALSTATEDIR "/lib/practiced");
}

const struct strlist *options_catalog_path(const struct options *options, const struct config *config)
{
	return options->catalog_path.count > 0 ? &options->catalog_path : &config->catalog_path;
}

const struct strlist *options_languages_path(const struct options *options, const struct config *config)
{
	return options->languages_path.count > 0 ? &options->languages_path
						 : &config->languages_path;
}
