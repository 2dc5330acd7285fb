/* SPDX-License-Identifier: MIT */
/* What a hostile program can't do: each test is an attack that says on its stdout whether it got
 * through. */
#include "runner_harness.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A C program whose main() prints what `expression` is worth. */
static struct job *c_expression(const char *headers, const char *expression)
{
	char text[2048];

	(void)snprintf(text, sizeof(text),
		"#define _GNU_SOURCE\n#include <stdio.h>\n#include <errno.h>\n#include "
		"<unistd.h>\n#include <fcntl.h>\n%s\n"
		"int main(void) { long r = (long)(%s); printf(\"%%s %%d\\n\", r < 0 ? \"refused\" "
		": \"allowed\", r < 0 ? errno : 0); }\n",
		headers, expression);
	return c_job(text);
}

static void check_refused(void **state, const char *headers, const char *expression, int error)
{
	char expected[32];

	(void)snprintf(expected, sizeof(expected), "refused %d\n", error);
	check_run(runner_of(state), c_expression(headers, expression), VERDICT_PASS, expected);
}

static void sockets_are_refused(void **state)
{
	static const char headers[] = "#include <sys/socket.h>\n";

	check_refused(state, headers, "socket(AF_INET, SOCK_STREAM, 0)", EPERM);
	check_refused(state, headers, "socket(AF_UNIX, SOCK_STREAM, 0)", EPERM);
	check_refused(state, headers, "socket(AF_NETLINK, SOCK_RAW, 0)", EPERM);
	check_refused(state, headers, "socketpair(AF_INET, SOCK_STREAM, 0, (int[2]){0})", EPERM);
}

static void pair_of_sockets_works(void **state)
{
	check_run(runner_of(state),
		c_expression("#include <sys/socket.h>\n",
			"socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0, 0})"),
		VERDICT_PASS, "allowed 0\n");
}

static void privileged_calls_are_refused(void **state)
{
	static const struct {
		const char *headers, *expression;
		int error;
	} calls[] = {
		{ "#include <sys/mount.h>\n", "mount(\"none\", \"/tmp\", \"tmpfs\", 0, 0)", EPERM },
		{ "#include <sys/mount.h>\n", "mount(0, \"/box\", 0, MS_REMOUNT | MS_BIND, 0)",
			EPERM },
		{ "#include <sys/mount.h>\n", "umount2(\"/proc\", MNT_DETACH)", EPERM },
		{ "#include <sched.h>\n", "unshare(CLONE_NEWUSER)", EPERM },
		{ "#include <sched.h>\n", "unshare(CLONE_NEWNS)", EPERM },
		{ "#include <sys/ptrace.h>\n", "ptrace(PTRACE_ATTACH, 1, 0, 0)", EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_bpf, 0, 0, 0)", EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_keyctl, 0, 0, 0, 0, 0)", EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_userfaultfd, 0)", EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_perf_event_open, 0, 0, 0, 0, 0)",
			EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_io_uring_setup, 1, 0)", ENOSYS },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_clone3, 0, 0)", ENOSYS },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_open_by_handle_at, 0, 0, 0)", EPERM },
		{ "#include <sys/syscall.h>\n", "syscall(SYS_process_vm_readv, 1, 0, 0, 0, 0, 0)",
			EPERM },
		{ "#include <sys/syscall.h>\n#include <sched.h>\n",
			"syscall(SYS_clone, CLONE_NEWUSER | 17, 0, 0, 0, 0)", EPERM },
		{ "#include <sys/syscall.h>\n#include <sched.h>\n",
			"syscall(SYS_clone, CLONE_NEWPID | 17, 0, 0, 0, 0)", EPERM },
		{ "#include <sys/ioctl.h>\n", "ioctl(0, TIOCSTI, \"x\")", EPERM },
		{ "#include <sys/ioctl.h>\n", "ioctl(0, (1ul << 32) | TIOCSTI, \"x\")", EPERM },
		{ "", "fcntl(0, F_SETLEASE, F_RDLCK)", EPERM },
		{ "#include <sys/resource.h>\n",
			"prlimit(1, RLIMIT_CPU, &(struct rlimit){1, 1}, 0)", EPERM },
		{ "#include <sys/resource.h>\n", "setpriority(PRIO_PROCESS, 1, 19)", EPERM },
		{ "#include <sys/shm.h>\n", "shmget(1, 4096, 0600 | IPC_CREAT)", EPERM },
		{ "#include <sys/mman.h>\n#include <sys/syscall.h>\n",
			"syscall(SYS_seccomp, 0, 0, 0)", EPERM },
		{ "", "chroot(\"/tmp\")", EPERM },
		{ "", "setuid(0)", EINVAL },
		{ "#include <sys/xattr.h>\n", "setxattr(\"/scratch\", \"user.x\", \"y\", 1, 0)",
			EOPNOTSUPP },
		{ "#include <sys/stat.h>\n", "mknod(\"/tmp/n\", S_IFCHR | 0600, 259)", EPERM },
	};

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		print_message("%s\n", calls[i].expression);
		check_refused(state, calls[i].headers, calls[i].expression, calls[i].error);
	}
}

