/* SPDX-License-Identifier: MIT */
/*
 * Limits of a package: those of problem.yaml, and the time that others keep beside it, in .timelimit
 * (seconds, Kattis' own) and domjudge-problem.ini (timelimit = seconds). A package that says no time
 * leaves it to a measurement of what the accepted submissions take on the host. What is measured is
 * known by a stamp of all that it depends on, so that it is not taken for another package's, or for
 * that of other data.
 */
#include "learn/kattis.h"

#include "base/parse.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define SMALL_BYTES_MAX 4096
#define MIB		(1024.0 * 1024.0)
#define MIB_MAX		65536.0
#define SECONDS_MAX	((double)LESSON_TIME_MAX_US / 1e6)
#define OUTPUT_MIB_MAX	((double)(LESSON_OUTPUT_MAX >> 20))
#define FACTOR_MAX	100.0

/* What the formats call typical for a system, of which packages say nothing: they are written for it. */
#define MEMORY_MIB 2048.0
#define OUTPUT_MIB 8.0
#define CODE_KIB   128.0
/* There it is a minute; but a learner waits for it, for each case. */
#define JUDGE_SECONDS 10.0

struct number {
	const char *key;
	size_t offset; /* of a uint64_t, or of a double where unit is 0 */
	double unit, max, standard;
};

#define IN(member) offsetof(struct kattis, member)
static const struct number numbers[] = {
	{ "memory", IN(limits.memory_bytes), MIB, MIB_MAX, MEMORY_MIB },
	{ "output", IN(limits.output_bytes), MIB, OUTPUT_MIB_MAX, OUTPUT_MIB },
	{ "code", IN(contest.code_bytes), 1024, MIB_MAX, CODE_KIB },
	{ "compilation_time", IN(contest.compile.cpu_us), 1e6, SECONDS_MAX, 0 },
	{ "compilation_memory", IN(contest.compile.memory_bytes), MIB, MIB_MAX, 0 },
	{ "validation_time", IN(contest.judge.cpu_us), 1e6, SECONDS_MAX, JUDGE_SECONDS },
	{ "validation_memory", IN(contest.judge.memory_bytes), MIB, MIB_MAX, MEMORY_MIB },
	{ "validation_output", IN(contest.judge.output_bytes), MIB, OUTPUT_MIB_MAX, OUTPUT_MIB },
};
static const struct number legacy_factors[] = {
	{ "time_multiplier", IN(contest.times_slowest), 0, FACTOR_MAX, 5 },
	{ "time_safety_margin", IN(contest.margin), 0, FACTOR_MAX, 2 },
};
static const struct number factors_of_2025[] = {
	{ "ac_to_time_limit", IN(contest.times_slowest), 0, FACTOR_MAX, 2 },
	{ "time_limit_to_tle", IN(contest.margin), 0, FACTOR_MAX, 1.5 },
};
static const struct number resolution_of_2025 = { "time_resolution", IN(contest.resolution), 0, SECONDS_MAX, 1 };
static const struct number time_of_2025 = { "time_limit", IN(limits.cpu_us), 1e6, SECONDS_MAX, 0 };
#undef IN

static void set_number(struct kattis *kattis, const struct number *number, double value)
{
	void *field = (char *)kattis + number->offset;

	if (number->unit > 0)
		*(uint64_t *)field = (uint64_t)(value * number->unit);
	else
		*(double *)field = value;
}

static int read_number(struct kattis *kattis, const struct yaml *map, const struct number *number)
{
	const struct yaml *node = yamltree_get(map, number->key);
	double value;

	set_number(kattis, number, number->standard);
	if (!node || node->kind == YAML_KIND_NULL)
		return 0;
	/* 1e-3 of a second, or of a MiB, is nothing that a program can do with. */
	if (yamltree_number(node, &value) < 0 || !(value >= 0.001) || value > number->max)
		return kattis_fail_at(kattis, KATTIS_CONFIG, node,
			"limits.%s: expected a number above 0, at most %.0f", number->key,
			number->max);
	set_number(kattis, number, value);
	return 0;
}

