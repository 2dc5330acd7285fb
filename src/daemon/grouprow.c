/* SPDX-License-Identifier: MIT */
#include "daemon/grouprow.h"

#include "base/cleanup.h"

#include <stdio.h>

static double best_of(const struct scoring *scoring, uint32_t group)
{
	_cleanup_free_ enum verdict *verdicts = calloc(scoring->n_cases, sizeof(*verdicts));

	for (size_t i = 0; verdicts && i < scoring->n_cases; i++)
		verdicts[i] = VERDICT_PASS;
	return verdicts ? scoring_evaluate(scoring, group, verdicts).score : 0;
}

/* What can't earn anything, as samples often can't, is not told. */
static bool has_row(const struct scoring *scoring, uint32_t number)
{
	const struct scoring_group *group = &scoring->groups[number];

	for (uint32_t i = 0; scoring->is_scored && i < group->n_cases; i++)
		if (scoring->cases[group->first + i] == number)
			return best_of(scoring, number) > 0;
	return false;
}

uint32_t grouprow_count(const struct scoring *scoring)
{
	uint32_t count = 0;

	for (uint32_t i = 0; scoring && i < scoring->n_groups; i++)
		count += has_row(scoring, i);
	return count;
}

bool grouprow_make(const struct scoring *scoring, uint32_t group, const enum verdict *cases,
	struct grouprow *ret_row)
{
	struct scoring_result result = { .verdict = VERDICT_SKIPPED };

	if (!has_row(scoring, group))
		return false;
	if (cases)
		result = scoring_evaluate(scoring, group, cases);
	*ret_row = (struct grouprow){ .name = scoring->groups[group].name, .verdict = result.verdict };
	(void)snprintf(ret_row->score, sizeof(ret_row->score), "%.10g", result.score);
	(void)snprintf(ret_row->max, sizeof(ret_row->max), "%.10g", best_of(scoring, group));
	return true;
}

#define PAIRS(row)                                                                                 \
	{                                                                                          \
		{ "group", (row)->name }, { "verdict", verdict_name((row)->verdict) },             \
			{ "score", (row)->score }, { "max_score", (row)->max },                    \
	}

int grouprow_reply(struct reply *reply, const struct grouprow *row)
{
	const struct reply_pair pairs[] = PAIRS(row);

	return reply_pairs(reply, pairs, ARRAY_SIZE(pairs));
}

int grouprow_append(struct buffer *text, const struct grouprow *row)
{
	const struct reply_pair pairs[] = PAIRS(row);

	return reply_format_pairs(text, pairs, ARRAY_SIZE(pairs));
}
