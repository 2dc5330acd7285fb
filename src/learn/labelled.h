/* SPDX-License-Identifier: MIT */
/*
 * What a problem package brings with a label: submissions/LABEL/NAME is a program, one file or a
 * folder, that has to get a verdict that the label permits. Two readings of a label exist: problemtools
 * looks at the first case that does not pass, the format of 2025-09 at the set of all cases (each is
 * accepted or as the label says, and one is as it says). What the second one permits, the first one does
 * too, so `required` is all that is needed: the first case that does not pass has one of these.
 * Labels of DOMjudge, and its @EXPECTED_RESULTS@ in a source, are known too.
 */
#pragma once

#include "job/verdict.h"
#include "learn/lesson.h"

#define LABELLED_MAX 1000 /* of a package */

struct labelled {
	char *path;  /* below the package: "submissions/accepted/a.py" */
	char *label; /* "accepted" */
	struct lesson_file *files; /* as a learner hands them in */
	size_t n_files;
	const char *language; /* of ours; never freed */
	unsigned required;    /* bits 1 << VERDICT; with VERDICT_PASS: it may also pass */
	char *problem;	      /* why it can't be judged here; NULL: it can, and the above is set */
};

struct labelled_set {
	struct labelled *items; /* by label, then name; accepted ones first */
	size_t count;
};
void labelled_done(struct labelled_set *set);

/* All of the package in the folder; none where there is no folder of them. 0, -ENOMEM, -E2BIG, -errno. */
int labelled_read(int dir_fd, struct labelled_set *ret_set);
