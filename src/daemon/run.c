/* SPDX-License-Identifier: MIT */
#include "daemon/run.h"

#include "base/log.h"
#include "daemon/answer.h"
#include "daemon/caserow.h"
#include "grade/diff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RUN_LINES_MAX	1000 /* rows of a reply */
#define RUN_COLUMNS_MAX 400
#define RUN_RERUNS_MAX	1 /* as ATTEMPT_RERUNS_MAX */
/* Of all cases, so many of those that failed are told in full, each in so many lines. */
#define RUN_FAILED_MAX 3
#define RUN_CASE_LINES 60

struct run {
	struct service *service;
	struct task *task;
	struct stream *stream;
	struct buffer key; /* of the recall */
	uint32_t case_number;
	enum diff_show *shows; /* owned; of the job's cases */
	enum check_kind check;
	bool is_talk;	     /* what it printed is in what the two said */
	bool shows_expected; /* there is one, and the step shows it in full */
	uint32_t interruptions;
	struct job_event compiled, ended;
	bool is_compiled, is_ended;
	struct {
		struct answer rows; /* of the cases that have ended */
		uint32_t ended, passed, failed;
		enum verdict worst; /* the first that isn't a pass */
	} all;
};

static void run_free(struct run *run)
{
	stream_end(run->stream);
	buffer_done(&run->key);
	job_event_done(&run->compiled);
	job_event_done(&run->ended);
	answer_done(&run->all.rows);
	free(run->shows);
	free(run);
}

static int copy_text(char **text, size_t len)
{
	char *copy = malloc(len + 1);

	if (!copy)
		return -ENOMEM;
	if (len > 0)
		memcpy(copy, *text, len);
	copy[len] = '\0';
	*text = copy;
	return 0;
}

/* The event is the runner's to free: keep a copy. */
static int keep_event(const struct job_event *event, struct job_event *ret_copy)
{
	struct job_event copy = *event;

	if (copy_text(&copy.stdout_text, copy.stdout_len) < 0)
		return -ENOMEM;
	if (copy_text(&copy.stderr_text, copy.stderr_len) < 0) {
		free(copy.stdout_text);
		return -ENOMEM;
	}
	job_event_done(ret_copy);
	*ret_copy = copy;
	return 0;
}

static size_t room(const struct answer *answer)
{
	return answer->count < RUN_LINES_MAX ? RUN_LINES_MAX - answer->count : 0;
}

static void add_text(struct answer *answer, const char *key, const char *text, size_t len)
{
	size_t before = answer->count, max = room(answer);

	answer_lines(answer, key, text, len, max);
	if (answer->count - before > max)
		answer_field(answer, "note", "there is more output than is shown");
}

static void add_rows(struct answer *answer, const char *key, const struct strlist *rows)
{
	for (size_t i = 0; i < rows->count && room(answer) > 0; i++)
		answer_field(answer, key, rows->items[i]);
}

/* Nothing differs: the lines are shown all the same, as equal ones, because here one looks what was
 * expected. */
static int list_equal(const char *text, size_t len, struct strlist *rows)
{
	const char *end = text ? text + len : NULL;
	int r = 0;

	while (r >= 0 && text < end && rows->count < RUN_LINES_MAX) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;
		_cleanup_buffer_ struct buffer row = { 0 };

		r = buffer_append_string(&row, "  ");
		if (r >= 0)
			r = buffer_append(&row, text, (size_t)(line_end - text));
		if (r >= 0)
			r = strlist_add_n(rows, row.data, row.len);
		text = newline ? newline + 1 : end;
	}
	return r;
}

