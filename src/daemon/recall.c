/* SPDX-License-Identifier: MIT */
#include "daemon/recall.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t entry_bytes(const struct recall_entry *entry)
{
	return sizeof(*entry) + strlen(entry->key) + 1 + entry->len;
}

static void forget(struct recall *recall, struct recall_entry *entry)
{
	TAILQ_REMOVE(&recall->entries, entry, entry);
	recall->bytes -= entry_bytes(entry);
	free(entry->key);
	free(entry->text);
	free(entry);
}

void recall_init(struct recall *recall)
{
	TAILQ_INIT(&recall->entries);
	recall->bytes = 0;
}

void recall_done(struct recall *recall)
{
	struct recall_entry *entry;

	while ((entry = TAILQ_FIRST(&recall->entries)))
		forget(recall, entry);
}

static struct recall_entry *find(const struct recall *recall, const char *key)
{
	struct recall_entry *entry;

	TAILQ_FOREACH(entry, &recall->entries, entry)
	{
		if (strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

const struct recall_entry *recall_get(const struct recall *recall, const char *key)
{
	return find(recall, key);
}

static struct recall_entry *entry_new(const char *key, const char *text, size_t len)
{
	struct recall_entry *entry = calloc(1, sizeof(*entry));

	if (!entry)
		return NULL;
	entry->key = strdup(key);
	entry->text = malloc(len + 1);
	if (!entry->key || !entry->text) {
		free(entry->key);
		free(entry->text);
		free(entry);
		return NULL;
	}
	if (len > 0)
		memcpy(entry->text, text, len);
	entry->text[len] = '\0';
	entry->len = len;
	return entry;
}

int recall_put(struct recall *recall, const char *key, const char *text, size_t len)
{
	struct recall_entry *entry = find(recall, key);

	if (entry)
		forget(recall, entry);
	entry = entry_new(key, text, len);
	if (!entry)
		return -ENOMEM;
	TAILQ_INSERT_HEAD(&recall->entries, entry, entry);
	recall->bytes += entry_bytes(entry);
	while (recall->bytes > RECALL_BYTES_MAX)
		forget(recall, TAILQ_LAST(&recall->entries, recall_entries));
	return 0;
}
