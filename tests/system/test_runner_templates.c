/* SPDX-License-Identifier: MIT */
/*
 * A run from a template is a run: every program of tests/templates is executed, and cloned from a
 * template, and everything that the runner tells of the two has to be the same, byte for byte. Each
 * has three cases, so that the second and third come from a template that has made a run before.
 * The programs print what could differ: names, streams, flags, frames, limits, signals, the order of
 * things at the end.
 */
#include "runner_harness.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_CASES	    3
#define PROGRAM_MAX (64 * 1024)

struct program {
	const char *name;
	const char *args; /* of the second case */
	const char *input;
	const char *options; /* of the interpreter; NULL: -B. Of the compiler; NULL: -O2 */
	unsigned wall_ms;    /* 0: time enough */
};

static const struct program programs[] = {
	{ .name = "hello" },
	{ .name = "empty" },
	{ .name = "no_newline" },
	{ .name = "arguments", .args = "one \"two words\" --three" },
	{ .name = "arguments_bytes", .args = "\"\303\274\342\202\254\" \"\001\"" },
	{ .name = "main_module" },
	{ .name = "docstring" },
	{ .name = "path" },
	{ .name = "path_isolated", .options = "-I" },
	{ .name = "path_safe", .options = "-B -P" },
	{ .name = "no_site", .options = "-BS" },
	{ .name = "no_environment", .options = "-E -s" },
	{ .name = "optimized", .options = "-BO" },
	{ .name = "optimized_twice", .options = "-OO" },
	{ .name = "flags" },
	{ .name = "modules" },
	{ .name = "environment" },
	{ .name = "environment_kernel" },
	{ .name = "streams" },
	{ .name = "unbuffered", .options = "-u" },
	{ .name = "buffered_order" },
	{ .name = "stderr_order" },
	{ .name = "input_lines", .input = "Ann\012second\012third\012last without end" },
	{ .name = "input_end" },
	{ .name = "input_bytes", .input = "abcdef\012\303\244\303\266\012" },
	{ .name = "input_not_utf8", .input = "\377\376" },
	{ .name = "input_seek", .input = "0123456789\012" },
	{ .name = "exit_number" },
	{ .name = "exit_text" },
	{ .name = "exit_none" },
	{ .name = "exit_object" },
	{ .name = "exit_large" },
	{ .name = "exit_at_once" },
	{ .name = "abort" },
	{ .name = "uncaught" },
	{ .name = "uncaught_group" },
	{ .name = "uncaught_notes" },
	{ .name = "own_excepthook" },
	{ .name = "name_error_hint" },
	{ .name = "syntax_error" },
	{ .name = "indentation_error" },
	{ .name = "tab_error" },
	{ .name = "null_byte" },
	{ .name = "not_utf8" },
	{ .name = "cookie_latin1" },
	{ .name = "cookie_unknown" },
	{ .name = "byte_order_mark" },
	{ .name = "carriage_returns" },
	{ .name = "recursion" },
	{ .name = "deep_recursion" },
	{ .name = "frames" },
	{ .name = "atexit_order" },
	{ .name = "finalizers" },
	{ .name = "flush_fails" },
	{ .name = "stdout_closed" },
	{ .name = "threads" },
	{ .name = "thread_dies" },
	{ .name = "daemon_thread" },
	{ .name = "thread_ids" },
	{ .name = "signal_handlers" },
	{ .name = "signal_state" },
	{ .name = "interrupt" },
	{ .name = "interrupt_raised" },
	{ .name = "interrupt_caught" },
	{ .name = "interrupt_subclass" },
	{ .name = "killed" },
	{ .name = "terminated" },
	{ .name = "own_handler" },
	{ .name = "alarm" },
	{ .name = "segfault" },
	{ .name = "faulthandler_dump" },
	{ .name = "broken_pipe" },
	{ .name = "descriptors" },
	{ .name = "limits" },
	{ .name = "folders" },
	{ .name = "memory_error" },
	{ .name = "import_sibling" },
	{ .name = "bytecode", .options = "" },
	{ .name = "import_missing" },
	{ .name = "import_main" },
	{ .name = "pickle_main" },
	{ .name = "fork" },
	{ .name = "fork_buffer" },
	{ .name = "multiprocessing" },
	{ .name = "spawned" },
	{ .name = "subprocess_self" },
	{ .name = "exec_self" },
	{ .name = "warnings_shown" },
	{ .name = "unclosed_file" },
	{ .name = "gc_state" },
	{ .name = "switches" },
	{ .name = "random_seeded" },
	{ .name = "future" },
	{ .name = "asyncio_loop" },
	{ .name = "large_output" },
	{ .name = "too_much_output" },
	{ .name = "rusage" },
	{ .name = "inspect_variable", .input = "print('never')\012" },
	{ .name = "trace" },
	{ .name = "audit" },
	{ .name = "dictionary_order" },
	{ .name = "unraisable" },
	{ .name = "exception_at_end" },
	{ .name = "sleeps_too_long", .wall_ms = 300 },
	{ .name = "works_too_long", .wall_ms = 400 },
	{ .name = "eats_memory" },
	{ .name = "leaves_child" },
	{ .name = "writes_files" },
	{ .name = "end_alarm_at_end" },
	{ .name = "end_async_generator" },
	{ .name = "end_atexit_after_exit" },
	{ .name = "end_atexit_exits" },
	{ .name = "end_atexit_hidden" },
	{ .name = "end_atexit_raises" },
	{ .name = "end_atexit_unregistered" },
	{ .name = "end_audit_at_end" },
	{ .name = "end_audit_events" },
	{ .name = "end_chained" },
	{ .name = "end_collector_callbacks" },
	{ .name = "end_collector_callbacks_hidden" },
	{ .name = "end_collector_debug" },
	{ .name = "end_collector_garbage" },
	{ .name = "end_collector_state" },
	{ .name = "end_contextvars" },
	{ .name = "end_contextvars_quiet" },
	{ .name = "end_coroutine_never_awaited" },
	{ .name = "end_ctypes_atexit" },
	{ .name = "end_ctypes_exit" },
	{ .name = "end_data_classes" },
	{ .name = "end_deep_iterators" },
	{ .name = "end_deep_nesting" },
	{ .name = "end_del_added_later" },
	{ .name = "end_del_class_changed" },
	{ .name = "end_del_cycle" },
	{ .name = "end_del_exits" },
	{ .name = "end_del_frozen" },
	{ .name = "end_del_global" },
	{ .name = "end_del_in_builtins" },
	{ .name = "end_del_in_closed_over" },
	{ .name = "end_del_in_exit" },
	{ .name = "end_del_in_exit_object" },
	{ .name = "end_del_in_function_default" },
	{ .name = "end_del_in_traceback" },
	{ .name = "end_del_inherited" },
	{ .name = "end_del_metaclass" },
	{ .name = "end_del_raises" },
	{ .name = "end_del_resurrects" },
	{ .name = "end_del_slots" },
	{ .name = "end_displayhook" },
	{ .name = "end_doctest_main" },
	{ .name = "end_excepthook_exits" },
	{ .name = "end_exit_code_of_a_subclass" },
	{ .name = "end_exit_from_main" },
	{ .name = "end_exit_huge" },
	{ .name = "end_exit_in_finally" },
	{ .name = "end_exit_in_handler" },
	{ .name = "end_exit_negative" },
	{ .name = "end_exit_no_main" },
	{ .name = "end_exit_quit" },
	{ .name = "end_exit_stack" },
	{ .name = "end_exit_subclass" },
	{ .name = "end_exit_text_to_closed" },
	{ .name = "end_exit_text_to_nothing" },
	{ .name = "end_exit_true" },
	{ .name = "end_faulthandler_on" },
	{ .name = "end_file_closed" },
	{ .name = "end_file_left_open" },
	{ .name = "end_file_name_kept" },
	{ .name = "end_file_of_no_class" },
	{ .name = "end_file_of_own_class" },
	{ .name = "end_file_on_stdout" },
	{ .name = "end_file_on_stdout_bytes" },
	{ .name = "end_finalize_not_at_exit" },
	{ .name = "end_fork_at_end" },
	{ .name = "end_fork_del" },
	{ .name = "end_fork_handlers" },
	{ .name = "end_generator_finally" },
	{ .name = "end_generator_states" },
	{ .name = "end_generator_untouched" },
	{ .name = "end_generator_with" },
	{ .name = "end_import_removed" },
	{ .name = "end_last_value" },
	{ .name = "end_logging_shutdown" },
	{ .name = "end_memory_files" },
	{ .name = "end_memory_full" },
	{ .name = "end_modules_of_its_own" },
	{ .name = "end_modules_replaced" },
	{ .name = "end_native_types" },
	{ .name = "end_os_exit" },
	{ .name = "end_popen" },
	{ .name = "end_profile_to_end" },
	{ .name = "end_queue_left" },
	{ .name = "end_recursion_left" },
	{ .name = "end_scandir_left" },
	{ .name = "end_shelf_open" },
	{ .name = "end_signal_at_end" },
	{ .name = "end_sqlite_open" },
	{ .name = "end_stderr_closed_by_hand" },
	{ .name = "end_stderr_fails" },
	{ .name = "end_stdin_detached" },
	{ .name = "end_stdout_closed_by_hand" },
	{ .name = "end_stdout_detached" },
	{ .name = "end_stdout_fails_at_exit" },
	{ .name = "end_stdout_full" },
	{ .name = "end_stdout_full_uncaught" },
	{ .name = "end_stdout_none" },
	{ .name = "end_stdout_object" },
	{ .name = "end_stdout_original_replaced" },
	{ .name = "end_stdout_own_flush" },
	{ .name = "end_stdout_own_write" },
	{ .name = "end_stdout_reconfigured" },
	{ .name = "end_stdout_replaced" },
	{ .name = "end_stdout_rewrapped" },
	{ .name = "end_temporary_file" },
	{ .name = "end_temporary_folder" },
	{ .name = "end_thread_local" },
	{ .name = "end_thread_low_level" },
	{ .name = "end_thread_pool" },
	{ .name = "end_thread_shutdown_replaced" },
	{ .name = "end_threads_not_joined" },
	{ .name = "end_trace_to_end" },
	{ .name = "end_tracemalloc_on" },
	{ .name = "end_unittest_main" },
	{ .name = "end_unraisable_hook" },
	{ .name = "end_warnings_always" },
	{ .name = "end_weak_collections" },
	{ .name = "end_weakref_callback" },
	{ .name = "end_weakref_print" },
	{ .name = "end_weakref_subclass" },
	{ .name = "native_world.c", .args = "x 'y z'" },
	{ .name = "native_input.c", .input = "one two\nthree two\n" },
	{ .name = "native_constructors.c" },
	{ .name = "native_crash.c" },
	{ .name = "native_abort.c" },
	{ .name = "native_threads.c" },
	{ .name = "native_processes.c" },
	{ .name = "native_memory.c" },
	{ .name = "native_recursion.c" },
	{ .name = "native_endless_recursion.c" },
	{ .name = "native_fork_exec.c" },
	{ .name = "native_late_writer.c" },
	{ .name = "native_endless.c", .wall_ms = 400 },
	{ .name = "native_much.c" },
	{ .name = "native_own_malloc.c" },
	{ .name = "native_early.c" },
	{ .name = "native_ifunc.c" },
	{ .name = "native_objects.cpp", .input = "one two\nthree two\n" },
	{ .name = "native_uncaught.cpp" },
	{ .name = "native_world.c", .options = "-no-pie" },
	{ .name = "native_world.c", .options = "-static" },
	{ .name = "native_input.c", .options = "-fsanitize=undefined" },
	{ .name = "native_world.c", .options = "-O0 -g -rdynamic" },
	{ .name = "native_objects.cpp", .options = "-no-pie -O0 -g" },
};

