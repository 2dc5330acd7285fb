/* SPDX-License-Identifier: MIT */
#include "learn/yamltree.h"

#include "base/parse.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

struct reading {
	yaml_parser_t parser;
	struct yaml *open[YAML_DEPTH_MAX]; /* maps and lists that have not ended */
	size_t depth, n_nodes;
	struct yaml *root;
	char *key; /* that waits for its value; owned */
	struct yamltree_error *error;
};

static void reading_done(struct reading *reading)
{
	yaml_parser_delete(&reading->parser);
	yamltree_free(reading->root);
	free(reading->key);
}

/* Depth is bounded, so this recursion is. */
void yamltree_free(struct yaml *root)
{
	if (!root)
		return;
	for (struct yaml *child = root->first, *next; child; child = next) {
		next = child->next;
		yamltree_free(child);
	}
	free(root->key);
	free(root->text);
	free(root);
}

static int fail(struct yamltree_error *error, const yaml_mark_t *mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct yamltree_error *error, const yaml_mark_t *mark, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
	error->line = (unsigned)mark->line + 1;
	error->column = (unsigned)mark->column + 1;
	return -EINVAL;
}

static int fail_parser(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;

	if (parser->error == YAML_MEMORY_ERROR)
		return -ENOMEM;
	if (parser->error != YAML_READER_ERROR)
		return fail(reading->error, &parser->problem_mark, "%s",
			parser->problem ? parser->problem : "is not YAML");
	*reading->error = (struct yamltree_error){ 0 };
	(void)snprintf(reading->error->message, sizeof(reading->error->message), "%s",
		parser->problem ? parser->problem : "is not text in UTF-8");
	return -EINVAL;
}

static struct yaml *parent_of(const struct reading *reading)
{
	return reading->depth > 0 ? reading->open[reading->depth - 1] : NULL;
}

/* Where it belongs; owns it, also on failure. */
static void attach(struct reading *reading, struct yaml *node)
{
	struct yaml *parent = parent_of(reading);

	if (!parent) {
		reading->root = node;
		return;
	}
	node->key = TAKE_PTR(reading->key);
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	parent->count++;
}

static int add_node(struct reading *reading, enum yaml_kind kind, const yaml_event_t *event,
	struct yaml **ret_node)
{
	struct yaml *node;

	if (++reading->n_nodes > YAML_NODES_MAX)
		return fail(reading->error, &event->start_mark, "more than %d values",
			YAML_NODES_MAX);
	node = calloc(1, sizeof(*node));
	if (!node)
		return -ENOMEM;
	node->kind = kind;
	node->line = (unsigned)event->start_mark.line + 1;
	node->column = (unsigned)event->start_mark.column + 1;
	attach(reading, node);
	*ret_node = node;
	return 0;
}

static bool waits_for_key(const struct reading *reading)
{
	const struct yaml *parent = parent_of(reading);

	return parent && parent->kind == YAML_KIND_MAP && !reading->key;
}

static int take_key(struct reading *reading, const yaml_event_t *event)
{
	const char *key = (const char *)event->data.scalar.value;

	if (strlen(key) != event->data.scalar.length)
		return fail(reading->error, &event->start_mark, "a zero byte in a key");
	if (parent_of(reading)->count >= YAML_KEYS_MAX)
		return fail(reading->error, &event->start_mark, "more than %d keys in a map",
			YAML_KEYS_MAX);
	if (yamltree_get(parent_of(reading), key))
		return fail(reading->error, &event->start_mark, "the key %.64s is there twice", key);
	reading->key = strdup(key);
	return reading->key ? 0 : -ENOMEM;
}

static bool is_null(const char *text)
{
	return !*text || strcmp(text, "~") == 0 || strcasecmp(text, "null") == 0;
}

