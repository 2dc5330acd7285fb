/* SPDX-License-Identifier: MIT */
#include "runner/launcher.h"

#include "base/cleanup.h"
#include "job/channel.h"
#include "job/packet.h"
#include "runner/leaf.h"
#include "runner/worker.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define LOG_PRIORITY_ERROR 3

struct request {
	uint32_t slot;
};

struct reply {
	int32_t pid; /* or -errno */
};

/* The k-th processor that we may use, round and round; -1 when unknown. */
static int processor_for(size_t k)
{
	cpu_set_t set;
	int count;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return -1;
	count = CPU_COUNT(&set);
	for (int cpu = 0, seen = 0; cpu < CPU_SETSIZE && count > 0; cpu++)
		if (CPU_ISSET((unsigned)cpu, &set) && seen++ == (int)(k % (size_t)count))
			return cpu;
	return -1;
}

/* Without isolation there are processes to end and folders to remove: there a channel's end says
 * that the supervisor is gone, not a signal. */
static void die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		_exit(1);
}

/* The child: nothing of ours stays open but stderr and its end of the pair. */
static _Noreturn void become_worker(
	int fd, const struct supervisor_config *config, size_t k, pid_t supervisor, bool was_filtered)
{
	struct worker_config worker = {
		.isolated = config->isolated,
		.root = config->root,
		.hidden = config->hidden,
		.filters = config->filters,
		.templates = config->templates,
		.strict = config->strict,
		.cgroup = config->cgroup,
		.needs_cgroup = config->needs_cgroup,
		.runner = supervisor,
		.slot = k,
		.cpu = processor_for(k),
		.was_filtered = was_filtered,
	};

	if (config->isolated)
		die_with(supervisor);
	(void)prctl(PR_SET_NAME, "practice-worker");
	if (dup3(fd, CHANNEL_FD, O_CLOEXEC) < 0 && fd != CHANNEL_FD)
		_exit(1);
	if (close_range(CHANNEL_FD + 1, ~0u, 0) < 0)
		_exit(1);
	worker_main(CHANNEL_FD, &worker);
}

static void serve(const struct supervisor_config *config, pid_t supervisor, bool was_filtered)
{
	for (;;) {
		_cleanup_close_ int worker_fd = -1;
		struct request request;
		struct reply reply;
		size_t n_fds;
		ssize_t n = packet_receive(
			CHANNEL_FD, &request, sizeof(request), &worker_fd, 1, &n_fds, true);

		if (n != (ssize_t)sizeof(request) || n_fds != 1)
			return;
		/* Like fork(), but the child is the supervisor's. */
		reply.pid =
			(int32_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
		if (reply.pid == 0)
			become_worker(worker_fd, config, request.slot, supervisor, was_filtered);
		if (reply.pid < 0)
			reply.pid = -errno;
		if (packet_send(CHANNEL_FD, &reply, sizeof(reply), NULL, 0, true) < 0)
			return;
	}
}

/* Without isolation programs inherit no filter, and so nobody here has one. */
static _Noreturn void become_launcher(const struct supervisor_config *config, pid_t supervisor)
{
	bool was_filtered = prctl(PR_GET_SECCOMP) > 0; /* by whoever started the runner */
	struct failure failure = { 0 };

	if (config->isolated && filter_load_own(config->filters, FILTER_LAUNCHER, &failure) < 0) {
		failure_log(LOG_PRIORITY_ERROR, "launcher: %s", failure.text);
		_exit(1);
	}
	serve(config, supervisor, was_filtered);
	_exit(0);
}

int launcher_start(const struct supervisor_config *config, struct launcher *ret_launcher)
{
	pid_t supervisor = getpid();
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		die_with(supervisor);
		(void)prctl(PR_SET_NAME, "practice-launch");
		if ((dup3(fds[1], CHANNEL_FD, O_CLOEXEC) < 0 && fds[1] != CHANNEL_FD) ||
			close_range(CHANNEL_FD + 1, ~0u, 0) < 0)
			_exit(1);
		if (config->cgroup[0] != '\0')
			leaf_clean(config->cgroup, 0); /* what killed runners left */
		become_launcher(config, supervisor);
	}
	(void)close(fds[1]);
	if (pid < 0) {
		int error = errno;

		(void)close(fds[0]);
		return -error;
	}
	*ret_launcher = (struct launcher){ .pid = pid, .fd = fds[0] };
	return 0;
}

void launcher_stop(struct launcher *launcher)
{
	if (launcher->fd < 0)
		return;
	(void)close(TAKE_FD(launcher->fd));
	(void)kill(launcher->pid, SIGKILL); /* it may be stopped; it has nothing to put in order */
	while (waitpid(launcher->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

int launcher_make_worker(const struct launcher *launcher, size_t k, int worker_fd, pid_t *ret_pid)
{
	const struct request request = { .slot = (uint32_t)k };
	struct reply reply;
	size_t n_fds;
	int r = packet_send(launcher->fd, &request, sizeof(request), &worker_fd, 1, true);

	if (r < 0)
		return r;
	if (packet_receive(launcher->fd, &reply, sizeof(reply), NULL, 0, &n_fds, true) !=
		(ssize_t)sizeof(reply))
		return -EPIPE;
	if (reply.pid < 0)
		return reply.pid;
	*ret_pid = reply.pid;
	return 0;
}
