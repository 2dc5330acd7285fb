/* SPDX-License-Identifier: MIT */
/* What a lesson's folder and manifest say beside its texts and programs. */
#pragma once

#include "base/strlist.h"
#include "daemon/verify_report.h"
#include "learn/lesson.h"

/* Files that nobody names: a warning each. 0, -ENOMEM or -errno. */
int folder_verify(const struct lesson *lesson, int dir_fd, struct report *report);
/* Summary, goals, hints, and the lessons before and after. catalog: folders where other lessons may
   be, beside the one that this lesson is in. */
void manifest_verify(const struct lesson *lesson, int dir_fd, const struct strlist *catalog,
	struct report *report);
