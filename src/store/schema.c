/* SPDX-License-Identifier: MIT */
/*
 * The tables. A step is passed when this round has an attempt of it that ended with `pass`; a
 * practice is active while it has a session without an end. Such things are counted from attempts,
 * sessions and hints; what would be dear to count, the attempts of a step, which somebody may make
 * a hundred thousand of, is counted when it changes, in the same transaction (tally).
 *
 * A round is what lies between two resets. Attempts and hints carry the number of the round in
 * which they were made, so a reset forgets them by beginning the next one, and an attempt that
 * was queued before it doesn't count after it.
 */
#include "store/schema.h"

#include <stdio.h>

/* clang-format off */
static const char first_schema[] =
	"CREATE TABLE learner ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" uid INTEGER NOT NULL UNIQUE CHECK (uid BETWEEN 0 AND 4294967295),"
	" name TEXT NOT NULL,"
	" created_us INTEGER NOT NULL);"

	"CREATE TABLE practice ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" learner INTEGER NOT NULL REFERENCES learner,"
	" lesson TEXT NOT NULL,"
	" language TEXT NOT NULL,"
	" round INTEGER NOT NULL DEFAULT 1 CHECK (round >= 1),"
	" started_us INTEGER NOT NULL," /* this round */
	" passed_us INTEGER,"
	" UNIQUE (learner, lesson));"

	/* From a start to its stop. The open one with the highest id is the learner's current practice. */
	"CREATE TABLE session ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" practice INTEGER NOT NULL REFERENCES practice,"
	" started_us INTEGER NOT NULL,"
	" ended_us INTEGER);"
	"CREATE INDEX session_of_practice ON session (practice, ended_us);"
	"CREATE UNIQUE INDEX session_open ON session (practice) WHERE ended_us IS NULL;"

	"CREATE TABLE hint ("
	" practice INTEGER NOT NULL REFERENCES practice,"
	" round INTEGER NOT NULL,"
	" step TEXT NOT NULL,"
	" number INTEGER NOT NULL CHECK (number >= 1),"
	" taken_us INTEGER NOT NULL,"
	" PRIMARY KEY (practice, round, step, number)) WITHOUT ROWID;"

	"CREATE TABLE attempt ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" learner INTEGER NOT NULL REFERENCES learner,"
	" lesson TEXT NOT NULL,"
	" step TEXT NOT NULL,"
	" language TEXT NOT NULL,"
	" round INTEGER NOT NULL,"
	" state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'canceled')),"
	" verdict TEXT,"
	" points INTEGER NOT NULL DEFAULT 0,"
	" max_points INTEGER NOT NULL,"
	" cases INTEGER NOT NULL,"
	" cases_passed INTEGER NOT NULL DEFAULT 0,"
	" reruns INTEGER NOT NULL DEFAULT 0,"
	" submitted_us INTEGER NOT NULL,"
	" started_us INTEGER,"
	" ended_us INTEGER,"
	" wall_us INTEGER NOT NULL DEFAULT 0,"
	" cpu_us INTEGER NOT NULL DEFAULT 0,"
	" memory_bytes INTEGER NOT NULL DEFAULT 0,"
	" output_bytes INTEGER NOT NULL DEFAULT 0," /* kept of its cases, see ATTEMPT_OUTPUT_KEPT */
	" CHECK (points BETWEEN 0 AND max_points),"
	" CHECK (cases_passed BETWEEN 0 AND cases),"
	" CHECK ((state IN ('done', 'canceled')) = (verdict IS NOT NULL)),"
	" CHECK ((state IN ('done', 'canceled')) = (ended_us IS NOT NULL)));"
	"CREATE INDEX attempt_of_learner ON attempt (learner);"
	"CREATE INDEX attempt_of_lesson ON attempt (learner, lesson);"
	"CREATE INDEX attempt_of_step ON attempt (learner, lesson, step, language);"
	"CREATE INDEX attempt_progress ON attempt"
	" (learner, lesson, round, step, state, verdict, points, ended_us, submitted_us);"
	"CREATE INDEX attempt_unfinished ON attempt (id) WHERE state IN ('queued', 'running');"

	"CREATE TABLE attempt_compiler ("
	" attempt INTEGER PRIMARY KEY REFERENCES attempt,"
	" text BLOB NOT NULL);"

	"CREATE TABLE attempt_case ("
	" attempt INTEGER NOT NULL REFERENCES attempt,"
	" position INTEGER NOT NULL,"
	" name TEXT NOT NULL,"
	" verdict TEXT NOT NULL,"
	" exit_status INTEGER NOT NULL,"
	" signal INTEGER NOT NULL,"
	" wall_us INTEGER NOT NULL,"
	" cpu_us INTEGER NOT NULL,"
	" memory_bytes INTEGER NOT NULL,"
	" stdout_total INTEGER NOT NULL,"
	" detail TEXT,"
	" stdout BLOB NOT NULL,"
	" stderr BLOB NOT NULL,"
	" PRIMARY KEY (attempt, position));"

	/* What was submitted: a file's bytes once, by their SHA-256, however often they are sent. */
	"CREATE TABLE blob ("
	" hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),"
	" data BLOB NOT NULL);"
	"CREATE TABLE attempt_file ("
	" attempt INTEGER NOT NULL REFERENCES attempt,"
	" position INTEGER NOT NULL,"
	" name TEXT NOT NULL,"
	" hash BLOB NOT NULL REFERENCES blob,"
	" executable INTEGER NOT NULL CHECK (executable IN (0, 1)),"
	" PRIMARY KEY (attempt, position),"
	" UNIQUE (attempt, name)) WITHOUT ROWID;";

