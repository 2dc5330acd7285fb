/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/verbs.h"

#include <ctype.h>
#include <string.h>

/* A service that has a configuration and an empty catalog, no store and no jobs. */
struct fixture {
	struct service service;
	struct options options;
	struct peer peer;
	struct buffer out;
	struct request_parser parser;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	static char name[] = "somebody";
	struct config_error error;
	struct strlist nowhere = { 0 };

	assert_int_equal(config_load_text("", "", 0, &fixture->service.config, &error), 0);
	assert_int_equal(catalog_load(&nowhere, NULL, &fixture->service.catalog), 0);
	fixture->service.options = &fixture->options;
	fixture->peer = (struct peer){ .uid = 4711, .gid = 4711, .name = name };
	(void)snprintf(fixture->service.store_problem, sizeof(fixture->service.store_problem),
		"gone fishing");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	config_free(fixture->service.config);
	catalog_free(fixture->service.catalog);
	buffer_done(&fixture->out);
	request_parser_done(&fixture->parser);
	free(fixture);
	return 0;
}

static struct session_result say(struct fixture *fixture, const char *line)
{
	struct reply reply = REPLY_INIT(&fixture->out, true);
	struct session_result result = { 0 };
	size_t used;

	buffer_clear(&fixture->out);
	assert_int_equal(
		request_parser_feed(&fixture->parser, line, strlen(line), &used), REQUEST_READY);
	verbs_dispatch(
		&fixture->service, &fixture->peer, &fixture->parser.request, &reply, &result);
	assert_int_equal(reply.error, 0);
	return result;
}

static void names_are_upper_case_and_different(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_verbs; i++) {
		for (const char *c = verbs[i].name; *c; c++)
			assert_true(isupper((unsigned char)*c));
		assert_ptr_equal(verb_find(verbs[i].name), &verbs[i]);
		assert_true(strlen(verbs[i].name) <= WIRE_VERB_MAX);
	}
	assert_null(verb_find("NOTHING"));
}

static void usage_names_every_option(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_verbs; i++) {
		for (size_t j = 0; verbs[i].options && verbs[i].options[j]; j++) {
			char option[64];

			assert_true(j < CALL_OPTIONS_MAX);
			(void)snprintf(option, sizeof(option), "[%s=", verbs[i].options[j]);
			assert_non_null(strstr(verbs[i].usage, option));
		}
		assert_true(verbs[i].min <= verbs[i].max && verbs[i].max < CALL_ARGS_MAX);
	}
}

static void requests_and_their_answers(void **state)
{
	static const struct {
		const char *line, *answer;
	} rows[] = {
		{ "ping\n", "+PONG\n" },
		{ "PING x=y\n", "+x=y\n" },
		{ "PING a b\n", "-BADARG too many arguments, 'b' is not expected: PING [text]\n" },
		{ "strat\n", "-ERR unknown verb 'strat', did you mean 'START'?\n" },
		{ "zzzzzzzz\n", "-ERR unknown verb 'zzzzzzzz': HELP shows all\n" },
		{ "SHOW\n", "-BADARG too few arguments: SHOW lesson [key...]\n" },
		{ "SHOW x\n", "-NOTFOUND no lesson 'x': LIST shows all\n" },
		{ "LIST stat=new\n", "-BADARG LIST takes no 'stat=', did you mean 'state='?\n" },
		{ "LIST state=new state=new\n", "-BADARG 'state=' is given twice\n" },
		{ "LIST zzzzzzzzz=1\n",
			"-BADARG LIST takes no 'zzzzzzzzz=': LIST [glob] [state=] [course=]\n" },
		{ "LIST state=bad\n",
			"-BADARG 'bad' is no state: new, active, stopped or passed\n" },
		{ "CHECK x y\n", "-BADARG files come as pairs of name and content: CHECK lesson "
				 "[step=] [language=] [token=] [--] [file "
				 "bytes]...\n" },
		{ "PING \"\\xff\"\n",
			"-BADARG word 2 is no text: valid UTF-8 without NUL is expected\n" },
		{ "CHECK x \"\\xff\" y\n",
			"-BADARG word 3 is no text: valid UTF-8 without NUL is expected\n" },
		{ "START x\n", "-STORE gone fishing\n" },
		{ "RELOAD\n", "-DENIED RELOAD is for instructors, and somebody is none here\n" },
		{ "HELLO 3\n", "-NOPROTO only RESP2 is spoken here; say HELLO 2\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fixture *fixture = *state;

		(void)say(fixture, rows[i].line);
		assert_string_equal(fixture->out.data, rows[i].answer);
	}
}

static void only_quit_closes(void **state)
{
	assert_false(say(*state, "PING\n").quits);
	assert_true(say(*state, "QUIT\n").quits);
}

static void while_draining_all_is_busy(void **state)
{
	struct fixture *fixture = *state;

	fixture->service.is_draining = true;
	(void)say(fixture, "PING\n");
	assert_string_equal(fixture->out.data, "-BUSY shutting down: try again in a moment\n");
}

static void a_bad_configuration_answers_nearly_all(void **state)
{
	struct fixture *fixture = *state;

	(void)snprintf(fixture->service.config_problem.text, 64, "x.conf:3: what");
	(void)say(fixture, "LIST\n");
	assert_string_equal(fixture->out.data, "-CONFIG x.conf:3: what\n");
	(void)say(fixture, "PING\n");
	assert_string_equal(fixture->out.data, "+PONG\n");
}

static void help_has_a_row_for_each_verb(void **state)
{
	struct fixture *fixture = *state;
	char count[16];

	(void)say(fixture, "HELP\n");
	(void)snprintf(count, sizeof(count), "*%zu\n", n_verbs + 1);
	assert_memory_equal(fixture->out.data, count, strlen(count));
	(void)say(fixture, "HELP stop\n");
	assert_string_equal(fixture->out.data, "*3\n+STOP lesson\n+\n+stop practising a lesson.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_upper_case_and_different),
		cmocka_unit_test(usage_names_every_option),
		cmocka_unit_test_setup_teardown(requests_and_their_answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_quit_closes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(while_draining_all_is_busy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_bad_configuration_answers_nearly_all, set_up, tear_down),
		cmocka_unit_test_setup_teardown(help_has_a_row_for_each_verb, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
