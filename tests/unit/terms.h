/* SPDX-License-Identifier: MIT */
/* Streams of a known kind, and what was rendered as a string. */
#pragma once

#include "unit.h"

#include "ctl/term.h"

#define PLAIN(n) ((struct term){ .has_utf8 = true, .columns = (n) })
#define ASCII(n) ((struct term){ .columns = (n) })
#define COLOURED(n)                                                                                \
	((struct term){ .has_utf8 = true, .has_colour = true, .is_terminal = true, .columns = (n) })

static inline const char *text_of(const struct buffer *buffer)
{
	return buffer->data ? buffer->data : "";
}
