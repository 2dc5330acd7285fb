/* SPDX-License-Identifier: MIT */
/*
 * What a push-style parser makes of its input must not depend on where the input was split. The
 * transcript of the whole is compared with that of every split in two, and of single bytes.
 */
#pragma once

#include "unit.h"

#include "base/cleanup.h"

#define PIECES_SPLITS_MAX 4096 /* bytes; longer inputs are not split everywhere */

/* The transcript of `first` bytes and then `step` at a time; the caller frees. */
typedef char *(*pieces_transcribe)(const char *bytes, size_t len, size_t first, size_t step);

/* The caller frees. */
static inline char *pieces_transcript(pieces_transcribe transcribe, const char *bytes, size_t len)
{
	char *whole = transcribe(bytes, len, len, len);

	for (size_t first = 1; first < len && len <= PIECES_SPLITS_MAX; first++) {
		_cleanup_free_ char *split = transcribe(bytes, len, first, len);

		assert_string_equal(split, whole);
	}
	_cleanup_free_ char *bytewise = transcribe(bytes, len, 1, 1);

	assert_string_equal(bytewise, whole);
	return whole;
}
