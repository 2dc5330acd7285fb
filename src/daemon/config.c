/* SPDX-License-Identifier: MIT */
/*
 * A key is a row: where it stands, of which type, its default and bounds, one line of doc. The
 * default is written as in the file and goes through the same parser, so a wrong default can't
 * hide. Each type is a row too: how it is read into its field, and what is expected of a value.
 */
#include "daemon/config.h"

#include "base/file.h"
#include "base/parse.h"
#include "base/suggest.h"
#include "proto/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <syslog.h>

struct config_key;

struct config_type {
	const char *expected;
	int (*parse)(const struct config_key *key, const char *value,
		void *field); /* 0, -EINVAL, -ERANGE, -ENOMEM */
};

struct config_key {
	const char *section, *name;
	const struct config_type *type;
	size_t offset;
	const char *standard; /* the default */
	uint64_t min, max;    /* of numbers, sizes and durations (in microseconds) */
	const char *doc;
};

struct config_choice {
	const char *name;
	int value;
};

static int store_number(const struct config_key *key, uint64_t number, void *field)
{
	if (number < key->min || number > key->max)
		return -ERANGE;
	*(uint64_t *)field = number;
	return 0;
}

static int parse_number_value(const struct config_key *key, const char *value, void *field)
{
	uint64_t number;
	int r = parse_u64(value, UINT64_MAX, &number);

	return r < 0 ? r : store_number(key, number, field);
}

static int parse_size_value(const struct config_key *key, const char *value, void *field)
{
	uint64_t bytes;
	int r = parse_size(value, &bytes);

	return r < 0 ? r : store_number(key, bytes, field);
}

static int parse_duration_value(const struct config_key *key, const char *value, void *field)
{
	uint64_t us;
	int r = parse_duration(value, &us);

	return r < 0 ? r : store_number(key, us, field);
}

/* "0.9" as thousandths: 900. */
static int parse_share_value(const struct config_key *key, const char *value, void *field)
{
	double share;
	int r = parse_double(value, &share);

	if (r < 0)
		return r;
	if (share < 0 || share > 1)
		return -ERANGE;
	return store_number(key, (uint64_t)(share * 1000 + 0.5), field);
}

static int parse_path_value(const struct config_key *key, const char *value, void *field)
{
	char **string = field;
	char *copy;

	(void)key;
	if (value[0] && value[0] != '/')
		return -EINVAL;
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	free(*string);
	*string = copy;
	return 0;
}

/* A later file's list replaces the earlier one's, so a drop-in can take something away. */
static int parse_list(const char *value, bool are_paths, struct strlist *list)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = strlist_split_words(&words, value);

	if (r < 0)
		return r;
	for (size_t i = 0; are_paths && i < words.count; i++) {
		if (words.items[i][0] != '/')
			return -EINVAL;
	}
	strlist_done(list);
	*list = words;
	words = (struct strlist){ 0 };
	return 0;
}

static int parse_paths_value(const struct config_key *key, const char *value, void *field)
{
	(void)key;
	return parse_list(value, true, field);
}

static int parse_names_value(const struct config_key *key, const char *value, void *field)
{
	(void)key;
	return parse_list(value, false, field);
}

static int parse_choice(const struct config_choice *choices, const char *value, int *field)
{
	for (; choices->name; choices++) {
		if (strcmp(choices->name, value) == 0) {
			*field = choices->value;
			return 0;
		}
	}
	return -EINVAL;
}

/* One of some words, as a number. */
#define CHOICE_PARSER(function, ...)                                                               \
	static int function(const struct config_key *key, const char *value, void *field)          \
	{                                                                                          \
		static const struct config_choice choices[] = { __VA_ARGS__, { NULL, 0 } };        \
                                                                                                   \
		(void)key;                                                                         \
		return parse_choice(choices, value, field);                                        \
	}

CHOICE_PARSER(parse_mode_value, { "namespaces", SANDBOX_NAMESPACES }, { "none", SANDBOX_NONE })
CHOICE_PARSER(parse_bool_value, { "no", 0 }, { "yes", 1 })
CHOICE_PARSER(parse_profile_value, { "usual", 0 }, { "strict", 1 })
CHOICE_PARSER(parse_cgroup_value, { "auto", CGROUP_AUTO }, { "yes", CGROUP_YES }, { "no", CGROUP_NO })
CHOICE_PARSER(parse_level_value, { "error", LOG_ERR }, { "warning", LOG_WARNING },
	{ "notice", LOG_NOTICE }, { "info", LOG_INFO }, { "debug", LOG_DEBUG })

