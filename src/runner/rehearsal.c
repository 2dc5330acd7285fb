/* SPDX-License-Identifier: MIT */
#include "runner/rehearsal.h"

#include "base/cleanup.h"
#include "job/parcel.h"
#include "runner/capture.h"
#include "runner/limits.h"
#include "runner/order.h"

#include <fcntl.h>
#include <string.h>

#define CASES	   20
#define FILE_BYTES (16 * 1024)
#define NO_PROGRAM "/box/none"

static const struct job_limits limits = {
	.cpu_us = 1000000,
	.wall_us = 1000000,
	.memory_bytes = 64u * 1024 * 1024,
	.output_bytes = 64 * 1024,
	.disk_bytes = 64 * 1024,
	.processes = 1,
	.open_files = 16,
};

static struct job *make_up_job(void)
{
	static const char bytes[FILE_BYTES];
	_cleanup_(job_freep) struct job *job = job_new();

	if (!job || job_add_file(job, "none", bytes, sizeof(bytes), true) < 0 ||
		strlist_add(&job->run, NO_PROGRAM) < 0)
		return NULL;
	job->run_limits = job->compile_limits = limits;
	for (int i = 0; i < CASES; i++) {
		struct job_case *job_case = job_add_case(job, "case");

		if (!job_case)
			return NULL;
		job_case->input = strdup("input");
		job_case->input_len = job_case->input ? 5 : 0;
	}
	return TAKE_PTR(job);
}

static struct parcel packed = PARCEL_NONE; /* the job, made once; every zygote inherits it */

/* As parcel_receive() has it: in a packet of the largest size. */
static int receive(struct parcel *ret_parcel)
{
	int r = buffer_reserve(&ret_parcel->bytes, PARCEL_BYTES_MAX);

	return r < 0 ? r : buffer_append(&ret_parcel->bytes, packed.bytes.data, packed.bytes.len);
}

/* A job that arrives, up to its first command. 0 or -errno; what was made is the caller's to release. */
static int take_job(struct parcel *parcel, struct job **job, struct order *order)
{
	static const struct scratch_paths paths = { "" };
	int r = receive(parcel);

	if (r == 0)
		r = parcel_unpack(parcel, job);
	return r < 0 ? r : order_prepare(order, *job, &paths, &(struct failure){ 0 });
}

static void run(char *const *argv, char *const *envp, bool isolated, struct run_timer *timer)
{
	struct run_command command = {
		.argv = argv,
		.envp = envp,
		.folder = "/",
		.limits = &limits,
		.file_bytes = limits.output_bytes + 1,
		.isolated = isolated,
		.timer = timer,
	};
	struct run_result result;

	(void)capture_fill(STDIN_FILENO, "input", 5);
	(void)capture_reset(STDOUT_FILENO);
	(void)capture_reset(STDERR_FILENO);
	(void)run_program(&command, &result);
	run_timer_stop(timer);
}

void rehearsal_prepare(bool isolated)
{
	_cleanup_(job_freep) struct job *made_up = make_up_job();
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	_cleanup_(job_freep) struct job *job = NULL;
	_cleanup_(order_done) struct order order = { 0 };
	struct limits_entry entries[LIMITS_COUNT];

	(void)limits_list(&limits, isolated, limits.output_bytes, entries);
	if (made_up && parcel_pack(made_up, &packed) == 0)
		(void)take_job(&parcel, &job, &order);
}

void rehearsal_hold(bool isolated, struct run_timer *timer)
{
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	_cleanup_(job_freep) struct job *job = NULL;
	_cleanup_(order_done) struct order order = { 0 };
	char *const *argv;

	if (packed.bytes.len > 0 && take_job(&parcel, &job, &order) == 0 &&
		order_run(&order, 0, &argv, &(struct failure){ 0 }) == 0)
		run(argv, order_environment(&order), isolated, timer);
}
