/* SPDX-License-Identifier: MIT */
#include "daemon/remember.h"

#include "daemon/day.h"
#include "learn/random.h"
#include "learn/review.h"

#include <string.h>

#define PACE_US 1000000 /* between two answers to a card */

struct card_when remember_when(int64_t now_us)
{
	return (struct card_when){ .now_us = now_us, .day_end_us = day_end_us(now_us) };
}

bool remember_is_due(const struct card *card, const struct card_when *when)
{
	const struct fsrs_memory *memory = &card->memory;

	if (card->reviews == 0)
		return false;
	return memory->due_us <= when->now_us ||
	       (memory->state == FSRS_REVIEW && memory->due_us < when->day_end_us);
}

bool remember_is_recent(const struct card *card, int64_t now_us)
{
	int64_t last_us = card->memory.last_us;

	return card->reviews > 0 && last_us <= now_us && now_us - last_us < PACE_US;
}

static uint64_t seed_of(const struct card_key *key, const struct card *card)
{
	uint64_t seed = random_mix((uint64_t)key->learner, card->reviews);

	for (const char *c = key->lesson; *c; c++)
		seed = random_mix(seed, (unsigned char)*c);
	for (const char *c = key->name; *c; c++)
		seed = random_mix(seed, (unsigned char)*c);
	return seed;
}

static int add_review(struct service *service, const struct card_key *key, struct card *card,
	struct card_review *review, int64_t now_us)
{
	const struct fsrs_options options = {
		.retention = (double)service->config->retention / 1000,
		.has_fuzz = true,
		.seed = seed_of(key, card),
	};
	int r;

	review->retention = options.retention;
	review->memory = fsrs_review(&card->memory, review->grade, now_us, &options);
	r = card_add_review(service->store, key, review);
	if (r < 0)
		return r;
	card->memory = review->memory;
	card->reviews++;
	card->lapses += review->grade == FSRS_AGAIN;
	card->is_open = false;
	return 0;
}

/* Its beginning, without a part of a character at the end. */
static void shorten(char kept[static REMEMBER_ANSWER_MAX + 1], const char *answer)
{
	size_t len = strnlen(answer, REMEMBER_ANSWER_MAX);

	while (len > 0 && ((unsigned char)answer[len] & 0xc0) == 0x80)
		len--;
	memcpy(kept, answer, len);
	kept[len] = '\0';
}

int remember_question(struct service *service, const struct card_key *key,
	const struct quiz_grade *grade, const char *answer, struct card *ret_card)
{
	struct card_review review = {
		.grade = review_grade_question(grade->result),
		.result = quiz_result_name(grade->result),
		.credit = (uint32_t)grade->credit,
	};
	char kept[REMEMBER_ANSWER_MAX + 1];
	struct card card;
	int r = card_get(service->store, key, &card);

	if (answer) {
		shorten(kept, answer);
		review.answer = kept;
	}
	if (r >= 0)
		r = add_review(service, key, &card, &review, service_now_us());
	if (r >= 0)
		*ret_card = card;
	return r < 0 ? r : 0;
}

/* When the review that a pass ends was begun: by REVIEW, or by a round that is younger than the
 * last review. ret_begun_us: 0 when none was. As the store says. */
static int find_begin(struct service *service, const struct card_key *key, const struct card *card,
	int64_t *ret_begun_us)
{
	struct practice practice;
	int r;

	*ret_begun_us = card->begun_us;
	if (card->begun_us != 0)
		return 0;
	r = practice_get(service->store, key->learner, key->lesson, &practice);
	if (r > 0 && practice.started_us > card->memory.last_us)
		*ret_begun_us = practice.started_us;
	return r < 0 ? r : 0;
}

static int review_step(struct service *service, const struct card_key *key, struct card *card,
	int64_t since_us, int64_t attempt)
{
	struct card_review review = {
		.result = "pass", .credit = QUIZ_CREDIT_FULL, .attempt = attempt
	};
	int r = card_count_trouble(service->store, key, since_us, &review.fails, &review.hints);

	if (r < 0)
		return r;
	review.grade = review_grade_step(review.fails, review.hints);
	return add_review(service, key, card, &review, service_now_us());
}

int remember_step(struct service *service, int64_t learner, const struct lesson *lesson,
	const struct step *step, int64_t attempt)
{
	const struct card_key key = { learner, lesson->id, CARD_STEP, step->name };
	const struct card_when when = remember_when(service_now_us());
	int64_t begun_us = 0;
	struct card card;
	int r;

	if (step->is_example)
		return 0;
	r = card_get(service->store, &key, &card);
	if (r < 0)
		return r;
	if (card.reviews == 0)
		return review_step(service, &key, &card, 0, attempt);
	r = find_begin(service, &key, &card, &begun_us);
	if (r < 0 || begun_us == 0 || !remember_is_due(&card, &when))
		return r;
	return review_step(service, &key, &card, begun_us - 1, attempt);
}

bool remember_is_reviewed(
	struct service *service, int64_t learner, const char *lesson, const char *step)
{
	const struct card_key key = { learner, lesson, CARD_STEP, step };
	struct card card;

	return card_get(service->store, &key, &card) > 0 && card.begun_us != 0;
}
