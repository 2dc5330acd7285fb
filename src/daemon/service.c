/* SPDX-License-Identifier: MIT */
/*
 * All that a reload swaps is built beside the old first. What is already built when a later part
 * fails is freed, and the old stays in force. The store is opened once and stays open: a reload
 * only tries again what failed.
 */
#include "daemon/service.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/acceptance.h"
#include "daemon/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#define STORE_NAME  "practiced.db"
#define RECOVERY_US 5000000ULL

int64_t service_now_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

uint64_t service_monotonic_us(void)
{
	return clock_monotonic_us();
}

/* What a reload builds. */
struct contents {
	struct config *config;
	struct catalog *catalog;
	struct listing *listing; /* NULL: the one before is as good */
	struct language_set *languages;
	struct strlist problems;
	struct timelimits times;
};

static void contents_done(struct contents *contents)
{
	config_free(contents->config);
	catalog_free(contents->catalog);
	listing_free(contents->listing);
	language_set_free(contents->languages);
	strlist_done(&contents->problems);
	timelimits_done(&contents->times);
}

static int load_config(
	const struct options *options, struct config **ret_config, struct config_error *ret_error)
{
	struct config_source source = { 0 };
	int r = options_config_source(options, &source);

	if (r < 0)
		return r;
	r = config_load(&source, ret_config, ret_error);
	config_source_done(&source);
	return r;
}

/* The system's hidden lessons are not for a user's own instance: no fault, and nothing to tell. */
static void skip_hidden(struct strlist *folders)
{
	size_t kept = 0;

	for (size_t i = 0; i < folders->count; i++) {
		char *folder = folders->items[i];

		if (strcmp(folder, PKGCONFDIR "/courses") == 0 && access(folder, R_OK | X_OK) < 0 &&
			errno == EACCES)
			continue;
		folders->items[i] = folders->items[kept];
		folders->items[kept++] = folder;
	}
	strlist_truncate(folders, kept);
}

/* Without it packages have generous limits: no reason to serve nothing. */
static int load_times(const struct service *service, struct contents *contents)
{
	_cleanup_free_ char *folder = options_state_directory(service->options, contents->config);
	char *problem;
	int r = folder ? timelimits_load(folder, &contents->times) : -ENOMEM;

	if (r == 0 || r == -ENOMEM)
		return r;
	if (asprintf(&problem, "%s/%s: is passed over: %s", folder, TIMELIMITS_NAME,
		    r == -EINVAL ? "it is no file of measured time limits; make it anew with "
				   "'practiced --calibrate'"
				 : strerror(-r)) < 0)
		return -ENOMEM;
	return strlist_take(&contents->problems, problem);
}

static int load_catalog(const struct service *service, struct contents *contents)
{
	int r = catalog_load(options_catalog_path(service->options, contents->config), service->catalog,
		&contents->catalog);

	if (r < 0 || (service->listing && catalog_has_same(contents->catalog, service->catalog)))
		return r;
	contents->listing = listing_new(contents->catalog);
	return contents->listing ? 0 : -ENOMEM;
}

static int load_lessons(const struct service *service, struct contents *contents)
{
	const struct options *options = service->options;
	int r;

	contents->languages = language_set_new();
	if (!contents->languages)
		return -ENOMEM;
	if (options->is_user)
		skip_hidden(&contents->config->catalog_path);
	r = language_set_load(contents->languages, options_languages_path(options, contents->config),
		&contents->problems);
	if (r >= 0)
		r = load_times(service, contents);
	return r < 0 ? r : load_catalog(service, contents);
}

static void log_problems(const struct service *service)
{
	for (size_t i = 0; i < service->catalog->n_problems; i++)
		journal_lesson_bad(
			service->catalog->problems[i].where, service->catalog->problems[i].message);
	for (size_t i = 0; i < service->language_problems.count; i++)
		log_warning("%s", service->language_problems.items[i]);
}

static void get_jobs_settings(struct service *service, struct jobs_settings *settings)
{
	const struct config *config = service->config;
	const char *path = service->options->runner_path;

	if (config->sandbox_cgroup != CGROUP_NO)
		delegation_take(&service->delegation);
	*settings = (struct jobs_settings){
		.runner = { .path = path ? path : PKGLIBEXECDIR "/practice-runner",
			.root = config->sandbox_root,
			.hidden = options_catalog_path(service->options, config),
			.has_templates = config->sandbox_templates,
			.is_strict = config->sandbox_strict,
			.cgroup = config->sandbox_cgroup == CGROUP_NO ? ""
								      : service->delegation.path,
			.needs_cgroup = config->sandbox_cgroup == CGROUP_YES,
			.is_isolating = config->sandbox_mode == SANDBOX_NAMESPACES,
			.slots = (uint32_t)config->sandbox_slots },
		.max = config->queue_max,
		.per_learner = config->queue_per_learner,
	};
}

