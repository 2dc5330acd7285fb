/* SPDX-License-Identifier: MIT */
/*
 * A session on one end of a socket pair, the test on the other, and a dispatcher that does what the
 * first word says. Whether the turn is dirty, and whether its commit fails, is the store's: a
 * learner is written, or the store is made to fail.
 */
#include "unit.h"

#include "base/clock.h"
#include "daemon/session.h"
#include "proto/limits.h"
#include "store/learner.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

struct fixture {
	sd_event *event;
	struct poller poller;
	struct turn turn;
	struct store *store;
	char folder[64];
	struct session_host host;
	struct session *session;
	struct stream *stream; /* the last that was opened */
	int fd;
	unsigned written, died, freed;
	bool is_gone; /* the stream's listener went */
};

static void on_gone(void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->is_gone = true;
}

static void write_something(struct fixture *fixture)
{
	int64_t learner;

	fixture->written++;
	assert_int_equal(
		learner_ensure(fixture->store, 1000 + fixture->written, "somebody", 1, &learner),
		0);
}

/* As a request that reads much: it uses the processor. */
static void take_long(void)
{
	uint64_t end_us = clock_monotonic_us() + 3000;

	while (clock_monotonic_us() < end_us)
		;
}

static void dispatch(void *userdata, struct peer *peer, const struct request *request,
	struct reply *reply, struct session_result *ret_result)
{
	struct fixture *fixture = userdata;
	const char *verb = request->words[0].data;

	(void)peer;
	if (strcmp(verb, "WRITE") == 0)
		write_something(fixture);
	if (strcmp(verb, "SLOW") == 0)
		take_long();
	if (strcmp(verb, "STREAM") == 0) {
		fixture->stream = stream_new(reply);
		fixture->stream->userdata = fixture;
		fixture->stream->gone = on_gone;
		ret_result->stream = fixture->stream;
		return;
	}
	ret_result->quits = strcmp(verb, "QUIT") == 0;
	(void)reply_simple(reply, request->count > 1 ? request->words[1].data : verb);
}

static void died(void *userdata, const struct session *session)
{
	struct fixture *fixture = userdata;

	(void)session;

	fixture->died++;
}

static void freed(void *userdata, struct session *session)
{
	struct fixture *fixture = userdata;

	assert_ptr_equal(session, fixture->session);
	fixture->session = NULL;
	fixture->freed++;
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct peer peer = { .uid = 1, .name = strdup("somebody") };
	char path[128], error[STORE_ERROR_MAX];
	int pair[2];

	(void)snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/practiced-session-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	(void)snprintf(path, sizeof(path), "%s/db", fixture->folder);
	assert_int_equal(store_open(path, &fixture->store, error), 0);
	assert_true(sd_event_new(&fixture->event) >= 0);
	assert_true(turn_init(&fixture->turn, fixture->event) >= 0);
	assert_true(poller_init(&fixture->poller, fixture->event) >= 0);
	fixture->turn.store = fixture->store;
	fixture->host = (struct session_host){ fixture->event, &fixture->poller, &fixture->turn,
		dispatch, died, freed, fixture, 20000 };
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	fixture->fd = pair[0];
	assert_int_equal(session_new(&fixture->host, pair[1], &peer, &fixture->session), 0);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[128];

	session_free(fixture->session);
	stream_end(fixture->stream);
	(void)close(fixture->fd);
	poller_done(&fixture->poller);
	turn_done(&fixture->turn);
	(void)sd_event_unref(fixture->event);
	store_free(fixture->store);
	(void)snprintf(command, sizeof(command), "rm -r %s", fixture->folder);
	assert_int_equal(system(command), 0);
	free(fixture);
	return 0;
}

static void run(struct fixture *fixture)
{
	while (sd_event_run(fixture->event, 0) > 0)
		;
}

static void send_text(struct fixture *fixture, const char *text)
{
	assert_int_equal(send(fixture->fd, text, strlen(text), 0), strlen(text));
}

static void assert_received(struct fixture *fixture, const char *text)
{
	char bytes[4096];
	ssize_t len = recv(fixture->fd, bytes, sizeof(bytes) - 1, 0);

	bytes[len > 0 ? len : 0] = '\0';
	assert_string_equal(bytes, text);
}

static void assert_closed(struct fixture *fixture)
{
	char byte;

	assert_int_equal(recv(fixture->fd, &byte, 1, 0), 0);
	assert_int_equal(fixture->died, 1);
	assert_int_equal(fixture->freed, 1);
}

/* Every write to a file fails from here on, as on a full disk. */
static void fail_writes(struct rlimit *before)
{
	struct rlimit none;

	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, before), 0);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before->rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
}

static void requests_are_answered_in_order(void **state)
{
	send_text(*state, "A 1\nB 2\n\nC 3");
	run(*state);
	assert_received(*state, "+1\n+2\n");
	send_text(*state, "\n");
	run(*state);
	assert_received(*state, "+3\n");
}

