/* SPDX-License-Identifier: MIT */
/*
 * Two programs that talk, with the proxy between them. Who ended first is what decides about blame,
 * and it is known by the order in which outputs close; so the program is not told of the judge's
 * end before that end itself is known.
 */
#include "runner/match_parts.h"
#include "runner/referee.h"

#include <stdio.h>

#define LAST_WORDS_US 500000u /* for a judge, after the program failed */
#define HOLD_US	      200000u /* between a judge's closing of its output and its own end */

static int plug_pipes(struct match *match, struct proxy *proxy)
{
	const struct job *job = match->task->job;
	int fds[PROXY_SIDES][2];
	int r = proxy_init(
		proxy, job->run_limits.output_bytes, job->judge->run_limits.output_bytes, fds);

	if (r < 0)
		return failure_set(match->failure, r, "pipes");
	for (uint32_t i = 0; i < 4; i++) {
		if (r == 0)
			r = session_plug(match->sides[i / 2].session, i % 2, fds[i / 2][i % 2],
				match->failure);
		(void)close(fds[i / 2][i % 2]);
	}
	return r;
}

/*
 * A judge that ends closes its output a moment before that is reported. The program must not react
 * to the one before the other is known, or it would seem to have ended first. A judge that only
 * closes its output is found out by its going on.
 */
static void release_end(struct match *match, uint64_t *closed_us)
{
	struct proxy *proxy = match->proxy;

	if (*closed_us == 0 && proxy_is_closed(proxy, PROXY_JUDGE))
		*closed_us = task_now_us();
	if (match->sides[JUDGE].has_ended ||
		(*closed_us > 0 && task_now_us() - *closed_us >= HOLD_US))
		proxy->flows[PROXY_JUDGE].is_held = false;
}

/* Until both have ended. */
static int talk(struct match *match)
{
	struct side *program = &match->sides[PROGRAM], *judge = &match->sides[JUDGE];
	struct proxy *proxy = match->proxy;
	uint64_t closed_us = 0;
	int r = STEP_DONE;

	proxy->flows[PROXY_JUDGE].is_held = true;
	while (r == STEP_DONE && program->is_running && judge->is_running) {
		r = match_step(match, MATCH_STEP_US);
		if (r == STEP_DONE && proxy->flows[PROXY_PROGRAM].is_over)
			r = match_stop(match, PROGRAM);
		if (r == STEP_DONE && proxy->flows[PROXY_JUDGE].is_over)
			r = match_stop(match, JUDGE);
		/* Its end can be known before the end of what it wrote. */
		if ((proxy_is_closed(proxy, PROXY_PROGRAM) || program->has_ended) && judge->is_running)
			match->program_was_first = true;
		release_end(match, &closed_us);
	}
	if (r != STEP_DONE)
		return r;
	/* One that closed its output first has said all it can, and how it ends counts. */
	if (judge->has_ended && program->is_running)
		return match_finish(match, PROGRAM,
			match->program_was_first || match_judge_says(match, JOB_JUDGE_PASS) ? 0 : 1);
	return match_finish(match, JUDGE, program->report.result.status != 0 ? LAST_WORDS_US : 0);
}

/* The limits of what goes through pipes are the proxy's. */
static void judge_talk(const struct match *match, const struct proxy *proxy,
	const struct written *written, struct outcome *outcome)
{
	const struct run_result *result = &match->sides[PROGRAM].report.result;
	struct written through = *written;

	through.out_bytes = proxy->flows[PROXY_PROGRAM].bytes;
	match_judge_program(match, &through, outcome);
	if (!result->wall_exceeded || outcome->verdict != VERDICT_TIMEOUT)
		return;
	if (!match->program_was_first)
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program did not end when the judge had ended");
	else
		proxy_explain(proxy, result->cpu_us > result->wall_us / 2, outcome->detail,
			sizeof(outcome->detail));
}

int match_run_interactive(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	_cleanup_(proxy_done) struct proxy proxy = { 0 };
	int r = plug_pipes(match, &proxy);

	match->proxy = &proxy;
	if (r == STEP_DONE)
		r = match_start(match, JUDGE);
	if (r == STEP_DONE)
		r = match_start(match, PROGRAM);
	if (r == STEP_DONE)
		r = talk(match);
	match->proxy = NULL;
	if (r == STEP_DONE)
		r = written_read(match->sides[PROGRAM].session, 0, program, match->failure);
	if (r == STEP_DONE)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r != STEP_DONE)
		return r;
	judge_talk(match, &proxy, program, outcome);
	match_decide(match, proxy.flows[PROXY_JUDGE].bytes, judge, outcome);
	/* What it wrote is of use only beside what it was told. */
	transcript_finish(&proxy.transcript);
	buffer_done(&program->out);
	program->out = proxy.transcript.text;
	program->out_bytes = proxy.transcript.text.len;
	proxy.transcript.text = (struct buffer){ 0 };
	return STEP_DONE;
}
