/* SPDX-License-Identifier: MIT */
#include "rival.h"

#include "sandbox.h"

#include <unistd.h>

static const struct rival table[] = {
	{
		.name = "bubblewrap",
		.path = "/usr/bin/bwrap",
		.command = "/usr/bin/bwrap --unshare-all --die-with-parent --new-session --ro-bind /usr /usr --symlink usr/bin /bin "
			   "--symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp --bind %b /box",
		.is_box = true,
		.runs = 5,
	},
	{
		.name = "firejail",
		.path = "/usr/bin/firejail",
		.command = "/usr/bin/firejail --quiet --noprofile --net=none --private-dev --keep-dev-shm --private-tmp --caps.drop=all "
			   "--seccomp --nonewprivs --ipc-namespace",
		.runs = 1,
	},
	{
		.name = "systemd-run",
		.path = "/usr/bin/systemd-run",
		.needs = "/run/systemd/system",
		.command = "/usr/bin/systemd-run --quiet --wait --pipe --collect -p PrivateNetwork=yes -p PrivateIPC=yes "
			   "-p ProtectSystem=strict -p ProtectHome=yes -p PrivateTmp=yes -p NoNewPrivileges=yes "
			   "-p CapabilityBoundingSet= -p SystemCallFilter=@system-service -p ReadWritePaths=%b",
		.runs = 1,
	},
};

const struct rival *rivals(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(table);
	return table;
}

const char *rival_missing(const struct rival *rival)
{
	if (access(rival->path, X_OK) < 0)
		return "not installed";
	if (rival->needs && access(rival->needs, F_OK) < 0)
		return "this host was not booted with systemd";
	return NULL;
}

int rival_command(const struct rival *rival, const struct programs *programs, const struct program *program,
	struct strlist *ret_words)
{
	int r = program_command(rival->command, programs->folder, ret_words);

	if (r < 0)
		return r;
	return program_command(program->command, rival->is_box ? SANDBOX_DIR : programs->folder, ret_words);
}
