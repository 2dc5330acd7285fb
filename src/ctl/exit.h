/* SPDX-License-Identifier: MIT */
/* What practicectl's exit status says; practicectl(1) has the same table. */
#pragma once

enum exit_status {
	STATUS_OK = 0,	       /* done, or passed */
	STATUS_FAILED = 1,     /* it was tried and failed; or an answer that nobody expects */
	STATUS_USAGE = 2,      /* the command line, or an argument that the daemon refuses */
	STATUS_NOT_ACTIVE = 3, /* not active, not passed, or not in the state that the verb needs */
	STATUS_NOT_FOUND = 4,  /* no such lesson, step or attempt */
	STATUS_DENIED = 5,     /* not permitted */
	STATUS_NO_DAEMON = 69, /* nobody answers at the socket */
};
