/* SPDX-License-Identifier: MIT */
/*
 * An attack that finds every door closed prints "contained" and passes. Attacks on limits end in
 * that limit's verdict; where two are legitimate (memory that is refused, or a process that is
 * killed for it) both are named.
 *
 * Roles: "leave look" runs the program twice in one submission, first to leave something behind,
 * then to look for it. What is left may be an honest mess (verdicts), what is found must be
 * nothing.
 */
#include "suite.h"

#include "base/cleanup.h"

#define PASS	BIT(VERDICT_PASS)
#define WRONG	BIT(VERDICT_WRONG)
#define TIMEOUT BIT(VERDICT_TIMEOUT)
#define MEMORY	BIT(VERDICT_MEMORY)
#define OUTPUT	BIT(VERDICT_OUTPUT)
#define RUNTIME BIT(VERDICT_RUNTIME)
#define COMPILE BIT(VERDICT_COMPILE)
#define SKIPPED BIT(VERDICT_SKIPPED)

#define SHORT	  ATTACK_SHORT
#define NEXT	  ATTACK_NEXT_JOB
#define BOX	  ATTACK_IN_BOX
#define BOTH	  ATTACK_NEIGHBOUR
#define COMPILER  ATTACK_COMPILER
#define COMPARE	  ATTACK_COMPARE
#define DATA_ONLY ATTACK_DATA_ONLY
#define BARE	  ATTACK_BARE

