/* SPDX-License-Identifier: MIT */
#include "runner/outbox.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RECORD_MAX (sizeof(struct zygote_report) + 2 * (ZYGOTE_OUTPUT_MAX + 1))

static uint64_t now_us(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000;
}

void outbox_send(struct outbox *outbox)
{
	/* Not sendmsg(): a zygote lives under the filter of its programs, which refuses that. */
	while (outbox->len > 0 && send(ZYGOTE_CHANNEL_FD, outbox->bytes, outbox->len, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			_exit(1);
	outbox->len = 0;
}

uint64_t outbox_due_us(const struct outbox *outbox)
{
	uint64_t held_us;

	if (outbox->len == 0)
		return 0;
	held_us = now_us() - outbox->since_us;
	return held_us < OUTBOX_HOLD_US ? OUTBOX_HOLD_US - held_us : 1;
}

/* The whole content, or false: it is more than goes with a report, or can't be read. */
static bool take_output(int fd, char *place, uint32_t *ret_len)
{
	ssize_t n = pread(fd, place, ZYGOTE_OUTPUT_MAX + 1, 0);

	if (n < 0 || n > ZYGOTE_OUTPUT_MAX)
		return false;
	*ret_len = (uint32_t)n;
	return true;
}

void outbox_add(struct outbox *outbox, struct zygote_report *report)
{
	char *place;
	size_t size;

	if (sizeof(outbox->bytes) - outbox->len < RECORD_MAX)
		outbox_send(outbox);
	if (outbox->len == 0)
		outbox->since_us = now_us();
	report->has_texts = report->message[0] != '\0' || report->said[0] != '\0' || report->failure.text[0] != '\0';
	size = zygote_report_size(report);
	place = outbox->bytes + outbox->len + size;
	report->out_len = report->err_len = 0;
	if (report->type == REPORT_RAN)
		report->output_waits =
			!take_output(STDOUT_FILENO, place, &report->out_len) ||
			!take_output(STDERR_FILENO, place + report->out_len, &report->err_len);
	if (report->output_waits)
		report->out_len = report->err_len = 0;
	memcpy(outbox->bytes + outbox->len, report, size);
	outbox->len += size + report->out_len + report->err_len;
	if (outbox_due_us(outbox) == 1)
		outbox_send(outbox);
}