static void add_diff(struct run *run, struct answer *answer)
{
	const struct job_case *wanted = &task_job(run->task)->cases[0];
	const struct diff_options options = { .show = DIFF_SHOW_FULL,
		.context = RUN_LINES_MAX,
		.max_lines = RUN_LINES_MAX,
		.max_columns = RUN_COLUMNS_MAX };
	_cleanup_strlist_ struct strlist rows = { 0 };
	int r;

	if (!run->shows_expected || !run->is_ended || run->ended.verdict == VERDICT_SKIPPED)
		return;
	r = diff_lines(wanted->expected, wanted->expected_len, run->ended.stdout_text,
		run->ended.stdout_len, &options, &rows);
	if (r >= 0 && rows.count == 0)
		r = list_equal(wanted->expected, wanted->expected_len, &rows);
	if (r < 0)
		answer->reply.error = r;
	add_rows(answer, "diff", &rows);
}

/* What this learner's own last run of the step printed, beside what this one did. */
static void add_changes(struct run *run, struct answer *answer)
{
	const struct diff_options options = { .show = DIFF_SHOW_FULL,
		.context = 1,
		.max_lines = 100,
		.max_columns = RUN_COLUMNS_MAX };
	const struct recall_entry *last = recall_get(&run->service->recall, run->key.data);
	_cleanup_strlist_ struct strlist rows = { 0 };

	if (!run->is_ended || run->ended.verdict == VERDICT_SKIPPED)
		return;
	if (last && diff_lines(last->text, last->len, run->ended.stdout_text, run->ended.stdout_len,
			    &options, &rows) < 0)
		answer->reply.error = -ENOMEM;
	add_rows(answer, "changed", &rows);
	(void)recall_put(&run->service->recall, run->key.data, run->ended.stdout_text,
		run->ended.stdout_len);
}

/* What a program prints may be a secret case's input: then all of it stays here, as in ATTEMPT. */
static void add_output(struct run *run, struct answer *answer)
{
	if (run->shows[0] == DIFF_SHOW_VERDICT) {
		answer_field(answer, "note", "of this case only the verdict is shown");
		return;
	}
	add_text(answer, run->is_talk ? "talk" : "stdout", run->ended.stdout_text,
		run->ended.stdout_len);
	add_text(answer, "stderr", run->ended.stderr_text, run->ended.stderr_len);
	add_diff(run, answer);
	add_changes(run, answer);
}

static enum verdict total_verdict(const struct run *run)
{
	if (run->is_compiled && run->compiled.verdict != VERDICT_PASS)
		return run->compiled.verdict;
	return run->is_ended ? run->ended.verdict : VERDICT_SKIPPED;
}

static void add_first_row(struct run *run, struct answer *answer)
{
	static const struct job_event none = { .verdict = VERDICT_SKIPPED, .exit_status = -1 };
	const struct caserow row = caserow_of_event(run->is_ended ? &run->ended : &none,
		run->case_number, task_job(run->task)->cases[0].name);

	if (caserow_reply(&answer->reply, &row) >= 0)
		answer->count++;
}

static void add_summary(struct run *run, struct answer *answer)
{
	enum verdict verdict = total_verdict(run);
	const char *detail = run->is_ended ? run->ended.detail : run->compiled.detail;
	struct caserow_note note;
	const struct reply_pair pairs[] = { { "verdict", verdict_name(verdict) },
		{ "detail", caserow_note(detail, verdict, run->shows[0], &note) } };

	if (reply_pairs(&answer->reply, pairs, ARRAY_SIZE(pairs)) >= 0)
		answer->count++;
}

/* All cases. */

static void begin_all(struct run *run)
{
	answer_done(&run->all.rows);
	answer_init(&run->all.rows, &run->stream->reply);
	run->all.ended = run->all.passed = run->all.failed = 0;
	run->all.worst = VERDICT_PASS;
}

