/* SPDX-License-Identifier: MIT */
/*
 * Many descriptors behind one source of the event loop. sd-event hands out one ready source a turn
 * and asks the kernel for all of them anew before the next: with thousands ready at once (a class
 * that begins, or goes) that would be the square of them. Here some are taken at a time, in turn.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

struct poller {
	int fd; /* an epoll */
	sd_event_source *source;
};

struct poller_entry {
	int fd; /* borrowed */
	uint32_t events;
	bool is_in;
	/* May remove entries, also itself; memory that an entry lies in must outlive this call. */
	void (*ready)(struct poller_entry *entry, uint32_t revents);
	void *userdata;
};

int poller_init(struct poller *poller, sd_event *event);
void poller_done(struct poller *poller);

/* 0 or -errno. EPOLLHUP and EPOLLERR are always told. */
int poller_add(struct poller *poller, struct poller_entry *entry, uint32_t events);
int poller_set(struct poller *poller, struct poller_entry *entry, uint32_t events);
void poller_remove(struct poller *poller, struct poller_entry *entry);