/*
 * What a learner remembers, and the log of all reviews, from which a card's memory was made: the log is only ever added
 * to. Passes from before are no reviews: nobody graded them then.
 */
static const char second_schema[] =
	"CREATE TABLE card ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" learner INTEGER NOT NULL REFERENCES learner,"
	" lesson TEXT NOT NULL,"
	" kind TEXT NOT NULL CHECK (kind IN ('question', 'step')),"
	" name TEXT NOT NULL,"
	" created_us INTEGER NOT NULL,"
	" state TEXT NOT NULL DEFAULT 'new'"
	"  CHECK (state IN ('new', 'learning', 'review', 'relearning')),"
	" step INTEGER NOT NULL DEFAULT 0 CHECK (step >= 0)," /* of learning or relearning */
	" stability REAL,"
	" difficulty REAL,"
	" last_us INTEGER,"
	" due_us INTEGER,"
	" reviews INTEGER NOT NULL DEFAULT 0,"
	" lapses INTEGER NOT NULL DEFAULT 0,"
	" answer TEXT," /* an essay that is not graded yet */
	" UNIQUE (learner, lesson, kind, name),"
	" CHECK ((state = 'new') = (reviews = 0)),"
	" CHECK (reviews = 0 OR (stability > 0 AND difficulty BETWEEN 1 AND 10"
	"  AND last_us IS NOT NULL AND due_us IS NOT NULL)));"
	"CREATE INDEX card_due ON card (learner, due_us);"

	"CREATE TABLE review ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" card INTEGER NOT NULL REFERENCES card,"
	" at_us INTEGER NOT NULL,"
	/* What was known. */
	" grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),"
	" result TEXT NOT NULL,"
	" credit INTEGER NOT NULL," /* thousandths of a percent */
	" fails INTEGER NOT NULL,"
	" hints INTEGER NOT NULL,"
	" attempt INTEGER REFERENCES attempt,"
	" answer TEXT,"
	/* What the model made of it. */
	" model TEXT NOT NULL,"
	" retention REAL NOT NULL,"
	" state TEXT NOT NULL,"
	" stability REAL NOT NULL,"
	" difficulty REAL NOT NULL,"
	" due_us INTEGER NOT NULL);"
	"CREATE INDEX review_of_card ON review (card, id);";

/*
 * What was done when, by a learner: indices for it, and the days that were counted already, which
 * are many attempts each for a busy learner. A day is the host's, as it was when it was counted.
 */
static const char third_schema[] =
	"CREATE TABLE activity ("
	" learner INTEGER NOT NULL REFERENCES learner,"
	" day INTEGER NOT NULL," /* since the epoch, by the calendar */
	" until_us INTEGER NOT NULL," /* when it ended */
	" attempts INTEGER NOT NULL CHECK (attempts >= 0),"
	" passed INTEGER NOT NULL CHECK (passed >= 0),"
	" reviews INTEGER NOT NULL CHECK (reviews >= 0),"
	" active_us INTEGER NOT NULL CHECK (active_us >= 0),"
	" PRIMARY KEY (learner, day)) WITHOUT ROWID;"
	"CREATE INDEX attempt_by_time ON attempt (learner, submitted_us);"
	"CREATE INDEX card_by_time ON card (learner, last_us);"
	"CREATE INDEX review_by_time ON review (card, at_us);"
	"CREATE INDEX hint_by_time ON hint (practice, taken_us);"
	"CREATE INDEX session_by_time ON session (practice, started_us);";

/*
 * What one learner's many attempts and practices made dear to read: attempts counted by step, the open session that began
 * last found by its learner. And a word of the client's own for an attempt, so that it can't be made twice.
 */
