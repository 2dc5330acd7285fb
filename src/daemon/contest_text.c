/* SPDX-License-Identifier: MIT */
#include "daemon/contest_text.h"

static int add_time(const struct step *step, const struct timelimits *times, struct buffer *text)
{
	const struct timelimit *measured = timelimits_find(times, step->contest.stamp);

	if (step->contest.stamp == 0)
		return 0;
	if (measured)
		return buffer_printf(text, "\n*Time limit: %g s a case, measured on this host.*\n",
			(double)measured->limit_us / 1e6);
	return buffer_printf(text,
		"\n*Time limit: %g s a case. The package leaves it to a measurement, which was not "
		"made on this host yet, so this is a generous one.*\n",
		(double)step->limits.cpu_us / 1e6);
}

static int add_languages(const struct step *step, const struct language_set *languages,
	struct buffer *text)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < step->n_languages; i++) {
		const struct language *language =
			language_set_find(languages, step->languages[i].language);

		if (language && language->contest_time > 1)
			r = buffer_printf(text,
				"\n*Programs in %s may take %u times as long as the limit says.*\n",
				language->name, language->contest_time);
	}
	return r;
}

int contest_text_add(const struct lesson *lesson, const struct timelimits *times,
	const struct language_set *languages, struct buffer *text)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < lesson->n_steps; i++) {
		const struct step *step = &lesson->steps[i];

		if (!step->contest.is_one)
			continue;
		r = add_time(step, times, text);
		if (r == 0)
			r = add_languages(step, languages, text);
	}
	return r;
}
