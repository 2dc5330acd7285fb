/* SPDX-License-Identifier: MIT */
/*
 * Jobs as practice-runner reads them from the daemon's memfd. What the decoder takes, the encoder
 * takes too, and writes the same bytes again: there is one way to say a job, so nothing that was
 * read is forgotten or made up.
 */
#include "fuzz.h"

#include "job/job.h"

#include <string.h>

static void check_bounds(const struct job *job)
{
	FUZZ_ASSERT(job->n_cases > 0 && job->n_cases <= JOB_CASES_MAX);
	FUZZ_ASSERT(job->n_files <= JOB_FILES_MAX && job->run.count > 0);
	FUZZ_ASSERT(job->run.count <= JOB_ARGV_MAX && job->compile.count <= JOB_ARGV_MAX);
	FUZZ_ASSERT((job->judge != NULL) == (job->check != JOB_CHECK_OUTPUT));
	for (size_t i = 0; i < job->n_cases; i++) {
		FUZZ_ASSERT(strlen(job->cases[i].name) <= JOB_NAME_MAX);
		FUZZ_ASSERT(job->cases[i].expected || job->cases[i].expected_len == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_buffer_ struct buffer again = { 0 };
	_cleanup_(job_freep) struct job *job = NULL;

	if (job_decode((const char *)data, size, &job) < 0) {
		FUZZ_ASSERT(!job);
		return 0;
	}
	check_bounds(job);
	FUZZ_ASSERT(job_encode(job, &again) == 0);
	FUZZ_ASSERT(again.len == size && memcmp(again.data, data, size) == 0);
	return 0;
}
