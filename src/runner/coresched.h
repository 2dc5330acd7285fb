/* SPDX-License-Identifier: MIT */
/*
 * Slots that share a processor's core (SMT) can measure each other. Where the kernel has core
 * scheduling (Linux 5.14, CONFIG_SCHED_CORE), a slot's processes get a cookie of their own, and the
 * kernel runs nobody else beside them on that core.
 */
#pragma once

enum coresched {
	CORESCHED_NO_SMT, /* nothing to do */
	CORESCHED_ON,
	CORESCHED_MISSING, /* cores are shared, and the kernel can't help */
};

/* A new cookie for this process and all that it starts from now on. Before the host's /sys is gone.
 */
enum coresched coresched_separate(void);

/* The rule of it: what the kernel said (0 or a negative errno), and /sys' word for SMT (1: on, 0:
 * off, -1: unknown). */
enum coresched coresched_state(int error, int smt_active);

/* For people, with a blank before it; "" when there is nothing to say. */
const char *coresched_words(enum coresched state);
