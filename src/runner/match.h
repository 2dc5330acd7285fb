/* SPDX-License-Identifier: MIT */
/*
 * Cases with a judge: the lesson's program in a sandbox of its own beside the learner's. A checker
 * reads what the learner's program wrote once that has ended; an interactive judge talks to it
 * through crossed pipes (proxy.h); the client of a service talks to its socket in the one folder
 * that both sandboxes share. Who is right is decided in referee.h.
 */
#pragma once

#include "runner/task.h"

/* Whose wall-clock limit has to be the longer one. */
void match_clamp(struct job *job);

/* The judge's session, as task.c prepares the program's. enum step or -errno. */
int match_prepare(struct task *task, struct failure *failure);

/* Both sessions are ready. Tells the case. enum step or -errno; *ret_stuck: the sessions can't be
 * used again. */
int match_run_case(struct task *task, uint32_t index, bool *ret_stuck, struct failure *failure);
