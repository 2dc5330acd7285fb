/* SPDX-License-Identifier: MIT */
#include "runner/workspace.h"

#include <fcntl.h>
#include <string.h>

static int open_place(const struct workspace *workspace, enum scratch_place place, int *ret_fd,
	struct scratch_mark *ret_mark, struct failure *failure)
{
	char path[SCRATCH_PATH_SIZE];
	int fd;

	scratch_path(workspace->paths, place, path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (ret_mark && scratch_mark(fd, ret_mark) < 0))
		return failure_set(failure, -errno, "%s", path);
	*ret_fd = fd;
	return 0;
}

int workspace_open(
	struct workspace *workspace, const struct scratch_paths *paths, int box_fd, struct failure *failure)
{
	int r = 0;

	workspace->paths = paths;
	workspace->isolated = box_fd >= 0;
	workspace->box_fd = box_fd;
	if (!workspace->isolated)
		r = open_place(workspace, SCRATCH_BOX, &workspace->box_fd, NULL, failure);
	if (r == 0)
		r = open_place(workspace, SCRATCH_WORK, &workspace->work_fd, &workspace->work_mark, failure);
	if (r == 0)
		r = open_place(workspace, SCRATCH_TMP, &workspace->tmp_fd, &workspace->tmp_mark, failure);
	return r;
}

/* Without isolation the folder can be removed by a run: it is looked up for each. */
int workspace_enter(struct workspace *workspace, enum scratch_place place, struct failure *failure)
{
	if (workspace->place == place)
		return 0;
	scratch_path(workspace->paths, place, workspace->folder);
	if (workspace->isolated && chdir(workspace->folder) < 0)
		return failure_set(failure, -errno, "%s", workspace->folder);
	workspace->place = place;
	return 0;
}

static int clean_place(const struct workspace *workspace, int dir_fd, struct scratch_mark *mark)
{
	struct scratch_mark now;
	int r;

	r = scratch_mark(dir_fd, &now);
	if (r < 0)
		return r;
	/* Without isolation the file system is everybody's: its counters say nothing. */
	if (workspace->isolated && memcmp(&now, mark, sizeof(now)) == 0)
		return 0;
	r = scratch_wipe(dir_fd);
	return r < 0 ? r : scratch_mark(dir_fd, mark);
}

bool workspace_clean(struct workspace *workspace)
{
	return clean_place(workspace, workspace->work_fd, &workspace->work_mark) == 0 &&
	       clean_place(workspace, workspace->tmp_fd, &workspace->tmp_mark) == 0;
}
