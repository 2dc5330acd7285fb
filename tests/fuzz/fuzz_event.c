/* SPDX-License-Identifier: MIT */
/* Events as the daemon reads them from practice-runner, which may have been taken over: see
 * fuzz_job.c. */
#include "fuzz.h"

#include "job/job.h"

#include <string.h>

static void check_bounds(const struct job_event *event)
{
	FUZZ_ASSERT(event->type <= JOB_EVENT_ALIVE && event->verdict < VERDICT_COUNT);
	FUZZ_ASSERT(event->exit_status >= -1 && event->exit_status <= 255);
	FUZZ_ASSERT(event->stdout_len <= JOB_STDOUT_KEPT && event->stderr_len <= JOB_STDERR_KEPT);
	FUZZ_ASSERT(memchr(event->detail, '\0', sizeof(event->detail)) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_buffer_ struct buffer again = { 0 };
	struct job_event event = { 0 };

	if (job_event_decode((const char *)data, size, &event) < 0) {
		FUZZ_ASSERT(!event.stdout_text && !event.stderr_text);
		return 0;
	}
	check_bounds(&event);
	FUZZ_ASSERT(job_event_encode(&event, &again) == 0);
	FUZZ_ASSERT(again.len == size && memcmp(again.data, data, size) == 0);
	job_event_done(&event);
	return 0;
}
