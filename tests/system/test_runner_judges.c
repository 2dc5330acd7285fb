/* SPDX-License-Identifier: MIT */
/* Cases with a judge: checker, interactive, service; who is right, whose fault it is, and what the
 * two sandboxes can't do to each other. */
#include "runner_harness.h"

#include <stdio.h>
#include <string.h>

/* The program's part is shell_job() or the like; the judge is a shell script or a Python program.
 */
static struct job *with_judge(
	struct job *job, enum job_check check, const char *run, const char *program)
{
	struct job_judge *judge = job_add_judge(job, check);

	assert_non_null(judge);
	judge->compile_limits = judge->run_limits = job->run_limits;
	assert_int_equal(job_judge_add_file(judge, "judge", program, strlen(program), false), 0);
	assert_int_equal(strlist_split_words(&judge->run, run), 0);
	return job;
}

static struct job *with_shell_judge(struct job *job, enum job_check check, const char *script)
{
	return with_judge(job, check, "sh /box/judge", script);
}

static struct job *with_python_judge(struct job *job, enum job_check check, const char *program)
{
	need_program("/usr/bin/python3");
	return with_judge(job, check, "python3 /box/judge", program);
}

/* One case; its verdict, and `detail` is somewhere in its detail. */
static void check_case(
	struct runner *runner, struct job *job, enum verdict verdict, const char *detail)
{
	_cleanup_answer_ struct answer answer;
	const struct job_event *event = &answer.cases[0];

	runner_do(runner, job, &answer);
	if (answer.told[0] != 1)
		fail_msg("the case was not told: %s", answer.done.detail);
	if (event->verdict != verdict || (detail && !strstr(event->detail, detail)))
		print_message("%s: %s\nstdout: %s\nstderr: %s\n", verdict_name(event->verdict),
			event->detail, event->stdout_text ? event->stdout_text : "",
			event->stderr_text ? event->stderr_text : "");
	assert_string_equal(verdict_name(event->verdict), verdict_name(verdict));
	assert_true(!detail || strstr(event->detail, detail));
	assert_int_equal(answer.done.verdict, VERDICT_PASS);
}

/* Checker. */

#define CHECKER_SUM                                                                                \
	"read want <\"$2\"; read got; read a b <\"$1\"; [ \"$got\" = \"$want\" ] && [ $((a + b)) " \
	"= \"$got\" ] && exit 42; "

static struct job *sum_job(const char *program)
{
	struct job *job = with_shell_judge(shell_job(program), JOB_CHECK_CHECKER,
		CHECKER_SUM "echo \"expected $want\" >\"${3}judgemessage.txt\"; exit 43\n");

	job_input(job, 0, "1 2\n");
	job_expect(job, 0, "3\n");
	return job;
}

static void checker_sees_input_answer_and_output(void **state)
{
	check_case(runner_of(state), sum_job("read a b; echo $((a + b))\n"), VERDICT_PASS, NULL);
}

static void checker_says_wrong_with_its_message(void **state)
{
	check_case(runner_of(state), sum_job("echo 4\n"), VERDICT_WRONG, "expected 3");
}

static void checkers_stdout_is_the_message_otherwise(void **state)
{
	struct job *job = with_shell_judge(shell_job("echo\n"), JOB_CHECK_CHECKER,
		"echo; echo no such thing; echo more; exit 43\n");

	check_case(runner_of(state), job, VERDICT_WRONG, "no such thing");
}

static void checker_is_not_asked_about_a_crash(void **state)
{
	check_case(runner_of(state), sum_job("echo 3; exit 7\n"), VERDICT_RUNTIME, "exit status 7");
}

static void broken_checkers_are_nobodys_fault(void **state)
{
	static const struct {
		const char *judge, *detail;
	} rows[] = {
		{ "exit 0\n", "exit status 0" },
		{ "exit 1\n", "exit status 1" },
		{ "echo oh dear >&2; kill -SEGV $$\n", "oh dear" },
		{ "while :; do :; done\n", "time limit" },
		{ "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done\n", "judge failed" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct job *job =
			with_shell_judge(shell_job("echo\n"), JOB_CHECK_CHECKER, rows[i].judge);

		job->judge->run_limits.cpu_us = 300000;
		job->judge->run_limits.output_bytes = 65536;
		check_case(runner_of(state), job, VERDICT_INTERNAL, rows[i].detail);
	}
}

static void checker_that_does_not_compile_ends_the_job(void **state)
{
	struct job *job = with_shell_judge(shell_job("echo\n"), JOB_CHECK_CHECKER, "exit 42\n");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_split_words(&job->judge->compile, "sh -c false"), 0);
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.done.verdict, VERDICT_INTERNAL);
	assert_non_null(strstr(answer.done.detail, "does not compile"));
}

