/* SPDX-License-Identifier: MIT */
/* The runner as a program: its options, life and death, without isolation, and on hosts that don't
 * allow isolation. */
#include "runner_harness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static const char *runner_path(void)
{
	static char path[1024];
	const char *builddir = getenv("top_builddir");

	(void)snprintf(path, sizeof(path), "%s/practice-runner", builddir ? builddir : ".");
	return path;
}

/* Runs practice-runner with one option and without a channel. Exit status; its stdout and stderr in
 * ret_output. */
static int execute(const char *option, char *ret_output, size_t size)
{
	char command[1200];
	FILE *pipe;
	size_t n;
	int status;

	(void)snprintf(command, sizeof(command), "'%s' %s 2>&1 3>&-", runner_path(), option);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	n = fread(ret_output, 1, size - 1, pipe);
	ret_output[n] = '\0';
	status = pclose(pipe);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void help_and_version_are_printed(void **state)
{
	char output[4096];

	(void)state;
	assert_int_equal(execute("--help", output, sizeof(output)), 0);
	assert_non_null(strstr(output, "--slots=N"));
	assert_int_equal(execute("--version", output, sizeof(output)), 0);
	assert_string_equal(output, "practice-runner " PACKAGE_VERSION "\n");
}

static void bad_options_are_refused(void **state)
{
	static const char *const options[] = { "--slots=0", "--slots=65", "--slots=x",
		"--mode=some", "--root=usr", "--uid=0", "--bogus", "word" };
	char output[4096];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		assert_int_equal(execute(options[i], output, sizeof(output)), 2);
		assert_true(output[0] != '\0');
	}
}

static void without_a_channel_it_says_who_starts_it(void **state)
{
	char output[4096];

	(void)state;
	assert_int_equal(execute("", output, sizeof(output)), 2);
	assert_non_null(strstr(output, "practiced"));
}

static void probe_agrees_with_ready(void **state)
{
	const struct runner *runner = *state;
	char output[4096], expected[JOB_DETAIL_MAX + 32];
	bool safe = runner->ready.verdict != VERDICT_INTERNAL;

	assert_int_equal(execute("--probe", output, sizeof(output)), safe ? 0 : 1);
	(void)snprintf(expected, sizeof(expected), "%s: %s\n", safe ? "isolation" : "missing",
		runner->ready.detail);
	assert_string_equal(output, expected);
}

static void root_may_be_given(void **state)
{
	static const char *const options[] = { "--slots=1", "--root=/", NULL };
	struct runner runner;

	(void)runner_of(state);
	runner_start(&runner, options);
	check_run(&runner, shell_job("echo hello\n"), VERDICT_PASS, "hello\n");
	runner_stop(&runner);
}

static void root_that_is_no_system_is_told(void **state)
{
	static const char *const options[] = { "--slots=1", "--root=/etc/alternatives", NULL };
	struct runner runner;
	_cleanup_answer_ struct answer answer;

	(void)runner_of(state);
	runner_start(&runner, options);
	assert_int_equal(runner.ready.verdict, VERDICT_INTERNAL);
	assert_non_null(strstr(runner.ready.detail, "/usr"));
	runner_do(&runner, shell_job("echo hello\n"), &answer); /* and then nothing runs */
	assert_int_equal(answer.done.verdict, VERDICT_INTERNAL);
	assert_int_equal(answer.told[0], 0);
	runner_stop(&runner);
}

static void several_slots_run_at_once(void **state)
{
	static const char *const options[] = { "--slots=3", NULL };
	struct runner runner;
	uint64_t ids[3], started;

	(void)runner_of(state);
	runner_start(&runner, options);
	assert_int_equal(runner.ready.index, 3);
	started = (uint64_t)time(NULL);
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		_cleanup_(job_freep) struct job *job = shell_job("sleep 1\n");

		ids[i] = job->id;
		assert_int_equal(channel_send_job(runner.fd, job), 0);
	}
	for (size_t done = 0; done < ARRAY_SIZE(ids);) {
		struct job_event event;

		runner_next_event(&runner, &event);
		done += event.type == JOB_EVENT_DONE;
		job_event_done(&event);
	}
	assert_in_range((uint64_t)time(NULL) - started, 1, 2);
	runner_stop(&runner);
}

static void check_first_pids(const char *const *options, bool is_same)
{
	struct runner runner;
	struct job *job = shell_job("for i in 1 2 3; do (:); done; echo $$\n");
	_cleanup_answer_ struct answer answer;

	runner_start(&runner, options);
	(void)job_more(job, "2");
	runner_do(&runner, job, &answer);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(answer.cases[i].verdict, VERDICT_PASS);
	assert_int_equal(
		strcmp(answer.cases[0].stdout_text, answer.cases[1].stdout_text) == 0, is_same);
	runner_stop(&runner);
}

