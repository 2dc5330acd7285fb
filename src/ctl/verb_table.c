/* SPDX-License-Identifier: MIT */
#include "ctl/verb_table.h"

#define LESSONS	 "Lessons"
#define PRACTICE "Practice"
#define PROGRESS "Progress"
#define DAEMON	 "Daemon"

const struct verb verb_table[] = {
	{ "list", "[PATTERN]", 0, 1, 0, ctl_list, LESSONS, "list lessons",
		"List lessons, their state and points" },
	{ "show", "[LESSON [STEP]]", 0, 2, VERB_LESSON, ctl_show, LESSONS, "show",
		"Read a lesson or a step; -p: its properties" },
	{ "cat", "LESSON [FILE]", 1, 2, VERB_LESSON, ctl_cat, LESSONS, "print",
		"Print the lesson's text as it is, or a starter file" },
	{ "next", "", 0, 0, 0, ctl_next, LESSONS, "find the next step", "Say what to do next" },

	{ "practice", "", 0, 0, 0, ctl_session, PRACTICE, "practise",
		"Today's session: what is due, then what comes next" },
	{ "start", "LESSON", 1, 1, VERB_LESSON, ctl_start, PRACTICE, "start",
		"Begin to practise: lays out the starter files" },
	{ "run", "[LESSON [STEP]]", 0, 2, VERB_LESSON, ctl_run, PRACTICE, "run",
		"Run one case: output beside the expected one" },
	{ "check", "[LESSON [STEP]]", 0, 2, VERB_LESSON, ctl_check, PRACTICE, "check",
		"Have your program checked on all cases of the step" },
	{ "watch", "[LESSON [STEP]]", 0, 2, VERB_LESSON, ctl_watch, PRACTICE, "watch",
		"Run all cases at each save; show what has changed" },
	{ "hint", "[LESSON [STEP]]", 0, 2, VERB_LESSON, ctl_hint_verb, PRACTICE, "give a hint for",
		"Show the next hint of the step" },
	{ "quiz", "[LESSON]", 0, 1, VERB_LESSON, ctl_quiz, PRACTICE, "ask the questions of",
		"Answer a lesson's questions, or all that are due" },
	{ "review", "[LESSON STEP]", 0, 2, VERB_LESSON, ctl_review, PRACTICE, "begin the review of",
		"Write a step that is due anew; what you had is kept" },
	{ "stop", "[LESSON]", 0, 1, VERB_LESSON, ctl_stop, PRACTICE, "stop",
		"Leave off; progress and files stay" },
	{ "reset", "[LESSON]", 0, 1, VERB_LESSON, ctl_reset, PRACTICE, "reset",
		"Begin anew; changed files are kept as NAME.~1~" },

	{ "status", "[LESSON]", 0, 1, VERB_LESSON, ctl_status, PROGRESS, "get the status of",
		"Show where you stand, in all or in one lesson" },
	{ "due", "", 0, 0, 0, ctl_due, PROGRESS, "find what is due",
		"Say in a line what is due; exit 3 if nothing is" },
	{ "progress", "[FILE]", 0, 1, 0, ctl_progress, PROGRESS, "get the progress",
		"Show your days, courses, and what is weak" },
	{ "history", "[LESSON]", 0, 1, VERB_LESSON, ctl_history, PROGRESS, "list the attempts of",
		"List your attempts, newest first" },
	{ "attempt", "[ATTEMPT]", 0, 1, 0, ctl_attempt, PROGRESS, "show attempt",
		"Show an attempt again, the last one by default" },
	{ "cancel", "[ATTEMPT]", 0, 1, 0, ctl_cancel, PROGRESS, "cancel attempt",
		"Stop an attempt that waits or runs, the last one" },
	{ "is-active", "[LESSON]", 0, 1, VERB_LESSON, ctl_is_active, PROGRESS, "query",
		"Exit 0 if the lesson is started, else 3" },
	{ "is-passed", "[LESSON]", 0, 1, VERB_LESSON, ctl_is_passed, PROGRESS, "query",
		"Exit 0 if all of its steps are passed, else 3" },

	{ "daemon-status", "", 0, 0, 0, ctl_daemon_status, DAEMON, "get the status of the daemon",
		"Show the daemon: sandbox, languages, broken lessons" },
	{ "daemon-reload", "", 0, 0, 0, ctl_daemon_reload, DAEMON, "reload",
		"Have configuration and lessons read again" },
	{ "whoami", "", 0, 0, 0, ctl_whoami, DAEMON, "ask who you are",
		"Show who the daemon says you are" },
	{ "help", "[VERB]", 0, 1, 0, ctl_help, DAEMON, "help", "Show this help, or a verb's" },
	{ "version", "", 0, 0, 0, ctl_version, DAEMON, "show the version", "Show the version" },
	{ "stdio-bridge", "", 0, 0, VERB_HIDDEN, ctl_stdio_bridge, DAEMON, "bridge to the daemon",
		"Hand bytes on between stdin, stdout and the daemon; the far end of --host" },
	{ 0 },
};
