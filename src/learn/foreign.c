/* SPDX-License-Identifier: MIT */
#include "learn/foreign.h"

#include "base/file.h"
#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int foreign_name(const char *path, char ret_name[static LESSON_ID_MAX + 1])
{
	size_t len = 0;

	while (*path && !isalnum((unsigned char)*path))
		path++;
	for (; *path; path++) {
		char c = (char)tolower((unsigned char)*path);

		if (len >= LESSON_ID_MAX)
			return -EINVAL;
		ret_name[len++] = isalnum((unsigned char)c) || strchr("._-", c) ? c : '-';
	}
	ret_name[len] = '\0';
	return lesson_name_is_safe(ret_name) ? 0 : -EINVAL;
}

char *foreign_line(const char *text, size_t max)
{
	char *line = strndup(text, max);
	size_t len, pos = 0;

	if (!line)
		return NULL;
	len = strlen(line);
	while (pos < len) {
		unsigned point;
		size_t bytes = text_next(line + pos, len - pos, &point);

		if (point == 0xFFFD && bytes == 1 && len == max)
			break; /* the rest of a character that was cut */
		if (text_is_control(point) || (point == 0xFFFD && bytes == 1))
			memset(line + pos, ' ', bytes);
		pos += bytes;
	}
	line[pos] = '\0';
	return line;
}

int foreign_fail(
	struct foreign_folder *folder, const char *file, unsigned line, const char *format, ...)
{
	struct lesson_error *error = folder->error;
	va_list args;

	(void)snprintf(error->file, sizeof(error->file), "%s", file);
	va_start(args, format);
	(void)vsnprintf(error->ini.message, sizeof(error->ini.message), format, args);
	va_end(args);
	error->ini.line = line;
	return -EINVAL;
}

int foreign_fail_read(struct foreign_folder *folder, const char *file, int error)
{
	return error == -ENOMEM ? error
				: foreign_fail(folder, file, 0, "%s", source_error_words(error));
}

/* In place. */
static size_t drop_returns(char *text, size_t len)
{
	size_t kept = 0;

	for (size_t i = 0; i < len; i++)
		if (text[i] != '\r' || i + 1 >= len || text[i + 1] != '\n')
			text[kept++] = text[i];
	text[kept] = '\0';
	return kept;
}

int foreign_read_text(struct foreign_folder *folder, const char *path, size_t max, char **ret_text,
	size_t *ret_len)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct lesson_file file = { 0 };
	int r = source_read(folder->source, path, max, &file);

	if (r < 0)
		return r == -ENOENT ? r : foreign_fail_read(folder, path, r);
	if (file.len >= 3 && memcmp(file.data, mark, 3) == 0) {
		file.len -= 3;
		memmove(file.data, file.data + 3, file.len + 1);
	}
	if (memchr(file.data, '\0', file.len) || !text_is_utf8(file.data, file.len)) {
		free(file.data);
		return foreign_fail(folder, path, 0, "is not text in UTF-8");
	}
	*ret_len = drop_returns(file.data, file.len);
	*ret_text = file.data;
	return 0;
}

static int take_file(struct foreign_folder *folder, const struct foreign_taker *taker,
	const char *name, struct lesson_file *file)
{
	int r;

	if (!file_name_is_safe(name)) {
		free(file->data);
		return foreign_fail(folder, name, 0, "is not a name that a learner's file may have");
	}
	r = taker->take(taker->userdata, name, file);
	return r == -E2BIG
		       ? foreign_fail(folder, "", 0, "has more than %d files", LESSON_FOLDER_MAX)
		       : r;
}

static int take_tree(
	struct foreign_folder *folder, const struct foreign_taker *taker, const char *below)
{
	struct lesson_file *files = NULL;
	size_t n_files = 0;
	int r = source_read_tree(folder->source, below, &files, &n_files, folder->error);

	for (size_t i = 0; r == 0 && i < n_files; i++) {
		_cleanup_free_ char *name = NULL;
		struct lesson_file file = { .data = files[i].data,
			.len = files[i].len,
			.executable = files[i].executable };

		if (asprintf(&name, "%s/%s", below, files[i].name) < 0) {
			name = NULL;
			r = -ENOMEM;
			break;
		}
		files[i].data = NULL;
		r = take_file(folder, taker, name, &file);
	}
	lesson_files_free(files, n_files);
	return r;
}

int foreign_take_files(struct foreign_folder *folder, const struct foreign_taker *taker)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < folder->names.count; i++) {
		const char *name = folder->names.items[i];
		struct lesson_file file = { 0 };

		if (taker->is_passed_over(name))
			continue;
		r = source_read(folder->source, name, LESSON_FILE_MAX, &file);
		if (r == -EISDIR)
			r = take_tree(folder, taker, name);
		else if (r < 0)
			r = foreign_fail_read(folder, name, r);
		else
			r = take_file(folder, taker, name, &file);
	}
	return r;
}
