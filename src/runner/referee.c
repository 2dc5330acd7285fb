/* SPDX-License-Identifier: MIT */
#include "runner/referee.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum referee_word referee_word(const struct referee_judge *judge)
{
	const struct run_result *result = judge->result;

	if (result->exec_error != 0 || result->cpu_exceeded ||
		judge->output_bytes > judge->limits->output_bytes)
		return REFEREE_BROKEN;
	if (result->wall_exceeded)
		return REFEREE_LATE;
	if (!WIFEXITED(result->status))
		return REFEREE_BROKEN;
	if (WEXITSTATUS(result->status) == JOB_JUDGE_PASS)
		return judge->has_score ? REFEREE_BROKEN : REFEREE_PASS;
	return WEXITSTATUS(result->status) == JOB_JUDGE_WRONG ? REFEREE_WRONG : REFEREE_BROKEN;
}

static void set(struct outcome *outcome, enum verdict verdict, const char *detail)
{
	outcome->verdict = verdict;
	(void)snprintf(outcome->detail, sizeof(outcome->detail), "%s", detail);
}

static void set_broken(struct outcome *outcome, const struct referee_judge *judge)
{
	const struct run_result *result = judge->result;
	char how[80];

	if (result->exec_error != 0)
		(void)snprintf(how, sizeof(how), "it could not be started: %s",
			strerror(result->exec_error));
	else if (result->wall_exceeded || result->cpu_exceeded)
		(void)snprintf(how, sizeof(how), "%s time limit",
			result->wall_exceeded ? "wall-clock" : "CPU");
	else if (judge->output_bytes > judge->limits->output_bytes)
		(void)snprintf(how, sizeof(how), "more output than allowed");
	else if (WIFSIGNALED(result->status))
		(void)snprintf(how, sizeof(how), "ended by signal %d (%s)",
			WTERMSIG(result->status), strsignal(WTERMSIG(result->status)));
	else if (judge->has_score && WEXITSTATUS(result->status) == JOB_JUDGE_PASS)
		(void)snprintf(how, sizeof(how), "it gives a score, which is not served");
	else
		(void)snprintf(how, sizeof(how), "exit status %d, expected %d or %d",
			WEXITSTATUS(result->status), JOB_JUDGE_PASS, JOB_JUDGE_WRONG);
	outcome->verdict = VERDICT_INTERNAL;
	(void)snprintf(outcome->detail, sizeof(outcome->detail),
		JOB_JUDGE_FAILED ": %s%s%s", how,
		judge->last_words[0] != '\0' ? ": " : "", judge->last_words);
}

static void follow_judge(
	const struct referee_facts *facts, enum referee_word word, struct outcome *outcome)
{
	const char *message = facts->judge.message;

	if (word == REFEREE_PASS)
		set(outcome, VERDICT_PASS, "");
	else if (word == REFEREE_WRONG)
		set(outcome, VERDICT_WRONG,
			message[0] != '\0' ? message : "the judge says that it is wrong");
	else if (word == REFEREE_LATE && facts->check == JOB_CHECK_SERVICE)
		set(outcome, VERDICT_TIMEOUT,
			"the client waited for your server until the time limit");
	else
		set_broken(outcome, &facts->judge);
}

void referee_decide(const struct referee_facts *facts, struct outcome *ret_outcome)
{
	enum referee_word word = referee_word(&facts->judge);
	struct outcome outcome = *facts->program;
	bool judge_was_first = !facts->program_was_first;
	bool counts =
		facts->program->verdict == VERDICT_PASS ||
		(word == REFEREE_BROKEN && judge_was_first) ||
		(facts->check == JOB_CHECK_INTERACTIVE && word == REFEREE_WRONG && judge_was_first);

	if (counts)
		follow_judge(facts, word, &outcome);
	*ret_outcome = outcome;
}
