/* SPDX-License-Identifier: MIT */
/* "   Label: value" lines of the status verbs: the value is wrapped below itself where the terminal
 * is narrow. */
#pragma once

#include "ctl/term.h"
#include "ctl/wrap.h"

#define FIELD_LABEL_WIDTH 12

/* Nothing for an empty value. `styles` are those of wrap.h. 0 or -ENOMEM. */
int field_put(struct buffer *out, const struct term *term, const char *label, unsigned styles,
	const char *value);
int field_printf(struct buffer *out, const struct term *term, const char *label, const char *format,
	...) __attribute__((format(printf, 4, 5)));