static void other_architectures_calls_kill(void **state)
{
#if defined(__x86_64__)
	_cleanup_answer_ struct answer answer;

	/* int 0x80 is i386's door: its call number 1 is exit(), which would end with status 0. */
	runner_do(runner_of(state),
		c_job("int main(void) { __asm__ volatile(\"int $0x80\" : : \"a\"(1), \"b\"(0)); "
		      "return 3; }\n"),
		&answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_RUNTIME);
	assert_true(answer.cases[0].signal == SIGSYS || answer.cases[0].signal == SIGSEGV);
#else
	(void)state;
	print_message("skipped: this test is for x86-64\n");
	skip();
#endif
}

static void host_files_are_not_there(void **state)
{
	check_run(runner_of(state),
		shell_job("for f in /etc/shadow /home /root /var /run /sys /boot /srv /mnt /opt "
			  "/.old /.host/proc /proc/sys /proc/kcore; do\n"
			  "test -e $f && echo $f; done; true\n"),
		VERDICT_PASS, "");
}

static void list_of_etc_and_dev_is_short(void **state)
{
	check_run(runner_of(state), shell_job("cd /dev; echo *\n"), VERDICT_PASS,
		"fd full null random shm stderr stdin urandom zero\n");
	check_run(runner_of(state), shell_job("cat /etc/passwd\n"), VERDICT_PASS,
		"learner:x:1000:1000:learner:/tmp:/bin/sh\n");
}

static void nothing_of_the_host_is_writable(void **state)
{
	check_run(runner_of(state),
		shell_job("for d in / /usr /usr/bin /etc /dev /proc /box /lib; do (: >$d/x) "
			  "2>/dev/null && echo $d; done\n"
			  "find / -xdev -writable -type d ! -path /tmp ! -path /scratch "
			  "2>/dev/null; true\n"),
		VERDICT_PASS, "");
}

static void scratch_is_writable_and_not_executable(void **state)
{
	check_run(runner_of(state),
		shell_job("pwd; cp /bin/true /scratch/t && cp /bin/true /tmp/t; /scratch/t "
			  "2>/dev/null || echo no; /tmp/t 2>/dev/null || echo no\n"),
		VERDICT_PASS, "/scratch\nno\nno\n");
}

static void processes_of_the_host_are_not_seen(void **state)
{
	check_run(runner_of(state),
		python_job("import os\nprint(len([p for p in os.listdir('/proc') if p.isdigit()]) "
			   "<= 2, os.getpid() < 10, os.getppid())\n"),
		VERDICT_PASS, "True True 1\n");
}

