/* SPDX-License-Identifier: MIT */
/*
 * The contract between practiced and practice-runner: what is to be run, and what came of it. Two
 * processes that don't trust each other's health talk over one SOCK_SEQPACKET pair: a job travels
 * as a parcel (parcel.h), events several in a packet (channel.h). Everything is bounded and typed; a decoder refuses
 * what is beyond a limit or has bytes left over (-EBADMSG).
 *
 * Inside the sandbox the submission's files are at JOB_BOX_DIR; the commands of a job name them by
 * absolute path.
 */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"
#include "job/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JOB_BOX_DIR	"/box"
#define JOB_FILES_MAX	128 /* learner's and lesson's files together */
#define JOB_CASES_MAX	1000
#define JOB_BYTES_MAX	(64 * 1024 * 1024) /* an encoded job */
#define JOB_ARGV_MAX	256
#define JOB_STDOUT_KEPT (64 * 1024) /* bytes of a case's output that an event carries */
#define JOB_STDERR_KEPT (16 * 1024)
#define JOB_DETAIL_MAX	512
#define JOB_PASSES_MAX	100
#define JOB_NAME_MAX	255	    /* bytes of a case's name */
#define JOB_ARG_MAX	(64 * 1024) /* bytes of one word of a command */
#define JOB_COMPARE_MAX 4096	    /* bytes of the comparison's text */
#define JOB_EVENT_MAX	(JOB_STDOUT_KEPT + JOB_STDERR_KEPT + 1024)

struct job_limits {
	uint64_t cpu_us;
	uint64_t wall_us;
	uint64_t memory_bytes;
	uint64_t output_bytes; /* stdout, and the same again for stderr */
	uint64_t disk_bytes;   /* the scratch folder */
	uint32_t processes;    /* processes and threads at once */
	uint32_t open_files;
	bool address_space; /* limit memory by RLIMIT_AS where there is no cgroup; off for runtimes
			       that reserve much (node, JVM, Go) */
};

/* A program may also wait a little: the wall-clock limit where only CPU time is said. */
static inline uint64_t job_wall_us(uint64_t cpu_us)
{
	return 2 * cpu_us + 1000000;
}

struct job_file {
	char *name; /* file_name_is_safe(), relative to JOB_BOX_DIR */
	char *data;
	size_t len;
	bool executable;
};

struct job_case {
	char *name;
	struct strlist args; /* appended to the run command; for JOB_CHECK_SERVICE to the judge's */
	char *input; /* stdin; with a judge that talks to the program it is the judge's alone */
	size_t input_len;
	char *expected; /* NULL with expected_len 0: output is not compared. Never enters the
			   sandbox */
	size_t expected_len;
	int expected_status; /* exit status that is wanted, 0..255; -1: any exit status is fine */
	char *compare;	     /* NULL: as the job's */
	struct strlist judge_args; /* behind the judge's own; not for JOB_CHECK_SERVICE */
	struct job_file *files;	   /* laid into the program's current folder, for this case alone */
	size_t n_files;
	uint32_t next; /* JOB_STOP_IN_GROUPS: index of a case behind this one, or n_cases */
};

/* Who says whether a case passed. */
enum job_check {
	JOB_CHECK_OUTPUT,      /* the output is compared */
	JOB_CHECK_CHECKER,     /* the judge reads what the program wrote, after it has ended */
	JOB_CHECK_INTERACTIVE, /* the two talk through crossed pipes */
	JOB_CHECK_SERVICE,     /* the program is a server on a UNIX socket, the judge its client */
	JOB_CHECK_COUNT,
};

/* Which cases are skipped after one that did not pass. */
enum job_stop {
	JOB_STOP_NEVER,
	JOB_STOP_AT_FIRST,  /* all that come after it */
	JOB_STOP_IN_GROUPS, /* those between it and its `next` */
	JOB_STOP_COUNT,
};

/* What may be started before the cases and cloned for each, instead of executed for each. It makes no
 * difference but in time. */
enum job_template {
	JOB_TEMPLATE_NONE,
	JOB_TEMPLATE_PYTHON,  /* the interpreter, where the run command is of a simple form */
	JOB_TEMPLATE_PROGRAM, /* the compiled program itself, where it is a safe one */
	JOB_TEMPLATE_COUNT,
};

/* The lesson's own program that judges the learner's, in a sandbox of its own. It ends with
   JOB_JUDGE_PASS or JOB_JUDGE_WRONG; any other end is the lesson's fault (verdict internal). */
#define JOB_JUDGE_PASS	42
#define JOB_JUDGE_WRONG 43
#define JOB_JUDGE_FAILED "the lesson's judge failed, not your program" /* how the detail of such an end begins */
/* In the detail of a case with a judge, between what it notes and what it says to the learner. */
#define JOB_DETAIL_SAID '\x1f'

