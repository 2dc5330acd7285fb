/* SPDX-License-Identifier: MIT */
#include "daemon/variants.h"

#include "base/log.h"
#include "store/card.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* Whoever passed the step knows its plain cases. The card stays when the lesson is begun anew. */
static int is_wanted(const struct variants_wish *wish)
{
	const struct step *step = wish->spec->step;
	const struct card_key key = { wish->learner, wish->lesson->id, CARD_STEP, step->name };
	struct card card;
	int r;

	if (!step->generator)
		return 0;
	if (step->variants == VARIANTS_ALWAYS || wish->is_passed)
		return 1;
	r = card_get(wish->service->store, &key, &card);
	return r < 0 ? r : r > 0 && card.reviews > 0;
}

static int draw_seed(uint32_t *ret_seed)
{
	uint32_t seed;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed))
		return -EAGAIN;
	*ret_seed = seed > 0 ? seed : 1;
	return 0;
}

/* Without the generator's language there is no other data: a check with what is known is better
 * than none. */
int variants_draw(const struct variants_wish *wish, struct check_variant *ret_variant)
{
	const struct language_set *languages = wish->service->languages;
	struct check_variant variant = { 0 };
	int r = is_wanted(wish);

	if (r <= 0)
		return r;
	r = draw_seed(&variant.seed);
	if (r >= 0)
		r = jobspec_make_generator(wish->spec, languages, variant.seed, &variant.generator);
	if (r >= 0)
		r = jobspec_make_reference(
			wish->spec, wish->lesson, languages, &variant.reference);
	if (r == -ENOMEM || !variant.generator)
		check_variant_done(&variant);
	if (r == -ENOMEM)
		return r;
	if (!variant.generator)
		log_warning("%s, step %s: the plain cases are used, the generator can't be run: %s",
			wish->lesson->id, wish->spec->step->name,
			r == -ENOENT ? "its language is not here" : strerror(-r));
	*ret_variant = variant;
	return 0;
}
