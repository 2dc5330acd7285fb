/* SPDX-License-Identifier: MIT */
/* The large doors into the kernel, with arguments that would work. */
#include "attack.h"

#include <linux/bpf.h>
#include <linux/perf_event.h>

int main(int argc, char **argv)
{
	union bpf_attr map = {
		.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1
	};
	struct perf_event_attr event = { .type = PERF_TYPE_SOFTWARE,
		.size = sizeof(event),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.exclude_kernel = 1,
		.exclude_hv = 1 };
	char ring[256] = { 0 };
	int module;

	begin(argc, argv);
	need_pid_namespace();
	refused("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));
	refused("perf_event_open", syscall(SYS_perf_event_open, &event, 0, -1, -1, 0));
	refused("userfaultfd", syscall(323, 1));
	refused("userfaultfd by its device",
		open("/dev/userfaultfd", O_RDWR) < 0 && errno == ENOENT ? (errno = EPERM, -1) : 0);
	refused("io_uring_setup", syscall(425, 4, ring));
	refused("add_key", syscall(SYS_add_key, "user", "practice-attack", "x", 1, -3));
	refused("request_key", syscall(SYS_request_key, "user", "practice-attack", NULL, -3));
	refused("keyctl: the session's keys", syscall(SYS_keyctl, 0, -3, 1, 0, 0));
	refused("keyctl: a new session", syscall(SYS_keyctl, 1, "practice-attack", 0, 0, 0));
	module = open("/usr/bin/true", O_RDONLY);
	refused("finit_module", syscall(SYS_finit_module, module, "", 0));
	refused("kexec_file_load", syscall(320, module, -1, 0, "", 4));
	refused("syslog", syscall(SYS_syslog, 3, ring, sizeof(ring)));
	refused("name_to_handle_at", syscall(SYS_name_to_handle_at, AT_FDCWD, "/usr",
					     (int[40]){ 128 }, (int[1]){ 0 }, 0));
	refused("memory below the lowest address",
		mmap((void *)0, 4096, PROT_READ | PROT_WRITE,
			MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
			? -1
			: 0);
	return finish();
}
