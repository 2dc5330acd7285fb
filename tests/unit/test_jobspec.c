/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/joblimits.h"
#include "daemon/jobspec.h"
#include "folder.h"

#include <errno.h>
#include <string.h>

/* A step with two cases, in a language that compiles; the lesson's and language's objects are
 * borrowed from here. */
struct fixture {
	struct config *config;
	struct language language;
	struct lesson_case cases[2];
	struct lesson_file tests[1];
	struct step_language own;
	struct step step;
	struct jobspec spec;
	struct job *job;
};

static char text_c[] = "c", text_name[] = "C", text_main[] = "main.c", text_one[] = "one",
	    text_two[] = "two", text_exact[] = "exact", text_tap[] = "tap",
	    text_proof[] = "all 3 passed", text_in[] = "in\n", text_out[] = "out\n",
	    text_test[] = "test.c", text_body[] = "lesson's", text_command[] = "prove %m";

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct config_error error;

	assert_int_equal(config_load_text("", "", 0, &f->config, &error), 0);
	f->language = (struct language){ .id = text_c, .name = text_name };
	assert_int_equal(strlist_split_words(&f->language.extensions, "c"), 0);
	assert_int_equal(strlist_split_words(&f->language.compile, "cc -o %o %f"), 0);
	assert_int_equal(strlist_split_words(&f->language.run, "%o"), 0);
	f->cases[0] = (struct lesson_case){ .name = text_one,
		.input = text_in,
		.input_len = 3,
		.expected = text_out,
		.expected_len = 4 };
	f->cases[1] = (struct lesson_case){ .name = text_two, .expected_status = 3 };
	assert_int_equal(strlist_split_words(&f->cases[1].args, "-a b"), 0);
	f->tests[0] = (struct lesson_file){
		.name = text_test, .data = text_body, .len = strlen(text_body)
	};
	f->own = (struct step_language){ .language = text_c, .main_file = text_main };
	f->step = (struct step){ .name = text_one,
		.compare = text_exact,
		.cases = f->cases,
		.n_cases = 2,
		.languages = &f->own,
		.n_languages = 1 };
	f->spec =
		(struct jobspec){ .config = f->config, .step = &f->step, .language = &f->language };
	f->job = job_new();
	assert_int_equal(job_add_file(f->job, "main.c", "learner's", 9, false), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	config_free(f->config);
	strlist_done(&f->language.extensions);
	strlist_done(&f->language.compile);
	strlist_done(&f->language.run);
	strlist_done(&f->language.test);
	strlist_done(&f->cases[1].args);
	job_free(f->job);
	free(f);
	return 0;
}

static void make_tests(struct fixture *f, char *proof)
{
	f->step.check = CHECK_TESTS;
	f->step.proof = proof;
	f->step.n_cases = 0;
	f->own.tests = f->tests;
	f->own.n_tests = 1;
}

static void all_cases_are_copied(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->n_cases, 2);
	assert_string_equal(f->job->cases[0].name, "one");
	assert_ptr_not_equal(f->job->cases[0].input, text_in);
	assert_memory_equal(f->job->cases[0].expected, "out\n", 4);
	assert_null(f->job->cases[1].expected);
	assert_int_equal(f->job->cases[1].expected_status, 3);
	assert_string_equal(f->job->cases[1].args.items[0], "-a");
	assert_string_equal(f->job->compare, "exact");
	assert_false(f->job->in_box);
}

/* Their files are read now, as they were then. */
static void data_in_files_is_read(void **state)
{
	struct fixture *f = *state;
	_cleanup_folder_ struct folder folder = folder_new();
	char path[] = "1.in";
	struct stat st;

	folder_put(&folder, "1.in", "from a file\n");
	assert_int_equal(fstatat(folder.fd, "1.in", &st, 0), 0);
	f->step.data_folder = folder.path;
	f->cases[0].input = NULL;
	f->cases[0].input_len = 0;
	f->cases[0].input_data = (struct lesson_data){ .path = path,
		.inode = st.st_ino,
		.len = (size_t)st.st_size,
		.modified = st.st_mtim,
		.changed = st.st_ctim };
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->cases[0].input_len, 12);
	assert_string_equal(f->job->cases[0].input, "from a file\n");
	assert_memory_equal(f->job->cases[0].expected, "out\n", 4);
	folder_put(&folder, "1.in", "another one\n");
	job_free(f->job);
	f->job = job_new();
	assert_int_equal(job_add_file(f->job, "main.c", "learner's", 9, false), 0);
	f->cases[0].input_data.modified.tv_sec++;
	assert_int_equal(jobspec_fill(&f->spec, f->job), -ESTALE);
}

