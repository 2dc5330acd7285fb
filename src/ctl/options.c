/* SPDX-License-Identifier: MIT */
#include "ctl/options.h"

#include "base/parse.h"
#include "base/suggest.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define OPTION_LIMIT_MAX   1000
#define OPTION_MINUTES_MAX 1440 /* a day, as TODAY takes them */

enum option_key {
	OPTION_VALUE = 256,
	OPTION_NO_PAGER,
	OPTION_NO_LEGEND,
	OPTION_PLAIN,
	OPTION_USER,
	OPTION_SYSTEM,
	OPTION_SOCKET,
	OPTION_LANGUAGE,
	OPTION_STEP,
	OPTION_ALL,
	OPTION_HTML,
	OPTION_FILE,
	OPTION_STATE,
	OPTION_COURSE,
	OPTION_LIMIT,
	OPTION_CASE,
	OPTION_MINUTES,
	OPTION_SOLUTION,
	OPTION_VERSION,
};

static const struct option long_options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ "output", required_argument, NULL, 'o' },
	{ "property", required_argument, NULL, 'p' },
	{ "value", no_argument, NULL, OPTION_VALUE },
	{ "no-pager", no_argument, NULL, OPTION_NO_PAGER },
	{ "no-legend", no_argument, NULL, OPTION_NO_LEGEND },
	{ "plain", no_argument, NULL, OPTION_PLAIN },
	{ "quiet", no_argument, NULL, 'q' },
	{ "full", no_argument, NULL, 'l' },
	{ "host", required_argument, NULL, 'H' },
	{ "user", no_argument, NULL, OPTION_USER },
	{ "system", no_argument, NULL, OPTION_SYSTEM },
	{ "socket", required_argument, NULL, OPTION_SOCKET },
	{ "language", required_argument, NULL, OPTION_LANGUAGE },
	{ "step", required_argument, NULL, OPTION_STEP },
	{ "case", required_argument, NULL, OPTION_CASE },
	{ "dry-run", no_argument, NULL, 'n' },
	{ "all", no_argument, NULL, OPTION_ALL },
	{ "html", no_argument, NULL, OPTION_HTML },
	{ "solution", no_argument, NULL, OPTION_SOLUTION },
	{ "state", required_argument, NULL, OPTION_STATE },
	{ "course", required_argument, NULL, OPTION_COURSE },
	{ "limit", required_argument, NULL, OPTION_LIMIT },
	{ "minutes", required_argument, NULL, OPTION_MINUTES },
	{ "file", required_argument, NULL,
		OPTION_FILE }, /* show: a Markdown file instead of a lesson; for authors */
	{ NULL, 0, NULL, 0 },
};

static const struct {
	const char *name;
	enum output_format format;
} formats[] = {
	{ "short", OUTPUT_SHORT },
	{ "json", OUTPUT_JSON },
	{ "json-pretty", OUTPUT_JSON_PRETTY },
	{ "tsv", OUTPUT_TSV },
};

static int set_format(struct options *options, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (strcmp(name, formats[i].name) == 0) {
			options->format = formats[i].format;
			return 0;
		}
	fprintf(stderr, "Unknown output format '%s', expected short, json, json-pretty or tsv.\n",
		name);
	return -EINVAL;
}

static int add_properties(struct options *options, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ",");
		int r = len == 0 ? 0 : strlist_add_n(&options->properties, list, len);

		if (r < 0)
			return r;
		list += len + (list[len] == ',');
	}
	return 0;
}

static int set_host(struct options *options, const char *text)
{
	int r = host_parse(text, &options->host);

	if (r == -EINVAL)
		fprintf(stderr,
			"--host takes [USER@]HOST[:PORT]: letters, digits and ._- in HOST, also + and @ in"
			" USER; an IPv6 address with a port stands in brackets. That can't be '%s'.\n",
			text);
	return r;
}

static int set_number(const char *name, const char *text, uint32_t max, uint32_t *ret_number)
{
	if (parse_u32(text, max, ret_number) >= 0 && *ret_number > 0)
		return 0;
	fprintf(stderr, "--%s=%s is not a number from 1 to %u.\n", name, text, max);
	return -EINVAL;
}