static void killing_everything_kills_nothing_of_ours(void **state)
{
	struct runner *runner = runner_of(state);
	_cleanup_answer_ struct answer answer;

	runner_do(runner,
		python_job("import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, "
			   "[signal.SIGTERM, signal.SIGALRM])\n"
			   "for s in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, "
			   "signal.SIGALRM): os.kill(1, s)\n"
			   "for s in (signal.SIGTERM, signal.SIGALRM): os.kill(0, s)\n"
			   "try: os.kill(-1, signal.SIGKILL)\nexcept ProcessLookupError: "
			   "print('alone', flush=True)\n"
			   "os.kill(0, signal.SIGKILL)\n"),
		&answer);
	assert_int_equal(answer.done.verdict, VERDICT_PASS);
	assert_int_equal(answer.cases[0].signal, SIGKILL);
	assert_string_equal(answer.cases[0].stdout_text, "alone\n");
	check_run(runner, shell_job("echo next\n"), VERDICT_PASS, "next\n");
}

static void environment_is_as_documented(void **state)
{
	check_run(runner_of(state),
		python_job(
			"import os\nfor k in sorted(os.environ): print(k + '=' + os.environ[k])\n"),
		VERDICT_PASS,
		"HOME=/tmp\nLANG=C.UTF-8\nPATH=/usr/bin:/bin\nPYTHONDONTWRITEBYTECODE=1\n");
}

static void no_descriptor_is_inherited(void **state)
{
	check_run(runner_of(state),
		python_job("import os\nfor fd in range(64):\n    try:\n        os.fstat(fd); "
			   "print(fd)\n    except OSError: pass\n"),
		VERDICT_PASS, "0\n1\n2\n");
}

static void identity_is_nobody_special(void **state)
{
	check_run(runner_of(state),
		python_job(
			"import os\nprint(os.getresuid(), os.getresgid(), os.uname().nodename)\n"),
		VERDICT_PASS, "(1000, 1000, 1000) (1000, 1000, 1000) practice\n");
}

/* The harness starts the runner with signals blocked and ignored, as a daemon may. */
static void signals_are_as_new(void **state)
{
	check_run(runner_of(state),
		shell_job("test -e /proc/self/status || exit 0; grep -E '^Sig(Blk|Ign)' "
			  "/proc/self/status | grep -v 0000000000000000; true\n"),
		VERDICT_PASS, "");
}