static void each_case_has_a_fresh_feedback_folder(void **state)
{
	struct job *job = with_shell_judge(shell_job("echo\n"), JOB_CHECK_CHECKER,
		"[ -e \"${3}seen\" ] && exit 43; touch \"${3}seen\" rest /tmp/rest; exit 42\n");
	_cleanup_answer_ struct answer answer;

	(void)job_more(job, "2");
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
	assert_int_equal(answer.cases[1].verdict, VERDICT_PASS);
}

/* Interactive: a number from 1 to 100 is to be guessed; the judge answers lower, higher, or right.
 */

#define GUESS_JUDGE                                                                                \
	"read secret <\"$1\"; n=0\n"                                                               \
	"while read guess; do n=$((n + 1)); [ $n -gt 7 ] && { echo too many "                      \
	">\"${3}judgemessage.txt\"; exit 43; }\n"                                                  \
	"  if [ \"$guess\" -lt $secret ]; then echo higher; elif [ \"$guess\" -gt $secret ]; "     \
	"then echo lower\n"                                                                        \
	"  else echo right; exit 42; fi\n"                                                         \
	"done; exit 43\n"
#define GUESS_PROGRAM                                                                              \
	"lo=1; hi=100; while :; do g=$(((lo + hi) / 2)); echo $g; read word || exit 3\n"           \
	"case $word in higher) lo=$((g + 1));; lower) hi=$((g - 1));; right) exit 0;; esac; "      \
	"done\n"

static struct job *guess_job(const char *program)
{
	struct job *job = with_shell_judge(shell_job(program), JOB_CHECK_INTERACTIVE, GUESS_JUDGE);

	job_input(job, 0, "73\n");
	return job;
}

static void program_and_judge_talk(void **state)
{
	check_case(runner_of(state), guess_job(GUESS_PROGRAM), VERDICT_PASS, NULL);
}

static void several_talks_one_after_the_other(void **state)
{
	struct job *job = guess_job(GUESS_PROGRAM);
	_cleanup_answer_ struct answer answer;

	for (int i = 1; i < 8; i++) {
		(void)job_more(job, "more");
		job_input(job, (size_t)i, i % 2 ? "1\n" : "100\n");
	}
	runner_do(runner_of(state), job, &answer);
	for (int i = 0; i < 8; i++)
		assert_string_equal(verdict_name(answer.cases[i].verdict), "pass");
}

static void judge_says_wrong_first_whatever_the_program_does_then(void **state)
{
	struct runner *runner = runner_of(state);

	check_case(runner, guess_job("while :; do echo 1; read word || kill -SEGV $$; done\n"),
		VERDICT_WRONG, "too many");
	check_case(runner, guess_job("while :; do echo 1 || exit 9; done\n"), VERDICT_WRONG,
		"too many");
}

static void program_that_dies_first_counts_itself(void **state)
{
	struct runner *runner = runner_of(state);

	check_case(runner, guess_job("kill -SEGV $$\n"), VERDICT_RUNTIME, "signal 11");
	check_case(runner, guess_job("echo 50; read word; exit 5\n"), VERDICT_RUNTIME,
		"exit status 5");
}

static void check_twenty(struct runner *runner, struct job *job, enum verdict verdict)
{
	_cleanup_answer_ struct answer answer;

	for (int i = 1; i < 20; i++)
		(void)job_more(job, "more");
	runner_do(runner, job, &answer);
	for (int i = 0; i < 20; i++)
		assert_string_equal(verdict_name(answer.cases[i].verdict), verdict_name(verdict));
}

/* Its last bytes, their end and its own end can be there at the same time. */
static void program_that_writes_and_dies_counts_itself_each_time(void **state)
{
	static const char program[] =
		"#include <stdlib.h>\n#include <unistd.h>\nint main(void) { (void)!write(1, \"x\\n\", 2); abort(); }\n";
	static const char *const judges[] = { "cat >/dev/null; exit 1\n", "cat >/dev/null; exit 43\n" };

	for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++)
		check_twenty(runner_of(state),
			with_shell_judge(c_job(program), JOB_CHECK_INTERACTIVE, judges[i]), VERDICT_RUNTIME);
}

