/* SPDX-License-Identifier: MIT */
#include "ctl/submission.h"

#include "ctl/output.h"
#include "ctl/starter.h"
#include "ctl/table.h"
#include "proto/limits.h"

#include <stdio.h>
#include <string.h>

static void forget_contents(struct submission *submission)
{
	for (size_t i = 0; submission->contents && i < submission->names.count; i++)
		buffer_done(&submission->contents[i]);
	free(submission->contents);
	submission->contents = NULL;
}

static void forget_files(struct submission *submission)
{
	forget_contents(submission);
	strlist_done(&submission->names);
}

void submission_done(struct submission *submission)
{
	forget_files(submission);
	thing_done(&submission->status);
	workspace_done(&submission->workspace);
	free(submission->step);
	free(submission->language);
}

/* The first step that is not passed, of those that the practised language has; NULL when there is
 * none. Owned by the caller. */
static char *first_open_step(const struct thing *status)
{
	size_t position = 0;
	const char *value;

	while ((value = thing_next(status, "Step", &position))) {
		_cleanup_thing_ struct thing step = { 0 };

		if (thing_parse_pairs(value, &step) >= 0 &&
			strcmp(thing_get(&step, "offered"), "no") != 0 &&
			strcmp(thing_get(&step, "state"), "passed") != 0)
			return strdup(thing_get(&step, "name"));
	}
	return NULL;
}

int submission_begin(struct ctl *ctl, const char *lesson, struct submission *submission)
{
	_cleanup_ask_ struct ask ask = { 0 };
	const char *state;
	int r;

	ask_word(&ask, "STATUS");
	ask_word(&ask, lesson);
	r = ctl_ask_thing(ctl, &ask, &submission->status);
	if (r != STATUS_OK)
		return r;
	state = thing_get(&submission->status, "State");
	if (strcmp(state, "new") != 0 && strcmp(state, "stopped") != 0)
		return STATUS_OK;
	ctl_fail(ctl, STATUS_NOT_ACTIVE, "the lesson is not started");
	ctl_hint(ctl, "practicectl start %s", lesson);
	return STATUS_NOT_ACTIVE;
}

static int find_workspace(struct ctl *ctl, struct submission *submission)
{
	const char *id = thing_get(&submission->status, "Id");
	int r;

	if (submission->workspace.fd >= 0)
		return STATUS_OK;
	r = workspace_find(&submission->workspace, id, false);
	if (r == -ENOENT) {
		ctl_fail(ctl, STATUS_FAILED, "the lesson's folder is not there");
		ctl_hint(ctl, "practicectl start %s lays it out.", id);
		return STATUS_FAILED;
	}
	if (r == -EBADMSG)
		return ctl_fail(ctl, STATUS_FAILED, WORKSPACE_FOREIGN_STATE);
	return r < 0 ? ctl_fail_errno(ctl, r, "the lesson's folder") : STATUS_OK;
}

/* --language, else the workspace's, else what the daemon has noted. */
static int choose_language(struct ctl *ctl, struct submission *submission)
{
	const char *language = ctl->options.language;

	if (!language || !*language)
		language = submission->workspace.language;
	if (!language || !*language)
		language = thing_get(&submission->status, "Language");
	free(submission->language);
	submission->language = *language ? strdup(language) : NULL;
	return *language && !submission->language ? ctl_fail_errno(ctl, -ENOMEM, NULL) : STATUS_OK;
}

/* The endings of the language's files, where the lesson takes any of those; NULL: it names its files. */
static const char *find_endings(const struct submission *submission)
{
	size_t position = 0;
	const char *value;

	while ((value = thing_next(&submission->status, "Takes", &position))) {
		size_t len = strcspn(value, " ");

		if (submission->language && strlen(submission->language) == len &&
			strncmp(value, submission->language, len) == 0)
			return value + len;
	}
	return NULL;
}

static int list_files(struct ctl *ctl, struct submission *submission)
{
	_cleanup_strlist_ struct strlist endings = { 0 };
	const char *words = find_endings(submission);
	int r = words ? strlist_split_words(&endings, words) : 0;

	if (r >= 0)
		r = workspace_list(
			&submission->workspace, words ? &endings : NULL, &submission->names);
	if (r >= 0 && words && submission->names.count == 0)
		return ctl_fail(ctl, STATUS_FAILED, "%s has no file to send: any name ending in .%s is taken",
			submission->workspace.path, endings.count > 0 ? endings.items[0] : "*");

	if (r == -E2BIG || submission->names.count > WIRE_FILES_MAX)
		return ctl_fail(ctl, STATUS_FAILED, "more than %u files are to be sent from %s",
			WIRE_FILES_MAX, submission->workspace.path);
	return r < 0 ? ctl_fail_errno(ctl, r, submission->workspace.path) : STATUS_OK;
}

/* The step's own files; where it names none, all that lie in the folder. */
static int find_names(struct ctl *ctl, struct submission *submission)
{
	_cleanup_starter_ struct starter starter = { 0 };
	int r;

	r = starter_fetch(ctl,
		&(struct starter_query){ .lesson = thing_get(&submission->status, "Id"),
			.step = submission->step,
			.language = submission->language },
		&starter);
	if (r != STATUS_OK)
		return r;
	submission->is_listed = starter.names.count == 0 || find_endings(submission);
	if (submission->is_listed)
		return list_files(ctl, submission);
	r = strlist_copy(&submission->names, &starter.names);
	return r < 0 ? ctl_fail_errno(ctl, r, submission->workspace.path) : STATUS_OK;
}

