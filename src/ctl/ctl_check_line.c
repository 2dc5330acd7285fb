/* SPDX-License-Identifier: MIT */
/* The lines of CHECK's reply: noted, and told to people. */
#include "base/file.h"
#include "base/parse.h"
#include "ctl/ctl_check.h"
#include "ctl/report.h"

#include <string.h>

#define CASES_MAX 100000

/* A reader that has left (`| head`) is no reason to lose the verdict, which is the exit status. */
static int tell(struct check *check)
{
	struct ctl *ctl = check->ctl;
	int r = 0;

	progress_clear(&check->progress);
	if (check->is_loud && ctl->text.len > 0)
		r = file_write_all(STDOUT_FILENO, ctl->text.data, ctl->text.len);
	buffer_clear(&ctl->text);
	if (r == -EPIPE)
		check->is_loud = false;
	return r == -EPIPE ? 0 : r;
}

static int tell_beginning(struct check *check, const struct thing *line)
{
	_cleanup_buffer_ struct buffer title = { 0 }, rest = { 0 };
	uint32_t cases = 0;
	int r;

	check->is_again = strcmp(thing_get(line, "again"), "yes") == 0;
	(void)parse_u32(thing_get(line, "cases"), CASES_MAX, &cases);
	check->total = cases;
	free(check->attempt);
	free(check->is_told);
	check->attempt = strdup(thing_get(line, "attempt"));
	check->is_told = calloc(check->total + 1, sizeof(bool));
	if (!check->attempt || !check->is_told)
		return -ENOMEM;
	r = buffer_printf(&title, "Attempt %s", thing_get(line, "attempt"));
	if (r >= 0)
		r = buffer_printf(&rest, "in %s", thing_get(line, "language"));
	if (r >= 0)
		r = report_head(&check->ctl->text, &check->ctl->out, title.data,
			&(struct report_subject){
				thing_get(line, "lesson"), thing_get(line, "step"), rest.data });
	return r < 0 ? r : tell(check);
}

static bool has_key(const struct thing *line, const char *key)
{
	return line->keys.count > 0 && strcmp(line->keys.items[0], key) == 0;
}

static int take_summary(struct check *check, const struct thing *line)
{
	for (size_t i = 0; i < line->keys.count; i++) {
		int r = thing_add(&check->summary, line->keys.items[i], line->values.items[i]);

		if (r < 0)
			return r;
	}
	return 0;
}

static bool was_told(struct check *check, const struct thing *line)
{
	uint32_t number;

	if (!check->is_told || parse_u32(thing_get(line, "case"), CASES_MAX, &number) < 0 ||
		number > check->total)
		return false;
	if (check->is_told[number])
		return true;
	check->is_told[number] = true;
	return false;
}

/* Behind the cases, apart from them. */
static int tell_group(struct check *check, const struct thing *line)
{
	int r = check->has_groups ? 0 : buffer_append_char(&check->ctl->text, '\n');

	check->has_groups = true;
	if (r >= 0)
		r = report_group_line(&check->ctl->text, &check->ctl->out, line);
	return r < 0 ? r : tell(check);
}

int check_take_line(struct check *check, const struct thing *line)
{
	bool is_compile = has_key(line, "compile");
	int r;

	if (has_key(line, "attempt"))
		return tell_beginning(check, line);
	if (has_key(line, "group"))
		return tell_group(check, line);
	if (!is_compile && !has_key(line, "case"))
		return take_summary(check, line);
	if (is_compile && strcmp(thing_get(line, "verdict"), "pass") == 0)
		return 0; /* only news when it fails */
	if (!is_compile && was_told(check, line))
		return 0;
	check->done += !is_compile;
	r = report_case_line(&check->ctl->text, &check->ctl->out, line);
	return r < 0 ? r : tell(check);
}
