/* SPDX-License-Identifier: MIT */
#include "ctl/laying.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The folder of this laying: before-2026-11-22, or the first one behind it that is not there yet.
 */
static int make_folder(struct laying *laying)
{
	const time_t now = time(NULL);
	char day[32] = "";
	struct tm local;

	if (localtime_r(&now, &local))
		(void)strftime(day, sizeof(day), "%Y-%m-%d", &local);
	for (int i = 1; i <= LAYING_FOLDERS_MAX; i++) {
		int r;

		if (i == 1)
			(void)snprintf(laying->folder, sizeof(laying->folder), "before-%s", day);
		else
			(void)snprintf(
				laying->folder, sizeof(laying->folder), "before-%s.%d", day, i);
		r = workspace_make_folder(laying->workspace, laying->folder);
		if (r != -EEXIST)
			return r;
	}
	return -EEXIST;
}

static int lay_plain(
	struct laying *laying, const char *name, const struct buffer *content, char **ret_backup)
{
	return workspace_lay(laying->workspace, name, content->data ? content->data : "",
		content->len, laying->how == LAYING_REPLACE, ret_backup);
}

/* An enum workspace_outcome or -errno. */
static int lay(
	struct laying *laying, const char *name, const struct buffer *content, char **ret_backup)
{
	int outcome = lay_plain(laying, name, content, ret_backup), r = 0;

	if (outcome != WORKSPACE_KEPT || laying->how != LAYING_ASIDE)
		return outcome;
	if (!laying->folder[0])
		r = make_folder(laying);
	if (r >= 0)
		r = workspace_set_aside(laying->workspace, name, laying->folder);
	return r < 0 ? r : lay_plain(laying, name, content, ret_backup);
}

static int lay_one(struct laying *laying, size_t i)
{
	const char *name = laying->starter->names.items[i];
	const struct buffer *content = &laying->starter->contents[i];
	_cleanup_free_ char *backup = NULL;
	int outcome;

	outcome = lay(laying, name, content, &backup);
	if (outcome == -ELOOP)
		return ctl_fail(laying->ctl, STATUS_FAILED,
			"%s/%s is a link, and links are not followed", laying->workspace->path,
			name);
	if (outcome == -ENXIO || outcome == -EISDIR)
		return ctl_fail(laying->ctl, STATUS_FAILED,
			"%s/%s is not a regular file; move it away", laying->workspace->path, name);
	if (outcome == -EINVAL)
		return ctl_fail(laying->ctl, STATUS_FAILED,
			"the daemon sent a file with a name that is not safe to write");
	if (outcome < 0)
		return ctl_fail_errno(laying->ctl, outcome, name);
	laying->written += outcome == WORKSPACE_WRITTEN || outcome == WORKSPACE_UPDATED ||
			   outcome == WORKSPACE_SAVED;
	laying->kept += outcome == WORKSPACE_KEPT;
	if (outcome == WORKSPACE_KEPT)
		ctl_say(laying->ctl, "Kept %s: you have changed it.", name);
	if (outcome == WORKSPACE_UPDATED)
		ctl_say(laying->ctl,
			"Renewed %s: you had not changed it, and the lesson has a newer one.",
			name);
	if (outcome == WORKSPACE_SAVED)
		ctl_say(laying->ctl, "Saved your %s as %s.", name, backup);
	return STATUS_OK;
}

int laying_lay(struct laying *laying, const char *id, const char *language)
{
	struct ctl *ctl = laying->ctl;
	int r, saved, worst = STATUS_OK;

	r = workspace_find(laying->workspace, id, true);
	if (r == -EBADMSG)
		return ctl_fail(ctl, STATUS_FAILED, WORKSPACE_FOREIGN_STATE);
	if (r == -EINVAL)
		return ctl_fail(ctl, STATUS_FAILED,
			"the daemon sent a lesson's name that is not safe as a folder");
	if (r < 0)
		return ctl_fail_errno(ctl, r, "can't make the lesson's folder");
	for (size_t i = 0; i < laying->starter->names.count; i++) {
		r = lay_one(
			laying, i); /* one that can't be laid is told, and the others are laid */
		worst = r > worst ? r : worst;
	}
	saved = workspace_save(
		laying->workspace, id, language); /* also after half of it: what is laid is known */
	return worst == STATUS_OK && saved < 0 ? ctl_fail_errno(ctl, saved, ".practice") : worst;
}