static void without_a_main_file_the_one_that_fits_is_run(void **state)
{
	struct fixture *f = *state;

	f->own.main_file = NULL;
	strlist_done(&f->language.run);
	assert_int_equal(strlist_split_words(&f->language.run, "sh %m"), 0);
	assert_int_equal(job_add_file(f->job, "other.c", "", 0, false), 0);
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_string_equal(f->job->run.items[1], "/box/main.c");
	f->job->files[0].name[0] = 'x';
	assert_int_equal(jobspec_fill(&f->spec, f->job), -EINVAL);
}

static void a_case_is_judged_as_it_says_itself(void **state)
{
	static char own_compare[] = "tokens";
	struct fixture *f = *state;
	struct case_settings own = { .compare = own_compare };

	assert_int_equal(strlist_split_words(&own.judge_args, "a b"), 0);
	f->cases[1].own = &own;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_null(f->job->cases[0].compare);
	assert_int_equal(f->job->cases[0].judge_args.count, 0);
	assert_string_equal(f->job->cases[1].compare, "tokens");
	assert_string_equal(f->job->cases[1].judge_args.items[1], "b");
	strlist_done(&own.judge_args);
}

static void one_case_alone(void **state)
{
	struct fixture *f = *state;

	f->spec.only_case = 2;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->n_cases, 1);
	assert_string_equal(f->job->cases[0].name, "two");
}

static void the_step_says_whether_cases_go_on(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->stop, JOB_STOP_NEVER);
	job_free(f->job);
	f->job = job_new();
	assert_int_equal(job_add_file(f->job, "main.c", "learner's", 9, false), 0);
	f->step.stop_at_first = true;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->stop, JOB_STOP_AT_FIRST);
}

static void commands_name_files_in_the_box(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_string_equal(f->job->compile.items[f->job->compile.count - 1], "/box/main.c");
	assert_int_equal(f->job->run.count, 1);
}

static void what_is_interpreted_is_not_compiled(void **state)
{
	struct fixture *f = *state;

	strlist_done(&f->language.compile);
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->compile.count, 0);
}

static void tests_are_laid_over_the_submission(void **state)
{
	struct fixture *f = *state;

	make_tests(f, text_tap);
	assert_int_equal(job_add_file(f->job, "test.c", "forged", 6, true), 0);
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->n_files, 2);
	assert_string_equal(f->job->files[1].data, "lesson's");
	assert_false(f->job->files[1].executable);
	assert_int_equal(f->job->n_cases, 1);
	assert_string_equal(f->job->compare, "tap");
	assert_true(f->job->in_box);
	assert_int_equal(jobspec_count_cases(&f->step), 1);
}

static void a_proof_is_a_line_of_the_output(void **state)
{
	struct fixture *f = *state;

	make_tests(f, text_proof);
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_string_equal(f->job->compare, "proof all 3 passed");
	assert_string_equal(f->job->files[1].name, "test.c");
}

static void the_step_decides_about_the_test_command(void **state)
{
	struct fixture *f = *state;

	make_tests(f, text_tap);
	assert_int_equal(strlist_split_words(&f->language.test, "language-test %m"), 0);
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_non_null(strstr(f->job->run.items[0], "language-test"));
	job_free(f->job);
	f->job = job_new();
	f->own.test_command = text_command;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_non_null(strstr(f->job->run.items[0], "prove"));
}

