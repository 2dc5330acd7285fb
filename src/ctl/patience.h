/* SPDX-License-Identifier: MIT */
/* Trying again: pauses that double, up to a limit in all; longer waits are told once. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PATIENCE_AGAIN_MS 10000 /* for a daemon that was there a moment ago: systemd starts it anew,
				   and its database may have to be looked through */
#define PATIENCE_FIRST_MS 1000	/* for one that should listen, but doesn't: the moment between two */
#define PATIENCE_SAID_MS  2000	/* a wait that people wonder about */
#define PATIENCE_PAUSE_MIN_MS 20
#define PATIENCE_PAUSE_MAX_MS 1000

struct patience {
	uint32_t limit_ms;
	uint64_t begun_ms; /* 0: not yet */
	uint32_t pause_ms;
	bool is_told;
};

/* Pauses. 0, -ETIMEDOUT (the limit is reached) or -EINTR (interrupt_signal() is not `signal`). */
int patience_wait(struct patience *patience, int signal);
/* True once, when it has lasted for PATIENCE_SAID_MS. */
bool patience_is_to_be_told(struct patience *patience);
