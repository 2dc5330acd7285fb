/* SPDX-License-Identifier: MIT */
/* A zygote's hold on its submission's folders (scratch.h): open, so that whatever a program does to the
 * names leads nobody elsewhere, and emptied from case to case. */
#pragma once

#include "runner/scratch.h"

struct workspace {
	const struct scratch_paths *paths; /* borrowed */
	bool isolated;
	int box_fd; /* to write to the box, until the files are laid; then -1. Owned, as the two below */
	int work_fd, tmp_fd;
	struct scratch_mark work_mark, tmp_mark;
	enum scratch_place place; /* the runs' current folder; SCRATCH_PLACE_COUNT: there was no run */
	char folder[SCRATCH_PATH_SIZE];
};

#define WORKSPACE_NONE                                                                                       \
	{                                                                                                    \
		.box_fd = -1, .work_fd = -1, .tmp_fd = -1, .place = SCRATCH_PLACE_COUNT                      \
	}

/* box_fd: the one way to write to the box, taken over; -1 without isolation, where it is opened by name. 0 or
 * -errno. */
int workspace_open(
	struct workspace *workspace, const struct scratch_paths *paths, int box_fd, struct failure *failure);

/* Makes `place` the runs' current folder and, with isolation, this process's, from which they inherit it. 0 or
 * -errno. */
int workspace_enter(struct workspace *workspace, enum scratch_place place, struct failure *failure);

/* Empties what a run has left; nearly always there is nothing. False: it can't be emptied. */
bool workspace_clean(struct workspace *workspace);
