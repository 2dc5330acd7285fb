/* SPDX-License-Identifier: MIT */
#include "daemon/call.h"

#include "base/buffer.h"
#include "base/parse.h"
#include "base/suggest.h"
#include "daemon/day.h"
#include "store/learner.h"
#include "store/today.h"

#include <errno.h>
#include <string.h>

/* "a/x, b/x": whose last part is `name`. */
static int list_namesakes(const struct catalog *catalog, const char *name, struct buffer *names)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < catalog->n_lessons; i++) {
		const struct lesson *lesson = catalog->lessons[i];

		if (strcmp(lesson->name, name) == 0)
			r = buffer_printf(names, "%s%s", names->len > 0 ? ", " : "", lesson->id);
	}
	return r;
}

static void fail_ambiguous(struct call *call, const char *name)
{
	_cleanup_buffer_ struct buffer names = { 0 };

	if (list_namesakes(call->service->catalog, name, &names) < 0)
		return;
	(void)reply_error(&call->reply, REPLY_BADARG, "'%s' is ambiguous: %s", name,
		names.data ? names.data : "");
}

static void fail_unknown_lesson(struct call *call, const char *name)
{
	const char *near = catalog_suggest(call->service->catalog, name);

	if (near)
		(void)reply_error(&call->reply, REPLY_NOTFOUND,
			"no lesson '%s', did you mean '%s'?", name, near);
	else
		(void)reply_error(
			&call->reply, REPLY_NOTFOUND, "no lesson '%s': LIST shows all", name);
}

const struct lesson *call_lesson(struct call *call, const char *name)
{
	const struct lesson *lesson = NULL;

	switch (service_find_lesson(call->service, name, &lesson)) {
	case CATALOG_FOUND:
		return lesson;
	case CATALOG_AMBIGUOUS:
		fail_ambiguous(call, name);
		return NULL;
	default:
		fail_unknown_lesson(call, name);
		return NULL;
	}
}

const struct step *call_step(struct call *call, const struct lesson *lesson, const char *name)
{
	const struct step *step = lesson_find_step(lesson, name);
	struct suggest suggest;

	if (step)
		return step;
	suggest_init(&suggest, name);
	for (size_t i = 0; i < lesson->n_steps; i++)
		suggest_offer(&suggest, lesson->steps[i].name);
	if (suggest.best)
		(void)reply_error(&call->reply, REPLY_NOTFOUND,
			"no step '%s' in %s, did you mean '%s'?", name, lesson->id, suggest.best);
	else
		(void)reply_error(&call->reply, REPLY_NOTFOUND,
			"no step '%s' in %s: SHOW %s names them", name, lesson->id, lesson->id);
	return NULL;
}

void call_fail_store(struct call *call, int error)
{
	const struct store *store = call->service->store;

	if (error == -ENOMEM)
		call->reply.error = error;
	else
		(void)reply_error(&call->reply, REPLY_STORE, "%s",
			store ? store_error(store) : call->service->store_problem);
}

int call_learner(struct call *call, int64_t *ret_learner)
{
	struct peer *peer = call->peer;

	if (peer->learner == 0) {
		int r = learner_ensure(call->service->store, peer->uid, peer->name,
			call_now_us(call), &peer->learner);

		if (r < 0) {
			call_fail_store(call, r);
			return r;
		}
	}
	*ret_learner = peer->learner;
	return 0;
}

void call_note_work(struct call *call)
{
	const int64_t now_us = call_now_us(call);
	struct store *store = call->service->store;
	struct peer *peer = call->peer;

	if (peer->learner != 0 ||
		learner_ensure(store, peer->uid, peer->name, now_us, &peer->learner) == 0)
		(void)today_act(store, peer->learner, day_end_us(now_us), now_us);
}

int call_number(struct call *call, const char *what, const char *value, uint32_t min, uint32_t max,
	uint32_t *ret_number)
{
	uint32_t number;

	if (!value)
		return 0;
	if (parse_u32(value, max, &number) < 0 || number < min) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"'%s' is no %s: a number from %u to %u is expected", value, what, min, max);
		return -EINVAL;
	}
	*ret_number = number;
	return 0;
}

const char *call_sandbox(const struct call *call)
{
	static const char *const names[] = {
		[JOBS_SANDBOX_STARTING] = "starting",
		[JOBS_SANDBOX_ISOLATED] = "namespaces",
		[JOBS_SANDBOX_NONE] = "none",
		[JOBS_SANDBOX_UNSAFE] = "unsafe",
	};

	return names[jobs_sandbox(call->service->jobs)];
}

int64_t call_now_us(const struct call *call)
{
	(void)call;
	return service_now_us();
}

static void fail_language(struct call *call, const struct lesson *lesson, const char *name)
{
	_cleanup_buffer_ struct buffer names = { 0 };
	int r = 0;

	for (size_t i = 0; r >= 0 && i < lesson->languages.count; i++)
		r = buffer_printf(&names, "%s%s", i > 0 ? " " : "", lesson->languages.items[i]);
	(void)reply_error(&call->reply, REPLY_BADARG, "'%s' is no language of %s, which has: %s",
		name, lesson->id, names.data ? names.data : "");
}

const char *call_language(
	struct call *call, const struct lesson *lesson, const char *named, const char *practised)
{
	if (named && !strlist_contains(&lesson->languages, named)) {
		fail_language(call, lesson, named);
		return NULL;
	}
	if (named)
		return named;
	if (practised && strlist_contains(&lesson->languages, practised))
		return practised;
	return lesson->languages.items[0];
}

static void fail_missing(struct call *call, const struct language *language)
{
	if (language->package)
		(void)reply_error(&call->reply, REPLY_STATE,
			"%s can't be used here, '%s' is missing: install the package %s",
			language->name, language->missing_tool, language->package);
	else
		(void)reply_error(&call->reply, REPLY_STATE,
			"%s can't be used here, '%s' is missing", language->name,
			language->missing_tool);
}

static const struct language *find_offered(const struct call *call, const char *id)
{
	const struct language *language = language_set_find(call->service->languages, id);

	return language && !language->missing_tool ? language : NULL;
}

const struct language *call_ready_language(
	struct call *call, const struct lesson *lesson, const char *named, const char *practised)
{
	const char *id = call_language(call, lesson, named, practised);
	const struct language *language;

	if (!id)
		return NULL;
	/* Nobody asked for this one in particular: take the first that works. */
	for (size_t i = 0; !named && !(practised && practised[0]) && i < lesson->languages.count;
		i++) {
		language = find_offered(call, lesson->languages.items[i]);
		if (language)
			return language;
	}
	language = language_set_find(call->service->languages, id);
	if (!language) {
		(void)reply_error(&call->reply, REPLY_STATE,
			"the language '%s' is not defined here: STATS names those that are", id);
		return NULL;
	}
	if (language->missing_tool) {
		fail_missing(call, language);
		return NULL;
	}
	return language;
}
