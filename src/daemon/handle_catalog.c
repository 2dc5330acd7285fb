/* SPDX-License-Identifier: MIT */
/* Reading the catalog. Works without a store too: then nothing is known of the caller's own
 * progress. */
#include "daemon/handle.h"

#include "base/suggest.h"
#include "daemon/contest_text.h"
#include "daemon/progress.h"
#include "daemon/remember.h"
#include "daemon/standing.h"

#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The caller's progress, or all new while there is no store. A negative return is answered already.
 */
static int read_progress(
	struct call *call, const struct lesson *lesson, struct progress *ret_progress)
{
	int64_t learner;
	int r;

	*ret_progress = (struct progress){ 0 };
	if (!call->service->store)
		return 0;
	r = call_learner(call, &learner);
	if (r < 0)
		return r;
	r = progress_read(call->service->store, learner, lesson, ret_progress);
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

static const char *state_name(const struct call *call, enum practice_state state)
{
	return call->service->store ? practice_state_name(state) : "-";
}

static int join(const struct strlist *list, struct buffer *words)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < list->count; i++)
		r = buffer_printf(words, "%s%s", i > 0 ? " " : "", list->items[i]);
	return r;
}

/* LIST */

#define SHARE_MAX 24 /* two numbers of ten digits */

struct list_filter {
	const char *glob, *course;
	bool has_state;
	enum practice_state state;
};

static bool is_listed(const struct list_filter *filter, const struct lesson *lesson)
{
	if (filter->course && strcmp(filter->course, lesson->course) != 0)
		return false;
	return !filter->glob || fnmatch(filter->glob, lesson->id, 0) == 0 ||
	       fnmatch(filter->glob, lesson->name, 0) == 0;
}

/* As printf() does, which would take longer than all else of a row. */
static char *put_number(char *at, uint32_t number)
{
	char digits[10];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		*at++ = digits[--n];
	return at;
}

/* "part/whole" */
static const char *format_share(uint32_t part, uint32_t whole, char text[static SHARE_MAX])
{
	char *at = put_number(text, part);

	*at++ = '/';
	*put_number(at, whole) = '\0';
	return text;
}

static void list_row(struct call *call, struct answer *answer, const struct listing_row *row,
	const struct standing *standing)
{
	char steps[SHARE_MAX], points[SHARE_MAX];

	answer_row_on(answer, call->service->listing->text.data + row->at, row->len,
		(const char *const[]){ state_name(call, standing->state),
			format_share(standing->passed, row->n_steps, steps),
			format_share(standing->points, row->points, points) },
		3);
}

/* The caller's own, or all new while there is no store. A negative return is answered already. */
static int read_standings(struct call *call, struct standing **ret_standings)
{
	const struct catalog *catalog = call->service->catalog;
	int64_t learner;
	int r;

	if (!call->service->store) {
		*ret_standings = calloc(catalog->n_lessons + 1, sizeof(**ret_standings));
		r = *ret_standings ? 0 : -ENOMEM;
	} else {
		r = call_learner(call, &learner);
		if (r < 0)
			return r;
		r = standings_read(call->service->store, learner, catalog, ret_standings);
	}
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

static int list_lessons(struct call *call, const struct list_filter *filter, struct answer *answer)
{
	const struct catalog *catalog = call->service->catalog;
	_cleanup_free_ struct standing *standings = NULL;
	int r = read_standings(call, &standings);

	for (size_t i = 0; r >= 0 && i < catalog->n_lessons; i++) {
		if (!is_listed(filter, catalog->lessons[i]))
			continue;
		if (!filter->has_state || standings[i].state == filter->state)
			list_row(call, answer, &call->service->listing->rows[i], &standings[i]);
	}
	return r;
}

void handle_list(struct call *call)
{
	struct list_filter filter = { .glob = call->args[0], .course = call->options[1] };
	_cleanup_answer_ struct answer answer = { 0 };

	answer_init(&answer, &call->reply);
	filter.has_state = call->options[0] != NULL;
	if (filter.has_state && practice_state_from_name(call->options[0], &filter.state) < 0) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"'%s' is no state: new, active, stopped or passed", call->options[0]);
		return;
	}
	if (filter.has_state && !call->service->store) {
		(void)reply_error(&call->reply, REPLY_STORE, "%s", call->service->store_problem);
		return;
	}
	answer_row(&answer,
		(const char *const[]){ "ID", "TITLE", "LEVEL", "MINUTES", "LANGUAGES", "STATE",
			"STEPS", "POINTS" },
		8);
	if (list_lessons(call, &filter, &answer) >= 0)
		answer_send(&answer, &call->reply);
}