/* The counter of process ids is what only a fresh sandbox can reset. */
static void strict_profile_has_a_sandbox_for_each_case(void **state)
{
	static const char *const usual[] = { "--slots=1", "--profile=usual", NULL };
	static const char *const strict[] = { "--slots=1", "--profile=strict", NULL };

	(void)runner_of(state);
	check_first_pids(usual, false);
	check_first_pids(strict, true);
}

static void strict_profile_compiles_and_tells_once(void **state)
{
	static const char *const strict[] = { "--slots=1", "--profile=strict", NULL };
	struct runner runner;
	struct job *job = c_job("#include <stdio.h>\nint main(void) { puts(\"out\"); }\n");
	_cleanup_answer_ struct answer answer;

	(void)runner_of(state);
	runner_start(&runner, strict);
	for (int i = 2; i < 5; i++)
		(void)job_more(job, "more");
	runner_do(&runner, job, &answer); /* which fails at a second COMPILED */
	assert_int_equal(answer.compiled.verdict, VERDICT_PASS);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(answer.cases[i].stdout_text, "out\n");
	runner_stop(&runner);
}

/* A process that is gone, or is a zombie that init has not collected yet. */
static bool is_gone(pid_t pid)
{
	char path[64], text[256] = "";
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return true;
	if (!fgets(text, sizeof(text), file))
		text[0] = '\0';
	(void)fclose(file);
	return strstr(text, ") Z ") || strstr(text, ") X ") || text[0] == '\0';
}

static void check_all_gone(const pid_t *pids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (int wait = 0; wait < 200 && !is_gone(pids[i]); wait++)
			(void)poll(NULL, 0, 10);
		assert_true(is_gone(pids[i]));
	}
}

static void start_sleeper(struct runner *runner, const char *const *options, pid_t *found,
	size_t max, size_t *ret_count)
{
	_cleanup_(job_freep) struct job *job = shell_job("sleep 20 & sleep 20\n");

	runner_start(runner, options);
	assert_int_equal(channel_send_job(runner->fd, job), 0);
	(void)poll(NULL, 0, 300);
	*ret_count = harness_descendants(runner->pid, found, max, 0);
}

static void nothing_survives_the_end_of_the_channel(void **state)
{
	static const char *const options[] = { "--slots=1", NULL };
	struct runner runner;
	pid_t pids[16];
	size_t count;

	(void)runner_of(state);
	start_sleeper(&runner, options, pids, ARRAY_SIZE(pids), &count);
	assert_true(count >= 3 ||
		    access("/proc/self/task", X_OK) < 0); /* worker, forker, zygote and the run */
	runner_stop(&runner);
	check_all_gone(pids, count);
}

static void nothing_survives_the_runners_sudden_death(void **state)
{
	static const char *const options[] = { "--slots=1", NULL };
	struct runner runner;
	pid_t pids[16];
	size_t count;

	(void)runner_of(state);
	start_sleeper(&runner, options, pids, ARRAY_SIZE(pids), &count);
	assert_int_equal(kill(runner.pid, SIGKILL), 0);
	runner_stop(&runner);
	check_all_gone(pids, count);
}

/* What the runner says when a child of ours that `spoil` has worked on starts it. */
static void check_unsafe(int (*spoil)(void), const char *word)
{
	char output[512] = "";
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		if (spoil() < 0 || dup2(fds[1], 1) < 0)
			_exit(77);
		(void)close(3);
		(void)execl(runner_path(), "practice-runner", "--probe", (char *)NULL);
		_exit(126);
	}
	(void)close(fds[1]);
	assert_true(read(fds[0], output, sizeof(output) - 1) >= 0);
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("skipped: this host doesn't let a test take isolation away\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 1);
	if (!strstr(output, word))
		print_message("%s", output);
	assert_non_null(strstr(output, "missing: "));
	assert_non_null(strstr(output, word));
}

static int write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		(void)close(fd);
	return n < 0 ? -1 : 0;
}

static int forbid_user_namespaces(void)
{
	char map[64];

	(void)snprintf(map, sizeof(map), "%u %u 1\n", geteuid(), geteuid());
	if (unshare(CLONE_NEWUSER) < 0 || write_to("/proc/self/uid_map", map) < 0)
		return -1;
	return write_to("/proc/sys/user/max_user_namespaces", "0");
}

static void host_without_user_namespaces_is_told_with_the_remedy(void **state)
{
	if (geteuid() == 0) { /* inside a namespace of one user root can't become another */
		print_message("skipped: tried as an ordinary user\n");
		skip();
	}
	(void)runner_of(state);
	check_unsafe(forbid_user_namespaces, "sysctl user.max_user_namespaces");
}

