/* SPDX-License-Identifier: MIT */
/* progress: days, courses and what is weak; in the terminal, or as a page. */
#include "base/file.h"
#include "ctl/ctl.h"
#include "ctl/output.h"
#include "ctl/overview.h"
#include "ctl/verb_table.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* The whole page or none: whoever has it open in a browser never gets half of one. */
static int write_page(struct ctl *ctl, const char *path)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *folder =
		slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	_cleanup_close_ int fd = -1;
	int r;

	ctl->object = path;
	if (!folder)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return ctl_fail_errno(ctl, -errno, folder);
	r = file_replace_at(fd, slash ? slash + 1 : path, ctl->text.data, ctl->text.len, 0666);
	buffer_clear(&ctl->text);
	if (r < 0)
		return ctl_fail_errno(ctl, r, NULL);
	ctl_say(ctl, "Wrote %s.", path);
	return STATUS_OK;
}

static int print_overview(struct ctl *ctl, const struct thing *progress, const char *path)
{
	_cleanup_free_ struct overview *overview = calloc(1, sizeof(*overview));
	int r = overview ? overview_read(progress, overview) : -ENOMEM;

	if (r == 0)
		r = ctl->options.html ? overview_put_page(&ctl->text, overview)
				      : overview_put(&ctl->text, &ctl->out, overview);
	if (overview)
		overview_done(overview);
	if (r == -EPROTO)
		return ctl_fail_wire(ctl, r);
	if (r == 0 && path)
		return write_page(ctl, path);
	return ctl_flush(ctl, r, !ctl->options.html);
}

int ctl_progress(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_thing_ struct thing progress = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	char days[16];
	int r;

	if (n > 0 && !ctl->options.html) {
		fprintf(stderr,
			"A file is written with --html only: practicectl progress --html %s\n",
			arguments[0]);
		return STATUS_USAGE;
	}
	(void)snprintf(days, sizeof(days), "%u",
		ctl->options.limit > 0 ? ctl->options.limit : OVERVIEW_DAYS_MAX);
	ask_word(&ask, "PROGRESS");
	ask_pair(&ask, "days", days);
	r = ctl_ask_thing(ctl, &ask, &progress);
	if (r != STATUS_OK)
		return r;
	if (!ctl->options.html && !ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &progress);
	return print_overview(ctl, &progress, n > 0 ? arguments[0] : NULL);
}
