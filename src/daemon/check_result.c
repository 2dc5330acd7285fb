/* SPDX-License-Identifier: MIT */
/* What the cases of a check come to. */
#include "daemon/check_parts.h"
#include "grade/scoring.h"

const struct step *check_find_step(const struct check *check, const struct lesson **ret_lesson)
{
	*ret_lesson = NULL;
	if (catalog_find(check->service->catalog, check->lesson, ret_lesson) != CATALOG_FOUND)
		return NULL;
	return lesson_find_step(*ret_lesson, check->step);
}

uint32_t check_count_passed(const struct check *check)
{
	uint32_t passed = 0;

	for (uint32_t i = 0; i < check->n_cases; i++)
		passed += check->outcomes[i].is_known && check->outcomes[i].verdict == VERDICT_PASS;
	return passed;
}

void check_set_result(struct check *check, struct check_summary *summary)
{
	_cleanup_free_ enum verdict *verdicts = calloc(check->n_cases, sizeof(*verdicts));

	summary->verdict = VERDICT_INTERNAL;
	if (!verdicts)
		return;
	for (uint32_t i = 0; i < check->n_cases; i++)
		verdicts[i] = check->outcomes[i].verdict;
	if (check->has_compile && check->compile_verdict != VERDICT_PASS)
		summary->verdict = check->compile_verdict;
	else
		summary->verdict = scoring_total(check->scoring, verdicts, check->n_cases,
			check->max_points, &summary->points);
	check_tell_groups(check, verdicts);
}

void check_keep_scoring(struct check *check)
{
	const struct lesson *lesson;
	const struct step *step = check_find_step(check, &lesson);

	if (!step || !step->scoring || step->scoring->n_cases != check->n_cases)
		return;
	check->graded_by = lesson_ref((struct lesson *)(uintptr_t)lesson);
	check->scoring = step->scoring;
}
