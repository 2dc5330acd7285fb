/* SPDX-License-Identifier: MIT */
#include "daemon/recovery.h"

#include "base/log.h"
#include "daemon/check.h"
#include "daemon/jobspec.h"
#include "daemon/journal.h"
#include "learn/variant.h"
#include "store/attempt_variant.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* Ends an attempt that can't be run; the reason stands where the compiler's words would. */
static int give_up(struct service *service, const struct attempt *attempt, const char *reason)
{
	const struct attempt_end end = {
		.state = ATTEMPT_DONE, .verdict = VERDICT_INTERNAL, .now_us = service_now_us()
	};
	int r = attempt_set_compiler_text(service->store, attempt->id, reason, strlen(reason));

	log_warning("Attempt %" PRId64 " of %s can't be run again: %s", attempt->id,
		attempt->lesson, reason);
	return r < 0 ? r : attempt_finish(service->store, attempt->id, &end);
}

/* NULL: it is as it was. Otherwise what is no more. */
static const char *find_spec(
	struct service *service, const struct attempt *attempt, struct jobspec *ret_spec)
{
	const struct lesson *lesson = NULL;

	if (service_find_lesson(service, attempt->lesson, &lesson) != CATALOG_FOUND)
		return "the lesson is no longer there";
	ret_spec->config = service->config;
	ret_spec->times = &service->times;
	ret_spec->step = lesson_find_step(lesson, attempt->step);
	if (!ret_spec->step)
		return "the lesson has no longer this step";
	ret_spec->language = language_set_find(service->languages, attempt->language);
	if (!ret_spec->language || ret_spec->language->missing_tool)
		return "the language is no longer there";
	if (jobspec_find_judge(ret_spec->step, service->languages, &ret_spec->judge_language) < 0)
		return "the language of the step's judge is no longer there";
	if (jobspec_count_cases(ret_spec->step) != attempt->cases)
		return "the step's cases have changed";
	return NULL;
}

static int build_job(struct service *service, const struct attempt *attempt,
	const struct jobspec *spec, struct job **ret_job)
{
	_cleanup_(job_freep) struct job *job = job_new();
	int r;

	if (!job)
		return -ENOMEM;
	r = attempt_load_files(service->store, attempt->id, job);
	if (r >= 0)
		r = jobspec_fill(spec, job);
	if (r >= 0)
		*ret_job = TAKE_PTR(job);
	return r;
}

/* What was made for it, or what is to make it again: the same either way. */
static int find_data(struct service *service, const struct attempt *attempt,
	const struct jobspec *spec, struct job *job, struct check_variant *ret_variant)
{
	_cleanup_attempt_variant_ struct attempt_variant kept = { 0 };
	_cleanup_variant_ struct variant data = { 0 };
	char error[VARIANT_ERROR_MAX];
	const struct lesson *lesson;
	int r = attempt_variant_get(service->store, attempt->id, &kept);

	if (r <= 0)
		return r;
	ret_variant->seed = kept.seed;
	if (kept.cases) {
		r = variant_parse(kept.cases, kept.cases_len, job->n_cases, &data, error);
		return r < 0 ? r : variant_fill_job(&data, job);
	}
	r = jobspec_make_generator(spec, service->languages, kept.seed, &ret_variant->generator);
	if (r >= 0 && catalog_find(service->catalog, attempt->lesson, &lesson) == CATALOG_FOUND)
		r = jobspec_make_reference(
			spec, lesson, service->languages, &ret_variant->reference);
	return r == -ENOENT && ret_variant->generator ? 0 : r;
}

static int queue_again(struct service *service, const struct attempt *attempt)
{
	_cleanup_(check_variant_done) struct check_variant variant = { 0 };
	struct check_new info = { .attempt = attempt->id,
		.learner = attempt->learner,
		.uid = -1,
		.lesson = attempt->lesson,
		.step = attempt->step,
		.language = attempt->language,
		.max_points = attempt->max_points };
	struct jobspec spec = { 0 };
	const char *reason = find_spec(service, attempt, &spec);
	struct job *job = NULL;
	int r;

	if (reason)
		return give_up(service, attempt, reason);
	r = build_job(service, attempt, &spec, &job);
	if (r == -EINVAL || r == -EUCLEAN || r == -E2BIG || r == -EEXIST)
		return give_up(service, attempt, "the submission doesn't fit the step any more");
	if (r == -ESTALE)
		return give_up(service, attempt, "the data of the step's cases can't be read any more");
	if (r < 0)
		return r;
	r = find_data(service, attempt, &spec, job, &variant);
	if (r < 0)
		job_free(job);
	if (r == -EINVAL || r == -ENOENT)
		return give_up(service, attempt, "the data that it was given can't be made again");
	info.seed = variant.seed;
	info.variant = variant.generator ? &variant : NULL;
	return r < 0 ? r : check_start(service, &info, job);
}

struct recovery {
	struct service *service;
	bool was_interrupted;
	size_t count;
};

static int recover_one(void *userdata, const struct attempt *attempt)
{
	struct recovery *recovery = userdata;
	struct service *service = recovery->service;
	uint32_t reruns = 0;
	int r = 0;

	if (check_find(service, attempt->id))
		return 0;
	if (attempt->state == ATTEMPT_RUNNING && !recovery->was_interrupted)
		r = attempt_set_aside(service->store, attempt->id);
	else if (attempt->state == ATTEMPT_RUNNING)
		r = attempt_set_queued_again(service->store, attempt->id, &reruns);
	if (r < 0)
		return r;
	recovery->count++;
	if (reruns > ATTEMPT_RERUNS_MAX)
		return give_up(
			service, attempt, "practiced or its runner ended each time while this ran");
	return queue_again(service, attempt);
}

void recovery_run(struct service *service, bool was_interrupted)
{
	struct recovery recovery = { .service = service, .was_interrupted = was_interrupted };
	int r = service->store ? attempt_each_unfinished(service->store, recover_one, &recovery)
			       : 0;
	unsigned held = 0;

	if (r < 0) {
		if (log_gate_pass(&service->unwritten, service_monotonic_us(), &held))
			log_error("Unfinished attempts can't be queued again yet: %s",
				store_error(service->store));
		service_recover_later(service);
	}
	if (recovery.count > 0)
		journal_recovered(recovery.count);
	turn_touch(&service->turn);
}
