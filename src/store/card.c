/* SPDX-License-Identifier: MIT */
#include "store/card.h"

#include "store/query.h"
#include "store/statements.h"

#include <string.h>

enum {
	CARD_FIND,
	CARD_INSERT,
	CARD_UPDATE,
	CARD_OPEN,
	CARD_BEGIN,
	CARD_LOG,
	CARD_DUE,
	CARD_NEXT_DUE,
	CARD_TROUBLE,
	CARD_NEXT_LOG,
	CARD_ALL,
};

/* clang-format off */
#define CARD_COLUMNS \
	"SELECT id, lesson, kind, name, state, step, stability, difficulty, last_us, due_us," \
	" reviews, lapses, answer IS NOT NULL, begun_us FROM card "
/* A card that counts in days is due from the beginning of its day. */
#define IS_DUE "(due_us <= ?2 OR (state = 'review' AND due_us < ?3))"

static const char *const card_sql[] = {
	[CARD_FIND] =
		CARD_COLUMNS "WHERE learner = ? AND lesson = ? AND kind = ? AND name = ?",
	[CARD_INSERT] =
		"INSERT OR IGNORE INTO card (learner, lesson, kind, name, created_us)"
		" VALUES (?, ?, ?, ?, ?)",
	[CARD_UPDATE] =
		"UPDATE card SET state = ?5, step = ?6, stability = ?7, difficulty = ?8, last_us = ?9,"
		" due_us = ?10, reviews = reviews + 1, lapses = lapses + ?11, answer = NULL,"
		" begun_us = NULL"
		" WHERE learner = ?1 AND lesson = ?2 AND kind = ?3 AND name = ?4",
	[CARD_OPEN] =
		"UPDATE card SET answer = ?5"
		" WHERE learner = ?1 AND lesson = ?2 AND kind = ?3 AND name = ?4",
	[CARD_BEGIN] =
		"UPDATE card SET begun_us = ?5"
		" WHERE learner = ?1 AND lesson = ?2 AND kind = ?3 AND name = ?4 AND reviews > 0",
	[CARD_LOG] =
		"INSERT INTO review (card, at_us, grade, model, retention, state, stability,"
		" difficulty, due_us, result, credit, fails, hints, attempt, answer)"
		" SELECT id, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
		" ifnull(?18, answer) FROM card"
		" WHERE learner = ?1 AND lesson = ?2 AND kind = ?3 AND name = ?4",
	[CARD_DUE] =
		CARD_COLUMNS "WHERE learner = ?1 AND due_us <= max(?2, ?3) AND reviews > 0"
		" AND " IS_DUE " ORDER BY due_us, id LIMIT ?4",
	[CARD_NEXT_DUE] =
		"SELECT min(due_us) FROM card WHERE learner = ?1 AND due_us > ?2 AND reviews > 0"
		" AND NOT " IS_DUE,
	[CARD_TROUBLE] =
		"SELECT (SELECT count(*) FROM attempt WHERE learner = ?1 AND lesson = ?2 AND step = ?3"
		"  AND state = 'done' AND verdict NOT IN ('pass', 'internal', 'skipped')"
		"  AND submitted_us > ?4),"
		" (SELECT count(*) FROM hint AS h JOIN practice AS p ON h.practice = p.id"
		"  WHERE p.learner = ?1 AND p.lesson = ?2 AND h.step = ?3 AND h.taken_us > ?4)",
	[CARD_NEXT_LOG] =
		"SELECT r.id, r.at_us, r.attempt, r.grade, r.model, r.stability, r.difficulty,"
		" r.retention, r.fails, r.hints, r.credit"
		" FROM review AS r JOIN card AS c ON r.card = c.id"
		" WHERE c.learner = ? AND c.lesson = ? AND c.kind = ? AND c.name = ? AND r.id > ?"
		" ORDER BY r.id LIMIT 1",
	[CARD_ALL] =
		CARD_COLUMNS "WHERE learner = ?1 AND reviews > 0 LIMIT ?2",
};
/* clang-format on */
const struct statement_list card_statements = { card_sql, ARRAY_SIZE(card_sql) };

static const char *const KINDS[] = { "question", "step" };
_Static_assert(ARRAY_SIZE(KINDS) == CARD_KIND_COUNT, "a name a kind");

const char *card_kind_name(enum card_kind kind)
{
	return (unsigned)kind < CARD_KIND_COUNT ? KINDS[kind] : "unknown";
}

static void bind_key(struct query *query, const struct card_key *key)
{
	query_bind_i64(query, key->learner);
	query_bind_text(query, key->lesson);
	query_bind_text(query, card_kind_name(key->kind));
	query_bind_text(query, key->name);
}

