/* SPDX-License-Identifier: MIT */
/* From the ends of two programs, the learner's and the judge's, to one verdict. No I/O. */
#pragma once

#include "job/job.h"
#include "runner/outcome.h"
#include "runner/run.h"

enum referee_word {
	REFEREE_PASS,
	REFEREE_WRONG,
	REFEREE_LATE,	/* it waited until its own wall limit */
	REFEREE_BROKEN, /* its own fault: a signal, another limit, any other exit status; a score, which
			   is not taken, so that a part of the points would be told as all of them */
};

struct referee_judge {
	const struct run_result *result;
	const struct job_limits *limits;
	uint64_t output_bytes;	/* what it wrote to its stdout or to the program */
	const char *message;	/* for the learner, "" when it left none */
	bool has_score;		/* it left one */
	const char *last_words; /* of its stderr, for whoever wrote it; may be "" */
};

struct referee_facts {
	enum job_check check;
	const struct outcome *program; /* by its own end: pass when nothing speaks against it */
	bool program_was_first; /* it had ended, or closed its output, when the judge ended */
	struct referee_judge judge;
};

enum referee_word referee_word(const struct referee_judge *judge);

/*
 * The judge's word counts when nothing speaks against the program. Otherwise
 * - a judge that broke while the program was still there: internal, whatever the program did then;
 * - interactive: a judge that said "wrong" first is right, whatever the program did then;
 * - else the program's own end.
 * The exit status and signal stay the program's.
 */
void referee_decide(const struct referee_facts *facts, struct outcome *ret_outcome);
