/* SPDX-License-Identifier: MIT */
/*
 * practice: today's session. Questions that are due come first, then steps that are due, then the
 * questions of a lesson that is passed, then the next step, until the minutes of the day are over.
 *
 * What was done and how long stands in the daemon, so a session is left at any moment and gone on
 * with at any terminal: nothing here has to be saved. Only what was put off is forgotten.
 */
#include "ctl/asking.h"
#include "ctl/interrupt.h"
#include "ctl/lesson_name.h"
#include "ctl/output.h"
#include "ctl/review.h"
#include "ctl/summary.h"
#include "ctl/verb_table.h"
#include "ctl/workspace.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

struct session {
	struct ctl *ctl;
	struct asking asking;
	struct thing today;   /* TODAY's last reply */
	struct strlist later; /* cards that are put off: LESSON#ID, LESSON/STEP */
	bool has_ended;	      /* left, or a step waits to be written */
};

/* What a part of the session comes back with: an enum exit_status for a failure, or one of these.
 */
enum { PART_NOTHING = -1, PART_DONE = STATUS_OK };

static void session_done(struct session *session)
{
	asking_done(&session->asking);
	thing_done(&session->today);
	strlist_done(&session->later);
}

static int put_off(struct session *session, const char *card)
{
	return strlist_add(&session->later, card) < 0 ? ctl_fail_errno(session->ctl, -ENOMEM, NULL)
						      : PART_DONE;
}

static int refresh(struct session *session, bool is_first)
{
	_cleanup_thing_ struct thing today = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	char minutes[16];
	int r;

	ask_word(&ask, "TODAY");
	(void)snprintf(minutes, sizeof(minutes), "%u", session->ctl->options.minutes);
	if (is_first && session->ctl->options.minutes > 0)
		ask_pair(&ask, "minutes", minutes);
	r = ctl_ask_thing(session->ctl, &ask, &today);
	if (r == STATUS_OK) {
		struct thing before = session->today;

		session->today = today;
		today = before;
	}
	return r;
}

/* ---- questions */

static int ask_card(struct session *session, const char *card)
{
	struct asking *asking = &session->asking;
	size_t skipped = asking->counts[ASKING_SKIPPED];
	char place[SUMMARY_PLACE_MAX];
	int r;

	summary_place(place, &session->today, &session->ctl->out);
	r = asking_ask_card(asking, card, place);
	session->has_ended = session->has_ended || asking->has_left;
	/* What is gone from the lesson isn't asked again either. */
	if (r == STATUS_OK && (asking->counts[ASKING_SKIPPED] > skipped || asking->has_left))
		return put_off(session, card);
	return r;
}

/* The first row with this cell that wasn't put off; "" when there is none. */
static const char *find_row(const struct session *session, const struct rows *rows,
	const char *column, const char *wanted)
{
	for (size_t i = 0; i < rows_count(rows); i++) {
		const char *card = rows_get(rows, i, "CARD");

		if (strcmp(rows_get(rows, i, column), wanted) == 0 &&
			!strlist_contains(&session->later, card))
			return card;
	}
	return "";
}

static int ask_due(struct session *session, const struct rows *due)
{
	const char *card = find_row(session, due, "KIND", "question");

	return *card ? ask_card(session, card) : PART_NOTHING;
}

/* Of a lesson that is passed, those that were never answered. */
static int ask_new(struct session *session)
{
	const char *lesson = thing_get(&session->today, "Quiz"), *card;
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	if (!*lesson)
		return PART_NOTHING;
	ask_word(&ask, "QUIZ");
	ask_word(&ask, lesson);
	r = ctl_ask_rows(session->ctl, &ask, &rows);
	if (r != STATUS_OK)
		return r;
	card = find_row(session, &rows, "STATE", "new");
	return *card ? ask_card(session, card) : PART_NOTHING;
}

/* ---- steps */

enum choice { CHOICE_CHECK, CHOICE_READ, CHOICE_HINT, CHOICE_LATER, CHOICE_LEAVE };
static const char *const choices[] = { "check it", "read its text", "take a hint",
	"leave it for later", "stop here", NULL };

/* A step that the session stands at. */
struct place {
	char *lesson, *step; /* of a card LESSON/STEP, or of TODAY */
};

static void place_done(struct place *place)
{
	free(place->lesson);
	free(place->step);
}

/* What ret_choice has before is marked. */
static int choose(struct session *session, enum choice *ret_choice)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	int r = asking_choose(&session->asking, choices, *ret_choice, &value);

	keyboard_close(&session->asking.keyboard);
	*ret_choice = r == QUESTION_SKIPPED ? CHOICE_LATER : CHOICE_LEAVE;
	for (size_t i = 0; r == QUESTION_ANSWERED && choices[i]; i++)
		if (strcmp(choices[i], value.data) == 0)
			*ret_choice = (enum choice)i;
	return r < 0 ? ctl_fail_errno(session->ctl, r, NULL) : STATUS_OK;
}

static bool has_signal(void)
{
	return interrupt_signal() != 0;
}

