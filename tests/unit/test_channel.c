/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/file.h"
#include "job/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

struct pair {
	int daemon_fd, runner_fd;
};

static int make_pair(void **state)
{
	static struct pair pair;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -1;
	pair = (struct pair){ .daemon_fd = fds[0], .runner_fd = fds[1] };
	*state = &pair;
	return 0;
}

static int drop_pair(void **state)
{
	struct pair *pair = *state;

	if (pair->daemon_fd >= 0)
		(void)close(pair->daemon_fd);
	if (pair->runner_fd >= 0)
		(void)close(pair->runner_fd);
	return 0;
}

static void close_side(int *fd)
{
	(void)close(TAKE_FD(*fd));
}

static struct job *least_job(uint64_t id)
{
	struct job *job = job_new();

	assert_non_null(job);
	job->id = id;
	assert_int_equal(strlist_add(&job->run, "/bin/true"), 0);
	assert_non_null(job_add_case(job, "c"));
	return job;
}

/* A packet that channel.c itself would not send. */
static void send_raw(int fd, const void *data, size_t len, const int *fds, size_t n_fds)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(8 * sizeof(int))];
	} control = { 0 };
	char copy[64];
	struct iovec part = { .iov_base = copy, .iov_len = len };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	memcpy(copy, data, len);
	if (n_fds > 0) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		control.align.cmsg_level = SOL_SOCKET;
		control.align.cmsg_type = SCM_RIGHTS;
		control.align.cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		memcpy(CMSG_DATA(&control.align), fds, n_fds * sizeof(int));
	}
	assert_int_equal(sendmsg(fd, &message, 0), len);
}

/* One event of a packet of its own. */
static int receive(const struct pair *pair, struct job_event *ret_event)
{
	_cleanup_(channel_inbox_done) struct channel_inbox inbox = { 0 };

	return channel_receive_event(pair->daemon_fd, &inbox, ret_event);
}

static int send_event(const struct pair *pair, const struct job_event *event)
{
	_cleanup_buffer_ struct buffer packet = { 0 };

	assert_int_equal(channel_add_event(&packet, event), 0);
	return channel_send_events(pair->runner_fd, &packet);
}

static void job_arrives_whole(void **state)
{
	const struct pair *pair = *state;
	_cleanup_(job_freep) struct job *sent = least_job(42);
	_cleanup_(job_freep) struct job *received = NULL;
	uint64_t id = 0;

	assert_int_equal(channel_send_job(pair->daemon_fd, sent), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &received, &id), CHANNEL_JOB);
	assert_int_equal(id, 42);
	assert_string_equal(received->run.items[0], "/bin/true");
}

static void cancel_arrives_with_its_id(void **state)
{
	const struct pair *pair = *state;
	struct job *job = NULL;
	uint64_t id = 0;

	assert_int_equal(channel_send_cancel(pair->daemon_fd, 0xfedcba9876543210u), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), CHANNEL_CANCEL);
	assert_true(id == 0xfedcba9876543210u);
	assert_null(job);
}

static void nothing_to_read_is_told_without_waiting(void **state)
{
	const struct pair *pair = *state;
	struct job_event event;
	struct job *job;
	uint64_t id;

	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), CHANNEL_NONE);
	assert_int_equal(receive(pair, &event), 0);
}

static void closed_peer_is_told_on_both_sides(void **state)
{
	struct pair *pair = *state;
	struct job_event event = { .type = JOB_EVENT_READY };
	struct job *job;
	uint64_t id;

	close_side(&pair->daemon_fd);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), CHANNEL_CLOSED);
	assert_int_equal(send_event(pair, &event), -EPIPE);
}

static void daemon_sees_a_closed_runner(void **state)
{
	struct pair *pair = *state;
	struct job_event event;

	close_side(&pair->runner_fd);
	assert_int_equal(receive(pair, &event), -EPIPE);
	assert_int_equal(channel_send_cancel(pair->daemon_fd, 1), -EPIPE);
}

static void largest_event_arrives(void **state)
{
	const struct pair *pair = *state;
	struct job_event event = {
		.type = JOB_EVENT_CASE, .stdout_len = JOB_STDOUT_KEPT, .stderr_len = JOB_STDERR_KEPT
	};
	struct job_event received = { 0 };

	event.stdout_text = calloc(1, JOB_STDOUT_KEPT + 1);
	event.stderr_text = calloc(1, JOB_STDERR_KEPT + 1);
	memset(event.detail, 'd', JOB_DETAIL_MAX - 1);
	assert_int_equal(send_event(pair, &event), 0);
	assert_int_equal(receive(pair, &received), 1);
	assert_int_equal(received.stdout_len, JOB_STDOUT_KEPT);
	assert_string_equal(received.detail, event.detail);
	job_event_done(&event);
	job_event_done(&received);
}

