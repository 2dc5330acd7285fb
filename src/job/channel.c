/* SPDX-License-Identifier: MIT */
/*
 * An order is one packet of sixteen bytes: its kind, the job's id, and how long to wait for news of
 * it. A job's bytes do not fit a packet: they travel in a memfd that is sealed before it is sent,
 * so that the reader can map it without fear of SIGBUS or of bytes that change under the decoder.
 */
#include "job/channel.h"

#include "base/file.h"
#include "job/packet.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

/* The kinds of packet that the daemon sends; no other number is one. */
struct packet {
	uint32_t order; /* CHANNEL_JOB, CHANNEL_CANCEL or CHANNEL_PING */
	uint32_t id_low, id_high;
	uint32_t patience_ms;
};

static int send_order(int fd, enum channel_order order, const struct channel_job *job)
{
	struct packet packet = {
		.order = (uint32_t)order,
		.id_low = (uint32_t)job->id,
		.id_high = (uint32_t)(job->id >> 32),
		.patience_ms = job->patience_ms,
	};

	return packet_send(fd, &packet, sizeof(packet), &job->fd, job->fd >= 0, false);
}

static int sealed_memfd(const struct buffer *bytes, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create("job", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int r;

	if (fd < 0)
		return -errno;
	r = file_write_all(fd, bytes->data, bytes->len);
	if (r < 0)
		return r;
	if (fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

int channel_write_job(const struct job *job, int *ret_job_fd)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int r;

	r = job_encode(job, &bytes);
	return r < 0 ? r : sealed_memfd(&bytes, ret_job_fd);
}

int channel_send_job(int fd, const struct job *job)
{
	_cleanup_close_ int job_fd = -1;
	int r;

	r = channel_write_job(job, &job_fd);
	if (r < 0)
		return r;
	return send_order(fd, CHANNEL_JOB,
		&(struct channel_job){
			.id = job->id, .patience_ms = job_patience_ms(job), .fd = job_fd });
}

int channel_send_cancel(int fd, uint64_t job_id)
{
	return send_order(fd, CHANNEL_CANCEL, &(struct channel_job){ .id = job_id, .fd = -1 });
}

int channel_send_ping(int fd)
{
	return send_order(fd, CHANNEL_PING, &(struct channel_job){ .fd = -1 });
}

int channel_forward_job(int fd, const struct channel_job *job)
{
	return send_order(fd, CHANNEL_JOB, job);
}

int channel_send_event(int fd, const struct job_event *event)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int r;

	r = job_event_encode(event, &bytes);
	if (r < 0)
		return r;
	return packet_send(fd, bytes.data, bytes.len, NULL, 0, false);
}

int channel_receive_event(int fd, struct job_event *ret_event)
{
	_cleanup_free_ char *bytes = malloc(JOB_EVENT_MAX);
	size_t n_fds;
	ssize_t n;
	int r;

	if (!bytes)
		return -ENOMEM;
	n = packet_receive(fd, bytes, JOB_EVENT_MAX, NULL, 0, &n_fds, false);
	if (n == -EAGAIN)
		return 0;
	if (n < 0)
		return (int)n;
	if (n == 0)
		return -EPIPE;
	r = job_event_decode(bytes, (size_t)n, ret_event);
	return r < 0 ? r : 1;
}

int channel_receive_order_fd(int fd, struct channel_job *ret_job)
{
	_cleanup_close_ int job_fd = -1;
	struct packet packet;
	size_t n_fds = 0;
	ssize_t n = packet_receive(fd, &packet, sizeof(packet), &job_fd, 1, &n_fds, false);

	if (n == -EAGAIN)
		return CHANNEL_NONE;
	if (n <= 0)
		return n == 0 ? CHANNEL_CLOSED : (int)n;
	if ((size_t)n != sizeof(packet))
		return -EBADMSG;
	if ((packet.order == CHANNEL_JOB) != (job_fd >= 0))
		return -EBADMSG;
	if (packet.order < CHANNEL_JOB || packet.order > CHANNEL_PING)
		return -EBADMSG;
	*ret_job = (struct channel_job){
		.id = (uint64_t)packet.id_high << 32 | packet.id_low,
		.patience_ms = packet.patience_ms,
		.fd = TAKE_FD(job_fd),
	};
	return (int)packet.order;
}

int channel_read_job(int job_fd, struct job **ret_job)
{
	struct stat status;
	void *bytes;
	int seals = fcntl(job_fd, F_GET_SEALS);
	int r;

	if (seals < 0 || (seals & SEALS) != SEALS)
		return -EBADMSG;
	if (fstat(job_fd, &status) < 0)
		return -errno;
	if (status.st_size <= 0 || status.st_size > JOB_BYTES_MAX)
		return -EBADMSG;
	bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, job_fd, 0);
	if (bytes == MAP_FAILED)
		return -errno;
	r = job_decode(bytes, (size_t)status.st_size, ret_job);
	(void)munmap(bytes, (size_t)status.st_size);
	return r;
}

int channel_receive_order(int fd, struct job **ret_job, uint64_t *ret_job_id)
{
	_cleanup_(job_freep) struct job *job = NULL;
	struct channel_job packed = { .fd = -1 };
	int order = channel_receive_order_fd(fd, &packed);

	if (order == CHANNEL_JOB) {
		int r = channel_read_job(packed.fd, &job);

		(void)close(packed.fd);
		if (r < 0)
			return r;
		if (job->id != packed.id)
			return -EBADMSG;
		*ret_job = TAKE_PTR(job);
	}
	if (order == CHANNEL_JOB || order == CHANNEL_CANCEL)
		*ret_job_id = packed.id;
	return order;
}
