/* SPDX-License-Identifier: MIT */
#include "runner/forker.h"

#include "base/cleanup.h"
#include "job/packet.h"
#include "runner/rehearsal.h"
#include "runner/zygote.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* Of the forker, after ZYGOTE_CHANNEL_FD. */
#define MOUNTS_FD (ZYGOTE_CHANNEL_FD + 1)

enum forker_op {
	OP_SPAWN, /* with SPAWN_FDS descriptors */
	OP_RESIZE,
	OP_UNSEAL,
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
	struct scratch_sizes sizes;
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
	int box_fd;		    /* with isolation: to write to box */
	bool has_service;	    /* its folder is mounted, by us */
	pid_t zygote;		    /* of now; 0 when there is none */
};

static bool has_leaf(const struct forker_config *config)
{
	return config->leaf->dir_fd >= 0;
}

/* Like fork(), but the child is the worker's, and the first process of new pid and ipc namespaces.
 */
static pid_t clone_zygote(const struct forker_config *config)
{
	unsigned long flags = CLONE_PARENT;

	if (config->isolated)
		flags |= CLONE_NEWPID | CLONE_NEWIPC;
	if (has_leaf(config)) /* with a leaf the worker has no cgroup namespace, see jail.h */
		return leaf_clone(config->isolated ? flags | CLONE_NEWCGROUP : flags);
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
}

static void close_box(struct state *state)
{
	if (state->box_fd >= 0)
		(void)close(TAKE_FD(state->box_fd));
}

/* Back to the worker's mounts: the submission's are then its processes' alone. */
static int clean(struct state *state, struct failure *failure)
{
	state->zygote = 0;
	if (!state->config.isolated) {
		scratch_remove_folder(&state->paths);
		state->paths.root[0] = '\0';
		return 0;
	}
	if (state->has_service)
		scratch_unmount_service();
	state->has_service = false;
	close_box(state);
	if (setns(MOUNTS_FD, CLONE_NEWNS) < 0)
		return failure_set(failure, -errno, "the worker's mount namespace");
	return 0;
}

static int make_folders(
	struct state *state, const struct request *request, struct failure *failure)
{
	int r;

	if (!state->config.isolated)
		return scratch_make_folder(&state->paths, failure);
	if (unshare(CLONE_NEWNS) < 0)
		return failure_set(failure, -errno, "new mount namespace");
	r = scratch_mount(&request->sizes, &state->box_fd, failure);
	if (r < 0 || !request->is_service || state->config.is_judge)
		return r;
	r = scratch_mount_service(failure);
	state->has_service = r == 0;
	return r;
}

static void spawn(struct state *state, const struct request *request,
	const int fds[static SPAWN_FDS], struct reply *reply)
{
	struct zygote_config zygote = {
		.channel_fd = fds[SPAWN_ZYGOTE],
		.stdout_fd = fds[SPAWN_STDOUT],
		.stderr_fd = fds[SPAWN_STDERR],
		.isolated = state->config.isolated,
		.has_proc = state->config.has_proc,
		.is_service = request->is_service,
		.has_leaf = has_leaf(&state->config),
		.filters = state->config.filters,
	};

	reply->result = make_folders(state, request, &reply->failure);
	if (reply->result < 0) {
		(void)clean(state, &(struct failure){ 0 });
		return;
	}
	zygote.box_fd = state->box_fd;
	zygote.paths = state->paths;
	reply->paths = state->paths;
	reply->pid = clone_zygote(&state->config);
	if (reply->pid == 0)
		zygote_main(&zygote);
	state->zygote = reply->pid;
	if (reply->pid < 0) {
		reply->result = failure_set(&reply->failure, -errno, "new pid and ipc namespaces");
		(void)clean(state, &(struct failure){ 0 });
	}
	close_box(state); /* the zygote's now */
}

static void serve(
	struct state *state, const struct request *request, const int *fds, struct reply *reply)
{
	bool isolated = state->config.isolated;

	switch (request->op) {
	case OP_SPAWN:
		spawn(state, request, fds, reply);
		return;
	case OP_RESIZE:
		reply->result = isolated ? scratch_resize(&request->sizes, &reply->failure) : 0;
		return;
	case OP_UNSEAL:
		reply->result = isolated ? scratch_unseal_box(&reply->failure) : 0;
		return;
	case OP_SEAL:
		reply->result = isolated ? scratch_seal_box(&reply->failure) : 0;
		return;
	case OP_CLEAN:
		reply->result = clean(state, &reply->failure);
		return;
	}
	reply->result = -EINVAL;
}