/* The group's: one with templates, one without. */
struct runners {
	struct runner with, without;
};

/* On a processor of its own, where there are two: both are at work at the same time. */
static void start_on(size_t processor, struct runner *runner, const char *const *options)
{
	cpu_set_t all, one;

	assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	CPU_ZERO(&one);
	CPU_SET(processor, &one);
	(void)sched_setaffinity(0, sizeof(one), &one);
	runner_start(runner, options);
	assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
}

static int start_runners(void **state)
{
	static struct runners runners;
	const char *const with[] = { "--slots=1", NULL };
	const char *const without[] = { "--slots=1", "--templates=no", NULL };

	start_on(0, &runners.with, with);
	start_on(1, &runners.without, without);
	*state = &runners;
	return 0;
}

static int stop_runners(void **state)
{
	struct runners *runners = *state;

	runner_stop(&runners->with);
	runner_stop(&runners->without);
	return 0;
}

static struct runners *runners_of(void **state)
{
	struct runners *runners = *state;

	if (runners->with.ready.verdict == VERDICT_INTERNAL) {
		print_message("skipped: this host can't isolate: %s\n", runners->with.ready.detail);
		skip();
	}
	return runners;
}

static size_t read_program(const char *name, char text[static PROGRAM_MAX])
{
	const char *folder = getenv("srcdir");
	char path[512];
	ssize_t len;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/tests/templates/%s%s", folder ? folder : ".", name, strchr(name, '.') ? "" : ".py");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		print_error("%s\n", path);
	assert_true(fd >= 0);
	len = read(fd, text, PROGRAM_MAX);
	(void)close(fd);
	assert_in_range(len, 0, PROGRAM_MAX - 1);
	return (size_t)len;
}

