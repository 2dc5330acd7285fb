/* SPDX-License-Identifier: MIT */
/* Mounts with sound arguments, the old way and the new one. */
#include "attack.h"

#include <sys/mount.h>
#include <sys/statvfs.h>

int main(int argc, char **argv)
{
	struct statvfs usr;
	long fd;

	begin(argc, argv);
	need_pid_namespace();
	refused("tmpfs", mount("none", "/tmp", "tmpfs", 0, NULL));
	refused("bind", mount("/", "/tmp", NULL, MS_BIND | MS_REC, NULL));
	refused("/usr for writing", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
	refused("root for writing", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
	refused("procfs", mount("proc", "/tmp", "proc", 0, NULL));
	refused("sysfs", mount("sysfs", "/tmp", "sysfs", 0, NULL));
	refused("cgroup", mount("cgroup2", "/tmp", "cgroup2", 0, NULL));
	refused("overlay", mount("overlay", "/tmp", "overlay", 0,
				   "lowerdir=/usr,upperdir=/tmp,workdir=/scratch"));
	refused("fuse",
		mount("fuse", "/tmp", "fuse", 0, "fd=0,rootmode=40000,user_id=0,group_id=0"));
	refused("unmount what covers the host's procfs", umount2("/.host", MNT_DETACH));
	refused("unmount /proc", umount2("/proc", MNT_DETACH));
	refused("unmount /box", umount2("/box", MNT_DETACH));
	refused("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
	fd = syscall(430, "tmpfs", 0);
	refused("fsopen", fd);
	fd = syscall(428, AT_FDCWD, "/", 1);
	refused("open_tree", fd);
	refused("move_mount", syscall(429, AT_FDCWD, "/usr", AT_FDCWD, "/tmp", 0));
	if (statvfs("/usr", &usr) < 0 || !(usr.f_flag & ST_RDONLY) || !(usr.f_flag & ST_NOSUID))
		escaped("/usr can be written to or gives privileges");
	return finish();
}
