/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/file.h"
#include "ctl/answer.h"

#include <string.h>
#include <sys/socket.h>

/* Reads one answer from a peer that sends these bytes and hangs up. */
static int read_from(const char *bytes, size_t len, struct answer *ret_answer)
{
	struct connection connection = CONNECTION_INIT;
	struct reply_token first;
	int pair[2], r;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(file_write_all(pair[1], bytes, len), 0);
	assert_int_equal(close(pair[1]), 0);
	connection.fd = pair[0];
	r = connection_next(&connection, &first);
	if (r >= 0)
		r = answer_read(&connection, &first, ret_answer);
	(void)connection_close(&connection);
	return r;
}

static void expect_error(const char *bytes, int expected)
{
	_cleanup_answer_ struct answer answer = { 0 };

	assert_int_equal(read_from(bytes, strlen(bytes), &answer), expected);
}

static void a_line_is_a_message(void **state)
{
	_cleanup_answer_ struct answer answer = { 0 };

	(void)state;
	assert_int_equal(read_from("+hi\033\r\n", 6, &answer), 0);
	assert_false(answer.is_error || answer.is_array);
	assert_string_equal(answer.message, "hi\\x1b");
}

static void an_error_has_its_code(void **state)
{
	_cleanup_answer_ struct answer answer = { 0 };

	(void)state;
	assert_int_equal(read_from("-NOTFOUND no\n", 13, &answer), 0);
	assert_true(answer.is_error);
	assert_int_equal(answer.code, REPLY_NOTFOUND);
	assert_string_equal(answer.message, "no");
}

static void what_is_no_array_of_lines_is_refused(void **state)
{
	(void)state;
	expect_error("*1\r\n*0\r\n", -EPROTO);
	expect_error("*1\r\n:1\r\n", -EPROTO);
	expect_error("*1\r\n$1\r\nx\r\n", -EPROTO);
	expect_error("*1\r\n-ERR x\r\n", -EPROTO);
	expect_error("*200001\r\n", -E2BIG);
	expect_error("*2\r\n+a\r\n", -ECONNRESET);
	expect_error("", -ECONNRESET);
}

static void parse_thing(const char *bytes, int expected, struct thing *ret_thing)
{
	_cleanup_answer_ struct answer answer = { 0 };

	assert_int_equal(read_from(bytes, strlen(bytes), &answer), 0);
	assert_int_equal(thing_parse(&answer, ret_thing), expected);
}

static void things_have_values_and_repeated_keys(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };
	size_t position = 0;

	(void)state;
	parse_thing("*3\r\n+A=1\r\n+B=x\\x1b=y\r\n+A=2\r\n", 0, &thing);
	assert_string_equal(thing_get(&thing, "B"), "x\\x1b=y");
	assert_string_equal(thing_get(&thing, "None"), "");
	assert_string_equal(thing_next(&thing, "A", &position), "1");
	assert_string_equal(thing_next(&thing, "A", &position), "2");
	assert_null(thing_next(&thing, "A", &position));
}

static void things_that_are_none_are_refused(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	parse_thing("*1\r\n+novalue\r\n", -EPROTO, &thing);
	parse_thing("*1\r\n+a=\\q\r\n", -EPROTO, &thing);
	parse_thing("+a=b\r\n", -EPROTO, &thing);
}

static void pairs_are_split_at_tabs_or_spaces(void **state)
{
	_cleanup_thing_ struct thing tabs = { 0 }, spaces = { 0 };
	static const char line[] = "compile verdict=pass note=\"a b\"";

	(void)state;
	assert_int_equal(thing_parse_pairs("name=a\ttitle=two words\tnone", &tabs), 0);
	assert_string_equal(thing_get(&tabs, "title"), "two words");
	assert_int_equal(tabs.keys.count, 2);
	assert_int_equal(thing_parse_line(line, strlen(line), &spaces), 0);
	assert_string_equal(spaces.keys.items[0], "compile");
	assert_string_equal(thing_get(&spaces, "note"), "a b");
}

static int parse_rows(const char *bytes, struct rows *ret_rows)
{
	_cleanup_answer_ struct answer answer = { 0 };

	assert_int_equal(read_from(bytes, strlen(bytes), &answer), 0);
	return rows_parse(&answer, ret_rows);
}

static void rows_are_found_by_column(void **state)
{
	_cleanup_rows_ struct rows rows = { 0 };

	(void)state;
	assert_int_equal(parse_rows("*3\r\n+A\tB\r\n+1\t2\r\n+3\r\n", &rows), 0);
	assert_int_equal(rows_count(&rows), 2);
	assert_string_equal(rows_get(&rows, 0, "B"), "2");
	assert_string_equal(rows_get(&rows, 1, "B"), "");
	assert_string_equal(rows_get(&rows, 1, "C"), "");
}

static void rows_longer_than_the_header_are_refused(void **state)
{
	_cleanup_rows_ struct rows rows = { 0 }, none = { 0 };

	(void)state;
	assert_int_equal(parse_rows("*2\r\n+A\r\n+1\t2\r\n", &rows), -EPROTO);
	assert_int_equal(parse_rows("*0\r\n", &none), 0);
	assert_int_equal(rows_count(&none), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_message),
		cmocka_unit_test(an_error_has_its_code),
		cmocka_unit_test(what_is_no_array_of_lines_is_refused),
		cmocka_unit_test(things_have_values_and_repeated_keys),
		cmocka_unit_test(things_that_are_none_are_refused),
		cmocka_unit_test(pairs_are_split_at_tabs_or_spaces),
		cmocka_unit_test(rows_are_found_by_column),
		cmocka_unit_test(rows_longer_than_the_header_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
