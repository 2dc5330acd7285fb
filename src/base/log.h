/* SPDX-License-Identifier: MIT */
/*
 * The daemon's and the runner's log. To the journal with structured fields when stderr is connected
 * to it (JOURNAL_STREAM), otherwise to stderr. A journal that doesn't answer falls back to stderr.
 * Shared code below daemon/ and runner/ doesn't log.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <syslog.h>

enum log_target {
	LOG_TARGET_AUTO,    /* journal if JOURNAL_STREAM matches stderr, else plain stderr */
	LOG_TARGET_STDERR,  /* "practiced: message" */
	LOG_TARGET_PREFIX,  /* "<6>practiced: message", which the journal understands on a stream */
	LOG_TARGET_JOURNAL, /* sd_journal_send */
};

/* The name is borrowed for the life of the process. */
void log_open(const char *name, enum log_target target);
/* LOG_ERR .. LOG_DEBUG; default LOG_INFO. */
void log_set_level(int max_priority);

/* A message; strings from clients must be escaped by the caller (text_escape). Saves errno. */
void log_message(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A message with fields; those beyond 16 are dropped. On stderr the fields are not shown. */
struct log_field {
	const char *key; /* upper case, as journald wants it */
	const char *value;
};
void log_fields(int priority, const struct log_field *fields, size_t n_fields, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* For what may be said over and over: true at once, then once in LOG_GATE_US; ret_held: how many
 * times it was false since. Zeroed at first. */
#define LOG_GATE_US 60000000ULL
struct log_gate {
	uint64_t closed_until_us; /* CLOCK_MONOTONIC */
	unsigned held;
};
bool log_gate_pass(struct log_gate *gate, uint64_t now_us, unsigned *ret_held);

#define log_error(...)	 log_message(LOG_ERR, __VA_ARGS__)
#define log_warning(...) log_message(LOG_WARNING, __VA_ARGS__)
#define log_notice(...)	 log_message(LOG_NOTICE, __VA_ARGS__)
#define log_info(...)	 log_message(LOG_INFO, __VA_ARGS__)
#define log_debug(...)	 log_message(LOG_DEBUG, __VA_ARGS__)
