/* SPDX-License-Identifier: MIT */
/* On a terminal a question is answered by keys, elsewhere by a line of stdin each. */
#include "ctl/asking.h"

#include "base/file.h"
#include "ctl/interrupt.h"
#include "ctl/patience.h"
#include "ctl/wrap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#define PACE_MS 10000 /* at most, for a card that was answered a moment ago */

static const char *const count_names[ASKING_COUNTS] = { "right", "partly", "wrong", "skipped" };

static bool wants_keys(const struct ctl *ctl)
{
	const char *name = getenv("TERM");

	return ctl_is_for_people(ctl) && !ctl->options.plain && !ctl->options.quiet &&
	       ctl->out.is_terminal && isatty(STDIN_FILENO) && name && *name &&
	       strcmp(name, "dumb") != 0;
}

void asking_init(struct asking *asking, struct ctl *ctl)
{
	*asking = (struct asking){
		.ctl = ctl, .has_keys = wants_keys(ctl), .keyboard = KEYBOARD_INIT
	};
}

void asking_done(struct asking *asking)
{
	keyboard_close(&asking->keyboard);
	for (size_t i = 0; i < asking->n_results; i++)
		thing_done(&asking->results[i]);
	free(asking->results);
}

int asking_show(struct asking *asking, int error)
{
	struct ctl *ctl = asking->ctl;

	if (error >= 0 && ctl_is_for_people(ctl) && !ctl->options.quiet)
		return ctl_flush(ctl, error, false);
	if (error >= 0 && !ctl->options.quiet && isatty(STDIN_FILENO))
		(void)file_write_all(STDERR_FILENO, ctl->text.data, ctl->text.len);
	buffer_clear(&ctl->text);
	return error < 0 ? ctl_fail_errno(ctl, error, NULL) : STATUS_OK;
}

/* ---- one answer */

/* A line of stdin without its end. QUESTION_SKIPPED for an empty one, QUESTION_LEFT at the end. */
static int read_line(struct asking *asking, struct buffer *ret_value)
{
	for (;;) {
		char *end = memchr(asking->line, '\n', asking->line_len);
		size_t len = end ? (size_t)(end - asking->line) : asking->line_len;
		ssize_t got;

		if (end || asking->line_len == ASKING_LINE_MAX) {
			size_t used = end ? len + 1 : len, bare = len;

			while (bare > 0 &&
				(asking->line[bare - 1] == '\r' || asking->line[bare - 1] == ' '))
				bare--;
			buffer_clear(ret_value);
			if (buffer_append(ret_value, asking->line, bare) < 0)
				return -ENOMEM;
			asking->line_len -= used;
			memmove(asking->line, asking->line + used, asking->line_len);
			return bare > 0 ? QUESTION_ANSWERED : QUESTION_SKIPPED;
		}
		got = interrupt_signal() != 0 ? 0
					      : read(STDIN_FILENO, asking->line + asking->line_len,
							ASKING_LINE_MAX - asking->line_len);
		if (got > 0)
			asking->line_len += (size_t)got;
		else if (got == 0 && asking->line_len > 0 && interrupt_signal() == 0)
			asking->line[asking->line_len++] = '\n'; /* the last line may have no end */
		else
			return QUESTION_LEFT;
	}
}

static int ask_by_line(
	struct asking *asking, const struct question *question, struct buffer *ret_value)
{
	struct ctl *ctl = asking->ctl;
	int r = question_put_body(&ctl->text, &ctl->out, question, QUESTION_LISTED);

