/* SPDX-License-Identifier: MIT */
/* What a problem package's text can't say, because it is this host's: time limits that were measured,
 * or not yet, and languages that get more. */
#pragma once

#include "base/buffer.h"
#include "daemon/timelimits.h"
#include "learn/language.h"
#include "learn/lesson.h"

/* Appends paragraphs to the lesson's text, for each of its steps that is a contest's. 0 or -ENOMEM. */
int contest_text_add(const struct lesson *lesson, const struct timelimits *times,
	const struct language_set *languages, struct buffer *text);
