/* SPDX-License-Identifier: MIT */
/*
 * The cases: every NAME.in with its NAME.ans below data/sample, then below data/secret, in the
 * order of their names, folders (groups) among them. Nothing of them is read here but their sizes:
 * a catalog of packages would not fit into memory.
 */
#include "learn/kattis.h"
#include "learn/lesson_build.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GROUP_DEPTH_MAX 4
#define DATA_BYTES_MAX	(JOB_BYTES_MAX - 4 * 1024 * 1024) /* of all cases: one job carries them */

struct gathering {
	struct kattis *kattis;
	struct step *step;
	size_t bytes;
	bool has_flags; /* the first case has been met: all have its flags */
};

/* What a group says, and those above it. */
struct group {
	struct strlist flags;
	unsigned depth;
};

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
	int r = source_note(source, path, LESSON_CASE_MAX, ret_data);

	if (r == -ELOOP && resolve_link(source->dir_fd, path, target) == 0)
		r = source_note(source, target, LESSON_CASE_MAX, ret_data);
	return r;
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

static bool is_equal(const struct strlist *a, const struct strlist *b)
{
	bool equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = strcmp(a->items[i], b->items[i]) == 0;
	return equal;
}

/* A step has one judge, so all its cases have to be judged alike. */
static int take_flags(struct gathering *gathering, const struct strlist *flags, const char *stem)
{
	struct kattis *kattis = gathering->kattis;

	if (gathering->has_flags)
		return is_equal(&kattis->flags, flags)
			       ? 0
			       : foreign_fail(kattis->folder, stem, 0,
					 "has other flags for the validator than the cases before "
					 "it, which is not served");
	gathering->has_flags = true;
	strlist_done(&kattis->flags);
	return strlist_copy(&kattis->flags, flags);
}

static int add_case(struct gathering *gathering, const struct group *group, const char *stem)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	const char *name = stem + strlen("data/");
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
	return r < 0 ? r : take_flags(gathering, &group->flags, stem);
}

/* X.yaml may also only describe the case. */
static int check_case_settings(struct kattis *kattis, const char *path)
{
	static const char *const keys[] = { "args", "output_validator_args", "output_validator_flags" };
	_cleanup_(yamltree_freep) struct yaml *root = NULL;
	int r = kattis_read_yaml(kattis, path, &root);

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(keys); i++) {
		const struct yaml *node = yamltree_get(root, keys[i]);

		if (node && (node->count > 0 || yamltree_text(node)))
			r = kattis_fail_at(kattis, path, node,
				"%s: cases with settings of their own are not served", keys[i]);
	}
	return r;
}

/* X.files are laid beside the program. */
static int check_case_extras(struct gathering *gathering, const char *path)
{
	if (ends_with(path, ".files"))
		return foreign_fail(gathering->kattis->folder, path, 0,
			"cases with files of their own are not served");
	if (!ends_with(path, ".yaml") || ends_with(path, "/testdata.yaml") ||
		ends_with(path, "/test_group.yaml"))
		return 0;
	return check_case_settings(gathering->kattis, path);
}

static int read_group(struct gathering *gathering, const char *path, struct group *group)
{
	struct kattis *kattis = gathering->kattis;
	_cleanup_(yamltree_freep) struct yaml *root = NULL;
	_cleanup_free_ char *file = NULL;
	const struct yaml *node;
	int r;

	if (asprintf(&file, "%s/%s", path, kattis->is_2025 ? "test_group.yaml" : "testdata.yaml") <
		0) {
		file = NULL;
		return -ENOMEM;
	}
	r = kattis_read_yaml(kattis, file, &root);
	if (r < 0 || !root)
		return r;
	node = yamltree_get(root, kattis->is_2025 ? "output_validator_args" : "output_validator_flags");
	if (node)
		r = kattis_read_words(kattis, file, node, &group->flags);
	node = yamltree_get(root, "on_reject");
	if (r == 0 && yamltree_text(node) && strcmp(yamltree_text(node), "continue") == 0)
		kattis->goes_on = true;
	node = yamltree_get(root, "grading");
	if (r == 0 && yamltree_text(node) && strcmp(yamltree_text(node), "custom") == 0)
		r = kattis_fail_at(kattis, file, node, "grading: graders are not run");
	node = yamltree_get(root, "args");
	if (r == 0 && node && (node->count > 0 || yamltree_text(node)))
		r = kattis_fail_at(
			kattis, file, node, "args: arguments for the program are not served");
	return r;
}

static int gather_group(struct gathering *gathering, const struct group *above, const char *path);

static int gather_name(
	struct gathering *gathering, const struct group *group, const char *folder, const char *name)
{
	_cleanup_free_ char *path = NULL;
	int fd;

	if (name[0] == '.')
		return 0;
	if (asprintf(&path, "%s/%s", folder, name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (ends_with(name, ".in")) {
		path[strlen(path) - strlen(".in")] = '\0';
		return add_case(gathering, group, path);
	}
	fd = source_open_folder(gathering->kattis->folder->source->dir_fd, path);
	if (fd < 0 || ends_with(name, ".files")) {
		cleanup_close(&fd);
		return check_case_extras(gathering, path);
	}
	cleanup_close(&fd);
	return gather_group(gathering, group, path);
}

/* Depth is bounded, so this recursion is. */
static int gather_group(struct gathering *gathering, const struct group *above, const char *path)
{
	struct foreign_folder *folder = gathering->kattis->folder;
	_cleanup_strlist_ struct strlist names = { 0 };
	struct group group = { .depth = above->depth + 1 };
	int r;

	if (group.depth > GROUP_DEPTH_MAX)
		return foreign_fail(folder, path, 0, "more than %d groups within each other",
			GROUP_DEPTH_MAX);
	r = source_list(folder->source, path, LESSON_ENTRIES_MAX, &names);
	if (r < 0)
		return r == -ENOENT && above->depth == 0 ? 0 : foreign_fail_read(folder, path, r);
	r = strlist_copy(&group.flags, &above->flags);
	if (r == 0)
		r = read_group(gathering, path, &group);
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = gather_name(gathering, &group, path, names.items[i]);
	strlist_done(&group.flags);
	return r;
}

int kattis_add_cases(struct kattis *kattis, struct step *step)
{
	struct gathering gathering = { .kattis = kattis, .step = step };
	struct group root = { 0 };
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = source_list(kattis->folder->source, "data", LESSON_ENTRIES_MAX, &names);

	if (r < 0)
		return foreign_fail_read(kattis->folder, "data", r);
	r = strlist_copy(&root.flags, &kattis->flags);
	if (r == 0)
		r = read_group(&gathering, "data", &root);
	if (r == 0)
		r = gather_group(&gathering, &root, KATTIS_SAMPLES);
	if (r == 0)
		r = gather_group(&gathering, &root, KATTIS_SECRET);
	strlist_done(&root.flags);
	if (r == 0 && step->n_cases == 0)
		return foreign_fail(kattis->folder, "data", 0,
			"has no case: expected NAME.in and NAME.ans in sample and secret");
	return r;
}
