/* SPDX-License-Identifier: MIT */
/*
 * The interpreter's C API by name, as far as the template of Python uses it, looked up at run time:
 * nothing of Python is needed to build this, and one library serves all versions.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

typedef void object; /* PyObject, which is none of our business */

struct python_symbol {
	const char *name;
	void *place; /* of a pointer to it */
};

struct python_api {
	void *(*this_thread)(void);
	void (*take_lock)(void *thread);
	void (*before_fork)(void);
	void (*after_fork)(void);
	object *(*decode)(const char *text);
	object *(*sys_get)(const char *name); /* borrowed */
	int (*list_set_slice)(object *list, ssize_t low, ssize_t high, object *items);
	object *(*list_new)(ssize_t len);
	int (*list_append)(object *list, object *item);
	ssize_t (*list_size)(object *list);
	object *(*list_get)(object *list, ssize_t index); /* borrowed */
	int (*list_set)(object *list, ssize_t index, object *item);
	int (*is_true)(object *thing);
	int (*equals_ascii)(object *string, const char *text);
	object *(*dict_get)(object *dict, const char *key); /* borrowed */
	ssize_t (*dict_size)(object *dict);
	int (*dict_delete)(object *dict, const char *key);
	int (*dict_set)(object *dict, const char *key, object *item);
	object *(*get)(object *thing, const char *name);
	object *(*call)(object *thing, const char *format, ...);
	object *(*call_method)(object *thing, const char *name, const char *format, ...);
	object *(*modules)(void);		 /* borrowed */
	object *(*add_module)(const char *name); /* borrowed */
	object *(*module_dict)(object *module);	 /* borrowed */
	long (*magic_number)(void);
	int (*run_any_file)(FILE *file, const char *name, int closes, void *flags);
	object *(*run_file)(FILE *file, const char *name, int start, object *globals,
		object *locals, int closes, void *flags);
	int (*pending_calls)(void);
	int (*handle_exit)(int *ret_status);
	int (*finalize)(void);
	int (*error_matches)(object *type);
	void (*error_normalize)(object **type, object **value, object **traceback);
	void (*error_fetch)(object **type, object **value, object **traceback);
	void (*error_restore)(object *type, object *value, object *traceback);
	void (*error_print)(void);
	void (*error_clear)(void);
	void (*keep)(object *thing);
	void (*release)(object *thing); /* NULL is nothing */
	object *none, *number, *text;	/* the last two are types */
	object **keyboard_interrupt, **system_exit;
};

/* How each begins, in all versions that a template can be made of. */
struct thing {
	ssize_t references;
	object *type;
};

static inline object *type_of(const object *thing)
{
	return ((const struct thing *)thing)->type;
}

struct python_method {
	const char *name;
	object *(*call)(object *self, object *arguments);
	int flags;
	const char *help;
};

/* Of a library in C. */
struct python_definition {
	struct thing thing;
	void *init;
	ssize_t index;
	object *copy;
	const char *name, *help;
	ssize_t size;
	struct python_method *methods; /* the last has no name */
};

/* Filled once, before anything else of the template. */
extern struct python_api python;

bool python_look_up(void);

/* From sys.modules, for good. NULL: there is none. */
object *python_find_in(const char *module, const char *name);

/* An attribute as a truth value: 1, 0, or -1: there is no saying. */
int python_ask(object *thing, const char *name);

/* false: not all are there. */
bool python_find(const struct python_symbol *symbols, size_t count);