static struct job *new_job(const char *text, size_t len, const char *options)
{
	static const char helper[] = "VALUE = 42\n";
	struct job *job = python_job("");
	char command[128];

	free(job->files[0].data);
	job->files[0].data = malloc(len + 1);
	assert_non_null(job->files[0].data);
	memcpy(job->files[0].data, text, len);
	job->files[0].len = len;
	assert_int_equal(job_add_file(job, "helper.py", helper, sizeof(helper) - 1, false), 0);
	strlist_done(&job->run);
	(void)snprintf(command, sizeof(command), "python3 %s /box/main.py", options);
	assert_int_equal(strlist_split_words(&job->run, command), 0);
	job->template = JOB_TEMPLATE_PYTHON;
	for (size_t i = 1; i < N_CASES; i++)
		(void)job_more(job, i == 1 ? "2" : "3");
	return job;
}

/* In C or C++, as its name says. */
static struct job *native_job(const struct program *program, const char *text)
{
	bool is_cpp = strstr(program->name, ".cpp") != NULL;
	struct job *job = c_job(text);
	char command[256];

	(void)snprintf(command, sizeof(command), "%s %s -w -o /box/program /box/main.c -lm -pthread",
		is_cpp ? "g++ -std=gnu++17 -x c++" : "gcc", program->options ? program->options : "-O2");
	strlist_done(&job->compile);
	assert_int_equal(strlist_split_words(&job->compile, command), 0);
	job->template = JOB_TEMPLATE_PROGRAM;
	for (size_t i = 1; i < N_CASES; i++)
		(void)job_more(job, i == 1 ? "2" : "3");
	return job;
}

