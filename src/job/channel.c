/* SPDX-License-Identifier: MIT */
/*
 * An order is one packet: sixteen bytes, its kind, the job's id and how long to wait for news of it,
 * and the job itself behind them (parcel.h).
 */
#include "job/channel.h"

#include "base/cleanup.h"
#include "job/packet.h"

#include <string.h>

/* The kinds of packet that the daemon sends; no other number is one. */
struct packet {
	uint32_t order; /* CHANNEL_JOB, CHANNEL_CANCEL or CHANNEL_PING */
	uint32_t id_low, id_high;
	uint32_t patience_ms;
};

static int send_order(int fd, enum channel_order order, const struct channel_job *job)
{
	const struct packet packet = {
		.order = (uint32_t)order,
		.id_low = (uint32_t)job->id,
		.id_high = (uint32_t)(job->id >> 32),
		.patience_ms = job->patience_ms,
	};

	return parcel_send(fd, &packet, sizeof(packet), &job->parcel, false);
}

int channel_send_job(int fd, const struct job *job)
{
	_cleanup_(channel_job_done) struct channel_job packed = {
		.id = job->id, .patience_ms = job_patience_ms(job), .parcel = PARCEL_NONE
	};
	int r;

	r = parcel_pack(job, &packed.parcel);
	return r < 0 ? r : send_order(fd, CHANNEL_JOB, &packed);
}

int channel_send_cancel(int fd, uint64_t job_id)
{
	return send_order(fd, CHANNEL_CANCEL, &(struct channel_job){ .id = job_id, .parcel = PARCEL_NONE });
}

int channel_send_ping(int fd)
{
	return send_order(fd, CHANNEL_PING, &CHANNEL_NO_JOB);
}

int channel_forward_job(int fd, const struct channel_job *job)
{
	return send_order(fd, CHANNEL_JOB, job);
}

int channel_add_event(struct buffer *packet, const struct job_event *event)
{
	const size_t start = packet->len;
	uint32_t len = 0;
	int r;

	r = buffer_append(packet, &len, sizeof(len)); /* to be filled in */
	if (r == 0)
		r = job_event_encode(event, packet);
	if (r == 0 && packet->len > CHANNEL_EVENTS_MAX)
		r = -E2BIG;
	if (r < 0) {
		buffer_truncate(packet, start);
		return r;
	}
	len = (uint32_t)(packet->len - start - sizeof(len));
	memcpy(packet->data + start, &len, sizeof(len));
	return 0;
}

int channel_send_events(int fd, struct buffer *packet)
{
	int r;

	if (packet->len == 0)
		return 0;
	r = packet_send(fd, packet->data, packet->len, NULL, 0, false);
	if (r == 0)
		packet->len = 0;
	return r;
}

void channel_inbox_done(struct channel_inbox *inbox)
{
	free(inbox->bytes);
	*inbox = (struct channel_inbox){ 0 };
}

bool channel_has_event(const struct channel_inbox *inbox)
{
	return inbox->at < inbox->len;
}

/* As packet_receive(), but 0: nothing now. */
static int fill_inbox(int fd, struct channel_inbox *inbox)
{
	size_t n_fds;
	ssize_t n;

	if (!inbox->bytes)
		inbox->bytes = malloc(CHANNEL_EVENTS_MAX);
	if (!inbox->bytes)
		return -ENOMEM;
	n = packet_receive(fd, inbox->bytes, CHANNEL_EVENTS_MAX, NULL, 0, &n_fds, false);
	if (n <= 0)
		return n == -EAGAIN ? 0 : n == 0 ? -EPIPE : (int)n;
	inbox->at = inbox->last = 0;
	inbox->len = (size_t)n;
	return 1;
}

/* 1: the bytes of the next event, which stay in the inbox. */
static int next_event(int fd, struct channel_inbox *inbox, const char **ret_bytes, size_t *ret_len)
{
	uint32_t len;
	int r = 1;

	if (!channel_has_event(inbox))
		r = fill_inbox(fd, inbox);
	if (r <= 0)
		return r;
	if (inbox->len - inbox->at < sizeof(len))
		return -EBADMSG;
	inbox->last = inbox->at;
	memcpy(&len, inbox->bytes + inbox->at, sizeof(len));
	inbox->at += sizeof(len);
	if (len > inbox->len - inbox->at)
		return -EBADMSG;
	*ret_bytes = inbox->bytes + inbox->at;
	*ret_len = len;
	inbox->at += len;
	return 1;
}

int channel_receive_event(int fd, struct channel_inbox *inbox, struct job_event *ret_event)
{
	const char *bytes;
	size_t len;
	int r = next_event(fd, inbox, &bytes, &len);

	if (r > 0 && (r = job_event_decode(bytes, len, ret_event)) == 0)
		r = 1;
	return r;
}

int channel_view_event(int fd, struct channel_inbox *inbox, struct job_event *ret_event)
{
	struct job_event_texts ignored;
	const char *bytes;
	size_t len;
	int r = next_event(fd, inbox, &bytes, &len);

	if (r > 0 && (r = job_event_view(bytes, len, ret_event, &ignored)) == 0)
		r = 1;
	return r;
}

int channel_forward_event(struct buffer *packet, const struct channel_inbox *inbox)
{
	size_t len = inbox->at - inbox->last;

	if (packet->len + len > CHANNEL_EVENTS_MAX)
		return -E2BIG;
	return buffer_append(packet, inbox->bytes + inbox->last, len);
}

void channel_job_done(struct channel_job *job)
{
	parcel_done(&job->parcel);
}

int channel_receive_order_unread(int fd, struct channel_job *ret_job)
{
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	struct packet packet;
	int r = parcel_receive(fd, &packet, sizeof(packet), &parcel, false);

	if (r == -EAGAIN)
		return CHANNEL_NONE;
	if (r <= 0)
		return r == 0 ? CHANNEL_CLOSED : r;
	if ((packet.order == CHANNEL_JOB) == parcel_is_empty(&parcel))
		return -EBADMSG;
	if (packet.order < CHANNEL_JOB || packet.order > CHANNEL_PING)
		return -EBADMSG;
	*ret_job = (struct channel_job){
		.id = (uint64_t)packet.id_high << 32 | packet.id_low,
		.patience_ms = packet.patience_ms,
		.parcel = PARCEL_NONE,
	};
	if (packet.order == CHANNEL_JOB) {
		ret_job->parcel = parcel;
		parcel = PARCEL_NONE; /* the room of an empty one is given back here */
	}
	return (int)packet.order;
}

int channel_receive_order(int fd, struct job **ret_job, uint64_t *ret_job_id)
{
	_cleanup_(job_freep) struct job *job = NULL;
	_cleanup_(channel_job_done) struct channel_job packed = CHANNEL_NO_JOB;
	int order = channel_receive_order_unread(fd, &packed);

	if (order == CHANNEL_JOB) {
		int r = parcel_unpack(&packed.parcel, &job);

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
