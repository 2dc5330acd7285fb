/* SPDX-License-Identifier: MIT */
#include "daemon/verbs.h"

#include "base/suggest.h"
#include "daemon/handle.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static void handle_help(struct call *call);

static const char *const list_options[] = { "state", "course", NULL };
static const char *const files_options[] = { "language", "step", "set", NULL };
static const char *const start_options[] = { "language", NULL };
static const char *const run_options[] = { "step", "language", "case", NULL };
static const char *const check_options[] = { "step", "language", "token", NULL };
static const char *const hint_options[] = { "step", NULL };
static const char *const history_options[] = { "limit", NULL };
static const char *const due_options[] = { "limit", NULL };
static const char *const progress_options[] = { "days", NULL };
static const char *const review_options[] = { "language", NULL };
static const char *const today_options[] = { "minutes", NULL };

_Static_assert(
	ARRAY_SIZE(run_options) - 1 <= CALL_OPTIONS_MAX, "a call holds all options of a verb");

const struct verb verbs[] = {
	{ "PING", 0, 1, NULL, ROLE_LEARNER, VERB_ALWAYS, handle_ping, "[text]", "are you there",
		NULL },
	{ "HELLO", 0, 1, NULL, ROLE_LEARNER, VERB_ALWAYS, handle_hello, "[2]",
		"who serves here, and which protocol", "The only protocol is 2, that is RESP2." },
	{ "HELP", 0, 1, NULL, ROLE_LEARNER, VERB_ALWAYS, handle_help, "[verb]",
		"all verbs, or one in full", NULL },
	{ "WHOAMI", 0, 0, NULL, ROLE_LEARNER, 0, handle_whoami, "",
		"who you are, as the kernel says", NULL },
	{ "QUIT", 0, 0, NULL, ROLE_LEARNER, VERB_ALWAYS, handle_quit, "", "end the connection",
		NULL },
	{ "LIST", 0, 1, list_options, ROLE_LEARNER, 0, handle_list, "[glob] [state=] [course=]",
		"all lessons, a row each",
		"The glob matches a lesson's id or its last part.\nstate= is new, active, stopped "
		"or passed." },
	{ "SHOW", 1, 64, NULL, ROLE_LEARNER, 0, handle_show, "lesson [key...]",
		"what a lesson is, as Key=Value", "With keys only those are shown." },
	{ "TEXT", 1, 2, NULL, ROLE_LEARNER, 0, handle_text, "lesson [step]",
		"the text of a lesson or a step, in Markdown", NULL },
	{ "FILES", 1, 1, files_options, ROLE_LEARNER, 0, handle_files,
		"lesson [language=] [step=] [set=starter|solution]",
		"files to begin with: names and bytes, alternating",
		"set=solution needs step=, and that this step is passed." },
	{ "START", 1, 1, start_options, ROLE_LEARNER, VERB_STORE | VERB_WORK, handle_start,
		"lesson [language=]", "practise a lesson", "What was passed before stays passed." },
	{ "STOP", 1, 1, NULL, ROLE_LEARNER, VERB_STORE, handle_stop, "lesson",
		"stop practising a lesson", NULL },
	{ "RESET", 1, 1, NULL, ROLE_LEARNER, VERB_STORE, handle_reset, "lesson",
		"begin a lesson anew", "Passed steps and hints are forgotten, the history stays." },
	{ "NEXT", 0, 0, NULL, ROLE_LEARNER, VERB_STORE, handle_next, "", "what to do next", NULL },
	{ "RUN", 1, 1, run_options, ROLE_LEARNER, VERB_FILES | VERB_STORE | VERB_WORK, handle_run,
		"lesson [step=] [language=] [case=N|all] [--] [file bytes]...",
		"run a program on one case or all, without grading it",
		"Nothing of it is kept. The reply comes when the program has ended." },
	{ "CHECK", 1, 1, check_options, ROLE_LEARNER, VERB_FILES | VERB_STORE | VERB_WORK, handle_check,
		"lesson [step=] [language=] [token=] [--] [file bytes]...",
		"submit a step's files and have them graded",
		"The reply's lines come while the cases are run. step= is the first that is not "
		"passed.\ntoken= is a word of your own, at most 64 bytes: the same once more makes "
		"no other attempt, but\ntells which one it made. So a CHECK may be sent again." },
	{ "CANCEL", 1, 1, NULL, ROLE_LEARNER, VERB_STORE, handle_cancel, "attempt",
		"end an attempt that waits or runs", NULL },
	{ "HINT", 1, 1, hint_options, ROLE_LEARNER, VERB_STORE | VERB_WORK, handle_hint, "lesson [step=]",
		"the next hint of a step", NULL },
	{ "QUIZ", 1, 1, NULL, ROLE_LEARNER, VERB_STORE | VERB_WORK, handle_quiz, "lesson|card",
		"the questions of a lesson, or one to answer",
		"A card is LESSON#ID, as the list has it." },
	{ "ANSWER", 2, 3, NULL, ROLE_LEARNER, VERB_STORE | VERB_WORK, handle_answer, "card value [ask]",
		"answer a question, and see what is right",
		"value: an option's number as QUIZ shows them now, from 1 (several: \"1 3\", or 0 for "
		"none), true or\nfalse, words, a number, or a letter for each left side.\nask is what "
		"QUIZ says: an answer to anything else is refused then. An essay is answered with\n"
		"words first, then, with the ask of that reply, with right, partly or wrong." },
	{ "DUE", 0, 0, due_options, ROLE_LEARNER, VERB_STORE, handle_due, "[limit=200]",
		"what is to be reviewed today",
		"Questions that were answered and steps that were passed, mixed. A day ends at four "
		"in the morning." },
	{ "REVIEW", 2, 2, review_options, ROLE_LEARNER, VERB_STORE | VERB_WORK, handle_review,
		"lesson step [language=]", "begin the review of a step that is due",
		"Write it anew from FILES lesson step=; the next CHECK that passes is the review. Its "
		"grade comes\nfrom the submissions that failed and the hints that were taken since." },
	{ "TODAY", 0, 0, today_options, ROLE_LEARNER, VERB_STORE, handle_today, "[minutes=]",
		"begin today's session, or go on with it",
		"How long was worked, what was reached, and what comes next. minutes= is the goal of "
		"this day." },
	{ "STATUS", 0, 1, NULL, ROLE_LEARNER, VERB_STORE, handle_status, "[lesson]",
		"how far you are", NULL },
	{ "HISTORY", 0, 1, history_options, ROLE_LEARNER, VERB_STORE, handle_history,
		"[lesson] [limit=20]", "your attempts, the newest first", NULL },
	{ "PROGRESS", 0, 0, progress_options, ROLE_LEARNER, VERB_STORE, handle_progress,
		"[days=84]", "your days, courses, and what is weak",
		"days= is 1 to 366. A day begins at four in the morning." },
	{ "ATTEMPT", 1, 1, NULL, ROLE_LEARNER, VERB_STORE, handle_attempt, "id",
		"an attempt, case by case", NULL },
	{ "RELOAD", 0, 0, NULL, ROLE_INSTRUCTOR, VERB_ALWAYS, handle_reload, "",
		"read configuration and lessons anew", "All is swapped, or nothing." },
	{ "STATS", 0, 0, NULL, ROLE_LEARNER, VERB_ALWAYS, handle_stats, "", "how the daemon is",
		NULL },
};
const size_t n_verbs = ARRAY_SIZE(verbs);

