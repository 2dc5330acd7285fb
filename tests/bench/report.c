/* SPDX-License-Identifier: MIT */
#include "report.h"

#include "base/cleanup.h"

#include <stdio.h>
#include <string.h>

static const struct goal goals[] = {
	{ "tiny", "sandbox", NULL, GOAL_RATIO, 1.35, "a tiny static program costs at most 1.35 x bare" },
	{ "tiny", "sandbox", NULL, GOAL_QUIET, 1.20, "aimed at: 1.2 x bare, when the machine is quiet" },
	{ "tiny", "sandbox", "bubblewrap", GOAL_FASTER, 45, "a tiny static program is run at least 45 x faster than by bubblewrap" },
	{ "dynamic", "sandbox", NULL, GOAL_RATIO, 1.10, "a dynamic C program costs at most 1.1 x bare" },
	{ "python", "sandbox", NULL, GOAL_RATIO, 1.02, "python costs at most 1.02 x bare" },
	{ "slots", "sandbox", NULL, GOAL_RATE, 0.80, "all slots together keep 80 % of the bare rate: tiny" },
	{ "slots", "sandbox", NULL, GOAL_SLOWDOWN, 1.05, "and the last tenth is as fast as the first (within 5 %)" },
	{ "slots-dynamic", "sandbox", NULL, GOAL_RATE, 0.80, "all slots together keep 80 % of the bare rate: dynamic" },
	{ "slots-dynamic", "sandbox", NULL, GOAL_SLOWDOWN, 1.05, "and the last tenth is as fast as the first (within 5 %)" },
	{ "check-tiny", "check", NULL, GOAL_RATIO, 1.30, "a CHECK of 20 cases costs at most 1.3 x the bare loop: tiny" },
	{ "check-dynamic", "check", NULL, GOAL_RATIO, 1.30, "a CHECK of 20 cases costs at most 1.3 x the bare loop: dynamic" },
	{ "check-python", "check", NULL, GOAL_RATIO, 1.30, "a CHECK of 20 cases costs at most 1.3 x the bare loop: python" },
};

static const struct contender *find(const struct contender *contenders, size_t count, const char *name)
{
	for (size_t i = 0; i < count && name; i++)
		if (strcmp(contenders[i].name, name) == 0 && contenders[i].means.count > 0)
			return &contenders[i];
	return NULL;
}

static void weigh(const struct goal *goal, const struct contender *first, const struct contender *contender,
	const struct contender *rival, struct goal_result *ret_result)
{
	struct goal_result result = { .goal = goal };

	switch (goal->measure) {
	case GOAL_RATIO:
		result.value = contest_ratio(first, contender);
		break;
	case GOAL_QUIET:
		result.value = contest_quiet_ratio(first, contender);
		break;
	case GOAL_FASTER:
		result.value = contest_ratio(contender, rival);
		break;
	case GOAL_RATE:
		result.value = 1 / contest_ratio(first, contender);
		break;
	case GOAL_SLOWDOWN:
		result.value = contest_slowdown(first, contender);
		break;
	}
	result.is_met = goal->measure == GOAL_FASTER || goal->measure == GOAL_RATE ? result.value >= goal->bound
										   : result.value <= goal->bound;
	*ret_result = result;
}

static void weigh_goals(struct report *report, const char *group, const struct contender *contenders, size_t count)
{
	for (size_t i = 0; i < ARRAY_SIZE(goals) && report->n_goals < REPORT_GOALS_MAX; i++) {
		const struct contender *contender = find(contenders, count, goals[i].contender);
		const struct contender *rival = find(contenders, count, goals[i].rival);

		if (strcmp(goals[i].group, group) == 0 && contender && (rival || !goals[i].rival))
			weigh(&goals[i], contenders, contender, rival, &report->goals[report->n_goals++]);
	}
}

/* Our own words and other programs' messages: printable ASCII is kept. */
static void print_string(const char *text)
{
	(void)putchar('"');
	for (; *text != '\0'; text++)
		(void)putchar(*text < ' ' || *text > '~' || *text == '"' || *text == '\\' ? '?' : *text);
	(void)putchar('"');
}

