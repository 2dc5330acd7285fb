/* SPDX-License-Identifier: MIT */
/*
 * A zygote's reports on their way to the worker. They are held for a moment and sent together, so
 * that the worker is not woken for each of twenty short runs: on the same processor that would cost
 * more than comparing their outputs does.
 *
 * A packet is a row of struct zygote_report, each with the bytes of its outputs behind it.
 */
#pragma once

#include "runner/zygote.h"

/* A report is not held for longer. More than the kernel's tick, of 1 to 10 ms, usually is: a timer that
 * is the next to go off has to be set in the hardware, which in a virtual machine costs as much as a
 * system call of 10 to 20 us. */
#define OUTBOX_HOLD_US 10000u

struct outbox {
	uint64_t since_us; /* when the oldest report in it came; meaningless when it is empty */
	size_t len;
	char bytes[ZYGOTE_PACKET_MAX];
};

/* Adds a report, and of a run (REPORT_RAN) what it wrote into descriptors 1 and 2, or that this is
 * too much and waits there. Sends what has no room or has been held for long enough. The functions
 * end the process when the worker is gone. */
void outbox_add(struct outbox *outbox, struct zygote_report *report);
void outbox_send(struct outbox *outbox);
/* Microseconds until it has to be sent; 0: it is empty. At least 1. */
uint64_t outbox_due_us(const struct outbox *outbox);
