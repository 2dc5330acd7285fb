/* SPDX-License-Identifier: MIT */
/*
 * A zygote's template: a process of the sandbox that has a language's interpreter started already
 * and clones a run from it, instead of the zygote executing one. It never runs a learner's code; a
 * run of it is the zygote's child like any other, so that what is told of it comes from the same
 * place. Whatever goes wrong with a template ends it, and the run is executed.
 */
#pragma once

#include "base/strlist.h"
#include "job/job.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* How long a zygote waits for its template, together well within TASK_GRACE_US: to have started,
 * and for each answer. */
#define TEMPLATE_START_MS  1000
#define TEMPLATE_ANSWER_MS 500
#define TEMPLATE_STARTS_MAX 4 /* in one zygote's life */

struct template {
	pid_t pid; /* 0: none */
	int fd;	   /* owned, while there is one */
	uint32_t key; /* what it is a template of */
	bool is_ready;
	bool is_reaped; /* it ended by itself and was waited for: its pid may be another's */
	bool is_spoilt; /* its last run could not be set up: nothing of it counts */
	unsigned starts;
	struct strlist argv; /* of a compiled program, owned */
	enum {
		TEMPLATE_UNKNOWN,
		TEMPLATE_SAFE,
		TEMPLATE_UNSAFE,
	} program; /* whether the compiled one may be a template: it is looked at once */
};

struct run_command;

/* What to start. */
struct template_start {
	uint32_t key;
	char *const *envp;
	/* Of a compiled program only: its command, for which alone it is good, and its limits. */
	const struct run_command *program;
};

/* Which template a command wants, 0: none. `words`: the command's own, without a case's arguments.
 * Two commands with one key can share a template; a key says nothing about who wants it. */
uint32_t template_key(enum job_template kind, char *const *words, size_t n_words, bool address_space);

/* Starts it and doesn't wait. Descriptors 0, 1 and 2 of this process are the runs'. 0 or -errno. */
int template_start(struct template *template, const struct template_start *start);
/* Whether runs of the command can be cloned from it. */
bool template_serves(const struct template *template, uint32_t key, char *const *argv);
/* A key of a compiled program, which has to be looked at first (binary.h). */
bool template_is_program(uint32_t key);
/* The one for a run of the command: what there is, when it serves; or a new one, when there are so
 * many runs `left` (this one included) that it is worth a start. NULL: then there is none any more. */
struct template *template_choose(
	struct template *template, uint32_t key, size_t left, const struct run_command *command);
/* Kills and reaps it, if there is one. */
void template_end(struct template *template);

/* Until it serves. 0 or -EIO: it is gone. */
int template_await(struct template *template);
/* When it serves: a run of the command. 0; or -errno: nothing ran and the template is gone. */
int template_run(struct template *template, const struct run_command *command, pid_t *ret_pid);

/* Has everybody killed but this process and the template. 1: there was somebody, who has to be
 * reaped; 0: nobody; -EIO: no answer, and the template is gone. */
int template_sweep(struct template *template);
