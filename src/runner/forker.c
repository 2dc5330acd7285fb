/* SPDX-License-Identifier: MIT */
#include "runner/forker.h"

#include "base/cleanup.h"
#include "job/packet.h"
#include "runner/zygote.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum forker_op {
	OP_SPAWN, /* with SPAWN_FDS descriptors */
	OP_RESIZE,
	OP_SEAL,
	OP_CLEAN,
};

enum spawn_fd {
	SPAWN_ZYGOTE,
	SPAWN_STDOUT,
	SPAWN_STDERR,
	SPAWN_FDS,
};

struct request {
	enum forker_op op;
	bool is_service;
	uint64_t box_bytes, disk_bytes;
};

struct reply {
	int result; /* 0 or -errno */
	pid_t pid;
	struct scratch_paths paths;
	struct failure failure;
};

/* Between two requests. */
struct state {
	struct forker_config config;
	struct scratch_paths paths; /* without isolation: the folder of now */
	bool has_service;	    /* its folder is mounted, by us */
	pid_t zygote;		    /* of now; 0 when there is none */
};

/* Like fork(), but the child is the worker's, and the first process of new pid and ipc namespaces.
 */
static pid_t clone_zygote(bool isolated)
{
	unsigned long flags = CLONE_PARENT | SIGCHLD;

	if (isolated)
		flags |= CLONE_NEWPID | CLONE_NEWIPC;
	return (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
}

static void clean(struct state *state)
{
	state->zygote = 0;
	if (!state->config.isolated) {
		scratch_remove_folder(&state->paths);
		state->paths.root[0] = '\0';
		return;
	}
	(void)umount2("/proc", MNT_DETACH);
	if (state->has_service)
		scratch_unmount_service();
	state->has_service = false;
	scratch_unmount();
}

static int make_folders(struct state *state, bool is_service, struct failure *failure)
{
	int r;

	if (!state->config.isolated)
		return scratch_make_folder(&state->paths, failure);
	r = scratch_mount(failure);
	if (r < 0 || !is_service || state->config.own_mounts)
		return r;
	r = scratch_mount_service(failure);
	state->has_service = r == 0;
	return r;
}

static void spawn(
	struct state *state, bool is_service, const int fds[static SPAWN_FDS], struct reply *reply)
{
	struct zygote_config zygote = {
		.channel_fd = fds[SPAWN_ZYGOTE],
		.stdout_fd = fds[SPAWN_STDOUT],
		.stderr_fd = fds[SPAWN_STDERR],
		.isolated = state->config.isolated,
		.has_proc = state->config.has_proc,
		.is_service = is_service,
		.filters = state->config.filters,
	};

	reply->result = make_folders(state, is_service, &reply->failure);
	if (reply->result < 0)
		return;
	zygote.paths = state->paths;
	reply->paths = state->paths;
	reply->pid = clone_zygote(state->config.isolated);
	if (reply->pid == 0)
		zygote_main(&zygote);
	state->zygote = reply->pid;
	if (reply->pid < 0) {
		reply->result = failure_set(&reply->failure, -errno, "new pid and ipc namespaces");
		clean(state);
	}
}

static void serve(
	struct state *state, const struct request *request, const int *fds, struct reply *reply)
{
	switch (request->op) {
	case OP_SPAWN:
		spawn(state, request->is_service, fds, reply);
		return;
	case OP_RESIZE:
		if (state->config.isolated)
			reply->result = scratch_resize(
				request->box_bytes, request->disk_bytes, &reply->failure);
		return;
	case OP_SEAL:
		if (state->config.isolated)
			reply->result = scratch_seal_box(&reply->failure);
		return;
	case OP_CLEAN:
		clean(state);
		return;
	}
	reply->result = -EINVAL;
}

/* Until the worker is gone. */
static void forker_main(int fd, const struct forker_config *config)
{
	struct state state = { .config = *config };
	struct request request;
	int fds[SPAWN_FDS];
	size_t n_fds;

	for (;;) {
		struct reply reply = { 0 };
		ssize_t n =
			packet_receive(fd, &request, sizeof(request), fds, SPAWN_FDS, &n_fds, true);

		if (n != (ssize_t)sizeof(request) || (n_fds > 0) != (request.op == OP_SPAWN))
			break;
		serve(&state, &request, fds, &reply);
		for (size_t i = 0; i < n_fds; i++)
			(void)close(fds[i]);
		if (packet_send(fd, &reply, sizeof(reply), NULL, 0, true) < 0)
			break;
	}
	/* A worker that died before it could do that. In a pid namespace the zygote's death has
	 * ended all. */
	if (!config->isolated && state.zygote > 0)
		(void)kill(-state.zygote, SIGKILL);
	clean(&state);
}

/* As fork(). */
static pid_t fork_forker(const struct forker_config *config)
{
	if (!config->isolated || !config->own_mounts)
		return fork();
	return (pid_t)syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL, NULL);
}

