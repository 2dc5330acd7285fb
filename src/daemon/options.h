/* SPDX-License-Identifier: MIT */
/* The command line, and the places of this instance (system or user) that follow from it and the
 * environment. */
#pragma once

#include "base/strlist.h"
#include "daemon/config.h"

#include <stdbool.h>

enum options_action {
	ACTION_SERVE,
	ACTION_CHECK_CONFIG,
	ACTION_DUMP_CONFIG,
	ACTION_VERIFY,
	ACTION_CALIBRATE,
	ACTION_HELP,
	ACTION_VERSION
};

struct options {
	enum options_action action;
	bool is_user; /* a user's own instance */
	/* Borrowed from argv; NULL when not given. */
	const char *config_file, *listen_path, *state_directory, *runner_path;
	const char *verify_language, *verify_step;
	struct strlist catalog_path, languages_path; /* empty when not given */
	struct strlist verify_paths;
	uint32_t verify_runs; /* of each solution; 0: not given */
	bool verify_quiet;
};

/* 0, -EINVAL with a line for people in ret_error, -ENOMEM. */
#define OPTIONS_ERROR_MAX   256
#define OPTIONS_VERIFY_RUNS 10 /* where --runs= is not given, for our own lessons */
#define OPTIONS_RUNS_MAX    100
int options_parse(int argc, char **argv, struct options *ret_options,
	char ret_error[static OPTIONS_ERROR_MAX]);
/* Whether a command line, sound or not, is one of --verify or --calibrate, which have exit statuses of its own. */
bool options_is_verify(int argc, char **argv);
void options_done(struct options *options);
void options_help(void); /* prints */

/* Where the configuration of the instance stands. 0 or -ENOMEM. */
int options_config_source(const struct options *options, struct config_source *ret_source);
/* The folder of the database: --state, else the configuration's, $STATE_DIRECTORY, the instance's
 * standard one. NULL on no memory. */
char *options_state_directory(const struct options *options, const struct config *config);
/* The search paths: --catalog and --languages, else the configuration's. Borrowed. */
const struct strlist *options_catalog_path(const struct options *options, const struct config *config);
const struct strlist *options_languages_path(const struct options *options, const struct config *config);
