/* SPDX-License-Identifier: MIT */
/* Which lesson a verb is about when the command line leaves it out. */
#pragma once

#include "ctl/ctl.h"

/*
 * The first argument; else the lesson of the workspace that the current folder is; else the
 * daemon's current one. Sets ctl->object. STATUS_OK with a name that the caller owns, or the
 * failure's status.
 */
int lesson_choose(struct ctl *ctl, size_t n, char **arguments, char **ret_lesson);

/* STEP: the second argument or --step=; NULL when neither is there. Borrowed. */
const char *lesson_step(const struct ctl *ctl, size_t n, char **arguments);