static struct job *program_job(const struct program *program)
{
	static char text[PROGRAM_MAX];
	size_t len = read_program(program->name, text);
	struct job *job;

	text[len] = '\0';
	job = strchr(program->name, '.') ? native_job(program, text)
					 : new_job(text, len, program->options ? program->options : "-B");

	job->run_limits.cpu_us = 2000000;
	job->run_limits.wall_us = program->wall_ms > 0 ? program->wall_ms * 1000 : 10000000;
	job->run_limits.memory_bytes = 256u * 1024 * 1024;
	for (size_t i = 0; i < N_CASES; i++) {
		job_input(job, i, program->input ? program->input : "");
		job->cases[i].expected_status = -1;
	}
	if (program->args)
		assert_int_equal(strlist_split_quoted(&job->cases[1].args, program->args), 0);
	return job;
}

static bool is_same_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static bool is_same(const struct job_event *a, const struct job_event *b)
{
	return a->verdict == b->verdict && a->exit_status == b->exit_status && a->signal == b->signal &&
	       a->stdout_total == b->stdout_total && strcmp(a->detail, b->detail) == 0 &&
	       is_same_text(a->stdout_text, a->stdout_len, b->stdout_text, b->stdout_len) &&
	       is_same_text(a->stderr_text, a->stderr_len, b->stderr_text, b->stderr_len);
}

static void tell(const char *how, const struct job_event *event)
{
	print_error("%s: verdict %d, status %d, signal %d, %s\n--- stdout\n%.*s\n--- stderr\n%.*s\n---\n",
		how, (int)event->verdict, event->exit_status, event->signal, event->detail,
		(int)event->stdout_len, event->stdout_text ? event->stdout_text : "",
		(int)event->stderr_len, event->stderr_text ? event->stderr_text : "");
}

/* At the same time. */
static void do_both(struct runners *runners, const struct program *program, struct answer *with,
	struct answer *without)
{
	struct job *cloned = program_job(program), *executed = program_job(program);

	assert_int_equal(channel_send_job(runners->with.fd, cloned), 0);
	assert_int_equal(channel_send_job(runners->without.fd, executed), 0);
	runner_collect(&runners->with, cloned->id, with);
	runner_collect(&runners->without, executed->id, without);
	job_free(cloned);
	job_free(executed);
}

static size_t compare_program(struct runners *runners, const struct program *program)
{
	_cleanup_answer_ struct answer with, without;
	size_t failures = 0;

	do_both(runners, program, &with, &without);
	for (size_t i = 0; i < N_CASES; i++) {
		if (is_same(&with.cases[i], &without.cases[i]))
			continue;
		failures++;
		print_error("%s, case %zu differs\n", program->name, i + 1);
		tell("from a template", &with.cases[i]);
		tell("executed", &without.cases[i]);
	}
	return failures;
}

static void every_program_is_told_the_same(void **state)
{
	struct runners *runners = runners_of(state);
	size_t failures = 0;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		failures += compare_program(runners, &programs[i]);
	assert_int_equal(failures, 0);
}

