/* SPDX-License-Identifier: MIT */
#include "ctl/patience.h"

#include "ctl/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

static uint64_t now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

int patience_wait(struct patience *patience, int signal)
{
	struct pollfd poller = { .fd = interrupt_fd(), .events = POLLIN };
	uint64_t now = now_ms();

	if (patience->begun_ms == 0) {
		patience->begun_ms = now;
		patience->pause_ms = PATIENCE_PAUSE_MIN_MS;
	}
	if (now - patience->begun_ms >= patience->limit_ms)
		return -ETIMEDOUT;
	(void)poll(&poller, interrupt_signal() == signal ? 0 : 1, (int)patience->pause_ms);
	if (interrupt_signal() != signal)
		return -EINTR;
	patience->pause_ms = patience->pause_ms * 2 < PATIENCE_PAUSE_MAX_MS ? patience->pause_ms * 2
									    : PATIENCE_PAUSE_MAX_MS;
	return 0;
}

bool patience_is_to_be_told(struct patience *patience)
{
	if (patience->is_told || patience->begun_ms == 0 ||
		now_ms() - patience->begun_ms < PATIENCE_SAID_MS)
		return false;
	patience->is_told = true;
	return true;
}
