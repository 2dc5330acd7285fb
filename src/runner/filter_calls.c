/* SPDX-License-Identifier: MIT */
/*
 * The table of calls. Why they are where they are: nothing that makes a privilege, a namespace, a
 * mount or a module; nothing that reaches another process's memory, limits or priority (the zygote
 * has the learner's uid); no leases, no inotify and no extended attributes, which would leave traces
 * on inodes that other runs share; no key rings, System V or POSIX message queues; no sockets but an
 * AF_UNIX pair; no io_uring, because its operations do not pass a filter. A name that libseccomp does
 * not know on this architecture is skipped: what is not named is absent.
 */
#include "runner/filter.h"

#include "base/cleanup.h"

/* clang-format off */
#define ALLOW(call)	   { #call, FILTER_ALLOW }
#define SOCKET(call)	   { #call, FILTER_SOCKET }
#define SETUP(call)	   { #call, FILTER_SETUP }
#define FORK(call)	   { #call, FILTER_FORK }
#define REFUSE(call)	   { #call, FILTER_REFUSE }
#define ABSENT(call)	   { #call, FILTER_ABSENT }
#define NO_ATTRIBUTE(call) { #call, FILTER_ATTRIBUTE }

static const struct filter_call calls[] = {
	/* files */
	ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(pread64), ALLOW(pwrite64),
	ALLOW(preadv), ALLOW(pwritev), ALLOW(preadv2), ALLOW(pwritev2), ALLOW(open), ALLOW(openat),
	ALLOW(openat2), ALLOW(creat), ALLOW(close), ALLOW(close_range), ALLOW(lseek), ALLOW(stat),
	ALLOW(fstat), ALLOW(lstat), ALLOW(newfstatat), ALLOW(statx), ALLOW(statfs), ALLOW(fstatfs),
	ALLOW(access), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(getdents), ALLOW(getdents64),
	ALLOW(getcwd), ALLOW(chdir), ALLOW(fchdir), ALLOW(rename), ALLOW(renameat),
	ALLOW(renameat2), ALLOW(mkdir), ALLOW(mkdirat), ALLOW(rmdir), ALLOW(link), ALLOW(linkat),
	ALLOW(unlink), ALLOW(unlinkat), ALLOW(symlink), ALLOW(symlinkat), ALLOW(readlink),
	ALLOW(readlinkat), ALLOW(chmod), ALLOW(fchmod), ALLOW(fchmodat), ALLOW(fchmodat2),
	ALLOW(chown), ALLOW(fchown), ALLOW(lchown), ALLOW(fchownat), ALLOW(umask), ALLOW(utime),
	ALLOW(utimes), ALLOW(utimensat), ALLOW(futimesat), ALLOW(truncate), ALLOW(ftruncate),
	ALLOW(fallocate), ALLOW(fsync), ALLOW(fdatasync), ALLOW(sync_file_range), ALLOW(flock),
	ALLOW(fcntl), ALLOW(ioctl), ALLOW(dup), ALLOW(dup2), ALLOW(dup3), ALLOW(pipe), ALLOW(pipe2),
	ALLOW(sendfile), ALLOW(splice), ALLOW(tee), ALLOW(copy_file_range), ALLOW(fadvise64),
	ALLOW(readahead), ALLOW(memfd_create),
	/* waiting */
	ALLOW(poll), ALLOW(ppoll), ALLOW(select), ALLOW(pselect6), ALLOW(epoll_create),
	ALLOW(epoll_create1), ALLOW(epoll_ctl), ALLOW(epoll_wait), ALLOW(epoll_pwait),
	ALLOW(epoll_pwait2), ALLOW(eventfd), ALLOW(eventfd2), ALLOW(signalfd), ALLOW(signalfd4),
	ALLOW(timerfd_create), ALLOW(timerfd_settime), ALLOW(timerfd_gettime), ALLOW(pause),
	ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(sched_yield), ALLOW(restart_syscall),
	/* memory */
	ALLOW(brk), ALLOW(mmap), ALLOW(munmap), ALLOW(mprotect), ALLOW(mremap), ALLOW(madvise),
	ALLOW(msync), ALLOW(mlock), ALLOW(munlock), ALLOW(pkey_alloc), ALLOW(pkey_free),
	ALLOW(pkey_mprotect), ALLOW(membarrier),
	/* signals and time */
	ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(rt_sigpending),
	ALLOW(rt_sigtimedwait), ALLOW(rt_sigsuspend), ALLOW(rt_sigqueueinfo),
	ALLOW(rt_tgsigqueueinfo), ALLOW(sigaltstack), ALLOW(kill), ALLOW(tkill), ALLOW(tgkill),
	ALLOW(clock_gettime), ALLOW(clock_getres), ALLOW(gettimeofday), ALLOW(time), ALLOW(times),
	ALLOW(getitimer), ALLOW(setitimer), ALLOW(alarm), ALLOW(timer_create), ALLOW(timer_settime),
	ALLOW(timer_gettime), ALLOW(timer_getoverrun), ALLOW(timer_delete),
	/* processes and threads */
	ALLOW(clone), ALLOW(fork), ALLOW(vfork), ALLOW(execve), ALLOW(execveat), ALLOW(exit),
	ALLOW(exit_group), ALLOW(wait4), ALLOW(waitid), ALLOW(futex), ALLOW(set_tid_address),
	ALLOW(set_robust_list), ALLOW(get_robust_list), ALLOW(rseq), ALLOW(arch_prctl),
	ALLOW(prctl), ALLOW(getpid), ALLOW(gettid), ALLOW(getppid), ALLOW(getpgrp), ALLOW(getpgid),
	ALLOW(setpgid), ALLOW(getsid), ALLOW(setsid), ALLOW(getuid), ALLOW(geteuid), ALLOW(getgid),
	ALLOW(getegid), ALLOW(getresuid), ALLOW(getresgid), ALLOW(getgroups), ALLOW(capget),
	ALLOW(setuid), ALLOW(setgid), ALLOW(setreuid), ALLOW(setregid), ALLOW(setresuid),
	ALLOW(setresgid), ALLOW(getrlimit), ALLOW(setrlimit), ALLOW(prlimit64), ALLOW(getrusage),
	ALLOW(sysinfo), ALLOW(uname), ALLOW(getrandom), ALLOW(getcpu), ALLOW(getpriority),
	ALLOW(sched_getaffinity), ALLOW(sched_getparam), ALLOW(sched_getscheduler),
	ALLOW(sched_getattr), ALLOW(sched_get_priority_max), ALLOW(sched_get_priority_min),
	ALLOW(sched_setscheduler), ALLOW(sched_rr_get_interval), ALLOW(ioprio_get),
	/* a pair of sockets, as event loops and multiprocessing use it */
	ALLOW(socketpair), ALLOW(sendto), ALLOW(recvfrom), ALLOW(recvmsg),
	ALLOW(shutdown), ALLOW(getsockopt), ALLOW(setsockopt), ALLOW(getsockname),
	ALLOW(getpeername),
	/* a server and its clients, in the sandboxes of a service */
	SOCKET(socket), SOCKET(bind), SOCKET(listen), SOCKET(accept), SOCKET(accept4),
	SOCKET(connect),
	/* ours alone */
	SETUP(mount), SETUP(umount2), SETUP(capset), SETUP(seccomp), SETUP(landlock_create_ruleset),
	SETUP(landlock_add_rule), SETUP(landlock_restrict_self), SETUP(sched_setaffinity),
	SETUP(unshare), SETUP(setns),
	/* It can put descriptors into a socket's queue, where they outlive their process, and where the kernel
	 * counts them for all that our user id runs: ours could send none any more. */
	SETUP(sendmsg),
	FORK(clone3),
	/* never */
	REFUSE(sendmmsg), REFUSE(recvmmsg),
	REFUSE(pivot_root), REFUSE(chroot), REFUSE(mount_setattr), REFUSE(open_tree),
	REFUSE(move_mount), REFUSE(fsopen), REFUSE(fsmount), REFUSE(fsconfig), REFUSE(fspick),
	REFUSE(swapon), REFUSE(swapoff), REFUSE(reboot), REFUSE(sethostname), REFUSE(setdomainname),
	REFUSE(init_module), REFUSE(finit_module), REFUSE(delete_module), REFUSE(kexec_load),
	REFUSE(kexec_file_load), REFUSE(bpf), REFUSE(perf_event_open), REFUSE(userfaultfd),
	REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev),
	REFUSE(process_madvise), REFUSE(kcmp), REFUSE(pidfd_getfd), REFUSE(keyctl), REFUSE(add_key),
	REFUSE(request_key), REFUSE(quotactl), REFUSE(acct), REFUSE(settimeofday),
	REFUSE(clock_settime), REFUSE(clock_adjtime), REFUSE(adjtimex), REFUSE(iopl),
	REFUSE(ioperm), REFUSE(syslog), REFUSE(vhangup), REFUSE(mknod), REFUSE(mknodat),
	REFUSE(name_to_handle_at), REFUSE(open_by_handle_at), REFUSE(fanotify_init),
	REFUSE(lookup_dcookie), REFUSE(nfsservctl), REFUSE(setgroups), REFUSE(setfsuid),
	REFUSE(setfsgid), REFUSE(setpriority), REFUSE(sched_setparam),
	REFUSE(sched_setattr), REFUSE(ioprio_set), REFUSE(personality), REFUSE(mincore),
	REFUSE(vmsplice), REFUSE(mbind), REFUSE(set_mempolicy), REFUSE(migrate_pages),
	REFUSE(move_pages), REFUSE(mlockall), REFUSE(munlockall), REFUSE(shmget), REFUSE(shmat),
	REFUSE(shmctl), REFUSE(shmdt), REFUSE(semget), REFUSE(semop), REFUSE(semtimedop),
	REFUSE(semctl), REFUSE(msgget), REFUSE(msgsnd), REFUSE(msgrcv), REFUSE(msgctl),
	REFUSE(mq_open), REFUSE(mq_unlink), REFUSE(inotify_add_watch),
	/* tried and done without: io_uring, clone3 and pidfds have fallbacks */
	ABSENT(io_uring_setup), ABSENT(io_uring_enter), ABSENT(io_uring_register),
	ABSENT(io_setup), ABSENT(pidfd_open), ABSENT(pidfd_send_signal), ABSENT(inotify_init),
	ABSENT(inotify_init1), ABSENT(get_mempolicy), ABSENT(mlock2), ABSENT(futex_waitv),
	ABSENT(memfd_secret), ABSENT(map_shadow_stack),
	/* as on a file system that has none: ls asks for them, and tells any other error */
	NO_ATTRIBUTE(setxattr), NO_ATTRIBUTE(lsetxattr), NO_ATTRIBUTE(fsetxattr),
	NO_ATTRIBUTE(getxattr), NO_ATTRIBUTE(lgetxattr), NO_ATTRIBUTE(fgetxattr),
	NO_ATTRIBUTE(listxattr), NO_ATTRIBUTE(llistxattr), NO_ATTRIBUTE(flistxattr),
	NO_ATTRIBUTE(removexattr), NO_ATTRIBUTE(lremovexattr), NO_ATTRIBUTE(fremovexattr),
};
/* clang-format on */

const struct filter_call *filter_calls(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(calls);
	return calls;
}
