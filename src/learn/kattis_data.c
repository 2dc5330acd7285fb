/* SPDX-License-Identifier: MIT */
/*
 * The cases: every NAME.in with its NAME.ans below data/sample, then below data/secret, in the
 * order of their names, folders (groups) among them. Nothing of them is read here but their sizes:
 * a catalog of packages would not fit into memory.
 */
#include "learn/kattis_groups.h"

#include "base/file.h"
#include "learn/lesson_build.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GROUP_DEPTH_MAX	 4
#define CASE_FOLDERS_MAX 32 /* of the files of one */
#define DATA_BYTES_MAX	(JOB_BYTES_MAX - 4 * 1024 * 1024) /* of all cases: one job carries them */

struct gathering {
	struct kattis *kattis;
	struct step *step;
	struct kattis_groups groups;
	size_t bytes;
};

/* What a group says, or those above it, or a case. */
struct group {
	struct strlist flags; /* for the validator, behind those of problem.yaml */
	struct strlist args;  /* for the program */
	bool is_shown;	      /* all of a case that did not pass */
	struct kattis_grading grading;
	uint32_t number; /* among the groups */
	unsigned depth;
};

static void group_done(struct group *group)
{
	strlist_done(&group->flags);
	strlist_done(&group->args);
	kattis_grading_done(&group->grading);
}

static int group_inherit(struct group *group, const struct group *above)
{
	int r;

	*group = (struct group){ .is_shown = above->is_shown, .depth = above->depth };
	r = strlist_copy(&group->flags, &above->flags);
	return r < 0 ? r : strlist_copy(&group->args, &above->args);
}

static bool ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len > ending_len && strcmp(name + len - ending_len, ending) == 0;
}

/* A link's target as a path below the package. -ELOOP: it leads elsewhere, or is none. */
static int resolve_link(int dir_fd, const char *path, char ret_path[static PATH_MAX])
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(dir_fd, path, target, sizeof(target));
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (n <= 0 || (size_t)n >= sizeof(target) || target[0] == '/' || len >= PATH_MAX)
		return -ELOOP;
	target[n] = '\0';
	memcpy(ret_path, path, len);
	for (const char *part = target, *next; *part; part = next) {
		size_t part_len = strcspn(part, "/");

		next = part + part_len + (part[part_len] == '/');
		if (part_len == 0 || (part_len == 1 && part[0] == '.'))
			continue;
		if (part_len == 2 && memcmp(part, "..", 2) == 0) {
			if (len == 0)
				return -ELOOP;
			while (len > 0 && ret_path[--len] != '/')
				;
			continue;
		}
		if (len + part_len + 2 > PATH_MAX)
			return -ELOOP;
		if (len > 0)
			ret_path[len++] = '/';
		memcpy(ret_path + len, part, part_len);
		len += part_len;
	}
	ret_path[len] = '\0';
	return len > 0 ? 0 : -ELOOP;
}

/* Groups often take cases of others by links. One that stays in the package is followed, once: by
 * its words, so that what is read in the end is again below the package and no link. */
static int note_or_follow(struct source *source, const char *path, struct lesson_data *ret_data)
{
	char target[PATH_MAX];
	int r = source_note_listed(source, path, LESSON_CASE_MAX, ret_data);

	if (r == -ELOOP && resolve_link(source->dir_fd, path, target) == 0)
		r = source_note(source, target, LESSON_CASE_MAX, ret_data);
	return r;
}

