/* SPDX-License-Identifier: MIT */
#include "runner/feedback.h"

#include "base/file.h"
#include "runner/capture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define FEEDBACK_FOLDER "feedback" /* a slash at the end would follow a link */
#define MESSAGE_FILE "judgemessage.txt"
#define SAID_FILE    "teammessage.txt"
#define NEXT_FILE    "nextpass.in"
#define SCORE_FILE   "score.txt"
#define SHARE_FILE   "score_multiplier.txt"
#define MESSAGE_READ 1024
#define NEXT_MAX     (8 * 1024 * 1024) /* as a case's input */

static int write_file(
	int dir_fd, const char *name, const char *data, size_t len, struct failure *failure)
{
	_cleanup_close_ int fd =
		openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int r = fd < 0 ? -errno : file_write_all(fd, data ? data : "", len);

	return r < 0 ? failure_set(failure, r, "the judge's file %s", name) : 0;
}

int feedback_prepare(int work_fd, const struct job_case *job_case, struct failure *failure)
{
	int r;

	r = write_file(work_fd, FEEDBACK_INPUT, job_case->input, job_case->input_len, failure);
	if (r == 0)
		r = write_file(work_fd, FEEDBACK_ANSWER, job_case->expected, job_case->expected_len,
			failure);
	if (r == 0 && mkdirat(work_fd, FEEDBACK_DIR, 0700) < 0)
		r = failure_set(failure, -errno, "the judge's folder %s", FEEDBACK_DIR);
	return r;
}

/* Blanks around it go; a control character becomes a blank. */
static void copy_line(const char *line, size_t len, char *ret_line, size_t size)
{
	size_t used = 0;

	while (len > 0 && ((unsigned char)line[len - 1] <= ' ' || line[len - 1] == 0x7f))
		len--;
	for (size_t i = 0; i < len && used < size - 1; i++) {
		char c = (unsigned char)line[i] < ' ' || line[i] == 0x7f ? ' ' : line[i];

		if (used > 0 || c != ' ')
			ret_line[used++] = c;
	}
	/* Not in the middle of a UTF-8 character. */
	if (used == size - 1) {
		while (used > 0 && ((unsigned char)ret_line[used - 1] & 0xc0) == 0x80)
			used--;
		if (used > 0 && ((unsigned char)ret_line[used - 1] & 0x80) != 0)
			used--;
	}
	ret_line[used] = '\0';
}

static void pick_line(const char *text, size_t len, bool is_last, char *ret_line, size_t size)
{
	const char *end = text + len;
	const char *picked = NULL;
	size_t picked_len = 0;

	for (const char *at = text; text && at < end && (is_last || !picked);) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t line_len = (size_t)((newline ? newline : end) - at);

		for (size_t i = 0; i < line_len; i++) {
			if ((unsigned char)at[i] > ' ') {
				picked = at;
				picked_len = line_len;
				break;
			}
		}
		at += line_len + 1;
	}
	copy_line(picked, picked_len, ret_line, size);
}

void feedback_first_line(const char *text, size_t len, char *ret_line, size_t size)
{
	pick_line(text, len, false, ret_line, size);
}

void feedback_last_line(const char *text, size_t len, char *ret_line, size_t size)
{
	pick_line(text, len, true, ret_line, size);
}

/* Whatever the judge has put there: no link is followed, no FIFO waited for. -1: no such file. */
static int open_file(int work_fd, const char *name)
{
	_cleanup_close_ int dir_fd =
		openat(work_fd, FEEDBACK_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	_cleanup_close_ int fd =
		dir_fd < 0 ? -1 : openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	return fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? TAKE_FD(fd) : -1;
}

static void read_line(int work_fd, const char *name, char *ret_line, size_t size)
{
	_cleanup_close_ int fd = open_file(work_fd, name);
	char text[MESSAGE_READ];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text));

	feedback_first_line(text, n > 0 ? (size_t)n : 0, ret_line, size);
}

void feedback_read(int work_fd, char *ret_line, char *ret_said, size_t size)
{
	read_line(work_fd, MESSAGE_FILE, ret_line, size);
	read_line(work_fd, SAID_FILE, ret_said, size);
}

/* Whatever they are: nobody reads them. */
bool feedback_has_score(int work_fd)
{
	static const char *const paths[] = { FEEDBACK_DIR SCORE_FILE, FEEDBACK_DIR SHARE_FILE };

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		if (faccessat(work_fd, paths[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	return false;
}

int feedback_take_next(int work_fd, int next_fd, struct failure *failure)
{
	_cleanup_close_ int fd = open_file(work_fd, NEXT_FILE);
	_cleanup_buffer_ struct buffer next = { 0 };
	int r = fd < 0 ? 0 : file_read_all(fd, NEXT_MAX, &next);

	if (fd < 0)
		return 0;
	if (r == 0)
		r = capture_fill(next_fd, next.data ? next.data : "", next.len);
	if (r < 0)
		return failure_set(failure, r, "the judge's file %s", NEXT_FILE);
	(void)unlinkat(work_fd, FEEDBACK_DIR NEXT_FILE, 0);
	(void)unlinkat(work_fd, FEEDBACK_INPUT, 0);
	r = write_file(work_fd, FEEDBACK_INPUT, next.data, next.len, failure);
	return r < 0 ? r : 1;
}