static void swap_catalog(struct service *service, struct contents *contents)
{
	struct catalog *catalog = service->catalog;
	struct listing *listing = service->listing;

	service->catalog = contents->catalog;
	contents->catalog = catalog;
	if (!contents->listing)
		return;
	service->listing = contents->listing;
	contents->listing = listing;
}

/* The old ones go out with `contents`. */
static void swap_contents(struct service *service, struct contents *contents)
{
	struct contents old;
	struct jobs_settings settings;

	swap_catalog(service, contents);
	old = (struct contents){ service->config, contents->catalog, contents->listing,
		service->languages, service->language_problems, service->times };
	service->config = contents->config;
	service->languages = contents->languages;
	service->language_problems = contents->problems;
	service->times = contents->times;
	if (service->jobs) {
		get_jobs_settings(service, &settings);
		jobs_configure(service->jobs, &settings);
	}
	*contents = old;
	log_set_level(service->config->log_level);
	log_problems(service);
}

/* The folder is made when its parent is there already; systemd or the package makes the system's.
 */
static char *store_path(const struct service *service)
{
	_cleanup_free_ char *folder = options_state_directory(service->options, service->config);
	char *path = NULL;

	if (!folder)
		return NULL;
	if (folder[0] == '/') {
		_cleanup_close_ int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

		if (root >= 0 && access(folder, F_OK) != 0)
			(void)file_make_dirs_at(root, folder + 1, 0700);
	} else {
		(void)mkdir(folder, 0700);
	}
	return asprintf(&path, "%s/%s", folder, STORE_NAME) < 0 ? NULL : path;
}

static int open_store(struct service *service)
{
	_cleanup_free_ char *path = store_path(service);
	char error[STORE_ERROR_MAX] = "out of memory";
	int r = path ? store_open(path, &service->store, error) : -ENOMEM;

	if (r < 0) {
		(void)snprintf(service->store_problem, sizeof(service->store_problem), "%s%s",
			error,
			r == -EUCLEAN ? "; it is left as it is: move it away or restore it from a "
					"backup, "
					"then reload"
				      : "");
		journal_store_bad(path ? path : "?", service->store_problem);
		return r;
	}
	service->store_problem[0] = '\0';
	service->turn.store = service->store;
	if (service->recover)
		service->recover(service, true);
	return 0;
}

/* A bad configuration at start is no reason to go: whoever waits at the socket would only start us
 * again. */
static int init_contents(struct service *service)
{
	static const char nothing[] = "";
	struct contents contents = { 0 };
	int r = load_config(service->options, &contents.config, &service->config_problem);

	if (r == -EINVAL) {
		struct config_error ignored;

		journal_config_bad(service->config_problem.text);
		r = config_load_text("", nothing, 0, &contents.config, &ignored);
	}
	if (r >= 0)
		r = load_lessons(service, &contents);
	if (r >= 0) {
		swap_contents(service, &contents);
		return 0;
	}
	contents_done(&contents);
	return r;
}

static int on_recovery(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct service *service = userdata;

	(void)source;
	(void)usec;
	if (service->recover)
		service->recover(service, false);
	return 0;
}

void service_recover_later(struct service *service)
{
	if (sd_event_source_set_time_relative(service->recovery, RECOVERY_US) >= 0)
		(void)sd_event_source_set_enabled(service->recovery, SD_EVENT_ONESHOT);
}

static int add_recovery(struct service *service)
{
	int r = sd_event_add_time_relative(service->event, &service->recovery, CLOCK_MONOTONIC,
		RECOVERY_US, 0, on_recovery, service);

	return r < 0 ? r : sd_event_source_set_enabled(service->recovery, SD_EVENT_OFF);
}

int service_init(struct service *service, const struct options *options, sd_event *event)
{
	int r;

	*service = (struct service){
		.options = options, .event = event, .started_us = service_monotonic_us()
	};
	recall_init(&service->recall);
	LIST_INIT(&service->checks);
	r = turn_init(&service->turn, event);
	if (r >= 0)
		r = add_recovery(service);
	return r < 0 ? r : init_contents(service);
}