/* PART_NOTHING: the step is still open. */
static int do_choice(struct session *session, const struct place *place, enum choice choice)
{
	char *arguments[] = { place->lesson, place->step, NULL };
	struct ctl *ctl = session->ctl;
	int r;

	if (choice == CHOICE_LATER || choice == CHOICE_LEAVE) {
		_cleanup_free_ char *card = NULL;

		session->has_ended = choice == CHOICE_LEAVE;
		if (asprintf(&card, "%s/%s", place->lesson, place->step) < 0)
			return ctl_fail_errno(ctl, -ENOMEM, NULL);
		return put_off(session, card);
	}
	r = choice == CHOICE_CHECK  ? ctl_check(ctl, 2, arguments)
	    : choice == CHOICE_HINT ? ctl_hint_verb(ctl, 2, arguments)
				    : ctl_show(ctl, 2, arguments);
	buffer_clear(&ctl->text);
	session->has_ended = has_signal();
	if (choice == CHOICE_CHECK && r == STATUS_OK)
		return PART_DONE;
	return r == STATUS_NO_DAEMON ? r : PART_NOTHING;
}

/* Until the step is passed, put off or left. Without a terminal nobody can write it meanwhile. */
static int stay(struct session *session, const struct place *place)
{
	enum choice marked = CHOICE_CHECK;
	int r = PART_NOTHING;

	if (!isatty(STDIN_FILENO) || session->ctl->options.quiet) {
		session->has_ended = true;
		return PART_DONE;
	}
	while (r == PART_NOTHING && !session->has_ended) {
		enum choice choice = marked;

		r = asking_show(&session->asking, buffer_append_char(&session->ctl->text, '\n'));
		if (r == STATUS_OK)
			r = choose(session, &choice);
		if (r == STATUS_OK)
			r = do_choice(session, place, choice);
		/* One Enter too many is not to be another failed attempt: it counts. */
		if (choice == CHOICE_CHECK)
			marked = CHOICE_READ;
	}
	return r == PART_NOTHING ? PART_DONE : r;
}

static int put_step(struct session *session, const struct place *place, const char *kind,
	const char *title, const char *path)
{
	struct ctl *ctl = session->ctl;
	const char *name = lesson_short_name(place->lesson);
	_cleanup_buffer_ struct buffer text = { 0 };
	char minutes[SUMMARY_PLACE_MAX];
	int r;

	summary_place(minutes, &session->today, &ctl->out);
	r = buffer_printf(&text, "%s%s%s: %s %s, %s", minutes, ctl->out.has_utf8 ? " · " : ", ",
		kind, name, place->step, title);
	if (r >= 0)
		r = question_put_item(&ctl->text, &ctl->out, "", WRAP_BOLD, text.data);
	buffer_clear(&text);
	if (r >= 0)
		r = buffer_printf(&text,
			"Its files are in %s. Write in another terminal or editor, "
			"then check it here, or: practicectl check %s %s",
			path, name, place->step);
	if (r >= 0)
		r = wrap_prose(&ctl->text, &ctl->out, 0, text.data);
	return asking_show(&session->asking, r);
}

static int split_card(struct session *session, const char *card, struct place *ret_place)
{
	const char *slash = strrchr(card, '/');

	ret_place->lesson = slash ? strndup(card, (size_t)(slash - card)) : NULL;
	ret_place->step = slash ? strdup(slash + 1) : NULL;
	return ret_place->lesson && ret_place->step
		       ? STATUS_OK
		       : ctl_fail_errno(session->ctl, slash ? -ENOMEM : -EPROTO, NULL);
}

static int review_due(struct session *session, const struct rows *due)
{
	const char *card = find_row(session, due, "KIND", "step");
	_cleanup_(place_done) struct place place = { 0 };
	_cleanup_review_ struct review review = { 0 };
	int r;

	if (!*card)
		return PART_NOTHING;
	r = split_card(session, card, &place);
	if (r == STATUS_OK)
		r = review_begin(session->ctl, place.lesson, place.step, &review);
	if (r != STATUS_OK) /* a language is missing here, say: the others can be reviewed all the
			       same */
		return r == STATUS_NO_DAEMON ? r : put_off(session, card);
	if (review.kept[0])
		ctl_say(session->ctl, "What you had is in %s/%s.", review.path, review.kept);
	r = put_step(session, &place, "Review", thing_get(&review.reply, "Title"), review.path);
	return r == STATUS_OK ? stay(session, &place) : r;
}

static int is_current(struct ctl *ctl, const char *lesson, bool *ret_is_current)
{
	_cleanup_thing_ struct thing status = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "STATUS");
	ask_word(&ask, lesson);
	r = ctl_ask_thing(ctl, &ask, &status);
	*ret_is_current = strcmp(thing_get(&status, "Current"), "yes") == 0;
	return r;
}

static int start_quietly(struct ctl *ctl, char *lesson)
{
	char *arguments[] = { lesson, NULL };
	bool was_quiet = ctl->options.quiet;
	int r;

	ctl->options.quiet = true;
	r = ctl_start(ctl, 1, arguments);
	ctl->options.quiet = was_quiet;
	return r == STATUS_OK
		       ? r
		       : ctl_fail(ctl, (enum exit_status)r, "%s can't be started; practicectl start %s says why",
				 lesson, lesson);
}

