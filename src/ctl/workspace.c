/* SPDX-License-Identifier: MIT */
#include "ctl/workspace.h"

#include "base/file.h"
#include "base/text.h"
#include "ctl/lesson_name.h"
#include "proto/limits.h"

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define HASH_LEN (SHA256_DIGEST_LENGTH * 2)

void workspace_done(struct workspace *workspace)
{
	if (workspace->fd >= 0)
		(void)close(workspace->fd);
	free(workspace->path);
	free(workspace->lesson);
	free(workspace->language);
	strlist_done(&workspace->names);
	strlist_done(&workspace->hashes);
	*workspace = (struct workspace)WORKSPACE_INIT;
}

static void hash_of(const void *data, size_t len, char hex[HASH_LEN + 1])
{
	(void)SHA256Data(data, len, hex);
}

/* ---- .practice: "key=value" lines, values escaped as on the wire */

static int take_file(struct workspace *workspace, const char *value)
{
	size_t len = strspn(value, "0123456789abcdef");
	int r;

	if (len != HASH_LEN || value[len] != ' ' || !file_name_is_safe(value + len + 1))
		return -EBADMSG;
	r = strlist_add_n(&workspace->hashes, value, len);
	return r < 0 ? r : strlist_add(&workspace->names, value + len + 1);
}

static int take_word(char **word, const char *value)
{
	free(*word);
	*word = strdup(value);
	return *word ? 0 : -ENOMEM;
}

static int take_line(struct workspace *workspace, const char *line, size_t len)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	if (len == 0 || line[0] == '#')
		return 0;
	r = text_unescape(&text, line, len);
	if (r < 0)
		return r == -ENOMEM ? r : -EBADMSG;
	if (strncmp(text.data, "lesson=", 7) == 0)
		return take_word(&workspace->lesson, text.data + 7);
	if (strncmp(text.data, "language=", 9) == 0)
		return take_word(&workspace->language, text.data + 9);
	if (strncmp(text.data, "file=", 5) == 0)
		return take_file(workspace, text.data + 5);
	return 0; /* a newer version's */
}

/* Something is there that we never made: a link, a FIFO, a folder, too much. */
static bool is_foreign(int error)
{
	return error == -ELOOP || error == -EINVAL || error == -EISDIR || error == -EFBIG;
}

static int read_state(struct workspace *workspace)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *line;
	int r;

	r = file_read_beneath(workspace->fd, WORKSPACE_STATE_FILE, WORKSPACE_STATE_MAX, &text);
	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return is_foreign(r) ? -EBADMSG : r;
	if (text.len == 0)
		return 0;
	line = text.data;
	while (line < text.data + text.len) {
		size_t len = strcspn(line, "\n");

		r = take_line(workspace, line, len);
		if (r < 0)
			return r;
		line += len + 1;
	}
	return workspace->names.count == workspace->hashes.count ? 0 : -EBADMSG;
}

static int put_line(struct buffer *text, const char *key, const char *value, const char *rest)
{
	int r;

	r = buffer_printf(text, "%s=", key);
	if (r >= 0)
		r = text_escape(text, value, strlen(value));
	if (r >= 0 && rest)
		r = buffer_append_char(text, ' ');
	if (r >= 0 && rest)
		r = text_escape(text, rest, strlen(rest));
	return r < 0 ? r : buffer_append_char(text, '\n');
}

int workspace_save(struct workspace *workspace, const char *lesson_id, const char *language)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r;

	r = buffer_append_string(&text,
		"# practicectl: which lesson this folder belongs to, and what was handed out.\n");
	if (r >= 0)
		r = put_line(&text, "lesson", lesson_id, NULL);
	if (r >= 0)
		r = put_line(&text, "language", language, NULL);
	for (size_t i = 0; i < workspace->names.count && r >= 0; i++)
		r = put_line(&text, "file", workspace->hashes.items[i], workspace->names.items[i]);
	if (r >= 0)
		r = take_word(&workspace->lesson, lesson_id);
	if (r >= 0)
		r = take_word(&workspace->language, language);
	return r < 0 ? r
		     : file_replace_at(
			       workspace->fd, WORKSPACE_STATE_FILE, text.data, text.len, 0644);
}

/* ---- which folder */

int workspace_open(struct workspace *workspace, const char *path)
{
	_cleanup_workspace_ struct workspace opened = WORKSPACE_INIT;
	int r;

	opened.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (opened.fd < 0)
		return -errno;
	opened.path = realpath(path, NULL);
	if (!opened.path)
		return -errno;
	r = read_state(&opened);
	if (r < 0)
		return r;
	workspace_done(workspace);
	*workspace = opened;
	opened = (struct workspace)WORKSPACE_INIT;
	return 0;
}

