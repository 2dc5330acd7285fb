/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cleanup.h"
#include "runner/proxy.h"

#include <signal.h>
#include <string.h>

struct fixture {
	struct proxy proxy;
	int ends[PROXY_SIDES][2]; /* what the two programs hold: stdin, stdout */
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	(void)signal(SIGPIPE, SIG_IGN);
	assert_int_equal(proxy_init(&f->proxy, 100000, 10, f->ends), 0);
	*state = f;
	return 0;
}

static void shut(struct fixture *f, enum proxy_side side, int end)
{
	if (f->ends[side][end] >= 0)
		(void)close(f->ends[side][end]);
	f->ends[side][end] = -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 4; i++)
		shut(f, (enum proxy_side)(i / 2), i % 2);
	proxy_done(&f->proxy);
	free(f);
	return 0;
}

static void say(struct fixture *f, enum proxy_side side, const char *text)
{
	assert_int_equal(write(f->ends[side][1], text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(proxy_pump(&f->proxy), 0);
}

static void expect(const struct fixture *f, enum proxy_side side, const char *text)
{
	char got[64] = "";

	if (*text)
		assert_int_equal(
			read(f->ends[side][0], got, sizeof(got) - 1), (ssize_t)strlen(text));
	else
		assert_int_equal(read(f->ends[side][0], got, sizeof(got) - 1), 0);
	assert_string_equal(got, text);
}

static void expect_reason(const struct fixture *f, const char *part)
{
	char text[256];

	proxy_explain(&f->proxy, false, text, sizeof(text));
	if (!strstr(text, part))
		print_message("%s\n", text);
	assert_non_null(strstr(text, part));
}

static void what_one_writes_the_other_reads(void **state)
{
	struct fixture *f = *state;

	say(f, PROXY_PROGRAM, "hello\n");
	expect(f, PROXY_JUDGE, "hello\n");
	say(f, PROXY_JUDGE, "yes\n");
	expect(f, PROXY_PROGRAM, "yes\n");
}

static void an_end_is_passed_on_behind_the_last_words(void **state)
{
	struct fixture *f = *state;

	say(f, PROXY_PROGRAM, "bye");
	shut(f, PROXY_PROGRAM, 1);
	assert_int_equal(proxy_pump(&f->proxy), 0);
	assert_true(proxy_is_closed(&f->proxy, PROXY_PROGRAM));
	assert_false(proxy_is_closed(&f->proxy, PROXY_JUDGE));
	expect(f, PROXY_JUDGE, "bye");
	expect(f, PROXY_JUDGE, "");
}

static void a_held_end_is_passed_on_when_it_is_released(void **state)
{
	struct fixture *f = *state;

	f->proxy.flows[PROXY_JUDGE].is_held = true;
	shut(f, PROXY_JUDGE, 1);
	assert_int_equal(proxy_pump(&f->proxy), 0);
	assert_true(f->proxy.flows[PROXY_JUDGE].to_fd >= 0);
	f->proxy.flows[PROXY_JUDGE].is_held = false;
	assert_int_equal(proxy_pump(&f->proxy), 0);
	expect(f, PROXY_PROGRAM, "");
}

static void who_does_not_listen_stops_nobody(void **state)
{
	struct fixture *f = *state;

	shut(f, PROXY_JUDGE, 0);
	for (int i = 0; i < 100; i++)
		say(f, PROXY_PROGRAM, "more\n");
	assert_int_equal(f->proxy.flows[PROXY_PROGRAM].bytes, 500);
	assert_int_equal(f->proxy.flows[PROXY_PROGRAM].pending.len, 0);
}

static void a_reader_that_waits_does_not_stop_the_writer(void **state)
{
	struct fixture *f = *state;
	char text[1000];

	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 90; i++) { /* more than a pipe holds */
		assert_int_equal(
			write(f->ends[PROXY_PROGRAM][1], text, sizeof(text)), sizeof(text));
		assert_int_equal(proxy_pump(&f->proxy), 0);
	}
	assert_true(f->proxy.flows[PROXY_PROGRAM].pending.len > 0);
	assert_false(f->proxy.flows[PROXY_PROGRAM].is_over);
}

static void the_limit_is_each_sides_own(void **state)
{
	struct fixture *f = *state;

	say(f, PROXY_JUDGE, "0123456789");
	assert_false(f->proxy.flows[PROXY_JUDGE].is_over);
	say(f, PROXY_JUDGE, "x");
	assert_true(f->proxy.flows[PROXY_JUDGE].is_over);
	assert_true(proxy_is_closed(&f->proxy, PROXY_JUDGE));
	assert_false(f->proxy.flows[PROXY_PROGRAM].is_over);
}

static void only_open_ends_are_waited_for(void **state)
{
	struct fixture *f = *state;
	struct pollfd wait[PROXY_POLL_FDS];

	proxy_poll(&f->proxy, wait);
	assert_true(wait[0].fd >= 0 && wait[1].fd < 0 && wait[2].fd >= 0 && wait[3].fd < 0);
	shut(f, PROXY_PROGRAM, 1);
	assert_int_equal(proxy_pump(&f->proxy), 0);
	proxy_poll(&f->proxy, wait);
	assert_true(wait[0].fd < 0);
}

static void silence_is_nobodys_word(void **state)
{
	expect_reason(*state, "nobody wrote anything");
}

static void the_last_speaker_waits_for_an_answer(void **state)
{
	struct fixture *f = *state;

	say(f, PROXY_JUDGE, "go\n");
	expect_reason(f, "your program did not read");
	expect(f, PROXY_PROGRAM, "go\n");
	expect_reason(f, "waited for your output (is it flushed?) (after 1 message)");
	say(f, PROXY_PROGRAM, "5");
	expect_reason(f, "the judge did not read");
	expect(f, PROXY_JUDGE, "5");
	expect_reason(f, "the end of your last line (after 2 messages)");
	say(f, PROXY_PROGRAM, "0\n");
	expect(f, PROXY_JUDGE, "0\n");
	expect_reason(f, "more of your output (after 2 messages)");
	say(f, PROXY_JUDGE, "x\n");
	say(f, PROXY_PROGRAM, "y\n");
	expect_reason(f, "neither read");
}

/* What happens after the program's end, when it was killed for its time, does not count. */
static void the_reason_is_that_of_the_programs_end(void **state)
{
	struct fixture *f = *state;
	char text[256];

	say(f, PROXY_PROGRAM, "1\n");
	expect(f, PROXY_JUDGE, "1\n");
	shut(f, PROXY_PROGRAM, 1);
	assert_int_equal(proxy_pump(&f->proxy), 0);
	say(f, PROXY_JUDGE, "late\n");
	expect_reason(f, "more of your output (after 1 message)");
	proxy_explain(&f->proxy, true, text, sizeof(text));
	assert_non_null(strstr(text, "still computing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_one_writes_the_other_reads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_end_is_passed_on_behind_the_last_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_held_end_is_passed_on_when_it_is_released, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_does_not_listen_stops_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_reader_that_waits_does_not_stop_the_writer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_limit_is_each_sides_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_open_ends_are_waited_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silence_is_nobodys_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_last_speaker_waits_for_an_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_reason_is_that_of_the_programs_end, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
