/* SPDX-License-Identifier: MIT */
#include "daemon/timelimits.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/parse.h"
#include "learn/lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD   "practiced time limits 1\n"
#define FIELDS 3 /* before the folder */

void timelimits_done(struct timelimits *limits)
{
	for (size_t i = 0; i < limits->count; i++)
		free(limits->items[i].folder);
	free(limits->items);
	*limits = (struct timelimits){ 0 };
}

const struct timelimit *timelimits_find(const struct timelimits *limits, uint64_t stamp)
{
	for (size_t i = 0; stamp > 0 && i < limits->count; i++)
		if (limits->items[i].stamp == stamp)
			return &limits->items[i];
	return NULL;
}

/* A new one at the end; takes the folder. */
static int push(struct timelimits *limits, const struct timelimit *limit)
{
	size_t n = limits->allocated > 0 ? 2 * limits->allocated : 64;
	struct timelimit *items = limits->items;

	if (limits->count >= TIMELIMITS_MAX) {
		free(limit->folder);
		return -E2BIG;
	}
	if (limits->count == limits->allocated) {
		items = reallocarray(limits->items, n, sizeof(*items));
		if (!items) {
			free(limit->folder);
			return -ENOMEM;
		}
		limits->items = items;
		limits->allocated = n;
	}
	items[limits->count++] = *limit;
	return 0;
}

int timelimits_set(struct timelimits *limits, const struct timelimit *limit)
{
	struct timelimit copy = *limit;

	if (strchr(limit->folder, '\n'))
		return -EINVAL;
	for (size_t i = 0; i < limits->count; i++) {
		if (strcmp(limits->items[i].folder, limit->folder) != 0)
			continue;
		copy.folder = limits->items[i].folder;
		limits->items[i] = copy;
		return 0;
	}
	copy.folder = strdup(limit->folder);
	return copy.folder ? push(limits, &copy) : -ENOMEM;
}

/* STAMP LIMIT SLOWEST FOLDER: decimal numbers, times in microseconds; the folder is the rest. */
static int parse_line(char *line, struct timelimit *ret_limit)
{
	uint64_t *const fields[FIELDS] = { &ret_limit->stamp, &ret_limit->limit_us,
		&ret_limit->slowest_us };

	for (size_t i = 0; i < FIELDS; i++) {
		char *end = strchr(line, ' ');

		if (!end)
			return -EINVAL;
		*end = '\0';
		if (parse_u64(line, UINT64_MAX, fields[i]) < 0)
			return -EINVAL;
		line = end + 1;
	}
	if (ret_limit->stamp == 0 || ret_limit->limit_us == 0 ||
		ret_limit->limit_us > LESSON_TIME_MAX_US || line[0] != '/')
		return -EINVAL;
	ret_limit->folder = strdup(line);
	return ret_limit->folder ? 0 : -ENOMEM;
}

int timelimits_parse(const char *text, size_t len, struct timelimits *ret_limits)
{
	_cleanup_(timelimits_done) struct timelimits limits = { 0 };
	_cleanup_free_ char *copy = NULL;
	char *line, *next;
	int r = 0;

	if (len < strlen(HEAD) || memcmp(text, HEAD, strlen(HEAD)) != 0)
		return -EINVAL;
	copy = strndup(text + strlen(HEAD), len - strlen(HEAD));
	if (!copy)
		return -ENOMEM;
	for (line = copy; r == 0 && *line; line = next) {
		struct timelimit limit;

		next = strchr(line, '\n');
		next = next ? next : line + strlen(line);
		if (*next)
			*next++ = '\0';
		r = parse_line(line, &limit);
		if (r == 0)
			r = push(&limits, &limit);
		else if (r == -EINVAL)
			r = 0;
	}
	if (r < 0)
		return r;
	*ret_limits = limits;
	limits = (struct timelimits){ 0 };
	return 0;
}

static int open_folder(const char *state_folder)
{
	int fd = open(state_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int timelimits_load(const char *state_folder, struct timelimits *ret_limits)
{
	_cleanup_close_ int fd = open_folder(state_folder);
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = fd < 0 ? fd
		       : file_read_beneath(fd, TIMELIMITS_NAME, TIMELIMITS_BYTES_MAX, &text);

	if (r >= 0)
		return timelimits_parse(text.data, text.len, ret_limits);
	if (r != -ENOENT)
		return r;
	*ret_limits = (struct timelimits){ 0 };
	return 0;
}

int timelimits_save(const struct timelimits *limits, const char *state_folder)
{
	_cleanup_close_ int fd = open_folder(state_folder);
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = fd < 0 ? fd : buffer_append_string(&text, HEAD);

	for (size_t i = 0; r >= 0 && i < limits->count; i++) {
		const struct timelimit *one = &limits->items[i];

		r = buffer_printf(&text, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n", one->stamp,
			one->limit_us, one->slowest_us, one->folder);
	}
	return r < 0 ? r : file_replace_at(fd, TIMELIMITS_NAME, text.data, text.len, 0644);
}

uint64_t timelimit_choose(uint64_t slowest_us, double times, double resolution)
{
	const uint64_t unit = (uint64_t)(resolution * 1e6);
	uint64_t limit = (uint64_t)((double)slowest_us * times);

	limit = unit > 0 ? (limit + unit - 1) / unit * unit : limit;
	if (limit < unit)
		limit = unit;
	return limit < LESSON_TIME_MAX_US ? limit : LESSON_TIME_MAX_US;
}
