/* SPDX-License-Identifier: MIT */
/* show: the text of a lesson for people, as a page, or its properties. */
#include "base/file.h"
#include "ctl/ctl.h"
#include "ctl/html.h"
#include "ctl/lesson_choice.h"
#include "ctl/markdown.h"
#include "ctl/verb_table.h"

#include <fcntl.h>

#define FILE_MAX (1024 * 1024)

static int render(struct ctl *ctl, const struct buffer *text)
{
	const char *data = text->data ? text->data : "";
	int r;

	if (ctl->options.html)
		return ctl_flush(ctl, html_render(&ctl->text, data, text->len), false);
	r = markdown_render(&ctl->text, &ctl->out, data, text->len);
	return ctl_flush(ctl, r, true);
}

static int show_file(struct ctl *ctl, const char *path)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_close_ int fd = -1;
	int r;

	ctl->object = path;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ctl_fail_errno(ctl, -errno, NULL);
	r = file_read_all(fd, FILE_MAX, &text);
	return r < 0 ? ctl_fail_errno(ctl, r, NULL) : render(ctl, &text);
}

static int show_properties(struct ctl *ctl, const char *lesson)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "SHOW");
	ask_word(&ask, lesson);
	for (size_t i = 0; i < ctl->options.properties.count; i++)
		ask_word(&ask, ctl->options.properties.items[i]);
	r = ctl_ask_thing(ctl, &ask, &thing);
	return r != STATUS_OK ? r : ctl_print_thing(ctl, &thing);
}

static int show_text(struct ctl *ctl, const char *lesson, const char *step)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "TEXT");
	ask_word(&ask, lesson);
	if (step)
		ask_word(&ask, step);
	r = ctl_ask(ctl, &ask, &answer);
	if (r != STATUS_OK)
		return r;
	r = answer_text(&answer, &text);
	return r < 0 ? ctl_fail_wire(ctl, r) : render(ctl, &text);
}

int ctl_show(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_free_ char *lesson = NULL;
	int r;

	if (ctl->options.file)
		return show_file(ctl, ctl->options.file);
	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return show_properties(ctl, lesson);
	r = show_text(ctl, lesson, lesson_step(ctl, n, arguments));
	if (r == STATUS_NOT_FOUND && ctl->options.html && n == 2)
		ctl_hint(ctl, "practicectl show %s --html >%s writes a file", lesson, arguments[1]);
	return r;
}