/* clang-format off */
static const struct attack attacks[] = {
	{ "honest-c", "honest.c", "try", PASS, 0, NULL, NULL },
	{ "honest-sh", "honest.sh", "try", PASS, 0, NULL, NULL },

	/* processes */
	{ "processes", "processes.c", "try", PASS, BARE, NULL, NULL },
	{ "threads", "threads.c", "try", PASS, BARE, NULL, NULL },
	{ "fork-storm", "fork_storm.c", "try", TIMEOUT, SHORT, "processes", NULL },
	{ "fork-storm-sh", "fork_storm.sh", "try", PASS | RUNTIME | TIMEOUT, SHORT, "processes", NULL },
	{ "fork-hop", "fork_hop.c", "leave look", PASS, NEXT, "processes", NULL },
	{ "daemon", "daemon.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "daemon-sh", "daemon.sh", "leave look", PASS, NEXT, NULL, NULL },
	{ "kill-all", "kill_all.c", "all", PASS, 0, NULL, NULL },
	{ "kill-group", "kill_all.c", "group", RUNTIME, 0, NULL, NULL },
	{ "stop-group", "kill_all.c", "stop_group", TIMEOUT, SHORT, NULL, NULL },
	{ "kill-own-group", "kill_all.c", "own_group", PASS | RUNTIME, 0, NULL, NULL },
	{ "signals", "signals.c", "try", PASS, 0, NULL, NULL },

	/* memory */
	{ "memory-mmap", "memory_mmap.c", "try", PASS | MEMORY, 0, NULL, NULL },
	{ "memory-mmap-data", "memory_mmap.c", "try", PASS | MEMORY, BARE | DATA_ONLY, NULL,
		"without a cgroup and without a limit of the address space, shared memory is counted nowhere" },
	{ "memory-brk", "memory_brk.c", "try", PASS | MEMORY, 0, NULL, NULL },
	{ "memory-endless", "memory_endless.c", "try", MEMORY | RUNTIME, 0, "memory-mmap", NULL },
	{ "memory-family", "memory_family.c", "try", PASS | MEMORY, 0, "memory-mmap", NULL },
	{ "memory-tmpfs", "memory_tmpfs.c", "leave look", PASS | MEMORY, NEXT, NULL, NULL },
	{ "memory-memfd", "memory_memfd.c", "try", PASS | MEMORY, 0, NULL, NULL },
	{ "memory-pipes", "memory_pipes.c", "pipes", PASS | MEMORY, 0, NULL, NULL },
	{ "memory-sockets", "memory_pipes.c", "sockets", PASS | MEMORY, BARE, NULL, NULL },
	{ "memory-shm-py", "memory_shm.py", "try", PASS | MEMORY, 0, NULL, NULL },
	{ "memory-py", "memory.py", "try", MEMORY | RUNTIME, 0, "memory-mmap", NULL },
	{ "recursion", "recursion.c", "try", MEMORY | RUNTIME, 0, "memory-mmap", NULL },
	{ "recursion-py", "recursion.py", "try", MEMORY | RUNTIME, 0, "memory-mmap", NULL },

	/* output */
	{ "output-stdout", "output.c", "stdout", OUTPUT, 0, NULL, NULL },
	{ "output-stderr", "output.c", "stderr", OUTPUT, 0, NULL, NULL },
	{ "output-ignore", "output.c", "ignore", OUTPUT | TIMEOUT, SHORT, NULL, NULL },
	{ "output-family", "output.c", "family", OUTPUT | RUNTIME, 0, NULL, NULL },
	{ "output-sparse", "output.c", "sparse", OUTPUT, 0, NULL, NULL },
	{ "output-py", "output.py", "try", OUTPUT, 0, NULL, NULL },
	{ "output-hole", "output_hole.c", "try", PASS, 0, NULL, NULL },

	/* time */
	{ "time-sleep", "time.c", "sleep", TIMEOUT, SHORT, NULL, NULL },
	{ "time-spin", "time.c", "spin", TIMEOUT, SHORT, NULL, NULL },
	{ "time-ignore", "time.c", "ignore", TIMEOUT, SHORT, NULL, NULL },
	{ "time-threads", "time.c", "threads", TIMEOUT, SHORT, NULL, NULL },
	{ "time-children", "time.c", "children", TIMEOUT, SHORT, NULL, NULL },
	{ "time-grandchildren", "time.c", "grandchildren", TIMEOUT, SHORT, NULL, NULL },
	{ "time-vfork", "time.c", "vfork", TIMEOUT, SHORT, NULL, NULL },
	{ "time-stop", "time.c", "stop", TIMEOUT, SHORT, NULL, NULL },
	{ "time-disturb", "time.c", "disturb", TIMEOUT, SHORT, NULL, NULL },
	{ "time-interrupted", "time.c", "interrupted", TIMEOUT, SHORT, NULL, NULL },
	{ "time-py", "time.py", "try", TIMEOUT, SHORT, NULL, NULL },
	{ "time-fifo", "time.sh", "try", TIMEOUT, SHORT, NULL, NULL },
	{ "time-forgotten", "time.c", "forgotten", TIMEOUT, ATTACK_CPU, NULL,
		"without a cgroup the CPU time of a child that nobody waits for is not counted; the wall limit holds" },
	{ "time-cancel", "time.c", "ignore", SKIPPED | TIMEOUT, ATTACK_CANCEL, "time-ignore", NULL },

	/* what can be read */
	{ "expected", "expected.c", "try", PASS, ATTACK_HIDDEN | BARE, NULL, NULL },
	{ "host-files", "host_files.py", "try", PASS, BARE, NULL, NULL },
	{ "host-files-sh", "host_files.sh", "try", PASS, BARE, NULL, NULL },
	{ "processes-of-others", "processes_of_others.py", "try", PASS, BARE, NULL, NULL },
	{ "environment", "environment.c", "try", PASS, 0, NULL, NULL },
	{ "inherited-fds", "inherited_fds.c", "try", PASS, 0, NULL, NULL },
	{ "own-exe", "own_exe.c", "try", PASS, 0, NULL, NULL },

	/* what can be changed, and what stays for the next run */
	{ "writable", "writable.py", "try", PASS, BARE, NULL, NULL },
	{ "fd-games", "fd_games.c", "leave look", PASS | WRONG | RUNTIME, NEXT, NULL, NULL },
	{ "fd-closed", "fd_closed.c", "leave look", PASS | WRONG, NEXT, NULL, NULL },
	{ "late-writer", "late_writer.c", "leave look", PASS | WRONG, NEXT, NULL, NULL },
	{ "files-left", "files_left.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "left-on-inodes", "left_on_inodes.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "times-left", "times_left.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "change-time", "change_time.c", "leave look", WRONG, 0, NULL, NULL },
	{ "in-flight", "in_flight.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "links", "links.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "folders-replaced", "folders_replaced.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "deep-folders", "deep_folders.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "inodes", "inodes.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "sparse", "sparse.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "ipc", "ipc.c", "leave look", PASS, NEXT, NULL, NULL },
	{ "startup-files", "startup_files.py", "leave look", PASS, NEXT, NULL, NULL },
	{ "own-program", "own_program.sh", "leave look", PASS | WRONG | RUNTIME, NEXT, NULL, NULL },
	{ "own-program-in-box", "own_program.sh", "leave look", PASS | WRONG | RUNTIME, NEXT | BOX, NULL, NULL },
	{ "files-left-in-box", "files_left.c", "leave look", PASS, NEXT | BOX, NULL, NULL },
	{ "crash", "crash.c", "leave look", RUNTIME, NEXT, NULL, NULL },
	{ "neighbour", "neighbour.c", "hold look", PASS, BOTH, NULL, NULL },
	{ "shared-lock", "shared_lock.c", "hold look", PASS, BOTH | BARE, NULL,
		"two submissions that run at the same time can signal each other, by locks or by load" },

	{ "build-leaves", "build_leaves.sh", "look", PASS, NEXT | ATTACK_BUILD, NULL, NULL },

	/* whoever compares */
	{ "compare-exact", "flood.c", "exact", WRONG, COMPARE, NULL, NULL },
	{ "compare-trim", "flood.c", "trim", WRONG, COMPARE, NULL, NULL },
	{ "compare-tokens", "flood.c", "tokens", WRONG, COMPARE, NULL, NULL },
	{ "compare-unordered", "flood.c", "lines-unordered", WRONG, COMPARE, NULL, NULL },
	{ "compare-float", "flood.c", "float", WRONG, COMPARE, NULL, NULL },
	{ "compare-regex", "flood.c", "regex", WRONG, COMPARE, NULL, NULL },
	{ "compare-tap", "flood.c", "tap", WRONG, COMPARE, NULL, NULL },

	/* forged ends */
	{ "exit-thread", "exit_forge.c", "thread", RUNTIME, 0, NULL, NULL },
	{ "exit-big", "exit_forge.c", "big", RUNTIME, 0, NULL, NULL },
	{ "exit-child", "exit_forge.c", "child", RUNTIME, 0, NULL, NULL },
	{ "exit-handler", "exit_forge.c", "handler", RUNTIME, 0, NULL, NULL },

	/* the kernel's doors */
	{ "calls", "calls.c", "try", PASS, BARE, NULL, NULL },
	{ "namespaces", "namespaces.c", "try", PASS, BARE, NULL, NULL },
	{ "mounts", "mounts.c", "try", PASS, 0, NULL, NULL },
	{ "chroot", "chroot.c", "try", PASS, BARE, NULL, NULL },
	{ "trace", "trace.c", "try", PASS, BARE, NULL, NULL },
	{ "privileges", "privileges.c", "try", PASS, BARE, NULL, NULL },
	{ "prctl", "prctl.c", "try", PASS, BARE, NULL, NULL },
	{ "kernel", "kernel.c", "try", PASS, 0, NULL, NULL },
	{ "abi-i386", "abi.c", "i386", RUNTIME, 0, NULL, NULL },
	{ "abi-x32", "abi.c", "x32", RUNTIME, 0, NULL, NULL },
	{ "limits", "limits.c", "try", PASS, BARE, NULL, NULL },
	{ "priority", "priority.c", "try", PASS, BARE, NULL, NULL },
	{ "devices", "devices.c", "try", PASS, BARE, NULL, NULL },
	{ "terminal", "terminal.c", "try", PASS, BARE, NULL, NULL },
	{ "network", "network.c", "try", PASS, BARE, NULL, NULL },
	{ "network-sh", "network.sh", "try", PASS, BARE, NULL, NULL },
	{ "setuid-programs", "setuid_programs.sh", "try", PASS, 0, NULL, NULL },
	{ "watchers", "watchers.c", "try", PASS, BARE, NULL, NULL },

	/* the process that runs are cloned from */
	{ "template-kill", "template.py", "kill look look", PASS, NEXT, NULL, NULL },
	{ "template-kill-everybody", "template.py", "kill_everybody look look", PASS, NEXT, NULL, NULL },
	{ "template-stop", "template.py", "stop look look", PASS, NEXT, NULL, NULL },
	{ "template-stop-everybody", "template.py", "stop_everybody look look", PASS, NEXT, NULL, NULL },
	{ "template-interrupt", "template.py", "interrupt look look", PASS, NEXT, NULL, NULL },
	{ "template-signals", "template.py", "signals look look", PASS, NEXT, NULL, NULL },
	{ "template-keep-stopping", "template.py", "keep_stopping look look", PASS, NEXT, NULL, NULL },
	{ "template-siblings", "template.py", "siblings look look", PASS, NEXT, NULL, NULL },
	{ "template-sibling-bomb", "template.py", "sibling_bomb look look", PASS | RUNTIME, NEXT, NULL, NULL },
	{ "template-late-writer", "template.py", "late_writer look look", PASS, NEXT, NULL, NULL },
	{ "template-descriptors", "template.py", "descriptors look look", PASS, NEXT, NULL, NULL },
	{ "template-memory", "template.py", "memory look look", PASS, NEXT, NULL, NULL },
	{ "template-leave", "template.py", "leave look look", PASS, NEXT, NULL, NULL },

	/* the compiler */
	{ "compile-read", "compile_read.c", "try", COMPILE, COMPILER, NULL, NULL },
	{ "compile-incbin", "compile_incbin.c", "try", COMPILE, COMPILER, NULL, NULL },
	{ "compile-loop", "compile_loop.c", "try", COMPILE | TIMEOUT | MEMORY | OUTPUT, COMPILER | SHORT, NULL, NULL },
	{ "compile-huge", "compile_huge.c", "try", COMPILE | TIMEOUT | MEMORY | OUTPUT, COMPILER | SHORT, NULL, NULL },
	{ "compile-device", "compile_device.c", "try", COMPILE | TIMEOUT | MEMORY | OUTPUT, COMPILER | SHORT, NULL, NULL },
	{ "compile-noise", "compile_noise.c", "try", COMPILE | TIMEOUT | MEMORY | OUTPUT, COMPILER | SHORT, NULL, NULL },

	{ "honest-at-the-end", "honest.c", "try", PASS, 0, NULL, NULL },
};
/* clang-format on */

const struct attack *suite_attacks(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(attacks);
	return attacks;
}
