/* SPDX-License-Identifier: MIT */
#include "daemon/caserow.h"

#include "base/cleanup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct caserow caserow_of_event(const struct job_event *event, uint32_t number, const char *name)
{
	return (struct caserow){
		.number = number,
		.name = name,
		.verdict = event->verdict,
		.exit_status = event->exit_status,
		.signal = event->signal,
		.wall_us = event->wall_us,
		.cpu_us = event->cpu_us,
		.memory_bytes = event->memory_bytes,
	};
}

int caserow_reply(struct reply *reply, const struct caserow *row)
{
	char number[16], exit_status[16], signal_number[16], wall[24], cpu[24], memory[24];
	const struct reply_pair pairs[] = {
		{ "case", number },
		{ "name", row->name },
		{ "verdict", verdict_name(row->verdict) },
		{ "wall_ms", wall },
		{ "cpu_ms", cpu },
		{ "memory_kb", memory },
		{ "exit", exit_status },
		{ "signal", signal_number },
		{ "note", row->note },
	};

	(void)snprintf(number, sizeof(number), "%" PRIu32, row->number);
	(void)snprintf(exit_status, sizeof(exit_status), "%d", row->exit_status);
	(void)snprintf(signal_number, sizeof(signal_number), "%d", row->signal);
	(void)snprintf(wall, sizeof(wall), "%" PRIu64, row->wall_us / 1000);
	(void)snprintf(cpu, sizeof(cpu), "%" PRIu64, row->cpu_us / 1000);
	(void)snprintf(memory, sizeof(memory), "%" PRIu64, row->memory_bytes / 1024);
	return reply_pairs(reply, pairs, ARRAY_SIZE(pairs));
}

int caserow_append(struct buffer *text, const struct caserow *row)
{
	_cleanup_buffer_ struct buffer line = { 0 };
	struct reply reply = REPLY_INIT(&line, true);
	int r = caserow_reply(&reply, row);

	return r < 0 ? r : buffer_append(text, line.data + 1, line.len - 2); /* '+' and LF */
}

bool caserow_is_judges_failure(const char *detail)
{
	return strncmp(detail, JOB_JUDGE_FAILED, strlen(JOB_JUDGE_FAILED)) == 0;
}

const char *caserow_note(
	const char *detail, enum verdict verdict, enum diff_show show, struct caserow_note *ret_note)
{
	const char *said = detail ? strchr(detail, JOB_DETAIL_SAID) : NULL;
	int len = said ? (int)(said - detail) : -1;
	bool is_told = show != DIFF_SHOW_VERDICT || verdict != VERDICT_WRONG;
	int n;

	if (!detail)
		return NULL;
	if (show == DIFF_SHOW_VERDICT && verdict == VERDICT_INTERNAL && caserow_is_judges_failure(detail))
		n = snprintf(ret_note->text, sizeof(ret_note->text), JOB_JUDGE_FAILED);
	else if (is_told && len != 0)
		n = snprintf(ret_note->text, sizeof(ret_note->text), "%.*s%s%s", len, detail,
			said ? "; " : "", said ? said + 1 : "");
	else
		n = snprintf(ret_note->text, sizeof(ret_note->text), "%s", said ? said + 1 : "");
	return n > 0 ? ret_note->text : NULL;
}
