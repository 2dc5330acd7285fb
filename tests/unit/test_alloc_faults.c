/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out everywhere once: each scenario is run with the first allocation failing, then the
 * second, and so on until it gets through. It must say -ENOMEM each time, keep what it had, and
 * leak nothing (the sanitizers and valgrind look on).
 */
#include "unit.h"

#include "base/ini.h"
#include "base/strlist.h"
#include "base/text.h"
#include "proto/reply_reader.h"
#include "proto/request.h"

#include <string.h>

/* The linker's --wrap sends the calls of the libraries under test here. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *pointer, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t len);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *pointer, size_t size);
char *__real_strdup(const char *string);
char *__real_strndup(const char *string, size_t len);

static size_t calls_until_fault; /* 0: no fault */

static bool is_fault(void)
{
	return calls_until_fault > 0 && --calls_until_fault == 0;
}

void *__wrap_malloc(size_t size)
{
	return is_fault() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_fault() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *pointer, size_t size)
{
	return is_fault() ? NULL : __real_realloc(pointer, size);
}

char *__wrap_strdup(const char *string)
{
	return is_fault() ? NULL : __real_strdup(string);
}

char *__wrap_strndup(const char *string, size_t len)
{
	return is_fault() ? NULL : __real_strndup(string, len);
}

/* Returns 0 or what the first call that failed said. */
typedef int (*scenario)(void);

enum {
	FAULTS_MAX = 2000, /* no scenario here allocates that often */
};

static void walk(scenario run)
{
	size_t faults = 0;
	int r = -ENOMEM;

	while (r < 0 && faults < FAULTS_MAX) {
		calls_until_fault = ++faults;
		r = run();
		if (r < 0)
			assert_int_equal(r, -ENOMEM);
	}
	assert_true(calls_until_fault > 0); /* it got through without the fault */
	calls_until_fault = 0;
	assert_true(faults > 1);
}

static int append_to_buffer(void)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };
	_cleanup_free_ char *stolen = NULL;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < 300; i++) {
		size_t before = buffer.len;

		r = i % 2 ? buffer_append_string(&buffer, "abc")
			  : buffer_printf(&buffer, "%03zu", i);
		assert_int_equal(buffer.len, r < 0 ? before : before + 3);
	}
	if (r >= 0)
		stolen = buffer_steal(&buffer);
	return r;
}

static int steal_from_empty(void)
{
	struct buffer buffer = { 0 };
	_cleanup_free_ char *stolen = buffer_steal(&buffer);

	return stolen ? 0 : -ENOMEM;
}

static int escape_text(void)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };
	char bytes[200];
	int r;

	memset(bytes, '\x01', sizeof(bytes));
	r = buffer_append_string(&buffer, "x");
	if (r >= 0)
		r = text_escape(&buffer, bytes, sizeof(bytes));
	if (r >= 0)
		r = text_sanitize(&buffer, bytes, sizeof(bytes));
	if (r >= 0)
		r = text_unescape(&buffer, "\\x01", 4);
	assert_true(buffer.len <= 1 || buffer.len == 801 || buffer.len >= 1601);
	return r;
}

static int fill_list(void)
{
	_cleanup_strlist_ struct strlist list = { 0 }, copy = { 0 };
	int r = strlist_split_words(&list, "a b c d e");

	assert_int_equal(list.count, r < 0 ? 0 : 5);
	if (r >= 0)
		r = strlist_split_quoted(&list, "'f g' \"h\" i");
	assert_true(list.count == 0 || list.count == (r < 0 ? 5 : 8));
	if (r >= 0)
		r = strlist_copy(&copy, &list);
	assert_int_equal(copy.count, r < 0 ? 0 : 8);
	return r;
}

static int on_key(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *ret_error)
{
	(void)section;
	(void)key;
	(void)line;
	(void)ret_error;
	return strlist_add(userdata, value);
}

/* inih allocates in its own shared library, out of the wrapping's reach; the handler's memory fails
 * here. */
static int read_ini(void)
{
	static const char text[] = "[s]\na=1\nb=2\nc=3\n";
	_cleanup_strlist_ struct strlist list = { 0 };
	struct ini_error error;

	return ini_parse_text(text, strlen(text), on_key, &list, &error);
}

static int parse_requests(void)
{
	static const char bytes[] =
		"PING \"a b\"\n*2\r\n$4\r\nECHO\r\n$100\r\n"
		"0123456789012345678901234567890123456789012345678901234567890123456789"
		"012345678901234567890123456789\r\nQUIT\n";
	struct request_parser parser = { 0 };
	size_t at = 0, used, ready = 0;
	int status = REQUEST_MORE;

	while (status >= 0 && at < strlen(bytes)) {
		status = request_parser_feed(&parser, bytes + at, strlen(bytes) - at, &used);
		at += used;
		ready += status == REQUEST_READY;
	}
	if (status < 0) {
		assert_int_equal(request_parser_feed(&parser, "PING\n", 5, &used), REQUEST_BROKEN);
		assert_int_equal(parser.request.code, REPLY_INTERNAL);
	} else {
		assert_int_equal(ready, 3);
	}
	request_parser_done(&parser);
	return status < 0 ? status : 0;
}

static int write_each_type(struct reply *reply)
{
	static const char *const cells[] = { "a", "b\tc", NULL };
	const struct reply_pair pairs[] = { { "a", "1" }, { "b", "x y" } };

	(void)reply_simplef(reply, "%0100d", 1);
	(void)reply_error(reply, REPLY_ERR, "%0200d", 1);
	(void)reply_number(reply, 1);
	(void)reply_bulk(reply, "abc", 3);
	(void)reply_field(reply, "Key", "a\nb");
	(void)reply_fieldf(reply, "Key", "%0300d", 1);
	(void)reply_row(reply, cells, 3);
	(void)reply_pairs(reply, pairs, 2);
	return reply_text_lines(reply, "a\nb\n", 4);
}

/* Whatever fails, what is in the buffer are whole lines. */
static int write_replies(void)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	struct reply reply = REPLY_INIT(&out, true);
	int r = write_each_type(&reply);

	assert_true(out.len == 0 || out.data[out.len - 1] == '\n');
	return r;
}

static int read_replies(void)
{
	static const char bytes[] = "*2\n+Key=a\\tb\n-ERR no\n$3\nabc\n";
	struct reply_reader reader = { 0 };
	size_t at = 0, used, tokens = 0;
	int status = 0;

	while (status >= 0 && at < strlen(bytes)) {
		status = reply_reader_feed(&reader, bytes + at, strlen(bytes) - at, &used);
		at += used;
		tokens += status == REPLY_READER_TOKEN;
	}
	assert_true(status < 0 || tokens == 4);
	reply_reader_done(&reader);
	return status < 0 ? status : 0;
}

static int split_lines(void)
{
	_cleanup_strlist_ struct strlist cells = { 0 }, pairs = { 0 };
	_cleanup_free_ char *key = NULL, *value = NULL;
	int r = reply_reader_split_field("Key=v", 5, &key, &value);

	assert_true((key != NULL) == (r >= 0));
	if (r >= 0)
		r = reply_reader_split_row("a\tb\tc", 5, &cells);
	if (r >= 0)
		r = reply_reader_split_pairs("a=1 b=\"x y\" c=3", 15, &pairs);
	assert_int_equal(pairs.count, r < 0 ? 0 : 3);
	return r;
}

static void every_allocation_may_fail(void **state)
{
	static const scenario scenarios[] = { append_to_buffer, steal_from_empty, escape_text,
		fill_list, read_ini, parse_requests, write_replies, read_replies, split_lines };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
		walk(scenarios[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