static int fail_file(
	struct ctl *ctl, const struct submission *submission, const char *name, int error)
{
	const char *path = submission->workspace.path;

	switch (error) {
	case -ENOENT:
		ctl_fail(ctl, STATUS_FAILED, "%s is missing in %s", name, path);
		ctl_hint(ctl,
			"practicectl start %s lays it out again; what you have changed is kept.",
			thing_get(&submission->status, "Id"));
		return STATUS_FAILED;
	case -ELOOP:
		return ctl_fail(ctl, STATUS_FAILED,
			"%s in %s is a link, and links are not followed", name, path);
	case -EFBIG:
		return ctl_fail(ctl, STATUS_FAILED, "%s in %s is larger than %u KiB", name, path,
			WIRE_FILE_MAX / WIRE_KIB);
	case -EISDIR:
	case -EINVAL:
		return ctl_fail(
			ctl, STATUS_FAILED, "%s in %s is not a file that can be sent", name, path);
	default:
		return ctl_fail(ctl, STATUS_FAILED, "%s in %s: %s", name, path, strerror(-error));
	}
}

static int read_files(struct ctl *ctl, struct submission *submission)
{
	size_t total = 0;
	int r;

	submission->contents = calloc(submission->names.count + 1, sizeof(struct buffer));
	if (!submission->contents)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	for (size_t i = 0; i < submission->names.count; i++) {
		r = workspace_read(&submission->workspace, submission->names.items[i],
			&submission->contents[i]);
		if (r < 0)
			return fail_file(ctl, submission, submission->names.items[i], r);
		total += submission->contents[i].len;
	}
	if (total > WIRE_SUBMISSION_MAX)
		return ctl_fail(ctl, STATUS_FAILED,
			"the files in %s have more than %u KiB together",
			submission->workspace.path, WIRE_SUBMISSION_MAX / WIRE_KIB);
	return STATUS_OK;
}

int submission_gather(struct ctl *ctl, const char *step, struct submission *submission)
{
	int r;

	forget_files(submission);
	free(submission->step);
	submission->step = step ? strdup(step) : first_open_step(&submission->status);
	if (step && !submission->step)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	if (!submission->step)
		return STATUS_OK;
	r = find_workspace(ctl, submission);
	if (r == STATUS_OK)
		r = choose_language(ctl, submission);
	if (r == STATUS_OK)
		r = find_names(ctl, submission);
	return r != STATUS_OK ? r : read_files(ctl, submission);
}

int submission_read_again(struct ctl *ctl, struct submission *submission)
{
	int r = STATUS_OK;

	forget_contents(submission);
	if (submission->is_listed) {
		strlist_done(&submission->names);
		r = list_files(ctl, submission);
	}
	return r != STATUS_OK ? r : read_files(ctl, submission);
}

void submission_ask(const struct submission *submission, const char *verb, uint32_t test_case,
	const char *token, struct ask *ask)
{
	char number[16];

	ask_word(ask, verb);
	ask_word(ask, thing_get(&submission->status, "Id"));
	ask_pair(ask, "step", submission->step);
	ask_pair(ask, "language", submission->language);
	(void)snprintf(number, sizeof(number), "%u", test_case);
	if (test_case > 0)
		ask_pair(ask, "case", test_case == SUBMISSION_ALL_CASES ? "all" : number);
	ask_pair(ask, "token", token);
	if (submission->names.count > 0 && strchr(submission->names.items[0], '='))
		ask_word(ask, "--"); /* a name, not an option */
	for (size_t i = 0; i < submission->names.count; i++) {
		ask_word(ask, submission->names.items[i]);
		ask_bytes(ask, submission->contents[i].data ? submission->contents[i].data : "",
			submission->contents[i].len);
	}
}

int submission_print(struct ctl *ctl, const struct submission *submission)
{
	static const struct table_column columns[] = { { .heading = "FILE" },
		{ .heading = "BYTES", .is_right = true } };
	_cleanup_table_ struct table table = { .columns = columns,
		.n_columns = ARRAY_SIZE(columns) };
	_cleanup_rows_ struct rows rows = { 0 };
	struct table_layout layout = { .columns = TABLE_UNLIMITED,
		.has_header = !ctl->options.no_legend };
	int r;

	r = strlist_add(&rows.columns, "FILE");
	if (r >= 0)
		r = strlist_add(&rows.columns, "BYTES");
	for (size_t i = 0; i < submission->names.count && r >= 0; i++) {
		char bytes[24];

		(void)snprintf(bytes, sizeof(bytes), "%zu", submission->contents[i].len);
		r = table_add(&table, submission->names.items[i], STYLE_OFF);
		if (r >= 0)
			r = table_add(&table, bytes, STYLE_OFF);
		if (r >= 0)
			r = strlist_add(&rows.cells, submission->names.items[i]);
		if (r >= 0)
			r = strlist_add(&rows.cells, bytes);
	}
	if (r >= 0)
		r = ctl_is_for_people(ctl) ? table_render(&ctl->text, &ctl->out, &table, &layout)
					   : output_rows(&ctl->text, &ctl->options, &rows);
	return ctl_flush(ctl, r, false);
}
