/* SPDX-License-Identifier: MIT */
#include "daemon/verify_text.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "daemon/verify_page.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define PICTURE_COLUMNS 80 /* of the narrowest usual terminal */

/* What has to stand below a heading, its own subheadings included. */
enum need { NEED_NOTHING, NEED_CODE, NEED_LIST };

/* The parts of a lesson, in their order (practice-lesson(5)); each may be called by any of its
   names. */
static const struct part {
	const char *names[4];
	enum need need;
} parts[] = {
	{ { "Learning goals", "Goals", "What you will learn" }, NEED_LIST },
	{ { "The core concept", "Core concept", "The idea" }, NEED_NOTHING },
	{ { "Visual guide", "The picture", "Picture" }, NEED_CODE },
	{ { "Code and implementation", "Code", "Code and how to run it" }, NEED_CODE },
	{ { "Expected output" }, NEED_CODE },
	{ { "Practical project", "Practice task", "Practice" }, NEED_NOTHING },
	{ { "The challenge", "Challenge" }, NEED_NOTHING },
	{ { "Steps", "The steps" }, NEED_LIST },
	{ { "Tips", "Helpful tips" }, NEED_NOTHING },
	{ { "Code highlights", "Highlights" }, NEED_CODE },
	{ { "Quick knowledge check", "Knowledge check" }, NEED_NOTHING },
	{ { "Continue learning", "What comes next" }, NEED_NOTHING },
};

struct checking {
	const struct text_page *what;
	struct page page;
	struct report *report;
};

static void complain(
	const struct checking *checking, unsigned line, const char *message, const char *detail)
{
	report_finding(checking->report, REPORT_AT(checking->what->name, line), "%s%s%s", message,
		detail ? ": " : "", detail ? detail : "");
}

static size_t find_part(const struct page *page, const struct part *part)
{
	for (size_t i = 1; i < page->n_headings; i++) {
		for (size_t k = 0; k < ARRAY_SIZE(part->names) && part->names[k]; k++) {
			if (strcasecmp(page->headings[i].text, part->names[k]) == 0)
				return i;
		}
	}
	return 0;
}

/* Of the heading and those below it. */
static bool has(const struct page *page, size_t index, enum need need)
{
	unsigned level = page->headings[index].level;
	bool found = need == NEED_NOTHING;

	for (size_t i = index; !found && i < page->n_headings; i++) {
		const struct page_heading *heading = &page->headings[i];

		if (i > index && heading->level <= level)
			break;
		found = need == NEED_CODE ? heading->has_code : heading->has_list;
	}
	return found;
}

static void check_parts(const struct checking *checking)
{
	const struct page *page = &checking->page;
	size_t last = 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t index = find_part(page, &parts[i]);
		unsigned line = index > 0 ? page->headings[index].line : 1;

		if (index == 0)
			complain(checking, 1, "a part is missing", parts[i].names[0]);
		else if (index < last)
			complain(checking, line, "this part stands too early, it belongs behind",
				page->headings[last].text);
		else if (!has(page, index, parts[i].need))
			complain(checking, line,
				parts[i].need == NEED_CODE ? "there is no block of code here"
							   : "there is no list here",
				page->headings[index].text);
		last = index > last ? index : last;
	}
}

static void check_title(const struct checking *checking)
{
	const struct page *page = &checking->page;
	const char *title = checking->what->title;

	if (page->n_headings < 2 || page->headings[1].level != 1 ||
		strcmp(page->headings[1].text, title) != 0)
		complain(checking, 1, "the page does not begin with its title as '# ...'", title);
	else if (!page->headings[1].has_prose && checking->what->is_lesson)
		complain(checking, page->headings[1].line, "the title has no introduction below it",
			NULL);
}

static void check_pictures(const struct checking *checking)
{
	const struct page_heading *heading;
	size_t index = find_part(&checking->page, &parts[2]);

	if (index == 0)
		return;
	heading = &checking->page.headings[index];
	if (heading->code_columns > PICTURE_COLUMNS)
		report_finding(checking->report,
			REPORT_AT(checking->what->name, heading->wide_line),
			"the picture is %zu columns wide, a terminal has %d", heading->code_columns,
			PICTURE_COLUMNS);
}

