/* SPDX-License-Identifier: MIT */
/* practiced.conf: every key in one table, read strictly. A configuration is built whole and never
 * changed afterwards. */
#pragma once

#include "base/ini.h"
#include "base/strlist.h"
#include "job/job.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum sandbox_mode { SANDBOX_NAMESPACES, SANDBOX_NONE };
enum sandbox_cgroup { CGROUP_AUTO, CGROUP_YES, CGROUP_NO };

struct config {
	uint64_t idle_timeout_us; /* 0: never */
	uint64_t clients_max, clients_per_user;
	int log_level;	       /* LOG_ERR .. LOG_DEBUG */
	char *state_directory; /* "" when the instance's own holds */
	struct strlist catalog_path, languages_path;
	struct strlist instructors; /* user names and "@group" */
	uint64_t retention;	    /* thousandths */
	uint64_t minutes;	    /* of practice a day */
	int sandbox_mode;	    /* enum sandbox_mode */
	int sandbox_cgroup;	    /* enum sandbox_cgroup */
	uint64_t sandbox_slots;	    /* 0: one a core */
	char *sandbox_root;	    /* "" : the host's own folders */
	int sandbox_strict;	    /* 1: a sandbox for every case */
	int sandbox_templates;	    /* 0: every run is executed */
	uint64_t limit_time_us, limit_memory, limit_output, limit_disk, limit_processes,
		limit_open_files;
	uint64_t queue_max, queue_per_learner;
	uint64_t submission_bytes;
};

struct config_error {
	char text[PATH_MAX + INI_ERROR_MAX + 16]; /* "file:line: what was expected" */
};

/* Where to read: both may be missing on disk, that is no error; a named `file` (is_required) must
 * be there. */
struct config_source {
	char *file; /* read first */
	bool is_required;
	struct strlist dropins; /* folders of NAME.conf; of one NAME the earliest folder's counts;
				   read in the order of names */
};
void config_source_done(struct config_source *source);

/* The defaults, overlaid with what the files say. 0, -EINVAL with ret_error, -ENOMEM. */
int config_load(const struct config_source *source, struct config **ret_config,
	struct config_error *ret_error);
/* The same from one text, free of I/O. `name` stands in the error. */
int config_load_text(const char *name, const char *text, size_t len, struct config **ret_config,
	struct config_error *ret_error);
void config_free(struct config *config);
DEFINE_CLEANUP_FREE(struct config *, config_free)

/* A sample of all keys with their defaults and docs as comments, which config_load_text() reads
 * back. */
void config_dump(FILE *file);
