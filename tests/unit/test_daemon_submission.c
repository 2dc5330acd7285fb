/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/submission.h"
#include "proto/limits.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct request_word word(const char *text)
{
	return (struct request_word){ .data = text, .len = strlen(text) };
}

struct fixture {
	struct strlist names, extensions, spared;
	struct submission_rules rules;
	struct submission_error error;
	struct job *job;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_int_equal(strlist_split_words(&fixture->names, "main.c part.h test.c"), 0);
	assert_int_equal(strlist_split_words(&fixture->extensions, "c .h"), 0);
	assert_int_equal(strlist_split_words(&fixture->spared, "test.c"), 0);
	fixture->rules = (struct submission_rules){ .step = "one",
		.names = &fixture->names,
		.extensions = &fixture->extensions,
		.spared = &fixture->spared,
		.max_bytes = 100 };
	fixture->job = job_new();
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	strlist_done(&fixture->names);
	strlist_done(&fixture->extensions);
	strlist_done(&fixture->spared);
	job_free(fixture->job);
	free(fixture);
	return 0;
}

static void assert_refused(struct fixture *fixture, const struct request_word *pairs, size_t count,
	enum reply_code code, const char *part)
{
	assert_int_equal(
		submission_read(&fixture->rules, pairs, count, fixture->job, &fixture->error),
		-EINVAL);
	assert_int_equal(fixture->error.code, code);
	if (!strstr(fixture->error.message, part))
		fail_msg("'%s' is not in '%s'", part, fixture->error.message);
}

static void all_files_are_taken(void **state)
{
	struct fixture *fixture = *state;
	const struct request_word pairs[] = { word("part.h"), word("x"), word("main.c"), word("") };

	assert_int_equal(
		submission_read(&fixture->rules, pairs, 2, fixture->job, &fixture->error), 0);
	assert_int_equal(fixture->job->n_files, 2);
	assert_string_equal(fixture->job->files[0].name, "part.h");
	assert_int_equal(fixture->job->files[1].len, 0);
}

static void names_are_refused(void **state)
{
	static const struct {
		const char *name, *part;
	} rows[] = {
		{ "../main.c", "can't be a file's name" },
		{ "/etc/main.c", "can't be a file's name" },
		{ "a/../main.c", "can't be a file's name" },
		{ "./main.c", "can't be a file's name" },
		{ "", "can't be a file's name" },
		{ "main.d", "did you mean 'main.c'?" },
		{ "zzzzzzzzz.c", "which takes: main.c part.h test.c" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct request_word pairs[] = { word(rows[i].name), word("") };

		assert_refused(*state, pairs, 1, REPLY_BADARG, rows[i].part);
	}
}

static void the_same_file_twice_is_refused(void **state)
{
	const struct request_word pairs[] = { word("main.c"), word(""), word("main.c"), word("") };

	assert_refused(*state, pairs, 2, REPLY_BADARG, "twice");
}

static void a_missing_file_is_named_but_the_lessons_own_are_spared(void **state)
{
	const struct request_word pairs[] = { word("main.c"), word("") };

	assert_refused(*state, pairs, 1, REPLY_BADARG, "'part.h'");
	assert_refused(*state, NULL, 0, REPLY_BADARG, "no file was sent");
}

static void without_names_the_extension_decides(void **state)
{
	struct fixture *fixture = *state;
	const struct request_word good[] = { word("any/thing.c"), word(""), word("b.h"), word("") };
	const struct request_word bad[] = { word("c"), word("") };

	strlist_done(&fixture->names);
	assert_int_equal(
		submission_read(&fixture->rules, good, 2, fixture->job, &fixture->error), 0);
	assert_refused(fixture, bad, 1, REPLY_BADARG, "which takes: c .h");
}

static void size_of_all_at_its_limit_and_past_it(void **state)
{
	struct fixture *fixture = *state;
	char bytes[101];
	struct request_word pairs[] = { word("main.c"), { bytes, 60 }, word("part.h"),
		{ bytes, 41 } };

	memset(bytes, 'x', sizeof(bytes));
	assert_refused(fixture, pairs, 2, REPLY_TOOBIG, "100");
	pairs[3].len = 40;
	job_free(fixture->job);
	fixture->job = job_new();
	assert_int_equal(
		submission_read(&fixture->rules, pairs, 2, fixture->job, &fixture->error), 0);
}

static void size_of_a_file_at_its_limit_and_past_it(void **state)
{
	struct fixture *fixture = *state;
	char *bytes = calloc(1, WIRE_FILE_MAX + 1);
	struct request_word pairs[] = { word("main.c"), { bytes, WIRE_FILE_MAX + 1 },
		word("part.h"), word("") };

	fixture->rules.max_bytes = WIRE_SUBMISSION_MAX;
	assert_refused(fixture, pairs, 2, REPLY_TOOBIG, "'main.c'");
	pairs[1].len = WIRE_FILE_MAX;
	assert_int_equal(
		submission_read(&fixture->rules, pairs, 2, fixture->job, &fixture->error), 0);
	free(bytes);
}

static void number_of_files_at_its_limit_and_past_it(void **state)
{
	struct fixture *fixture = *state;
	struct request_word pairs[2 * (WIRE_FILES_MAX + 1)];
	char names[WIRE_FILES_MAX + 1][16];

	strlist_done(&fixture->names);
	for (size_t i = 0; i <= WIRE_FILES_MAX; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "f%zu.c", i);
		pairs[2 * i] = word(names[i]);
		pairs[2 * i + 1] = word("");
	}
	assert_refused(fixture, pairs, WIRE_FILES_MAX + 1, REPLY_TOOBIG, "at most");
	assert_int_equal(submission_read(&fixture->rules, pairs, WIRE_FILES_MAX, fixture->job,
				 &fixture->error),
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_files_are_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_file_twice_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_missing_file_is_named_but_the_lessons_own_are_spared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			without_names_the_extension_decides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			size_of_all_at_its_limit_and_past_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			size_of_a_file_at_its_limit_and_past_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			number_of_files_at_its_limit_and_past_it, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
