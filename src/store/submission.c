/* SPDX-License-Identifier: MIT */
#include "store/submission.h"

#include "base/file.h"
#include "store/query.h"
#include "store/statements.h"

#include <sha2.h>
#include <string.h>

enum { SUBMISSION_INSERT_BLOB, SUBMISSION_INSERT_FILE, SUBMISSION_FILES };

/* clang-format off */
static const char *const submission_sql[] = {
	[SUBMISSION_INSERT_BLOB] =
		"INSERT INTO blob (hash, data) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING",
	[SUBMISSION_INSERT_FILE] =
		"INSERT INTO attempt_file (attempt, position, name, hash, executable)"
		" VALUES (?, ?, ?, ?, ?)",
	[SUBMISSION_FILES] =
		"SELECT f.name, f.executable, f.hash, b.data FROM attempt_file AS f"
		" LEFT JOIN blob AS b ON b.hash = f.hash WHERE f.attempt = ? ORDER BY f.position",
};
/* clang-format on */
const struct statement_list submission_statements = { submission_sql, ARRAY_SIZE(submission_sql) };

struct hash {
	uint8_t bytes[SHA256_DIGEST_LENGTH];
};

static struct hash get_hash(const void *data, size_t len)
{
	SHA2_CTX context;
	struct hash hash;

	SHA256Init(&context);
	SHA256Update(&context, data, len);
	SHA256Final(hash.bytes, &context);
	return hash;
}

/*
 * The same name, or one would have to be a folder for the other to exist: what job_add_file()
 * refuses must not be acknowledged here.
 */
static bool names_collide(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len == b_len)
		return memcmp(a, b, a_len) == 0;
	return a_len < b_len ? b[a_len] == '/' && memcmp(a, b, a_len) == 0
			     : a[b_len] == '/' && memcmp(a, b, b_len) == 0;
}

int submission_check(struct store *store, const struct job_file *files, size_t n_files)
{
	size_t bytes = 0;

	if (n_files > JOB_FILES_MAX)
		return database_refuse(
			store, -E2BIG, "a submission of more than %d files", JOB_FILES_MAX);
	for (size_t i = 0; i < n_files; i++) {
		if (!file_name_is_safe(files[i].name))
			return database_refuse(store, -EINVAL,
				"file %zu of the submission has an unsafe name", i + 1);
		for (size_t j = 0; j < i; j++)
			if (names_collide(files[i].name, files[j].name))
				return database_refuse(store, -EEXIST,
					"the submission has '%.64s' twice", files[i].name);
		if (files[i].len > JOB_BYTES_MAX || bytes + files[i].len > JOB_BYTES_MAX)
			return database_refuse(
				store, -E2BIG, "a submission of more than %d bytes", JOB_BYTES_MAX);
		bytes += files[i].len;
	}
	return 0;
}

static int insert_blob(struct store *store, const struct hash *hash, const struct job_file *file)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_SUBMISSION, SUBMISSION_INSERT_BLOB);

	query_bind_bytes(&query, hash->bytes, sizeof(hash->bytes));
	query_bind_bytes(&query, file->data, file->len);
	return query_run(&query);
}

static int insert_file(
	struct store *store, int64_t attempt, size_t position, const struct job_file *file)
{
	struct hash hash = get_hash(file->data, file->len);
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_SUBMISSION, SUBMISSION_INSERT_FILE);
	int r = insert_blob(store, &hash, file);

	if (r < 0)
		return r;
	query_bind_i64(&query, attempt);
	query_bind_i64(&query, (int64_t)position);
	query_bind_text(&query, file->name);
	query_bind_bytes(&query, hash.bytes, sizeof(hash.bytes));
	query_bind_i64(&query, file->executable);
	return query_run(&query);
}

int submission_insert(
	struct store *store, int64_t attempt, const struct job_file *files, size_t n_files)
{
	for (size_t i = 0; i < n_files; i++) {
		int r = insert_file(store, attempt, i, &files[i]);

		if (r < 0)
			return r;
	}
	return 0;
}

static int add_row(const struct query *query, int64_t attempt, struct job *job)
{
	char name[FILE_NAME_MAX_BYTES + 1];
	const void *hash = sqlite3_column_blob(query->statement, 2);
	bool is_whole = hash && sqlite3_column_bytes(query->statement, 2) == SHA256_DIGEST_LENGTH;
	const void *data = sqlite3_column_blob(query->statement, 3);
	size_t len = (size_t)sqlite3_column_bytes(query->statement, 3);
	struct hash actual;
	int r = query_copy_text(query, 0, name, sizeof(name));

	if (r < 0)
		return r;
	if (!data && sqlite3_errcode(query->store->db) == SQLITE_NOMEM)
		return database_failed(query->store, SQLITE_NOMEM);
	actual = get_hash(data ? data : "", len);
	if (!is_whole || memcmp(hash, actual.bytes, sizeof(actual.bytes)) != 0)
		return database_refuse(query->store, -EUCLEAN,
			"file '%.64s' of attempt %lld is damaged", name, (long long)attempt);
	r = job_add_file(job, name, data ? data : "", len, query_i64(query, 1) != 0);
	return r < 0 ? database_refuse(query->store, r, "file '%.64s' of attempt %lld: %s", name,
			       (long long)attempt, strerrordesc_np(-r))
		     : 0;
}

int submission_load(struct store *store, int64_t attempt, struct job *job)
{
	_cleanup_query_ struct query query =
		query_start(store, STATEMENTS_SUBMISSION, SUBMISSION_FILES);
	int r;

	query_bind_i64(&query, attempt);
	while ((r = query_next(&query)) > 0) {
		r = add_row(&query, attempt, job);
		if (r < 0)
			return r;
	}
	return r;
}