static void fork_bomb_is_contained(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job = c_job("#include <unistd.h>\nint main(void) { for (;;) fork(); }\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.wall_us = 1000000;
	runner_do(runner, job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_TIMEOUT);
	assert_in_range(answer.cases[0].wall_us, 1, 4000000);
	check_run(runner, shell_job("echo next\n"), VERDICT_PASS, "next\n");
}

static void processes_are_limited(void **state)
{
	struct job *job = c_job(
		"#include <stdio.h>\n#include <unistd.h>\nint main(void) { int n = 1; pid_t p;\n"
		"while (n < 100 && (p = fork()) > 0) n++;\nif (p == 0) pause();\nprintf(\"%d\\n\", "
		"n); return 0; }\n");

	job->run_limits.processes = 8;
	check_run(runner_of(state), job, VERDICT_PASS, "8\n");
}

static void files_are_limited(void **state)
{
	struct job *job =
		python_job("n = 3\nkeep = []\ntry:\n    while True: "
			   "keep.append(open('/dev/null')); n += 1\nexcept OSError: print(n)\n");

	job->run_limits.open_files = 20;
	check_run(runner_of(state), job, VERDICT_PASS, "20\n");
}

static void limits_cannot_be_raised(void **state)
{
	check_run(runner_of(state),
		python_job("import resource as r\nfor name in ('AS', 'NPROC', 'NOFILE', 'FSIZE', "
			   "'CPU', 'CORE'):\n"
			   "    which = getattr(r, 'RLIMIT_' + name)\n    soft, hard = "
			   "r.getrlimit(which)\n    print(name, soft == hard and hard > 0)\n"
			   "    try:\n        r.setrlimit(which, (hard + 1, hard + 1)); "
			   "print('raised', name)\n    except (ValueError, OSError): pass\n"),
		VERDICT_PASS,
		"AS True\nNPROC True\nNOFILE True\nFSIZE True\nCPU True\nCORE True\n");
}

/* Two cases in one submission: the first leaves something, the second looks for it. */
static void check_leftover(void **state, const char *leave, const char *look, const char *found)
{
	char script[2048];
	_cleanup_answer_ struct answer answer;
	struct job *job;

	(void)snprintf(script, sizeof(script), "if test \"$1\" = look; then\n%s\nelse\n%s\nfi\n",
		look, leave);
	job = shell_job(script);
	assert_int_equal(strlist_add(&job_more(job, "2")->args, "look"), 0);
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
	assert_int_equal(answer.cases[1].verdict, VERDICT_PASS);
	assert_string_equal(answer.cases[1].stdout_text ? answer.cases[1].stdout_text : "", found);
}

static void files_of_a_former_case_are_gone(void **state)
{
	check_leftover(state,
		"echo x >a; mkdir -p d/e; echo y >d/e/f; ln -s / d/l; chmod 0 d/e d; echo z "
		">/tmp/b; chmod 0500 . /tmp",
		"ls -A . /tmp; echo x >ok && echo ok", ".:\n\n/tmp:\nok\n");
}

static void deep_folders_of_a_former_case_are_gone(void **state)
{
	check_leftover(state,
		"i=0; while test $i -lt 300; do mkdir d && cd d || break; i=$((i+1)); done; true",
		"ls -A", "");
}

static void background_process_of_a_former_case_is_dead(void **state)
{
	check_leftover(state,
		"(sleep 20; echo late) &\n"
		"setsid sh -c 'trap \"\" HUP TERM; while :; do echo z >>/tmp/daemon; sleep 0.01; "
		"done' >/dev/null 2>&1 &\n"
		"sleep 0.1; test -s /tmp/daemon",
		"sleep 0.1; ls -A /tmp; for p in /proc/[0-9]*; do test $p = /proc/$$ || cat "
		"$p/cmdline; done",
		"");
}

static void tricks_on_the_descriptors_do_not_last(void **state)
{
	struct job *job = python_job(
		"import sys, os, fcntl\nif len(sys.argv) == 1:\n"
		"    fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK)\n    os.fchmod(1, 0)\n"
		"    os.write(1, b'x' * 5000); os.lseek(1, 100, 0); os.lseek(0, 3, 0)\n"
		"    try: fcntl.fcntl(1, 1033, 2 | 4 | 8); print('sealed')\n    except OSError: "
		"pass\n"
		"else:\n    print(fcntl.fcntl(1, fcntl.F_GETFL) & os.O_NONBLOCK, "
		"os.fstat(1).st_size, oct(os.fstat(1).st_mode & 0o777), os.lseek(0, 0, 1))\n");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_add(&job_more(job, "2")->args, "look"), 0);
	runner_do(runner_of(state), job, &answer);
	assert_null(strstr(answer.cases[0].stdout_text, "sealed"));
	assert_string_equal(answer.cases[1].stdout_text, "0 0 0o600 0\n");
}

/* The sandbox's first process is there, and each run has that from it. */
static void every_case_begins_in_its_folder(void **state)
{
	struct job *job = shell_job("cat /box/where; pwd; ls -A; touch it && rm it && chmod 0 . && cd / && pwd\n");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_add(&job->compile, "/bin/sh"), 0);
	assert_int_equal(strlist_add(&job->compile, "-c"), 0);
	assert_int_equal(strlist_add(&job->compile, "pwd >where"), 0);
	(void)job_more(job, "2");
	runner_do(runner_of(state), job, &answer);
	for (int i = 0; i < 2; i++)
		assert_string_equal(answer.cases[i].stdout_text, "/box\n/scratch\n/\n");
}

static void files_of_a_former_submission_are_gone(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job =
		shell_job("echo x >/scratch/secret; echo y >/tmp/secret; echo z >/box/secret\n");

	job->in_box = true;
	check_run(runner, job, VERDICT_PASS, "");
	check_run(runner, shell_job("ls -A /scratch /tmp /box\n"), VERDICT_PASS,
		"/box:\nmain.sh\n\n/scratch:\n\n/tmp:\n");
}

