/* SPDX-License-Identifier: MIT */
#include "runner/session.h"

#include "base/cleanup.h"
#include "job/packet.h"
#include "job/parcel.h"
#include "runner/capture.h"
#include "runner/family.h"
#include "runner/limits.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* The box has room for the files in whole steps, so that jobs of a kind want the same size, and for
 * what a file costs beyond its bytes: a page and an inode, times JOB_FILES_MAX. */
#define BOX_STEP (1024 * 1024)

bool session_is_open(const struct session *session)
{
	return session->pid > 0;
}

static void close_fds(struct session *session)
{
	cleanup_close(&session->fd);
	cleanup_close(&session->stdout_fd);
	cleanup_close(&session->stderr_fd);
	free(session->packet);
	*session = SESSION_NONE;
}

static int make_fds(struct session *session, int *ret_zygote_fd, struct failure *failure)
{
	int fds[2];
	int r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return failure_set(failure, -errno, "socketpair");
	session->fd = fds[0];
	*ret_zygote_fd = fds[1];
	session->packet = malloc(ZYGOTE_PACKET_MAX);
	if (!session->packet)
		return failure_set(failure, -ENOMEM, "memory for reports");
	r = capture_new("stdout", &session->stdout_fd);
	if (r == 0)
		r = capture_new("stderr", &session->stderr_fd);
	return r < 0 ? failure_set(failure, r, "memory for output") : 0;
}

int session_open(struct session *session, struct forker *forker, bool is_service,
	struct failure *failure)
{
	_cleanup_close_ int zygote_fd = -1;
	int r;

	*session = SESSION_NONE;
	r = make_fds(session, &zygote_fd, failure);
	if (r == 0)
		r = forker_spawn(forker, is_service, zygote_fd, session->stdout_fd,
			session->stderr_fd, &session->pid, &session->paths, failure);
	if (r < 0) {
		close_fds(session);
		return r;
	}
	session->forker = forker;
	session->sizes = forker->sizes;
	session->is_service = is_service;
	return 0;
}

/* The forker lets go of the mounts first, so that the zygote's end is theirs, and nobody waits. */
static int bury(struct session *session, struct failure *failure)
{
	int r = forker_clean(session->forker, failure);

	(void)kill(session->pid, SIGKILL);
	forker_bury(session->forker, session->pid, session->has_template ? 2 : 1);
	return r;
}

int session_close(struct session *session, struct failure *failure)
{
	struct forker *forker = session->forker;
	pid_t pid = session->pid;
	bool may_linger = session->paths.root[0] == '\0' && !session->is_service &&
			  session->unanswered == 0 && forker && !forker->is_judge;
	int r;

	if (!session_is_open(session))
		return 0;
	if (may_linger) {
		r = bury(session, failure);
		close_fds(session); /* that alone would end it: not before the forker let go */
		return r;
	}
	/* The first process of a pid namespace takes all others with it, and is reaped only when
	   they are gone. Without isolation they are its family. */
	if (session->paths.root[0] != '\0')
		family_end(pid);
	close_fds(session);
	leaf_kill(forker->leaf);
	(void)kill(pid, SIGKILL);
	(void)kill(-pid, SIGKILL);
	forker_bury(forker, pid, 1);
	(void)forker_reap(forker, true);
	return forker_clean(forker, failure);
}

int session_unseal(struct session *session, struct failure *failure)
{
	return forker_unseal(session->forker, failure);
}

int session_seal(struct session *session, struct failure *failure)
{
	return forker_seal(session->forker, failure);
}

static int send_order(struct session *session, struct zygote_order order,
	const struct parcel *parcel, struct failure *failure)
{
	int r = parcel_send(session->fd, &order, sizeof(order), parcel, true);

	session->has_template |= order.type == ZYGOTE_WARM;
	if (zygote_answers(order.type))
		session->unanswered += order.type == ZYGOTE_RUN ? order.count : 1;
	if (r == -EPIPE) /* its last report, or that there is none, will say more */
		return 0;
	return r < 0 ? failure_set(failure, -EIO, "order to the zygote") : 0;
}

static uint64_t files_bytes(const struct job *job)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < job->n_files; i++)
		bytes += job->files[i].len;
	return bytes;
}

/* What a job's files and inputs take of its sandbox's memory, beside the box: the zygote's copy, and the
 * input of the case. */
static uint64_t given_bytes(const struct job *job)
{
	uint64_t bytes = files_bytes(job), longest = 0;

	for (size_t i = 0; i < job->n_cases; i++) {
		bytes += job->cases[i].input_len;
		for (size_t k = 0; k < job->cases[i].n_files; k++)
			bytes += 2 * job->cases[i].files[k].len; /* and laid */
		if (job->cases[i].input_len > longest)
			longest = job->cases[i].input_len;
	}
	return bytes + longest;
}

static const struct job_limits *first_limits(const struct job *job)
{
	return job->compile.count > 0 ? &job->compile_limits : &job->run_limits;
}

static struct scratch_sizes wanted_sizes(const struct job *job)
{
	struct scratch_sizes sizes = { .disk_bytes = first_limits(job)->disk_bytes };

	sizes.box_bytes = (files_bytes(job) / BOX_STEP + 2) * BOX_STEP + job->compile_limits.disk_bytes;
	if (job->in_box)
		sizes.box_bytes += job->run_limits.disk_bytes;
	return sizes;
}

static int resize(
	struct session *session, const struct scratch_sizes *sizes, struct failure *failure)
{
	if (memcmp(sizes, &session->sizes, sizeof(*sizes)) == 0)
		return 0;
	session->sizes = session->forker->sizes = *sizes;
	return forker_resize(session->forker, sizes, failure);
}