static double p99_ratio(const struct contender *first, const struct contender *contender)
{
	double floor_ns = samples_percentile(&first->each, 99);

	return floor_ns > 0 ? samples_percentile(&contender->each, 99) / floor_ns : 0;
}

static void print_json(const struct contender *first, const struct contender *contender)
{
	printf("{\"name\": ");
	print_string(contender->name);
	if (contender->means.count == 0) {
		printf(", \"skipped\": ");
		print_string(contender->skipped);
		printf("}");
		return;
	}
	printf(", \"ratio\": %.4f, \"quiet_ratio\": %.4f, \"p99_ratio\": %.4f, \"slowdown\": %.4f, \"median_us\": %.2f, "
	       "\"p99_us\": %.2f, \"runs\": %zu, \"rounds\": %zu}",
		contest_ratio(first, contender), contest_quiet_ratio(first, contender), p99_ratio(first, contender),
		contest_slowdown(first, contender), samples_median(&contender->means) / 1000,
		samples_percentile(&contender->each, 99) / 1000, contender->each.count, contender->means.count);
}

static void print_row(const struct contender *first, const struct contender *contender)
{
	if (contender->means.count == 0) {
		printf("%-17s skipped: %s\n", contender->name, contender->skipped);
		return;
	}
	printf("%-17s %8.3f %8.3f %7.2f-%-7.2f %8.2f %8.3f %10.1f %10.1f %7zu  %s\n", contender->name, contest_ratio(first, contender),
		contest_quiet_ratio(first, contender), contest_ratio_percentile(first, contender, 25),
		contest_ratio_percentile(first, contender, 75), p99_ratio(first, contender), contest_slowdown(first, contender),
		samples_median(&contender->means) / 1000, samples_percentile(&contender->each, 99) / 1000, contender->each.count,
		contender->help);
	if (contender->skipped[0] != '\0')
		printf("%-17s fell out after %zu rounds: %s\n", "", contender->means.count, contender->skipped);
}

void report_begin(struct report *report)
{
	if (report->is_json)
		printf("{\"groups\": [");
}

static void open_group(struct report *report, const char *name)
{
	if (!report->is_json)
		return;
	printf("%s\n{\"name\": ", report->n_groups > 0 ? "," : "");
	print_string(name);
}

void report_group(struct report *report, const char *name, const char *help, const struct contender *contenders, size_t count)
{
	open_group(report, name);
	if (report->is_json) {
		printf(", \"contenders\": [");
		for (size_t i = 0; i < count; i++) {
			printf("%s\n ", i > 0 ? "," : "");
			print_json(contenders, &contenders[i]);
		}
		printf("]}");
	} else {
		printf("\n%s: %s\n", name, help);
		printf("%-17s %8s %8s %15s %8s %8s %10s %10s %7s\n", "", "ratio", "quiet", "quarters", "p99", "slowdown", "median/us",
			"p99/us", "runs");
		for (size_t i = 0; i < count; i++)
			print_row(contenders, &contenders[i]);
	}
	weigh_goals(report, name, contenders, count);
	report->n_groups++;
	(void)fflush(stdout);
}

void report_skip(struct report *report, const char *name, const char *why)
{
	open_group(report, name);
	if (report->is_json) {
		printf(", \"skipped\": ");
		print_string(why);
		printf("}");
	} else {
		printf("\n%s: skipped: %s\n", name, why);
	}
	report->n_groups++;
}

void report_end(struct report *report)
{
	printf(report->is_json ? "],\n\"goals\": [" : "\n");
	for (size_t i = 0; i < report->n_goals; i++) {
		const struct goal_result *result = &report->goals[i];

		if (report->is_json) {
			printf("%s\n {\"goal\": ", i > 0 ? "," : "");
			print_string(result->goal->words);
			printf(", \"bound\": %.2f, \"value\": %.4f, \"met\": %s}", result->goal->bound, result->value,
				result->is_met ? "true" : "false");
		} else {
			printf("%-6s %8.3f  %s\n", result->is_met ? "met" : "missed", result->value, result->goal->words);
		}
	}
	if (report->is_json)
		printf("]}\n");
}
