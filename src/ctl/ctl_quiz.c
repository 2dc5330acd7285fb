/* SPDX-License-Identifier: MIT */
/*
 * quiz. On a terminal a question is answered by keys, elsewhere by a line of stdin each.
 * The daemon grades and remembers each answer before it says what was right, so whoever leaves in
 * the middle keeps what was answered.
 */
#include "base/file.h"
#include "ctl/ctl.h"
#include "ctl/interrupt.h"
#include "ctl/output.h"
#include "ctl/question.h"
#include "ctl/verb_table.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#define LINE_BYTES_MAX 8192 /* of an answer on stdin */

enum count { COUNT_RIGHT, COUNT_PARTLY, COUNT_WRONG, COUNT_SKIPPED, COUNTS };
static const char *const count_names[COUNTS] = { "right", "partly", "wrong", "skipped" };

struct session {
	struct ctl *ctl;
	struct strlist cards; /* that are asked */
	bool has_keys;
	struct keyboard keyboard;
	char line[LINE_BYTES_MAX + 1]; /* what was read of stdin */
	size_t line_len;
	struct thing *results; /* one a card that was shown: question and result together */
	size_t n_results;
	size_t counts[COUNTS];
	bool has_left;
};

static void session_done(struct session *session)
{
	keyboard_close(&session->keyboard);
	for (size_t i = 0; i < session->n_results; i++)
		thing_done(&session->results[i]);
	free(session->results);
	strlist_done(&session->cards);
}

/* ctl->text to the screen: stdout for people; for programs stderr, when somebody types the answers.
 */
static int show(struct session *session, int error)
{
	struct ctl *ctl = session->ctl;

	if (error >= 0 && ctl_is_for_people(ctl) && !ctl->options.quiet)
		return ctl_flush(ctl, error, false);
	if (error >= 0 && !ctl->options.quiet && isatty(STDIN_FILENO))
		(void)file_write_all(STDERR_FILENO, ctl->text.data, ctl->text.len);
	buffer_clear(&ctl->text);
	return error < 0 ? ctl_fail_errno(ctl, error, NULL) : STATUS_OK;
}

/* ---- which cards */

static int take_cards(struct session *session, const struct rows *rows, bool is_due_list)
{
	bool wants_all = session->ctl->options.all;

	for (size_t i = 0; i < rows_count(rows); i++) {
		bool is_wanted =
			is_due_list ? strcmp(rows_get(rows, i, "KIND"), "question") == 0
				    : wants_all || strcmp(rows_get(rows, i, "DUE"), "yes") == 0;

		if (is_wanted && strlist_add(&session->cards, rows_get(rows, i, "CARD")) < 0)
			return ctl_fail_errno(session->ctl, -ENOMEM, NULL);
	}
	session->results = calloc(session->cards.count + 1, sizeof(*session->results));
	return session->results ? STATUS_OK : ctl_fail_errno(session->ctl, -ENOMEM, NULL);
}

static int fetch_cards(struct session *session, const char *lesson)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, lesson ? "QUIZ" : "DUE");
	if (lesson)
		ask_word(&ask, lesson);
	r = ctl_ask_rows(session->ctl, &ask, &rows);
	return r == STATUS_OK ? take_cards(session, &rows, !lesson) : r;
}

/* ---- one answer */

/* A line of stdin without its end. QUESTION_SKIPPED for an empty one, QUESTION_LEFT at the end. */
static int read_line(struct session *session, struct buffer *ret_value)
{
	for (;;) {
		char *end = memchr(session->line, '\n', session->line_len);
		size_t len = end ? (size_t)(end - session->line) : session->line_len;
		ssize_t got;

		if (end || session->line_len == LINE_BYTES_MAX) {
			size_t used = end ? len + 1 : len, bare = len;

			while (bare > 0 &&
				(session->line[bare - 1] == '\r' || session->line[bare - 1] == ' '))
				bare--;
			buffer_clear(ret_value);
			if (buffer_append(ret_value, session->line, bare) < 0)
				return -ENOMEM;
			session->line_len -= used;
			memmove(session->line, session->line + used, session->line_len);
			return bare > 0 ? QUESTION_ANSWERED : QUESTION_SKIPPED;
		}
		got = interrupt_signal() != 0
			      ? 0
			      : read(STDIN_FILENO, session->line + session->line_len,
					LINE_BYTES_MAX - session->line_len);
		if (got > 0)
			session->line_len += (size_t)got;
		else if (got == 0 && session->line_len > 0 && interrupt_signal() == 0)
			session->line[session->line_len++] =
				'\n'; /* the last line may have no end */
		else
			return QUESTION_LEFT;
	}
}