static void program_that_leaves_early_is_judged_by_the_judge(void **state)
{
	check_case(runner_of(state), guess_job("echo 50; read word; exit 0\n"), VERDICT_WRONG,
		"judge");
}

static void judge_that_breaks_is_not_the_programs_fault(void **state)
{
	struct runner *runner = runner_of(state);

	check_case(runner,
		with_shell_judge(shell_job("read x || exit 1\n"), JOB_CHECK_INTERACTIVE,
			"echo bad >&2; exit 1\n"),
		VERDICT_INTERNAL, "bad");
	check_case(runner,
		with_shell_judge(
			shell_job("read x || exit 1\n"), JOB_CHECK_INTERACTIVE, "kill -SEGV $$\n"),
		VERDICT_INTERNAL, "signal 11");
}

static void judge_does_not_die_of_a_closed_pipe(void **state)
{
	struct job *job = with_shell_judge(shell_job("exec <&-; echo hello; sleep 0.2\n"),
		JOB_CHECK_INTERACTIVE,
		"read word; for i in 1 2 3 4 5 6 7 8 9; do echo line || exit 1; sleep 0.05; done; "
		"exit 42\n");

	check_case(runner_of(state), job, VERDICT_PASS, NULL);
}

static struct job *short_job(const char *program, const char *judge)
{
	struct job *job = with_shell_judge(shell_job(program), JOB_CHECK_INTERACTIVE, judge);

	job->run_limits.wall_us = job->judge->run_limits.wall_us = 600000;
	return job;
}