int session_limit(
	struct session *session, const struct job_limits *limits, struct failure *failure)
{
	const struct scratch_sizes sizes = { .box_bytes = session->sizes.box_bytes,
		.disk_bytes = limits->disk_bytes };
	int r = resize(session, &sizes, failure);

	return r < 0 ? r : leaf_limit(session->forker->leaf, limits, session->given_bytes, failure);
}

int session_load(struct session *session, const struct role *role, struct failure *failure)
{
	const struct scratch_sizes sizes = wanted_sizes(&role->job);
	struct job job = role->job; /* strings and lists are the role's */
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	const struct zygote_order order = { .type = ZYGOTE_JOB, .index = role->has_feedback };
	int r;

	/* What the one before holds would count against this one's memory, and its end too. */
	job.run_limits.processes +=
		forker_reap(session->forker, session->forker->leaf->memory_fd >= 0);
	(void)leaf_was_starved(session->forker->leaf);
	session->has_template |= job.template != JOB_TEMPLATE_NONE;
	r = parcel_pack(&job, &parcel);
	if (r < 0)
		return failure_set(failure, r, "job for the zygote");
	session->given_bytes = given_bytes(&job) + files_bytes(&job);
	r = resize(session, &sizes, failure);
	if (r == 0)
		r = session_limit(session, first_limits(&job), failure);
	return r < 0 ? r : send_order(session, order, &parcel, failure);
}

int session_plug(struct session *session, uint32_t index, int fd, struct failure *failure)
{
	const struct parcel parcel = { .fd = fd }; /* borrowed */

	return send_order(session, (struct zygote_order){ .type = ZYGOTE_PLUG, .index = index },
		&parcel, failure);
}

int session_collect(struct session *session, int fd, struct failure *failure)
{
	const struct parcel parcel = { .fd = fd }; /* borrowed */

	return send_order(session, (struct zygote_order){ .type = ZYGOTE_COLLECT }, &parcel, failure);
}

int session_stop(struct session *session, bool is_first, struct failure *failure)
{
	int r = is_first ? session_order(session, ZYGOTE_STOP, 0, failure) : 0;

	if (r == 0 && kill(session->pid, SIGALRM) < 0)
		return failure_set(failure, -EIO, "wake the zygote");
	return r;
}

int session_order(struct session *session, enum zygote_order_type type, uint32_t index,
	struct failure *failure)
{
	const struct zygote_order order = { .type = type, .index = index, .count = 1 };

	return send_order(session, order, &PARCEL_NONE, failure);
}

int session_order_runs(
	struct session *session, uint32_t index, uint32_t count, struct failure *failure)
{
	const struct zygote_order order = { .type = ZYGOTE_RUN, .index = index, .count = count };

	return send_order(session, order, &PARCEL_NONE, failure);
}

bool session_has_report(const struct session *session)
{
	return session->packet_at < session->packet_len;
}

/* The next one of the packet, and what the run wrote. -EBADMSG: it can't be. */
static int read_report(struct session *session, struct zygote_report *ret_report)
{
	const char *at = session->packet + session->packet_at;
	size_t left = session->packet_len - session->packet_at;
	const size_t least = offsetof(struct zygote_report, message);
	struct zygote_report report = { 0 };
	size_t size;

	if (left < least)
		return -EBADMSG;
	memcpy(&report, at, least);
	size = zygote_report_size(&report);
	if (left < size)
		return -EBADMSG;
	memcpy(&report, at, size);
	report.message[sizeof(report.message) - 1] = report.said[sizeof(report.said) - 1] = '\0';
	report.failure.text[sizeof(report.failure.text) - 1] = '\0';
	left -= size;
	if (report.out_len > ZYGOTE_OUTPUT_MAX || report.err_len > ZYGOTE_OUTPUT_MAX ||
		report.out_len + report.err_len > left)
		return -EBADMSG;
	session->out = at + size;
	session->err = session->out + report.out_len;
	session->out_len = report.out_len;
	session->err_len = report.err_len;
	session->output_waits = report.output_waits;
	session->packet_at += size + report.out_len + report.err_len;
	*ret_report = report;
	return 0;
}

/* That a zygote died before it read an order is told once, ahead of what it has sent: so twice. */
static void receive_packet(struct session *session)
{
	ssize_t n = 0;
	size_t n_fds;

	for (int i = 0; i < 2 && n <= 0; i++)
		n = packet_receive(
			session->fd, session->packet, ZYGOTE_PACKET_MAX, NULL, 0, &n_fds, i == 0);
	session->packet_at = 0;
	session->packet_len = n > 0 ? (size_t)n : 0;
}

int session_receive(
	struct session *session, struct zygote_report *ret_report, struct failure *failure)
{
	struct zygote_report report;

	if (!session_has_report(session))
		receive_packet(session);
	if (read_report(session, &report) < 0)
		return leaf_was_starved(session->forker->leaf)
			       ? failure_set(failure, -EDQUOT, "the sandbox's memory is used up")
			       : failure_set(
					 failure, -ENOMSG, "the sandbox's first process is gone");
	if (report.type == REPORT_FAILED)
		return failure_take(failure, -EIO, &report.failure, "the sandbox failed");
	if (report.scratch_stuck || report.output_waits)
		session->unanswered = 0; /* it waits for another order */
	else if (session->unanswered > 0)
		session->unanswered--;
	if (report.type == REPORT_RAN)
		leaf_tell_ooms(session->forker->leaf, report.result.ooms);
	session->given_bytes += report.box_bytes < session->sizes.box_bytes ? report.box_bytes
									    : session->sizes.box_bytes;
	*ret_report = report;
	return 0;
}