static int read_numbers(struct kattis *kattis, const struct yaml *map, const struct number *rows,
	size_t count)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < count; i++)
		r = read_number(kattis, map, &rows[i]);
	return r;
}

/* A limit that is no multiple of the factors would be below what accepted programs take. */
static int check_factors(struct kattis *kattis, const struct yaml *limits)
{
	if (kattis->contest.times_slowest >= 1 && kattis->contest.margin >= 1)
		return 0;
	return kattis_fail_at(kattis, KATTIS_CONFIG, limits,
		"limits: expected multipliers of time that are at least 1");
}

static int read_factors(struct kattis *kattis, const struct yaml *limits)
{
	const struct yaml *map = kattis->is_2025 ? yamltree_get(limits, "time_multipliers") : limits;
	int r;

	if (map && map->kind != YAML_KIND_MAP && map->kind != YAML_KIND_NULL)
		return kattis_fail_at(kattis, KATTIS_CONFIG, map,
			"limits.time_multipliers: expected keys and numbers");
	kattis->contest.resolution = 1;
	r = kattis->is_2025 ? read_numbers(kattis, map, factors_of_2025, ARRAY_SIZE(factors_of_2025))
			    : read_numbers(kattis, map, legacy_factors, ARRAY_SIZE(legacy_factors));
	if (r == 0 && kattis->is_2025)
		r = read_number(kattis, limits, &resolution_of_2025);
	return r < 0 ? r : check_factors(kattis, limits);
}

/* Time. */

static int set_time(struct kattis *kattis, const char *file, const char *text)
{
	char number[32];
	double seconds;
	size_t len;

	text += strspn(text, " \t\r\n'\"");
	len = strcspn(text, " \t\r\n'\";#");
	if (len >= sizeof(number))
		len = 0;
	memcpy(number, text, len);
	number[len] = '\0';
	if (parse_double(number, &seconds) < 0 || !(seconds >= 0.001) || seconds > SECONDS_MAX)
		return foreign_fail(kattis->folder, file, 0,
			"expected a time limit in seconds above 0, at most %.0f", SECONDS_MAX);
	kattis->limits.cpu_us = (uint64_t)(seconds * 1e6);
	return 0;
}

/* The value of "key = value" in a file that may have no section; NULL. */
static const char *find_line(const char *text, const char *key)
{
	size_t len = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		const char *end;

		line += *line == '\n';
		line += strspn(line, " \t");
		end = line + len;
		if (strncmp(line, key, len) != 0)
			continue;
		end += strspn(end, " \t");
		if (*end == '=')
			return end + 1;
	}
	return NULL;
}

static int read_small(struct kattis *kattis, const char *path, char **ret_text)
{
	size_t len;
	int r = kattis_has(kattis, path)
			? foreign_read_text(kattis->folder, path, SMALL_BYTES_MAX, ret_text, &len)
			: -ENOENT;

	return r == -ENOENT ? 0 : r;
}

static int read_time(struct kattis *kattis, const struct yaml *limits)
{
	_cleanup_free_ char *own = NULL, *domjudge = NULL;
	const char *value;
	int r = read_number(kattis, limits, &time_of_2025);

	if (r == 0)
		r = read_small(kattis, ".timelimit", &own);
	if (r == 0)
		r = read_small(kattis, "domjudge-problem.ini", &domjudge);
	if (r < 0)
		return r;
	value = domjudge ? find_line(domjudge, "timelimit") : NULL;
	if (kattis->limits.cpu_us == 0 && value)
		r = set_time(kattis, "domjudge-problem.ini", value);
	else if (kattis->limits.cpu_us == 0 && own)
		r = set_time(kattis, ".timelimit", own);
	kattis->is_time_given = kattis->limits.cpu_us > 0;
	if (!kattis->is_time_given)
		kattis->limits.cpu_us = (uint64_t)(KATTIS_DEFAULT_TIME * 1e6);
	return r;
}