static bool is_of_lesson(const struct workspace *workspace, const char *id)
{
	return workspace->lesson && (strcmp(workspace->lesson, id) == 0 ||
					    strcmp(lesson_short_name(workspace->lesson), id) == 0);
}

static int home_path(char **ret_path)
{
	const char *said = getenv("PRACTICE_HOME"), *home = getenv("HOME");
	const struct passwd *user;

	if (said && *said)
		*ret_path = strdup(said);
	else {
		if (!home || home[0] != '/') {
			user = getpwuid(getuid());
			home = user ? user->pw_dir : "/";
		}
		if (asprintf(ret_path, "%s/practice", home) < 0)
			*ret_path = NULL;
	}
	return *ret_path ? 0 : -ENOMEM;
}

/* Opens home/name. -EEXIST: it is there, for another lesson. */
static int open_below(struct workspace *workspace, const char *home, const char *name,
	const char *id, bool create)
{
	_cleanup_free_ char *path = NULL;
	int r;

	if (asprintf(&path, "%s/%s", home, name) < 0)
		return -ENOMEM;
	if (create && mkdir(home, 0777) < 0 && errno != EEXIST)
		return -errno;
	if (create && mkdir(path, 0777) < 0 && errno != EEXIST)
		return -errno;
	r = workspace_open(workspace, path);
	return r >= 0 && workspace->lesson && !is_of_lesson(workspace, id) ? -EEXIST : r;
}

int workspace_find(struct workspace *workspace, const char *lesson_id, bool create)
{
	const char *name = lesson_short_name(lesson_id);
	_cleanup_free_ char *home = NULL, *long_name = NULL;
	int r;

	if (!file_name_is_safe(lesson_id) || name[0] == '.')
		return -EINVAL;
	r = workspace_open(workspace, ".");
	if (r >= 0 && is_of_lesson(workspace, lesson_id))
		return 0;
	r = home_path(&home);
	if (r < 0)
		return r;
	r = open_below(workspace, home, name, lesson_id, create);
	if (r != -EEXIST)
		return r;
	long_name = strdup(lesson_id);
	if (!long_name)
		return -ENOMEM;
	for (char *slash = long_name; (slash = strchr(slash, '/')) != NULL;)
		*slash = '.';
	return open_below(workspace, home, long_name, lesson_id, create);
}

/* ---- files */

static size_t find_name(const struct workspace *workspace, const char *name)
{
	size_t i = 0;

	while (i < workspace->names.count && strcmp(workspace->names.items[i], name) != 0)
		i++;
	return i;
}

static int remember(struct workspace *workspace, const char *name, const char *hash)
{
	size_t i = find_name(workspace, name);
	int r;

	if (i < workspace->names.count)
		return take_word(&workspace->hashes.items[i], hash);
	r = strlist_add(&workspace->names, name);
	if (r < 0)
		return r;
	r = strlist_add(&workspace->hashes, hash);
	if (r < 0)
		strlist_truncate(&workspace->names, workspace->hashes.count);
	return r;
}

static int write_file(struct workspace *workspace, const char *name, const void *data, size_t len)
{
	const char *slash = strrchr(name, '/');
	_cleanup_free_ char *parent = slash ? strndup(name, (size_t)(slash - name)) : NULL;
	int r = 0;

	if (slash && !parent)
		return -ENOMEM;
	if (parent)
		r = file_make_dirs_at(workspace->fd, parent, 0777);
	return r < 0 ? r : file_replace_at(workspace->fd, name, data, len, 0666);
}

/* Never over anything. Not every file system knows a rename like that (NFS does not), but a second
 * name is never made over one that is there. */
