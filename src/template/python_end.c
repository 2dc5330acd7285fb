/* SPDX-License-Identifier: MIT */
/*
 * What Py_FinalizeEx() does besides letting all objects go (python_objects.h): it waits for
 * threads, calls what was registered with atexit, calls hooks of the collector, of
 * sys.addaudithook() and of tracing, and flushes the standard streams. It does so only if there are
 * any.
 *
 * Only CPython 3.11 is understood so far; other versions end the long way.
 */
#include "template/python_end.h"

#include "template/python_api.h"
#include "template/python_objects.h"
#include "template/python_streams.h"

#include <string.h>
#include <unistd.h>

#define UNDERSTOOD "3.11."

typedef object *call(object *self, object *arguments);

static struct {
	int (*execute)(object *module, struct python_definition *definition);
	int (*add_functions)(object *module, struct python_method *methods);
	object *(*new_module)(const char *name);
	void (*dict_clear)(object *dict);
	long (*as_long)(object *number);
	ssize_t (*tuple_size)(object *tuple);
	object *(*tuple_get)(object *tuple, ssize_t index);
	int (*collector_enable)(void), (*collector_disable)(void);
	void *(*interpreter)(void *thread);
	void *(*first_thread)(void *interpreter);
	void *(*next_thread)(void *thread);
	int (*add_hook)(int (*hook)(const char *, object *, void *), void *context);
	const char *(*version)(void);
	struct python_definition *(*gc)(void), *(*atexit)(void);
} api;

static const struct python_symbol symbols[] = {
	{ "PyModule_ExecDef", &api.execute },
	{ "PyModule_AddFunctions", &api.add_functions },
	{ "PyModule_New", &api.new_module },
	{ "PyDict_Clear", &api.dict_clear },
	{ "PyLong_AsLong", &api.as_long },
	{ "PyTuple_Size", &api.tuple_size },
	{ "PyTuple_GetItem", &api.tuple_get },
	{ "PyGC_Enable", &api.collector_enable },
	{ "PyGC_Disable", &api.collector_disable },
	{ "PyThreadState_GetInterpreter", &api.interpreter },
	{ "PyInterpreterState_ThreadHead", &api.first_thread },
	{ "PyThreadState_Next", &api.next_thread },
	{ "PySys_AddAuditHook", &api.add_hook },
	{ "Py_GetVersion", &api.version },
	{ "PyInit_gc", &api.gc },
	{ "PyInit_atexit", &api.atexit },
};

static struct {
	object *callbacks, *garbage; /* the collector's own lists */
	call *n_callbacks, *n_frozen, *debug;
	bool was_told; /* by an event: something of this run will show */
} end;

/* What can't be seen afterwards is heard of when it happens. Libraries in C come with a path. */
static int hear(const char *event, object *arguments, void *context)
{
	static const char *const telling[] = { "sys.addaudithook", "sys.settrace", "sys.setprofile",
		"os.scandir" };

	(void)context;
	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++)
		if (strcmp(event, telling[i]) == 0)
			end.was_told = true;
	if (strcmp(event, "import") != 0)
		return 0;
	if (api.tuple_size(arguments) < 2 ||
		(api.tuple_get(arguments, 1) != python.none &&
			!python_objects_names_harmless(api.tuple_get(arguments, 0))))
		end.was_told = true;
	return 0;
}

static bool is_zero(call *count)
{
	object *number = count(NULL, NULL);
	bool is = number && api.as_long(number) == 0;

	python.release(number);
	return is;
}

static bool is_alone(void)
{
	void *thread = python.this_thread();

	return api.first_thread(api.interpreter(thread)) == thread && !api.next_thread(thread);
}

static bool has_no_hooks(void)
{
	object *modules = python.modules();

	return !end.was_told && is_alone() && !python.dict_get(modules, "threading") &&
	       !python.dict_get(modules, "signal") && is_zero(end.n_callbacks) &&
	       is_zero(end.n_frozen) && is_zero(end.debug) &&
	       python.list_size(end.callbacks) == 0 && python.list_size(end.garbage) == 0;
}

bool python_end_is_silent(void)
{
	int was_enabled = api.collector_disable();
	bool is = has_no_hooks() && python_streams_find() && python_objects_are_silent() &&
		  python_streams_flush();

	if (!is && was_enabled)
		(void)api.collector_enable();
	return is;
}

static call *find_method(const struct python_definition *definition, const char *name)
{
	for (const struct python_method *method = definition->methods; method->name; method++)
		if (strcmp(method->name, name) == 0)
			return method->call;
	return NULL;
}

/* A module of our own with the collector's functions and lists; sys.modules has none yet. */
static bool learn_collector(void)
{
	struct python_definition *definition = api.gc();
	object *gc = api.new_module("gc");
	bool done = gc && api.add_functions(gc, definition->methods) == 0 &&
		    api.execute(gc, definition) == 0;

	end.callbacks = done ? python.get(gc, "callbacks") : NULL;
	end.garbage = done ? python.get(gc, "garbage") : NULL;
	end.n_frozen = find_method(definition, "get_freeze_count");
	end.debug = find_method(definition, "get_debug");
	done = end.callbacks && end.garbage && end.n_frozen && end.debug &&
	       python_objects_prepare(gc);
	python.release(end.callbacks); /* the collector has them for ever */
	python.release(end.garbage);
	if (gc)
		api.dict_clear(python.module_dict(gc)); /* its functions know it */
	python.release(gc);
	return done;
}

/* PYTHONMALLOCSTATS and the like: the interpreter itself tells of its end. */
static bool is_ordinary(char *const *environment)
{
	static const char *const known[] = { "PYTHONHASHSEED=", "PYTHONDONTWRITEBYTECODE=",
		"PYTHONUNBUFFERED=", "PYTHONIOENCODING=", "PYTHONUTF8=", "PYTHONPATH=",
		"PYTHONNOUSERSITE=", "PYTHONSAFEPATH=" };

	for (; *environment; environment++) {
		bool is_known = strncmp(*environment, "PYTHON", 6) != 0;

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			is_known =
				is_known || strncmp(*environment, known[i], strlen(known[i])) == 0;
		if (!is_known)
			return false;
	}
	return true;
}

static bool prepare(void)
{
	if (sizeof(void *) != 8 ||
		strncmp(api.version(), UNDERSTOOD, sizeof(UNDERSTOOD) - 1) != 0 ||
		!is_ordinary(environ))
		return false;
	end.n_callbacks = find_method(api.atexit(), "_ncallbacks");
	return end.n_callbacks && python_streams_prepare() && python_streams_find() &&
	       learn_collector() && python_end_is_silent() && api.add_hook(hear, NULL) == 0;
}

bool python_end_prepare(void)
{
	int was_enabled;
	bool done;

	if (!python_find(symbols, sizeof(symbols) / sizeof(symbols[0])))
		return false;
	was_enabled = api.collector_disable();
	done = prepare();
	python.error_clear();
	if (was_enabled)
		(void)api.collector_enable();
	return done;
}