struct job_judge {
	struct job_file *files; /* owned, as all below */
	size_t n_files;
	struct strlist compile, run;
	/*
	 * checker, interactive: `run input answer feedback/ args...`, where input and answer are
	 * files with the case's input and expected output, and feedback/judgemessage.txt may get a
	 * line that tells why, feedback/teammessage.txt one for the learner. service: `run SOCKET`
	 * and the case's arguments.
	 */
	struct strlist args;
	/* A judge that passes and leaves feedback/nextpass.in has the program run again with that as
	 * its input, and judges that: so many runs in all. 0: one, and no such file is looked for. */
	uint32_t passes;
	struct job_limits compile_limits, run_limits;
};

struct job {
	uint64_t id; /* not 0; of no other job */
	struct job_file *files; /* owned, as all below */
	size_t n_files;
	struct strlist compile; /* argv; empty: nothing to compile */
	struct strlist run;	/* argv */
	struct job_limits compile_limits, run_limits;
	char *compare; /* as comparison_parse() reads it: "exact", "float 1e-6", "proof LINE", "tap"
			*/
	bool in_box; /* run with JOB_BOX_DIR as the writable current folder (test suites) instead of
			an empty scratch */
	enum job_template template;
	enum job_stop stop;
	struct job_case *cases; /* at least one */
	size_t n_cases;
	enum job_check check;
	struct job_judge *judge; /* NULL for JOB_CHECK_OUTPUT, and only then */
};

struct job *job_new(void);
void job_free(struct job *job);
DEFINE_CLEANUP_FREE(struct job *, job_free)
/* Copies. 0, -ENOMEM, -E2BIG (past a limit), -EINVAL (name), -EEXIST (the name is taken, or is a
 * folder of another file). */
int job_add_file(struct job *job, const char *name, const void *data, size_t len, bool executable);
/* A new zeroed judge of the job, to be filled by the caller; NULL on no memory. The files as
 * job_add_file(). */
struct job_judge *job_add_judge(struct job *job, enum job_check check);
int job_judge_add_file(
	struct job_judge *judge, const char *name, const void *data, size_t len, bool executable);
/* A new zeroed case with expected_status 0 at the end, to be filled by the caller; NULL on no
 * memory or past JOB_CASES_MAX. */
struct job_case *job_add_case(struct job *job, const char *name);
/* As job_add_file(). */
int job_case_add_file(struct job_case *job_case, const char *name, const void *data, size_t len,
	bool executable);

/*
 * Nobody who is well is silent about a job for that long: between its hand-over, its events and its
 * end. All limits of one case or compilation, twice (a sandbox that breaks is made anew once), and
 * time for our own work, also on a busy machine.
 */
#define JOB_PATIENCE_MS 8000u
uint32_t job_patience_ms(const struct job *job);

enum job_event_type {
	JOB_EVENT_READY, /* once, after the runner's start: `slots`, and detail: what isolation is
			    in force or, with verdict internal, what is missing */
	JOB_EVENT_COMPILED, /* verdict pass or compile/timeout/memory...; stdout/stderr_text: the
			       compiler's messages. Only when there is a compile command */
	JOB_EVENT_CASE,	    /* case `index` ended */
	/*
	 * Nothing more comes of the job. Verdict pass: every case was told; skipped: it was
	 * canceled (the cases that did not run were told as skipped); internal: the runner failed
	 * (detail says how), cases may be missing: run the job again.
	 */
	JOB_EVENT_DONE,
	JOB_EVENT_ALIVE, /* the answer to channel_send_ping(); of no job */
};

struct job_event {
	enum job_event_type type;
	uint64_t job_id;
	uint32_t index; /* of the case, from 0; slots in READY */
	enum verdict verdict;
	int exit_status; /* 0..255, or -1 when ended by a signal or not run */
	int signal;	 /* 0 when none */
	uint64_t wall_us, cpu_us, memory_bytes;
	uint64_t stdout_total; /* bytes written, may be more than kept */
	char *stdout_text;     /* owned by the event; the first JOB_STDOUT_KEPT bytes, raw */
	size_t stdout_len;
	char *stderr_text;
	size_t stderr_len;
	char detail[JOB_DETAIL_MAX]; /* one line for people, may be empty; see JOB_DETAIL_SAID */
};

void job_event_done(struct job_event *event);

/* Encoding, free of I/O. Decoders: 0, -EBADMSG, -ENOMEM. Encoders append: 0, -ENOMEM, -E2BIG (past
   a limit), -EINVAL (no case or no run command, a number that is none of its enum, a length without a
   text). What an encoder accepts, the decoder accepts. */
int job_encode(const struct job *job, struct buffer *ret_bytes);
int job_decode(const char *bytes, size_t len, struct job **ret_job);
int job_event_encode(const struct job_event *event, struct buffer *ret_bytes);
int job_event_decode(const char *bytes, size_t len, struct job_event *ret_event);
/* The same without a copy: the event has lengths and no texts, which stay in `bytes`; it needs no
 * job_event_done(). */
struct job_event_texts {
	const char *out, *err;
};

int job_event_view(
	const char *bytes, size_t len, struct job_event *ret_event, struct job_event_texts *ret_texts);