static void pids_begin_anew_with_each_submission(void **state)
{
	struct runner *runner = runner_of(state);
	_cleanup_answer_ struct answer first, second;

	runner_do(runner, shell_job("for i in 1 2 3 4 5 6; do (:); done; echo $$\n"), &first);
	runner_do(runner, shell_job("echo $$\n"), &second);
	assert_int_equal(first.cases[0].verdict, VERDICT_PASS);
	assert_string_equal(first.cases[0].stdout_text, second.cases[0].stdout_text);
}

static void compilers_leftovers_are_gone_and_box_is_sealed(void **state)
{
	struct job *job = shell_job("ls -A /scratch /tmp; echo x >>/box/main.sh || echo sealed\n");

	assert_int_equal(strlist_add(&job->compile, "sh"), 0);
	assert_int_equal(strlist_add(&job->compile, "-c"), 0);
	assert_int_equal(
		strlist_add(&job->compile, "echo x >/tmp/x; echo x >/scratch/x; (sleep 20; echo x "
					   ">/box/late) & echo built >/box/built"),
		0);
	check_run(runner_of(state), job, VERDICT_PASS, "/scratch:\n\n/tmp:\nsealed\n");
}

/* The secret is looked for wherever the program can look: memory of all processes that it sees,
 * environment, descriptors, files. */
static void expected_output_is_out_of_reach(void **state)
{
	struct job *job = python_job(
		"import os, sys, glob\nneedle = ''.join(['xyzzy', '-', 'plugh']).encode()\nfound = "
		"[]\n"
		"me = str(os.getpid())\n"
		"for p in ['1'] + [os.path.basename(d) for d in glob.glob('/proc/[0-9]*')]:\n"
		"    if p == me: continue\n"
		"    for f in ('mem', 'environ', 'cmdline', 'maps', 'fd/0', 'fd/3', 'fd/4', "
		"'root/box'):\n"
		"        try:\n            open('/proc/%s/%s' % (p, f), 'rb').read(1); "
		"found.append(p + f)\n        except OSError: pass\n"
		"for base, _, names in os.walk('/'):\n"
		"    if base.startswith(('/usr', '/lib', '/proc', '/bin', '/sbin', '/dev', "
		"'/etc/alt')): continue\n"
		"    for n in names:\n        try:\n            if needle in open(base + '/' + n, "
		"'rb').read(): found.append(n)\n        except OSError: pass\n"
		"for fd in range(100):\n    try:\n        os.lseek(fd, 0, 0)\n        if needle in "
		"os.read(fd, 1 << 20): found.append(fd)\n    except OSError: pass\n"
		"print(found)\n");

	job->run_limits.cpu_us = job->run_limits.wall_us = 60000000; /* it reads a lot of files */
	job_expect(job, 0, "xyzzy-plugh\n");
	(void)job_more(job, "2");
	job_expect(job, 1, "xyzzy-plugh\n");
	check_run(runner_of(state), job, VERDICT_WRONG, "[]\n");
}

#define MAPPING_MAX (256ul * 1024 * 1024)

/* Whether the writable memory of a process holds the needle. Mappings come and go: what can't be
 * read is not there. */
static bool memory_contains(pid_t pid, const char *needle)
{
	char path[64], line[512];
	bool found = false;
	FILE *maps, *memory;

	(void)snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	(void)snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	memory = fopen(path, "re");
	if (!memory && errno == ESRCH) { /* dead, not yet reaped */
		(void)fclose(maps);
		return false;
	}
	while (maps && memory && !found && fgets(line, sizeof(line), maps)) {
		unsigned long begin, end;
		_cleanup_free_ char *bytes = NULL;

		if (sscanf(line, "%lx-%lx rw", &begin, &end) != 2 || !strstr(line, " rw"))
			continue;
		if (end - begin > MAPPING_MAX) /* a sanitizer's shadow */
			continue;
		bytes = malloc(end - begin);
		assert_non_null(bytes);
		(void)setvbuf(memory, NULL, _IONBF, 0);
		if (fseeko(memory, (off_t)begin, SEEK_SET) == 0)
			found = memmem(bytes, fread(bytes, 1, end - begin, memory), needle,
					strlen(needle)) != NULL;
	}
	assert_true(maps && memory);
	(void)fclose(maps);
	(void)fclose(memory);
	return found;
}

