/* SPDX-License-Identifier: MIT */
/*
 * This knows a few of CPython 3.11's structures: how the collector's lists are linked, and what
 * stands in weak references and in definitions of modules. That all lists together have what
 * gc.get_objects() says is seen to at the beginning.
 */
#include "template/python_objects.h"

#include "template/python_streams.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define GENERATIONS	 3
#define GENERATION_WORDS 3 /* of a list's head, and its two counters */
#define NESTED_MAX	 20000
#define NESTED_BASELINE	 8000

/* Of the limited API, and so the same in all versions. */
#define SLOT_BASE      48
#define SLOT_DEALLOC   52
#define SLOT_DEL       53
#define SLOT_FINALIZE  80
#define FLAG_COLLECTED (1UL << 14)
#define FLAG_TYPE      (1UL << 31)

struct head {
	uintptr_t next, previous;
};

struct weak_reference {
	struct thing thing;
	object *target, *callback; /* NULL: none */
};

/* What is to be asked of the instances of a type. */
enum kind {
	UNKNOWN,
	PLAIN,	   /* nothing */
	NESTED,	   /* how many there are: taking them apart may need much stack */
	CLASS,	   /* whether instances that the collector doesn't know have a __del__ */
	REFERENCE, /* whom it calls */
	MODULE,	   /* whether it is of C, and of whom */
	STREAM,	   /* whether it is closed, or is one of the standard ones */
	GENERATOR, /* whether it is in the middle of something */
	VISIBLE,
};

static struct {
	unsigned long (*flags)(object *type);
	void *(*slot)(object *type, int slot);
	const struct python_definition *(*definition)(object *module);
	void *(*function)(object *builtin);
	object *type, *module, *generator, *reference, *proxy, *callable_proxy, *builtin;
	object *tuple, *list, *dict, *set, *frozenset, *frame, *traceback, *object;
} api;

static const struct python_symbol symbols[] = {
	{ "PyType_GetFlags", &api.flags },
	{ "PyType_GetSlot", &api.slot },
	{ "PyModule_GetDef", &api.definition },
	{ "PyCFunction_GetFunction", &api.function },
	{ "PyType_Type", &api.type },
	{ "PyModule_Type", &api.module },
	{ "PyGen_Type", &api.generator },
	{ "_PyWeakref_RefType", &api.reference },
	{ "_PyWeakref_ProxyType", &api.proxy },
	{ "_PyWeakref_CallableProxyType", &api.callable_proxy },
	{ "PyCFunction_Type", &api.builtin },
	{ "PyTuple_Type", &api.tuple },
	{ "PyList_Type", &api.list },
	{ "PyDict_Type", &api.dict },
	{ "PySet_Type", &api.set },
	{ "PyFrozenSet_Type", &api.frozenset },
	{ "PyFrame_Type", &api.frame },
	{ "PyTraceBack_Type", &api.traceback },
	{ "PyBaseObject_Type", &api.object },
};

#define CACHE_SIZE 256

static struct {
	const struct head *lists[GENERATIONS];
	void *class_dealloc; /* how instances of classes go */
	void *forgets;	     /* the callback of abstract classes */
	struct {
		object *type;
		enum kind kind;
	} cache[CACHE_SIZE];
	size_t n_nested;
} objects;

/* Those in C whose end does nothing that shows: freed memory, closed descriptors. Sorted. */
static const char *const harmless[] = { "_abc", "_ast", "_bisect", "_blake2", "_bz2", "_codecs",
	"_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw",
	"_collections", "_contextvars", "_csv", "_datetime", "_decimal", "_elementtree",
	"_functools", "_hashlib", "_heapq", "_imp", "_io", "_json", "_locale", "_lzma", "_md5",
	"_multibytecodec", "_opcode", "_operator", "_pickle", "_random", "_sha1", "_sha256",
	"_sha3", "_sha512", "_signal", "_sre", "_stat", "_statistics", "_string", "_struct",
	"_symtable", "_thread", "_tokenize", "_typing", "_uuid", "_warnings", "_weakref",
	"_zoneinfo", "array", "atexit", "binascii", "builtins", "cmath", "decimal", "errno", "gc",
	"grp", "io", "itertools", "marshal", "math", "posix", "pwd", "pyexpat", "resource", "sys",
	"time", "unicodedata", "zlib" };