const struct verb *verb_find(const char *name)
{
	for (size_t i = 0; i < n_verbs; i++) {
		if (strcasecmp(verbs[i].name, name) == 0)
			return &verbs[i];
	}
	return NULL;
}

static void fail_unknown_verb(struct reply *reply, const char *name)
{
	struct suggest suggest;

	suggest_init(&suggest, name);
	for (size_t i = 0; i < n_verbs; i++)
		suggest_offer(&suggest, verbs[i].name);
	if (suggest.best)
		(void)reply_error(reply, REPLY_ERR, "unknown verb '%.64s', did you mean '%s'?",
			name, suggest.best);
	else
		(void)reply_error(reply, REPLY_ERR, "unknown verb '%.64s': HELP shows all", name);
}

static void help_on(struct call *call, const struct verb *verb)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_printf(&text, "%s%s%s\n\n%s.\n%s%s", verb->name, verb->usage[0] ? " " : "",
		verb->usage, verb->help, verb->text ? verb->text : "", verb->text ? "\n" : "");

	if (r < 0)
		call->reply.error = r;
	else
		(void)reply_text_lines(&call->reply, text.data, text.len);
}

static void handle_help(struct call *call)
{
	const struct verb *verb = call->n_args > 0 ? verb_find(call->args[0]) : NULL;

	if (verb) {
		help_on(call, verb);
		return;
	}
	if (call->n_args > 0) {
		fail_unknown_verb(&call->reply, call->args[0]);
		return;
	}
	(void)reply_array(&call->reply, n_verbs + 1);
	(void)reply_cells(&call->reply, "VERB", "ARGUMENTS", "ROLE", "HELP", NULL);
	for (size_t i = 0; i < n_verbs; i++)
		(void)reply_cells(&call->reply, verbs[i].name, verbs[i].usage,
			role_name(verbs[i].role), verbs[i].help, NULL);
}

/* "key=" at the beginning: the length of key; 0 when the word is no option. */
static size_t option_key_length(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyz-");

	return word[len] == '=' ? len : 0;
}

