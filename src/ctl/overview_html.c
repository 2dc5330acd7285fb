/* SPDX-License-Identifier: MIT */
/*
 * As a page. Plots are inline SVG with a title and a description, what they show stands in words
 * or a table as well, and colours are the page's, so that they follow the reader's light or dark.
 */
#include "ctl/overview.h"

#include "base/text.h"
#include "ctl/html_page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CELL	     12 /* of the calendar, units of its plot */
#define LABEL	     30
#define MONTHS	     16
#define BARS_HEIGHT  120
#define BARS_MINUTES 15 /* the axis goes at least so far */

static const char style[] =
	"<style>\n"
	":root { --level0: #e6e3dc; --level1: #a9d5b0; --level2: #6db67c; --level3: #3a8a4f; "
	"--level4: "
	"#1d5a30; }\n"
	"@media (prefers-color-scheme: dark) { :root { --level0: #2a2f36; --level1: #24502f; "
	"--level2: "
	"#347a45; --level3: #53a866; --level4: #8fdd9d; } }\n"
	"svg { display: block; max-width: none; height: auto; } svg text { font: 9px system-ui, "
	"sans-serif; fill: var(--soft); }\n"
	".l0 { fill: var(--level0); } .l1 { fill: var(--level1); } .l2 { fill: var(--level2); } "
	".l3 { "
	"fill: var(--level3); } .l4 { fill: var(--level4); }\n"
	".calendar { width: 100%; min-width: 40rem; } .axis { stroke: var(--line); }\n"
	".bars { width: 100%; min-width: 26rem; } .share { width: 100%; height: 14px; }\n"
	"dl { display: grid; grid-template-columns: max-content 1fr; gap: .3em 1.2em; margin: 0 0 "
	"1.15em; }\n"
	"dt { color: var(--soft); } dd { margin: 0; }\n"
	".course { margin: 0 0 1.4em; } .course p { margin: 0 0 .3em; }\n"
	"rect, .axis { print-color-adjust: exact; -webkit-print-color-adjust: exact; }\n"
	"@media print { .scroll { overflow: visible; } .calendar, .bars { min-width: 0; } .course, "
	"svg "
	"{ break-inside: avoid; } }\n"
	"</style>\n";

/* The page as it grows; the first error sticks. */
struct page {
	struct buffer *out;
	int error;
};

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct page *page, const char *format, ...)
{
	va_list args;

	if (page->error < 0)
		return;
	va_start(args, format);
	page->error = buffer_vprintf(page->out, format, args);
	va_end(args);
}

/* What came from elsewhere, as text. */
static void put_text(struct page *page, const char *text)
{
	for (; *text && page->error >= 0; text++) {
		const char *instead = *text == '&'   ? "&amp;"
				      : *text == '<' ? "&lt;"
				      : *text == '>' ? "&gt;"
				      : *text == '"' ? "&quot;"
						     : NULL;

		page->error = instead ? buffer_append_string(page->out, instead)
				      : buffer_append_char(page->out, *text);
	}
}