static int check_key(struct store *store, const struct card_key *key)
{
	if (strlen(key->lesson) > PRACTICE_LESSON_MAX || strlen(key->name) > CARD_NAME_MAX)
		return database_refuse(
			store, -ENAMETOOLONG, "the lesson's or card's name is too long");
	return 0;
}

static int read_names(const struct query *query, struct card *card)
{
	char kind[16], state[16];
	int r = query_copy_text(query, 1, card->lesson, sizeof(card->lesson));

	if (r == 0)
		r = query_copy_text(query, 2, kind, sizeof(kind));
	if (r == 0)
		r = query_copy_text(query, 3, card->name, sizeof(card->name));
	if (r == 0)
		r = query_copy_text(query, 4, state, sizeof(state));
	if (r < 0)
		return r;
	card->kind = strcmp(kind, KINDS[CARD_STEP]) == 0 ? CARD_STEP : CARD_QUESTION;
	if (fsrs_state_from_name(state, &card->memory.state) < 0)
		return database_refuse(
			query->store, -EUCLEAN, "the file is damaged: a card in state '%s'", state);
	return 0;
}

/* The row that the query stands at. */
static int read_card(const struct query *query, struct card *ret_card)
{
	struct card card = {
		.id = query_i64(query, 0),
		.memory = { .step = query_u32(query, 5),
			.stability = query_double(query, 6),
			.difficulty = query_double(query, 7),
			.last_us = query_i64(query, 8),
			.due_us = query_i64(query, 9) },
		.reviews = query_u32(query, 10),
		.lapses = query_u32(query, 11),
		.is_open = query_i64(query, 12) != 0,
		.begun_us = query_i64(query, 13),
	};
	int r = read_names(query, &card);

	if (r == 0 && card.reviews > 0 &&
		!(card.memory.stability > 0 && card.memory.difficulty >= 1))
		r = database_refuse(
			query->store, -EUCLEAN, "the file is damaged: a card without a memory");
	if (r == 0)
		*ret_card = card;
	return r;
}

int card_get(struct store *store, const struct card_key *key, struct card *ret_card)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_FIND);
	int r;

	bind_key(&query, key);
	r = query_next(&query);
	if (r == 0)
		*ret_card = (struct card){ .kind = key->kind };
	if (r <= 0)
		return r;
	r = read_card(&query, ret_card);
	return r < 0 ? r : 1;
}

static int ensure(struct store *store, const struct card_key *key, int64_t now_us)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_INSERT);

	bind_key(&query, key);
	query_bind_i64(&query, now_us);
	return query_run(&query);
}

static int insert_log(
	struct store *store, const struct card_key *key, const struct card_review *review)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_LOG);
	const struct fsrs_memory *memory = &review->memory;

	bind_key(&query, key);
	query_bind_i64(&query, memory->last_us);
	query_bind_i64(&query, review->grade);
	query_bind_text(&query, FSRS_MODEL);
	query_bind_double(&query, review->retention);
	query_bind_text(&query, fsrs_state_name(memory->state));
	query_bind_double(&query, memory->stability);
	query_bind_double(&query, memory->difficulty);
	query_bind_i64(&query, memory->due_us);
	query_bind_text(&query, review->result);
	query_bind_i64(&query, review->credit);
	query_bind_i64(&query, review->fails);
	query_bind_i64(&query, review->hints);
	if (review->attempt > 0)
		query_bind_i64(&query, review->attempt);
	else
		query_bind_text(&query, NULL);
	query_bind_text(&query, review->answer);
	return query_run(&query);
}

static int update(struct store *store, const struct card_key *key, const struct card_review *review)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_UPDATE);
	const struct fsrs_memory *memory = &review->memory;

	bind_key(&query, key);
	query_bind_text(&query, fsrs_state_name(memory->state));
	query_bind_i64(&query, memory->step);
	query_bind_double(&query, memory->stability);
	query_bind_double(&query, memory->difficulty);
	query_bind_i64(&query, memory->last_us);
	query_bind_i64(&query, memory->due_us);
	query_bind_i64(&query, review->grade == FSRS_AGAIN);
	return query_run(&query);
}

static int add_review(
	struct store *store, const struct card_key *key, const struct card_review *review)
{
	int r = ensure(store, key, review->memory.last_us);

	if (r == 0)
		r = insert_log(store, key, review);
	return r < 0 ? r : update(store, key, review);
}

int card_add_review(
	struct store *store, const struct card_key *key, const struct card_review *review)
{
	int r = check_key(store, key);

	if (r == 0 && (review->grade < FSRS_AGAIN || review->grade > FSRS_EASY ||
			      review->memory.state == FSRS_NEW))
		r = database_refuse(store, -EINVAL, "a review without a grade or memory");
	if (r == 0 && review->answer && strlen(review->answer) > CARD_ANSWER_MAX)
		r = database_refuse(
			store, -E2BIG, "an answer of more than %d bytes", CARD_ANSWER_MAX);
	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r : database_end_write(store, add_review(store, key, review));
}