static const struct config_type type_number = { "a number", parse_number_value };
static const struct config_type type_size = { "a size such as 64K or 256M", parse_size_value };
static const struct config_type type_duration = { "a duration such as 500ms, 2s or 1min",
	parse_duration_value };
static const struct config_type type_share = { "a share such as 0.9", parse_share_value };
static const struct config_type type_path = { "an absolute path", parse_path_value };
static const struct config_type type_paths = { "absolute paths, separated by spaces",
	parse_paths_value };
static const struct config_type type_names = { "names, separated by spaces", parse_names_value };
static const struct config_type type_profile = { "usual or strict", parse_profile_value };
static const struct config_type type_mode = { "namespaces or none", parse_mode_value };
static const struct config_type type_bool = { "yes or no", parse_bool_value };
static const struct config_type type_cgroup = { "auto, yes or no", parse_cgroup_value };
static const struct config_type type_level = { "error, warning, notice, info or debug",
	parse_level_value };

#define SECOND_US   1000000ULL
#define HOUR_US	    (3600 * SECOND_US)
#define MIB	    (1024ULL * 1024)
#define FIELD(name) offsetof(struct config, name)

static const struct config_key config_keys[] = {
	{ "daemon", "idle-timeout", &type_duration, FIELD(idle_timeout_us), "60s", 0, 24 * HOUR_US,
		"exit after this time without a client or job, when started by socket activation; "
		"0: never" },
	{ "daemon", "clients-max", &type_number, FIELD(clients_max), "256", 1, 65536,
		"connections at once, in all" },
	{ "daemon", "clients-per-user", &type_number, FIELD(clients_per_user), "32", 1, 65536,
		"connections at once of one user" },
	{ "daemon", "log-level", &type_level, FIELD(log_level), "info", 0, 0,
		"the least important messages that are logged" },
	{ "daemon", "state-directory", &type_path, FIELD(state_directory), "", 0, 0,
		"where the database lives; empty: $STATE_DIRECTORY, else the instance's own "
		"folder" },
	{ "catalog", "path", &type_paths, FIELD(catalog_path),
		PKGCONFDIR "/courses /run/practiced/courses " PKGDATADIR "/courses", 0, 0,
		"folders of courses; a lesson in an earlier folder masks the one of the same id in "
		"a later" },
	{ "catalog", "languages", &type_paths, FIELD(languages_path),
		PKGCONFDIR "/languages.d /run/practiced/languages.d " PKGLIBDIR "/languages.d", 0,
		0, "folders of language definitions, an earlier one masks" },
	{ "access", "instructors", &type_names, FIELD(instructors), "", 0, 0,
		"users and @groups with the role of an instructor; root has it always" },
	{ "practice", "retention", &type_share, FIELD(retention), "0.9", 700, 990,
		"how likely something learned shall be remembered when it is asked again, 0.7 to "
		"0.99: the more, the more often" },
	{ "practice", "minutes", &type_number, FIELD(minutes), "15", 1, 1440,
		"what practicectl practice takes a day, where the learner says nothing else" },
	{ "sandbox", "mode", &type_mode, FIELD(sandbox_mode), "namespaces", 0, 0,
		"namespaces, or none: programs run with all rights of the daemon, for one's own "
		"machine only" },
	{ "sandbox", "cgroup", &type_cgroup, FIELD(sandbox_cgroup), "auto", 0, 0,
		"limits by cgroup v2: where one is delegated; yes: else nothing is run; no: never" },
	{ "sandbox", "slots", &type_number, FIELD(sandbox_slots), "0", 0, 64,
		"programs at once; 0: one a core" },
	{ "sandbox", "root", &type_path, FIELD(sandbox_root), "", 0, 0,
		"a folder that programs see as /; empty: the host's /usr, read-only" },
	{ "sandbox", "templates", &type_bool, FIELD(sandbox_templates), "yes", 0, 0,
		"start a language's interpreter once for the cases of a submission, where the "
		"language allows it" },
	{ "sandbox", "profile", &type_profile, FIELD(sandbox_strict), "usual", 0, 0,
		"strict: a sandbox of its own for every case, as for exams; slower" },
	{ "limits", "time", &type_duration, FIELD(limit_time_us), "2s", 10000, HOUR_US,
		"CPU time of a case" },
	{ "limits", "memory", &type_size, FIELD(limit_memory), "256M", MIB, 1024 * 1024 * MIB,
		"memory of a case" },
	{ "limits", "output", &type_size, FIELD(limit_output), "1M", 1024, 64 * MIB,
		"output of a case" },
	{ "limits", "disk", &type_size, FIELD(limit_disk), "16M", 64 * 1024, 1024 * 1024 * MIB,
		"files written by a case" },
	{ "limits", "processes", &type_number, FIELD(limit_processes), "16", 1, 4096,
		"processes and threads of a case" },
	{ "limits", "open-files", &type_number, FIELD(limit_open_files), "64", 8, 65536,
		"open files of a process" },
	{ "limits", "queue", &type_number, FIELD(queue_max), "1000", 1, 1000000,
		"submissions that wait or run, in all" },
	{ "limits", "queue-per-learner", &type_number, FIELD(queue_per_learner), "4", 1, 10000,
		"submissions that wait or run, of one learner" },
	{ "limits", "submission", &type_size, FIELD(submission_bytes), "1M", 1024,
		WIRE_SUBMISSION_MAX, "bytes of a submission's files together" },
};

