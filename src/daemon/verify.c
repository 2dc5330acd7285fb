/* SPDX-License-Identifier: MIT */
/*
 * A DIR is a lesson, a course (lessons below it) or a catalog folder (courses below it): whatever
 * has a lesson.ini, at most two levels down, is verified. What course.ini says is the catalog's to
 * judge, so that is asked for each course, too.
 */
#include "daemon/verify.h"

#include "base/buffer.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/verify_folder.h"
#include "daemon/verify_lab.h"
#include "daemon/verify_programs.h"
#include "daemon/verify_quiz.h"
#include "daemon/verify_report.h"
#include "daemon/verify_text.h"
#include "learn/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LESSON_FILE "lesson.ini"
#define LEVELS	    2 /* of folders between a DIR and a lesson: catalog, course */

struct verify {
	const struct options *options;
	struct config *config;
	struct language_set *languages;
	struct lab *lab; /* made for the first lesson that can be read */
	struct report report;
};

static void verify_done(struct verify *verify)
{
	lab_free(verify->lab);
	language_set_free(verify->languages);
	config_free(verify->config);
}

static const struct strlist *catalog_path(const struct verify *verify)
{
	return verify->options->catalog_path.count > 0 ? &verify->options->catalog_path
						       : &verify->config->catalog_path;
}

/* No delegated cgroup: that is the service's. */
static int open_lab(struct verify *verify)
{
	const struct config *config = verify->config;
	const char *path = verify->options->runner_path;
	const struct runner_settings settings = { .path = path ? path
							       : PKGLIBEXECDIR "/practice-runner",
		.root = config->sandbox_root,
		.hidden = catalog_path(verify),
		.cgroup = "",
		.is_isolating = config->sandbox_mode == SANDBOX_NAMESPACES,
		.is_strict = config->sandbox_strict,
		.has_templates = config->sandbox_templates,
		.slots = (uint32_t)config->sandbox_slots };
	char problem[LAB_PROBLEM_MAX] = "";
	int r;

	if (verify->lab)
		return 0;
	r = lab_new(&settings, &verify->lab, problem);
	if (r < 0)
		fprintf(stderr, "practiced: programs can't be run here: %s\n",
			problem[0] ? problem : strerror(-r));
	return r;
}

static int verify_contents(struct verify *verify, const struct lesson *lesson, int dir_fd)
{
	const struct programs_settings settings = { .config = verify->config,
		.languages = verify->languages,
		.language = verify->options->verify_language,
		.step = verify->options->verify_step,
		.runs = verify->options->verify_runs };
	struct report *report = &verify->report;
	int r;

	manifest_verify(lesson, dir_fd, catalog_path(verify), report);
	r = folder_verify(lesson, dir_fd, report);
	if (r >= 0)
		r = text_verify(lesson, dir_fd, report);
	if (r >= 0 && lesson->quiz)
		r = quiz_verify(lesson->quiz, lesson->quiz_name, report);
	if (r >= 0)
		r = open_lab(verify);
	return r < 0 ? r : programs_verify(&settings, verify->lab, lesson, report);
}

static void tell_unreadable(struct report *report, const struct lesson_error *error)
{
	const struct report_place place = { .file = error->file[0] ? error->file : LESSON_FILE,
		.line = error->ini.line,
		.column = error->column };

	report_finding(report, &place, "%s", error->ini.message);
}

static void tell_lesson(
	struct report *report, const struct report *before, const struct lesson *lesson)
{
	size_t findings = report->findings - before->findings;
	size_t warnings = report->warnings - before->warnings;
	size_t runs = report->runs - before->runs;

	report_say(report, "%s: %zu step%s, %zu run%s, %zu finding%s, %zu warning%s", lesson->id,
		lesson->n_steps, TEXT_PLURAL(lesson->n_steps), runs, TEXT_PLURAL(runs), findings,
		TEXT_PLURAL(findings), warnings, TEXT_PLURAL(warnings));
}

static int verify_lesson(struct verify *verify, const char *path, const char *id)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct report before = verify->report;
	struct lesson_error error = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	verify->report.lessons++;
	verify->report.folder = path;
	verify->report.id = id;
	report_progress(&verify->report, "%s", id);
	r = lesson_load(fd, id, &lesson, &error);
	if (r == -EINVAL)
		tell_unreadable(&verify->report, &error);
	else if (r >= 0)
		r = verify_contents(verify, lesson, fd);
	if (lesson && r >= 0)
		tell_lesson(&verify->report, &before, lesson);
	verify->report.folder = NULL;
	return r == -EINVAL ? 0 : r;
}

