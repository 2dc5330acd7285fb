/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a row a key of an INI file, and the functions that such a row names. The
 * walker finds the row, refuses what is unknown (with a suggestion) or given twice, and hands the
 * field to the row's function.
 */
#pragma once

#include "base/ini.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_scope {
	KEY_PLAIN,    /* key */
	KEY_EITHER,   /* key or key.LANGUAGE */
	KEY_LANGUAGE, /* key.LANGUAGE */
};

struct key_row {
	const char *name;
	int (*set)(
		const struct key_row *row, void *field, const char *value, struct ini_error *error);
	size_t offset; /* of the field in the structure that the section fills */
	uint64_t max;  /* bytes of a string, number of words, largest number */
	bool is_repeated;
	enum key_scope scope;
	const char *const *choices; /* key_set_choice(): ends in NULL */
};

/* The row whose name is the `len` bytes at key; NULL with ret_error ("unknown key ..., did you mean
 * ...?"). */
const struct key_row *key_find(const struct key_row *rows, size_t n_rows, const char *key,
	size_t len, struct ini_error *ret_error);

/* Notes the line of a key, or -EINVAL when it was there before and is not repeated. */
int key_note_line(const struct key_row *row, unsigned *line_of_key, unsigned line,
	struct ini_error *ret_error);

/* An unknown section among those that are known (ends in NULL). Always -EINVAL. */
int key_fail_section(const char *section, const char *const *known, struct ini_error *ret_error);

/* Values. All: 0, -EINVAL with the error, -ENOMEM. The type in brackets is the field's. */
int key_set_string(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char *, not empty */
int key_set_path(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char *, safe */
int key_set_paths(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* struct strlist */
int key_set_glob(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char * */
int key_set_id(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char *, a lesson */
int key_set_ids(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* struct strlist */
int key_set_name(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char *, a language */
int key_set_names(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* struct strlist */
int key_set_words(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* struct strlist, quoted */
/* A command's words, where %f %m %o %a stand for what language_expand() puts there (struct
 * strlist), and the same as text (char *). */
int key_set_template(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);
int key_set_test(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* also %t: language_expand_tests() */
int key_set_command(
	const struct key_row *row, void *field, const char *value, struct ini_error *error);
int key_add_item(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* struct strlist */
int key_set_number(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* uint32_t */
int key_set_positive(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* uint32_t, > 0 */
int key_set_size(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* uint64_t, > 0 */
int key_set_time(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* uint64_t, us, > 0 */
int key_set_bool(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* bool */
int key_set_choice(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* an enum */
int key_set_compare(const struct key_row *row, void *field, const char *value,
	struct ini_error *error); /* char * */
