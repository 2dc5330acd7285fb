/* SPDX-License-Identifier: MIT */
#include "learn/quiz.h"

#include "base/text.h"
#include "learn/quiz_parts.h"

#include <string.h>

static const char *const KINDS[] = { "choice", "several", "truth", "short", "numeric", "matching",
	"essay", "description" };
_Static_assert(ARRAY_SIZE(KINDS) == QUIZ_KIND_COUNT, "a name a kind");

const char *quiz_kind_name(enum quiz_kind kind)
{
	return (unsigned)kind < QUIZ_KIND_COUNT ? KINDS[kind] : NULL;
}

static void answer_done(struct quiz_answer *answer)
{
	free(answer->text);
	free(answer->match);
	free(answer->feedback);
}

static void card_done(struct quiz_card *card)
{
	for (size_t i = 0; i < card->n_answers; i++)
		answer_done(&card->answers[i]);
	free(card->answers);
	free(card->id);
	free(card->title);
	free(card->category);
	free(card->stem);
	free(card->tail);
	free(card->feedback);
	strlist_done(&card->tags);
}

void quiz_free(struct quiz *quiz)
{
	if (!quiz)
		return;
	for (size_t i = 0; i < quiz->n_cards; i++)
		card_done(&quiz->cards[i]);
	free(quiz->cards);
	free(quiz);
}

const struct quiz_card *quiz_find(const struct quiz *quiz, const char *id)
{
	for (size_t i = 0; quiz && i < quiz->n_cards; i++)
		if (quiz->cards[i].kind != QUIZ_DESCRIPTION && strcmp(quiz->cards[i].id, id) == 0)
			return &quiz->cards[i];
	return NULL;
}

/* Line ends are LF; what people never write is refused. */
static int clean(struct quiz_reader *reader)
{
	char *text = reader->text.data;
	size_t len = reader->text.len, start = 0, used;
	unsigned point;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		start = 3;
	if (start > 0)
		memset(text, QUIZ_FILLER, start);
	for (size_t i = start; i < len; i += used) {
		used = text_next(text + i, len - i, &point);
		if (!text_is_utf8(text + i, used))
			return quiz_fail_at(reader, i, "not UTF-8");
		if (point == '\r' && i + 1 < len && text[i + 1] == '\n')
			text[i] = QUIZ_FILLER;
		else if (point == '\r')
			return quiz_fail_at(
				reader, i, "a CR without LF: expected LF or CRLF as line end");
		else if (point != '\n' && point != '\t' && text_is_control(point))
			return quiz_fail_at(reader, i, "a control character (U+%04X)", point);
	}
	return 0;
}

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

static void reader_done(struct quiz_reader *reader)
{
	quiz_free(reader->quiz);
	buffer_done(&reader->text);
	free(reader->category);
	free(reader->id);
	strlist_done(&reader->tags);
}

int quiz_parse(const char *name, const char *text, size_t len, struct quiz **ret_quiz,
	struct quiz_error *ret_error)
{
	_cleanup_(reader_done) struct quiz_reader reader = { .error = ret_error };
	bool is_aiken = ends_with(name, ".aiken") || ends_with(name, ".txt");
	int r;

	*ret_error = (struct quiz_error){ 0 };
	reader.quiz = calloc(1, sizeof(*reader.quiz));
	if (!reader.quiz)
		return -ENOMEM;
	if (len > QUIZ_BYTES_MAX)
		return quiz_fail_at(&reader, 0, "more than %d bytes", QUIZ_BYTES_MAX);
	r = buffer_append(&reader.text, text, len);
	if (r == 0)
		r = clean(&reader);
	if (r == 0)
		r = is_aiken ? aiken_read(&reader) : gift_read(&reader);
	if (r == 0)
		*ret_quiz = TAKE_PTR(reader.quiz);
	return r;
}
