/* SPDX-License-Identifier: MIT */
/*
 * Where -H points: [USER@]NAME[:PORT], an IPv6 address in brackets where a port follows. Only what
 * can stand in a user's or a host's name is taken: it becomes an argument of ssh, whose own
 * configuration may hand it to a shell.
 */
#pragma once

#include <stdint.h>

#define HOST_USER_MAX 64  /* bytes; longer than any system's user names */
#define HOST_NAME_MAX 253 /* of a name in the DNS, RFC 1035 2.3.4 less root and length bytes */

struct host {
	char *destination; /* USER@NAME or NAME, as ssh takes it; NULL: this host */
	uint16_t port;	   /* 0: as ssh's configuration says */
};

/* 0, -EINVAL or -ENOMEM. What was in *ret_host is freed first, so the last one that is said
 * counts. */
int host_parse(const char *text, struct host *ret_host);
void host_done(struct host *host);