static void several_events_share_a_packet(void **state)
{
	const struct pair *pair = *state;
	_cleanup_(channel_inbox_done) struct channel_inbox inbox = { 0 };
	_cleanup_buffer_ struct buffer packet = { 0 };
	struct job_event event = { .type = JOB_EVENT_CASE };

	for (event.index = 0; event.index < 3; event.index++)
		assert_int_equal(channel_add_event(&packet, &event), 0);
	assert_int_equal(channel_send_events(pair->runner_fd, &packet), 0);
	assert_int_equal(packet.len, 0);
	assert_int_equal(channel_send_events(pair->runner_fd, &packet), 0); /* nothing to send */
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(channel_has_event(&inbox), i > 0);
		assert_int_equal(channel_receive_event(pair->daemon_fd, &inbox, &event), 1);
		assert_int_equal(event.index, i);
		job_event_done(&event);
	}
	assert_int_equal(channel_receive_event(pair->daemon_fd, &inbox, &event), 0);
}

static void an_event_is_passed_on_as_it_came(void **state)
{
	const struct pair *pair = *state;
	_cleanup_(channel_inbox_done) struct channel_inbox inbox = { 0 };
	_cleanup_buffer_ struct buffer packet = { 0 };
	_cleanup_buffer_ struct buffer passed = { 0 };
	char out[] = "out", err[] = "error";
	struct job_event event = { .type = JOB_EVENT_CASE, .job_id = 7, .stdout_len = 3, .stdout_text = out };
	struct job_event seen;

	assert_int_equal(channel_add_event(&packet, &event), 0);
	event.index = 1;
	event.stderr_text = err;
	event.stderr_len = 5;
	assert_int_equal(channel_add_event(&packet, &event), 0);
	assert_int_equal(buffer_append(&passed, packet.data, packet.len), 0);
	assert_int_equal(channel_send_events(pair->runner_fd, &packet), 0);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(channel_view_event(pair->daemon_fd, &inbox, &seen), 1);
		assert_int_equal(seen.job_id, 7);
		assert_int_equal(seen.index, i);
		assert_null(seen.stdout_text);
		assert_int_equal(channel_add_event(&packet, &seen), -EINVAL); /* it has no texts */
		assert_int_equal(channel_forward_event(&packet, &inbox), 0);
	}
	assert_int_equal(packet.len, passed.len);
	assert_memory_equal(packet.data, passed.data, passed.len);
	assert_int_equal(channel_view_event(pair->daemon_fd, &inbox, &seen), 0);
	while (packet.len + passed.len <= CHANNEL_EVENTS_MAX)
		assert_int_equal(buffer_append(&packet, passed.data, passed.len), 0);
	assert_int_equal(channel_forward_event(&packet, &inbox), -E2BIG);
}

static void full_packet_has_to_be_sent_first(void **state)
{
	_cleanup_buffer_ struct buffer packet = { 0 };
	struct job_event event = { .type = JOB_EVENT_CASE, .stdout_len = JOB_STDOUT_KEPT };

	(void)state;
	event.stdout_text = calloc(1, JOB_STDOUT_KEPT);
	assert_int_equal(channel_add_event(&packet, &event), 0);
	assert_int_equal(channel_add_event(&packet, &event), -E2BIG);
	job_event_done(&event);
}

static void full_socket_says_again(void **state)
{
	const struct pair *pair = *state;
	int r = 0;

	for (int i = 0; i < 100000 && r == 0; i++)
		r = channel_send_cancel(pair->daemon_fd, 1);
	assert_int_equal(r, -EAGAIN);
}

static void event_that_is_no_event_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job_event event;

	assert_int_equal(send(pair->runner_fd, "garbage", 7, 0), 7);
	assert_int_equal(receive(pair, &event), -EBADMSG);
}

