/* SPDX-License-Identifier: MIT */
#include "runner/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int failure_set(struct failure *failure, int error, const char *step, ...)
{
	va_list args;
	size_t used;

	if (failure->text[0] != '\0')
		return error;
	va_start(args, step);
	(void)vsnprintf(failure->text, sizeof(failure->text), step, args);
	va_end(args);
	used = strlen(failure->text);
	if (error < 0)
		(void)snprintf(failure->text + used, sizeof(failure->text) - used, ": %s",
			strerror(-error));
	return error;
}

int failure_take(
	struct failure *failure, int error, const struct failure *other, const char *otherwise)
{
	if (failure->text[0] == '\0')
		(void)snprintf(failure->text, sizeof(failure->text), "%.*s",
			(int)sizeof(other->text) - 1,
			other->text[0] != '\0' ? other->text : otherwise);
	return error;
}

void failure_log(int priority, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	(void)dprintf(STDERR_FILENO, "<%d>practice-runner: %s\n", priority, text);
}
