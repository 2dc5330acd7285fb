/* SPDX-License-Identifier: MIT */
#include "ctl/starter.h"

#include <string.h>

void starter_done(struct starter *starter)
{
	for (size_t i = 0; i < starter->names.count; i++)
		buffer_done(&starter->contents[i]);
	free(starter->contents);
	starter->contents = NULL;
	strlist_done(&starter->names);
}

static int read_file(struct connection *connection, size_t *left, struct starter *starter)
{
	struct reply_token token;
	int r;

	r = connection_next(connection, &token);
	if (r < 0)
		return r;
	if (token.type != REPLY_TYPE_SIMPLE && token.type != REPLY_TYPE_BULK)
		return -EPROTO;
	starter->contents[starter->names.count] = (struct buffer){ 0 };
	r = strlist_add_n(&starter->names, token.data, token.len);
	if (r < 0)
		return r;
	r = connection_next(connection, &token);
	if (r < 0)
		return r;
	if (token.type != REPLY_TYPE_BULK)
		return -EPROTO;
	if (token.len > *left)
		return -E2BIG;
	*left -= token.len;
	return buffer_append(&starter->contents[starter->names.count - 1], token.data, token.len);
}

static int read_files(struct connection *connection, int64_t elements, struct starter *starter)
{
	size_t left = STARTER_BYTES_MAX;
	int r = 0;

	if (elements % 2 != 0)
		return -EPROTO;
	if (elements / 2 > STARTER_FILES_MAX)
		return -E2BIG;
	starter->contents = calloc((size_t)elements / 2 + 1, sizeof(struct buffer));
	if (!starter->contents)
		return -ENOMEM;
	for (int64_t i = 0; i < elements / 2 && r >= 0; i++)
		r = read_file(connection, &left, starter);
	return r;
}

int starter_fetch(struct ctl *ctl, const struct starter_query *query, struct starter *ret_starter)
{
	_cleanup_answer_ struct answer answer = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	struct reply_token token;
	int r;

	ask_word(&ask, "FILES");
	ask_word(&ask, query->lesson);
	ask_pair(&ask, "language", query->language);
	ask_pair(&ask, "step", query->step);
	ask_pair(&ask, "set", query->set);
	r = ctl_begin(ctl, &ask, &token);
	if (r != STATUS_OK)
		return r;
	if (token.type == REPLY_TYPE_ERROR) {
		r = answer_from_token(&token, &answer);
		return r < 0 ? ctl_fail_wire(ctl, r)
			     : ctl_fail_reply(ctl, answer.code, answer.message);
	}
	r = token.type == REPLY_TYPE_ARRAY ? read_files(&ctl->connection, token.number, ret_starter)
					   : -EPROTO;
	return r < 0 ? ctl_fail_wire(ctl, r) : STATUS_OK;
}
