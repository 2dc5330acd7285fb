/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include "base/buffer.h"
#include "base/file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>

/* The native protocol without CODE_FILE and such: they would all say log.c. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

enum {
	FIELDS_MAX = 16,
};

static const char *log_name = "practiced";
static enum log_target log_to = LOG_TARGET_STDERR;
static int log_level = LOG_INFO;

/* systemd says by JOURNAL_STREAM=device:inode which stream goes to the journal; a redirected stderr
 * doesn't match. */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char expected[64];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st) < 0)
		return false;
	(void)snprintf(
		expected, sizeof(expected), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(stream, expected) == 0;
}

void log_open(const char *name, enum log_target target)
{
	log_name = name;
	log_to = target;
	if (target == LOG_TARGET_AUTO)
		log_to = stderr_is_journal() ? LOG_TARGET_JOURNAL : LOG_TARGET_STDERR;
}

void log_set_level(int max_priority)
{
	log_level = max_priority;
}

static int append_field(struct buffer *buffer, struct iovec *field, size_t *n_fields,
	const char *key, const char *value)
{
	int r = buffer_printf(buffer, "%s=%s", key, value);

	if (r < 0)
		return r;
	*field = (struct iovec){ .iov_base = buffer->data, .iov_len = buffer->len };
	(*n_fields)++;
	return 0;
}

static int send_journal(
	int priority, const char *message, const struct log_field *fields, size_t n_fields)
{
	struct buffer buffers[FIELDS_MAX + 3] = { 0 };
	struct iovec sent[FIELDS_MAX + 3];
	const char digit[] = { (char)('0' + priority), '\0' };
	size_t n = 0;
	int r;

	r = append_field(&buffers[n], &sent[n], &n, "MESSAGE", message);
	if (r >= 0)
		r = append_field(&buffers[n], &sent[n], &n, "PRIORITY", digit);
	if (r >= 0)
		r = append_field(&buffers[n], &sent[n], &n, "SYSLOG_IDENTIFIER", log_name);
	for (size_t i = 0; r >= 0 && i < n_fields && i < FIELDS_MAX; i++)
		r = append_field(&buffers[n], &sent[n], &n, fields[i].key, fields[i].value);
	if (r >= 0)
		r = sd_journal_sendv(sent, (int)n);
	for (size_t i = 0; i < ARRAY_SIZE(buffers); i++)
		buffer_done(&buffers[i]);
	return r;
}

/* One write for one line, so that lines of several processes don't mix. */
static void send_stderr(int priority, const char *message)
{
	_cleanup_buffer_ struct buffer line = { 0 };
	int r = 0;

	if (log_to == LOG_TARGET_PREFIX)
		r = buffer_printf(&line, "<%d>", priority);
	if (r >= 0)
		r = buffer_printf(&line, "%s: %s\n", log_name, message);
	if (r >= 0)
		(void)file_write_all(STDERR_FILENO, line.data, line.len);
}

static void log_send(int priority, const struct log_field *fields, size_t n_fields,
	const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void log_send(int priority, const struct log_field *fields, size_t n_fields,
	const char *format, va_list args)
{
	_cleanup_buffer_ struct buffer message = { 0 };
	int saved_errno = errno;

	priority &= LOG_PRIMASK;
	if (priority <= log_level) {
		const char *text =
			buffer_vprintf(&message, format, args) < 0 ? format : message.data;

		if (log_to != LOG_TARGET_JOURNAL ||
			send_journal(priority, text, fields, n_fields) < 0)
			send_stderr(priority, text);
	}
	errno = saved_errno;
}

void log_message(int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_send(priority, NULL, 0, format, args);
	va_end(args);
}

void log_fields(
	int priority, const struct log_field *fields, size_t n_fields, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_send(priority, fields, n_fields, format, args);
	va_end(args);
}

bool log_gate_pass(struct log_gate *gate, uint64_t now_us, unsigned *ret_held)
{
	if (now_us < gate->closed_until_us) {
		gate->held++;
		return false;
	}
	*ret_held = gate->held;
	*gate = (struct log_gate){ .closed_until_us = now_us + LOG_GATE_US };
	return true;
}
