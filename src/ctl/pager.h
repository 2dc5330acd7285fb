/* SPDX-License-Identifier: MIT */
/* Text to stdout, through a pager where a person reads it on a terminal. */
#pragma once

#include "ctl/term.h"

#include <stdbool.h>

/*
 * SYSTEMD_PAGER, else PAGER, else less or more; an empty one or cat is none. LESS=FRSXMK unless
 * SYSTEMD_LESS says otherwise. When the caller runs with somebody else's rights (sudo), only less
 * is taken, with LESSSECURE=1. 0 or -errno; -EPIPE when the reader left early.
 */
int pager_write(const struct term *term, bool paged, const struct buffer *text);

/* The pager's command line, split into words; none when there is to be no pager. For tests. */
struct strlist;
int pager_command(struct strlist *ret_words);