static void what_is_behind_a_write_waits_for_the_commit(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "A 1\nWRITE 2\nB 3\n");
	assert_true(sd_event_run(fixture->event, 0) > 0); /* the client's bytes */
	assert_received(fixture, "+1\n");
	assert_true(turn_is_dirty(&fixture->turn));
	run(fixture);
	assert_received(fixture, "+2\n+3\n");
}

static void what_was_not_committed_is_never_said(void **state)
{
	struct fixture *fixture = *state;
	struct rlimit before;

	send_text(fixture, "A 1\nWRITE 2\nB 3\nWRITE 4\n");
	fail_writes(&before);
	run(fixture);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(fixture->written, 2);
	char bytes[4096];
	ssize_t len = recv(fixture->fd, bytes, sizeof(bytes) - 1, 0);

	assert_true(len > 0);
	bytes[len] = '\0';
	assert_memory_equal(bytes, "+1\n-STORE ", 10);
	assert_null(strstr(bytes, "+2\n"));
	assert_non_null(strstr(bytes, "+3\n-STORE "));
	assert_null(strstr(bytes, "+4\n"));
}

static void dear_requests_of_one_client_let_the_others_go_first_after_a_few_milliseconds(
	void **state)
{
	struct fixture *fixture = *state;
	char bytes[4096];
	ssize_t len;

	for (unsigned i = 0; i < WIRE_PIPELINE_MAX; i++)
		send_text(fixture, "SLOW 1\n");
	assert_true(sd_event_run(fixture->event, 0) > 0); /* the client's bytes */
	len = recv(fixture->fd, bytes, sizeof(bytes), 0);
	assert_in_range(len, 3, 2 * 3);
	assert_true(sd_event_run(fixture->event, 0) > 0); /* the turn, behind all that is ready */
	len = recv(fixture->fd, bytes, sizeof(bytes), 0);
	assert_in_range(len, 3, 2 * 3);
	run(fixture);
	assert_int_equal(fixture->session->in_used, 0);
}

static void a_stream_holds_what_is_behind_it(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "STREAM\nA 1\n");
	run(fixture);
	stream_announce(fixture->stream, 2);
	(void)reply_simple(&fixture->stream->reply, "one");
	stream_wrote(fixture->stream, 1);
	run(fixture);
	assert_received(fixture, "*2\n+one\n");
	(void)reply_simple(&fixture->stream->reply, "two");
	stream_wrote(fixture->stream, 1);
	stream_end(TAKE_PTR(fixture->stream));
	run(fixture);
	assert_received(fixture, "+two\n+1\n");
}

static void a_stream_whose_commit_fails_is_filled_with_errors(void **state)
{
	struct fixture *fixture = *state;
	struct rlimit before;
	char bytes[4096];
	ssize_t len;

	send_text(fixture, "STREAM\nA 1\n");
	run(fixture);
	stream_announce(fixture->stream, 3);
	(void)reply_simple(&fixture->stream->reply, "one");
	stream_wrote(fixture->stream, 1);
	run(fixture);
	assert_received(fixture, "*3\n+one\n");
	write_something(fixture);
	(void)reply_simple(&fixture->stream->reply, "two");
	stream_wrote(fixture->stream, 1);
	fail_writes(&before);
	run(fixture);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_true(fixture->is_gone);
	len = recv(fixture->fd, bytes, sizeof(bytes) - 1, 0);
	assert_true(len > 0);
	bytes[len] = '\0';
	assert_null(strstr(bytes, "two"));
	assert_memory_equal(bytes, "-STORE ", 7);
	assert_memory_equal(strchr(bytes, '\n') + 1, "-STORE ", 7);
	assert_string_equal(strchr(strchr(bytes, '\n') + 1, '\n') + 1, "+1\n");
}

static void who_one_is_is_asked_anew_after_a_failed_commit_also_behind_a_silent_stream(void **state)
{
	struct fixture *fixture = *state;
	struct rlimit before;

	fixture->session->peer.learner = 7; /* of this very turn, say */
	write_something(fixture);
	send_text(fixture, "STREAM\n");
	fail_writes(&before);
	run(fixture);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(fixture->session->peer.learner, 0);
}

static void the_job_hears_that_its_client_went(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "STREAM\n");
	run(fixture);
	assert_false(fixture->is_gone);
	(void)shutdown(fixture->fd, SHUT_RDWR);
	(void)close(fixture->fd);
	fixture->fd = -1;
	run(fixture);
	assert_true(fixture->is_gone);
	assert_int_equal(fixture->freed, 1);
	stream_wrote(fixture->stream, 1); /* heard by nobody */
}

static void half_close_waits_for_the_stream(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "STREAM\n");
	(void)shutdown(fixture->fd, SHUT_WR);
	run(fixture);
	assert_false(fixture->is_gone);
	stream_announce(fixture->stream, 1);
	(void)reply_simple(&fixture->stream->reply, "one");
	stream_wrote(fixture->stream, 1);
	stream_end(TAKE_PTR(fixture->stream));
	run(fixture);
	assert_received(fixture, "*1\n+one\n");
	assert_closed(fixture);
}

