/* SPDX-License-Identifier: MIT */
/*
 * A zygote's template: a process of the sandbox that has a language's interpreter started already
 * and clones a run from it, instead of the zygote executing one. It never runs a learner's code; a
 * run of it is the zygote's child like any other, so that what is told of it comes from the same
 * place. Whatever goes wrong with a template ends it, and the run is executed.
 */
#pragma once

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
	bool is_spoilt; /* its last run could not be set up: nothing of it counts */
	unsigned starts;
};

struct run_command;

/* Which template a command wants, 0: none. `words`: the command's own, without a case's arguments.
 * Two commands with one key can share a template; a key says nothing about who wants it. */
uint32_t template_key(enum job_template kind, char *const *words, size_t n_words, bool address_space);

/* Starts it and doesn't wait. Descriptors 0, 1 and 2 of this process are the runs'. 0 or -errno. */
int template_start(struct template *template, uint32_t key, char *const *envp);
/* Kills and reaps it, if there is one. */
void template_end(struct template *template);
/* It was reaped already. */
void template_forget(struct template *template);
bool template_is_alive(const struct template *template);

/* A run of the command. 0; or -errno: nothing ran and the template is gone. */
int template_run(struct template *template, const struct run_command *command, pid_t *ret_pid);

/* Has everybody killed but this process and the template. 1: there was somebody, who has to be
 * reaped; 0: nobody; -EIO: no answer, and the template is gone. */
int template_sweep(struct template *template);
