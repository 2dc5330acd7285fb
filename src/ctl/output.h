/* SPDX-License-Identifier: MIT */
/*
 * Answers for programs: JSON, TSV, Key=value. What people see is made from the same rows and things
 * by table.h and the handlers.
 *
 * JSON keys are the wire's in lower case with underscores (MaxPoints and MAX_POINTS: max_points). A
 * value of digits only, or '-' and digits, is a number, except under keys that hold words; a key
 * that may be repeated is always an array; Step and Case are objects. TSV has the wire's own
 * escapes, a header line with the wire's names.
 */
#pragma once

#include "base/buffer.h"
#include "ctl/answer.h"
#include "ctl/options.h"

/* 0 or -ENOMEM. Rows with OUTPUT_SHORT are written as TSV without a header. */
int output_rows(struct buffer *out, const struct options *options, const struct rows *rows);

/* With properties: only those, in the order of the thing; with --value the values alone. */
int output_thing(struct buffer *out, const struct options *options, const struct thing *thing);

/* Several things (the cases of a run): a JSON array of objects, or the things in TSV with an empty
 * line between. */
int output_things(struct buffer *out, const struct options *options, const struct thing *things,
	size_t count);
