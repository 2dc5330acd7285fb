/* SPDX-License-Identifier: MIT */
/* Comparators that go by lines: exact, trim, lines-unordered. */
#include "base/cleanup.h"
#include "grade/compare_kinds.h"
#include "grade/lines.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define WHERE_MAX 64

int compare_exact(const struct compare_job *job)
{
	size_t pos, line = 1, start = 0;
	char where[WHERE_MAX];

	if (job->expected_len == job->actual_len &&
		memcmp(job->expected, job->actual, job->actual_len) == 0)
		return 1;
	pos = line_common_prefix(job->expected, job->expected_len, job->actual, job->actual_len);
	for (size_t i = 0; i < pos; i++) {
		if (job->actual[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	(void)snprintf(where, sizeof(where), "line %zu, column %zu", line,
		compare_column(job->actual + start, pos - start));
	return compare_differ(job, where, compare_piece_at(job->expected, job->expected_len, pos),
		compare_piece_at(job->actual, job->actual_len, pos));
}

/* A trimmed line from `pos`, where `has` tells whether there is a line at all. */
static struct compare_piece piece_of_line(const struct line *line, bool has, size_t pos)
{
	if (!has)
		return (struct compare_piece){ .instead = "the end of the output" };
	if (pos >= line->len)
		return (struct compare_piece){ .instead = line->len == 0 ? "an empty line"
									 : "the end of the line" };
	return (struct compare_piece){ .text = line->text + pos, .len = line->len - pos };
}

/* Trimmed as a whole first: so empty lines at the end are gone before lines are counted. */
int compare_trim(const struct compare_job *job)
{
	struct line_reader expected =
		line_reader_of(job->expected, line_trimmed(job->expected, job->expected_len));
	struct line_reader actual =
		line_reader_of(job->actual, line_trimmed(job->actual, job->actual_len));

	for (;;) {
		struct line want = { 0 }, got = { 0 };
		bool has_want = line_reader_next(&expected, &want);
		bool has_got = line_reader_next(&actual, &got);
		char where[WHERE_MAX];
		size_t pos;

		if (!has_want && !has_got)
			return 1;
		want.len = line_trimmed(want.text, want.len);
		got.len = line_trimmed(got.text, got.len);
		if (has_want && has_got && want.len == got.len &&
			memcmp(want.text, got.text, got.len) == 0)
			continue;
		pos = line_common_prefix(want.text, want.len, got.text, got.len);
		(void)snprintf(where, sizeof(where), "line %zu, column %zu",
			has_got ? actual.number : expected.number, compare_column(want.text, pos));
		return compare_differ(job, where, piece_of_line(&want, has_want, pos),
			piece_of_line(&got, has_got, pos));
	}
}

/*
 * The multiset of the expected lines. Only they are ever put in: a line of the actual output that
 * is not found ends the comparison, so hostile output can neither grow the table nor crowd a
 * bucket.
 */
struct line_slot {
	const char *text; /* NULL: free */
	size_t len;
	size_t left; /* how often it is still wanted */
};

struct line_bag {
	struct line_slot *slots;
	size_t n_slots; /* a power of two */
	size_t n_used;
};

static void line_bag_done(struct line_bag *bag)
{
	free(bag->slots);
}

static uint64_t hash_bytes(const char *bytes, size_t len)
{
	uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a */

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001B3U;
	return hash ^ (hash >> 32);
}

static struct line_slot *bag_slot(const struct line_bag *bag, const char *text, size_t len)
{
	size_t mask = bag->n_slots - 1;
	size_t i = (size_t)hash_bytes(text, len) & mask;

	while (bag->slots[i].text &&
		(bag->slots[i].len != len || memcmp(bag->slots[i].text, text, len) != 0))
		i = (i + 1) & mask;
	return &bag->slots[i];
}

static int bag_grow(struct line_bag *bag)
{
	struct line_bag bigger = { .n_slots = bag->n_slots ? bag->n_slots * 2 : 64,
		.n_used = bag->n_used };

	bigger.slots = calloc(bigger.n_slots, sizeof(*bigger.slots));
	if (!bigger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < bag->n_slots; i++)
		if (bag->slots[i].text)
			*bag_slot(&bigger, bag->slots[i].text, bag->slots[i].len) = bag->slots[i];
	line_bag_done(bag);
	*bag = bigger;
	return 0;
}

static int bag_add(struct line_bag *bag, const char *text, size_t len)
{
	struct line_slot *slot;

	if (bag->n_used * 2 >= bag->n_slots) {
		int r = bag_grow(bag);

		if (r < 0)
			return r;
	}
	slot = bag_slot(bag, text, len);
	if (!slot->text) {
		*slot = (struct line_slot){ .text = text, .len = len };
		bag->n_used++;
	}
	slot->left++;
	return 0;
}

static int fill_bag(struct line_bag *bag, const struct compare_job *job)
{
	struct line_reader reader =
		line_reader_of(job->expected, line_trimmed(job->expected, job->expected_len));
	struct line line;
	int r = bag_grow(bag);

	while (r == 0 && line_reader_next(&reader, &line))
		r = bag_add(bag, line.text, line_trimmed(line.text, line.len));
	return r;
}

/* The first line, in the expected order, that is still wanted. */
static int say_missing(const struct compare_job *job, const struct line_bag *bag)
{
	struct line_reader reader =
		line_reader_of(job->expected, line_trimmed(job->expected, job->expected_len));
	char quoted[COMPARE_QUOTE_MAX];
	struct line line;

	while (line_reader_next(&reader, &line)) {
		size_t len = line_trimmed(line.text, line.len);

		if (bag_slot(bag, line.text, len)->left == 0)
			continue;
		compare_quote(line.text, len, quoted);
		return compare_say(job, "a line is missing: \"%s\"", quoted);
	}
	return 1;
}

int compare_lines_unordered(const struct compare_job *job)
{
	struct line_reader reader =
		line_reader_of(job->actual, line_trimmed(job->actual, job->actual_len));
	_cleanup_(line_bag_done) struct line_bag bag = { 0 };
	char quoted[COMPARE_QUOTE_MAX];
	struct line line;
	int r;

	r = fill_bag(&bag, job);
	if (r < 0)
		return r;
	while (line_reader_next(&reader, &line)) {
		size_t len = line_trimmed(line.text, line.len);
		struct line_slot *slot = bag_slot(&bag, line.text, len);

		if (slot->left > 0) {
			slot->left--;
			continue;
		}
		compare_quote(line.text, len, quoted);
		return compare_say(job, "line %zu is %s: \"%s\"", reader.number,
			slot->text ? "there too often" : "not among the expected lines", quoted);
	}
	return say_missing(job, &bag);
}