int forker_start(
	const struct forker_config *config, struct forker *ret_forker, struct failure *failure)
{
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return failure_set(failure, -errno, "socketpair");
	pid = fork_forker(config);
	if (pid < 0) {
		int r = failure_set(failure, -errno, "fork");

		(void)close(fds[0]);
		(void)close(fds[1]);
		return r;
	}
	if (pid == 0) {
		/* Nothing but stderr and our end: the worker's channel must close when the worker
		   dies. Without isolation the folder has to be removed, so there the end of the
		   socket tells us, not a signal. */
		if (config->isolated)
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)prctl(PR_SET_NAME, "practice-forker");
		if (dup3(fds[1], ZYGOTE_CHANNEL_FD, O_CLOEXEC) < 0 ||
			close_range(ZYGOTE_CHANNEL_FD + 1, ~0u, 0) < 0)
			_exit(1);
		forker_main(ZYGOTE_CHANNEL_FD, config);
		_exit(0);
	}
	(void)close(fds[1]);
	*ret_forker = (struct forker){ .pid = pid, .fd = fds[0], .own_mounts = config->own_mounts };
	return 0;
}

void forker_stop(struct forker *forker)
{
	if (forker->fd < 0)
		return;
	(void)close(TAKE_FD(forker->fd));
	(void)waitpid(forker->pid, NULL, 0);
}

static int ask(const struct forker *forker, const struct request *request, const int *fds,
	size_t n_fds, struct reply *ret_reply, struct failure *failure)
{
	size_t n_received;
	ssize_t n;
	int r;

	r = packet_send(forker->fd, request, sizeof(*request), fds, n_fds, true);
	if (r < 0)
		return failure_set(failure, r, "ask the forker");
	n = packet_receive(forker->fd, ret_reply, sizeof(*ret_reply), NULL, 0, &n_received, true);
	if (n != (ssize_t)sizeof(*ret_reply))
		return failure_set(failure, n < 0 ? (int)n : -EPIPE, "the forker's answer");
	if (ret_reply->result < 0)
		return failure_take(failure, ret_reply->result, &ret_reply->failure, "forker");
	return 0;
}

int forker_spawn(const struct forker *forker, bool is_service, int zygote_fd, int stdout_fd,
	int stderr_fd, pid_t *ret_pid, struct scratch_paths *ret_paths, struct failure *failure)
{
	struct request request = { .op = OP_SPAWN, .is_service = is_service };
	int fds[SPAWN_FDS] = {
		[SPAWN_ZYGOTE] = zygote_fd, [SPAWN_STDOUT] = stdout_fd, [SPAWN_STDERR] = stderr_fd
	};
	struct reply reply;
	int r;

	r = ask(forker, &request, fds, SPAWN_FDS, &reply, failure);
	if (r < 0)
		return r;
	*ret_pid = reply.pid;
	*ret_paths = reply.paths;
	return 0;
}

int forker_resize(const struct forker *forker, uint64_t box_bytes, uint64_t disk_bytes,
	struct failure *failure)
{
	struct request request = {
		.op = OP_RESIZE, .box_bytes = box_bytes, .disk_bytes = disk_bytes
	};
	struct reply reply;

	return ask(forker, &request, NULL, 0, &reply, failure);
}

int forker_seal(const struct forker *forker, struct failure *failure)
{
	struct request request = { .op = OP_SEAL };
	struct reply reply;

	return ask(forker, &request, NULL, 0, &reply, failure);
}

int forker_clean(const struct forker *forker, struct failure *failure)
{
	struct request request = { .op = OP_CLEAN };
	struct reply reply;

	return ask(forker, &request, NULL, 0, &reply, failure);
}
