/* SPDX-License-Identifier: MIT */
#include "runner/rehearsal.h"

#include "base/cleanup.h"
#include "job/parcel.h"
#include "runner/capture.h"
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

/* Where the packet with the job will be. */
static void touch_memory(void)
{
	_cleanup_buffer_ struct buffer packet = { 0 };

	if (buffer_reserve(&packet, PARCEL_BYTES_MAX) == 0)
		memset(packet.data, 1, 2 * FILE_BYTES);
}

static struct job *pack_and_unpack(void)
{
	_cleanup_(job_freep) struct job *job = make_up_job();
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	struct job *copy;

	if (!job || parcel_pack(job, &parcel) < 0 || parcel_unpack(&parcel, &copy) < 0)
		return NULL;
	return copy;
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

void rehearsal_hold(bool isolated, struct run_timer *timer)
{
	const struct scratch_paths paths = { "" };
	_cleanup_(job_freep) struct job *job = pack_and_unpack();
	_cleanup_(order_done) struct order order = { 0 };
	struct failure failure = { 0 };
	char *const *argv;

	touch_memory();
	if (job && order_prepare(&order, job, &paths, &failure) == 0 &&
		order_run(&order, 0, &argv, &failure) == 0)
		run(argv, order_environment(&order), isolated, timer);
}
