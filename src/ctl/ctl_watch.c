/* SPDX-License-Identifier: MIT */
/* watch: what it waits for, changes of files, keys, time, and what is done then. */
#include "ctl/ctl_watch.h"

#include "ctl/interrupt.h"
#include "ctl/lesson_choice.h"
#include "ctl/verb_table.h"

#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define SETTLE_MS 150 /* an editor that has begun to replace a file goes on soon */
#define RETURN_MS 500 /* how often a folder that is gone is looked for */

static void watch_done(struct watch *watch)
{
	submission_done(&watch->submission);
	folderwatch_close(&watch->folder);
	screen_close(&watch->screen);
	outcome_done(&watch->now);
	outcome_done(&watch->before);
	buffer_done(&watch->sent);
	buffer_done(&watch->note);
}

static int64_t now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Keys. */

static void key_hint(struct watch *watch)
{
	bool was_running = watch_stop_run(watch);
	char *arguments[] = { strdup(thing_get(&watch->submission.status, "Id")),
		strdup(watch->submission.step) };

	if (arguments[0] && arguments[1])
		(void)ctl_hint_verb(watch->ctl, 2, arguments);
	free(arguments[0]);
	free(arguments[1]);
	if (was_running)
		watch_start_run(watch, START_ALWAYS);
}

static void key_next(struct watch *watch)
{
	char name[WATCH_STEP_MAX];
	const char *next;
	bool was_running = watch_stop_run(watch);

	if (watch_read_status(watch) != STATUS_OK)
		return;
	next = watch_next_step(watch, name);
	if (next && watch_choose_step(watch, next) == STATUS_OK) {
		watch_start_run(watch, START_ALWAYS);
		return;
	}
	if (!next && buffer_append_string(&watch->ctl->text, "All other steps are passed.\n") < 0)
		watch->is_done = true;
	watch_flush(watch);
	if (was_running)
		watch_start_run(watch, START_ALWAYS);
}

static void key_run(struct watch *watch)
{
	watch->is_whole = true;
	watch_start_run(watch, START_ALWAYS);
}

static void key_check(struct watch *watch)
{
	(void)watch_stop_run(watch);
	if (screen_put_clear(&watch->screen, &watch->ctl->text) < 0)
		watch->is_done = true;
	watch_flush(watch);
	watch_hand_in(watch, false);
	if (watch_put_keys(watch) < 0)
		watch->is_done = true;
	watch_flush(watch);
}

static void key_quit(struct watch *watch)
{
	watch->is_done = true;
}

static void take_key(struct watch *watch)
{
	static const struct {
		enum key_kind kind;
		char text;
		void (*act)(struct watch *watch);
	} keys[] = { { KEY_TEXT, 'h', key_hint }, { KEY_TEXT, 'n', key_next },
		{ KEY_TEXT, 'r', key_run }, { KEY_TEXT, 'c', key_check },
		{ KEY_TEXT, 'q', key_quit }, { KEY_ENTER, '\0', key_check },
		{ KEY_LEAVE, '\0', key_quit } };
	struct key key = keyboard_read(&watch->screen.keyboard);

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (key.kind == keys[i].kind &&
			(key.kind != KEY_TEXT || key.text[0] == keys[i].text)) {
			keys[i].act(watch);
			return;
		}
}

static void take_keys(struct watch *watch)
{
	const struct keyboard *keyboard = &watch->screen.keyboard;

	do
		take_key(watch);
	while (!watch->is_done && keyboard->fd >= 0 && keyboard->begin < keyboard->end);
}

void watch_start_soon(struct watch *watch)
{
	watch->due_ms = now_ms() + SETTLE_MS;
}

/* Changes. */

static void lose_folder(struct watch *watch)
{
	ctl_say(watch->ctl, "The folder %s is gone; it is watched again when it is back.",
		watch->submission.workspace.path);
	(void)watch_stop_run(watch);
	folderwatch_close(&watch->folder);
	watch->due_ms = now_ms() + RETURN_MS;
}