static int ask_by_line(
	struct session *session, const struct question *question, struct buffer *ret_value)
{
	struct ctl *ctl = session->ctl;
	int r = question_put_body(&ctl->text, &ctl->out, question, QUESTION_LISTED);

	if (r >= 0 && isatty(STDIN_FILENO))
		r = buffer_append_string(&ctl->text, "> ");
	if (show(session, r) != STATUS_OK)
		return -ENOMEM;
	r = read_line(session, ret_value);
	if (r == QUESTION_ANSWERED && question_line_value(question, ret_value) < 0)
		return -ENOMEM;
	return r;
}

static size_t count_lines(const struct buffer *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += text->data[i] == '\n';
	return count;
}

/* Over what was drawn before: its number of lines, and then that of the new. */
static int draw(struct session *session, const struct question *question, enum question_look look,
	size_t *lines)
{
	struct ctl *ctl = session->ctl;
	_cleanup_buffer_ struct buffer body = { 0 };
	int r = question_put_body(&body, &ctl->out, question, look);

	if (r >= 0 && *lines > 0)
		r = buffer_printf(&ctl->text, "\r\033[%zuA\033[J", *lines);
	if (r >= 0)
		r = buffer_append(&ctl->text, body.data ? body.data : "", body.len);
	*lines = count_lines(&body);
	return show(session, r) == STATUS_OK ? 0 : -EIO;
}

static int ask_by_keys(struct session *session, struct question *question, struct buffer *ret_value)
{
	size_t lines = 0;
	int step = QUESTION_STAY, r;

	/* It stays open to the end: what is typed ahead belongs to the next question. */
	r = session->keyboard.fd < 0 ? keyboard_open(&session->keyboard, STDIN_FILENO) : 0;
	while (r >= 0 && step == QUESTION_STAY) {
		r = draw(session, question, QUESTION_KEYED, &lines);
		if (r >= 0) {
			struct key key = keyboard_read(&session->keyboard);

			r = step = question_take_key(question, &key);
		}
	}
	if (r >= 0)
		r = draw(session, question, QUESTION_DONE, &lines);
	if (r >= 0 && step == QUESTION_ANSWERED)
		r = question_value(question, ret_value);
	return r < 0 ? r : step;
}

/* Drawing anew moves the cursor up over what was drawn, so all of it has to be on the screen. */
static bool fits_screen(const struct session *session, const struct question *question)
{
	const struct term *term = &session->ctl->out;
	_cleanup_buffer_ struct buffer body = { 0 };
	struct winsize size = { 0 };

	if (question_put_body(&body, term, question, QUESTION_KEYED) < 0)
		return false;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
		return true;
	return count_lines(&body) < size.ws_row &&
	       term->columns <= (size.ws_col ? size.ws_col : term->columns);
}

static int get_answer(struct session *session, struct question *question, struct buffer *ret_value)
{
	if (session->has_keys && fits_screen(session, question))
		return ask_by_keys(session, question, ret_value);
	keyboard_close(&session->keyboard);
	return ask_by_line(session, question, ret_value);
}

/* ---- what the daemon says to it */

static int put_list(
	struct buffer *out, const struct term *term, const struct thing *result, const char *key)
{
	size_t position = 0;
	const char *value;
	int r = 0;

	while (r >= 0 && (value = thing_next(result, key, &position)))
		r = question_put_item(out, term, "   ", 0, value);
	return r;
}

static int put_solution(struct buffer *out, const struct term *term, const struct thing *result)
{
	size_t position = 0;
	const char *value;
	int r = 0;

	for (size_t i = 0; r >= 0 && (value = thing_next(result, "Solution", &position)); i++)
		r = question_put_item(out, term, i == 0 ? "   Answer: " : "           ", 0, value);
	return r;
}

static int put_verdict(struct buffer *out, const struct term *term, const struct thing *result)
{
	const char *name = thing_get(result, "Result");
	int r;

	if (strcmp(name, "right") == 0)
		r = buffer_printf(out, "%s%s Right.", term_style(term, STYLE_GOOD),
			term_glyph(term, GLYPH_CHECK));
	else if (strcmp(name, "partly") == 0)
		r = buffer_printf(out, "%s~ Partly right (%s %%).", term_style(term, STYLE_WARN),
			thing_get(result, "Credit"));
	else
		r = buffer_printf(out, "%s%s Not right.", term_style(term, STYLE_BAD),
			term_glyph(term, GLYPH_CROSS));
	return r < 0 ? r : buffer_printf(out, "%s\n", term_style(term, STYLE_OFF));
}

