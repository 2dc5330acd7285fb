/* SPDX-License-Identifier: MIT */
/*
 * The first process of a submission's pid namespace: lays the files, compiles, runs the cases one
 * by one, and reports what the kernel told about each. It gets the job without the expected
 * outputs. Its answers are packets of fixed size.
 */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"
#include "runner/run.h"
#include "runner/scratch.h"

#include <stdbool.h>
#include <stdint.h>

#define ZYGOTE_CHANNEL_FD 3 /* after its standard descriptors, which are the runs' */

struct zygote_config {
	int channel_fd, stdout_fd, stderr_fd;
	bool isolated;
	bool has_proc;
	const struct filter_set *filters;
	struct scratch_paths paths;
};

enum zygote_order_type {
	ZYGOTE_JOB, /* with one descriptor: the job (channel_read_job); answered by REPORT_LAID */
	ZYGOTE_COMPILE,	 /* answered by REPORT_RAN */
	ZYGOTE_RUN,	 /* case `index`; answered by REPORT_RAN */
	ZYGOTE_SELFTEST, /* answered by REPORT_LAID (all fences stand) or REPORT_FAILED */
};

struct zygote_order {
	enum zygote_order_type type;
	uint32_t index;
};

enum zygote_report_type {
	REPORT_FAILED, /* detail says why; the zygote has ended */
	REPORT_LAID,
	REPORT_RAN,
};

struct zygote_report {
	enum zygote_report_type type;
	uint32_t index;
	bool scratch_stuck; /* the folders could not be emptied: no further case in this zygote */
	struct run_result result;
	struct failure failure;
};

_Noreturn void zygote_main(const struct zygote_config *config);
