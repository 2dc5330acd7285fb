/* SPDX-License-Identifier: MIT */
/*
 * The first process of a submission's pid namespace: lays the files, compiles, runs the cases one
 * by one, and reports what the kernel told about each. It gets the job without the expected
 * outputs. It goes from case to case by itself, and its reports come together (outbox.h); it stops,
 * and waits for the next order, after a case that its report can't settle.
 */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"
#include "runner/run.h"
#include "runner/scratch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZYGOTE_MESSAGE_MAX 200
#define ZYGOTE_PLUG_NEXT   2
#define ZYGOTE_OUTPUT_MAX  4096 /* bytes of stdout, and of stderr, that go with a report */
#define ZYGOTE_PACKET_MAX  (48 * 1024) /* of reports */
#define ZYGOTE_CHANNEL_FD  3 /* after its standard descriptors, which are the runs' */
#define ZYGOTE_BOX_FD	   4 /* until the files are laid */

struct zygote_config {
	int channel_fd, stdout_fd, stderr_fd;
	int box_fd; /* with isolation: the one way to write to the box */
	bool isolated;
	bool has_proc;
	bool has_leaf;	 /* LEAF_CPU_FD and LEAF_EVENTS_FD are open */
	bool is_service; /* sockets, as in FILTER_SERVICE */
	const struct filter_set *filters;
	struct scratch_paths paths;
};

enum zygote_order_type {
	ZYGOTE_JOB,	/* with the job as a parcel (job/parcel.h); answered by REPORT_LAID.
			   Index 1: a judge with the case's files */
	ZYGOTE_WARM,	/* starts the template of key `index`, ahead of a job. No answer */
	ZYGOTE_COMPILE, /* answered by REPORT_RAN */
	ZYGOTE_COLLECT, /* with one descriptor: what the compiler left in the box is written there
			   (collect.h). Answered by REPORT_LAID */
	ZYGOTE_RUN, /* `count` cases from `index` on; each answered by REPORT_RAN, until one that
		       says scratch_stuck or output_waits */
	ZYGOTE_PLUG, /* with one descriptor: the next run's stdin (index 0) or stdout (1); or where a
			judge's next input goes (2), from now on. No answer */
	ZYGOTE_STOP, /* ends the run of now, if there is one (SIGALRM has it looked at). No answer
		      */
	ZYGOTE_SELFTEST, /* answered by REPORT_LAID (all fences stand) or REPORT_FAILED */
};

struct zygote_order {
	enum zygote_order_type type;
	uint32_t index, count;
};

static inline bool zygote_answers(enum zygote_order_type type)
{
	return type != ZYGOTE_WARM && type != ZYGOTE_PLUG && type != ZYGOTE_STOP;
}

/* With a parcel, and only then. */
static inline bool zygote_is_given(enum zygote_order_type type)
{
	return type == ZYGOTE_JOB || type == ZYGOTE_PLUG || type == ZYGOTE_COLLECT;
}

enum zygote_report_type {
	REPORT_FAILED, /* detail says why; the zygote has ended */
	REPORT_LAID,
	REPORT_RAN,
};

struct zygote_report {
	enum zygote_report_type type;
	uint32_t index;
	bool scratch_stuck; /* the folders could not be emptied: no further case in this zygote */
	bool output_waits; /* it is in the captures, and not behind this report */
	uint64_t box_bytes; /* after compilation: what lies in the box, in memory */
	uint32_t out_len, err_len; /* bytes behind this report, at most ZYGOTE_OUTPUT_MAX each */
	struct run_result result;
	bool has_score; /* a judge left a score for the case */
	bool has_next; /* it left an input for another pass: its files stay for the next run of the same case */
	uint8_t has_texts; /* those below; else (0) they are left out on the way. No bool: who reads it takes a size
			      from it, whatever its byte is */
	/* Of a judge with the case's files: the first line that it left, and that for the learner. */
	char message[ZYGOTE_MESSAGE_MAX], said[ZYGOTE_MESSAGE_MAX];
	struct failure failure;
};

/* Bytes of a report on the way; what it wrote follows. */
static inline size_t zygote_report_size(const struct zygote_report *report)
{
	return report->has_texts ? sizeof(*report) : offsetof(struct zygote_report, message);
}

_Noreturn void zygote_main(const struct zygote_config *config);