/* Looked for from outside, by root: in the worker, which must have it, and in all that come from
   it, which must not. The first job's is looked for as well, so that nothing of a former submission
   is inherited either. */
static void expected_output_is_in_no_memory_of_the_sandbox(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *former = shell_job("echo former-secret-93\n");
	struct job *job = shell_job("sleep 30\n");
	_cleanup_answer_ struct answer answer;
	pid_t pids[16], worker;
	size_t count;

	if (geteuid() != 0) {
		print_message("skipped: only root can read their memory\n");
		job_free(former);
		job_free(job);
		skip();
	}
	job_expect(former, 0, "former-secret-93\n");
	check_run(runner, former, VERDICT_PASS, NULL);
	job->run_limits.wall_us = 60000000;
	job_expect(job, 0, "present-secret-71\n");
	assert_int_equal(channel_send_job(runner->fd, job), 0);
	(void)poll(NULL, 0, 300);
	count = harness_descendants(runner->pid, pids, ARRAY_SIZE(pids), 0);
	assert_true(count >= 5); /* launcher, worker, forker, zygote, the run */
	worker = harness_find(runner->pid, "practice-worker", 0);
	assert_true(memory_contains(worker, "present-secret-71"));
	for (size_t i = 0; i < count; i++) {
		if (pids[i] == worker)
			continue;
		assert_false(memory_contains(pids[i], "present-secret-71"));
		assert_false(memory_contains(pids[i], "former-secret-93"));
	}
	assert_int_equal(channel_send_cancel(runner->fd, job->id), 0);
	runner_collect(runner, job->id, &answer);
	job_free(job);
}

/* It is compiled, so it is kept; then a learner's program runs. */
static void a_kept_judge_is_in_no_memory_of_the_sandbox(void **state)
{
	static const char secret[] = "# judge-secret-58\nexit 42\n";
	struct runner *runner = runner_of(state);
	struct job *judged = shell_job("echo\n"), *job = shell_job("sleep 30\n");
	struct job_judge *judge = job_add_judge(judged, JOB_CHECK_CHECKER);
	_cleanup_answer_ struct answer answer;
	pid_t pids[16], worker;
	size_t count;

	assert_non_null(judge);
	judge->compile_limits = judge->run_limits = judged->run_limits;
	assert_int_equal(job_judge_add_file(judge, "judge", secret, strlen(secret), false), 0);
	assert_int_equal(strlist_split_words(&judge->compile, "cp /box/judge /box/compiled"), 0);
	assert_int_equal(strlist_split_words(&judge->run, "sh /box/compiled"), 0);
	if (geteuid() != 0) {
		print_message("skipped: only root can read their memory\n");
		job_free(judged);
		job_free(job);
		skip();
	}
	check_run(runner, judged, VERDICT_PASS, NULL);
	job->run_limits.wall_us = 60000000;
	assert_int_equal(channel_send_job(runner->fd, job), 0);
	(void)poll(NULL, 0, 300);
	count = harness_descendants(runner->pid, pids, ARRAY_SIZE(pids), 0);
	worker = harness_find(runner->pid, "practice-worker", 0);
	assert_true(memory_contains(worker, "judge-secret-58"));
	for (size_t i = 0; i < count; i++)
		assert_true(pids[i] == worker || !memory_contains(pids[i], "judge-secret-58"));
	assert_int_equal(channel_send_cancel(runner->fd, job->id), 0);
	runner_collect(runner, job->id, &answer);
	job_free(job);
}

