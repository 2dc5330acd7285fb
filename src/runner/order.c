/* SPDX-License-Identifier: MIT */
/*
 * Programs are looked up once a submission, not per run. Without isolation the submission's folder
 * is not at JOB_BOX_DIR: every path in a command that begins with it is rewritten. In the jail the
 * words are used as they came.
 */
#include "runner/order.h"

#include <stdio.h>
#include <string.h>

static const char *const search_path[] = { "/usr/bin", "/bin" };

/* In the order of what a learner's program sees. %s: the root of the scratch folders. */
static const char *const environment[] = {
	"PATH=/usr/bin:/bin",
	"LANG=C.UTF-8",
	"HOME=%s/tmp",
	"PYTHONDONTWRITEBYTECODE=1",
};

static bool begins_path(const char *word, size_t at)
{
	static const char before[] = "=:,;'\" \t\n(";

	if (at == 0 || strchr(before, word[at - 1]))
		return true;
	return at == 2 && word[0] == '-'; /* -I/box/include */
}

static bool ends_component(char c)
{
	return c == '\0' || c == '/' || strchr("=:,;'\" \t\n)", c) != NULL;
}

char *order_replace_box(const char *word, const char *box)
{
	const size_t box_len = sizeof(JOB_BOX_DIR) - 1;
	_cleanup_buffer_ struct buffer result = { 0 };
	int r = 0;

	for (size_t i = 0; word[i] != '\0' && r == 0;) {
		if (strncmp(word + i, JOB_BOX_DIR, box_len) == 0 && begins_path(word, i) &&
			ends_component(word[i + box_len])) {
			r = buffer_append_string(&result, box);
			i += box_len;
		} else {
			r = buffer_append_char(&result, word[i++]);
		}
	}
	if (r < 0)
		return NULL;
	return result.data ? buffer_steal(&result) : strdup("");
}

static int add_word(struct strlist *list, const char *word, const struct scratch_paths *paths)
{
	char box[SCRATCH_PATH_SIZE];
	_cleanup_free_ char *replaced = NULL;

	if (paths->root[0] == '\0')
		return strlist_add(list, word);
	scratch_path(paths, SCRATCH_BOX, box);
	replaced = order_replace_box(word, box);
	return replaced ? strlist_add(list, replaced) : -ENOMEM;
}

static int add_words(
	struct strlist *list, const struct strlist *words, const struct scratch_paths *paths)
{
	int r = 0;

	for (size_t i = 0; i < words->count && r == 0; i++)
		r = add_word(list, words->items[i], paths);
	return r;
}

/* A name without a slash becomes the first executable of that name. */
static int resolve_program(struct strlist *words, struct failure *failure)
{
	char path[512];

	if (strchr(words->items[0], '/'))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(search_path); i++) {
		int n = snprintf(path, sizeof(path), "%s/%s", search_path[i], words->items[0]);

		if (n > 0 && (size_t)n < sizeof(path) && access(path, X_OK) == 0) {
			char *copy = strdup(path);

			if (!copy)
				return failure_set(failure, -ENOMEM, "command");
			free(words->items[0]);
			words->items[0] = copy;
			return 0;
		}
	}
	return failure_set(failure, -ENOENT, "program %.100s", words->items[0]);
}

static int prepare_environment(struct order *order)
{
	const char *root = order->paths->root;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(environment); i++) {
		const char *at = strstr(environment[i], "%s");
		int r;

		if (at)
			r = asprintf(&order->environment[n], "%.*s%s%s", (int)(at - environment[i]),
				environment[i], root, at + 2);
		else
			r = asprintf(&order->environment[n], "%s", environment[i]);
		if (r < 0) {
			order->environment[n] = NULL;
			return -ENOMEM;
		}
		n++;
	}
	/* In the jail /tmp is what everybody expects. */
	if (root[0] != '\0' && asprintf(&order->environment[n], "TMPDIR=%s/tmp", root) < 0) {
		order->environment[n] = NULL;
		return -ENOMEM;
	}
	return 0;
}

int order_prepare_environment(
	struct order *order, const struct scratch_paths *paths, struct failure *failure)
{
	int r;

	*order = (struct order){ .paths = paths };
	r = prepare_environment(order);
	return r < 0 ? failure_set(failure, r, "environment") : 0;
}

static size_t most_args(const struct job *job)
{
	size_t most = 0;

	for (size_t i = 0; i < job->n_cases; i++)
		if (job->cases[i].args.count > most)
			most = job->cases[i].args.count;
	return most;
}

static int prepare_words(struct order *order, struct failure *failure)
{
	int r;

	r = add_words(&order->compile, &order->job->compile, order->paths);
	if (r == 0)
		r = add_words(&order->words, &order->job->run, order->paths);
	if (r == 0)
		r = prepare_environment(order);
	if (r < 0)
		return failure_set(failure, r, "commands");
	if (order->compile.count > 0)
		r = resolve_program(&order->compile, failure);
	return r < 0 ? r : resolve_program(&order->words, failure);
}

int order_prepare(struct order *order, const struct job *job, const struct scratch_paths *paths,
	struct failure *failure)
{
	int r;

	*order = (struct order){ .job = job, .paths = paths };
	r = prepare_words(order, failure);
	if (r < 0)
		return r;
	order->run = calloc(order->words.count + most_args(job) + 1, sizeof(*order->run));
	if (!order->run)
		return failure_set(failure, -ENOMEM, "commands");
	memcpy(order->run, order->words.items, order->words.count * sizeof(*order->run));
	order->n_run = order->words.count;
	return 0;
}

void order_done(struct order *order)
{
	strlist_done(&order->compile);
	strlist_done(&order->words);
	strlist_done(&order->args);
	free(order->run);
	for (size_t i = 0; i < ORDER_ENVIRONMENT; i++)
		free(order->environment[i]);
	*order = (struct order){ 0 };
}

char *const *order_environment(const struct order *order)
{
	return order->environment;
}

char *const *order_compile(const struct order *order)
{
	return order->compile.count > 0 ? order->compile.items : NULL;
}

int order_run(struct order *order, size_t index, char *const **ret_argv, struct failure *failure)
{
	const struct strlist *args = &order->job->cases[index].args;

	if (order->paths->root[0] != '\0') {
		strlist_done(&order->args);
		if (add_words(&order->args, args, order->paths) < 0)
			return failure_set(failure, -ENOMEM, "arguments");
		args = &order->args;
	}
	if (args->count > 0)
		memcpy(order->run + order->n_run, args->items, args->count * sizeof(*order->run));
	order->run[order->n_run + args->count] = NULL;
	*ret_argv = order->run;
	return 0;
}
