/* SPDX-License-Identifier: MIT */
/*
 * Comparators that take a part of the output for enough, and the whole of it without its ends: what
 * tests that come with GitHub Classroom ask for.
 *
 * There, a pattern is JavaScript's. PCRE2 reads the same but for little, with the options below;
 * its limits bound what a pattern may cost from one place of an output, and the clock what it may
 * cost on all of it.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "base/buffer.h"
#include "grade/compare_kinds.h"
#include "grade/lines.h"

#include <errno.h>
#include <pcre2.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define MATCHES_MAX 10000000	/* calls of the matcher from one place of the output */
#define HEAP_MAX    (64 * 1024) /* KiB */
#define PATIENCE_US 1000000	/* of the processor, for all places: MATCHES_MAX begins anew with each */
#define ITEMS_MAX   64		/* of the pattern, between two looks at the clock */

struct text {
	const char *text;
	size_t len;
};

/* CR LF as LF into the buffer, then without white space at both ends. 0 or -ENOMEM. */
static int strip(const char *text, size_t len, struct buffer *buffer, struct text *ret_text)
{
	size_t begin = 0;
	int r = buffer_reserve(buffer, len);

	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < len; i++)
		if (text[i] != '\r' || i + 1 >= len || text[i + 1] != '\n')
			r = buffer_append_char(buffer, text[i]);
	if (r < 0)
		return r;
	while (buffer->len > 0 && line_is_space(buffer->data[buffer->len - 1]))
		buffer_truncate(buffer, buffer->len - 1);
	while (begin < buffer->len && line_is_space(buffer->data[begin]))
		begin++;
	*ret_text =
		(struct text){ buffer->len > 0 ? buffer->data + begin : "", buffer->len - begin };
	return 0;
}

struct stripped {
	struct buffer buffers[2];
	struct text expected, actual;
};

static void stripped_done(struct stripped *stripped)
{
	buffer_done(&stripped->buffers[0]);
	buffer_done(&stripped->buffers[1]);
}

static int strip_both(const struct compare_job *job, struct stripped *stripped)
{
	int r = strip(job->expected, job->expected_len, &stripped->buffers[0], &stripped->expected);

	return r < 0 ? r
		     : strip(job->actual, job->actual_len, &stripped->buffers[1],
			       &stripped->actual);
}

int compare_stripped(const struct compare_job *job)
{
	_cleanup_(stripped_done) struct stripped stripped = { 0 };
	struct compare_job inner = *job;
	int r = strip_both(job, &stripped);

	if (r < 0)
		return r;
	inner.expected = stripped.expected.text;
	inner.expected_len = stripped.expected.len;
	inner.actual = stripped.actual.text;
	inner.actual_len = stripped.actual.len;
	return compare_exact(&inner);
}

int compare_included(const struct compare_job *job)
{
	_cleanup_(stripped_done) struct stripped stripped = { 0 };
	char quoted[COMPARE_QUOTE_MAX];
	int r = strip_both(job, &stripped);

	if (r < 0)
		return r;
	if (stripped.expected.len == 0 || memmem(stripped.actual.text, stripped.actual.len,
						  stripped.expected.text, stripped.expected.len))
		return 1;
	compare_quote(stripped.expected.text, stripped.expected.len, quoted);
	return compare_say(job, "the output does not have \"%s\" in it", quoted);
}

/* 0, -EINVAL, -ENOMEM. */
static int compile(const char *pattern, size_t len, pcre2_code **ret_code)
{
	/* JavaScript: "$" is the very end, [] matches nothing, \u0041 is a character, a group that
	 * took no part matches nothing. Output need not be UTF-8. */
	const uint32_t options = PCRE2_AUTO_CALLOUT | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY |
				 PCRE2_ALLOW_EMPTY_CLASS | PCRE2_ALT_BSUX |
				 PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
	PCRE2_SIZE at;
	int error;

	if (len > COMPARE_PATTERN_MAX)
		return -EINVAL;
	*ret_code = pcre2_compile((PCRE2_SPTR)pattern, len, options, &error, &at, NULL);
	if (*ret_code)
		return 0;
	return error == PCRE2_ERROR_HEAP_FAILED ? -ENOMEM : -EINVAL;
}

struct patience {
	uint64_t ends_us;
	unsigned items;
};

static uint64_t processor_us(void)
{
	struct timespec used;

	return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) < 0
		       ? UINT64_MAX
		       : (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

/* Before each item of the pattern. */
static int on_item(pcre2_callout_block *block, void *userdata)
{
	struct patience *patience = userdata;

	(void)block;
	if (++patience->items < ITEMS_MAX)
		return 0;
	patience->items = 0;
	return processor_us() > patience->ends_us ? PCRE2_ERROR_CALLOUT : 0;
}

/* A number of captures (1 and more), PCRE2_ERROR_NOMATCH or another error of PCRE2. */
static int match(const pcre2_code *code, const char *text, size_t len)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	struct patience patience = { .ends_us = processor_us() + PATIENCE_US };
	int r = PCRE2_ERROR_NOMEMORY;

	if (context && data) {
		(void)pcre2_set_callout(context, on_item, &patience);
		(void)pcre2_set_match_limit(context, MATCHES_MAX);
		(void)pcre2_set_heap_limit(context, HEAP_MAX);
		r = pcre2_match(code, (PCRE2_SPTR)text, len, 0, 0, data, context);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return r;
}

int compare_search(const struct compare_job *job)
{
	_cleanup_(stripped_done) struct stripped stripped = { 0 };
	char quoted[COMPARE_QUOTE_MAX];
	pcre2_code *code;
	int r = compile(job->expected, job->expected_len, &code);

	if (r < 0)
		return r;
	r = strip(job->actual, job->actual_len, &stripped.buffers[1], &stripped.actual);
	if (r < 0) {
		pcre2_code_free(code);
		return r;
	}
	r = match(code, stripped.actual.text, stripped.actual.len);
	pcre2_code_free(code);
	if (r >= 0)
		return 1;
	if (r == PCRE2_ERROR_NOMEMORY)
		return -ENOMEM;
	compare_quote(job->expected, job->expected_len, quoted);
	return compare_say(job,
		r == PCRE2_ERROR_NOMATCH ? "nothing in the output matches the pattern \"%s\""
					 : "the pattern \"%s\" takes too long on this output",
		quoted);
}

int compare_check_search(const char *expected, size_t expected_len)
{
	pcre2_code *code;
	int r = compile(expected, expected_len, &code);

	if (r == 0)
		pcre2_code_free(code);
	return r;
}