/* As far as the step shows it, like ATTEMPT. */
static void add_failure(struct run *run, const struct job_event *event)
{
	enum diff_show show = run->shows[event->index];
	const struct diff_options options = { .show = show,
		.context = 3,
		.max_lines = RUN_CASE_LINES,
		.max_columns = RUN_COLUMNS_MAX };
	const struct job_case *wanted = &task_job(run->task)->cases[event->index];
	_cleanup_strlist_ struct strlist rows = { 0 };
	struct answer *answer = &run->all.rows;

	if (run->check == CHECK_OUTPUT && wanted->expected &&
		diff_lines(wanted->expected, wanted->expected_len, event->stdout_text,
			event->stdout_len, &options, &rows) < 0)
		answer->reply.error = -ENOMEM;
	add_rows(answer, "diff", &rows);
	if (show == DIFF_SHOW_VERDICT)
		return;
	if (run->check == CHECK_TESTS || run->check == CHECK_SERVICE)
		answer_lines(
			answer, "stdout", event->stdout_text, event->stdout_len, RUN_CASE_LINES);
	if (run->is_talk && show == DIFF_SHOW_FULL)
		answer_lines(answer, "talk", event->stdout_text, event->stdout_len, RUN_CASE_LINES);
	answer_lines(answer, "stderr", event->stderr_text, event->stderr_len, RUN_CASE_LINES);
}

static void take_case(struct run *run, const struct job_event *event)
{
	const struct job *job = task_job(run->task);
	struct caserow row;

	if (event->index >= job->n_cases)
		return;
	row = caserow_of_event(event, event->index + 1, job->cases[event->index].name);
	if (caserow_reply(&run->all.rows.reply, &row) >= 0)
		run->all.rows.count++;
	run->all.ended++;
	run->all.passed += event->verdict == VERDICT_PASS;
	if (event->verdict == VERDICT_PASS || event->verdict == VERDICT_SKIPPED)
		return;
	if (run->all.failed++ == 0)
		run->all.worst = event->verdict;
	if (run->all.failed <= RUN_FAILED_MAX)
		add_failure(run, event);
}

static void add_all_summary(struct run *run, struct answer *answer)
{
	bool has_failed = run->is_compiled && run->compiled.verdict != VERDICT_PASS;
	enum verdict verdict = has_failed	    ? run->compiled.verdict
			       : run->all.ended > 0 ? run->all.worst
						    : VERDICT_SKIPPED;
	char passed[16], cases[16];
	const struct reply_pair pairs[] = { { "verdict", verdict_name(verdict) },
		{ "passed", passed }, { "cases", cases },
		{ "detail", has_failed && run->compiled.detail[0] ? run->compiled.detail : NULL } };

	(void)snprintf(passed, sizeof(passed), "%" PRIu32, run->all.passed);
	(void)snprintf(cases, sizeof(cases), "%zu", task_job(run->task)->n_cases);
	if (reply_pairs(&answer->reply, pairs, ARRAY_SIZE(pairs)) >= 0)
		answer->count++;
}

/* The compiler's lines come first, so they have their part of the rows. */
static void add_all(struct run *run, struct answer *answer)
{
	struct answer *rows = &run->all.rows;

	add_text(answer, "compiler", run->compiled.stderr_text, run->compiled.stderr_len);
	add_text(answer, "compiler", run->compiled.stdout_text, run->compiled.stdout_len);
	if (rows->reply.error < 0 ||
		(rows->bytes.len > 0 &&
			buffer_append(&answer->bytes, rows->bytes.data, rows->bytes.len) < 0))
		answer->reply.error = -ENOMEM;
	answer->count += rows->count;
	add_all_summary(run, answer);
}

static void send_result(struct run *run)
{
	_cleanup_answer_ struct answer answer = { 0 };

	if (!stream_is_heard(run->stream))
		return;
	answer_init(&answer, &run->stream->reply);
	if (run->case_number == 0) {
		add_all(run, &answer);
	} else {
		add_first_row(run, &answer);
		add_text(&answer, "compiler", run->compiled.stderr_text, run->compiled.stderr_len);
		add_text(&answer, "compiler", run->compiled.stdout_text, run->compiled.stdout_len);
		add_output(run, &answer);
		add_summary(run, &answer);
	}
	answer_send(&answer, &run->stream->reply);
	run->stream->announced = (uint32_t)answer.count;
	stream_wrote(run->stream, (uint32_t)answer.count);
}

