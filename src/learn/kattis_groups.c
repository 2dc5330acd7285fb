/* SPDX-License-Identifier: MIT */
#include "learn/kattis_groups.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void kattis_grading_done(struct kattis_grading *grading)
{
	strlist_done(&grading->needs);
}

/* ---- what a group says */

int kattis_grading_inherit(const struct kattis *kattis, const char *path,
	const struct kattis_grading *above, struct kattis_grading *grading)
{
	if (above && kattis->has_legacy_groups) {
		*grading = *above;
		grading->needs = (struct strlist){ 0 };
		grading->ignores_sample = false; /* is for the outermost group only */
		return 0;
	}
	*grading = (struct kattis_grading){ .stops = kattis->has_legacy_groups, .accept_score = 1 };
	if (above) {
		bool is_secret = strcmp(path, KATTIS_SECRET) == 0;

		grading->score = is_secret ? SCORING_SUM : SCORING_PASS_FAIL;
		grading->most = is_secret ? 100 : strcmp(path, KATTIS_SAMPLES) == 0 ? 0 : -1;
	}
	return 0;
}

static int read_choice(struct kattis *kattis, const char *file, const struct yaml *node,
	const char *const names[], size_t n_names, size_t *ret_index)
{
	char expected[128] = "";

	for (size_t i = 0; i < n_names; i++) {
		if (yamltree_text(node) && strcmp(yamltree_text(node), names[i]) == 0) {
			*ret_index = i;
			return 0;
		}
		(void)snprintf(expected + strlen(expected), sizeof(expected) - strlen(expected), "%s%s",
			i == 0 ? "" : i + 1 == n_names ? " or " : ", ", names[i]);
	}
	return kattis_fail_at(kattis, file, node, "%s: expected %s", node->key, expected);
}

/* Nothing is said: it stays. */
static int read_score(struct kattis *kattis, const char *file, const struct yaml *root, const char *key,
	double *score)
{
	const struct yaml *node = yamltree_get(root, key);

	if (!node)
		return 0;
	if (yamltree_number(node, score) < 0 || fabs(*score) > SCORING_MAX)
		return kattis_fail_at(
			kattis, file, node, "%s: expected a number, at most %.0f", key, SCORING_MAX);
	return 0;
}

static void take_flag(struct kattis_grading *grading, const char *flag, bool *ret_is_known)
{
	static const struct {
		const char *name;
		enum scoring_verdict verdict;
	} verdicts[] = {
		{ "worst_error", SCORING_WORST_ERROR },
		{ "no_errors", SCORING_WORST_ERROR },
		{ "first_error", SCORING_FIRST_ERROR },
		{ "always_accept", SCORING_ALWAYS_ACCEPT },
	};
	static const struct {
		const char *name;
		enum scoring_score score;
	} scores[] = {
		{ "sum", SCORING_SUM },
		{ "avg", SCORING_AVERAGE },
		{ "min", SCORING_MIN },
		{ "max", SCORING_MAX_OF },
	};

	*ret_is_known = true;
	for (size_t i = 0; i < ARRAY_SIZE(verdicts); i++)
		if (strcmp(verdicts[i].name, flag) == 0) {
			grading->verdict = verdicts[i].verdict;
			return;
		}
	for (size_t i = 0; i < ARRAY_SIZE(scores); i++)
		if (strcmp(scores[i].name, flag) == 0) {
			grading->score = scores[i].score;
			return;
		}
	if (strcmp(flag, "ignore_sample") == 0)
		grading->ignores_sample = true;
	else if (strcmp(flag, "accept_if_any_accepted") == 0)
		grading->takes_any = true;
	else
		*ret_is_known = false;
}

/* They replace those of the group above, all of them. */
static int read_flags(
	struct kattis *kattis, const char *file, const struct yaml *node, struct kattis_grading *grading)
{
	_cleanup_strlist_ struct strlist flags = { 0 };
	int r = node ? kattis_read_words(kattis, file, node, &flags) : 0;

