/* SPDX-License-Identifier: MIT */
#include "daemon/suggestion.h"

#include "daemon/progress.h"

#include <stdio.h>
#include <string.h>

struct current {
	const struct catalog *catalog;
	const struct lesson *lesson;
};

static const struct lesson *find_lesson(const struct catalog *catalog, const char *id)
{
	const struct lesson *lesson = NULL;

	return catalog_find(catalog, id, &lesson) == CATALOG_FOUND && strcmp(lesson->id, id) == 0
		       ? lesson
		       : NULL;
}

/* 1: the lesson has a step to do; 0: it is passed; negative as the store says. */
static int suggest_lesson(struct call *call, int64_t learner, const struct lesson *lesson,
	const char *reason, struct suggestion *suggestion)
{
	struct progress progress;
	int r;

	if (!lesson)
		return 0;
	r = progress_read(call->service->store, learner, lesson, &progress);
	if (r < 0 || (progress.practice.state != PRACTICE_NEW && !progress.next))
		return r;
	suggestion->lesson = lesson;
	suggestion->step = progress.next ? progress.next : lesson->steps;
	suggestion->reason = reason;
	(void)snprintf(suggestion->language, sizeof(suggestion->language), "%s",
		progress.practice.language[0] ? progress.practice.language
					      : lesson->languages.items[0]);
	return 1;
}

/* The first of the course (NULL: of all) that isn't passed. */
static int suggest_from(struct call *call, int64_t learner, const char *course, const char *reason,
	struct suggestion *suggestion)
{
	const struct catalog *catalog = call->service->catalog;
	int r = 0;

	for (size_t i = 0; r == 0 && i < catalog->n_lessons; i++) {
		if (!course || strcmp(catalog->lessons[i]->course, course) == 0)
			r = suggest_lesson(call, learner, catalog->lessons[i], reason, suggestion);
	}
	return r;
}

static int keep_current(void *userdata, const char *lesson, const struct practice *practice)
{
	struct current *current = userdata;

	if (practice->is_current)
		current->lesson = find_lesson(current->catalog, lesson);
	return 0;
}

int suggestion_find(struct call *call, int64_t learner, struct suggestion *ret_suggestion)
{
	struct current found = { .catalog = call->service->catalog };
	struct suggestion *suggestion = ret_suggestion;
	const struct lesson *current;
	int r = practice_each(call->service->store, learner, keep_current, &found);

	*suggestion = (struct suggestion){ .reason = "everything is passed" };
	current = found.lesson;
	if (r == 0)
		r = suggest_lesson(
			call, learner, current, "the next step of the current lesson", suggestion);

	if (r == 0 && current && current->next)
		r = suggest_lesson(call, learner,
			find_lesson(call->service->catalog, current->next),
			"the lesson that follows", suggestion);
	if (r == 0 && current)
		r = suggest_from(call, learner, current->course, "the next lesson of the course",
			suggestion);
	if (r == 0)
		r = suggest_from(
			call, learner, NULL, "the first lesson that is not passed", suggestion);
	return r;
}
