/* SPDX-License-Identifier: MIT */
/*
 * A DIR is a lesson, a course (lessons below it) or a catalog folder (courses below it): whatever
 * has a lesson.ini, at most two levels down, or is a lesson in a format of others, as far down as the
 * catalog looks, is verified. What course.ini says is the catalog's to judge, so that is asked for
 * each course, too; of a track its exercises are taken in its order.
 */
#include "daemon/verify.h"

#include "base/buffer.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/verify_folder.h"
#include "daemon/verify_foreign.h"
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
#define LEVELS	    5 /* of folders between a DIR and a lesson: catalog, course, and three for others' */
#define LEVELS_OURS 3 /* so many have to be left for one of ours */

struct verify {
	const struct options *options;
	struct config *config;
	struct language_set *languages;
	struct lab *lab; /* made for the first lesson that can be read */
	struct report report;
	struct timelimits times; /* measured; with --calibrate */
};

static void verify_done(struct verify *verify)
{
	timelimits_done(&verify->times);
	lab_free(verify->lab);
	language_set_free(verify->languages);
	config_free(verify->config);
}

/* No delegated cgroup: that is the service's. */
static int open_lab(struct verify *verify)
{
	const struct config *config = verify->config;
	const char *path = verify->options->runner_path;
	const struct runner_settings settings = { .path = path ? path
							       : PKGLIBEXECDIR "/practice-runner",
		.root = config->sandbox_root,
		.hidden = options_catalog_path(verify->options, verify->config),
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

static uint32_t runs_of(const struct options *options, uint32_t standard)
{
	return options->verify_runs > 0 ? options->verify_runs : standard;
}

/* What others wrote is run once: it was proved where it comes from. */
static int verify_foreign(
	struct verify *verify, const struct lesson *lesson, enum survey_kind kind, int dir_fd)
{
	const bool calibrates = verify->options->action == ACTION_CALIBRATE;
	const struct foreign_settings settings = { .config = verify->config,
		.languages = verify->languages,
		.language = verify->options->verify_language,
		.step = verify->options->verify_step,
		.runs = runs_of(verify->options, 1),
		.times = calibrates ? &verify->times : NULL };
	int r = open_lab(verify);

	if (r < 0)
		return r;
	return kind == SURVEY_PACKAGE
		       ? package_verify(&settings, verify->lab, lesson, dir_fd, &verify->report)
		       : exercise_verify(&settings, verify->lab, lesson, kind, &verify->report);
}

static int verify_contents(struct verify *verify, const struct lesson *lesson, int dir_fd)
{
	const struct programs_settings settings = { .config = verify->config,
		.languages = verify->languages,
		.language = verify->options->verify_language,
		.step = verify->options->verify_step,
		.runs = runs_of(verify->options, OPTIONS_VERIFY_RUNS) };
	struct report *report = &verify->report;
	int r;

	manifest_verify(lesson, dir_fd, options_catalog_path(verify->options, verify->config), report);
	r = folder_verify(lesson, dir_fd, report);
	if (r >= 0)
		r = text_verify(lesson, dir_fd, report);
	if (r >= 0 && lesson->quiz)
		r = quiz_verify(lesson->quiz, lesson->quiz_name, report);
	if (r >= 0)
		r = open_lab(verify);
	return r < 0 ? r : programs_verify(&settings, verify->lab, lesson, report);
}

static void tell_unreadable(
	struct report *report, enum survey_kind kind, const struct lesson_error *error)
{
	const char *manifest = kind == SURVEY_OURS ? LESSON_FILE : "";
	const struct report_place place = { .file = error->file[0] ? error->file : manifest,
		.line = error->ini.line,
		.column = error->column };

	report_finding(report, &place, "%s", error->ini.message);
}

/* format: NULL for ours. */
static void tell_lesson(struct report *report, const struct report *before,
	const struct lesson *lesson, const char *format)
{
	size_t findings = report->findings - before->findings;
	size_t warnings = report->warnings - before->warnings;
	size_t runs = report->runs - before->runs;

	report_say(report, "%s: %s%s%zu step%s, %zu run%s, %zu finding%s, %zu warning%s", lesson->id,
		format ? format : "", format ? ", " : "", lesson->n_steps, TEXT_PLURAL(lesson->n_steps), runs, TEXT_PLURAL(runs), findings,
		TEXT_PLURAL(findings), warnings, TEXT_PLURAL(warnings));
}

/* What may not be read, or is gone: the rest is looked at all the same. */
static int tell_closed(struct verify *verify, const char *path, int error)
{
	if (error == -ENOMEM)
		return error;
	verify->report.folder = path;
	report_finding(&verify->report, REPORT_AT("", 0), "it can't be read: %s", strerror(-error));
	verify->report.folder = NULL;
	return 0;
}

static int verify_lesson(struct verify *verify, const char *path, const char *id)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct report before = verify->report;
	struct lesson_error error = { 0 };
	const char *format = NULL;
	enum survey_kind kind;
	int r;

	if (fd < 0)
		return tell_closed(verify, path, -errno);
	kind = survey_folder(fd, &format);
	if (verify->options->action == ACTION_CALIBRATE && kind != SURVEY_PACKAGE)
		return 0;
	verify->report.lessons++;
	verify->report.folder = path;
	verify->report.id = id;
	report_progress(&verify->report, "%s", id);
	r = lesson_load(fd, id, &lesson, &error);
	if (r == -EINVAL)
		tell_unreadable(&verify->report, kind, &error);
	else if (r < 0)
		r = tell_closed(verify, path, r);
	else if (format)
		r = verify_foreign(verify, lesson, kind, fd);
	else
		r = verify_contents(verify, lesson, fd);
	if (lesson && r >= 0)
		tell_lesson(&verify->report, &before, lesson, format);
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

static enum survey_kind kind_of(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *format;

	return fd < 0 ? SURVEY_NOTHING : survey_folder(fd, &format);
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
	return kind_of(lesson) == SURVEY_NOTHING;
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

static int verify_other(struct verify *verify, const char *parent, const char *path)
{
	char id[2 * LESSON_ID_MAX + 2];

	if (survey_id(last_part(parent), last_part(path), id) >= 0)
		return verify_lesson(verify, path, id);
	verify->report.lessons++;
	report_finding(
		&verify->report, REPORT_AT(path, 0), "no lesson's name can be made of the folder's");
	return 0;
}

static int verify_exercises(
	struct verify *verify, const char *path, const struct strlist *folders)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < folders->count; i++) {
		char below[PATH_MAX];

		if (snprintf(below, sizeof(below), "%s/%s", path, folders->items[i]) <
			(int)sizeof(below))
			r = verify_other(verify, path, below);
	}
	return r;
}

static int verify_track(struct verify *verify, const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_strlist_ struct strlist folders = { 0 }, missing = { 0 };
	struct lesson_error error = { 0 };
	struct report *report = &verify->report;
	int r = fd < 0 ? -errno : survey_track(fd, &folders, &missing, &error);

	if (r < 0 && r != -EINVAL)
		return r;
	report->folder = path;
	if (r == -EINVAL) {
		report->lessons++;
		tell_unreadable(report, SURVEY_TRACK, &error);
	}
	for (size_t i = 0; i < missing.count; i++)
		report_finding(report, REPORT_AT("config.json", 0),
			"exercises: there is no folder for %s", missing.items[i]);
	report->folder = NULL;
	return verify_exercises(verify, path, &folders);
}

static int verify_below(struct verify *verify, const char *path, unsigned levels);

/* Of ours; below them lies what is no lesson of its own. */
static bool is_course(const char *path, struct dirent *const *entries, int n)
{
	char below[PATH_MAX];
	bool found = false;

	for (int i = 0; i < n && !found; i++) {
		(void)snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
		found = entries[i]->d_name[0] != '.' && has_file(below, LESSON_FILE);
	}
	return found;
}

/* What is no lesson may hold some. */
static int verify_parts(struct verify *verify, const char *path, unsigned levels)
{
	struct dirent **entries = NULL;
	bool has_course;
	int n, r = 0;

	if (levels == 0)
		return 0;
	n = scandir(path, &entries, NULL, alphasort);
	if (n < 0)
		return tell_closed(verify, path, -errno);
	has_course = is_course(path, entries, n);
	for (int i = 0; i < n; i++) {
		char below[PATH_MAX];
		bool is_folder = entries[i]->d_type == DT_DIR || entries[i]->d_type == DT_UNKNOWN;

		(void)snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
		/* What may not be read in a course, that tells. */
		if (r >= 0 && is_folder && entries[i]->d_name[0] != '.' &&
			!(has_course && access(below, R_OK | X_OK) < 0))
			r = verify_below(verify, below, levels - 1);
		free(entries[i]);
	}
	free(entries);
	return r >= 0 && has_course ? verify_course(verify, path) : r;
}

/* Levels are counted down, so this recursion ends. */
static int verify_below(struct verify *verify, const char *path, unsigned levels)
{
	char parent[PATH_MAX], *slash;

	(void)snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (slash)
		*slash = '\0';
	switch (kind_of(path)) {
	case SURVEY_NOTHING:
		return verify_parts(verify, path, levels);
	case SURVEY_OURS:
		return levels >= LEVELS_OURS ? verify_one(verify, path) : 0;
	case SURVEY_TRACK:
		return verify_track(verify, path);
	case SURVEY_CLASSROOM:
	case SURVEY_EXERCISE:
	case SURVEY_PACKAGE:
	default:
		return verify_other(verify, parent, path);
	}
}

static int verify_folder(struct verify *verify, const char *path)
{
	_cleanup_free_ char *whole = realpath(path, NULL);
	const struct report before = verify->report;
	int r = whole ? verify_below(verify, whole, LEVELS) : -errno;

	if (r >= 0 && verify->report.lessons == before.lessons && verify->report.findings == before.findings)
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
	int r;

	verify->languages = language_set_new();
	if (!verify->languages)
		return -ENOMEM;
	r = language_set_load(verify->languages,
		options_languages_path(verify->options, verify->config), &problems);
	for (size_t i = 0; i < problems.count; i++)
		fprintf(stderr, "practiced: %s\n", problems.items[i]);
	return r;
}

/* What was measured before stays, but for the folders that are measured again. */
static int load_times(struct verify *verify)
{
	_cleanup_free_ char *folder = options_state_directory(verify->options, verify->config);
	int r = folder ? timelimits_load(folder, &verify->times) : -ENOMEM;

	if (r == -EINVAL) /* nothing that would be lost */
		return 0;
	if (r < 0)
		fprintf(stderr, "practiced: %s/%s: %s\n", folder ? folder : "", TIMELIMITS_NAME,
			strerror(-r));
	return r;
}

static int save_times(const struct verify *verify)
{
	_cleanup_free_ char *folder = options_state_directory(verify->options, verify->config);
	int r = folder ? timelimits_save(&verify->times, folder) : -ENOMEM;

	if (r < 0)
		fprintf(stderr, "practiced: %s/%s: %s\n", folder ? folder : "", TIMELIMITS_NAME,
			strerror(-r));
	else if (!verify->options->verify_quiet)
		printf("%s/%s: %zu time limit%s; 'practicectl daemon-reload' makes the daemon read them\n",
			folder, TIMELIMITS_NAME, verify->times.count,
			TEXT_PLURAL(verify->times.count));
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
	if (r >= 0 && options->action == ACTION_CALIBRATE)
		r = load_times(&verify);
	for (size_t i = 0; r >= 0 && i < options->verify_paths.count; i++)
		r = verify_folder(&verify, options->verify_paths.items[i]);
	if (r >= 0 && options->action == ACTION_CALIBRATE)
		r = save_times(&verify);
	if (r < 0)
		return VERIFY_FAILED;
	tell_sum(&verify.report);
	return verify.report.findings > 0 ? VERIFY_FINDINGS : VERIFY_SOUND;
}