static int take_scalar(struct reading *reading, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	bool is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	struct yaml *node;
	int r;

	if (waits_for_key(reading))
		return take_key(reading, event);
	if (strlen(text) != event->data.scalar.length)
		return fail(reading->error, &event->start_mark, "a zero byte in a value");
	if (!is_quoted && is_null(text))
		return add_node(reading, YAML_KIND_NULL, event, &node);
	r = add_node(reading, YAML_KIND_SCALAR, event, &node);
	if (r < 0)
		return r;
	node->is_quoted = is_quoted;
	node->text = strdup(text);
	return node->text ? 0 : -ENOMEM;
}

static int begin(struct reading *reading, enum yaml_kind kind, const yaml_event_t *event)
{
	struct yaml *node;
	int r;

	if (waits_for_key(reading))
		return fail(reading->error, &event->start_mark, "a key is expected to be a word");
	if (reading->depth >= YAML_DEPTH_MAX)
		return fail(reading->error, &event->start_mark,
			"more than %d maps and lists within each other", YAML_DEPTH_MAX);
	r = add_node(reading, kind, event, &node);
	if (r == 0)
		reading->open[reading->depth++] = node;
	return r;
}

static int take_event(struct reading *reading, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(reading, event);
	case YAML_SEQUENCE_START_EVENT:
		return begin(reading, YAML_KIND_LIST, event);
	case YAML_MAPPING_START_EVENT:
		return begin(reading, YAML_KIND_MAP, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reading->depth--;
		return 0;
	case YAML_ALIAS_EVENT:
		return fail(reading->error, &event->start_mark, "aliases are not read");
	case YAML_DOCUMENT_START_EVENT:
		return !reading->root ? 0
				      : fail(reading->error, &event->start_mark,
						"more than one document");
	default:
		return 0;
	}
}

static int read_all(struct reading *reading)
{
	bool is_over = false;
	int r = 0;

	while (r == 0 && !is_over) {
		yaml_event_t event;

		if (!yaml_parser_parse(&reading->parser, &event))
			return fail_parser(reading);
		is_over = event.type == YAML_STREAM_END_EVENT;
		r = take_event(reading, &event);
		yaml_event_delete(&event);
	}
	return r;
}

int yamltree_parse(const char *text, size_t len, struct yaml **ret_root, struct yamltree_error *ret_error)
{
	_cleanup_(reading_done) struct reading reading = { .error = ret_error };
	int r;

	*ret_error = (struct yamltree_error){ 0 };
	if (len > YAML_BYTES_MAX) {
		(void)snprintf(ret_error->message, sizeof(ret_error->message),
			"is larger than %d bytes", YAML_BYTES_MAX);
		return -EINVAL;
	}
	if (!yaml_parser_initialize(&reading.parser))
		return -ENOMEM;
	yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reading.parser, (const unsigned char *)text, len);
	r = read_all(&reading);
	if (r == 0 && !reading.root) {
		reading.root = calloc(1, sizeof(*reading.root));
		r = reading.root ? 0 : -ENOMEM;
	}
	if (r == 0)
		*ret_root = TAKE_PTR(reading.root);
	return r;
}

const struct yaml *yamltree_get(const struct yaml *map, const char *key)
{
	const struct yaml *child = map && map->kind == YAML_KIND_MAP ? map->first : NULL;

	while (child && strcmp(child->key, key) != 0)
		child = child->next;
	return child;
}

const char *yamltree_text(const struct yaml *node)
{
	return node && node->kind == YAML_KIND_SCALAR ? node->text : NULL;
}

int yamltree_number(const struct yaml *node, double *ret_number)
{
	const char *text = yamltree_text(node);

	return text && parse_double(*text == '+' ? text + 1 : text, ret_number) == 0 ? 0 : -EINVAL;
}

int yamltree_bool(const struct yaml *node, bool *ret_value)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true }, { "yes", true }, { "on", true }, { "false", false },
		{ "no", false }, { "off", false } };
	const char *text = yamltree_text(node);

	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++) {
		if (strcasecmp(text, words[i].word) != 0)
			continue;
		*ret_value = words[i].value;
		return 0;
	}
	return -EINVAL;
}