static void a_judge_comes_with_its_files_and_commands(void **state)
{
	struct fixture *f = *state;
	struct lesson_file judge = {
		.name = text_test, .data = text_body, .len = strlen(text_body)
	};

	f->step.check = CHECK_SERVICE;
	f->step.judge = &judge;
	f->step.n_judge = 1;
	f->step.judge_main = text_test;
	assert_int_equal(jobspec_fill(&f->spec, f->job), -EINVAL); /* in no language */
	job_free(f->job);
	f->job = job_new();
	assert_int_equal(job_add_file(f->job, "main.c", "learner's", 9, false), 0);
	f->spec.judge_language = &f->language;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->check, JOB_CHECK_SERVICE);
	assert_int_equal(f->job->n_files, 1);
	assert_string_equal(f->job->judge->files[0].data, "lesson's");
	assert_string_equal(
		f->job->judge->compile.items[f->job->judge->compile.count - 1], "/box/test.c");
	assert_string_equal(f->job->judge->run.items[0], "/box/program");
	assert_true(f->job->judge->run_limits.wall_us == f->job->run_limits.wall_us);
	assert_int_equal(f->job->n_cases, 2);
}

static void a_judges_language_has_to_be_there(void **state)
{
	struct fixture *f = *state;
	struct language *known[] = { &f->language };
	struct language_set set = { .languages = known, .n_languages = 1 };
	const struct language *found = &f->language;

	assert_int_equal(jobspec_find_judge(&f->step, &set, &found), 0); /* it has none */
	assert_null(found);
	f->step.check = CHECK_CHECKER;
	f->step.judge_language = text_name;
	assert_int_equal(jobspec_find_judge(&f->step, &set, &found), -ENOENT);
	assert_null(found);
	f->step.judge_language = text_c;
	assert_int_equal(jobspec_find_judge(&f->step, &set, &found), 0);
	assert_ptr_equal(found, &f->language);
	f->language.missing_tool = text_name;
	assert_int_equal(jobspec_find_judge(&f->step, &set, &found), -ENOENT);
	assert_ptr_equal(found, &f->language);
}

static void the_nearest_limit_holds(void **state)
{
	struct fixture *f = *state;

	f->step.limits.cpu_us = 5000000;
	f->language.run_limits.memory_bytes = 77;
	f->language.run_limits.cpu_us = 1;
	f->language.run_limits.address_space = true;
	assert_int_equal(jobspec_fill(&f->spec, f->job), 0);
	assert_int_equal(f->job->run_limits.cpu_us, 5000000);
	assert_int_equal(f->job->run_limits.wall_us, 11000000);
	assert_int_equal(f->job->run_limits.memory_bytes, 77);
	assert_int_equal(f->job->run_limits.processes, 16);
	assert_true(f->job->run_limits.address_space);
	assert_true(f->job->compile_limits.cpu_us > 0 && f->job->compile_limits.wall_us > 0);
}

/* Only where it is not the address space that is limited. */
static void a_runtime_gets_the_memory_that_it_starts_with(void **state)
{
	static const struct {
		bool address_space;
		uint64_t step, language, expected;
	} cases[] = {
		{ false, 99, 100, 100 },
		{ false, 100, 100, 100 },
		{ false, 101, 100, 101 },
		{ false, 99, 0, 99 },
		{ true, 99, 100, 99 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		f->step.limits.memory_bytes = cases[i].step;
		f->language.run_limits.memory_bytes = cases[i].language;
		f->language.run_limits.address_space = cases[i].address_space;
		joblimits_set(&f->spec, f->job);
		assert_int_equal(f->job->run_limits.memory_bytes, cases[i].expected);
	}
}

static void a_language_that_the_step_has_not(void **state)
{
	struct fixture *f = *state;

	f->step.n_languages = 0;
	assert_int_equal(jobspec_fill(&f->spec, f->job), -EINVAL);
}

static void the_overlay_is_listed(void **state)
{
	struct fixture *f = *state;
	struct strlist names = { 0 };

	make_tests(f, text_tap);
	assert_int_equal(jobspec_list_overlay(&f->spec, &names), 0);
	assert_int_equal(names.count, 1);
	assert_string_equal(names.items[0], "test.c");
	strlist_done(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_cases_are_copied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(data_in_files_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			without_a_main_file_the_one_that_fits_is_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_case_is_judged_as_it_says_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_case_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_step_says_whether_cases_go_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(commands_name_files_in_the_box, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_interpreted_is_not_compiled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			tests_are_laid_over_the_submission, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_proof_is_a_line_of_the_output, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_step_decides_about_the_test_command, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_judge_comes_with_its_files_and_commands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_judges_language_has_to_be_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_nearest_limit_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_runtime_gets_the_memory_that_it_starts_with, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_language_that_the_step_has_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_overlay_is_listed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