int service_start(struct service *service, void (*settled)(void *userdata), void *userdata)
{
	struct jobs_settings settings;
	int r;

	get_jobs_settings(service, &settings);
	r = jobs_new(service->event, &service->turn, &settings, settled, userdata, &service->jobs);
	if (r < 0)
		return r;
	if (!service->config_problem.text[0])
		(void)open_store(service);
	else
		(void)snprintf(service->store_problem, sizeof(service->store_problem),
			"not opened, the configuration is bad");
	return 0;
}

void service_done(struct service *service)
{
	struct contents contents = { service->config, service->catalog, service->listing,
		service->languages, service->language_problems, service->times };

	jobs_free(service->jobs);
	service->turn.store = NULL;
	store_free(service->store);
	service->recovery = sd_event_source_disable_unref(service->recovery);
	turn_done(&service->turn);
	recall_done(&service->recall);
	contents_done(&contents);
	*service = (struct service){ 0 };
}

static size_t count_offered(const struct language_set *set)
{
	size_t count = 0;

	for (size_t i = 0; i < set->n_languages; i++)
		count += !set->languages[i]->missing_tool;
	return count;
}

static int accept_catalog(
	const struct service *service, const struct contents *contents, char *ret_message)
{
	return acceptance_of_catalog(options_catalog_path(service->options, contents->config),
		service->catalog, contents->catalog, ret_message);
}

static int build(struct service *service, struct contents *contents, char *ret_message)
{
	struct config_error error;
	int r = load_config(service->options, &contents->config, &error);

	if (r == -EINVAL)
		(void)snprintf(ret_message, SERVICE_MESSAGE_MAX, "%s", error.text);
	if (r < 0)
		return r;
	r = acceptance_of_config(contents->config, ret_message);
	if (r < 0)
		return r;
	r = load_lessons(service, contents);
	if (r < 0)
		(void)snprintf(ret_message, SERVICE_MESSAGE_MAX, "The catalog can't be read: %s",
			strerror(-r));
	if (r >= 0)
		r = acceptance_of_languages(options_languages_path(service->options, contents->config),
			service->languages, contents->languages, ret_message);
	return r < 0 ? r : accept_catalog(service, contents, ret_message);
}

static int reload(struct service *service, char *ret_message)
{
	struct contents contents = { 0 };
	int r = build(service, &contents, ret_message);

	if (r < 0) {
		contents_done(&contents);
		log_error("Reload failed, all stays as it was: %s", ret_message);
		return r;
	}
	swap_contents(service, &contents);
	contents_done(&contents);
	service->config_problem.text[0] = '\0';
	if (!service->store && open_store(service) < 0) {
		(void)snprintf(ret_message, SERVICE_MESSAGE_MAX, "%s", service->store_problem);
		return -EIO;
	}
	(void)snprintf(ret_message, SERVICE_MESSAGE_MAX, "%zu lesson%s, %zu language%s",
		service->catalog->n_lessons, TEXT_PLURAL(service->catalog->n_lessons),
		count_offered(service->languages), TEXT_PLURAL(count_offered(service->languages)));
	journal_reloaded(service->catalog->n_lessons, count_offered(service->languages));
	return 0;
}

/* Of all that a reload loads only the lessons; as they were, where that fails. */
static void refresh_lessons(struct service *service)
{
	struct contents contents = { .config = service->config };
	char message[SERVICE_MESSAGE_MAX] = "";
	int r = load_catalog(service, &contents);

	if (r >= 0)
		r = accept_catalog(service, &contents, message);
	if (r >= 0)
		swap_catalog(service, &contents);
	else
		log_error("Changed lessons are not read again: %s", *message ? message : strerror(-r));
	contents.config = NULL;
	contents_done(&contents);
}

enum catalog_match service_find_lesson(
	struct service *service, const char *name, const struct lesson **ret_lesson)
{
	enum catalog_match match = catalog_find(service->catalog, name, ret_lesson);

	if (match != CATALOG_FOUND || lesson_data_is_current(*ret_lesson))
		return match;
	refresh_lessons(service);
	return catalog_find(service->catalog, name, ret_lesson);
}

int service_reload(struct service *service, char ret_message[static SERVICE_MESSAGE_MAX])
{
	int r;

	(void)sd_notifyf(false, "RELOADING=1\nMONOTONIC_USEC=%llu",
		(unsigned long long)service_monotonic_us());
	ret_message[0] = '\0';
	r = reload(service, ret_message);
	(void)sd_notify(
		false, "READY=1"); /* also when nothing came of it: we are as ready as before */
	return r;
}