static void quit_closes_behind_its_answer(void **state)
{
	send_text(*state, "A 1\nQUIT 2\nB 3\n");
	run(*state);
	assert_received(*state, "+1\n+2\n");
	assert_closed(*state);
}

static void lost_framing_closes_behind_the_error(void **state)
{
	struct fixture *fixture = *state;
	char bytes[256];

	send_text(fixture, "*-1\r\nA 1\n");
	run(fixture);
	assert_true(recv(fixture->fd, bytes, sizeof(bytes), 0) > 0);
	assert_int_equal(bytes[0], '-');
	assert_closed(fixture);
}

static void ask_much(struct fixture *fixture, int requests)
{
	char line[60000 + 8] = "A ";

	memset(line + 2, 'x', sizeof(line) - 4);
	line[sizeof(line) - 2] = '\n';
	line[sizeof(line) - 1] = '\0';
	while (requests-- > 0) {
		if (send(fixture->fd, line, strlen(line), MSG_NOSIGNAL) < 0)
			break;
		run(fixture);
	}
}

static void one_that_does_not_read_is_served_no_more(void **state)
{
	struct fixture *fixture = *state;

	fixture->host.stall_us = 60000000;
	ask_much(fixture, 200);
	assert_non_null(fixture->session);
	assert_true(fixture->session->out.len > WIRE_OUT_MAX);
	assert_true(fixture->session->out.len < WIRE_OUT_MAX + 2 * 60000);
}

static void one_that_never_reads_is_closed(void **state)
{
	struct fixture *fixture = *state;

	ask_much(fixture, 200);
	while (fixture->session)
		assert_true(sd_event_run(fixture->event, UINT64_MAX) > 0); /* the timer ends it */
	assert_int_equal(fixture->freed, 1);
}

static void one_that_reads_late_has_all(void **state)
{
	struct fixture *fixture = *state;
	char *bytes = malloc(1 << 20);
	size_t total = 0;
	ssize_t len;

	fixture->host.stall_us = 60000000;
	ask_much(fixture, 75); /* the last of them wait in the kernel */
	while ((len = recv(fixture->fd, bytes, 1 << 20, MSG_DONTWAIT)) > 0) {
		total += (size_t)len;
		run(fixture);
	}
	assert_int_equal(total, 75 * (60000 + 6));
	send_text(fixture, "B 1\n");
	run(fixture);
	free(bytes);
	assert_received(fixture, "+1\n");
}

static void drain_answers_what_was_asked(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "STREAM\nA 1\n");
	run(fixture);
	session_drain(fixture->session);
	run(fixture);
	assert_non_null(fixture->session);
	session_cut(fixture->session, REPLY_BUSY, "bye");
	run(fixture);
	assert_received(fixture, "-BUSY bye\n+1\n");
	assert_closed(fixture);
}

static void a_paused_one_is_quiet_and_reads_no_more(void **state)
{
	struct fixture *fixture = *state;
	char left[16];

	send_text(fixture, "A 1\nA");
	run(fixture);
	assert_received(fixture, "+1\n");
	assert_false(session_is_quiet(fixture->session)); /* half a request */
	send_text(fixture, " 2\n");
	run(fixture);
	assert_received(fixture, "+2\n");
	assert_true(session_is_quiet(fixture->session));
	session_pause(fixture->session);
	send_text(fixture, "A 3\n");
	run(fixture);
	assert_true(session_is_quiet(fixture->session));
	assert_int_equal(recv(fixture->session->fd, left, sizeof(left), MSG_PEEK), 4);
}

static void a_quiet_one_holds_no_memory(void **state)
{
	struct fixture *fixture = *state;

	send_text(fixture, "A 1\n");
	run(fixture);
	assert_received(fixture, "+1\n");
	assert_null(fixture->session->in.data);
	assert_null(fixture->session->out.data);
	assert_null(fixture->session->parser.bytes.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests_are_answered_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_behind_a_write_waits_for_the_commit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_not_committed_is_never_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			dear_requests_of_one_client_let_the_others_go_first_after_a_few_milliseconds,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_stream_holds_what_is_behind_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_stream_whose_commit_fails_is_filled_with_errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_one_is_is_asked_anew_after_a_failed_commit_also_behind_a_silent_stream,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_job_hears_that_its_client_went, set_up, tear_down),
		cmocka_unit_test_setup_teardown(half_close_waits_for_the_stream, set_up, tear_down),
		cmocka_unit_test_setup_teardown(quit_closes_behind_its_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			lost_framing_closes_behind_the_error, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			one_that_does_not_read_is_served_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_reads_late_has_all, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_never_reads_is_closed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(drain_answers_what_was_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_paused_one_is_quiet_and_reads_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_quiet_one_holds_no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