/* SHOW */

struct show {
	struct answer answer;
	const struct call *call;
	const struct lesson *lesson;
	const struct progress *progress;
};

static void show_words(struct show *show, const char *key, const struct strlist *list)
{
	_cleanup_buffer_ struct buffer words = { 0 };

	if (join(list, &words) < 0)
		show->answer.reply.error = -ENOMEM;
	answer_field(&show->answer, key, words.data);
}

static void show_id(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->id);
}

static void show_course(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->course);
}

static void show_name(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->name);
}

static void show_title(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->title);
}

static void show_summary(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->summary);
}

static void show_level(struct show *show, const char *key)
{
	answer_field(&show->answer, key, lesson_level_name(show->lesson->level));
}

static void show_minutes(struct show *show, const char *key)
{
	answer_number(&show->answer, key, show->lesson->minutes);
}

static void show_goals(struct show *show, const char *key)
{
	answer_fields(&show->answer, key, &show->lesson->goals);
}

static void show_languages(struct show *show, const char *key)
{
	show_words(show, key, &show->lesson->languages);
}

static void show_after(struct show *show, const char *key)
{
	show_words(show, key, &show->lesson->after);
}

static void show_next(struct show *show, const char *key)
{
	answer_field(&show->answer, key, show->lesson->next);
}

static void show_state(struct show *show, const char *key)
{
	answer_field(&show->answer, key, state_name(show->call, show->progress->practice.state));
}

static void show_steps(struct show *show, const char *key)
{
	(void)key;
	progress_answer_steps(&show->answer, show->lesson, show->progress, false);
}

static const struct show_field {
	const char *key;
	void (*show)(struct show *show, const char *key);
} show_fields[] = {
	{ "Id", show_id },
	{ "Course", show_course },
	{ "Name", show_name },
	{ "Title", show_title },
	{ "Summary", show_summary },
	{ "Level", show_level },
	{ "Minutes", show_minutes },
	{ "Goal", show_goals },
	{ "Languages", show_languages },
	{ "After", show_after },
	{ "Next", show_next },
	{ "State", show_state },
	{ "Step", show_steps },
};

static bool is_wanted(const struct call *call, const char *key)
{
	for (size_t i = 1; i < call->n_args; i++) {
		if (strcmp(call->args[i], key) == 0)
			return true;
	}
	return call->n_args == 1;
}

static int check_keys(struct call *call)
{
	for (size_t i = 1; i < call->n_args; i++) {
		struct suggest suggest;
		bool is_known = false;

		suggest_init(&suggest, call->args[i]);
		for (size_t j = 0; j < ARRAY_SIZE(show_fields); j++) {
			suggest_offer(&suggest, show_fields[j].key);
			is_known = is_known || strcmp(show_fields[j].key, call->args[i]) == 0;
		}
		if (is_known)
			continue;
		if (suggest.best)
			(void)reply_error(&call->reply, REPLY_BADARG,
				"a lesson has no '%s', did you mean '%s'?", call->args[i],
				suggest.best);
		else
			(void)reply_error(&call->reply, REPLY_BADARG,
				"a lesson has no '%s': SHOW without keys shows all", call->args[i]);
		return -EINVAL;
	}
	return 0;
}

void handle_show(struct call *call)
{
	const struct lesson *lesson = call_lesson(call, call->args[0]);
	struct show show = { .call = call, .lesson = lesson };
	struct progress progress;

	if (!lesson || check_keys(call) < 0 || read_progress(call, lesson, &progress) < 0)
		return;
	show.progress = &progress;
	answer_init(&show.answer, &call->reply);
	for (size_t i = 0; i < ARRAY_SIZE(show_fields); i++) {
		if (is_wanted(call, show_fields[i].key))
			show_fields[i].show(&show, show_fields[i].key);
	}
	answer_send(&show.answer, &call->reply);
	answer_done(&show.answer);
}

/* TEXT */

/* The lesson's, and what only this host knows of its limits. */
static void send_lesson_text(struct call *call, const struct lesson *lesson)
{
	const struct service *service = call->service;
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = lesson->text ? buffer_append(&text, lesson->text, lesson->text_len) : 0;

	if (r >= 0)
		r = contest_text_add(lesson, &service->times, service->languages, &text);
	if (r < 0)
		call->reply.error = r;
	else
		(void)reply_text_lines(&call->reply, text.data ? text.data : "", text.len);
}

