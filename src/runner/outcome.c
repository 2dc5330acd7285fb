/* SPDX-License-Identifier: MIT */
#include "runner/outcome.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/*
 * What runtimes say when the kernel gives them no more memory. An allocation that is larger than
 * the limit fails before it is used, so that ru_maxrss stays small: these words are all there is. A
 * program that prints them on purpose and then fails only changes one failure into another.
 */
static const char *const memory_words[] = {
	"MemoryError",
	"std::bad_alloc",
	"Cannot allocate memory",
	"cannot allocate memory",
	"Out of memory",
	"out of memory",
	"memory exhausted",
	"virtual memory exhausted",
	"OutOfMemoryError",
	"not enough memory",
};

static bool says_memory(const struct outcome_facts *facts)
{
	for (size_t i = 0; i < ARRAY_SIZE(memory_words); i++)
		if (facts->stderr_len > 0 && memmem(facts->stderr_text, facts->stderr_len,
						     memory_words[i], strlen(memory_words[i])))
			return true;
	return false;
}

static bool is_out_of_memory(const struct outcome_facts *facts)
{
	uint64_t limit = facts->limits->memory_bytes;

	return facts->result->starved || facts->result->memory_bytes >= limit - limit / 8 ||
	       says_memory(facts);
}

static void set(struct outcome *outcome, enum verdict verdict, const char *detail)
{
	outcome->verdict = verdict;
	(void)snprintf(outcome->detail, sizeof(outcome->detail), "%s", detail);
}

static bool judge_start(const struct outcome_facts *facts, struct outcome *outcome)
{
	int error = facts->result->exec_error;

	if (error == 0)
		return false;
	outcome->exit_status = -1;
	set(outcome, facts->own_program ? VERDICT_RUNTIME : VERDICT_INTERNAL, "");
	(void)snprintf(outcome->detail, sizeof(outcome->detail),
		"the program could not be started: %s", strerror(error));
	return true;
}

static bool judge_limits(const struct outcome_facts *facts, struct outcome *outcome)
{
	const struct run_result *result = facts->result;
	uint64_t most = facts->limits->output_bytes;

	if (result->wall_exceeded)
		set(outcome, VERDICT_TIMEOUT, "wall-clock time limit");
	else if (result->cpu_exceeded || outcome->signal == SIGXCPU)
		set(outcome, VERDICT_TIMEOUT, "CPU time limit");
	else if (facts->stdout_bytes > most || facts->stderr_bytes > most ||
		 outcome->signal == SIGXFSZ)
		set(outcome, VERDICT_OUTPUT, "more output than allowed");
	else
		return false;
	return true;
}

static void judge_end(const struct outcome_facts *facts, struct outcome *outcome)
{
	bool expected =
		facts->expected_status < 0 || outcome->exit_status == facts->expected_status;

	if (outcome->signal == 0 && expected)
		return;
	if (is_out_of_memory(facts)) {
		set(outcome, VERDICT_MEMORY, "memory limit");
	} else if (outcome->signal != 0) {
		set(outcome, VERDICT_RUNTIME, "");
		(void)snprintf(outcome->detail, sizeof(outcome->detail), "ended by signal %d (%s)",
			outcome->signal, strsignal(outcome->signal));
	} else {
		set(outcome,
			outcome->exit_status == 0 || facts->is_proof ? VERDICT_WRONG
								     : VERDICT_RUNTIME,
			"");
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"exit status %d, expected %d", outcome->exit_status,
			facts->expected_status);
	}
}

void outcome_judge(const struct outcome_facts *facts, struct outcome *ret_outcome)
{
	struct outcome outcome = { .verdict = VERDICT_PASS, .exit_status = -1 };
	int status = facts->result->status;

	if (WIFSIGNALED(status))
		outcome.signal = WTERMSIG(status);
	else
		outcome.exit_status = WEXITSTATUS(status);
	if (!judge_start(facts, &outcome) && !judge_limits(facts, &outcome))
		judge_end(facts, &outcome);
	*ret_outcome = outcome;
}
