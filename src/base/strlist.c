/* SPDX-License-Identifier: MIT */
#include "base/strlist.h"

#include "base/buffer.h"

#include <stdint.h>
#include <string.h>

static const char WHITE[] = " \t\r\n\v\f";

void strlist_done(struct strlist *list)
{
	if (!list)
		return;
	strlist_truncate(list, 0);
	free(list->items);
	*list = (struct strlist){ 0 };
}

void strlist_truncate(struct strlist *list, size_t count)
{
	while (list->count > count) {
		list->count--;
		free(list->items[list->count]);
		list->items[list->count] = NULL;
	}
}

/* Room for one more item and the NULL. There is always room up to the next power of two, so only
 * there it grows. */
static int strlist_grow(struct strlist *list)
{
	size_t slots = list->count ? 2 * list->count + 1 : 2;
	char **items;

	if ((list->count & (list->count - 1)) != 0)
		return 0;
	if (slots > SIZE_MAX / sizeof(*items) / 2)
		return -ENOMEM;
	items = realloc(list->items, slots * sizeof(*items));
	if (!items)
		return -ENOMEM;
	items[list->count] = NULL;
	list->items = items;
	return 0;
}

int strlist_take(struct strlist *list, char *string)
{
	_cleanup_free_ char *item = string;
	int r;

	if (!item)
		return -ENOMEM;
	r = strlist_grow(list);
	if (r < 0)
		return r;
	list->items[list->count++] = TAKE_PTR(item);
	list->items[list->count] = NULL;
	return 0;
}

int strlist_add(struct strlist *list, const char *string)
{
	return strlist_take(list, strdup(string));
}

int strlist_add_n(struct strlist *list, const char *bytes, size_t len)
{
	return strlist_take(list, strndup(bytes, len));
}

int strlist_copy(struct strlist *list, const struct strlist *from)
{
	size_t before = list->count;
	int r;

	for (size_t i = 0; i < from->count; i++) {
		r = strlist_add(list, from->items[i]);
		if (r < 0) {
			strlist_truncate(list, before);
			return r;
		}
	}
	return 0;
}

bool strlist_contains(const struct strlist *list, const char *string)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], string) == 0)
			return true;
	return false;
}

int strlist_split_words(struct strlist *list, const char *string)
{
	size_t before = list->count, len;
	int r;

	for (string += strspn(string, WHITE); *string;
		string += len, string += strspn(string, WHITE)) {
		len = strcspn(string, WHITE);
		r = strlist_add_n(list, string, len);
		if (r < 0) {
			strlist_truncate(list, before);
			return r;
		}
	}
	return 0;
}

/* One word from *string on, unquoted, into the buffer; *string then points behind it. */
static int read_quoted_word(const char **string, struct buffer *word)
{
	char quote = '\0';
	int r;

	for (; **string; (*string)++) {
		char c = **string;

		if (!quote && strchr(WHITE, c))
			return 0;
		if (c == quote) {
			quote = '\0';
			continue;
		}
		if (!quote && (c == '"' || c == '\'')) {
			quote = c;
			continue;
		}
		if (c == '\\' && quote != '\'') {
			c = *++*string;
			if (!c)
				return -EINVAL;
		}
		r = buffer_append_char(word, c);
		if (r < 0)
			return r;
	}
	return quote ? -EINVAL : 0;
}

static int split_quoted(struct strlist *list, const char *string)
{
	int r;

	for (string += strspn(string, WHITE); *string; string += strspn(string, WHITE)) {
		_cleanup_buffer_ struct buffer word = { 0 };

		r = read_quoted_word(&string, &word);
		if (r < 0)
			return r;
		r = strlist_take(list, buffer_steal(&word));
		if (r < 0)
			return r;
	}
	return 0;
}

int strlist_split_quoted(struct strlist *list, const char *string)
{
	size_t before = list->count;
	int r = split_quoted(list, string);

	if (r < 0)
		strlist_truncate(list, before);
	return r;
}