static void *config_field(struct config *config, const struct config_key *key)
{
	return (char *)config + key->offset;
}

static const struct config_key *find_key(const char *section, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(config_keys); i++) {
		if (strcmp(config_keys[i].section, section) == 0 &&
			strcmp(config_keys[i].name, name) == 0)
			return &config_keys[i];
	}
	return NULL;
}

/* Also of a section without keys: what it was meant to hold isn't in force. */
static int check_section(void *userdata, const char *section, struct ini_error *ret_error)
{
	struct suggest sections;

	(void)userdata;
	suggest_init(&sections, section);
	for (size_t i = 0; i < ARRAY_SIZE(config_keys); i++) {
		if (strcmp(config_keys[i].section, section) == 0)
			return 0;
		suggest_offer(&sections, config_keys[i].section);
	}
	if (sections.best)
		return ini_fail(ret_error, "unknown section '[%s]', did you mean '[%s]'?", section,
			sections.best);
	return ini_fail(ret_error, "unknown section '[%s]'", section);
}

static int fail_unknown(const char *section, const char *name, struct ini_error *ret_error)
{
	struct suggest names;

	suggest_init(&names, name);
	for (size_t i = 0; i < ARRAY_SIZE(config_keys); i++) {
		if (strcmp(config_keys[i].section, section) == 0)
			suggest_offer(&names, config_keys[i].name);
	}
	if (!section[0])
		return ini_fail(ret_error, "'%s' stands before any [section]", name);
	if (names.best)
		return ini_fail(ret_error, "unknown key '%s' in [%s], did you mean '%s'?", name,
			section, names.best);
	return ini_fail(ret_error, "unknown key '%s' in [%s]", name, section);
}

static int set_key(void *userdata, const char *section, const char *name, const char *value,
	unsigned line, struct ini_error *ret_error)
{
	const struct config_key *key = find_key(section, name);
	int r;

	(void)line;
	if (!key)
		return fail_unknown(section, name, ret_error);
	r = key->type->parse(key, value, config_field(userdata, key));
	if (r == -ERANGE)
		return ini_fail(ret_error, "'%s' is out of range for %s", value, name);
	if (r == -EINVAL)
		return ini_fail(ret_error, "'%s' is no value for %s: expected %s", value, name,
			key->type->expected);
	return r;
}

static struct config *config_new(void)
{
	_cleanup_(config_freep) struct config *config = calloc(1, sizeof(*config));

	if (!config)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(config_keys); i++) {
		const struct config_key *key = &config_keys[i];

		if (key->type->parse(key, key->standard, config_field(config, key)) < 0)
			return NULL;
	}
	return TAKE_PTR(config);
}

void config_free(struct config *config)
{
	if (!config)
		return;
	strlist_done(&config->catalog_path);
	strlist_done(&config->languages_path);
	strlist_done(&config->instructors);
	free(config->state_directory);
	free(config->sandbox_root);
	free(config);
}

