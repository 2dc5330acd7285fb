/* SPDX-License-Identifier: MIT */
#include "daemon/check_parts.h"
#include "daemon/grouprow.h"

#include <inttypes.h>
#include <stdio.h>

void check_tell_attempt(struct check *check, const char *language)
{
	char attempt[24], cases[16], seed[16];
	const struct reply_pair pairs[] = { { "attempt", attempt }, { "lesson", check->lesson },
		{ "step", check->step }, { "language", language }, { "cases", cases },
		{ "variant", check->seed > 0 ? seed : NULL } };

	if (!stream_is_heard(check->stream))
		return;
	(void)snprintf(attempt, sizeof(attempt), "%" PRId64, check->attempt);
	(void)snprintf(cases, sizeof(cases), "%" PRIu32, check->n_cases);
	(void)snprintf(seed, sizeof(seed), "%" PRIu32, check->seed);
	stream_announce(check->stream, 2 + check->has_compile + check->n_cases + grouprow_count(check->scoring));
	(void)reply_pairs(&check->stream->reply, pairs, ARRAY_SIZE(pairs));
	stream_wrote(check->stream, 1);
}

void check_tell_compile(struct check *check, uint64_t wall_us)
{
	if (!check->has_compile || check->is_compile_told)
		return;
	check->is_compile_told = true;
	if (!stream_is_heard(check->stream))
		return;
	(void)reply_simplef(&check->stream->reply, "compile verdict=%s wall_ms=%" PRIu64,
		verdict_name(check->compile_verdict), wall_us / 1000);
	stream_wrote(check->stream, 1);
}

void check_tell_case(struct check *check, const struct caserow *row)
{
	struct outcome *outcome = &check->outcomes[row->number - 1];

	if (outcome->is_told)
		return;
	outcome->is_told = true;
	if (!stream_is_heard(check->stream))
		return;
	(void)caserow_reply(&check->stream->reply, row);
	stream_wrote(check->stream, 1);
}

void check_tell_groups(struct check *check, const enum verdict *verdicts)
{
	_cleanup_free_ enum verdict *skipped = NULL;

	if (!check->scoring || !stream_is_heard(check->stream))
		return;
	if (!verdicts) {
		skipped = calloc(check->n_cases, sizeof(*skipped));
		for (uint32_t i = 0; skipped && i < check->n_cases; i++)
			skipped[i] = VERDICT_SKIPPED;
		verdicts = skipped;
	}
	for (uint32_t i = 0; i < check->scoring->n_groups; i++) {
		struct grouprow row;

		if (!grouprow_make(check->scoring, i, verdicts, &row))
			continue;
		(void)grouprow_reply(&check->stream->reply, &row);
		stream_wrote(check->stream, 1);
	}
}

void check_tell_summary(
	struct check *check, const struct check_summary *summary, const struct progress *progress)
{
	char passed[16], cases[16], points[16], max_points[16];
	const struct reply_pair pairs[] = {
		{ "verdict", verdict_name(summary->verdict) },
		{ "passed", passed },
		{ "cases", cases },
		{ "points", points },
		{ "max_points", max_points },
		{ "step", check->step },
		{ "state", summary->verdict == VERDICT_PASS ? "passed" : "failed" },
		{ "lesson_state", practice_state_name(progress->practice.state) },
		{ "next", progress->next ? progress->next->name : NULL },
		{ "detail", summary->detail },
	};

	if (!stream_is_heard(check->stream))
		return;
	(void)snprintf(passed, sizeof(passed), "%" PRIu32, summary->passed);
	(void)snprintf(cases, sizeof(cases), "%" PRIu32, check->n_cases);
	(void)snprintf(points, sizeof(points), "%" PRIu32, summary->points);
	(void)snprintf(max_points, sizeof(max_points), "%" PRIu32, check->max_points);
	(void)reply_pairs(&check->stream->reply, pairs, ARRAY_SIZE(pairs));
	stream_wrote(check->stream, 1);
}
