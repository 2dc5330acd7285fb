/* SPDX-License-Identifier: MIT */
/*
 * Requests: the bytes are fed whole, in two pieces split at several points, and byte by byte, and
 * each time the parser must say the same. A corpus file is what a client sends.
 */
#include "fuzz.h"

#include "proto/request.h"

#include <string.h>

enum {
	SPLITS = 16, /* points tried; in an input of at most so many bytes, every point */
};

/* What the parser said, folded into one number (FNV-1a): any difference makes another one. */
struct outcome {
	uint64_t hash;
	size_t events;
	bool is_broken;
};

static void fold(struct outcome *outcome, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		outcome->hash = (outcome->hash ^ bytes[i]) * UINT64_C(1099511628211);
}

static void check_ready(const struct request *request)
{
	size_t total = 0;

	FUZZ_ASSERT(request->count > 0 && request->count <= WIRE_WORDS_MAX);
	for (size_t i = 0; i < request->count; i++) {
		FUZZ_ASSERT(request->words[i].data[request->words[i].len] == '\0');
		total += request->words[i].len;
	}
	FUZZ_ASSERT(total <= WIRE_REQUEST_MAX);
}

static void note(struct outcome *outcome, int status, const struct request *request)
{
	outcome->events++;
	fold(outcome, &status, sizeof(status));
	fold(outcome, &request->lf_only, sizeof(request->lf_only));
	if (status == REQUEST_READY) {
		check_ready(request);
		for (size_t i = 0; i < request->count; i++) {
			fold(outcome, &request->words[i].len, sizeof(request->words[i].len));
			fold(outcome, request->words[i].data, request->words[i].len);
		}
		return;
	}
	FUZZ_ASSERT(request->code < REPLY_CODES && request->message[0]);
	fold(outcome, &request->code, sizeof(request->code));
	fold(outcome, request->message, strlen(request->message));
	outcome->is_broken = status == REQUEST_BROKEN;
}

static void feed(
	struct request_parser *parser, const uint8_t *data, size_t size, struct outcome *outcome)
{
	const char *bytes = (const char *)data;

	while (size > 0 && !outcome->is_broken) {
		size_t used = SIZE_MAX;
		int status = request_parser_feed(parser, bytes, size, &used);

		FUZZ_ASSERT(status >= 0 && used <= size);
		FUZZ_ASSERT(used > 0 || status == REQUEST_BROKEN);
		FUZZ_ASSERT(status != REQUEST_MORE || used == size);
		if (status != REQUEST_MORE)
			note(outcome, status, &parser->request);
		bytes += used;
		size -= used;
	}
}

static struct outcome fed(const uint8_t *data, size_t size, size_t first, size_t step)
{
	struct request_parser parser = { 0 };
	struct outcome outcome = { .hash = UINT64_C(14695981039346656037) };
	size_t piece = first;
	bool is_midway;

	for (size_t at = 0; at < size && !outcome.is_broken; at += piece, piece = step) {
		if (piece > size - at)
			piece = size - at;
		feed(&parser, data + at, piece, &outcome);
		if (piece == size - at)
			break;
	}
	is_midway = request_parser_is_midway(&parser);
	fold(&outcome, &is_midway, sizeof(is_midway));
	request_parser_done(&parser);
	return outcome;
}

static bool is_same(const struct outcome *a, const struct outcome *b)
{
	return a->hash == b->hash && a->events == b->events && a->is_broken == b->is_broken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole = fed(data, size, size, size), pieces = fed(data, size, 1, 1);
	size_t stride = size > SPLITS ? size / SPLITS : 1;

	FUZZ_ASSERT(is_same(&whole, &pieces));
	for (size_t first = 1; first < size; first += stride) {
		pieces = fed(data, size, first, size);
		FUZZ_ASSERT(is_same(&whole, &pieces));
	}
	return 0;
}