static int refuse_call(unsigned number)
{
	struct sock_filter instructions[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { ARRAY_SIZE(instructions), instructions };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ? -1 : 0;
}

/* As a container engine's default filter does. */
static int refuse_namespaces(void)
{
	return refuse_call(SYS_unshare);
}

/* Shows a kernel setting as another host would have it. */
static int fake_setting(const char *name, const char *value)
{
	char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/sys/kernel/%s", name);
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("none", "/proc/sys/kernel", "tmpfs", 0, NULL) < 0)
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		return -1;
	return close(fd);
}

static int host_of_older_debian(void)
{
	return fake_setting("unprivileged_userns_clone", "0\n") < 0 ? -1 : refuse_namespaces();
}

static int host_with_apparmor(void)
{
	return fake_setting("apparmor_restrict_unprivileged_userns", "1\n") < 0
		       ? -1
		       : refuse_namespaces();
}

/* It lets the namespace be made, and then it is worth nothing. */
static int host_with_apparmors_other_way(void)
{
	return fake_setting("apparmor_restrict_unprivileged_userns", "1\n") < 0
		       ? -1
		       : refuse_call(SYS_sethostname);
}

/* The whole host again, below a folder that is no mount itself. */
static int host_in_a_chroot(void)
{
	DIR *root = opendir("/");
	struct dirent *entry;

	if (!root || unshare(CLONE_NEWNS) < 0 ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("none", "/mnt", "tmpfs", 0, NULL) < 0 || mkdir("/mnt/root", 0755) < 0)
		return -1;
	while ((entry = readdir(root))) {
		char from[300], to[320];

		(void)snprintf(from, sizeof(from), "/%s", entry->d_name);
		(void)snprintf(to, sizeof(to), "/mnt/root/%s", entry->d_name);
		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "mnt") == 0)
			continue;
		if (entry->d_type == DT_LNK) {
			char target[300] = "";

			if (readlink(from, target, sizeof(target) - 1) < 0 ||
				symlink(target, to) < 0)
				return -1;
		} else if (entry->d_type == DT_DIR &&
			   (mkdir(to, 0755) < 0 ||
				   mount(from, to, NULL, MS_BIND | MS_REC, NULL) < 0)) {
			return -1;
		}
	}
	(void)closedir(root);
	return chroot(
		"/mnt/root"); /* the folder that we are in stays: the runner is found from there */
}

static void each_reason_is_told_with_its_remedy(void **state)
{
	static const struct {
		int (*spoil)(void);
		const char *remedy;
	} hosts[] = {
		{ refuse_namespaces, "docker: --security-opt seccomp=" },
		{ host_of_older_debian, "sysctl kernel.unprivileged_userns_clone=1" },
		{ host_with_apparmor, "install a profile with `userns,` for practice-runner" },
		{ host_with_apparmors_other_way, "apparmor_restrict_unprivileged_userns=0" },
		{ host_in_a_chroot, "inside a chroot: use systemd-nspawn" },
	};

	(void)runner_of(state);
	if (geteuid() != 0) {
		print_message("skipped: only root can make such hosts\n");
		skip();
	}
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
		check_unsafe(hosts[i].spoil, hosts[i].remedy);
}

static const char *const none_options[] = { "--slots=1", "--mode=none", NULL };

static void mode_none_runs_and_says_so(void **state)
{
	struct runner runner;
	struct job *job = shell_job("read line; echo \"$line $1\"\n");

	(void)state;
	runner_start(&runner, none_options);
	assert_int_equal(runner.ready.verdict, VERDICT_PASS);
	assert_non_null(strstr(runner.ready.detail, "no isolation"));
	job_input(job, 0, "in\n");
	assert_int_equal(strlist_add(&job->cases[0].args, "arg"), 0);
	check_run(&runner, job, VERDICT_PASS, "in arg\n");
	runner_stop(&runner);
}

static void mode_none_compiles_in_its_folder(void **state)
{
	struct runner runner;
	struct job *job =
		c_job("#include \"a.h\"\n#include <stdio.h>\nint main(void) { puts(TEXT); }\n");

	(void)state;
	assert_int_equal(job_add_file(job, "inc/a.h", "#define TEXT \"there\"\n", 20, false), 0);
	assert_int_equal(strlist_add(&job->compile, "-I/box/inc"), 0);
	runner_start(&runner, none_options);
	check_run(&runner, job, VERDICT_PASS, "there\n");
	runner_stop(&runner);
}

static void mode_none_keeps_time_and_output_limits(void **state)
{
	struct runner runner;
	struct job *job = shell_job("sleep 30 & sleep 30\n");
	_cleanup_answer_ struct answer answer;

	(void)state;
	runner_start(&runner, none_options);
	job->run_limits.wall_us = 300000;
	runner_do(&runner, job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_TIMEOUT);
	job = shell_job("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done\n");
	job->run_limits.output_bytes = 10000;
	check_run(&runner, job, VERDICT_OUTPUT, NULL);
	runner_stop(&runner);
}

