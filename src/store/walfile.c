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
#include <unistd.h>

#define WAL_MAGIC 0x377f0682U /* or one more */

enum { WAL_WORDS = 8, WAL_SUMMED = 6 };

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
