/* SPDX-License-Identifier: MIT */
/*
 * Every dangerous system call with arguments that can't work. The filter has to answer (EPERM,
 * ENOSYS or EOPNOTSUPP); any other error says that the call got into the kernel.
 */
#include "attack.h"

#define BAD ((long)-4096)

static const struct {
	const char *name;
	long number;
	long arguments[6];
} calls[] = {
	{ "mount", SYS_mount, { BAD, BAD, BAD, 0, BAD } },
	{ "umount2", SYS_umount2, { BAD, 0 } },
	{ "pivot_root", SYS_pivot_root, { BAD, BAD } },
	{ "chroot", SYS_chroot, { BAD } },
	{ "unshare", SYS_unshare, { 0 } },
	{ "setns", SYS_setns, { -1, 0 } },
	{ "mount_setattr", 442, { -1, BAD, 0, BAD, 32 } },
	{ "open_tree", 428, { -1, BAD, 0 } },
	{ "move_mount", 429, { -1, BAD, -1, BAD, 0 } },
	{ "fsopen", 430, { BAD, 0 } },
	{ "fsconfig", 431, { -1, 0, BAD, BAD, 0 } },
	{ "fsmount", 432, { -1, 0, 0 } },
	{ "fspick", 433, { -1, BAD, 0 } },
	{ "open_tree_attr", 467, { -1, BAD, 0, BAD, 32 } },
	{ "statmount", 457, { BAD, BAD, 0, 0 } },
	{ "listmount", 458, { BAD, BAD, 0, 0 } },
	{ "swapon", SYS_swapon, { BAD, 0 } },
	{ "swapoff", SYS_swapoff, { BAD } },
	{ "reboot", SYS_reboot, { 0, 0, 0, 0 } },
	{ "sethostname", SYS_sethostname, { BAD, -1 } },
	{ "setdomainname", SYS_setdomainname, { BAD, -1 } },
	{ "init_module", SYS_init_module, { BAD, 0, BAD } },
	{ "finit_module", SYS_finit_module, { -1, BAD, 0 } },
	{ "delete_module", SYS_delete_module, { BAD, 0 } },
	{ "kexec_load", SYS_kexec_load, { 0, -1, BAD, -1 } },
	{ "kexec_file_load", 320, { -1, -1, 0, BAD, -1 } },
	{ "bpf", SYS_bpf, { 9999, BAD, 0 } },
	{ "perf_event_open", SYS_perf_event_open, { BAD, 0, 0, -1, 0 } },
	{ "userfaultfd", 323, { 0x7fffffff } },
	{ "io_uring_setup", 425, { 0, BAD } },
	{ "io_uring_enter", 426, { -1, 0, 0, 0, 0, 0 } },
	{ "io_uring_register", 427, { -1, 0, 0, 0 } },
	{ "ptrace", SYS_ptrace, { 9999, 0, 0, 0 } },
	{ "process_vm_readv", SYS_process_vm_readv, { -1, BAD, 1, BAD, 1, 0 } },
	{ "process_vm_writev", SYS_process_vm_writev, { -1, BAD, 1, BAD, 1, 0 } },
	{ "process_madvise", 440, { -1, BAD, 1, 0, 0 } },
	{ "process_mrelease", 448, { -1, 0 } },
	{ "kcmp", SYS_kcmp, { -1, -1, 99, 0, 0 } },
	{ "pidfd_open", 434, { -1, 0 } },
	{ "pidfd_getfd", 438, { -1, -1, 0 } },
	{ "pidfd_send_signal", 424, { -1, 0, BAD, 0 } },
	{ "clone3", 435, { BAD, 0 } },
	{ "keyctl", SYS_keyctl, { 9999, 0, 0, 0, 0 } },
	{ "add_key", SYS_add_key, { BAD, BAD, BAD, 0, 0 } },
	{ "request_key", SYS_request_key, { BAD, BAD, BAD, 0 } },
	{ "quotactl", SYS_quotactl, { -1, BAD, 0, BAD } },
	{ "acct", SYS_acct, { BAD } },
	{ "settimeofday", SYS_settimeofday, { BAD, 0 } },
	{ "clock_settime", SYS_clock_settime, { 999, BAD } },
	{ "clock_adjtime", 305, { 999, BAD } },
	{ "adjtimex", SYS_adjtimex, { BAD } },
#ifdef SYS_iopl
	{ "iopl", SYS_iopl, { 99 } },
	{ "ioperm", SYS_ioperm, { -1, -1, 1 } },
	{ "modify_ldt", SYS_modify_ldt, { 99, BAD, 0 } },
#endif
	{ "syslog", SYS_syslog, { 9999, BAD, -1 } },
	{ "mknodat", SYS_mknodat, { -1, BAD, S_IFCHR, 0 } },
	{ "name_to_handle_at", SYS_name_to_handle_at, { -1, BAD, BAD, BAD, 0 } },
	{ "open_by_handle_at", SYS_open_by_handle_at, { -1, BAD, 0 } },
	{ "fanotify_init", SYS_fanotify_init, { -1, 0 } },
	{ "fanotify_mark", SYS_fanotify_mark, { -1, 0, 0, -1, BAD } },
	{ "inotify_init1", SYS_inotify_init1, { -1 } },
	{ "inotify_add_watch", SYS_inotify_add_watch, { -1, BAD, 0 } },
	{ "setgroups", SYS_setgroups, { -1, BAD } },
	{ "setpriority", SYS_setpriority, { 99, 0, 0 } },
	{ "sched_setscheduler", SYS_sched_setscheduler, { -1, -1, BAD } },
	{ "sched_setparam", SYS_sched_setparam, { -1, BAD } },
	{ "sched_setattr", 314, { -1, BAD, 0 } },
	{ "sched_setaffinity", SYS_sched_setaffinity, { -1, 0, BAD } },
	{ "ioprio_set", SYS_ioprio_set, { 99, 0, 0 } },
	{ "personality", SYS_personality, { 0x0040000 } },
	{ "mincore", SYS_mincore, { 1, 1, BAD } },
	{ "vmsplice", SYS_vmsplice, { -1, BAD, 1, 0 } },
	{ "mbind", SYS_mbind, { 1, 1, 99, BAD, 0, 0 } },
	{ "migrate_pages", SYS_migrate_pages, { -1, 1, BAD, BAD } },
	{ "move_pages", SYS_move_pages, { -1, 1, BAD, BAD, BAD, 99 } },
	{ "shmget", SYS_shmget, { 0, -1, 0 } },
	{ "shmat", SYS_shmat, { -1, 0, 0 } },
	{ "msgget", SYS_msgget, { 0x70726164, 0 } },
	{ "semget", SYS_semget, { 0, -1, 0 } },
	{ "mq_open", SYS_mq_open, { BAD, 0, 0, 0 } },
	{ "mq_unlink", SYS_mq_unlink, { BAD } },
	{ "socket", SYS_socket, { 9999, 0, 0 } },
	{ "bind", SYS_bind, { -1, BAD, 0 } },
	{ "listen", SYS_listen, { -1, 0 } },
	{ "accept", SYS_accept, { -1, 0, 0 } },
	{ "connect", SYS_connect, { -1, BAD, 0 } },
	{ "seccomp", SYS_seccomp, { 9999, 0, BAD } },
	{ "landlock_create_ruleset", 444, { BAD, 1, 0 } },
	{ "memfd_secret", 447, { -1 } },
	{ "lsm_set_self_attr", 460, { 0, BAD, 0, 0 } },
	{ "cachestat", 451, { -1, BAD, BAD, 0 } },
	{ "remap_file_pages", SYS_remap_file_pages, { 1, 1, 1, 1, 1 } },
	{ "setxattr", SYS_setxattr, { BAD, BAD, BAD, 0, 0 } },
	{ "setxattrat", 463, { -1, BAD, 0, BAD, BAD, 0 } },
	{ "io_setup", SYS_io_setup, { 0, BAD } },
	{ "lookup_dcookie", SYS_lookup_dcookie, { -1, BAD, 0 } },
	{ "no such call", 9999, { 0 } },
};

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		const long *a = calls[i].arguments;

		refused(calls[i].name,
			syscall(calls[i].number, a[0], a[1], a[2], a[3], a[4], a[5]));
	}
	return finish();
}