static int put_feedback(struct ctl *ctl, const struct thing *result)
{
	bool is_right = strcmp(thing_get(result, "Result"), "right") == 0;
	int r = put_verdict(&ctl->text, &ctl->out, result);

	if (r >= 0)
		r = put_list(&ctl->text, &ctl->out, result, "Feedback");
	if (r >= 0 && !is_right)
		r = put_solution(&ctl->text, &ctl->out, result);
	if (r >= 0)
		r = put_list(&ctl->text, &ctl->out, result, "General");
	return r < 0 ? r : buffer_append_char(&ctl->text, '\n');
}

/* 1: it was no answer, ask again; 0: taken, ret_result has what comes back; -EAGAIN: the card is
 * another one by now, or gone; other errors are told: -EIO. */
static int send_answer(struct session *session, const char *card, const char *value,
	const char *ask_name, struct thing *ret_result)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	struct ctl *ctl = session->ctl;
	struct reply_token token;
	int r;

	ask_word(&ask, "ANSWER");
	ask_word(&ask, card);
	ask_word(&ask, value);
	ask_word(&ask, ask_name);
	r = ctl_begin(ctl, &ask, &token);
	if (r != STATUS_OK)
		return -EIO;
	r = answer_read(&ctl->connection, &token, &answer);
	if (r >= 0 && !answer.is_error)
		r = thing_parse(&answer, ret_result);
	if (r < 0)
		return (void)ctl_fail_wire(ctl, r), -EIO;
	if (!answer.is_error)
		return 0;
	if (answer.code == REPLY_BADARG || answer.code == REPLY_STATE ||
		answer.code == REPLY_NOTFOUND) {
		ctl_say(ctl, "%s", answer.message);
		return answer.code == REPLY_BADARG ? 1 : -EAGAIN;
	}
	(void)ctl_fail_reply(ctl, answer.code, answer.message);
	return -EIO;
}

/* Asks until there is an answer that the daemon takes. An enum question_step, or as send_answer().
 */
static int ask_until_taken(struct session *session, struct question *question, const char *card,
	const char *ask_name, struct thing *ret_result)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	int step, r;

	do {
		step = get_answer(session, question, &value);
		if (step != QUESTION_ANSWERED)
			return step;
		r = send_answer(session, card, value.data ? value.data : "", ask_name, ret_result);
	} while (r == 1);
	return r < 0 ? r : QUESTION_ANSWERED;
}

/* An essay is kept; now its writer compares. */
static int ask_own_grade(struct session *session, const char *card, struct thing *result)
{
	static const char *const grades[] = { "right", "partly", "wrong", NULL };
	_cleanup_(question_done) struct question question;
	_cleanup_thing_ struct thing graded = { 0 };
	struct ctl *ctl = session->ctl;
	int r = question_put_item(
		&ctl->text, &ctl->out, "", 0, "Compare with this, then say how yours was:");

	if (r >= 0)
		r = put_list(&ctl->text, &ctl->out, result, "General");
	question_init_options(&question, grades);
	if (show(session, r) != STATUS_OK)
		return -EIO;
	r = ask_until_taken(session, &question, card, thing_get(result, "Ask"), &graded);
	if (r == QUESTION_ANSWERED) {
		struct thing before = *result;

		*result = graded;
		graded = before;
	}
	return r;
}

static int keep_result(struct session *session, const struct thing *result)
{
	struct thing *kept = &session->results[session->n_results - 1];
	int r = 0;

	for (size_t i = 0; r >= 0 && i < result->keys.count; i++)
		if (strcmp(result->keys.items[i], "Card") != 0 &&
			strcmp(result->keys.items[i], "State") != 0)
			r = thing_add(kept, result->keys.items[i], result->values.items[i]);
	for (size_t i = 0; r >= 0 && i < COUNT_SKIPPED; i++)
		session->counts[i] += strcmp(thing_get(result, "Result"), count_names[i]) == 0;
	return r;
}

/* STATUS_OK to go on. */
static int end_card(struct session *session, int step, const struct thing *result)
{
	struct ctl *ctl = session->ctl;
	int r;

	if (step == QUESTION_LEFT)
		session->has_left = true;
	if (step == QUESTION_SKIPPED || step == -EAGAIN) {
		session->counts[COUNT_SKIPPED]++;
		return show(session, buffer_append_char(&ctl->text, '\n'));
	}
	if (step == -EIO || step == -ENOMEM)
		return STATUS_FAILED;
	if (step != QUESTION_ANSWERED)
		return step < 0 ? ctl_fail_errno(ctl, step, NULL) : STATUS_OK;
	r = keep_result(session, result);
	if (r >= 0)
		r = put_feedback(ctl, result);
	/* For people what is kept with a result is the result alone. */
	if (!ctl_is_for_people(ctl) && !isatty(STDIN_FILENO))
		buffer_clear(&ctl->text);
	return show(session, r);
}