static int compare_names(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

bool python_objects_is_harmless(const char *library)
{
	return bsearch(library, harmless, sizeof(harmless) / sizeof(harmless[0]),
		       sizeof(harmless[0]), compare_names) != NULL;
}

bool python_objects_names_harmless(object *library)
{
	if (type_of(library) != python.text)
		return false;
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (python.equals_ascii(library, harmless[i]) == 0)
			return true;
	return false;
}

static bool is_class(object *type)
{
	return api.slot(type, SLOT_DEALLOC) == objects.class_dealloc;
}

static bool ends_itself(object *type)
{
	return api.slot(type, SLOT_FINALIZE) || api.slot(type, SLOT_DEL);
}

/* Of a type in C. These containers are taken apart level by level, however deep they are. */
static enum kind classify_builtin(object *type)
{
	object *const flat[] = { api.tuple, api.list, api.dict, api.set, api.frozenset, api.frame,
		api.traceback, api.object };

	if (api.flags(type) & FLAG_TYPE)
		return CLASS;
	if (type == api.reference || type == api.proxy || type == api.callable_proxy)
		return REFERENCE;
	if (type == api.module)
		return MODULE;
	for (size_t i = 0; i < sizeof(flat) / sizeof(flat[0]); i++)
		if (type == flat[i])
			return PLAIN;
	return NESTED;
}

static enum kind classify(object *type)
{
	enum kind kind;

	if (python_streams_has_type(type))
		return STREAM;
	if (type == api.generator)
		return GENERATOR;
	if (python_streams_is_memory(type))
		return PLAIN;
	if (ends_itself(type))
		return VISIBLE;
	if (!is_class(type))
		return classify_builtin(type);
	do
		type = api.slot(type, SLOT_BASE);
	while (type && is_class(type));
	if (!type || ends_itself(type))
		return VISIBLE;
	kind = classify_builtin(type);
	return kind == NESTED ? PLAIN : kind; /* what a class adds is taken apart level by level */
}

static enum kind kind_of(object *type)
{
	size_t at = (uintptr_t)type / 64 % CACHE_SIZE;

	if (objects.cache[at].type != type) {
		objects.cache[at].type = type;
		objects.cache[at].kind = classify(type);
	}
	return objects.cache[at].kind;
}

static bool is_silent_class(object *class)
{
	return (api.flags(class) & FLAG_COLLECTED) || !is_class(class) || !ends_itself(class);
}

static bool is_silent_reference(const struct weak_reference *reference)
{
	return !reference->callback ||
	       (type_of(reference->callback) == api.builtin &&
		       api.function(reference->callback) == objects.forgets);
}

static bool is_silent_module(object *module)
{
	const struct python_definition *definition = api.definition(module);

	return !definition || python_objects_is_harmless(definition->name);
}

static bool is_silent_generator(object *generator)
{
	return python_ask(generator, "gi_suspended") == 0 &&
	       python_ask(generator, "gi_running") == 0;
}

static bool is_silent(object *thing)
{
	switch (kind_of(type_of(thing))) {
	case PLAIN:
		return true;
	case NESTED:
		return ++objects.n_nested <= NESTED_MAX;
	case CLASS:
		return is_silent_class(thing);
	case REFERENCE:
		return is_silent_reference(thing);
	case MODULE:
		return is_silent_module(thing);
	case STREAM:
		return python_streams_is_silent(thing);
	case GENERATOR:
		return is_silent_generator(thing);
	default:
		return false;
	}
}

/* The object stands behind its link in the list. */
static bool are_silent(const struct head *list)
{
	const struct head *entry = list;

	while ((entry = (const struct head *)entry->next) !=
		list) // NOLINT(performance-no-int-to-ptr)
		if (!is_silent((object *)(uintptr_t)(entry + 1)))
			return false;
	return true;
}

static size_t count(const struct head *list)
{
	const struct head *entry = list;
	size_t n = 0;

	while ((entry = (const struct head *)entry->next) !=
		list) // NOLINT(performance-no-int-to-ptr)
		n++;
	return n;
}

bool python_objects_are_silent(void)
{
	memset(objects.cache, 0, sizeof(objects.cache));
	objects.n_nested = 0;
	for (size_t i = 0; i < GENERATIONS; i++)
		if (!are_silent(objects.lists[i]))
			return false;
	return true;
}

/* The collector has its lists behind one another; a new object is the youngest one's last. */
static void find_lists(void)
{
	object *young = python.list_new(0);
	const struct head *entry = (const struct head *)young - 1;
	const uintptr_t *first =
		(const uintptr_t *)entry->next; // NOLINT(performance-no-int-to-ptr)

	for (size_t i = 0; i < GENERATIONS; i++)
		objects.lists[i] = (const struct head *)(first + i * GENERATION_WORDS);
	python.release(young);
}

/* first[GENERATIONS * GENERATION_WORDS] is the collector's own pointer to the youngest. */
static bool has_right_lists(object *gc)
{
	const uintptr_t *first = (const uintptr_t *)objects.lists[0];
	object *all;
	size_t n = 0;
	bool has;

	if (first[GENERATIONS * GENERATION_WORDS] != (uintptr_t)first)
		return false;
	all = python.call_method(gc, "get_objects", NULL);
	for (size_t i = 0; i < GENERATIONS; i++)
		n += count(objects.lists[i]);
	has = all && n == (size_t)python.list_size(all) + 1; /* all itself */
	python.release(all);
	return has;
}

/* Abstract classes have weak references to theirs, with a callback in C that forgets them. */
static void learn_forgetting(void)
{
	for (size_t i = 0; i < GENERATIONS && !objects.forgets; i++) {
		const struct head *entry = objects.lists[i];

		while ((entry = (const struct head *)entry->next) !=
			objects.lists[i]) { // NOLINT(performance-no-int-to-ptr)
			const struct weak_reference *reference =
				(const struct weak_reference *)(entry + 1);

			if (reference->thing.type != api.reference || !reference->callback ||
				type_of(reference->callback) != api.builtin)
				continue;
			objects.forgets = api.function(reference->callback);
			break;
		}
	}
}

bool python_objects_prepare(object *gc)
{
	object *class = python_find_in("codecs", "Codec");

	if (!class || !python_find(symbols, sizeof(symbols) / sizeof(symbols[0])))
		return false;
	objects.class_dealloc = api.slot(class, SLOT_DEALLOC);
	find_lists();
	if (!has_right_lists(gc))
		return false;
	learn_forgetting();
	return python_objects_are_silent() && objects.n_nested <= NESTED_BASELINE;
}
