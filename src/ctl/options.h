/* SPDX-License-Identifier: MIT */
/* The command line, before any verb is looked at. */
#pragma once

#include "base/strlist.h"
#include "ctl/host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum output_format {
	OUTPUT_SHORT, /* for people */
	OUTPUT_JSON,
	OUTPUT_JSON_PRETTY,
	OUTPUT_TSV,
};

enum scope {
	SCOPE_ANY, /* the system's daemon if its socket is there, else the user's */
	SCOPE_SYSTEM,
	SCOPE_USER,
};

struct options {
	enum output_format format;
	enum scope scope;
	struct host host;	   /* -H: whose daemon */
	struct strlist properties; /* -p, split at commas */
	bool value_only, no_pager, no_legend, plain, quiet, full, dry_run, all, html, solution;
	bool wants_help, wants_version;
	const char *socket, *language, *step, *file, *state,
		*course;	   /* borrowed from argv; NULL when not said */
	uint32_t limit, test_case, minutes; /* 0 when not said */
	char **arguments;	   /* the verb and what follows it */
	size_t n_arguments;
};

/* 0, -ENOMEM, or -EINVAL: then one line was written to stderr. Options may stand anywhere; "--"
 * ends them. */
int options_parse(struct options *options, int argc, char **argv);
void options_done(struct options *options);

/* All long options, for completions and the manual's test: NULL-terminated, hidden ones left out.
 */
const char *const *options_names(void);
