/* SPDX-License-Identifier: MIT */
#include "daemon/submission.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/suggest.h"
#include "proto/limits.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int fail(struct submission_error *error, enum reply_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct submission_error *error, enum reply_code code, const char *format, ...)
{
	va_list args;

	error->code = code;
	va_start(args, format);
	(void)vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
	return -EINVAL;
}

static bool has_extension(const struct strlist *extensions, const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < extensions->count; i++) {
		const char *extension = extensions->items[i];

		if (strcmp(dot + 1, extension[0] == '.' ? extension + 1 : extension) == 0)
			return true;
	}
	return false;
}

static int fail_stranger(
	const struct submission_rules *rules, const char *name, struct submission_error *error)
{
	_cleanup_buffer_ struct buffer names = { 0 };
	const struct strlist *list = rules->names->count > 0 ? rules->names : rules->extensions;
	struct suggest suggest;

	suggest_init(&suggest, name);
	for (size_t i = 0; i < rules->names->count; i++)
		suggest_offer(&suggest, rules->names->items[i]);
	if (suggest.best)
		return fail(error, REPLY_BADARG,
			"'%s' is no file of the step '%s', did you mean '%s'?", name, rules->step,
			suggest.best);
	for (size_t i = 0; i < list->count; i++) {
		if (buffer_printf(&names, "%s%s", i > 0 ? " " : "", list->items[i]) < 0)
			return -ENOMEM;
	}
	return fail(error, REPLY_BADARG, "'%s' is no file of the step '%s', which takes: %s", name,
		rules->step, names.data ? names.data : "");
}

static int check_name(const struct submission_rules *rules, const struct job *job, const char *name,
	struct submission_error *error)
{
	if (!file_name_is_safe(name))
		return fail(error, REPLY_BADARG,
			"'%s' can't be a file's name: a relative path without '..' is expected",
			name);
	for (size_t i = 0; i < job->n_files; i++) {
		if (strcmp(job->files[i].name, name) == 0)
			return fail(error, REPLY_BADARG, "the file '%s' is there twice", name);
	}
	if (rules->names->count > 0 ? !strlist_contains(rules->names, name)
				    : !has_extension(rules->extensions, name))
		return fail_stranger(rules, name, error);
	return 0;
}

static int check_missing(
	const struct submission_rules *rules, const struct job *job, struct submission_error *error)
{
	for (size_t i = 0; i < rules->names->count; i++) {
		const char *name = rules->names->items[i];
		bool is_there = rules->spared && strlist_contains(rules->spared, name);

		for (size_t j = 0; !is_there && j < job->n_files; j++)
			is_there = strcmp(job->files[j].name, name) == 0;
		if (!is_there)
			return fail(error, REPLY_BADARG,
				"the file '%s' of the step '%s' is missing", name, rules->step);
	}
	return 0;
}

static int check_size(const struct submission_rules *rules, const struct request_word *pair,
	uint64_t *total, struct submission_error *error)
{
	size_t len = pair[1].len;

	if (len > WIRE_FILE_MAX)
		return fail(error, REPLY_TOOBIG, "'%s' has %zu bytes, a file may have %u",
			pair[0].data, len, WIRE_FILE_MAX);
	*total += len;
	if (*total > rules->max_bytes)
		return fail(error, REPLY_TOOBIG, "the files have more than %llu bytes together",
			(unsigned long long)rules->max_bytes);
	return 0;
}

int submission_read(const struct submission_rules *rules, const struct request_word *pairs,
	size_t count, struct job *job, struct submission_error *ret_error)
{
	uint64_t total = 0;

	if (count == 0)
		return fail(ret_error, REPLY_BADARG,
			"no file was sent: name and content of each file of the step '%s'",
			rules->step);
	if (count > WIRE_FILES_MAX)
		return fail(ret_error, REPLY_TOOBIG, "%zu files were sent, at most %u are taken",
			count, WIRE_FILES_MAX);
	for (size_t i = 0; i < count; i++) {
		const struct request_word *pair = &pairs[2 * i];
		int r = check_name(rules, job, pair[0].data, ret_error);

		if (r >= 0)
			r = check_size(rules, pair, &total, ret_error);
		if (r >= 0)
			r = job_add_file(job, pair[0].data, pair[1].data, pair[1].len, false);
		if (r == -E2BIG)
			return fail(ret_error, REPLY_TOOBIG, "the files are too many or too large");
		if (r < 0)
			return r;
	}
	return check_missing(rules, job, ret_error);
}

int submission_check_main(const struct language *language, const struct job *job,
	const struct strlist *overlay, struct submission_error *ret_error)
{
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = 0;

	for (size_t i = 0; r >= 0 && i < job->n_files; i++)
		if (!strlist_contains(overlay, job->files[i].name))
			r = strlist_add(&names, job->files[i].name);
	if (r >= 0)
		r = strlist_copy(&names, overlay);
	if (r < 0 || !language_needs_main(language) || language_choose_main(language, &names))
		return r;
	return fail(ret_error, REPLY_BADARG,
		"none of the files can be told to be the first: call it main.%s",
		language->extensions.count > 0 ? language->extensions.items[0] : "*");
}