	if (r >= 0 && isatty(STDIN_FILENO))
		r = buffer_append_string(&ctl->text, "> ");
	if (asking_show(asking, r) != STATUS_OK)
		return -ENOMEM;
	r = read_line(asking, ret_value);
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
static int draw(struct asking *asking, const struct question *question, enum question_look look,
	size_t *lines)
{
	struct ctl *ctl = asking->ctl;
	_cleanup_buffer_ struct buffer body = { 0 };
	int r = question_put_body(&body, &ctl->out, question, look);

	if (r >= 0 && *lines > 0)
		r = buffer_printf(&ctl->text, "\r\033[%zuA\033[J", *lines);
	if (r >= 0)
		r = buffer_append(&ctl->text, body.data ? body.data : "", body.len);
	*lines = count_lines(&body);
	return asking_show(asking, r) == STATUS_OK ? 0 : -EIO;
}

static int ask_by_keys(struct asking *asking, struct question *question, struct buffer *ret_value)
{
	size_t lines = 0;
	int step = QUESTION_STAY, r;

	/* It stays open to the end: what is typed ahead belongs to the next question. */
	r = asking->keyboard.fd < 0 ? keyboard_open(&asking->keyboard, STDIN_FILENO) : 0;
	while (r >= 0 && step == QUESTION_STAY) {
		r = draw(asking, question, QUESTION_KEYED, &lines);
		if (r >= 0) {
			struct key key = keyboard_read(&asking->keyboard);

			r = step = question_take_key(question, &key);
		}
	}
	if (r >= 0)
		r = draw(asking, question, QUESTION_DONE, &lines);
	if (r >= 0 && step == QUESTION_ANSWERED)
		r = question_value(question, ret_value);
	return r < 0 ? r : step;
}

/* Drawing anew moves the cursor up over what was drawn, so all of it has to be on the screen. */
static bool fits_screen(const struct asking *asking, const struct question *question)
{
	const struct term *term = &asking->ctl->out;
	_cleanup_buffer_ struct buffer body = { 0 };
	struct winsize size = { 0 };

	if (question_put_body(&body, term, question, QUESTION_KEYED) < 0)
		return false;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
		return true;
	return count_lines(&body) < size.ws_row &&
	       term->columns <= (size.ws_col ? size.ws_col : term->columns);
}

static int get_answer(struct asking *asking, struct question *question, struct buffer *ret_value)
{
	if (asking->has_keys && fits_screen(asking, question))
		return ask_by_keys(asking, question, ret_value);
	keyboard_close(&asking->keyboard);
	return ask_by_line(asking, question, ret_value);
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

/* Asks the daemon once. 0: ret_answer has its reply, perhaps an error; what went wrong otherwise is
 * told: -EIO. */
static int try_answer(struct asking *asking, const struct ask *ask, struct answer *ret_answer)
{
	struct ctl *ctl = asking->ctl;
	struct reply_token token;
	int r;

	if (ctl_begin(ctl, ask, &token) != STATUS_OK)
		return -EIO;
	r = answer_read(&ctl->connection, &token, ret_answer);
	if (r < 0)
		return (void)ctl_fail_wire(ctl, r), -EIO;
	return 0;
}

/* The same, again while the card was answered a moment ago. -EINTR: left meanwhile. */
static int tell_answer(struct asking *asking, const struct ask *ask, struct answer *ret_answer)
{
	struct patience patience = { .limit_ms = PACE_MS };
	int signal = interrupt_signal(), r;

	for (;;) {
		_cleanup_answer_ struct answer answer = { 0 };

		r = try_answer(asking, ask, &answer);
		if (r < 0)
			return r;
		if (!answer.is_error || answer.code != REPLY_LIMIT ||
			(r = patience_wait(&patience, signal)) == -ETIMEDOUT) {
			*ret_answer = answer;
			answer = (struct answer){ 0 };
			return 0;
		}
		if (r < 0)
			return r;
	}
}

/* 1: it was no answer, ask again; 0: taken, ret_result has what comes back; -EAGAIN: the card is
 * another one by now, or gone; -EINTR: left; other errors are told: -EIO. */
static int send_answer(struct asking *asking, const char *card, const char *value,
	const char *ask_name, struct thing *ret_result)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	struct ctl *ctl = asking->ctl;
	int r;

	ask_word(&ask, "ANSWER");
	ask_word(&ask, card);
	ask_word(&ask, value);
	ask_word(&ask, ask_name);
	r = tell_answer(asking, &ask, &answer);
	if (r < 0)
		return r;
	if (!answer.is_error) {
		r = thing_parse(&answer, ret_result);
		return r < 0 ? (void)ctl_fail_wire(ctl, r), -EIO : 0;
	}
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
static int ask_until_taken(struct asking *asking, struct question *question, const char *card,
	const char *ask_name, struct thing *ret_result)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	int step, r;

	do {
		step = get_answer(asking, question, &value);
		if (step != QUESTION_ANSWERED)
			return step;
		r = send_answer(asking, card, value.data ? value.data : "", ask_name, ret_result);
	} while (r == 1);
	return r == -EINTR ? QUESTION_LEFT : r < 0 ? r : QUESTION_ANSWERED;
}

/* An essay is kept; now its writer compares. */
static int ask_own_grade(struct asking *asking, const char *card, struct thing *result)
{
	static const char *const grades[] = { "right", "partly", "wrong", NULL };
	_cleanup_(question_done) struct question question;
	_cleanup_thing_ struct thing graded = { 0 };
	struct ctl *ctl = asking->ctl;
	int r = question_put_item(
		&ctl->text, &ctl->out, "", 0, "Compare with this, then say how yours was:");

	if (r >= 0)
		r = put_list(&ctl->text, &ctl->out, result, "General");
	question_init_options(&question, grades);
	if (asking_show(asking, r) != STATUS_OK)
		return -EIO;
	r = ask_until_taken(asking, &question, card, thing_get(result, "Ask"), &graded);
	if (r == QUESTION_ANSWERED) {
		struct thing before = *result;

		*result = graded;
		graded = before;
	}
	return r;
}

static int keep_result(struct asking *asking, const struct thing *result)
{
	struct thing *kept = &asking->results[asking->n_results - 1];
	int r = 0;

	for (size_t i = 0; r >= 0 && i < result->keys.count; i++)
		if (strcmp(result->keys.items[i], "Card") != 0 &&
			strcmp(result->keys.items[i], "State") != 0)
			r = thing_add(kept, result->keys.items[i], result->values.items[i]);
	for (size_t i = 0; r >= 0 && i < ASKING_SKIPPED; i++)
		asking->counts[i] += strcmp(thing_get(result, "Result"), count_names[i]) == 0;
	return r;
}

/* STATUS_OK to go on. */
static int end_card(struct asking *asking, int step, const struct thing *result)
{
	struct ctl *ctl = asking->ctl;
	int r;

	if (step == QUESTION_LEFT)
		asking->has_left = true;
	if (step == QUESTION_SKIPPED || step == -EAGAIN) {
		asking->counts[ASKING_SKIPPED]++;
		return asking_show(asking, buffer_append_char(&ctl->text, '\n'));
	}
	if (step == -EIO || step == -ENOMEM)
		return STATUS_FAILED;
	if (step != QUESTION_ANSWERED)
		return step < 0 ? ctl_fail_errno(ctl, step, NULL) : STATUS_OK;
	r = keep_result(asking, result);
	if (r >= 0)
		r = put_feedback(ctl, result);
	/* For people what is kept with a result is the result alone. */
	if (!ctl_is_for_people(ctl) && !isatty(STDIN_FILENO))
		buffer_clear(&ctl->text);
	return asking_show(asking, r);
}

static int fetch_question(struct asking *asking, const char *card, struct thing *ret_question)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "QUIZ");
	ask_word(&ask, card);
	return ctl_ask_thing(asking->ctl, &ask, ret_question);
}