	if (r < 0 || !node)
		return r;
	grading->verdict = SCORING_WORST_ERROR;
	grading->score = SCORING_SUM;
	grading->takes_any = grading->ignores_sample = false;
	for (size_t i = 0; i < flags.count; i++) {
		bool is_known;

		take_flag(grading, flags.items[i], &is_known);
		if (!is_known)
			return kattis_fail_at(kattis, file, node,
				"grader_flags: the default grader has no flag %.32s", flags.items[i]);
	}
	return 0;
}

static int read_legacy(
	struct kattis *kattis, const char *file, const struct yaml *root, struct kattis_grading *grading)
{
	static const char *const policies[] = { "continue", "break" }, *const graders[] = { "default" };
	const struct yaml *policy = yamltree_get(root, "on_reject"), *grader = yamltree_get(root, "grading");
	size_t index;
	int r = 0;

	if (policy) {
		r = read_choice(kattis, file, policy, policies, ARRAY_SIZE(policies), &index);
		if (r == 0)
			grading->stops = index == 1;
	}
	if (r == 0 && yamltree_text(grader) && strcmp(yamltree_text(grader), "custom") == 0)
		return kattis_fail_at(kattis, file, grader, "grading: graders of its own are not run");
	if (r == 0 && grader)
		r = read_choice(kattis, file, grader, graders, ARRAY_SIZE(graders), &index);
	if (r == 0)
		r = read_flags(kattis, file, yamltree_get(root, "grader_flags"), grading);
	if (r == 0)
		r = read_score(kattis, file, root, "accept_score", &grading->accept_score);
	return r < 0 ? r : read_score(kattis, file, root, "reject_score", &grading->reject_score);
}

static int read_2025(
	struct kattis *kattis, const char *file, const struct yaml *root, struct kattis_grading *grading)
{
	static const char *const names[] = { "sum", "min", "pass-fail" };
	static const enum scoring_score scores[] = { SCORING_SUM, SCORING_MIN, SCORING_PASS_FAIL };
	const struct yaml *most = yamltree_get(root, "max_score");
	const struct yaml *score = yamltree_get(root, "score_aggregation");
	const struct yaml *needs = yamltree_get(root, "require_pass");
	const struct yaml *validation = yamltree_get(root, "static_validation_score");
	size_t index;
	int r = 0;

	if (validation)
		return kattis_fail_at(kattis, file, validation,
			"static_validation_score: validators of the program's text are not served");
	if (!kattis->is_scoring)
		return 0;
	if (yamltree_text(most) && strcmp(yamltree_text(most), "unbounded") == 0)
		return kattis_fail_at(kattis, file, most,
			"max_score: unbounded scores, which validators make, are not served");
	r = read_score(kattis, file, root, "max_score", &grading->most);
	if (r == 0 && most && grading->most < 0)
		return kattis_fail_at(kattis, file, most, "max_score: expected 0 or more");
	if (r == 0 && score) {
		r = read_choice(kattis, file, score, names, ARRAY_SIZE(names), &index);
		if (r == 0)
			grading->score = scores[index];
	}
	return r < 0 || !needs ? r : kattis_read_words(kattis, file, needs, &grading->needs);
}

int kattis_grading_read(struct kattis *kattis, const char *file, const struct yaml *root,
	struct kattis_grading *grading)
{
	return kattis->has_legacy_groups ? read_legacy(kattis, file, root, grading)
					 : read_2025(kattis, file, root, grading);
}

/* ---- the groups */

void kattis_groups_done(struct kattis_groups *groups)
{
	scoring_free(groups->scoring);
	groups->scoring = NULL;
}

static int find_group(const struct scoring *scoring, const char *name, uint32_t *ret_group)
{
	for (size_t i = 0; i < scoring->n_groups; i++) {
		const char *own = scoring->groups[i].name;

		if (strcmp(own, name) != 0 && !(strncmp(own, "secret/", 7) == 0 && strcmp(own + 7, name) == 0))
			continue;
		*ret_group = (uint32_t)i;
		return 0;
	}
	return -ENOENT;
}

