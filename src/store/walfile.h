/* SPDX-License-Identifier: MIT */
/* Inside store/ only: the log beside the database, as a killed owner left it, and room in it. */
#pragma once

#include "store/database.h"

/*
 * SQLite takes a log whose beginning isn't sound for an empty one and writes over it, and with it
 * over what was committed there. 0: there is none, it is empty, too short or zeroed (it was never
 * on disk), or sound; -EUCLEAN: something else wrote there. What is torn behind the beginning is
 * SQLite's to judge: each of its pages has a checksum.
 */
int walfile_check(struct store *store, const char *path);

/*
 * A commit that makes the log longer waits for the file system's journal too, which costs as much as
 * its own bytes again, or twice that. So there is room behind its end, zeros, as far as the log
 * grows before it is begun anew; and what is to be done for that is done between two commits.
 */
void walfile_follow(struct store *store); /* once, when the log is in use */
/* Writes the log back when it is long enough, and makes room where there is little left. Failures
 * don't matter: the next commit tells what is wrong. */
void walfile_tidy(struct store *store);