static bool leads_to_folder(int dir_fd, const char *link)
{
	struct stat st;

	return fstatat(dir_fd, link, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

/* "data/secret/2/07.in" is the case secret/2/07. */
static int note_file(struct gathering *gathering, const char *stem, const char *ending,
	struct lesson_data *ret_data)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	_cleanup_free_ char *path = NULL;
	int r;

	if (asprintf(&path, "%s%s", stem, ending) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = note_or_follow(folder->source, path, ret_data);
	if (r < 0)
		return foreign_fail_read(folder, path, r);
	gathering->bytes += ret_data->len;
	if (gathering->bytes > DATA_BYTES_MAX)
		return foreign_fail(folder, path, 0, "the data has more than %d bytes in all",
			DATA_BYTES_MAX);
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What groups and cases may both say. */
static int read_settings(
	struct gathering *gathering, const char *file, struct group *group, struct yaml **ret_root)
{
	struct kattis *kattis = gathering->kattis;
	const struct yaml *flags, *args, *shown;
	int r = kattis_read_yaml(kattis, file, ret_root);

	if (r < 0 || !*ret_root)
		return r;
	flags = yamltree_get(*ret_root, kattis->has_legacy_groups ? "output_validator_flags" : "output_validator_args");
	args = yamltree_get(*ret_root, "args");
	shown = yamltree_get(*ret_root, "full_feedback");
	if (flags)
		r = kattis_read_words(kattis, file, flags, &group->flags);
	if (r == 0 && args)
		r = kattis_read_words(kattis, file, args, &group->args);
	if (r == 0)
		r = kattis_put_constants_in_words(kattis, file, &group->flags);
	if (r == 0)
		r = kattis_put_constants_in_words(kattis, file, &group->args);
	if (r == 0 && shown && yamltree_bool(shown, &group->is_shown) < 0)
		r = kattis_fail_at(kattis, file, shown, "full_feedback: expected true or false");
	return r;
}

static bool is_equal(const struct strlist *a, const struct strlist *b)
{
	bool equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = strcmp(a->items[i], b->items[i]) == 0;
	return equal;
}

static bool is_alike(const struct case_settings *a, const struct case_settings *b)
{
	return a->show == b->show && is_equal(&a->judge_args, &b->judge_args) &&
	       (a->compare == b->compare || (a->compare && b->compare && strcmp(a->compare, b->compare) == 0));
}

/* Settings like these that the step has already; NULL. */
static struct case_settings *find_settings(const struct step *step, const struct case_settings *like)
{
	for (size_t i = 0; i < step->n_settings; i++)
		if (is_alike(step->settings[i], like))
			return step->settings[i];
	return NULL;
}

/* What the group says as settings. */
static int fill_settings(struct gathering *gathering, const struct group *group, const char *stem,
	struct case_settings *settings)
{
	struct kattis *kattis = gathering->kattis;

	settings->show = group->is_shown ? DIFF_SHOW_FULL : gathering->step->show;
	if (group->flags.count == 0)
		return 0;
	if (!kattis->has_validator)
		return kattis_make_compare(kattis, &group->flags, stem, &settings->compare);
	return strlist_copy(&settings->judge_args, &group->flags);
}

/* Cases that are judged alike share what says so. */
static int set_settings(struct gathering *gathering, const struct group *group, const char *stem,
	struct lesson_case *one)
{
	struct step *step = gathering->step;
	struct case_settings *found, settings = { 0 };
	int r;

	if (group->flags.count == 0 && !group->is_shown)
		return 0;
	r = fill_settings(gathering, group, stem, &settings);
	found = r < 0 ? NULL : find_settings(step, &settings);
	if (r == 0 && !found) {
		found = step_add_settings(step);
		if (found)
			*found = settings;
		else
			r = -ENOMEM;
	} else if (found) {
		free(settings.compare);
		strlist_done(&settings.judge_args);
	}
	one->own = found;
	return r;
}

/* X.yaml. */
static int read_case_settings(struct gathering *gathering, const char *stem, struct group *group,
	struct lesson_case *one)
{
	_cleanup_(yamltree_freep) struct yaml *root = NULL;
	_cleanup_free_ char *file = NULL;
	const struct yaml *node;
	int r;

	if (asprintf(&file, "%s.yaml", stem) < 0) {
		file = NULL;
		return -ENOMEM;
	}
	r = read_settings(gathering, file, group, &root);
	node = r < 0 ? NULL : yamltree_get(root, "hint");
	if (yamltree_text(node))
		one->hint = strndup(yamltree_text(node), LESSON_HINT_MAX);
	return yamltree_text(node) && !one->hint ? -ENOMEM : r;
}

/* Adds a file of NAME.files, or the folder to those that are still to be read. */
static int add_file(struct gathering *gathering, const char *root, const char *name, struct strlist *folders,
	struct lesson_case *one)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	_cleanup_free_ char *path = NULL;
	struct lesson_data data = { 0 };
	struct case_file *file;
	int r;

	if (asprintf(&path, "%s/%s", root, name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (!file_name_is_safe(name))
		return foreign_fail(folder, path, 0, "is not a name that a file of a case may have");
	r = note_or_follow(folder->source, path, &data);
	if (r == -EISDIR && folders->count < CASE_FOLDERS_MAX)
		return strlist_add(folders, name);
	if (r < 0)
		return foreign_fail_read(folder, path, r);
	file = case_add_file(one, name);
	if (!file) {
		free(data.path);
		return errno == E2BIG ? foreign_fail(folder, root, 0, "has more than %d files", JOB_FILES_MAX)
				      : -ENOMEM;
	}
	file->data = data;
	gathering->bytes += data.len;
	return gathering->bytes > DATA_BYTES_MAX
		       ? foreign_fail(folder, path, 0, "the data has more than %d bytes in all",
				 DATA_BYTES_MAX)
		       : 0;
}

/* NAME.files. Depth costs no stack. */
static int add_files(struct gathering *gathering, const char *stem, struct lesson_case *one)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	_cleanup_strlist_ struct strlist folders = { 0 };
	_cleanup_free_ char *root = NULL;
	int r;

	if (asprintf(&root, "%s.files", stem) < 0) {
		root = NULL;
		return -ENOMEM;
	}
	r = strlist_add(&folders, "");
	for (size_t i = 0; r == 0 && i < folders.count; i++) {
		_cleanup_strlist_ struct strlist names = { 0 };
		const char *below = folders.items[i];
		char path[PATH_MAX];

		(void)snprintf(path, sizeof(path), "%s%s%s", root, *below ? "/" : "", below);
		r = source_list(folder->source, path, LESSON_ENTRIES_MAX, &names);
		if (r < 0)
			return foreign_fail_read(folder, path, r);
		for (size_t k = 0; r == 0 && k < names.count; k++) {
			(void)snprintf(path, sizeof(path), "%s%s%s", below, *below ? "/" : "", names.items[k]);
			r = add_file(gathering, root, path, &folders, one);
		}
	}
	return r;
}

/* What else there is of a case, beside NAME.in. */
struct beside {
	bool has_yaml, has_files;
};

static int add_case(struct gathering *gathering, const struct group *group, const char *stem,
	const struct beside *beside)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	const char *name = stem + strlen("data/");
	_cleanup_(group_done) struct group own = { 0 };
	struct lesson_case *one;
	int r;

	if (strlen(name) > JOB_NAME_MAX)
		return foreign_fail(folder, stem, 0, "the case's name is too long");
	one = step_add_case(gathering->step, name);
	if (!one)
		return errno == E2BIG ? foreign_fail(folder, stem, 0, "more than %d cases",
						LESSON_CASES_MAX)
				      : -ENOMEM;
	r = note_file(gathering, stem, ".in", &one->input_data);
	if (r == 0)
		r = note_file(gathering, stem, ".ans", &one->expected_data);
	if (r == 0)
		r = group_inherit(&own, group);
	if (r == 0)
		r = kattis_groups_add_case(&gathering->groups, group->number);
	if (r == 0 && beside->has_yaml)
		r = read_case_settings(gathering, stem, &own, one);
	if (r == 0)
		r = strlist_copy(&one->args, &own.args);
	if (r == 0 && beside->has_files)
		r = add_files(gathering, stem, one);
	return r < 0 ? r : set_settings(gathering, &own, stem, one);
}

static int read_group(struct gathering *gathering, const char *path, struct group *group)
{
	struct kattis *kattis = gathering->kattis;
	_cleanup_(yamltree_freep) struct yaml *root = NULL;
	_cleanup_free_ char *file = NULL;
	int r;

	if (asprintf(&file, "%s/%s", path, kattis->has_legacy_groups ? "testdata.yaml" : "test_group.yaml") <
		0) {
		file = NULL;
		return -ENOMEM;
	}
	r = read_settings(gathering, file, group, &root);
	return r < 0 || !root ? r : kattis_grading_read(kattis, file, root, &group->grading);
}

static int gather_group(struct gathering *gathering, const struct group *above, const char *path);

/* Whether the folder of these sorted names has the file NAME of NAME.in with another ending. */
static bool has_beside(const struct strlist *names, const char *name, const char *ending)
{
	char beside[NAME_MAX + 8], *key = beside;

	(void)snprintf(beside, sizeof(beside), "%.*s%s", (int)(strlen(name) - strlen(".in")), name, ending);
	return names->count > 0 && bsearch(&key, names->items, names->count, sizeof(*names->items), compare_names);
}

static int gather_name(struct gathering *gathering, const struct group *group, const char *folder,
	const struct strlist *names, const char *name)
{
	_cleanup_free_ char *path = NULL;
	int dir_fd = gathering->kattis->folder->source->dir_fd, fd;

	if (name[0] == '.')
		return 0;
	if (asprintf(&path, "%s/%s", folder, name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (ends_with(name, ".in")) {
		path[strlen(path) - strlen(".in")] = '\0';
		return add_case(gathering, group, path,
			&(struct beside){ has_beside(names, name, ".yaml"),
				has_beside(names, name, ".files") });
	}
	if (ends_with(name, ".files"))
		return 0;
	fd = source_open_folder(dir_fd, path);
	if (fd == -ENOTDIR || (fd == -ELOOP && !leads_to_folder(dir_fd, path)))
		return 0;
	if (fd < 0) /* a group that is passed over would let wrong programs pass */
		return foreign_fail_read(gathering->kattis->folder, path, fd);
	cleanup_close(&fd);
	return gather_group(gathering, group, path);
}

/* Depth is bounded, so this recursion is. */
static int gather_group(struct gathering *gathering, const struct group *above, const char *path)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	_cleanup_strlist_ struct strlist names = { 0 };
	_cleanup_(group_done) struct group group = { 0 };
	int r = group_inherit(&group, above);

	if (r < 0)
		return r;
	if (++group.depth > GROUP_DEPTH_MAX)
		return foreign_fail(folder, path, 0, "more than %d groups within each other",
			GROUP_DEPTH_MAX);
	r = source_list(folder->source, path, LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return r == -ENOENT && above->depth == 0 ? 0 : foreign_fail_read(folder, path, r);
	group.is_shown |= strcmp(path, KATTIS_SAMPLES) == 0;
	r = kattis_grading_inherit(gathering->kattis, path, &above->grading, &group.grading);
	if (r == 0)
		r = read_group(gathering, path, &group);
	if (r == 0)
		r = kattis_groups_begin(
			&gathering->groups, path, above->number, &group.grading, &group.number);
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = gather_name(gathering, &group, path, &names, names.items[i]);
	return r < 0 ? r : kattis_groups_end(&gathering->groups, group.number, &group.grading);
}

static int gather_all(struct gathering *gathering)
{
	_cleanup_(group_done) struct group root = { 0 };
	int r = kattis_grading_inherit(gathering->kattis, "data", NULL, &root.grading);

	if (r == 0)
		r = read_group(gathering, "data", &root);
	if (r == 0)
		r = kattis_groups_begin(&gathering->groups, "data", 0, &root.grading, &root.number);
	if (r == 0)
		r = gather_group(gathering, &root, KATTIS_SAMPLES);
	if (r == 0)
		r = gather_group(gathering, &root, KATTIS_SECRET);
	return r < 0 ? r : kattis_groups_end(&gathering->groups, root.number, &root.grading);
}

int kattis_add_cases(struct kattis *kattis, struct step *step)
{
	struct gathering gathering = { .kattis = kattis, .step = step, .groups.kattis = kattis };
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = source_list(kattis->folder->source, "data", LESSON_ENTRIES_MAX, &names);

	kattis->has_legacy_groups = !kattis->is_2025 || kattis_has(kattis, "data/testdata.yaml");
	if (r < 0)
		return foreign_fail_read(kattis->folder, "data", r);
	r = gather_all(&gathering);
	if (r == 0 && step->n_cases == 0)
		r = foreign_fail(kattis->folder, "data", 0,
			"has no case: expected NAME.in and NAME.ans in sample and secret");
	if (r == 0)
		r = kattis_groups_finish(&gathering.groups, step);
	kattis_groups_done(&gathering.groups);
	return r;
}