static struct thing *add_result(struct asking *asking)
{
	struct thing *grown =
		realloc(asking->results, (asking->n_results + 1) * sizeof(*asking->results));

	if (!grown)
		return NULL;
	asking->results = grown;
	grown[asking->n_results] = (struct thing){ 0 };
	return &grown[asking->n_results++];
}

int asking_ask_card(struct asking *asking, const char *card, const char *place)
{
	_cleanup_(question_done) struct question question = { 0 };
	_cleanup_thing_ struct thing shown = { 0 }, result = { 0 };
	struct ctl *ctl = asking->ctl;
	struct thing *thing;
	int r = fetch_question(asking, card, &shown);

	if (r == STATUS_NOT_FOUND) /* taken out of the lesson meanwhile: that was said */
		return STATUS_OK;
	if (r != STATUS_OK)
		return r;
	thing = add_result(asking);
	if (!thing)
		return ctl_fail_errno(ctl, -ENOMEM, NULL);
	*thing = shown;
	shown = (struct thing){ 0 };
	question_init(&question, thing);
	if (asking_show(asking, question_put_head(&ctl->text, &ctl->out, &question, place)) !=
		STATUS_OK)
		return STATUS_FAILED;
	r = ask_until_taken(asking, &question, card, thing_get(thing, "Ask"), &result);
	if (r == QUESTION_ANSWERED && strcmp(thing_get(&result, "Result"), "open") == 0)
		r = ask_own_grade(asking, card, &result);
	return end_card(asking, r, &result);
}

int asking_choose(
	struct asking *asking, const char *const *options, size_t marked, struct buffer *ret_value)
{
	_cleanup_(question_done) struct question question;

	question_init_options(&question, options);
	question.cursor = marked;
	return get_answer(asking, &question, ret_value);
}

int asking_put_counts(struct buffer *out, const struct asking *asking, const char *prefix)
{
	int r = 0;
	size_t n = 0;

	for (size_t i = 0; r >= 0 && i < ASKING_COUNTS; i++)
		if (asking->counts[i] > 0)
			r = buffer_printf(out, "%s%zu %s", n++ == 0 ? prefix : ", ",
				asking->counts[i], count_names[i]);
	return r;
}
