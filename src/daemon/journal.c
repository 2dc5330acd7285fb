/* SPDX-License-Identifier: MIT */
#include "daemon/journal.h"

#include "base/cleanup.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "file:line" or "file:line: message" in two; the rest of `where` is not looked at. */
static void split_where(const char *where, char *file, size_t size, char line[static 16])
{
	const char *colon = strchr(where, ':');
	size_t len = colon ? (size_t)(colon - where) : strlen(where);

	(void)snprintf(file, size, "%.*s", (int)(len < size ? len : size - 1), where);
	(void)snprintf(line, 16, "%.*s", colon ? (int)strspn(colon + 1, "0123456789") : 0,
		colon ? colon + 1 : "");
}

void journal_ready(const char *instance, const char *sandbox)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_READY },
		{ "INSTANCE", instance }, { "SANDBOX", sandbox } };

	log_fields(LOG_INFO, fields, ARRAY_SIZE(fields), "Ready: %s instance, sandbox %s", instance,
		sandbox);
}

void journal_config_bad(const char *problem)
{
	char file[1024], line[16];
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_CONFIG_BAD },
		{ "CONFIG_FILE", file }, { "CONFIG_LINE", line } };

	split_where(problem, file, sizeof(file), line);
	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields), "%s", problem);
}

void journal_store_bad(const char *path, const char *problem)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_STORE_BAD },
		{ "STORE", path } };

	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields), "The store can't be used: %s", problem);
}

void journal_sandbox_unsafe(const char *detail)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_SANDBOX_UNSAFE },
		{ "SANDBOX_DETAIL", detail } };

	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields),
		"Learners' programs can't be isolated here: %s", detail);
}

void journal_sandbox_none(void)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_SANDBOX_NONE } };

	log_fields(LOG_WARNING, fields, ARRAY_SIZE(fields),
		"Learners' programs run without a sandbox ([sandbox] mode=none)");
}

void journal_reloaded(size_t lessons, size_t languages)
{
	char lessons_text[24], languages_text[24];
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_RELOADED },
		{ "LESSONS", lessons_text }, { "LANGUAGES", languages_text } };

	(void)snprintf(lessons_text, sizeof(lessons_text), "%zu", lessons);
	(void)snprintf(languages_text, sizeof(languages_text), "%zu", languages);
	log_fields(LOG_INFO, fields, ARRAY_SIZE(fields), "Reloaded: %zu lesson%s, %zu language%s",
		lessons, TEXT_PLURAL(lessons), languages, TEXT_PLURAL(languages));
}

void journal_lesson_bad(const char *where, const char *message)
{
	char file[1024], line[16];
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_LESSON_BAD },
		{ "LESSON_FILE", file }, { "LESSON_LINE", line } };

	split_where(where, file, sizeof(file), line);
	log_fields(LOG_WARNING, fields, ARRAY_SIZE(fields), "%s: %s", where, message);
}

void journal_runner_ended(const char *what)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_RUNNER_ENDED } };

	log_fields(LOG_WARNING, fields, ARRAY_SIZE(fields), "practice-runner ended: %s", what);
}

void journal_recovered(size_t attempts)
{
	char count[24];
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_RECOVERED },
		{ "ATTEMPTS", count } };

	(void)snprintf(count, sizeof(count), "%zu", attempts);
	log_fields(LOG_NOTICE, fields, ARRAY_SIZE(fields),
		"%zu unfinished attempt%s %s put back in the queue", attempts,
		TEXT_PLURAL(attempts), attempts == 1 ? "is" : "are");
}

void journal_attempt(
	int64_t attempt, int64_t uid, const char *lesson, const char *step, const char *verdict)
{
	char attempt_text[24], uid_text[24];
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_GRADED },
		{ "ATTEMPT", attempt_text }, { "LESSON", lesson }, { "STEP", step },
		{ "VERDICT", verdict }, { "LEARNER_UID", uid_text } };

	(void)snprintf(attempt_text, sizeof(attempt_text), "%" PRId64, attempt);
	(void)snprintf(uid_text, sizeof(uid_text), "%" PRId64, uid);
	log_fields(LOG_INFO, fields, ARRAY_SIZE(fields) - (uid < 0),
		"Attempt %" PRId64 " at %s, step %s: %s", attempt, lesson, step, verdict);
}

void journal_generator_bad(int64_t attempt, const char *lesson, const char *step, uint32_t seed,
	const char *what)
{
	char attempt_text[24], seed_text[16];
	_cleanup_buffer_ struct buffer safe = { 0 };
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_GENERATOR_BAD },
		{ "ATTEMPT", attempt_text }, { "LESSON", lesson }, { "STEP", step },
		{ "SEED", seed_text } };

	(void)snprintf(attempt_text, sizeof(attempt_text), "%" PRId64, attempt);
	(void)snprintf(seed_text, sizeof(seed_text), "%" PRIu32, seed);
	(void)text_escape(&safe, what, strlen(what));
	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields),
		"The generator of %s, step %s, made no data with the seed %s: %s", lesson, step,
		seed_text, safe.data ? safe.data : "");
}

void journal_judge_bad(int64_t attempt, const char *lesson, const char *step, const char *case_name,
	const char *how)
{
	char attempt_text[24];
	_cleanup_buffer_ struct buffer safe = { 0 };
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_JUDGE_BAD },
		{ "ATTEMPT", attempt_text }, { "LESSON", lesson }, { "STEP", step },
		{ "CASE", case_name } };

	(void)snprintf(attempt_text, sizeof(attempt_text), "%" PRId64, attempt);
	(void)text_escape(&safe, how, strlen(how));
	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields), "Case %s of %s, step %s, attempt %s: %s",
		case_name, lesson, step, attempt_text, safe.data ? safe.data : "");
}

void journal_internal(const char *what)
{
	const struct log_field fields[] = { { "MESSAGE_ID", MESSAGE_INTERNAL } };

	log_fields(LOG_ERR, fields, ARRAY_SIZE(fields), "%s", what);
}