static int set_open(
	struct store *store, const struct card_key *key, const char *answer, int64_t now_us)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_OPEN);
	int r = ensure(store, key, now_us);

	if (r < 0)
		return r;
	bind_key(&query, key);
	query_bind_text(&query, answer);
	return query_run(&query);
}

int card_set_open(
	struct store *store, const struct card_key *key, const char *answer, int64_t now_us)
{
	int r = check_key(store, key);

	if (r == 0 && strlen(answer) > CARD_ANSWER_MAX)
		r = database_refuse(
			store, -E2BIG, "an answer of more than %d bytes", CARD_ANSWER_MAX);
	if (r == 0)
		r = database_begin_write(store);
	return r < 0 ? r : database_end_write(store, set_open(store, key, answer, now_us));
}

static int begin_review(struct store *store, const struct card_key *key, int64_t now_us)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_BEGIN);
	int r;

	bind_key(&query, key);
	query_bind_i64(&query, now_us);
	r = query_run(&query);
	if (r == 0 && sqlite3_changes(store->db) == 0)
		r = database_refuse(store, -ENOENT, "there is nothing to review");
	return r;
}

int card_begin_review(struct store *store, const struct card_key *key, int64_t now_us)
{
	int r = database_begin_write(store);

	return r < 0 ? r : database_end_write(store, begin_review(store, key, now_us));
}

static int each_card(struct query *query, card_callback callback, void *userdata)
{
	int r;

	while ((r = query_next(query)) > 0) {
		struct card card;

		r = read_card(query, &card);
		if (r == 0)
			r = callback(userdata, &card);
		if (r != 0)
			return r;
	}
	return r;
}

int card_each_due(struct store *store, int64_t learner, const struct card_when *when,
	uint32_t limit, card_callback callback, void *userdata)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_DUE);

	query_bind_i64(&query, learner);
	query_bind_i64(&query, when->now_us);
	query_bind_i64(&query, when->day_end_us);
	query_bind_i64(&query, limit);
	return each_card(&query, callback, userdata);
}

int card_each(struct store *store, int64_t learner, card_callback callback, void *userdata)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_ALL);

	query_bind_i64(&query, learner);
	query_bind_i64(&query, CARD_EACH_MAX);
	return each_card(&query, callback, userdata);
}

int card_next_due(
	struct store *store, int64_t learner, const struct card_when *when, int64_t *ret_due_us)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_NEXT_DUE);
	int r;

	query_bind_i64(&query, learner);
	query_bind_i64(&query, when->now_us);
	query_bind_i64(&query, when->day_end_us);
	r = query_next(&query);
	if (r <= 0 || query_is_null(&query, 0))
		return r < 0 ? r : 0;
	*ret_due_us = query_i64(&query, 0);
	return 1;
}

int card_count_trouble(struct store *store, const struct card_key *key, int64_t since_us,
	uint32_t *ret_fails, uint32_t *ret_hints)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_TROUBLE);
	int r;

	query_bind_i64(&query, key->learner);
	query_bind_text(&query, key->lesson);
	query_bind_text(&query, key->name);
	query_bind_i64(&query, since_us);
	r = query_next(&query);
	if (r == 0)
		return database_refuse(store, -EUCLEAN, "no answer to a count");
	if (r < 0)
		return r;
	*ret_fails = query_u32(&query, 0);
	*ret_hints = query_u32(&query, 1);
	return 0;
}

static int read_entry(struct store *store, const struct card_key *key, int64_t *last,
	struct card_entry *ret_entry)
{
	_cleanup_query_ struct query query = query_start(store, STATEMENTS_CARD, CARD_NEXT_LOG);
	int r;

	bind_key(&query, key);
	query_bind_i64(&query, *last);
	r = query_next(&query);
	if (r <= 0)
		return r;
	*last = query_i64(&query, 0);
	*ret_entry = (struct card_entry){
		.at_us = query_i64(&query, 1),
		.attempt = query_i64(&query, 2),
		.grade = (enum fsrs_grade)query_i64(&query, 3),
		.stability = query_double(&query, 5),
		.difficulty = query_double(&query, 6),
		.retention = query_double(&query, 7),
		.fails = query_u32(&query, 8),
		.hints = query_u32(&query, 9),
		.credit = query_u32(&query, 10),
	};
	r = query_copy_text(&query, 4, ret_entry->model, sizeof(ret_entry->model));
	return r < 0 ? r : 1;
}

int card_each_review(struct store *store, const struct card_key *key, card_entry_callback callback,
	void *userdata)
{
	struct card_entry entry;
	int64_t last = 0;
	int r;

	while ((r = read_entry(store, key, &last, &entry)) > 0) {
		r = callback(userdata, &entry);
		if (r != 0)
			return r;
	}
	return r;
}
