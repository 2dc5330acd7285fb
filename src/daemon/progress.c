/* SPDX-License-Identifier: MIT */
#include "daemon/progress.h"

#include <inttypes.h>
#include <stdio.h>

static int read_steps(struct store *store, int64_t learner, const struct lesson *lesson,
	struct progress *progress)
{
	for (size_t i = 0; i < lesson->n_steps; i++) {
		int r = step_progress_get(
			store, learner, lesson->id, lesson->steps[i].name, &progress->steps[i]);

		if (r < 0)
			return r;
	}
	return 0;
}

/* A step that the practised language lacks is not waited for. */
static bool is_offered(const struct step *step, const char *language)
{
	return !language[0] || step_find_language(step, language);
}

int progress_read(struct store *store, int64_t learner, const struct lesson *lesson,
	struct progress *ret_progress)
{
	struct progress *progress = ret_progress;
	int r;

	*progress = (struct progress){ 0 };
	r = practice_get(store, learner, lesson->id, &progress->practice);
	if (r > 0)
		r = read_steps(store, learner, lesson, progress);
	if (r < 0)
		return r;
	for (size_t i = 0; i < lesson->n_steps; i++) {
		const struct step *step = &lesson->steps[i];

		progress->points += progress->steps[i].points;
		if (progress->steps[i].is_passed) {
			progress->passed++;
		} else if (!progress->next && is_offered(step, progress->practice.language)) {
			progress->next = step;
		}
	}
	return 0;
}

const char *progress_step_state(const struct step_progress *step)
{
	if (step->is_passed)
		return "passed";
	return step->attempts > 0 ? "failed" : "new";
}

void progress_answer_steps(struct answer *answer, const struct lesson *lesson,
	const struct progress *progress, bool is_personal)
{
	for (size_t i = 0; i < lesson->n_steps; i++) {
		const struct step *step = &lesson->steps[i];
		const struct step_progress *own = &progress->steps[i];
		char personal[64] = "";

		if (is_personal)
			(void)snprintf(personal, sizeof(personal),
				"\tattempts=%" PRIu32 "\thints_taken=%" PRIu32, own->attempts,
				own->hints);
		answer_fieldf(answer, "Step",
			"name=%s\ttitle=%s\tpoints=%" PRIu32
			"\tcheck=%s\tcases=%zu\thints=%zu\tstate=%s\texample=%s%s%s",
			step->name, step->title, step->points, check_kind_name(step->check),
			step->n_cases, step->hints.count, progress_step_state(own),
			step->is_example ? "yes" : "no", personal,
			is_offered(step, progress->practice.language) ? "" : "\toffered=no");
	}
}