static void wall_clock_cannot_be_escaped_by_stopping(void **state)
{
	struct job *job = shell_job("kill -STOP $$; echo resumed\n");

	job->run_limits.wall_us = 300000;
	check_run(runner_of(state), job, VERDICT_TIMEOUT, "");
}

static void signals_that_are_ignored_do_not_help(void **state)
{
	struct job *job = shell_job("trap '' TERM INT HUP ALRM XCPU XFSZ; while :; do :; done\n");

	job->run_limits.cpu_us = 200000;
	check_run(runner_of(state), job, VERDICT_TIMEOUT, "");
	job = python_job(
		"import signal, os\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
		"try:\n    while True: os.write(1, b'x' * 4096)\nexcept OSError: os._exit(0)\n");
	check_run(runner_of(state), job, VERDICT_OUTPUT, NULL);
}

static void survivors_processor_time_counts(void **state)
{
	struct job *job = c_job("#include <unistd.h>\n#include <time.h>\nint main(void) {\n"
				"int fds[2]; char c; (void)!pipe(fds);\n"
				"if (fork()) { (void)!read(fds[0], &c, 1); return 0; }\n"
				"while (clock() < CLOCKS_PER_SEC / 2);\n(void)!write(fds[1], "
				"\"x\", 1); for (;;); }\n");

	job->run_limits.cpu_us = 300000;
	check_run(runner_of(state), job, VERDICT_TIMEOUT, NULL);
}

/* They don't count against the limit of processes when they have ended. */
static void orphans_of_a_case_are_waited_for(void **state)
{
	struct job *job = shell_job("i=0\nwhile [ $i -lt 100 ]; do (: &); i=$((i+1)); done\nn=$(echo $i | cat)\necho $n\n");

	job->run_limits.processes = 32;
	check_run(runner_of(state), job, VERDICT_PASS, "100\n");
}

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockets_are_refused),
		cmocka_unit_test(pair_of_sockets_works),
		cmocka_unit_test(privileged_calls_are_refused),
		cmocka_unit_test(other_architectures_calls_kill),
		cmocka_unit_test(host_files_are_not_there),
		cmocka_unit_test(list_of_etc_and_dev_is_short),
		cmocka_unit_test(nothing_of_the_host_is_writable),
		cmocka_unit_test(scratch_is_writable_and_not_executable),
		cmocka_unit_test(processes_of_the_host_are_not_seen),
		cmocka_unit_test(killing_everything_kills_nothing_of_ours),
		cmocka_unit_test(environment_is_as_documented),
		cmocka_unit_test(no_descriptor_is_inherited),
		cmocka_unit_test(identity_is_nobody_special),
		cmocka_unit_test(signals_are_as_new),
		cmocka_unit_test(fork_bomb_is_contained),
		cmocka_unit_test(processes_are_limited),
		cmocka_unit_test(files_are_limited),
		cmocka_unit_test(limits_cannot_be_raised),
		cmocka_unit_test(files_of_a_former_case_are_gone),
		cmocka_unit_test(deep_folders_of_a_former_case_are_gone),
		cmocka_unit_test(background_process_of_a_former_case_is_dead),
		cmocka_unit_test(tricks_on_the_descriptors_do_not_last),
		cmocka_unit_test(every_case_begins_in_its_folder),
		cmocka_unit_test(files_of_a_former_submission_are_gone),
		cmocka_unit_test(pids_begin_anew_with_each_submission),
		cmocka_unit_test(compilers_leftovers_are_gone_and_box_is_sealed),
		cmocka_unit_test(expected_output_is_out_of_reach),
		cmocka_unit_test(expected_output_is_in_no_memory_of_the_sandbox),
		cmocka_unit_test(a_kept_judge_is_in_no_memory_of_the_sandbox),
		cmocka_unit_test(wall_clock_cannot_be_escaped_by_stopping),
		cmocka_unit_test(signals_that_are_ignored_do_not_help),
		cmocka_unit_test(survivors_processor_time_counts),
		cmocka_unit_test(orphans_of_a_case_are_waited_for),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run_as);
}