void config_source_done(struct config_source *source)
{
	free(source->file);
	source->file = NULL;
	strlist_done(&source->dropins);
}

static int overlay_text(struct config *config, const char *name, const char *text, size_t len,
	struct config_error *ret_error)
{
	struct ini_error error = { 0 };
	int r = ini_parse_sections(text, len, check_section, set_key, config, &error);

	if (r == -EINVAL)
		(void)snprintf(ret_error->text, sizeof(ret_error->text), "%s:%u: %s", name,
			error.line, error.message);
	return r;
}

static int fail_file(const char *path, int error, struct config_error *ret_error)
{
	(void)snprintf(ret_error->text, sizeof(ret_error->text), "%s:0: can't be read: %s", path,
		strerror(-error));
	return -EINVAL;
}

static int overlay_file(
	struct config *config, const char *path, bool is_required, struct config_error *ret_error)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int r;

	if (fd < 0 && errno == ENOENT && !is_required)
		return 0;
	if (fd < 0)
		return fail_file(path, -errno, ret_error);
	r = file_read_all(fd, INI_TOTAL_MAX, &text);
	if (r < 0)
		return r == -ENOMEM ? r : fail_file(path, r, ret_error);
	return overlay_text(config, path, text.data ? text.data : "", text.len, ret_error);
}

static bool is_dropin_name(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > strlen(".conf") &&
	       strcmp(name + len - strlen(".conf"), ".conf") == 0;
}

static int collect_names(const char *folder, struct strlist *names)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int r = 0;

	if (!dir)
		return 0;
	while (r >= 0 && (entry = readdir(dir))) {
		if (is_dropin_name(entry->d_name) && !strlist_contains(names, entry->d_name))
			r = strlist_add(names, entry->d_name);
	}
	(void)closedir(dir);
	return r;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int overlay_dropin(struct config *config, const struct strlist *folders, const char *name,
	struct config_error *ret_error)
{
	for (size_t i = 0; i < folders->count; i++) {
		char path[PATH_MAX];

		if ((size_t)snprintf(path, sizeof(path), "%s/%s", folders->items[i], name) >=
			sizeof(path))
			continue;
		if (access(path, F_OK) == 0)
			return overlay_file(config, path, true, ret_error);
	}
	return 0;
}

static int overlay_dropins(
	struct config *config, const struct strlist *folders, struct config_error *ret_error)
{
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = 0;

	for (size_t i = 0; r >= 0 && i < folders->count; i++)
		r = collect_names(folders->items[i], &names);
	if (names.count > 0)
		qsort(names.items, names.count, sizeof(names.items[0]), compare_names);
	for (size_t i = 0; r >= 0 && i < names.count; i++)
		r = overlay_dropin(config, folders, names.items[i], ret_error);
	return r;
}

int config_load(const struct config_source *source, struct config **ret_config,
	struct config_error *ret_error)
{
	_cleanup_(config_freep) struct config *config = config_new();
	int r;

	if (!config)
		return -ENOMEM;
	if (source->file) {
		r = overlay_file(config, source->file, source->is_required, ret_error);
		if (r < 0)
			return r;
	}
	r = overlay_dropins(config, &source->dropins, ret_error);
	if (r < 0)
		return r;
	*ret_config = TAKE_PTR(config);
	return 0;
}

int config_load_text(const char *name, const char *text, size_t len, struct config **ret_config,
	struct config_error *ret_error)
{
	_cleanup_(config_freep) struct config *config = config_new();
	int r;

	if (!config)
		return -ENOMEM;
	r = overlay_text(config, name, text, len, ret_error);
	if (r < 0)
		return r;
	*ret_config = TAKE_PTR(config);
	return 0;
}

void config_dump(FILE *file)
{
	const char *section = "";

	fprintf(file,
		"# practiced.conf: see practiced.conf(5). What is commented out is the default.\n");
	for (size_t i = 0; i < ARRAY_SIZE(config_keys); i++) {
		const struct config_key *key = &config_keys[i];

		if (strcmp(section, key->section) != 0)
			fprintf(file, "\n[%s]\n", key->section);
		section = key->section;
		fprintf(file, "# %s\n#%s = %s\n", key->doc, key->name, key->standard);
	}
}