static void order_of_a_wrong_size_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\2\0\0\0", 4, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
	send_raw(pair->daemon_fd, "\2\0\0\0aaaabbbbccccd", 17, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static void unknown_order_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\4\0\0\0aaaabbbbcccc", 16, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static void job_without_a_body_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\1\0\0\0aaaabbbbcccc", 16, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static int open_files(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void descriptors_that_nobody_asked_for_are_closed(void **state)
{
	const struct pair *pair = *state;
	int before = open_files();
	int fds[6] = { 0, 0, 0, 0, 0, 0 };
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\2\0\0\0aaaabbbbcccc", 16, fds, 1); /* a cancel has none */
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
	send_raw(pair->daemon_fd, "\1\0\0\0aaaabbbbcccc", 16, fds, 2); /* a job has one */
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
	send_raw(pair->daemon_fd, "\1\0\0\0aaaabbbbcccc", 16, fds,
		6); /* more than there is room for */
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
	assert_int_equal(open_files(), before);
}

static void job_that_is_none_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\1\0\0\0aaaabbbbccccjob", 19, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static void cancel_with_a_job_is_refused(void **state)
{
	const struct pair *pair = *state;
	struct job *job;
	uint64_t id;

	send_raw(pair->daemon_fd, "\2\0\0\0aaaabbbbccccjob", 19, NULL, 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static void memory_without_seals_is_refused(void **state)
{
	const struct pair *pair = *state;
	_cleanup_(job_freep) struct job *sent = least_job(1);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	_cleanup_(channel_job_done) struct channel_job packed = CHANNEL_NO_JOB;
	struct job *job;
	uint64_t id;

	packed.parcel.fd = memfd_create("job", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	assert_int_equal(job_encode(sent, &bytes), 0);
	assert_int_equal(file_write_all(packed.parcel.fd, bytes.data, bytes.len), 0);
	assert_int_equal(channel_forward_job(pair->daemon_fd, &packed), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

static void job_under_another_id_is_refused(void **state)
{
	const struct pair *pair = *state;
	_cleanup_(job_freep) struct job *sent = least_job(1);
	_cleanup_(channel_job_done) struct channel_job packed = CHANNEL_NO_JOB;
	struct job *job;
	uint64_t id;

	assert_int_equal(channel_send_job(pair->daemon_fd, sent), 0);
	assert_int_equal(
		channel_receive_order_unread(pair->runner_fd, &packed), CHANNEL_JOB);
	packed.id = 2;
	assert_int_equal(channel_forward_job(pair->daemon_fd, &packed), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), -EBADMSG);
}

/* The daemon pings for as long as it lives: what an order without a job would keep adds up. */
static void order_without_a_job_holds_nothing(void **state)
{
	const struct pair *pair = *state;
	struct channel_job order = CHANNEL_NO_JOB;

	assert_int_equal(channel_send_cancel(pair->daemon_fd, 7), 0);
	assert_int_equal(channel_receive_order_unread(pair->runner_fd, &order), CHANNEL_CANCEL);
	assert_int_equal(order.id, 7);
	assert_null(order.parcel.bytes.data);
	assert_int_equal(order.parcel.fd, -1);
}

/* A job whose encoding has that many bytes. */
static struct job *job_of(size_t len)
{
	static const char zeros[PARCEL_BYTES_MAX + 1];
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct job *job = least_job(9);

	assert_int_equal(job_add_file(job, "f", "", 0, false), 0);
	assert_int_equal(job_encode(job, &bytes), 0);
	free(job->files[0].data);
	job->files[0].len = len - bytes.len;
	job->files[0].data = malloc(len);
	memcpy(job->files[0].data, zeros, job->files[0].len);
	return job;
}

/* Through a supervisor, which reads nothing but its kind. */
static void pass_on(const struct pair *pair, size_t len, bool as_file)
{
	_cleanup_(job_freep) struct job *sent = job_of(len);
	_cleanup_(job_freep) struct job *received = NULL;
	_cleanup_(channel_job_done) struct channel_job packed = CHANNEL_NO_JOB;
	uint64_t id = 0;

	assert_int_equal(channel_send_job(pair->daemon_fd, sent), 0);
	assert_int_equal(
		channel_receive_order_unread(pair->runner_fd, &packed), CHANNEL_JOB);
	assert_int_equal(packed.patience_ms, job_patience_ms(sent));
	assert_int_equal(packed.parcel.bytes.len, as_file ? 0 : len);
	assert_int_equal(packed.parcel.fd >= 0, as_file);
	if (as_file)
		assert_int_equal(fcntl(packed.parcel.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(channel_forward_job(pair->daemon_fd, &packed), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &received, &id), CHANNEL_JOB);
	assert_int_equal(received->id, 9);
	assert_int_equal(received->files[0].len, sent->files[0].len);
}

static void small_job_is_in_the_packet(void **state)
{
	pass_on(*state, PARCEL_BYTES_MAX, false);
}

static void larger_job_is_in_memory_of_its_own(void **state)
{
	pass_on(*state, PARCEL_BYTES_MAX + 1, true);
}

static void ping_is_told_from_the_others(void **state)
{
	const struct pair *pair = *state;
	struct job *job = NULL;
	uint64_t id = 0;

	assert_int_equal(channel_send_ping(pair->daemon_fd), 0);
	assert_int_equal(channel_receive_order(pair->runner_fd, &job, &id), CHANNEL_PING);
	assert_null(job);
}

#define channel_test(name) cmocka_unit_test_setup_teardown(name, make_pair, drop_pair)

int main(void)
{
	const struct CMUnitTest tests[] = {
		channel_test(job_arrives_whole),
		channel_test(cancel_arrives_with_its_id),
		channel_test(nothing_to_read_is_told_without_waiting),
		channel_test(closed_peer_is_told_on_both_sides),
		channel_test(daemon_sees_a_closed_runner),
		channel_test(largest_event_arrives),
		channel_test(several_events_share_a_packet),
		channel_test(an_event_is_passed_on_as_it_came),
		channel_test(full_packet_has_to_be_sent_first),
		channel_test(full_socket_says_again),
		channel_test(event_that_is_no_event_is_refused),
		channel_test(order_of_a_wrong_size_is_refused),
		channel_test(unknown_order_is_refused),
		channel_test(job_without_a_body_is_refused),
		channel_test(descriptors_that_nobody_asked_for_are_closed),
		channel_test(job_that_is_none_is_refused),
		channel_test(cancel_with_a_job_is_refused),
		channel_test(memory_without_seals_is_refused),
		channel_test(job_under_another_id_is_refused),
		channel_test(order_without_a_job_holds_nothing),
		channel_test(small_job_is_in_the_packet),
		channel_test(larger_job_is_in_memory_of_its_own),
		channel_test(ping_is_told_from_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