static bool has_file(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return (size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) < sizeof(path) &&
	       access(path, F_OK) == 0;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The id is what the folders say: course/lesson. */
static int verify_one(struct verify *verify, const char *path)
{
	_cleanup_buffer_ struct buffer id = { 0 };
	char parent[PATH_MAX], *slash;
	int r;

	(void)snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (!slash)
		return -EINVAL;
	*slash = '\0';
	r = buffer_printf(&id, "%s/%s", last_part(parent), last_part(path));
	return r < 0 ? r : verify_lesson(verify, path, id.data);
}

/* Of the catalog's problems those that are no lesson's own: course.ini, links, names. */
static bool is_of_course(const char *where, const char *course)
{
	size_t len = strlen(course);
	char lesson[PATH_MAX];
	const char *slash;

	if (strncmp(where, course, len) != 0 || where[len] != '/')
		return false;
	slash = strchr(where + len + 1, '/');
	if (!slash)
		return true;
	(void)snprintf(lesson, sizeof(lesson), "%.*s", (int)(slash - where), where);
	return !has_file(lesson, LESSON_FILE);
}

static int verify_course(struct verify *verify, const char *course)
{
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	_cleanup_strlist_ struct strlist folders = { 0 };
	const char *slash = strrchr(course, '/');
	int r = slash ? strlist_add_n(&folders, course, (size_t)(slash - course)) : -EINVAL;

	if (r >= 0)
		r = catalog_load(&folders, NULL, &catalog);
	for (size_t i = 0; r >= 0 && i < catalog->n_problems; i++) {
		const struct catalog_problem *problem = &catalog->problems[i];

		if (is_of_course(problem->where, course))
			report_finding(&verify->report, REPORT_AT(problem->where, 0), "%s",
				problem->message);
	}
	return r;
}

static int verify_below(struct verify *verify, const char *path, unsigned levels)
{
	struct dirent **entries = NULL;
	bool is_course = false;
	int n, r = 0;

	if (has_file(path, LESSON_FILE))
		return verify_one(verify, path);
	if (levels == 0)
		return 0;
	n = scandir(path, &entries, NULL, alphasort);
	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		char below[PATH_MAX];
		bool is_folder = entries[i]->d_type == DT_DIR || entries[i]->d_type == DT_UNKNOWN;

		(void)snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
		if (r >= 0 && is_folder && entries[i]->d_name[0] != '.') {
			is_course = is_course || has_file(below, LESSON_FILE);
			r = verify_below(verify, below, levels - 1);
		}
		free(entries[i]);
	}
	free(entries);
	return r >= 0 && is_course ? verify_course(verify, path) : r;
}

static int verify_folder(struct verify *verify, const char *path)
{
	_cleanup_free_ char *whole = realpath(path, NULL);
	size_t before = verify->report.lessons;
	int r = whole ? verify_below(verify, whole, LEVELS) : -errno;

	if (r >= 0 && verify->report.lessons == before)
		r = -ENOENT;
	if (r < 0 && r != -EPERM)
		fprintf(stderr, "practiced: %s: %s\n", path,
			whole && r == -ENOENT ? "no lesson is there" : strerror(-r));
	return r;
}

static int load_config(struct verify *verify)
{
	struct config_source source = { 0 };
	struct config_error error = { "out of memory" };
	int r = options_config_source(verify->options, &source);

	if (r >= 0)
		r = config_load(&source, &verify->config, &error);
	config_source_done(&source);
	if (r < 0)
		fprintf(stderr, "practiced: %s\n", error.text);
	return r;
}

static int load_languages(struct verify *verify)
{
	_cleanup_strlist_ struct strlist problems = { 0 };
	const struct strlist *own = &verify->options->languages_path;
	int r;

	verify->languages = language_set_new();
	if (!verify->languages)
		return -ENOMEM;
	r = language_set_load(verify->languages,
		own->count > 0 ? own : &verify->config->languages_path, &problems);
	for (size_t i = 0; i < problems.count; i++)
		fprintf(stderr, "practiced: %s\n", problems.items[i]);
	return r;
}

static void tell_sum(struct report *report)
{
	report_say(report, "%zu lesson%s, %zu run%s, %zu finding%s, %zu warning%s, %zu skipped",
		report->lessons, TEXT_PLURAL(report->lessons), report->runs,
		TEXT_PLURAL(report->runs), report->findings, TEXT_PLURAL(report->findings),
		report->warnings, TEXT_PLURAL(report->warnings), report->skipped);
}

int verify_main(const struct options *options)
{
	_cleanup_(verify_done) struct verify verify = { .options = options };
	int r;

	log_open("practiced", LOG_TARGET_STDERR);
	log_set_level(LOG_WARNING);
	report_init(&verify.report, options->verify_quiet);
	r = load_config(&verify);
	if (r >= 0)
		r = load_languages(&verify);
	for (size_t i = 0; r >= 0 && i < options->verify_paths.count; i++)
		r = verify_folder(&verify, options->verify_paths.items[i]);
	if (r < 0)
		return VERIFY_FAILED;
	tell_sum(&verify.report);
	return verify.report.findings > 0 ? VERIFY_FINDINGS : VERIFY_SOUND;
}