static void deadlock_says_who_waited_for_whom(void **state)
{
	static const struct {
		const char *program, *judge, *detail;
	} rows[] = {
		{ "read x\n", "read x; exit 42\n", "nobody wrote anything" },
		{ "read x; echo; read x; read x\n", "echo 1; read x; read x; exit 42\n",
			"waited for more of your output (after 2 messages)" },
		{ "read x; read x\n", "echo 1; read x; exit 42\n",
			"waited for input while the judge waited for your output (is it flushed?) "
			"(after 1 message)" },
		{ "printf 50; read x\n", "read x; exit 42\n",
			"waited for the end of your last line (after 1 message)" },
		{ "sleep 9\n", "echo 1; read x; exit 42\n",
			"did not read what the judge had written" },
		{ "echo 1; read x\n", "sleep 2; read x; exit 42\n", "the judge did not read" },
		{ "read x; sleep 9\n", "exit 42\n", "did not end when the judge had ended" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_case(runner_of(state), short_job(rows[i].program, rows[i].judge),
			VERDICT_TIMEOUT, rows[i].detail);
}

static void flood_is_verdict_output(void **state)
{
	struct job *job = with_shell_judge(
		shell_job("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done\n"),
		JOB_CHECK_INTERACTIVE, "sleep 5; exit 42\n");

	job->run_limits.output_bytes = 200000;
	check_case(runner_of(state), job, VERDICT_OUTPUT, NULL);
}

static void flood_of_the_judge_is_its_own_fault(void **state)
{
	struct job *job = with_shell_judge(shell_job("sleep 5\n"), JOB_CHECK_INTERACTIVE,
		"while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done\n");

	job->judge->run_limits.output_bytes = 200000;
	check_case(runner_of(state), job, VERDICT_INTERNAL, "more output than allowed");
}

static void much_goes_through_both_pipes(void **state)
{
	struct job *job = with_python_judge(
		python_job("import sys\nfor line in sys.stdin: print(line.strip()[::-1])\n"),
		JOB_CHECK_INTERACTIVE,
		"import os, sys, threading\n"
		"def feed():\n for i in range(20000): print('line', i)\n sys.stdout.flush(); "
		"os.close(1)\n"
		"t = threading.Thread(target=feed); t.start()\n"
		"n = sum(1 for line in sys.stdin)\nt.join()\nos._exit(42 if n == 20000 else 43)\n");

	check_case(runner_of(state), job, VERDICT_PASS, NULL);
}

/* Service. */

#define PY_SERVER                                                                                  \
	"import socket, sys\n"                                                                     \
	"s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()\n"                     \
	"while True:\n"                                                                            \
	"    c, _ = s.accept()\n"                                                                  \
	"    data = c.recv(100)\n"                                                                 \
	"    if data == b'crash': import os; os.abort()\n"                                         \
	"    if data == b'end': sys.exit(0)\n"                                                     \
	"    if data != b'wait': c.sendall(data.upper()); c.close()\n"
#define PY_CLIENT                                                                                  \
	"import socket, sys, time\n"                                                               \
	"for i in range(100):\n"                                                                   \
	"    try: s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); break\n"              \
	"    except ConnectionRefusedError: time.sleep(0.01)\n"                                    \
	"s.sendall(sys.argv[2].encode())\n"                                                        \
	"got = s.recv(100).decode()\nprint('sent', sys.argv[2])\nprint('got', got)\n"              \
	"sys.exit(42 if got == sys.argv[2].upper() else 43)\n"

static struct job *service_job(const char *server, const char *client, const char *word)
{
	struct job *job = with_python_judge(python_job(server), JOB_CHECK_SERVICE, client);

	if (word)
		assert_int_equal(strlist_add(&job->cases[0].args, word), 0);
	return job;
}

static void server_answers_the_client(void **state)
{
	_cleanup_answer_ struct answer answer;

	runner_do(runner_of(state), service_job(PY_SERVER, PY_CLIENT, "hello"), &answer);
	assert_string_equal(answer.cases[0].detail, "");
	assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
	assert_string_equal(answer.cases[0].stdout_text, "sent hello\ngot HELLO\n");
}

static void each_case_has_its_own_server(void **state)
{
	struct job *job = service_job(PY_SERVER, PY_CLIENT, "one");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_add(&job_more(job, "2")->args, "two"), 0);
	assert_int_equal(strlist_add(&job_more(job, "3")->args, "three"), 0);
	runner_do(runner_of(state), job, &answer);
	for (int i = 0; i < 3; i++)
		assert_string_equal(verdict_name(answer.cases[i].verdict), "pass");
	assert_string_equal(answer.cases[2].stdout_text, "sent three\ngot THREE\n");
}

static void servers_faults_are_told(void **state)
{
	struct runner *runner = runner_of(state);

	check_case(runner, service_job(PY_SERVER, PY_CLIENT, "crash"), VERDICT_RUNTIME, "signal 6");
	check_case(runner, service_job(PY_SERVER, PY_CLIENT, "end"), VERDICT_WRONG, "got");
	check_case(runner, service_job("pass\n", PY_CLIENT, "x"), VERDICT_WRONG,
		"ended before it made a socket");
	check_case(runner, service_job("import sys; sys.exit(3)\n", PY_CLIENT, "x"),
		VERDICT_RUNTIME, "exit status 3");
	check_case(runner, service_job("import time; time.sleep(9)\n", PY_CLIENT, "x"),
		VERDICT_TIMEOUT, "made no socket at /service/socket within 2 s");
}

/* The end of a server that crashed and that of a client which breaks of it can be seen in either order. */
static void crash_is_the_servers_also_when_the_client_breaks_of_it(void **state)
{
	static const char server[] = "import os, socket, sys\n"
				     "s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()\n"
				     "c, _ = s.accept(); c.recv(1); os.abort()\n";
	static const char client[] = "import os, socket, sys\n"
				     "s = socket.socket(socket.AF_UNIX)\n"
				     "while s.connect_ex(sys.argv[1]) != 0: pass\n"
				     "s.sendall(b'x'); s.recv(1); os._exit(1)\n";

	check_twenty(runner_of(state), service_job(server, client, NULL), VERDICT_RUNTIME);
}

static void client_that_waits_too_long_is_a_timeout(void **state)
{
	struct job *job = service_job(PY_SERVER, PY_CLIENT, "wait");

	job->judge->run_limits.wall_us = 500000;
	check_case(runner_of(state), job, VERDICT_TIMEOUT, "waited for your server");
}

static void client_that_breaks_is_not_the_servers_fault(void **state)
{
	check_case(runner_of(state), service_job(PY_SERVER, "raise ValueError('oh')\n", "x"),
		VERDICT_INTERNAL, "ValueError: oh");
}

static void only_unix_streams_are_allowed(void **state)
{
	const char *program =
		"import socket, sys\n"
		"for family, kind in ((socket.AF_UNIX, socket.SOCK_DGRAM), (socket.AF_UNIX, "
		"socket.SOCK_SEQPACKET), (socket.AF_INET, socket.SOCK_STREAM),\n"
		"        (socket.AF_INET6, socket.SOCK_STREAM), (socket.AF_INET, "
		"socket.SOCK_DGRAM), (socket.AF_NETLINK, socket.SOCK_RAW)):\n"
		"    try: socket.socket(family, kind)\n"
		"    except PermissionError: continue\n"
		"    sys.exit(9)\n" PY_SERVER;

	check_case(runner_of(state), service_job(program, PY_CLIENT, "x"), VERDICT_PASS, NULL);
}

static void others_still_have_no_sockets(void **state)
{
	struct job *job =
		with_shell_judge(python_job("import socket\nsocket.socket(socket.AF_UNIX)\n"),
			JOB_CHECK_CHECKER, "exit 42\n");

	check_case(runner_of(state), job, VERDICT_RUNTIME, NULL);
	check_run(runner_of(state), python_job("import socket\nsocket.socket(socket.AF_UNIX)\n"),
		VERDICT_RUNTIME, NULL);
}

/* Isolation. */

static void the_two_see_nothing_of_each_other(void **state)
{
	static const char look[] = "import os, sys\n"
				   "def look():\n"
				   "    seen = sorted(os.listdir('/box')) + "
				   "sorted(os.listdir('/scratch')) + sorted(os.listdir('/tmp'))\n"
				   "    pids = [p for p in os.listdir('/proc') if p.isdigit()] if "
				   "os.path.isdir('/proc/self') else []\n"
				   "    return ' '.join(seen), len([p for p in pids if int(p) not "
				   "in (1, os.getpid())])\n";
	char server[2048], client[2048];

	(void)snprintf(server, sizeof(server),
		"%sopen('/tmp/own', 'w')\nassert look() == ('main.py own', 0), look()\n%s", look,
		PY_SERVER);
	(void)snprintf(client, sizeof(client),
		"%sassert look() == ('judge', 0), look()\nassert os.listdir('/service') == "
		"['socket']\n%s",
		look, PY_CLIENT);
	check_case(runner_of(state), service_job(server, client, "x"), VERDICT_PASS, NULL);
}

static void learner_does_not_see_a_judges_secrets(void **state)
{
	struct job *job =
		with_shell_judge(shell_job("read x; [ -z \"$(ls -A /scratch /tmp /service | grep "
					   "-v :)\" ] || exit 4; echo ok; exit 0\n"),
			JOB_CHECK_INTERACTIVE,
			"echo go; read x; [ \"$x\" = ok ] && grep -q secret \"$1\" && grep -q "
			"answer \"$2\" && exit 42; exit 43\n");

	job_input(job, 0, "secret\n");
	job_expect(job, 0, "answer\n");
	check_case(runner_of(state), job, VERDICT_PASS, NULL);
}

static void judge_has_room_beside_a_fork_bomb(void **state)
{
	struct job *job =
		with_shell_judge(python_job("import os, time\nn = 0\ntry:\n  while True:\n    if "
					    "os.fork() == 0: time.sleep(5); os._exit(0)\nexcept "
					    "OSError: pass\nprint('full', flush=True)\ninput()\n"),
			JOB_CHECK_INTERACTIVE, "read x; /bin/true && echo go && exit 42; exit 1\n");

	check_case(runner_of(state), job, VERDICT_PASS, NULL);
}

static void nothing_is_left_for_the_next_job(void **state)
{
	struct runner *runner = runner_of(state);
	const char *leave =
		"import socket, sys\nopen('/service/left', 'w')\na = "
		"socket.socket(socket.AF_UNIX); a.bind('\\0left'); a.listen()\n" PY_SERVER;
	const char *look = "import os, socket, sys\nassert os.listdir('/service') == [], "
			   "os.listdir('/service')\n"
			   "a = socket.socket(socket.AF_UNIX)\n"
			   "try: a.connect('\\0left'); sys.exit(5)\n"
			   "except ConnectionRefusedError: pass\n" PY_SERVER;

	check_case(runner, service_job(leave, PY_CLIENT, "x"), VERDICT_PASS, NULL);
	check_case(runner, service_job(look, PY_CLIENT, "x"), VERDICT_PASS, NULL);
	check_run(runner,
		shell_job("ls -A /service; touch /service/x 2>/dev/null && echo written; true\n"),
		VERDICT_PASS, "");
}

/* Two slots at the same time: each server waits until the other's job has certainly begun. */
static void two_slots_share_no_socket(void **state)
{
	static const char server[] =
		"import os, socket, time\n"
		"a = socket.socket(socket.AF_UNIX); a.bind('\\0shared'); a.listen()\n"
		"assert os.listdir('/service') == [], "
		"os.listdir('/service')\ntime.sleep(0.5)\n" PY_SERVER;
	const char *const options[] = { "--slots=2", NULL };
	struct job *jobs[2];
	struct runner runner;
	unsigned done = 0;

	(void)runner_of(state);
	runner_start(&runner, options);
	for (int i = 0; i < 2; i++) {
		jobs[i] = service_job(server, PY_CLIENT, "x");
		assert_int_equal(channel_send_job(runner.fd, jobs[i]), 0);
		job_free(jobs[i]);
	}
	while (done < 2) {
		struct job_event event;

		runner_next_event(&runner, &event);
		if (event.type == JOB_EVENT_CASE && event.verdict != VERDICT_PASS)
			fail_msg("%s: %s", event.detail, event.stderr_text);
		done += event.type == JOB_EVENT_DONE;
		job_event_done(&event);
	}
	runner_stop(&runner);
}

static void a_talk_can_be_canceled(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job =
		with_shell_judge(shell_job("read x\n"), JOB_CHECK_INTERACTIVE, "read x; exit 42\n");
	_cleanup_answer_ struct answer answer;
	uint64_t id = job->id;

	assert_int_equal(channel_send_job(runner->fd, job), 0);
	job_free(job);
	assert_int_equal(channel_send_cancel(runner->fd, id), 0);
	runner_collect(runner, id, &answer);
	assert_int_equal(answer.done.verdict, VERDICT_SKIPPED);
	check_case(runner, guess_job(GUESS_PROGRAM), VERDICT_PASS, NULL);
}

/* Without isolation there is no /service: the socket is elsewhere, and the same programs work. */
static void all_kinds_work_without_isolation(void **state)
{
	const char *const options[] = { "--slots=1", "--mode=none", NULL };
	struct runner runner;

	(void)state;
	runner_start(&runner, options);
	check_case(&runner, sum_job("read a b; echo $((a + b))\n"), VERDICT_PASS, NULL);
	check_case(&runner, guess_job(GUESS_PROGRAM), VERDICT_PASS, NULL);
	check_case(&runner, service_job(PY_SERVER, PY_CLIENT, "hello"), VERDICT_PASS, NULL);
	runner_stop(&runner);
}

static int run(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checker_sees_input_answer_and_output),
		cmocka_unit_test(checker_says_wrong_with_its_message),
		cmocka_unit_test(checkers_stdout_is_the_message_otherwise),
		cmocka_unit_test(checker_is_not_asked_about_a_crash),
		cmocka_unit_test(broken_checkers_are_nobodys_fault),
		cmocka_unit_test(checker_that_does_not_compile_ends_the_job),
		cmocka_unit_test(each_case_has_a_fresh_feedback_folder),
		cmocka_unit_test(program_and_judge_talk),
		cmocka_unit_test(several_talks_one_after_the_other),
		cmocka_unit_test(judge_says_wrong_first_whatever_the_program_does_then),
		cmocka_unit_test(program_that_dies_first_counts_itself),
		cmocka_unit_test(program_that_writes_and_dies_counts_itself_each_time),
		cmocka_unit_test(program_that_leaves_early_is_judged_by_the_judge),
		cmocka_unit_test(judge_that_breaks_is_not_the_programs_fault),
		cmocka_unit_test(judge_does_not_die_of_a_closed_pipe),
		cmocka_unit_test(deadlock_says_who_waited_for_whom),
		cmocka_unit_test(flood_is_verdict_output),
		cmocka_unit_test(flood_of_the_judge_is_its_own_fault),
		cmocka_unit_test(much_goes_through_both_pipes),
		cmocka_unit_test(server_answers_the_client),
		cmocka_unit_test(each_case_has_its_own_server),
		cmocka_unit_test(servers_faults_are_told),
		cmocka_unit_test(crash_is_the_servers_also_when_the_client_breaks_of_it),
		cmocka_unit_test(client_that_waits_too_long_is_a_timeout),
		cmocka_unit_test(client_that_breaks_is_not_the_servers_fault),
		cmocka_unit_test(only_unix_streams_are_allowed),
		cmocka_unit_test(others_still_have_no_sockets),
		cmocka_unit_test(the_two_see_nothing_of_each_other),
		cmocka_unit_test(learner_does_not_see_a_judges_secrets),
		cmocka_unit_test(judge_has_room_beside_a_fork_bomb),
		cmocka_unit_test(nothing_is_left_for_the_next_job),
		cmocka_unit_test(two_slots_share_no_socket),
		cmocka_unit_test(a_talk_can_be_canceled),
		cmocka_unit_test(all_kinds_work_without_isolation),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run);
}
