/* SPDX-License-Identifier: MIT */
#include "ctl/host.h"

#include "base/cleanup.h"
#include "base/parse.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LETTERS	 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS	 "0123456789"
#define USER_SET LETTERS DIGITS "._+@-" /* accounts of a directory are USER@DOMAIN */
#define NAME_SET LETTERS DIGITS "._-"
#define IPV6_SET LETTERS DIGITS ":.%_-" /* with the interface, as in fe80::1%eth0 */

/* A name of that many bytes, all of the set, that no one can take for an option. */
static bool is_made_of(const char *text, size_t len, const char *set, size_t max)
{
	return len > 0 && len <= max && *text != '-' && strspn(text, set) >= len;
}

static int split_port(const char *name, size_t *ret_len, const char **ret_port)
{
	const char *colon = strchr(name, ':');

	*ret_port = NULL;
	*ret_len = strlen(name);
	if (!colon || strchr(colon + 1, ':')) /* none; or an IPv6 address, which has two at least */
		return is_made_of(name, *ret_len, colon ? IPV6_SET : NAME_SET, HOST_NAME_MAX)
			       ? 0
			       : -EINVAL;
	*ret_len = (size_t)(colon - name);
	*ret_port = colon + 1;
	return is_made_of(name, *ret_len, NAME_SET, HOST_NAME_MAX) ? 0 : -EINVAL;
}

static int split_brackets(const char *name, size_t *ret_len, const char **ret_port)
{
	const char *end = strchr(name, ']');

	if (!end || (end[1] && end[1] != ':'))
		return -EINVAL;
	*ret_len = (size_t)(end - name);
	*ret_port = end[1] == ':' ? end + 2 : NULL;
	return is_made_of(name, *ret_len, IPV6_SET, HOST_NAME_MAX) && memchr(name, ':', *ret_len)
		       ? 0
		       : -EINVAL;
}

int host_parse(const char *text, struct host *ret_host)
{
	const char *at = strrchr(text, '@'), *name = at ? at + 1 : text, *port_text;
	int user_len = at ? (int)(at + 1 - text) : 0, r;
	_cleanup_free_ char *destination = NULL;
	uint32_t port = 0;
	size_t len;

	if (at && !is_made_of(text, (size_t)(at - text), USER_SET, HOST_USER_MAX))
		return -EINVAL;
	r = *name == '[' ? split_brackets(++name, &len, &port_text)
			 : split_port(name, &len, &port_text);
	if (r < 0)
		return r;
	if (port_text && (parse_u32(port_text, UINT16_MAX, &port) < 0 || port == 0))
		return -EINVAL;
	if (asprintf(&destination, "%.*s%.*s", user_len, text, (int)len, name) < 0)
		return -ENOMEM;
	host_done(ret_host);
	*ret_host = (struct host){ .destination = TAKE_PTR(destination), .port = (uint16_t)port };
	return 0;
}

void host_done(struct host *host)
{
	free(host->destination);
	*host = (struct host){ 0 };
}