static void send_error(struct run *run, enum reply_code code, const char *what)
{
	if (!stream_is_heard(run->stream))
		return;
	(void)reply_error(&run->stream->reply, code, "%s", what);
	run->stream->announced = 1;
	stream_wrote(run->stream, 1);
}

/* The task. */

static void on_started(void *userdata)
{
	(void)userdata;
}

static void on_event(void *userdata, const struct job_event *event)
{
	struct run *run = userdata;

	if (event->type == JOB_EVENT_COMPILED)
		run->is_compiled = keep_event(event, &run->compiled) >= 0;
	else if (event->type == JOB_EVENT_CASE && run->case_number == 0)
		take_case(run, event);
	else if (event->type == JOB_EVENT_CASE && event->index == 0)
		run->is_ended = keep_event(event, &run->ended) >= 0;
}

static void on_done(void *userdata)
{
	send_result(userdata);
	run_free(userdata);
}

static bool on_interrupted(void *userdata, const char *what)
{
	struct run *run = userdata;

	if (++run->interruptions <= RUN_RERUNS_MAX) {
		run->is_compiled = run->is_ended = false;
		begin_all(run);
		return true;
	}
	log_error("A run took the runner down %u times: %s", (unsigned)run->interruptions, what);
	send_error(run, REPLY_INTERNAL,
		"interrupted each time it was run; practiced's journal says how");
	run_free(run);
	return false;
}

static bool on_stranded(void *userdata, const char *what)
{
	send_error(userdata, REPLY_UNSAFE, what);
	run_free(userdata);
	return false;
}

static void on_failed(void *userdata, const char *what)
{
	send_error(userdata, REPLY_INTERNAL, what);
	run_free(userdata);
}

static void on_dropped(void *userdata)
{
	send_error(userdata, REPLY_STORE, "the store can't be written now: try again");
	run_free(userdata);
}

static const struct task_user task_user = { on_started, on_event, on_done, on_interrupted,
	on_stranded, on_failed, on_dropped };

static void on_gone(void *userdata)
{
	struct run *run = userdata;

	jobs_cancel(run->service->jobs, run->task);
	run_free(run);
}

static int set_shows(struct run *run, const struct run_new *info, const struct job *job)
{
	size_t first = info->case_number > 0 ? info->case_number - 1 : 0;

	run->shows = calloc(job->n_cases, sizeof(*run->shows));
	if (!run->shows)
		return -ENOMEM;
	for (size_t i = 0; i < job->n_cases; i++)
		run->shows[i] = step_show(info->step, first + i);
	run->shows_expected = info->step->check == CHECK_OUTPUT &&
			      run->shows[0] == DIFF_SHOW_FULL && job->cases[0].expected;
	return 0;
}

int run_start(struct service *service, const struct run_new *info, struct job *job)
{
	struct run *run = calloc(1, sizeof(*run));
	int r;

	if (!run) {
		stream_end(info->stream);
		job_free(job);
		return -ENOMEM;
	}
	*run = (struct run){ .service = service,
		.stream = info->stream,
		.case_number = info->case_number,
		.check = info->step->check,
		.is_talk = info->step->check == CHECK_INTERACTIVE };
	run->stream->userdata = run;
	run->stream->gone = on_gone;
	begin_all(run);
	r = set_shows(run, info, job);
	if (r >= 0)
		r = buffer_printf(&run->key, "%" PRId64 " %s %s %" PRIu32, info->learner,
			info->lesson, info->step->name, info->case_number);
	if (r < 0)
		job_free(job);
	else
		r = jobs_submit(
			service->jobs, job, (uint64_t)info->learner, &task_user, run, &run->task);
	if (r < 0)
		run_free(run);
	return r;
}
