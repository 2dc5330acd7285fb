/* SPDX-License-Identifier: MIT */
/* Other sandboxes that a command line can start, each with what comes nearest to ours. */
#pragma once

#include "program.h"

#include <stdbool.h>
#include <stddef.h>

struct rival {
	const char *name;
	const char *path;    /* of its program */
	const char *needs;   /* a folder without which it can't work; NULL: none */
	const char *command; /* words in front of the program's; %b is the folder of the programs */
	bool is_box;	     /* the program sees its folder as /box */
	size_t runs;	     /* in a burst: what is slow is run less */
};

const struct rival *rivals(size_t *ret_count);

/* NULL, or why it can't be run here. */
const char *rival_missing(const struct rival *rival);

/* The whole command. 0 or -ENOMEM. */
int rival_command(const struct rival *rival, const struct programs *programs, const struct program *program,
	struct strlist *ret_words);