static bool has_scheme(const char *target, const char *scheme)
{
	return strncasecmp(target, scheme, strlen(scheme)) == 0;
}

/* From the page's own folder; it may lead to another lesson of the course or the catalog, but not
   out of it. */
static bool leads_somewhere(int dir_fd, const char *page, const char *target)
{
	const char *slash = strrchr(page, '/');
	char path[PATH_MAX];
	struct stat status;
	size_t len = strcspn(target, "?#");

	if (target[0] == '/' || len == 0)
		return len == 0;
	if (snprintf(path, sizeof(path), "%.*s%.*s", slash ? (int)(slash - page + 1) : 0, page,
		    (int)len, target) >= (int)sizeof(path))
		return false;
	if (fstatat(dir_fd, path, &status, 0) == 0)
		return true;
	/* course/lesson, from the catalog's folder. */
	return snprintf(path, sizeof(path), "../../%.*s/lesson.ini", (int)len, target) <
		       (int)sizeof(path) &&
	       fstatat(dir_fd, path, &status, 0) == 0;
}

static void check_link(const struct checking *checking, const struct page_link *link)
{
	const char *target = link->target;

	if (has_scheme(target, "http://") || has_scheme(target, "https://") ||
		has_scheme(target, "mailto:"))
		return; /* nobody is asked over the network */
	if (target[0] == '#') {
		if (!page_has_anchor(&checking->page, target + 1))
			complain(checking, link->line, "no heading of the page is called so",
				target);
		return;
	}
	if (strchr(target, ':'))
		complain(checking, link->line, "what kind of link is this", target);
	else if (strchr(target, '(') && strchr(target, ')'))
		complain(checking, link->line, "a man page is named, not linked", target);
	else if (target[0] == '/')
		complain(checking, link->line, "a link is relative: not every host has this",
			target);
	else if (!leads_somewhere(checking->what->dir_fd, checking->what->name, target))
		complain(checking, link->line, "the link leads nowhere", target);
}

/* They would drive the terminal of whoever reads it raw, and show as \xHH to all others. */
static void check_characters(const struct checking *checking)
{
	const char *text = checking->what->text;
	size_t left = checking->what->len, size;
	unsigned line = 1, point;

	while ((size = text_next(text, left, &point)) > 0) {
		if (point != '\t' && point != '\n' && text_is_control(point)) {
			report_finding(checking->report, REPORT_AT(checking->what->name, line),
				"a control character (U+%04X) stands here", point);
			return; /* one is enough: it may be in each line */
		}
		line += point == '\n';
		text += size;
		left -= size;
	}
}

int text_verify_page(const struct text_page *page, struct report *report)
{
	struct checking checking = { .what = page, .report = report };
	int r = page_read(page->text, page->len, &checking.page);

	if (r == -E2BIG) {
		complain(&checking, 1, "the page has too many headings or links", NULL);
		return 0;
	}
	if (r < 0)
		return r;
	check_characters(&checking);
	check_title(&checking);
	if (page->is_lesson) {
		check_parts(&checking);
		check_pictures(&checking);
	}
	for (size_t i = 0; page->dir_fd >= 0 && i < checking.page.n_links; i++)
		check_link(&checking, &checking.page.links[i]);
	page_done(&checking.page);
	return 0;
}

int text_verify(const struct lesson *lesson, int dir_fd, struct report *report)
{
	const struct text_page page = { .name = lesson->text_name,
		.text = lesson->text,
		.title = lesson->title,
		.len = lesson->text_len,
		.is_lesson = true,
		.dir_fd = dir_fd };
	int r = text_verify_page(&page, report);

	for (size_t i = 0; r >= 0 && i < lesson->n_steps; i++) {
		const struct step *step = &lesson->steps[i];
		const struct text_page step_page = { .name = step->text_name,
			.text = step->text,
			.title = step->title,
			.len = step->text_len,
			.dir_fd = dir_fd };

		if (step->text)
			r = text_verify_page(&step_page, report);
		else
			report_warning(report, REPORT_AT("lesson.ini", step->line),
				"step %s has no text =", step->name);
	}
	return r;
}
