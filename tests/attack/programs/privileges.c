/* SPDX-License-Identifier: MIT */
/* Becoming somebody else, or more than one is. */
#include "attack.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>

static void look_at_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (syscall(SYS_capget, &header, data) == 0)
		for (int i = 0; i < 2; i++)
			if (data[i].effective || data[i].permitted || data[i].inheritable)
				escaped("capabilities %x %x %x", data[i].effective,
					data[i].permitted, data[i].inheritable);
	memset(data, 0xff, sizeof(data));
	header.pid = 0;
	fails("capset", syscall(SYS_capset, &header, data));
	for (int capability = 0; capability < 64; capability++)
		if (prctl(PR_CAPBSET_READ, capability) == 1)
			escaped("capability %d is in the bounding set", capability);
	for (int capability = 0; capability < 41; capability++)
		fails("an ambient capability",
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0));
}

int main(int argc, char **argv)
{
	gid_t groups[64];
	int n_groups;

	begin(argc, argv);
	if (getuid() == 0 || geteuid() == 0 || getgid() == 0)
		escaped("we are root");
	n_groups = getgroups(64, groups);
	for (int i = 0; i < n_groups; i++)
		if (groups[i] != getgid() && groups[i] != 65534)
			escaped("group %u", groups[i]);
	fails("setuid", setuid(0));
	fails("setgid", setgid(0));
	fails("setresuid", setresuid(0, 0, 0));
	fails("seteuid", seteuid(0));
	fails("setuid to nobody", setuid(65534));
	fails("setgroups", setgroups(0, NULL));
	look_at_capabilities();
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		escaped("programs can give privileges");
	fails("PR_SET_NO_NEW_PRIVS off", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	fails("securebits", prctl(PR_SET_SECUREBITS, 0));
	if (prctl(PR_GET_SECCOMP) == 0)
		escaped("no filter of system calls");
	return finish();
}
