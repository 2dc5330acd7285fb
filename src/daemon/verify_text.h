/* SPDX-License-Identifier: MIT */
/* A lesson's pages: the parts are there and in their order, and links lead somewhere. */
#pragma once

#include "daemon/verify_report.h"
#include "learn/lesson.h"

/* dir_fd: the lesson's folder, below which (and beside which, in the course) links lead. 0 or
   -ENOMEM. */
int text_verify(const struct lesson *lesson, int dir_fd, struct report *report);

/* One page. is_lesson: it has all the parts that a lesson has. */
struct text_page {
	const char *name, *text, *title;
	size_t len;
	bool is_lesson;
	int dir_fd; /* -1: links are not followed */
};
int text_verify_page(const struct text_page *page, struct report *report);