static int set_needs(struct kattis_groups *groups, const char *path, const struct strlist *names,
	struct scoring_group *group)
{
	for (size_t i = 0; i < names->count; i++) {
		if (group->n_needs == SCORING_NEEDS_MAX)
			return foreign_fail(groups->kattis->folder, path, 0,
				"require_pass: more than %d groups", SCORING_NEEDS_MAX);
		/* Only groups before this one are there, so that there is no circle. */
		if (find_group(groups->scoring, names->items[i], &group->needs[group->n_needs]) < 0)
			return foreign_fail(groups->kattis->folder, path, 0,
				"require_pass: %.64s is no group that comes before this one",
				names->items[i]);
		group->n_needs++;
	}
	return 0;
}

static int grow(void **array, size_t n, size_t size)
{
	void *larger;

	if ((n & (n - 1)) != 0) /* room was made for the next power of two */
		return 0;
	larger = reallocarray(*array, n == 0 ? 1 : 2 * n, size);
	if (!larger)
		return -ENOMEM;
	*array = larger;
	return 0;
}

int kattis_groups_begin(struct kattis_groups *groups, const char *path, uint32_t above,
	const struct kattis_grading *grading, uint32_t *ret_group)
{
	struct scoring_group group = { .parent = above,
		.verdict = grading->verdict,
		.score = grading->score,
		.stops = grading->stops,
		.takes_any = grading->takes_any,
		.ignores_sample = grading->ignores_sample,
		.accept_score = grading->accept_score,
		.reject_score = grading->reject_score };
	const char *slash = strchr(path, '/');
	struct scoring *scoring = groups->scoring;
	int r;

	if (!scoring) {
		scoring = groups->scoring = calloc(1, sizeof(*scoring));
		if (!scoring)
			return -ENOMEM;
	}
	if (scoring->n_groups == SCORING_GROUPS_MAX)
		return foreign_fail(
			groups->kattis->folder, path, 0, "more than %d groups", SCORING_GROUPS_MAX);
	r = set_needs(groups, path, &grading->needs, &group);
	if (r == 0)
		r = grow((void **)&scoring->groups, scoring->n_groups, sizeof(*scoring->groups));
	if (r < 0)
		return r;
	group.first = (uint32_t)scoring->n_cases;
	group.name = strdup(slash ? slash + 1 : "");
	if (!group.name)
		return -ENOMEM;
	*ret_group = (uint32_t)scoring->n_groups;
	scoring->groups[scoring->n_groups++] = group;
	return 0;
}

int kattis_groups_add_case(struct kattis_groups *groups, uint32_t group)
{
	struct scoring *scoring = groups->scoring;
	int r = grow((void **)&scoring->cases, scoring->n_cases, sizeof(*scoring->cases));

	if (r == 0)
		scoring->cases[scoring->n_cases++] = group;
	return r;
}

static int all_passed(const struct scoring *scoring, enum verdict **ret_verdicts)
{
	enum verdict *verdicts = calloc(scoring->n_cases + 1, sizeof(*verdicts));

	if (!verdicts)
		return -ENOMEM;
	for (size_t i = 0; i < scoring->n_cases; i++)
		verdicts[i] = VERDICT_PASS;
	*ret_verdicts = verdicts;
	return 0;
}

/* How much of a group's score is one case's. */
static double share(const struct scoring *scoring, uint32_t number, double most)
{
	const struct scoring_group *group = &scoring->groups[number];
	uint32_t n = 0;

	for (uint32_t i = 0; i < group->n_cases; i++)
		n += scoring->cases[group->first + i] == number;
	return group->score == SCORING_SUM && n > 0 ? most / n : most;
}

