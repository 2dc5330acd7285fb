/* SPDX-License-Identifier: MIT */
/*
 * The header is eight big-endian words: magic (its lowest bit: the checksum's byte order), version,
 * page size, sequence, two salts, two sums of what stands before them. As in "WAL File Format" of
 * https://www.sqlite.org/fileformat2.html, section 4.
 */
#include "store/walfile.h"

#include "base/cleanup.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define WAL_MAGIC 0x377f0682U /* or one more */

enum { WAL_WORDS = 8, WAL_SUMMED = 6 };

/* Pages after which the log is written back, as SQLite does by itself; and by which it is when nobody tidies. */
enum { BACK_PAGES = 1000, BACK_PAGES_LATE = 2000 };
enum {
	LOG_HEADER_BYTES = 32, FRAME_HEADER_BYTES = 24, /* as in section 4.1 and 4.2 there */
	PAGE_BYTES = 4096, /* SQLite's own choice; another one is only a worse guess */
	ROOM_BYTES = 256 * 1024, /* some eight attempts */
	ROOM_STEP = 512 * 1024,
	ROOM_MAX = 4 * 1024 * 1024, /* the log's length after BACK_PAGES, and journal_size_limit */
	ZEROS_BYTES = 64 * 1024,
};
#define DISK_FREE_MIN (64ULL * 1024 * 1024) /* a disk with less has better uses for it */

static bool is_sound(const uint32_t raw[static WAL_WORDS])
{
	uint32_t magic = be32toh(raw[0]), sums[2] = { 0, 0 };

	if ((magic & ~1U) != WAL_MAGIC)
		return false;
	for (int i = 0; i < WAL_SUMMED; i += 2) {
		sums[0] += (magic & 1 ? be32toh(raw[i]) : le32toh(raw[i])) + sums[1];
		sums[1] += (magic & 1 ? be32toh(raw[i + 1]) : le32toh(raw[i + 1])) + sums[0];
	}
	return sums[0] == be32toh(raw[6]) && sums[1] == be32toh(raw[7]);
}

int walfile_check(struct store *store, const char *path)
{
	static const uint32_t zeros[WAL_WORDS];
	uint32_t raw[WAL_WORDS];
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return errno == ENOENT ? 0 : database_refuse(store, -errno, "its log (-wal): %m");
	if (read(fd, raw, sizeof(raw)) < (ssize_t)sizeof(raw))
		return 0;
	if (memcmp(raw, zeros, sizeof(raw)) == 0 || is_sound(raw))
		return 0;
	return database_refuse(store, -EUCLEAN, "its log (-wal) is damaged");
}

static int on_commit(void *userdata, sqlite3 *db, const char *name, int pages)
{
	struct store *store = userdata;

	store->log_pages = pages;
	if (pages >= BACK_PAGES_LATE)
		(void)sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

/* It takes the place of SQLite's own, which writes the log back within a commit. */
void walfile_follow(struct store *store)
{
	(void)sqlite3_wal_hook(store->db, on_commit, store);
}

static bool has_space(const struct store *store)
{
	struct statvfs disk;

	return statvfs(store->path, &disk) == 0 &&
	       (unsigned long long)disk.f_bavail * disk.f_frsize >= DISK_FREE_MIN;
}

static int extend(sqlite3_file *file, sqlite3_int64 from, sqlite3_int64 to)
{
	static const char zeros[ZEROS_BYTES];
	int code = SQLITE_OK;

	for (; code == SQLITE_OK && from < to; from += ZEROS_BYTES)
		code = file->pMethods->xWrite(
			file, zeros, to - from < ZEROS_BYTES ? (int)(to - from) : ZEROS_BYTES, from);
	return code == SQLITE_OK ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : code;
}

static void make_room(struct store *store)
{
	sqlite3_int64 size = 0, used;
	sqlite3_file *file = NULL;

	used = LOG_HEADER_BYTES + (sqlite3_int64)store->log_pages * (PAGE_BYTES + FRAME_HEADER_BYTES);
	if (store->has_no_room || used + ROOM_BYTES <= store->log_bytes || store->log_bytes >= ROOM_MAX)
		return;
	if (sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK ||
		!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
		return;
	if (size < ROOM_MAX && size < used + ROOM_BYTES) {
		store->has_no_room = !has_space(store) || extend(file, size, size + ROOM_STEP) != SQLITE_OK;
		size += ROOM_STEP;
	}
	store->log_bytes = size;
}

void walfile_tidy(struct store *store)
{
	if (store->log_pages == 0 || store->dirty)
		return;
	if (store->log_pages >= BACK_PAGES)
		(void)sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	make_room(store);
	store->log_pages = 0;
}