static void mode_none_leaves_no_process_and_no_folder(void **state)
{
	struct runner runner;
	_cleanup_answer_ struct answer answer;
	struct job *job = shell_job(
		"sleep 25 & setsid sleep 25 & echo $HOME; echo x >f; mkdir -p d/e; chmod 0 d\n");
	pid_t pids[16];
	char *home;

	(void)state;
	runner_start(&runner, none_options);
	(void)job_more(job, "2");
	runner_do(&runner, job, &answer);
	assert_int_equal(answer.cases[1].verdict, VERDICT_PASS);
	/* Worker, two forkers and, when the former one is gone, the next zygote. */
	for (int wait = 0, steady = 0; wait < 200 && steady < 10; wait++) {
		steady = harness_descendants(runner.pid, pids, ARRAY_SIZE(pids), 0) == 5
				 ? steady + 1
				 : 0;
		(void)poll(NULL, 0, 10);
	}
	assert_int_equal(harness_descendants(runner.pid, pids, ARRAY_SIZE(pids), 0), 5);
	runner_stop(&runner);
	home = answer.cases[0].stdout_text;
	assert_non_null(home);
	assert_non_null(strstr(home, "/practice-"));
	home[strcspn(home, "\n")] = '\0';
	for (int wait = 0; wait < 100 && access(home, F_OK) == 0; wait++)
		(void)poll(NULL, 0, 10);
	assert_true(access(home, F_OK) < 0);
}

/* A canceled run's sleepers, one of them twice removed from its session, and the runner's own five. */
static void mode_none_ends_what_a_canceled_run_started(void **state)
{
	struct runner runner;
	_cleanup_(job_freep) struct job *job =
		shell_job("setsid sleep 25 & (setsid setsid sleep 25 &) & trap '' TERM; sleep 25\n");
	pid_t pids[16], ours[16];
	size_t count = 0, n_ours = 0;

	(void)state;
	runner_start(&runner, none_options);
	assert_int_equal(channel_send_job(runner.fd, job), 0);
	for (int wait = 0; wait < 1000 && !(harness_find(runner.pid, "sleep", 2) > 0); wait++)
		(void)poll(NULL, 0, 10);
	count = harness_descendants(runner.pid, pids, ARRAY_SIZE(pids), 0);
	assert_true(harness_find(runner.pid, "sleep", 2) > 0);
	assert_int_equal(channel_send_cancel(runner.fd, job->id), 0);
	for (bool done = false; !done;) {
		struct job_event event;

		runner_next_event(&runner, &event);
		done = event.type == JOB_EVENT_DONE;
		job_event_done(&event);
	}
	n_ours = harness_descendants(runner.pid, ours, ARRAY_SIZE(ours), 0);
	for (size_t i = 0; i < count; i++) {
		bool is_ours = false;

		for (size_t k = 0; k < n_ours; k++)
			is_ours |= pids[i] == ours[k];
		if (!is_ours)
			check_all_gone(&pids[i], 1);
	}
	assert_int_equal(harness_find(runner.pid, "sleep", 0), 0);
	runner_stop(&runner);
}

static void mode_none_dies_with_all_its_processes(void **state)
{
	struct runner runner;
	pid_t pids[16];
	size_t count;

	(void)state;
	start_sleeper(&runner, none_options, pids, ARRAY_SIZE(pids), &count);
	runner_stop(&runner);
	check_all_gone(pids, count);
}

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_and_version_are_printed),
		cmocka_unit_test(bad_options_are_refused),
		cmocka_unit_test(without_a_channel_it_says_who_starts_it),
		cmocka_unit_test(probe_agrees_with_ready),
		cmocka_unit_test(root_may_be_given),
		cmocka_unit_test(root_that_is_no_system_is_told),
		cmocka_unit_test(several_slots_run_at_once),
		cmocka_unit_test(strict_profile_has_a_sandbox_for_each_case),
		cmocka_unit_test(strict_profile_compiles_and_tells_once),
		cmocka_unit_test(nothing_survives_the_end_of_the_channel),
		cmocka_unit_test(nothing_survives_the_runners_sudden_death),
		cmocka_unit_test(host_without_user_namespaces_is_told_with_the_remedy),
		cmocka_unit_test(each_reason_is_told_with_its_remedy),
		cmocka_unit_test(mode_none_runs_and_says_so),
		cmocka_unit_test(mode_none_compiles_in_its_folder),
		cmocka_unit_test(mode_none_keeps_time_and_output_limits),
		cmocka_unit_test(mode_none_leaves_no_process_and_no_folder),
		cmocka_unit_test(mode_none_ends_what_a_canceled_run_started),
		cmocka_unit_test(mode_none_dies_with_all_its_processes),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run_as);
}
