/* SPDX-License-Identifier: MIT */
/*
 * The files are laid first and then the daemon is told: whoever is interrupted between the two
 * finds the starter again next time, and nothing that was written since is moved away unless the
 * review has not begun.
 */
#include "ctl/review.h"

#include "ctl/laying.h"
#include "ctl/lesson_name.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void review_done(struct review *review)
{
	thing_done(&review->reply);
	free(review->path);
}

static bool is_named(const char *id, const char *lesson)
{
	return strcmp(id, lesson) == 0 || strcmp(lesson_short_name(id), lesson) == 0;
}

/* Whether DUE has the step, and whether its review was begun. */
static int find_due(
	struct ctl *ctl, const char *lesson, const char *step, bool *ret_is_due, bool *ret_is_begun)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "DUE");
	r = ctl_ask_rows(ctl, &ask, &rows);
	*ret_is_due = *ret_is_begun = false;
	for (size_t i = 0; r == STATUS_OK && i < rows_count(&rows); i++) {
		const char *card = rows_get(&rows, i, "CARD"), *slash = strrchr(card, '/');

		if (strcmp(rows_get(&rows, i, "KIND"), "step") == 0 && slash &&
			strcmp(slash + 1, step) == 0 &&
			is_named(rows_get(&rows, i, "LESSON"), lesson)) {
			*ret_is_due = true;
			*ret_is_begun = *rows_get(&rows, i, "BEGUN");
		}
	}
	return r;
}

int review_is_begun(struct ctl *ctl, const char *lesson, const char *step, bool *ret_is_begun)
{
	bool is_due;

	return find_due(ctl, lesson, step, &is_due, ret_is_begun);
}

static int fetch_status(struct ctl *ctl, const char *lesson, struct thing *ret_status)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "STATUS");
	ask_word(&ask, lesson);
	return ctl_ask_thing(ctl, &ask, ret_status);
}

static int lay_step(
	struct ctl *ctl, const struct thing *status, const char *step, struct review *review)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	_cleanup_starter_ struct starter starter = { 0 };
	struct laying laying = {
		.ctl = ctl, .workspace = &workspace, .starter = &starter, .how = LAYING_ASIDE
	};
	const char *language =
		ctl->options.language ? ctl->options.language : thing_get(status, "Language");
	int r = starter_fetch(ctl,
		&(struct starter_query){ .lesson = thing_get(status, "Id"),
			.language = *language ? language : NULL,
			.step = step },
		&starter);

	if (r == STATUS_OK)
		r = laying_lay(&laying, thing_get(status, "Id"), language);
	(void)snprintf(review->kept, sizeof(review->kept), "%s", laying.folder);
	return r;
}

static int find_path(struct ctl *ctl, const char *id, struct review *review)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	int r = workspace_find(&workspace, id, true);

	if (r == -EBADMSG)
		return ctl_fail(ctl, STATUS_FAILED, WORKSPACE_FOREIGN_STATE);
	if (r < 0)
		return ctl_fail_errno(ctl, r, "can't open the lesson's folder");
	review->path = TAKE_PTR(workspace.path);
	return STATUS_OK;
}

static int tell_begin(struct ctl *ctl, const char *id, const char *step, struct thing *ret_reply)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "REVIEW");
	ask_word(&ask, id);
	ask_word(&ask, step);
	ask_pair(&ask, "language", ctl->options.language);
	return ctl_ask_thing(ctl, &ask, ret_reply);
}

int review_begin(struct ctl *ctl, const char *lesson, const char *step, struct review *ret_review)
{
	_cleanup_thing_ struct thing status = { 0 };
	_cleanup_review_ struct review review = { 0 };
	bool is_due, is_begun;
	int r = find_due(ctl, lesson, step, &is_due, &is_begun);

	if (r == STATUS_OK)
		r = fetch_status(ctl, lesson, &status);
	if (r == STATUS_OK && is_due && !is_begun)
		r = lay_step(ctl, &status, step, &review);
	/* Where it is not due the daemon says so. */
	if (r == STATUS_OK)
		r = tell_begin(ctl, thing_get(&status, "Id"), step, &review.reply);
	if (r == STATUS_OK)
		r = find_path(ctl, thing_get(&status, "Id"), &review);
	if (r == STATUS_OK) {
		*ret_review = review;
		review = (struct review){ 0 };
	}
	return r;
}
