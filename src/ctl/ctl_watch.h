/* SPDX-License-Identifier: MIT */
/*
 * watch: runs the step's cases whenever one of its files is saved, and shows what has changed.
 *
 * A save is no submission: who saves often is not to be graded as one who fails often, so a save is
 * a RUN, which keeps nothing. When all cases are as expected and the step isn't passed, or is
 * in review, it is handed in. A save while a run is under way ends it: the connection is closed,
 * and the daemon gives the run up.
 */
#pragma once

#include "ctl/ctl.h"
#include "ctl/folderwatch.h"
#include "ctl/outcome.h"
#include "ctl/screen.h"
#include "ctl/submission.h"

struct watch {
	struct ctl *ctl;
	struct submission submission;
	struct folderwatch folder;
	struct screen screen;
	struct outcome now, before;
	bool has_now, has_before; /* of this step */
	bool is_whole;		  /* shown without regard to the one before */
	struct buffer sent;	  /* what was run last */
	struct buffer note;	  /* below the outcome */
	unsigned n_refused;	  /* runs in a row for which there was no place */
	bool is_running;
	bool is_passed; /* the step, as the daemon says */
	bool is_done;
	int64_t due_ms; /* something is to be done then; 0: nothing */
};

/* Failures of these are told, and watching goes on, unless it is said otherwise. */

/* Writes what is in ctl->text. Nobody reads any more: is_done. */
void watch_flush(struct watch *watch);
int watch_put_keys(struct watch *watch); /* a line of them into ctl->text; 0 or -ENOMEM */
/* The outcome, in place of what is shown. */
void watch_show(struct watch *watch);

/* From now on it is about that step (NULL: the first that is not passed). STATUS_OK, or the status
 * of a failure. */
int watch_choose_step(struct watch *watch, const char *step);
/* Asks the daemon which steps are passed; the same. */
int watch_read_status(struct watch *watch);
/* The open step behind this one, else the first open one; NULL: there is none. */
#define WATCH_STEP_MAX 256
const char *watch_next_step(const struct watch *watch, char buffer[static WATCH_STEP_MAX]);

/* No file is away or empty, as they are while an editor replaces them. */
bool watch_is_settled(const struct watch *watch);
enum start { START_CHANGED, START_ALWAYS };
/* Runs what the files have now; with START_CHANGED only if it is not what was run last. */
void watch_start_run(struct watch *watch, enum start when);
/* In a moment; a change that comes meanwhile puts it off. */
void watch_start_soon(struct watch *watch);
/* True when one was under way. */
bool watch_stop_run(struct watch *watch);
/* The reply to it has come. */
void watch_take_reply(struct watch *watch);

/* A CHECK. is_quiet: all has just been run, and only that it is passed is news. */
void watch_hand_in(struct watch *watch, bool is_quiet);