static void look_for_folder(struct watch *watch)
{
	_cleanup_workspace_ struct workspace found = WORKSPACE_INIT;
	const char *lesson = thing_get(&watch->submission.status, "Id");

	watch->due_ms = now_ms() + RETURN_MS;
	if (workspace_find(&found, lesson, false) < 0 ||
		folderwatch_open(&watch->folder, found.fd, &watch->submission.names) < 0)
		return;
	workspace_done(&watch->submission.workspace);
	watch->submission.workspace = found;
	found = (struct workspace)WORKSPACE_INIT;
	watch->due_ms = now_ms() + SETTLE_MS; /* its files come after it */
}

/* inotify tells of its end only when nobody has it open any more, but we do. */
static bool is_folder_removed(const struct watch *watch)
{
	struct stat info;

	return fstat(watch->submission.workspace.fd, &info) < 0 || info.st_nlink == 0;
}

static void take_changes(struct watch *watch)
{
	int change = folderwatch_read(&watch->folder);

	if (change < 0 || change == FOLDERWATCH_GONE)
		lose_folder(watch);
	else if (change == FOLDERWATCH_NOW && watch_is_settled(watch))
		watch_start_run(watch, START_CHANGED);
	else if (change != FOLDERWATCH_NONE)
		watch_start_soon(watch);
}

static void take_time(struct watch *watch)
{
	if (watch->due_ms == 0 || now_ms() < watch->due_ms)
		return;
	if (watch->folder.fd < 0)
		look_for_folder(watch);
	else if (is_folder_removed(watch))
		lose_folder(watch);
	else
		watch_start_run(watch, START_CHANGED);
}

static int timeout_of(const struct watch *watch)
{
	int64_t left = watch->due_ms - now_ms();

	if (watch->due_ms == 0)
		return -1;
	return left < 0 ? 0 : (int)left + 1;
}

static void wait_once(struct watch *watch)
{
	enum { INTERRUPT, FOLDER, REPLY, KEYS, SIGNALS, OUTPUT, FDS };
	struct pollfd fds[FDS] = {
		[INTERRUPT] = { .fd = interrupt_fd(), .events = POLLIN },
		[FOLDER] = { .fd = watch->folder.fd, .events = POLLIN },
		[REPLY] = { .fd = watch->is_running ? watch->ctl->connection.fd : -1,
			.events = POLLIN },
		[KEYS] = { .fd = screen_keys_fd(&watch->screen), .events = POLLIN },
		[SIGNALS] = { .fd = watch->screen.signals, .events = POLLIN },
		[OUTPUT] = { .fd = STDOUT_FILENO }, /* its reader may leave */
	};

	if (poll(fds, FDS, timeout_of(watch)) < 0)
		return;
	if (fds[INTERRUPT].revents != 0 || fds[OUTPUT].revents != 0) {
		watch->is_done = true;
		return;
	}
	if (fds[SIGNALS].revents != 0 && screen_take_signals(&watch->screen))
		watch_show(watch);
	if (fds[FOLDER].revents != 0) /* what it changes may be what the reply is about */
		take_changes(watch);
	else if (fds[REPLY].revents != 0)
		watch_take_reply(watch);
	if (fds[KEYS].revents != 0)
		take_keys(watch);
	take_time(watch);
}

int ctl_watch(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_(watch_done) struct watch watch = { .ctl = ctl,
		.submission = SUBMISSION_INIT,
		.folder = FOLDERWATCH_INIT,
		.screen = SCREEN_INIT };
	_cleanup_free_ char *lesson = NULL;
	int r;

	if (!ctl_is_for_people(ctl))
		return ctl_fail(ctl, STATUS_USAGE,
			"what is shown is for people; practicectl check"
			" and practicectl run have -o and -p");
	r = lesson_choose(ctl, n, arguments, &lesson);
	if (r == STATUS_OK)
		r = submission_begin(ctl, lesson, &watch.submission);
	if (r == STATUS_OK)
		r = watch_choose_step(&watch, lesson_step(ctl, n, arguments));
	if (r != STATUS_OK)
		return r;
	r = interrupt_catch();
	if (r >= 0)
		r = screen_open(&watch.screen, &ctl->out, !ctl->options.plain);
	if (r < 0)
		return ctl_fail_errno(ctl, r, NULL);
	watch_start_run(&watch, START_ALWAYS);
	while (!watch.is_done && interrupt_signal() == 0)
		wait_once(&watch);
	screen_close(&watch.screen); /* first: nothing that lasts is to come before it */
	(void)watch_stop_run(&watch);
	return STATUS_OK;
}