static int fetch_question(struct session *session, const char *card, struct thing *ret_question)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "QUIZ");
	ask_word(&ask, card);
	return ctl_ask_thing(session->ctl, &ask, ret_question);
}

static int ask_card(struct session *session, size_t index)
{
	const char *card = session->cards.items[index];
	_cleanup_(question_done) struct question question = { 0 };
	_cleanup_thing_ struct thing result = { 0 };
	struct thing *thing = &session->results[session->n_results];
	struct ctl *ctl = session->ctl;
	char place[48];
	int r = fetch_question(session, card, thing);

	if (r == STATUS_NOT_FOUND) /* taken out of the lesson meanwhile: that was said */
		return STATUS_OK;
	if (r != STATUS_OK)
		return r;
	session->n_results++;
	question_init(&question, thing);
	(void)snprintf(place, sizeof(place), "%zu of %zu", index + 1, session->cards.count);
	if (show(session, question_put_head(&ctl->text, &ctl->out, &question, place)) != STATUS_OK)
		return STATUS_FAILED;
	r = ask_until_taken(session, &question, card, thing_get(thing, "Ask"), &result);
	if (r == QUESTION_ANSWERED && strcmp(thing_get(&result, "Result"), "open") == 0)
		r = ask_own_grade(session, card, &result);
	return end_card(session, r, &result);
}

/* ---- all of it */

static int put_summary(struct session *session)
{
	struct ctl *ctl = session->ctl;
	_cleanup_buffer_ struct buffer text = { 0 };
	size_t answered = 0, n = 0;
	int r;

	for (size_t i = 0; i < COUNT_SKIPPED; i++)
		answered += session->counts[i];
	r = buffer_printf(&text, "%zu of %zu answered", answered, session->cards.count);
	for (size_t i = 0; r >= 0 && i < COUNTS; i++)
		if (session->counts[i] > 0)
			r = buffer_printf(&text, "%s %zu %s", n++ == 0 ? ":" : ",",
				session->counts[i], count_names[i]);
	if (r >= 0)
		r = buffer_append_char(&text, '.');
	return r < 0 ? r : question_put_item(&ctl->text, &ctl->out, "", WRAP_BOLD, text.data);
}

static int finish(struct session *session)
{
	struct ctl *ctl = session->ctl;
	bool is_right = session->counts[COUNT_PARTLY] + session->counts[COUNT_WRONG] == 0;
	int r;

	keyboard_close(&session->keyboard);
	if (ctl_is_for_people(ctl))
		r = show(session, put_summary(session));
	else
		r = ctl_flush(ctl,
			output_things(
				&ctl->text, &ctl->options, session->results, session->n_results),
			false);
	return r != STATUS_OK ? r : is_right ? STATUS_OK : STATUS_FAILED;
}

static bool wants_keys(const struct ctl *ctl)
{
	const char *name = getenv("TERM");

	return ctl_is_for_people(ctl) && !ctl->options.plain && !ctl->options.quiet &&
	       ctl->out.is_terminal && isatty(STDIN_FILENO) && name && *name &&
	       strcmp(name, "dumb") != 0;
}

static int ask_all(struct session *session)
{
	int r = interrupt_catch();

	if (r < 0)
		return ctl_fail_errno(session->ctl, r, NULL);
	r = STATUS_OK;
	for (size_t i = 0; r == STATUS_OK && i < session->cards.count && !session->has_left; i++)
		r = ask_card(session, i);
	session->ctl->connection.signal = interrupt_signal();
	return r != STATUS_OK && !session->has_left ? r : finish(session);
}

int ctl_quiz(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_(session_done) struct session session = { .ctl = ctl, .keyboard = KEYBOARD_INIT };
	const char *lesson = n > 0 ? arguments[0] : NULL;
	int r;

	ctl->object = lesson;
	session.has_keys = wants_keys(ctl);
	r = fetch_cards(&session, lesson);
	if (r != STATUS_OK)
		return r;
	if (session.cards.count > 0 || !ctl_is_for_people(ctl))
		return ask_all(&session);
	ctl_say(ctl, "No question is due%s%s.", lesson ? " in " : "", lesson ? lesson : "");
	if (lesson)
		ctl_hint(ctl, "practicectl quiz --all %s asks all of them.", lesson);
	return STATUS_OK;
}