/* Started, so that its files are there. */
static int start_lesson(struct session *session, const struct place *place, char **ret_path)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	struct ctl *ctl = session->ctl;
	bool is_there = workspace_find(&workspace, place->lesson, false) == 0, has_begun;
	int r = is_current(ctl, place->lesson, &has_begun);

	if (r == STATUS_OK && !(has_begun && is_there && workspace.lesson)) {
		workspace_done(&workspace);
		r = start_quietly(ctl, place->lesson);
		if (r == STATUS_OK && workspace_find(&workspace, place->lesson, false) < 0)
			r = ctl_fail(ctl, STATUS_FAILED, "the lesson's folder is gone");
	}
	if (r == STATUS_OK)
		*ret_path = TAKE_PTR(workspace.path);
	return r;
}

/* TODAY says "step" when nothing is due; what was put off is due still. */
static int fetch_next(struct session *session, struct thing *ret_next)
{
	_cleanup_ask_ struct ask ask = { 0 };

	ask_word(&ask, "NEXT");
	return ctl_ask_thing(session->ctl, &ask, ret_next);
}

static int do_next(struct session *session)
{
	_cleanup_(place_done) struct place place = { 0 };
	_cleanup_thing_ struct thing next = { 0 };
	_cleanup_free_ char *path = NULL, *card = NULL;
	int r = fetch_next(session, &next);

	if (r != STATUS_OK)
		return r;
	if (!*thing_get(&next, "Lesson"))
		return PART_NOTHING;
	if (asprintf(&card, "%s/%s", thing_get(&next, "Lesson"), thing_get(&next, "Step")) < 0)
		return ctl_fail_errno(session->ctl, -ENOMEM, NULL);
	if (strlist_contains(&session->later, card))
		return PART_NOTHING;
	r = split_card(session, card, &place);
	if (r == STATUS_OK)
		r = start_lesson(session, &place, &path);
	if (r == STATUS_OK)
		r = put_step(session, &place, "Next", thing_get(&next, "Title"), path);
	return r == STATUS_OK ? stay(session, &place) : r;
}

/* ---- all of it */

static int do_part(struct session *session)
{
	_cleanup_rows_ struct rows due = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, "DUE");
	r = ctl_ask_rows(session->ctl, &ask, &due);
	if (r != STATUS_OK)
		return r;
	r = ask_due(session, &due);
	if (r == PART_NOTHING)
		r = review_due(session, &due);
	if (r == PART_NOTHING)
		r = ask_new(session);
	return r == PART_NOTHING ? do_next(session) : r;
}

/* An older daemon has no PROGRESS: then the summary has no streak. */
static void fetch_progress(struct ctl *ctl, struct thing *ret_progress)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	struct reply_token token;
	char days[16];

	ask_word(&ask, "PROGRESS");
	(void)snprintf(days, sizeof(days), "%d", SUMMARY_DAYS);
	ask_pair(&ask, "days", days);
	if (ctl_begin(ctl, &ask, &token) == STATUS_OK &&
		answer_read(&ctl->connection, &token, &answer) >= 0 && !answer.is_error)
		(void)thing_parse(&answer, ret_progress);
}

static int finish(struct session *session)
{
	_cleanup_thing_ struct thing progress = { 0 };
	struct ctl *ctl = session->ctl;
	int r;

	keyboard_close(&session->asking.keyboard);
	ctl->connection.signal = interrupt_signal();
	r = refresh(session, false);
	if (r != STATUS_OK)
		return r;
	fetch_progress(ctl, &progress);
	r = asking_show(&session->asking,
		summary_put_end(&ctl->text, &ctl->out, &session->today, &progress));
	if (r == STATUS_OK && summary_is_reached(&session->today))
		ctl_hint(
			ctl, "practicectl practice --minutes=N goes on, with a goal of N minutes.");
	else if (r == STATUS_OK && session->has_ended)
		ctl_hint(ctl, "practicectl practice goes on where you left, in any terminal.");
	return r;
}

static int practise(struct session *session)
{
	struct ctl *ctl = session->ctl;
	int r = asking_show(
		&session->asking, summary_put_begin(&ctl->text, &ctl->out, &session->today));

	while (r == PART_DONE && !session->has_ended && !summary_is_reached(&session->today)) {
		r = do_part(session);
		if (r == PART_DONE && !has_signal())
			r = refresh(session, false);
		session->has_ended = session->has_ended || has_signal();
	}
	if (r > STATUS_OK && !session->has_ended)
		return r;
	return finish(session);
}

int ctl_session(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_(session_done) struct session session = { .ctl = ctl };
	int r;

	(void)n;
	(void)arguments;
	asking_init(&session.asking, ctl);
	r = refresh(&session, true);
	if (r != STATUS_OK)
		return r;
	if (!ctl_is_for_people(ctl))
		return ctl_print_thing(ctl, &session.today);
	r = interrupt_catch();
	return r < 0 ? ctl_fail_errno(ctl, r, NULL) : practise(&session);
}
