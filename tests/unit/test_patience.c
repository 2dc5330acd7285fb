/* SPDX-License-Identifier: MIT */
/* Waiting for a daemon that comes back, and what a signal does to that. */
#include "unit.h"

#include "ctl/interrupt.h"
#include "ctl/patience.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void pauses_double_up_to_a_limit(void **state)
{
	struct patience patience = { .limit_ms = 100000 };

	(void)state;
	for (uint32_t pause = PATIENCE_PAUSE_MIN_MS; pause <= 80; pause *= 2) {
		assert_int_equal(patience_wait(&patience, 0), 0);
		assert_int_equal(patience.pause_ms, 2 * pause);
	}
	patience.pause_ms = PATIENCE_PAUSE_MAX_MS - 1;
	assert_int_equal(patience_wait(&patience, 0), 0);
	assert_int_equal(patience.pause_ms, PATIENCE_PAUSE_MAX_MS);
}

static void it_has_an_end(void **state)
{
	struct patience patience = { .limit_ms = 50 };
	int turns = 0, r;

	(void)state;
	while ((r = patience_wait(&patience, 0)) == 0)
		assert_true(++turns <= 3); /* 20 and 40 ms, and no more begins behind the limit */
	assert_int_equal(r, -ETIMEDOUT);
	assert_true(turns >= 1);
}

static void a_long_wait_is_told_once(void **state)
{
	struct patience patience = { .limit_ms = 100000 };

	(void)state;
	assert_false(patience_is_to_be_told(&patience));
	assert_int_equal(patience_wait(&patience, 0), 0);
	assert_false(patience_is_to_be_told(&patience));
	patience.begun_ms -= PATIENCE_SAID_MS;
	assert_true(patience_is_to_be_told(&patience));
	assert_false(patience_is_to_be_told(&patience));
}

static void assert_deadly(int number)
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)raise(number);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), number);
}

/* The last one: what is caught stays caught. */
static void a_signal_ends_a_wait_and_the_next_one_is_deadly(void **state)
{
	struct patience patience = { .limit_ms = 100000, .begun_ms = 0 };
	struct pollfd poller;

	(void)state;
	(void)signal(SIGINT, SIG_DFL); /* ignored in what a shell runs in the background */
	assert_int_equal(interrupt_fd(), -1);
	assert_int_equal(interrupt_catch(), 0);
	assert_int_equal(interrupt_catch(), 0); /* once is enough */
	assert_int_equal(interrupt_signal(), 0);
	assert_int_equal(raise(SIGTERM), 0);
	assert_int_equal(interrupt_signal(), SIGTERM);
	poller = (struct pollfd){ .fd = interrupt_fd(), .events = POLLIN };
	assert_int_equal(poll(&poller, 1, 0), 1);
	assert_int_equal(patience_wait(&patience, 0), -EINTR);
	assert_int_equal(patience_wait(&patience, SIGTERM), 0); /* who knows of it waits on */
	assert_deadly(SIGTERM);
	assert_deadly(SIGINT); /* of any kind */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pauses_double_up_to_a_limit),
		cmocka_unit_test(it_has_an_end),
		cmocka_unit_test(a_long_wait_is_told_once),
		cmocka_unit_test(a_signal_ends_a_wait_and_the_next_one_is_deadly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
