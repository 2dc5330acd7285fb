/* SPDX-License-Identifier: MIT */
/* Inside store/ only: whose file it is, which schema it has, and the way to the newest. */
#pragma once

#include "store/database.h"

#define SCHEMA_APPLICATION_ID 0x70726163 /* "prac", what file(1) and we know the database by */

extern const char
	*const schema_migrations[]; /* [n] leads from version n to n + 1; only ever added to */
extern const size_t schema_migrations_count;

/*
 * Reads only. -EUCLEAN: not a database, damaged, or another program's; -EPROTONOSUPPORT: newer
 * than `newest`; and the usual ones.
 */
int schema_check(struct store *store, size_t newest);
/* One transaction a step; a step that fails leaves the version before it. */
int schema_upgrade(struct store *store, const char *const *migrations, size_t count);
