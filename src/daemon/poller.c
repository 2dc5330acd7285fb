/* SPDX-License-Identifier: MIT */
#include "daemon/poller.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

/* So many at a time: others' sources, and the end of the turn, aren't kept waiting for long. */
#define READY_MAX 16
/* Those that are left out are ready still, behind all others that are. */
#define READY_MAX_US 10000ULL

static int on_ready(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct epoll_event ready[READY_MAX];
	int n = epoll_wait(fd, ready, READY_MAX, 0);
	uint64_t end_us = clock_monotonic_us() + READY_MAX_US;

	(void)source;
	(void)revents;
	(void)userdata;
	for (int i = 0; i < n && (i == 0 || clock_monotonic_us() < end_us); i++) {
		struct poller_entry *entry = ready[i].data.ptr;

		if (entry->is_in)
			entry->ready(entry, ready[i].events);
	}
	return 0;
}

int poller_init(struct poller *poller, sd_event *event)
{
	_cleanup_close_ int fd = epoll_create1(EPOLL_CLOEXEC);
	int r = fd < 0 ? -errno : 0;

	*poller = (struct poller){ .fd = -1 };
	if (r >= 0)
		r = sd_event_add_io(event, &poller->source, fd, EPOLLIN, on_ready, poller);
	if (r < 0)
		return r;
	(void)sd_event_source_set_description(poller->source, "sessions");
	poller->fd = TAKE_FD(fd);
	return 0;
}

void poller_done(struct poller *poller)
{
	poller->source = sd_event_source_disable_unref(poller->source);
	if (poller->fd >= 0)
		(void)close(poller->fd);
	poller->fd = -1;
}

static int control(struct poller *poller, int what, struct poller_entry *entry, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = entry };

	if (epoll_ctl(poller->fd, what, entry->fd, &event) < 0)
		return -errno;
	entry->events = events;
	return 0;
}

int poller_add(struct poller *poller, struct poller_entry *entry, uint32_t events)
{
	int r = control(poller, EPOLL_CTL_ADD, entry, events);

	entry->is_in = r >= 0;
	return r;
}

int poller_set(struct poller *poller, struct poller_entry *entry, uint32_t events)
{
	return events == entry->events ? 0 : control(poller, EPOLL_CTL_MOD, entry, events);
}

void poller_remove(struct poller *poller, struct poller_entry *entry)
{
	if (entry->is_in)
		(void)epoll_ctl(poller->fd, EPOLL_CTL_DEL, entry->fd, NULL);
	entry->is_in = false;
}
