/* SPDX-License-Identifier: MIT */
/* What the journal is told with fields of its own, a function a message. */
#pragma once

#include <stddef.h>
#include <stdint.h>

void journal_ready(const char *instance, const char *sandbox);
void journal_config_bad(const char *problem); /* "file:line: message" */
void journal_store_bad(const char *path, const char *problem);
void journal_sandbox_unsafe(const char *detail);
void journal_sandbox_none(void);
void journal_reloaded(size_t lessons, size_t languages);
void journal_lesson_bad(const char *where, const char *message); /* "file:line" */
void journal_runner_ended(const char *what);
void journal_recovered(size_t attempts);
void journal_attempt(
	int64_t attempt, int64_t uid, const char *lesson, const char *step, const char *verdict);
/* what: of the lesson's programs, not to be trusted. */
void journal_generator_bad(int64_t attempt, const char *lesson, const char *step, uint32_t seed,
	const char *what);
/* how: as above; maybe with a secret case's data. */
void journal_judge_bad(int64_t attempt, const char *lesson, const char *step, const char *case_name,
	const char *how);
void journal_internal(const char *what);