/* Until the worker is gone. */
static void forker_main(int fd, const struct forker_config *config)
{
	struct state state = { .config = *config, .box_fd = -1 };
	struct request request;
	int fds[SPAWN_FDS];
	size_t n_fds;

	rehearsal_prepare(config->isolated);
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
	(void)clean(&state, &(struct failure){ 0 });
}

/* Nothing stays open but stderr, our end of the socket and the worker's mounts: the worker's channel
 * must close when the worker dies. */
static int keep_fds(const struct forker_config *config, int fd)
{
	int mounts_fd = -1;

	if (config->isolated) /* above all, so that neither covers the other */
		mounts_fd = fcntl(config->mounts_fd, F_DUPFD_CLOEXEC, MOUNTS_FD + 1);
	if (config->isolated && mounts_fd < 0)
		return -errno;
	if (fd != ZYGOTE_CHANNEL_FD && dup3(fd, ZYGOTE_CHANNEL_FD, O_CLOEXEC) < 0)
		return -errno;
	if (config->isolated && dup3(mounts_fd, MOUNTS_FD, O_CLOEXEC) < 0)
		return -errno;
	if (has_leaf(config) && leaf_pass(config->leaf) < 0)
		return -errno;
	return leaf_close_others(config->isolated ? MOUNTS_FD + 1 : MOUNTS_FD,
		has_leaf(config) ? LEAF_DIR_FD : 0);
}

int forker_start(
	const struct forker_config *config, struct forker *ret_forker, struct failure *failure)
{
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return failure_set(failure, -errno, "socketpair");
	pid = fork();
	if (pid < 0) {
		int r = failure_set(failure, -errno, "fork");

		(void)close(fds[0]);
		(void)close(fds[1]);
		return r;
	}
	if (pid == 0) {
		/* Without isolation the folder has to be removed, so there the end of the socket
		   tells us, not a signal. */
		if (config->isolated)
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)prctl(PR_SET_NAME, "practice-forker");
		if (keep_fds(config, fds[1]) < 0)
			_exit(1);
		forker_main(ZYGOTE_CHANNEL_FD, config);
		_exit(0);
	}
	(void)close(fds[1]);
	*ret_forker = (struct forker){ .pid = pid,
		.fd = fds[0],
		.is_judge = config->is_judge,
		.leaf = config->leaf,
		.sizes = SCRATCH_SIZES_NONE };
	return 0;
}

void forker_stop(struct forker *forker)
{
	if (forker->fd < 0)
		return;
	(void)forker_reap(forker, true);
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
	struct request request = {
		.op = OP_SPAWN, .is_service = is_service, .sizes = forker->sizes
	};
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

static int ask_for(const struct forker *forker, enum forker_op op,
	const struct scratch_sizes *sizes, struct failure *failure)
{
	struct request request = { .op = op, .sizes = sizes ? *sizes : SCRATCH_SIZES_NONE };
	struct reply reply;

	return ask(forker, &request, NULL, 0, &reply, failure);
}

int forker_resize(
	const struct forker *forker, const struct scratch_sizes *sizes, struct failure *failure)
{
	return ask_for(forker, OP_RESIZE, sizes, failure);
}

int forker_unseal(const struct forker *forker, struct failure *failure)
{
	return ask_for(forker, OP_UNSEAL, NULL, failure);
}

int forker_seal(const struct forker *forker, struct failure *failure)
{
	return ask_for(forker, OP_SEAL, NULL, failure);
}

int forker_clean(const struct forker *forker, struct failure *failure)
{
	return ask_for(forker, OP_CLEAN, NULL, failure);
}

uint32_t forker_reap(struct forker *forker, bool wait)
{
	pid_t r = 0;

	if (forker->ending > 0)
		do
			r = waitpid(forker->ending, NULL, __WALL | (wait ? 0 : WNOHANG));
		while (r < 0 && errno == EINTR);
	if (r != 0)
		forker->ending = 0;
	return forker->ending > 0 ? forker->ending_processes : 0;
}

void forker_bury(struct forker *forker, pid_t pid, uint32_t processes)
{
	(void)forker_reap(forker, true);
	forker->ending = pid;
	forker->ending_processes = processes;
}
