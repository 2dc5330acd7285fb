/* SPDX-License-Identifier: MIT */
/* leave: folders in folders, deeper than any path can name, each without permission. look: gone. */
#include "attack.h"

int main(int argc, char **argv)
{
	struct stat status;

	begin(argc, argv);
	if (is("look")) {
		if (stat("d", &status) == 0 || stat("/tmp/d", &status) == 0)
			escaped("deep folders were left");
		return finish();
	}
	need_pid_namespace();
	for (int place = 0; place < 2; place++) {
		if (chdir(place ? "/tmp" : "/scratch") < 0)
			continue;
		for (int depth = 0; depth < 3000; depth++)
			if (mkdir("d", 0700) < 0 || chdir("d") < 0)
				break;
		chmod(".", 0);
	}
	return finish();
}