int kattis_read_limits(struct kattis *kattis)
{
	const struct yaml *limits = yamltree_get(kattis->config, "limits");
	int r;

	if (limits && limits->kind != YAML_KIND_MAP && limits->kind != YAML_KIND_NULL)
		return kattis_fail_at(
			kattis, KATTIS_CONFIG, limits, "limits: expected keys and numbers");
	kattis->contest.is_one = true;
	r = read_numbers(kattis, limits, numbers, ARRAY_SIZE(numbers));
	if (r == 0)
		r = read_factors(kattis, limits);
	return r < 0 ? r : read_time(kattis, limits);
}

/* The stamp. */

/* FNV-1a, 64 bits: Fowler, Noll, Vo. Tells a changed package, nothing more. */
static uint64_t digest_add(uint64_t digest, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		digest = (digest ^ at[i]) * UINT64_C(0x100000001b3);
	return digest;
}

static uint64_t digest_file(
	uint64_t digest, const char *name, uint64_t size, const struct timespec *modified)
{
	const uint64_t says[] = { size, (uint64_t)modified->tv_sec, (uint64_t)modified->tv_nsec };

	return digest_add(digest_add(digest, name, strlen(name) + 1), says, sizeof(says));
}

static uint64_t digest_cases(uint64_t digest, const struct step *step)
{
	for (size_t i = 0; i < step->n_cases; i++) {
		const struct lesson_data *data[] = { &step->cases[i].input_data,
			&step->cases[i].expected_data };

		for (size_t k = 0; k < ARRAY_SIZE(data); k++)
			if (data[k]->path)
				digest = digest_file(digest, data[k]->path, data[k]->len,
					&data[k]->modified);
	}
	return digest;
}

/* Names, sizes and times of what is in a folder; of a folder in it also what that has. */
static uint64_t digest_folder(int dir_fd, uint64_t digest, const char *folder, unsigned depth)
{
	struct source source = { .dir_fd = dir_fd };
	_cleanup_strlist_ struct strlist names = { 0 };

	(void)source_list(&source, folder, LESSON_ENTRIES_MAX, &names);
	source_done(&source);
	for (size_t i = 0; i < names.count; i++) {
		char path[PATH_MAX];
		struct stat st;

		if (snprintf(path, sizeof(path), "%s/%s", folder, names.items[i]) >= (int)sizeof(path) ||
			fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		digest = digest_file(digest, path, (uint64_t)st.st_size, &st.st_mtim);
		if (S_ISDIR(st.st_mode) && depth > 0)
			digest = digest_folder(dir_fd, digest, path, depth - 1);
	}
	return digest;
}

static uint64_t digest_judge(uint64_t digest, const struct step *step)
{
	for (size_t i = 0; i < step->n_judge; i++) {
		const struct lesson_file *file = &step->judge[i];

		digest = digest_add(digest, file->name, strlen(file->name) + 1);
		digest = digest_add(digest, file->data, file->len);
	}
	return digest;
}

int kattis_set_limits(const struct kattis *kattis, struct step *step)
{
	const double factors[] = { kattis->contest.times_slowest, kattis->contest.resolution };
	uint64_t digest = UINT64_C(0xcbf29ce484222325);

	step->limits = kattis->limits;
	step->contest = kattis->contest;
	if (kattis->is_time_given)
		return 0;
	/* Where it is, too: of two copies of a package each is measured. */
	digest = digest_add(digest, step->data_folder, strlen(step->data_folder));
	digest = digest_add(digest, factors, sizeof(factors));
	digest = digest_judge(digest_cases(digest, step), step);
	digest = digest_folder(kattis->folder->source->dir_fd, digest, "submissions/accepted", 1);
	step->contest.stamp = digest > 0 ? digest : 1;
	return 0;
}
