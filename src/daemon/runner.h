/* SPDX-License-Identifier: MIT */
/*
 * The practice-runner process: started with a socket pair and an empty environment, watched,
 * started again when it dies (later and later while it keeps dying). What it was busy with is its
 * user's to know.
 */
#pragma once

#include "job/channel.h"

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

struct runner_settings {
	const char *path;	      /* copied, as all */
	const char *root;	      /* "" : none */
	const struct strlist *hidden; /* folders that the sandbox shows empty */
	const char *cgroup;	      /* a delegated one; "": none */
	bool needs_cgroup;	      /* without it nothing is run */
	bool is_isolating;	      /* false: mode none */
	bool is_strict;		      /* a sandbox for every case */
	bool has_templates;	      /* false: every run is executed */
	uint32_t slots;		      /* 0: one a core */
};

struct runner_user {
	void (*event)(void *userdata, const struct job_event *event);
	void (*writable)(void *userdata); /* after a send said -EAGAIN */
	/* It is gone; a new one comes by itself. what: for people, borrowed. was_killed: it was not
	 * its own decision. */
	void (*died)(void *userdata, const char *what, bool was_killed);
};

struct runner;

/* Starts it. 0 or -errno; a program that can't be started is told by died(), later. */
int runner_new(sd_event *event, const struct runner_settings *settings,
	const struct runner_user *user, void *userdata, struct runner **ret_runner);
void runner_free(struct runner *runner); /* closes its channel and kills it */
DEFINE_CLEANUP_FREE(struct runner *, runner_free)

/* 0, -EAGAIN, -EPIPE (died() comes or came), -errno. */
int runner_send_job(struct runner *runner, const struct job *job);
int runner_send_cancel(struct runner *runner, uint64_t job_id);
/* Would one that is started now, with these settings, be like it? Looks at the lesson folders. */
bool runner_is_current(const struct runner *runner, const struct runner_settings *settings);
/* Ends this process and starts one with other settings; died() isn't called. */
int runner_replace(struct runner *runner, const struct runner_settings *settings);