void handle_text(struct call *call)
{
	const struct lesson *lesson = call_lesson(call, call->args[0]);
	const struct step *step = NULL;

	if (!lesson)
		return;
	if (call->n_args == 2 && call->args[1][0]) {
		step = call_step(call, lesson, call->args[1]);
		if (!step)
			return;
	}
	/* Lessons of one step often say all in the lesson's text. */
	if (step && step->text)
		(void)reply_text_lines(&call->reply, step->text, step->text_len);
	else
		send_lesson_text(call, lesson);
}

/* FILES */

struct file_choice {
	const struct lesson_file *files;
	size_t n_files;
	const struct strlist *names; /* only those; NULL: all */
};

static bool is_chosen(const struct file_choice *choice, const struct lesson_file *file)
{
	return !choice->names || choice->names->count == 0 ||
	       strlist_contains(choice->names, file->name);
}

static void send_files(struct call *call, const struct file_choice *choice)
{
	size_t count = 0;

	for (size_t i = 0; i < choice->n_files; i++)
		count += is_chosen(choice, &choice->files[i]);
	(void)reply_array(&call->reply, 2 * count);
	for (size_t i = 0; i < choice->n_files; i++) {
		if (!is_chosen(choice, &choice->files[i]))
			continue;
		(void)reply_simple(&call->reply, choice->files[i].name);
		(void)reply_bulk(&call->reply, choice->files[i].data, choice->files[i].len);
	}
}

/* Begun anew, and not found again yet. */
static bool is_reviewed(struct call *call, const struct lesson *lesson, const struct step *step)
{
	int64_t learner;

	return call_learner(call, &learner) < 0 ||
	       remember_is_reviewed(call->service, learner, lesson->id, step->name);
}

/* A solution is shown to whoever found one, where the lesson says nothing else. */
static int may_see_solution(struct call *call, const struct lesson *lesson, const struct step *step,
	const struct progress *progress)
{
	if (call->role == ROLE_INSTRUCTOR)
		return 0;
	if (!step) {
		(void)reply_error(&call->reply, REPLY_BADARG, "set=solution needs step=");
		return -EINVAL;
	}
	if (lesson->solutions == SOLUTIONS_ALWAYS ||
		(lesson->solutions == SOLUTIONS_AFTER_PASS &&
			progress->steps[step - lesson->steps].is_passed &&
			!is_reviewed(call, lesson, step)))
		return 0;
	if (lesson->solutions == SOLUTIONS_NEVER)
		(void)reply_error(&call->reply, REPLY_DENIED,
			"the solutions of %s are not shown: the lesson says so", lesson->id);
	else
		(void)reply_error(&call->reply, REPLY_DENIED,
			"the solution of '%s' is shown when this step is passed", step->name);
	return -EPERM;
}

static int parse_set(struct call *call, const char *set, bool *ret_solution)
{
	bool is_solution = set && strcmp(set, "solution") == 0;

	if (set && !is_solution && strcmp(set, "starter") != 0) {
		(void)reply_error(
			&call->reply, REPLY_BADARG, "'%s' is no set: starter or solution", set);
		return -EINVAL;
	}
	*ret_solution = is_solution;
	return 0;
}

static const struct lesson_language *find_starters(
	const struct lesson *lesson, const char *language)
{
	for (size_t i = 0; i < lesson->languages.count; i++) {
		if (strcmp(lesson->languages.items[i], language) == 0)
			return &lesson->starters[i];
	}
	return NULL;
}

void handle_files(struct call *call)
{
	const struct lesson *lesson = call_lesson(call, call->args[0]);
	struct file_choice choice = { 0 };
	const struct lesson_language *starters;
	const struct step *step = NULL;
	const char *language;
	struct progress progress;
	bool is_solution;

	if (!lesson || parse_set(call, call->options[2], &is_solution) < 0 ||
		read_progress(call, lesson, &progress) < 0)
		return;
	language = call_language(call, lesson, call->options[0], progress.practice.language);
	if (call->options[1])
		step = call_step(call, lesson, call->options[1]);
	if (!language || (call->options[1] && !step))
		return;
	if (is_solution && may_see_solution(call, lesson, step, &progress) < 0)
		return;
	starters = find_starters(lesson, language);
	if (starters) {
		choice.files = is_solution ? starters->solution : starters->starter;
		choice.n_files = is_solution ? starters->n_solution : starters->n_starter;
	}
	if (step && !step_find_language(step, language)) {
		(void)reply_error(
			&call->reply, REPLY_STATE, "the step '%s' has no %s", step->name, language);
		return;
	}
	if (step)
		choice.names = &step_find_language(step, language)->files;
	send_files(call, &choice);
}
