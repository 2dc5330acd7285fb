/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static int check_config(const struct options *options)
{
	struct config_source source = { 0 };
	struct config *config = NULL;
	struct config_error error = { "out of memory" };
	int r = options_config_source(options, &source);

	if (r >= 0)
		r = config_load(&source, &config, &error);
	config_source_done(&source);
	config_free(config);
	if (r < 0)
		fprintf(stderr, "%s\n", error.text);
	return r < 0 ? EX_CONFIG : EXIT_SUCCESS;
}

static int act(const struct options *options)
{
	switch (options->action) {
	case ACTION_HELP:
		options_help();
		return EXIT_SUCCESS;
	case ACTION_VERSION:
		printf("practiced %s\n", PACKAGE_VERSION);
		return EXIT_SUCCESS;
	case ACTION_DUMP_CONFIG:
		config_dump(stdout);
		return EXIT_SUCCESS;
	case ACTION_CHECK_CONFIG:
		return check_config(options);
	case ACTION_VERIFY:
	case ACTION_CALIBRATE:
		return verify_main(options);
	default:
		log_open("practiced", LOG_TARGET_AUTO);
		return daemon_run(options) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	}
}

int main(int argc, char **argv)
{
	char error[OPTIONS_ERROR_MAX] = "out of memory";
	struct options options;
	int status;

	if (file_hold_standard() < 0)
		return EXIT_FAILURE;
	if (options_parse(argc, argv, &options, error) < 0) {
		fprintf(stderr, "practiced: %s\n", error);
		return options_is_verify(argc, argv) ? VERIFY_FAILED : EX_USAGE;
	}
	status = act(&options);
	options_done(&options);
	return status;
}