/* The switches: a key and the flag that it sets. */
static bool *flag_of(struct options *options, int key)
{
	const struct {
		int key;
		bool *flag;
	} flags[] = {
		{ 'h', &options->wants_help },
		{ OPTION_VERSION, &options->wants_version },
		{ OPTION_VALUE, &options->value_only },
		{ OPTION_NO_PAGER, &options->no_pager },
		{ OPTION_NO_LEGEND, &options->no_legend },
		{ OPTION_PLAIN, &options->plain },
		{ 'q', &options->quiet },
		{ 'l', &options->full },
		{ 'n', &options->dry_run },
		{ OPTION_ALL, &options->all },
		{ OPTION_HTML, &options->html },
		{ OPTION_SOLUTION, &options->solution },
	};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (flags[i].key == key)
			return flags[i].flag;
	return NULL;
}

/* The options that take a word as it is. */
static const char **word_of(struct options *options, int key)
{
	const struct {
		int key;
		const char **word;
	} words[] = {
		{ OPTION_SOCKET, &options->socket },
		{ OPTION_LANGUAGE, &options->language },
		{ OPTION_STEP, &options->step },
		{ OPTION_FILE, &options->file },
		{ OPTION_STATE, &options->state },
		{ OPTION_COURSE, &options->course },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].key == key)
			return words[i].word;
	return NULL;
}

static int take_option(struct options *options, int key, const char *argument)
{
	bool *flag = flag_of(options, key);
	const char **word = word_of(options, key);

	if (flag)
		*flag = true;
	else if (word)
		*word = argument;
	else if (key == 'o')
		return set_format(options, argument);
	else if (key == 'H')
		return set_host(options, argument);
	else if (key == 'p' || key == 'P') {
		options->value_only = options->value_only || key == 'P';
		return add_properties(options, argument);
	} else if (key == OPTION_LIMIT)
		return set_number("limit", argument, OPTION_LIMIT_MAX, &options->limit);
	else if (key == OPTION_CASE)
		return set_number("case", argument, OPTION_LIMIT_MAX, &options->test_case);
	else if (key == OPTION_MINUTES)
		return set_number("minutes", argument, OPTION_MINUTES_MAX, &options->minutes);
	else if (key == OPTION_USER || key == OPTION_SYSTEM)
		options->scope = key == OPTION_USER ? SCOPE_USER : SCOPE_SYSTEM;
	else
		return -EINVAL;
	return 0;
}

static const char *long_name_of(int key)
{
	for (const struct option *option = long_options; option->name; option++)
		if (option->val == key)
			return option->name;
	return NULL;
}

/* What getopt_long() has no use for, and the option that was meant. Never 0. */
static int refuse(int key, const char *word)
{
	const char *known = optopt ? long_name_of(optopt) : NULL;
	char typed[32];
	struct suggest suggest;

	if (key == ':' && known)
		fprintf(stderr, "--%s needs a value.\n", known);
	else if (key == ':')
		fprintf(stderr, "-%c needs a value.\n", optopt);
	else if (known && strncmp(word, "--", 2) == 0)
		fprintf(stderr, "--%s takes no value.\n", known);
	else if (optopt)
		fprintf(stderr, "Unknown option '-%c'. practicectl help lists them.\n", optopt);
	else {
		(void)snprintf(typed, sizeof(typed), "%.*s", (int)strcspn(word + 2, "="), word + 2);
		suggest_init(&suggest, typed);
		for (const struct option *option = long_options; option->name; option++)
			suggest_offer(&suggest, option->name);
		if (suggest.best)
			fprintf(stderr, "Unknown option '--%s', did you mean '--%s'?\n", typed,
				suggest.best);
		else
			fprintf(stderr, "Unknown option '--%s'. practicectl help lists them.\n",
				typed);
	}
	return -EINVAL;
}

int options_parse(struct options *options, int argc, char **argv)
{
	int key, r;

	*options = (struct options){ 0 };
	optind = 0;
	while ((key = getopt_long(argc, argv, ":ho:p:P:qlnH:", long_options, NULL)) >= 0) {
		r = key == '?' || key == ':' ? refuse(key, argv[optind - 1])
					     : take_option(options, key, optarg);
		if (r < 0) {
			options_done(options);
			return r;
		}
	}
	options->arguments = argv + optind;
	options->n_arguments = (size_t)(argc - optind);
	return 0;
}

void options_done(struct options *options)
{
	strlist_done(&options->properties);
	host_done(&options->host);
}

const char *const *options_names(void)
{
	static const char *names[ARRAY_SIZE(long_options)];
	size_t count = 0;

	for (const struct option *option = long_options; option->name; option++)
		if (option->val != OPTION_FILE)
			names[count++] = option->name;
	names[count] = NULL;
	return names;
}