/* Where an object lies is drawn anew for each execution, and once for a template. */
static bool shares_layout(struct runner *runner, struct job *job)
{
	_cleanup_answer_ struct answer answer;
	bool same;

	runner_do(runner, job, &answer);
	for (size_t i = 0; i < N_CASES; i++) {
		assert_int_equal(answer.cases[i].verdict, VERDICT_PASS);
		assert_true(answer.cases[i].stdout_len > 8);
	}
	same = strcmp(answer.cases[0].stdout_text, answer.cases[1].stdout_text) == 0 &&
	       strcmp(answer.cases[1].stdout_text, answer.cases[2].stdout_text) == 0;
	return same;
}

static const char print_address[] = "print(hex(id(print)), hash('text'))\n";

/* A machine that is so busy that a template is given up may do so a few times. */
static bool is_used(struct runner *runner, const char *options, enum job_template kind)
{
	for (int attempt = 0; attempt < 5; attempt++) {
		struct job *job = new_job(print_address, sizeof(print_address) - 1, options);

		job->template = kind;
		if (shares_layout(runner, job))
			return true;
	}
	return false;
}

static void runs_are_cloned_where_the_job_says_so(void **state)
{
	struct runners *runners = runners_of(state);

	assert_true(is_used(&runners->with, "-B", JOB_TEMPLATE_PYTHON));
	assert_true(is_used(&runners->with, "-B -u", JOB_TEMPLATE_PYTHON));
	assert_true(is_used(&runners->with, "", JOB_TEMPLATE_PYTHON));
	assert_false(is_used(&runners->with, "-B", JOB_TEMPLATE_NONE));
	assert_false(is_used(&runners->without, "-B", JOB_TEMPLATE_PYTHON));
}

static void command_of_another_form_is_executed(void **state)
{
	struct runners *runners = runners_of(state);

	assert_false(is_used(&runners->with, "-X dev", JOB_TEMPLATE_PYTHON));
	assert_false(is_used(&runners->with, "-W ignore", JOB_TEMPLATE_PYTHON));
	assert_false(is_used(&runners->with, "-BB", JOB_TEMPLATE_PYTHON));
	assert_false(is_used(&runners->with, "-i", JOB_TEMPLATE_PYTHON));
}

static bool is_native_used(struct runner *runner, const char *name, const char *options)
{
	const struct program program = { .name = name, .options = options };

	for (int attempt = 0; attempt < 3; attempt++) {
		struct job *job = program_job(&program);

		for (size_t i = 0; i < N_CASES; i++)
			job->cases[i].expected_status = -1;
		if (shares_layout(runner, job))
			return true;
	}
	return false;
}

static void ordinary_compiled_programs_are_cloned(void **state)
{
	struct runners *runners = runners_of(state);

	assert_true(is_native_used(&runners->with, "native_address.c", "-O2"));
	assert_true(is_native_used(&runners->with, "native_address.c", "-O0 -g"));
	assert_true(is_native_used(&runners->with, "native_address.cpp", "-O2"));
	assert_false(is_native_used(&runners->without, "native_address.c", "-O2"));
}

static void other_compiled_programs_are_executed(void **state)
{
	struct runners *runners = runners_of(state);

	assert_false(is_native_used(&runners->with, "native_address.c", "-static-pie"));
	assert_false(is_native_used(&runners->with, "native_address.c", "-Wl,-rpath,/tmp"));
	assert_false(is_native_used(&runners->with, "native_address.c", "-rdynamic"));
	assert_false(is_native_used(&runners->with, "native_address.c", "-z execstack"));
	assert_false(is_native_used(&runners->with, "native_address.c", "-fsanitize=undefined"));
}

static void two_submissions_share_nothing(void **state)
{
	struct runners *runners = runners_of(state);
	_cleanup_answer_ struct answer first, second;

	runner_do(&runners->with, new_job(print_address, sizeof(print_address) - 1, "-B"), &first);
	runner_do(&runners->with, new_job(print_address, sizeof(print_address) - 1, "-B"), &second);
	assert_string_not_equal(first.cases[0].stdout_text, second.cases[0].stdout_text);
}

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_are_cloned_where_the_job_says_so),
		cmocka_unit_test(command_of_another_form_is_executed),
		cmocka_unit_test(two_submissions_share_nothing),
		cmocka_unit_test(ordinary_compiled_programs_are_cloned),
		cmocka_unit_test(other_compiled_programs_are_executed),
		cmocka_unit_test(every_program_is_told_the_same),
	};

	return cmocka_run_group_tests_name(who, tests, start_runners, stop_runners);
}

int main(void)
{
	return run_as_everybody(run_as);
}
