/* SPDX-License-Identifier: MIT */
#include "ctl/own_words.h"

#include <stdbool.h>
#include <string.h>

static const struct {
	const char *wire, *own;
} own_words[] = {
	{ "ANSWER", "practicectl quiz" },
	{ "ATTEMPT", "practicectl attempt" },
	{ "CANCEL", "practicectl cancel" },
	{ "CHECK", "practicectl check" },
	{ "DUE", "practicectl due" },
	{ "HELP", "practicectl help" },
	{ "HINT", "practicectl hint" },
	{ "HISTORY", "practicectl history" },
	{ "LIST", "practicectl list" },
	{ "NEXT", "practicectl next" },
	{ "PROGRESS", "practicectl progress" },
	{ "QUIZ", "practicectl quiz" },
	{ "RELOAD", "practicectl daemon-reload" },
	{ "RESET", "practicectl reset" },
	{ "REVIEW", "practicectl review" },
	{ "RUN", "practicectl run" },
	{ "SHOW", "practicectl show" },
	{ "START", "practicectl start" },
	{ "STATS", "practicectl daemon-status" },
	{ "STATUS", "practicectl status" },
	{ "STOP", "practicectl stop" },
	{ "TEXT", "practicectl show" },
	{ "TODAY", "practicectl practice" },
	{ "WHOAMI", "practicectl whoami" },
	{ "case=", "--case=" },
	{ "language=", "--language=" },
	{ "limit=", "--limit=" },
	{ "step=", "--step=" },
};

/* The word at `at` is this one: a verb stands alone, an option is followed by what may be. */
static bool is_word(const char *at, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(at, word, len) != 0)
		return false;
	return word[len - 1] == '=' || !at[len] || strchr(" ,;:.)", at[len]);
}

static const char *find_own(const char *at, size_t *ret_len)
{
	for (size_t i = 0; i < ARRAY_SIZE(own_words); i++)
		if (is_word(at, own_words[i].wire)) {
			*ret_len = strlen(own_words[i].wire);
			return own_words[i].own;
		}
	return NULL;
}

int own_words_append(struct buffer *out, const char *message)
{
	bool is_quoted = false, begins = true;
	int r = 0;

	while (*message && r >= 0) {
		size_t len = 1;
		const char *own = begins && !is_quoted ? find_own(message, &len) : NULL;

		r = own ? buffer_append_string(out, own) : buffer_append_char(out, *message);
		/* an apostrophe within a word is no quote */
		if (*message == '\'' && (is_quoted || begins))
			is_quoted = !is_quoted;
		begins = *message == ' ' || *message == '(' || *message == '[';
		message += len;
	}
	return r < 0 ? r : buffer_reserve(out, 0);
}
