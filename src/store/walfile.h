/* SPDX-License-Identifier: MIT */
/* Inside store/ only: the log that a killed owner left beside the database. */
#pragma once

#include "store/database.h"

/*
 * SQLite takes a log whose beginning isn't sound for an empty one and writes over it, and with it
 * over what was committed there. 0: there is none, it is empty, too short or zeroed (it was never
 * on disk), or sound; -EUCLEAN: something else wrote there. What is torn behind the beginning is
 * SQLite's to judge: each of its pages has a checksum.
 */
int walfile_check(struct store *store, const char *path);
