/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/outcome.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define MB	       (1024u * 1024)
#define EXITED(status) ((status) << 8)

static const struct job_limits limits = {
	.cpu_us = 1000000,
	.wall_us = 2000000,
	.memory_bytes = 64 * MB,
	.output_bytes = 1000,
};

/* One row: what the kernel told, and what that comes to. */
struct row {
	const char *name;
	struct run_result result;
	uint64_t stdout_bytes, stderr_bytes;
	const char *stderr_text;
	int expected_status;
	bool is_proof, own_program;
	enum verdict verdict;
};

static const struct row rows[] = {
	{ .name = "status 0", .verdict = VERDICT_PASS },
	{ .name = "status 1", .result.status = EXITED(1), .verdict = VERDICT_RUNTIME },
	{ .name = "status 255", .result.status = EXITED(255), .verdict = VERDICT_RUNTIME },
	{ .name = "status 1, any is fine",
		.result.status = EXITED(1),
		.expected_status = -1,
		.verdict = VERDICT_PASS },
	{ .name = "status as expected",
		.result.status = EXITED(3),
		.expected_status = 3,
		.verdict = VERDICT_PASS },
	{ .name = "status 0, not expected", .expected_status = 3, .verdict = VERDICT_WRONG },
	{ .name = "status 4, not expected",
		.result.status = EXITED(4),
		.expected_status = 3,
		.verdict = VERDICT_RUNTIME },
	{ .name = "failing suite",
		.result.status = EXITED(1),
		.is_proof = true,
		.verdict = VERDICT_WRONG },
	{ .name = "crashing suite",
		.result.status = SIGSEGV,
		.is_proof = true,
		.verdict = VERDICT_RUNTIME },
	{ .name = "signal", .result.status = SIGSEGV, .verdict = VERDICT_RUNTIME },
	{ .name = "signal, any status is fine",
		.result.status = SIGSEGV,
		.expected_status = -1,
		.verdict = VERDICT_RUNTIME },
	{ .name = "wall",
		.result = { .status = SIGKILL, .wall_exceeded = true },
		.verdict = VERDICT_TIMEOUT },
	{ .name = "CPU",
		.result = { .status = SIGKILL, .cpu_exceeded = true },
		.verdict = VERDICT_TIMEOUT },
	{ .name = "CPU by the kernel", .result.status = SIGXCPU, .verdict = VERDICT_TIMEOUT },
	{ .name = "over time but status 0",
		.result.cpu_exceeded = true,
		.verdict = VERDICT_TIMEOUT },
	{ .name = "stdout at the limit", .stdout_bytes = 1000, .verdict = VERDICT_PASS },
	{ .name = "stdout past the limit", .stdout_bytes = 1001, .verdict = VERDICT_OUTPUT },
	{ .name = "stderr past the limit", .stderr_bytes = 1001, .verdict = VERDICT_OUTPUT },
	{ .name = "file too large", .result.status = SIGXFSZ, .verdict = VERDICT_OUTPUT },
	{ .name = "output and then time",
		.result = { .wall_exceeded = true },
		.stdout_bytes = 1001,
		.verdict = VERDICT_TIMEOUT },
	{ .name = "killed near the limit",
		.result = { .status = SIGKILL, .memory_bytes = 56 * MB },
		.verdict = VERDICT_MEMORY },
	{ .name = "killed just below",
		.result = { .status = SIGKILL, .memory_bytes = 56 * MB - 1 },
		.verdict = VERDICT_RUNTIME },
	{ .name = "little memory of its own, but the kernel found too much in all",
		.result = { .status = SIGKILL, .memory_bytes = 1 * MB, .starved = true },
		.verdict = VERDICT_MEMORY },
	{ .name = "over its time and starved",
		.result = { .status = SIGKILL, .wall_exceeded = true, .starved = true },
		.verdict = VERDICT_TIMEOUT },
	{ .name = "much memory, but fine",
		.result = { .memory_bytes = 64 * MB },
		.verdict = VERDICT_PASS },
	{ .name = "says so",
		.result.status = EXITED(1),
		.stderr_text = "x\nMemoryError\n",
		.verdict = VERDICT_MEMORY },
	{ .name = "says so, but fine", .stderr_text = "MemoryError\n", .verdict = VERDICT_PASS },
	{ .name = "C++ says so",
		.result.status = SIGABRT,
		.stderr_text = "what():  std::bad_alloc",
		.verdict = VERDICT_MEMORY },
	{ .name = "no interpreter",
		.result = { .status = EXITED(127), .exec_error = ENOENT },
		.verdict = VERDICT_INTERNAL },
	{ .name = "no own program",
		.result = { .status = EXITED(127), .exec_error = ENOENT },
		.own_program = true,
		.verdict = VERDICT_RUNTIME },
	{ .name = "status 127 of a shell",
		.result.status = EXITED(127),
		.verdict = VERDICT_RUNTIME },
};

static void judge(const struct row *row, struct outcome *ret_outcome)
{
	const struct outcome_facts facts = {
		.result = &row->result,
		.limits = &limits,
		.stdout_bytes = row->stdout_bytes,
		.stderr_bytes = row->stderr_bytes,
		.stderr_text = row->stderr_text,
		.stderr_len = row->stderr_text ? strlen(row->stderr_text) : 0,
		.expected_status = row->expected_status,
		.is_proof = row->is_proof,
		.own_program = row->own_program,
	};

	outcome_judge(&facts, ret_outcome);
}

static void every_end_has_its_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome outcome;

		judge(&rows[i], &outcome);
		if (outcome.verdict != rows[i].verdict)
			print_message("%s\n", rows[i].name);
		assert_string_equal(verdict_name(outcome.verdict), verdict_name(rows[i].verdict));
	}
}

static void every_failure_says_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome outcome;

		judge(&rows[i], &outcome);
		assert_int_equal(outcome.detail[0] != '\0', outcome.verdict != VERDICT_PASS);
	}
}

static void status_and_signal_are_told_apart(void **state)
{
	struct outcome outcome;

	(void)state;
	judge(&(struct row){ .result.status = EXITED(9) }, &outcome);
	assert_int_equal(outcome.exit_status, 9);
	assert_int_equal(outcome.signal, 0);
	judge(&(struct row){ .result.status = SIGKILL }, &outcome);
	assert_int_equal(outcome.exit_status, -1);
	assert_int_equal(outcome.signal, SIGKILL);
}

static void program_that_did_not_start_has_no_status(void **state)
{
	struct outcome outcome;

	(void)state;
	judge(&(struct row){ .result = { .status = EXITED(127), .exec_error = EACCES } }, &outcome);
	assert_int_equal(outcome.exit_status, -1);
	assert_non_null(strstr(outcome.detail, "Permission denied"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end_has_its_verdict),
		cmocka_unit_test(every_failure_says_why),
		cmocka_unit_test(status_and_signal_are_told_apart),
		cmocka_unit_test(program_that_did_not_start_has_no_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
