/* SPDX-License-Identifier: MIT */
#include "daemon/verify_foreign.h"

#include "daemon/jobspec.h"
#include "daemon/verify_change.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_here(const struct language *language, const char *id, const char *lesson,
	const char *what, struct report *report)
{
	if (language && !language->missing_tool)
		return true;
	if (!language)
		report_skipped(report, "%s: %s%s is no language that is defined here", lesson, what, id);
	else
		report_skipped(report, "%s: %s%s needs %s (package %s)", lesson, what,
			language->name, language->missing_tool,
			language->package ? language->package : language->id);
	return false;
}

bool probe_find_languages(const struct foreign_settings *settings, const char *id, const char *lesson,
	struct report *report, struct probe *probe)
{
	probe->language = language_set_find(settings->languages, id);
	if (!is_here(probe->language, id, lesson, "", report))
		return false;
	return jobspec_find_judge(probe->step, settings->languages, &probe->judge_language) >= 0 ||
	       is_here(probe->judge_language, probe->step->judge_language, lesson,
		       "its validator: ", report);
}

/* As a learner would send them: files of the step's names, where it has some. */
static int add_files(struct job *job, const struct probe *probe, const struct step_language *own)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < probe->n_files; i++) {
		const struct lesson_file *file = &probe->files[i];

		if (own->files.count == 0 || strlist_contains(&own->files, file->name))
			r = job_add_file(job, file->name, file->data, file->len, false);
	}
	return r;
}

static int build(const struct foreign_settings *settings, const struct probe *probe, struct job **ret_job)
{
	const struct step_language *own = step_find_language(probe->step, probe->language->id);
	const struct jobspec spec = { .config = settings->config,
		.step = probe->step,
		.language = probe->language,
		.judge_language = probe->judge_language };
	_cleanup_(job_freep) struct job *job = job_new();
	int r = !job ? -ENOMEM : own ? add_files(job, probe, own) : -EINVAL;

	if (r >= 0 && probe->exits_early)
		r = change_to_early_exit(job, probe->language, own);
	if (r >= 0)
		r = jobspec_fill(&spec, job);
	if (r < 0)
		return r;
	job->stop = probe->stops_at_first ? JOB_STOP_AT_FIRST : JOB_STOP_NEVER;
	*ret_job = TAKE_PTR(job);
	return 0;
}

static const char *build_words(int error)
{
	switch (error) {
	case -EINVAL:
		return "none of its files can be told to be the first";
	case -E2BIG:
		return "it is too large";
	case -ESTALE:
		return "its data has just been changed";
	default:
		return strerror(-error);
	}
}

int probe_start(const struct foreign_settings *settings, const struct probe *probe, const char *path,
	struct lab *lab, struct report *report, struct lab_result *ret_result)
{
	struct job *job;
	int r = build(settings, probe, &job);

	if (r == -ENOMEM || r == -EOPNOTSUPP)
		return r;
	if (r < 0) {
		report_finding(report, REPORT_AT(path, 0), "it can't be run: %s", build_words(r));
		return -EINVAL;
	}
	ret_result->keep = 1;
	report->runs += job->n_cases;
	return lab_submit(lab, job, ret_result);
}

const char *probe_describe(const struct lab_case *one, char words[static PROBE_WORDS_MAX])
{
	if (one->detail[0])
		(void)snprintf(words, PROBE_WORDS_MAX, "%s: %s", verdict_name(one->verdict), one->detail);
	else if (one->signal > 0)
		(void)snprintf(words, PROBE_WORDS_MAX, "%s: signal %d", verdict_name(one->verdict),
			one->signal);
	else
		(void)snprintf(words, PROBE_WORDS_MAX, "%s", verdict_name(one->verdict));
	return words;
}

bool probe_was_run(const struct lab_result *result, const char *path, struct report *report)
{
	const char *text = result->compiler_text ? result->compiler_text : "";

	if (result->problem[0])
		report_finding(report, REPORT_AT(path, 0), "it can't be run: %s", result->problem);
	else if (result->compile != VERDICT_PASS)
		report_finding(report, REPORT_AT(path, 0), "it does not compile (%s): %.*s",
			verdict_name(result->compile), (int)strcspn(text, "\n"), text);
	return !result->problem[0] && result->compile == VERDICT_PASS;
}
