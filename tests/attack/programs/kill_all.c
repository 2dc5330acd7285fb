/* SPDX-License-Identifier: MIT */
/* Everybody, and everybody of our process group and session: that must be nobody but us. */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	if (is("all")) {
		kill(-1, SIGKILL);
		kill(-1, SIGSTOP);
		return finish();
	}
	if (is("group"))
		kill(0, SIGKILL);
	if (is("stop_group"))
		kill(0, SIGSTOP);
	if (is("own_group")) {
		/* Into every group that might be somebody's. */
		for (int group = 0; group < 300; group++)
			if (setpgid(0, group) == 0)
				kill(-getpgrp(), SIGHUP);
	}
	return finish();
}