static int fail_option(struct call *call, const struct verb *verb, const char *word, size_t len)
{
	struct suggest suggest;
	char key[WIRE_VERB_MAX + 1] = "";

	(void)strncat(key, word, len < WIRE_VERB_MAX ? len : WIRE_VERB_MAX);
	suggest_init(&suggest, key);
	for (size_t i = 0; verb->options[i]; i++)
		suggest_offer(&suggest, verb->options[i]);
	if (suggest.best)
		(void)reply_error(&call->reply, REPLY_BADARG,
			"%s takes no '%s=', did you mean '%s='?", verb->name, key, suggest.best);
	else
		(void)reply_error(&call->reply, REPLY_BADARG, "%s takes no '%s=': %s %s",
			verb->name, key, verb->name, verb->usage);
	return -EINVAL;
}

static int take_option(struct call *call, const struct verb *verb, const char *word)
{
	size_t len = option_key_length(word);

	for (size_t i = 0; verb->options[i]; i++) {
		if (strlen(verb->options[i]) != len || strncmp(verb->options[i], word, len) != 0)
			continue;
		if (call->options[i]) {
			(void)reply_error(&call->reply, REPLY_BADARG, "'%s=' is given twice",
				verb->options[i]);
			return -EINVAL;
		}
		call->options[i] = word + len + 1;
		return 0;
	}
	return fail_option(call, verb, word, len);
}

static int fail_word(struct call *call, size_t number)
{
	(void)reply_error(&call->reply, REPLY_BADARG,
		"word %zu is no text: valid UTF-8 without NUL is expected", number + 1);
	return -EINVAL;
}

static int check_files(struct call *call, const struct verb *verb, size_t first)
{
	const struct request *request = call->request;
	size_t count = request->count - first;

	if (count % 2 != 0) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"files come as pairs of name and content: %s %s", verb->name, verb->usage);
		return -EINVAL;
	}
	for (size_t i = first; i < request->count; i += 2) {
		if (!request_word_is_text(&request->words[i]))
			return fail_word(call, i);
	}
	call->files = &request->words[first];
	call->n_files = count / 2;
	return 0;
}

/* Positional words, options among or behind them; with VERB_FILES files from the first word that is
 * neither, or behind "--", for a file's name may look like an option. */
static int sort_words(struct call *call, const struct verb *verb)
{
	const struct request *request = call->request;

	for (size_t i = 1; i < request->count; i++) {
		const char *word = request->words[i].data;

		if (verb->flags & VERB_FILES && call->n_args == verb->max &&
			!option_key_length(word))
			return check_files(call, verb, strcmp(word, "--") == 0 ? i + 1 : i);
		if (!request_word_is_text(&request->words[i]))
			return fail_word(call, i);
		if (verb->options && option_key_length(word)) {
			if (take_option(call, verb, word) < 0)
				return -EINVAL;
			continue;
		}
		if (call->n_args == verb->max) {
			(void)reply_error(&call->reply, REPLY_BADARG,
				"too many arguments, '%.64s' is not expected: %s %s", word,
				verb->name, verb->usage);
			return -EINVAL;
		}
		call->args[call->n_args++] = word;
	}
	if (call->n_args < verb->min) {
		(void)reply_error(&call->reply, REPLY_BADARG, "too few arguments: %s %s",
			verb->name, verb->usage);
		return -EINVAL;
	}
	return 0;
}

/* What stands in the way of any call of this verb. */
static int check_state(struct call *call, const struct verb *verb)
{
	const struct service *service = call->service;

	if (service->is_draining) {
		(void)reply_error(&call->reply, REPLY_BUSY, "shutting down: try again in a moment");
		return -EBUSY;
	}
	if (service->config_problem.text[0] && !(verb->flags & VERB_ALWAYS)) {
		(void)reply_error(&call->reply, REPLY_CONFIG, "%s", service->config_problem.text);
		return -EINVAL;
	}
	if (call->role < verb->role) {
		(void)reply_error(&call->reply, REPLY_DENIED,
			"%s is for instructors, and %s is none here", verb->name, call->peer->name);
		return -EPERM;
	}
	return 0;
}

static uid_t owner_of(const struct service *service)
{
	return service->options->is_user ? geteuid() : (uid_t)-1;
}

void verbs_dispatch(struct service *service, struct peer *peer, const struct request *request,
	struct reply *reply, struct session_result *ret_result)
{
	struct call call = {
		.service = service, .peer = peer, .request = request, .reply = *reply
	};
	bool is_text = request_word_is_text(&request->words[0]);
	const struct verb *verb = is_text ? verb_find(request->words[0].data) : NULL;

	service->counters.requests++;
	call.role = peer_role(peer, &service->config->instructors, owner_of(service));
	if (!verb) {
		fail_unknown_verb(&call.reply, is_text ? request->words[0].data : "?");
	} else if (check_state(&call, verb) == 0 && sort_words(&call, verb) == 0) {
		if (verb->flags & VERB_STORE && !service->store)
			(void)reply_error(&call.reply, REPLY_STORE, "%s", service->store_problem);
		else {
			if (verb->flags & VERB_WORK)
				call_note_work(&call);
			verb->handle(&call);
		}
	}
	*reply = call.reply;
	ret_result->stream = call.stream;
	ret_result->quits = call.quits;
}