/* Members that give more than the group may have would make any score of it wrong. */
static int check_most(const struct kattis_groups *groups, uint32_t number, double most)
{
	_cleanup_free_ enum verdict *verdicts = NULL;
	_cleanup_free_ char *path = NULL;
	double best;
	int r = all_passed(groups->scoring, &verdicts);

	if (r < 0 || most < 0)
		return r;
	best = scoring_evaluate(groups->scoring, number, verdicts).score;
	if (best <= most * (1 + 1e-9)) /* a sum of shares */
		return 0;
	if (asprintf(&path, "data/%s", groups->scoring->groups[number].name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	return foreign_fail(groups->kattis->folder, path, 0,
		"max_score: its groups give up to %g, and it may have %g", best, most);
}

int kattis_groups_end(struct kattis_groups *groups, uint32_t number, const struct kattis_grading *grading)
{
	struct scoring *scoring = groups->scoring;
	struct scoring_group *group = &scoring->groups[number];
	struct kattis *kattis = groups->kattis;

	group->n_cases = (uint32_t)scoring->n_cases - group->first;
	if (kattis->has_legacy_groups || number == 0)
		return 0;
	if (kattis->is_scoring && grading->most < 0 && group->n_cases > 0 &&
		scoring->groups[group->parent].score != SCORING_PASS_FAIL) {
		char path[256];

		(void)snprintf(path, sizeof(path), "data/%s/test_group.yaml", group->name);
		return foreign_fail(kattis->folder, path, 0,
			"max_score: a group of a scoring problem needs it");
	}
	group->whole = grading->most;
	group->accept_score = share(scoring, number, grading->most);
	group->stops = group->score != SCORING_SUM;
	return kattis->is_scoring ? check_most(groups, number, grading->most) : 0;
}

static bool is_plain(const struct scoring *scoring)
{
	for (size_t i = 0; i < scoring->n_groups; i++) {
		const struct scoring_group *group = &scoring->groups[i];

		if (!group->stops || group->takes_any || group->ignores_sample ||
			group->verdict == SCORING_ALWAYS_ACCEPT)
			return false;
	}
	return true;
}

static int compute_best(struct scoring *scoring)
{
	_cleanup_free_ enum verdict *verdicts = NULL;
	int r = all_passed(scoring, &verdicts);

	if (r < 0)
		return r;
	scoring->best = scoring_evaluate(scoring, 0, verdicts).score;
	return 0;
}

/* What older packages say for all groups at once, and what would make less the better. */
static int check_config(struct kattis *kattis)
{
	static const char *const keys[] = { "on_reject", "accept_score", "reject_score" };
	const struct yaml *grading = yamltree_get(kattis->config, "grading");
	const struct yaml *objective = yamltree_get(grading, "objective");

	if (!kattis->is_scoring || kattis->is_2025)
		return 0;
	if (objective && (!yamltree_text(objective) || strcmp(yamltree_text(objective), "max") != 0))
		return kattis_fail_at(kattis, KATTIS_CONFIG, objective,
			"objective: only max, the more the better, is served");
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (yamltree_get(grading, keys[i]))
			return kattis_fail_at(kattis, KATTIS_CONFIG, yamltree_get(grading, keys[i]),
				"%s: expected in data/testdata.yaml", keys[i]);
	return 0;
}

#define POINTS_OF_A_SCORE 100 /* where the best score is no number of points */

int kattis_groups_finish(struct kattis_groups *groups, struct step *step)
{
	struct scoring *scoring = groups->scoring;
	int r = check_config(groups->kattis);

	if (r < 0)
		return r;
	if (!groups->kattis->is_scoring && (!groups->kattis->has_legacy_groups || is_plain(scoring))) {
		step->stop_at_first = true;
		return 0;
	}
	r = compute_best(scoring);
	if (r < 0)
		return r;
	scoring->is_scored = groups->kattis->is_scoring && scoring->best > 0;
	if (scoring->is_scored)
		step->points = scoring->best >= 1 && scoring->best <= LESSON_POINTS_MAX
				       ? (uint32_t)lround(scoring->best)
				       : POINTS_OF_A_SCORE;
	step->scoring = TAKE_PTR(groups->scoring);
	return 0;
}
