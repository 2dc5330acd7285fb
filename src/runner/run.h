/* SPDX-License-Identifier: MIT */
/* One program: started, waited for, and gone with all that it started. */
#pragma once

#include "job/job.h"
#include "runner/template.h"

#include <stdbool.h>
#include <stdint.h>

/* The timer that ends waiting. It is set for the nearest thing to look at and left alone by runs that
   end in time: setting one costs more than all else that is done for a short run, on a virtual
   machine. */
struct run_timer {
	uint64_t at_us; /* of CLOCK_MONOTONIC; 0: it is not set */
};
struct meter;

struct run_command {
	char *const *argv; /* argv[0] with a slash */
	char *const *envp;
	const char *folder; /* its current folder */
	bool is_in_folder;  /* so is this process, and it inherits that */
	const struct job_limits *limits;
	uint64_t file_bytes; /* the largest file that it may write */
	bool shared_limits;  /* also those that the zygote doesn't have itself (limits_apply_shared)
			      */
	bool isolated;	     /* this process is the first one of a pid namespace */
	int *plugs;  /* two descriptors for its 0 and 1 instead of ours, -1: ours; closed and set to
			-1 when it has them. Or NULL */
	struct template *template; /* clones it; NULL: it is executed, and this process has none */
	struct meter *meter; /* of the cgroup that we are in; or NULL */
	int stop_fd; /* a packet that waits there ends the run (whoever sends it wakes us by
			SIGALRM); 0: none */
	struct run_timer *timer; /* of this process, over all its runs; NULL: one for this run */
	struct run_meanwhile {
		uint64_t after_us; /* something to be done once when the run lasts that long; 0:
				      nothing */
		void (*act)(void *userdata);
		void *userdata;
	} meanwhile;
};

/* What the kernel told about it; nothing of this comes from the program. */
struct run_result {
	int status;	/* as wait4() gives it */
	int exec_error; /* errno, when the program could not be started (status is meaningless then)
			 */
	bool wall_exceeded, cpu_exceeded;
	bool starved;	    /* the kernel ended a process of it for want of memory in its cgroup */
	uint64_t ooms;	    /* such ends that the cgroup had counted, when it was last looked at */
	bool stopped;	    /* ended by stop_fd; status says SIGKILL */
	uint32_t survivors; /* processes that had to be killed after it */
	uint64_t wall_us, cpu_us, memory_bytes;
};

/* Uses this process's descriptors 0, 1 and 2 for the program. 0, or -errno when no process could be
 * made (then nothing ran); -EAGAIN:
 * the template failed and is gone, what was written does not count, the run is to be executed. */
int run_program(const struct run_command *command, struct run_result *ret_result);

/* Before this process has nothing to do. */
void run_timer_stop(struct run_timer *timer);

/* Once per process: what run_program() needs (a signal handler). */
int run_prepare(void);