static const char fourth_schema[] =
	"CREATE TABLE tally ("
	" learner INTEGER NOT NULL REFERENCES learner,"
	" lesson TEXT NOT NULL,"
	" round INTEGER NOT NULL,"
	" step TEXT NOT NULL,"
	" attempts INTEGER NOT NULL CHECK (attempts >= 0)," /* but for canceled and internal ones */
	" points INTEGER," /* the best that passed */
	" passed_us INTEGER," /* the first that passed */
	" last_us INTEGER NOT NULL," /* submitted last */
	" PRIMARY KEY (learner, lesson, round, step),"
	" CHECK ((points IS NULL) = (passed_us IS NULL))) WITHOUT ROWID;"
	"INSERT INTO tally SELECT learner, lesson, round, step, sum(state <> 'canceled' AND verdict IS NOT 'internal'),"
	" max(CASE WHEN state = 'done' AND verdict = 'pass' THEN points END),"
	" min(CASE WHEN state = 'done' AND verdict = 'pass' THEN ended_us END), max(submitted_us)"
	" FROM attempt GROUP BY learner, lesson, round, step;"

	"DROP INDEX attempt_progress;"
	"DROP INDEX attempt_of_step;"
	"CREATE INDEX attempt_of_step ON attempt (learner, lesson, step, id, state, language);"
	"CREATE INDEX attempt_since ON attempt (learner, lesson, step, submitted_us, state, verdict);"

	"ALTER TABLE attempt ADD COLUMN token TEXT;"
	"CREATE UNIQUE INDEX attempt_of_token ON attempt (learner, token) WHERE token IS NOT NULL;"

	"CREATE INDEX practice_of_learner ON practice (learner, id);"
	"ALTER TABLE session ADD COLUMN learner INTEGER REFERENCES learner;"
	"UPDATE session SET learner = (SELECT learner FROM practice WHERE id = session.practice);"
	"CREATE INDEX session_current ON session (learner, id) WHERE ended_us IS NULL;";

/*
 * The session of a day: when it was begun and how long was worked on it, which can't be counted from
 * what was handed in. What was reached in it can. And of a step that comes back: when its review was
 * begun, for what comes before that is another matter.
 */
static const char fifth_schema[] =
	"CREATE TABLE today ("
	" learner INTEGER NOT NULL REFERENCES learner,"
	" ends_us INTEGER NOT NULL," /* the end of its day */
	" begun_us INTEGER NOT NULL,"
	" last_us INTEGER NOT NULL," /* something was done */
	" active_us INTEGER NOT NULL CHECK (active_us >= 0),"
	" minutes INTEGER NOT NULL CHECK (minutes >= 1)," /* that are wished */
	" PRIMARY KEY (learner, ends_us)) WITHOUT ROWID;"
	"ALTER TABLE card ADD COLUMN begun_us INTEGER;";

/* The data that an attempt got instead of the plain cases of its step (attempt_variant.h). */
static const char variant_schema[] =
	"CREATE TABLE attempt_variant ("
	" attempt INTEGER PRIMARY KEY REFERENCES attempt,"
	" seed INTEGER NOT NULL CHECK (seed BETWEEN 1 AND 4294967295),"
	" cases BLOB,"
	" problem TEXT);";

/* An attempt that did not pass may have earned a part of the points. */
static const char score_schema[] =
	"ALTER TABLE tally ADD COLUMN best INTEGER NOT NULL DEFAULT 0;"
	"UPDATE tally SET best = ifnull(points, 0);";
/* clang-format on */

const char *const schema_migrations[] = {
	first_schema,
	second_schema,
	third_schema,
	fourth_schema,
	fifth_schema,
	variant_schema,
	score_schema,
};
const size_t schema_migrations_count = ARRAY_SIZE(schema_migrations);

int schema_check(struct store *store, size_t newest)
{
	int64_t id = 0, version = 0, tables = 0;
	int r = database_get_number(store, "PRAGMA application_id", &id);

	if (r == 0)
		r = database_get_number(store, "PRAGMA user_version", &version);
	if (r == 0)
		r = database_get_number(store, "SELECT count(*) FROM sqlite_master", &tables);
	if (r < 0)
		return r;
	if (id == 0 && version == 0 && tables == 0)
		return 0; /* just made */
	if (id != SCHEMA_APPLICATION_ID)
		return database_refuse(store, -EUCLEAN, "the database belongs to another program");
	if (version < 1)
		return database_refuse(
			store, -EUCLEAN, "the database is damaged: it has no schema version");
	if ((uint64_t)version > newest)
		return database_refuse(store, -EPROTONOSUPPORT,
			"schema version %lld was written by a newer practiced; this one knows up "
			"to %zu",
			(long long)version, newest);
	return 0;
}

static int upgrade_step(struct store *store, const char *sql, size_t version)
{
	char stamp[128];
	int r = database_execute(store, sql);

	(void)snprintf(stamp, sizeof(stamp),
		"PRAGMA application_id = %d; PRAGMA user_version = %zu", SCHEMA_APPLICATION_ID,
		version);
	if (r == 0)
		r = database_execute(store, stamp);
	return r;
}

int schema_upgrade(struct store *store, const char *const *migrations, size_t count)
{
	int64_t version = 0;
	int r = database_get_number(store, "PRAGMA user_version", &version);

	if (r < 0)
		return r;
	for (size_t i = (size_t)version; i < count; i++) {
		r = database_begin_write(store);
		if (r < 0)
			return r;
		r = database_end_write(store, upgrade_step(store, migrations[i], i + 1));
		if (r == 0)
			r = database_commit(store);
		if (r < 0) {
			database_rollback(store);
			return r;
		}
	}
	return 0;
}
