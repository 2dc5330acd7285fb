/* SPDX-License-Identifier: MIT */
/* A folder with all below it: what a learner begins with, or hands in as a solution. */
#include "learn/source.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

/* A tree on its way into memory: folders are a list of work, so depth costs no stack. */
struct tree {
	struct source *source;
	const char *root;
	struct strlist folders; /* relative to root; "" is the root */
	struct lesson_file *files;
	size_t n_files;
	struct lesson_error *error;
};

static void tree_done(struct tree *tree)
{
	strlist_done(&tree->folders);
	lesson_files_free(tree->files, tree->n_files);
}

static char *join(const char *folder, const char *name)
{
	char *path;

	if (!*folder)
		return strdup(name);
	return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static int tree_fail(struct tree *tree, const char *path, const char *words)
{
	tree->error->ini.line = 0;
	(void)snprintf(tree->error->file, sizeof(tree->error->file), "%s", path);
	return ini_fail(&tree->error->ini, "%s", words);
}

/* A folder comes back as -EISDIR, and onto the list. */
static int tree_add(struct tree *tree, const char *name)
{
	_cleanup_free_ char *path = join(tree->root, name);
	struct lesson_file file;
	int r;

	if (!path)
		return -ENOMEM;
	if (!file_name_is_safe(name))
		return tree_fail(tree, path, "is not a name that a learner's file may have");
	r = tree->source->follows ? source_read_linked(tree->source, path, LESSON_FILE_MAX, &file)
				  : source_read(tree->source, path, LESSON_FILE_MAX, &file);
	if (r == -EISDIR && tree->folders.count <= LESSON_FOLDER_MAX)
		return strlist_add(&tree->folders, name);
	if (r < 0)
		return r == -ENOMEM ? r : tree_fail(tree, path, source_error_words(r));
	file.name = strdup(name);
	if (!file.name || tree->n_files >= LESSON_FOLDER_MAX) {
		bool has_memory = file.name;

		free(file.name);
		free(file.data);
		return has_memory ? tree_fail(tree, tree->root, source_error_words(-E2BIG))
				  : -ENOMEM;
	}
	tree->files[tree->n_files++] = file;
	return 0;
}

static int tree_add_folder(struct tree *tree, const char *folder)
{
	_cleanup_free_ char *path = *folder ? join(tree->root, folder) : strdup(tree->root);
	_cleanup_strlist_ struct strlist names = { 0 };
	int r;

	if (!path)
		return -ENOMEM;
	r = source_list(tree->source, path, LESSON_ENTRIES_MAX, &names);
	if (r == -ENOENT && !*folder)
		return r;
	if (r < 0)
		return r == -ENOMEM ? r : tree_fail(tree, path, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		_cleanup_free_ char *name = join(folder, names.items[i]);

		r = name ? tree_add(tree, name) : -ENOMEM;
	}
	return r;
}

static int compare_files(const void *a, const void *b)
{
	const struct lesson_file *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int source_read_tree(struct source *source, const char *path, struct lesson_file **ret_files,
	size_t *ret_n_files, struct lesson_error *ret_error)
{
	_cleanup_(tree_done) struct tree tree = {
		.source = source, .root = path, .error = ret_error
	};
	struct lesson_file *files;
	int r = strlist_add(&tree.folders, "");

	tree.files = calloc(LESSON_FOLDER_MAX, sizeof(*tree.files));
	if (!tree.files)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < tree.folders.count; i++)
		r = tree_add_folder(&tree, tree.folders.items[i]);
	if (r < 0)
		return r;
	qsort(tree.files, tree.n_files, sizeof(*tree.files), compare_files);
	files = reallocarray(tree.files, tree.n_files > 0 ? tree.n_files : 1, sizeof(*files));
	if (files)
		tree.files = files;
	*ret_files = TAKE_PTR(tree.files);
	*ret_n_files = tree.n_files;
	tree.n_files = 0;
	return 0;
}