static void put_fact(struct page *page, const char *term, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void put_fact(struct page *page, const char *term, const char *format, ...)
{
	va_list args;

	put(page, "<dt>%s</dt><dd>", term);
	va_start(args, format);
	if (page->error >= 0)
		page->error = buffer_vprintf(page->out, format, args);
	va_end(args);
	put(page, "</dd>\n");
}

static void put_facts(struct page *page, const struct overview *overview)
{
	const struct overview_day *today = &overview->days[overview->n_days - 1];
	char time[OVERVIEW_TIME_MAX];

	put(page, "<dl>\n");
	put_fact(page, "Today", "%s, attempts: %u, reviews: %u",
		overview_time(today->minutes, time), today->attempts, today->reviews);
	put_fact(page, "Streak", "days in a row: %u, the longest: %u", overview->streak,
		overview->longest);
	put_fact(page, "In all", "%s, days: %u, attempts: %u, steps passed: %u, reviews: %u",
		overview_time(overview->minutes, time), overview->days_active, overview->attempts,
		overview->passed, overview->reviews);
	put_fact(page, "Cards", "known: %u, of them well: %u, due today: %u", overview->cards,
		overview->cards_mature, overview->cards_due);
	put(page, "</dl>\n");
}

static void put_day(struct page *page, const struct overview_day *day, size_t week)
{
	put(page,
		"<rect class=\"l%u\" x=\"%zu\" y=\"%u\" width=\"%d\" height=\"%d\" rx=\"2\">"
		"<title>%s: %u min, attempts: %u, passed: %u, reviews: %u</title></rect>\n",
		overview_level(day), LABEL + week * CELL, MONTHS + day->weekday * CELL, CELL - 2,
		CELL - 2, day->date, day->minutes, day->attempts, day->passed, day->reviews);
}

static void put_legend(struct page *page)
{
	static const char *const meanings[OVERVIEW_LEVELS] = { "nothing", "less than 10 minutes",
		"10 minutes or more", "20 minutes or more", "40 minutes or more" };

	put(page, "<p>");
	for (unsigned level = 0; level < OVERVIEW_LEVELS; level++)
		put(page,
			"<svg class=\"key\" style=\"display:inline\" width=\"10\" height=\"10\" "
			"aria-hidden=\"true\"><rect class=\"l%u\" width=\"10\" height=\"10\" "
			"rx=\"2\"/></svg> %s%s\n",
			level, meanings[level], level + 1 < OVERVIEW_LEVELS ? "," : ".");
	put(page, "</p>\n");
}

/* A column a week, which begins on Monday. */
static void put_calendar(struct page *page, const struct overview *overview)
{
	size_t shift = overview->days[0].weekday, weeks = (overview->n_days + shift + 6) / 7;
	size_t free_from = 0;

	put(page,
		"<h2 id=\"days\">Days</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		"aria-label=\"Calendar\">\n"
		"<svg class=\"calendar\" viewBox=\"0 0 %zu %d\" role=\"img\" "
		"aria-labelledby=\"calendar-title calendar-text\">\n"
		"<title id=\"calendar-title\">Practice day by day</title>\n"
		"<desc id=\"calendar-text\">%s to %s, a square a day, a column a week; practised "
		"on "
		"%u day%s ever.</desc>\n",
		LABEL + weeks * CELL, MONTHS + 7 * CELL, overview->days[0].date, overview->today,
		overview->days_active, TEXT_PLURAL(overview->days_active));
	for (unsigned weekday = 0; weekday < 7; weekday += 2)
		put(page, "<text x=\"0\" y=\"%u\">%s</text>\n", MONTHS + weekday * CELL + 9,
			(const char *const[]){ "Mon", "", "Wed", "", "Fri", "", "Sun" }[weekday]);
	for (size_t i = 0; i < overview->n_days; i++) {
		const struct overview_day *day = &overview->days[i];
		size_t week = (i + shift) / 7;

		if (strcmp(day->date + 8, "01") == 0 && week >= free_from && week + 1 < weeks) {
			put(page, "<text x=\"%zu\" y=\"9\">%s</text>\n", LABEL + week * CELL,
				overview_month(day->date));
			free_from = week + 2;
		}
		put_day(page, day, week);
	}
	put(page, "</svg>\n</div>\n");
	put_legend(page);
}

/* Minutes of the week that holds the day at `index`, counted back from today. */
static uint32_t minutes_of_week(const struct overview *overview, size_t weeks_ago)
{
	uint32_t minutes = 0;

	for (size_t i = 7 * weeks_ago; i < 7 * weeks_ago + 7 && i < overview->n_days; i++)
		minutes += overview->days[overview->n_days - 1 - i].minutes;
	return minutes;
}

static void put_bars(struct page *page, const struct overview *overview)
{
	size_t weeks = overview->n_days / 7 < 26 ? overview->n_days / 7 : 26;
	uint32_t most = BARS_MINUTES;

	if (weeks == 0)
		return;
	for (size_t ago = 0; ago < weeks; ago++)
		most = minutes_of_week(overview, ago) > most ? minutes_of_week(overview, ago)
							     : most;
	put(page,
		"<h2 id=\"weeks\">Minutes a week</h2>\n<div class=\"scroll\" tabindex=\"0\" "
		"role=\"region\" aria-label=\"Minutes a week\">\n"
		"<svg class=\"bars\" viewBox=\"0 0 %zu %d\" role=\"img\" "
		"aria-labelledby=\"bars-title bars-text\">\n"
		"<title id=\"bars-title\">Minutes a week</title>\n"
		"<desc id=\"bars-text\">The last %zu weeks of seven days, the newest on the right; "
		"at most %u minutes.</desc>\n"
		"<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%zu\" y2=\"%d\"/>\n"
		"<text x=\"0\" y=\"10\">%u</text><text x=\"0\" y=\"%d\">0</text>\n",
		LABEL + weeks * 2 * CELL, BARS_HEIGHT + 6, weeks, most, LABEL, BARS_HEIGHT,
		LABEL + weeks * 2 * CELL, BARS_HEIGHT, most, BARS_HEIGHT);
	for (size_t ago = 0; ago < weeks; ago++) {
		uint32_t minutes = minutes_of_week(overview, ago);
		uint64_t height = (uint64_t)minutes * BARS_HEIGHT / most;

		put(page,
			"<rect class=\"l3\" x=\"%zu\" y=\"%u\" width=\"%d\" height=\"%u\">"
			"<title>until %s: %u min</title></rect>\n",
			LABEL + 2 + (weeks - 1 - ago) * 2 * CELL, (unsigned)(BARS_HEIGHT - height),
			2 * CELL - 4, (unsigned)height,
			overview->days[overview->n_days - 1 - 7 * ago].date, minutes);
	}
	put(page, "</svg>\n</div>\n");
}

static void put_courses(struct page *page, const struct overview *overview)
{
	if (overview->n_courses > 0)
		put(page, "<h2 id=\"courses\">Courses</h2>\n");
	for (size_t i = 0; i < overview->n_courses; i++) {
		const struct overview_course *course = &overview->courses[i];
		unsigned percent =
			course->steps > 0 ? 100 * course->steps_passed / course->steps : 0;

		percent = percent > 100 ? 100 : percent;
		put(page, "<div class=\"course\">\n<p><strong id=\"course%zu\">", i);
		put_text(page, course->title);
		put(page,
			"</strong> %u of %u steps, %u of %u lessons, %u of %u points</p>\n"
			"<svg class=\"share\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
			"role=\"img\" aria-labelledby=\"course%zu share%zu\">"
			"<title id=\"share%zu\">%u percent of the steps</title>"
			"<rect class=\"l0\" width=\"100\" height=\"10\"/>"
			"<rect class=\"l3\" width=\"%u\" height=\"10\"/></svg>\n</div>\n",
			course->steps_passed, course->steps, course->lessons_passed,
			course->lessons, course->points, course->max_points, i, i, i, percent,
			percent);
	}
}

static void put_weak(struct page *page, const struct overview *overview)
{
	put(page, "<h2 id=\"weak\">Weak</h2>\n");
	if (overview->n_weak == 0) {
		put(page, "<p>Nothing is likely to be forgotten by now.</p>\n");
		return;
	}
	put(page, "<p>Most likely forgotten by now.</p>\n"
		  "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Weak cards\">"
		  "<table>\n<thead><tr><th scope=\"col\">Known</th><th scope=\"col\">Card</th>"
		  "<th scope=\"col\">Title</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < overview->n_weak; i++) {
		put(page, "<tr><td>%u %%</td><td><code>", overview->weak[i].recall);
		put_text(page, overview->weak[i].card);
		put(page, "</code></td><td>");
		put_text(page, overview->weak[i].title);
		put(page, "</td></tr>\n");
	}
	put(page, "</tbody>\n</table></div>\n");
}

int overview_put_page(struct buffer *out, const struct overview *overview)
{
	struct page page = { .out = out };

	put(&page, "%sProgress on %s", html_page_before_title, overview->today);
	put(&page, "%s%s<h1>Progress</h1>\n<p>%s</p>\n", html_page_before_body, style,
		overview->today);
	put_facts(&page, overview);
	put_calendar(&page, overview);
	put_bars(&page, overview);
	put_courses(&page, overview);
	put_weak(&page, overview);
	put(&page, "%s", html_page_after_body);
	return page.error;
}