static int move_file(int fd, const char *name, const char *target)
{
	int r;

	if (renameat2(fd, name, fd, target, RENAME_NOREPLACE) >= 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return -errno;
	if (linkat(fd, name, fd, target, 0) < 0)
		return errno == EINVAL ? -ENOTSUP
				       : -errno; /* of the file system, not of the name */
	if (unlinkat(fd, name, 0) >= 0)
		return 0;
	r = -errno;
	(void)unlinkat(fd, target, 0);
	return r;
}

/* Moves it to the first free NAME.~N~, never over anything. */
static int back_up(struct workspace *workspace, const char *name, char **ret_backup)
{
	for (int i = 1; i <= WORKSPACE_BACKUPS; i++) {
		_cleanup_free_ char *backup = NULL;
		int r;

		if (asprintf(&backup, "%s.~%d~", name, i) < 0)
			return -ENOMEM;
		r = move_file(workspace->fd, name, backup);
		if (r >= 0)
			*ret_backup = TAKE_PTR(backup);
		if (r != -EEXIST)
			return r;
	}
	return -EEXIST;
}

/* What is to happen to the learner's file? WORKSPACE_SAVED stands for "it is the learner's own
 * work". */
static int judge(struct workspace *workspace, const char *name, const char *new_hash)
{
	_cleanup_buffer_ struct buffer content = { 0 };
	size_t known = find_name(workspace, name);
	char hash[HASH_LEN + 1];
	int r;

	r = file_read_beneath(workspace->fd, name, WIRE_SUBMISSION_MAX, &content);
	if (r == -ENOENT)
		return WORKSPACE_WRITTEN;
	if (r == -EFBIG)
		return WORKSPACE_SAVED;
	if (r < 0)
		return r == -EINVAL ? -ENXIO : r;
	hash_of(content.data ? content.data : "", content.len, hash);
	if (strcmp(hash, new_hash) == 0)
		return WORKSPACE_SAME;
	if (known < workspace->names.count && strcmp(workspace->hashes.items[known], hash) == 0)
		return WORKSPACE_UPDATED;
	return WORKSPACE_SAVED;
}

int workspace_lay(struct workspace *workspace, const char *name, const void *data, size_t len,
	bool replace, char **ret_backup)
{
	char hash[HASH_LEN + 1];
	int outcome, r = 0;

	if (!file_name_is_safe(name) || strcmp(name, WORKSPACE_STATE_FILE) == 0)
		return -EINVAL;
	hash_of(data, len, hash);
	outcome = judge(workspace, name, hash);
	if (outcome < 0)
		return outcome;
	if (outcome == WORKSPACE_SAVED && !replace)
		return WORKSPACE_KEPT;
	if (outcome == WORKSPACE_SAVED)
		r = back_up(workspace, name, ret_backup);
	if (r >= 0 && outcome != WORKSPACE_SAME)
		r = write_file(workspace, name, data, len);
	if (r >= 0)
		r = remember(workspace, name, hash);
	return r < 0 ? r : outcome;
}

int workspace_make_folder(struct workspace *workspace, const char *folder)
{
	return mkdirat(workspace->fd, folder, 0777) < 0 ? -errno : 0;
}

int workspace_set_aside(struct workspace *workspace, const char *name, const char *folder)
{
	_cleanup_free_ char *target = NULL;
	char *slash;
	int r = 0;

	if (asprintf(&target, "%s/%s", folder, name) < 0)
		return -ENOMEM;
	slash = strrchr(target, '/');
	*slash = '\0';
	if (strcmp(target, folder) != 0)
		r = file_make_dirs_at(workspace->fd, target, 0777);
	*slash = '/';
	return r < 0 ? r : move_file(workspace->fd, name, target);
}

int workspace_read(struct workspace *workspace, const char *name, struct buffer *ret_content)
{
	if (!file_name_is_safe(name))
		return -EINVAL;
	return file_read_beneath(workspace->fd, name, WIRE_FILE_MAX, ret_content);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_ending(const char *name, const struct strlist *endings)
{
	const char *dot = strrchr(name, '.');

	return !endings || (dot && strlist_contains(endings, dot + 1));
}

static bool is_to_send(int fd, const char *name, const struct strlist *endings)
{
	struct stat st;
	size_t len = strlen(name);

	return has_ending(name, endings) && name[0] != '.' && name[len - 1] != '~' && file_name_is_safe(name) &&
	       fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) >= 0 && S_ISREG(st.st_mode);
}

static void close_folder(DIR **folder)
{
	if (*folder)
		(void)closedir(*folder);
}

int workspace_list(struct workspace *workspace, const struct strlist *endings,
	struct strlist *ret_names)
{
	int fd = openat(workspace->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(close_folder) DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	int r;

	if (!folder)
		return -errno;
	while ((entry = readdir(folder))) {
		if (!is_to_send(workspace->fd, entry->d_name, endings))
			continue;
		if (ret_names->count == WIRE_FILES_MAX)
			return -E2BIG;
		r = strlist_add(ret_names, entry->d_name);
		if (r < 0)
			return r;
	}
	if (ret_names->count > 0)
		qsort(ret_names->items, ret_names->count, sizeof(char *), by_name);
	return 0;
}

int workspace_prefix(const char *lesson, char **ret_prefix)
{
	_cleanup_workspace_ struct workspace workspace = WORKSPACE_INIT;
	struct stat here, there;
	int r;

	r = workspace_find(&workspace, lesson, false);
	if (r == -ENOMEM)
		return r;
	if (r < 0 || stat(".", &here) < 0 || fstat(workspace.fd, &there) < 0 ||
		(here.st_dev == there.st_dev && here.st_ino == there.st_ino)) {
		*ret_prefix = strdup("");
		return *ret_prefix ? 0 : -ENOMEM;
	}
	return asprintf(ret_prefix, "%s/", workspace.path) < 0 ? -ENOMEM : 0;
}
