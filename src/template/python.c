/* SPDX-License-Identifier: MIT */
/*
 * A Python interpreter that waits where it is about to open its program, and runs another one
 * instead, as often as it is asked.
 *
 * It was started with the options of the language's run command and TEMPLATE_PYTHON_PATH as its
 * program. When it opens that file (pymain_run_file() in CPython's Modules/main.c, from 3.8 on) no
 * Python code of a program is on its stack; modules, standard streams, flags and signal handlers
 * are what every program finds. A run then does what main.c does from there: puts its own name and
 * arguments where the other's were, runs the file as __main__, ends the interpreter, and takes the
 * exit status from that. What a program can see is so the interpreter's own work.
 *
 * The interpreter is called by names of its C API, looked up at run time: nothing of Python is
 * needed to build this, and one library serves all versions. A version that lacks one of them, or a
 * program that is no plain file (a zip archive), is executed.
 */
#include "template/serve.h"

#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

typedef void object; /* PyObject, which is none of our business */

static struct {
	void *(*this_thread)(void);
	void (*take_lock)(void *thread);
	void (*before_fork)(void);
	void (*after_fork)(void);
	object *(*decode)(const char *text);
	object *(*sys_get)(const char *name);
	int (*list_set_slice)(object *list, ssize_t low, ssize_t high, object *items);
	object *(*list_new)(ssize_t len);
	int (*list_append)(object *list, object *item);
	ssize_t (*list_size)(object *list);
	object *(*list_get)(object *list, ssize_t index);
	int (*list_set)(object *list, ssize_t index, object *item);
	int (*equals_ascii)(object *string, const char *text);
	int (*dict_delete)(object *dict, const char *key);
	int (*dict_set)(object *dict, const char *key, object *item);
	int (*run_file)(FILE *file, const char *name, int closes, void *flags);
	int (*pending_calls)(void);
	int (*finalize)(void);
	void (*release)(object *object);
	object *none, **keyboard_interrupt;
	FILE *(*open)(const char *path, const char *mode);
	bool serves; /* or is one of the runs */
} python;

static const struct {
	const char *name;
	void *place;
} symbols[] = {
	{ "PyGILState_GetThisThreadState", &python.this_thread },
	{ "PyEval_RestoreThread", &python.take_lock },
	{ "PyOS_BeforeFork", &python.before_fork },
	{ "PyOS_AfterFork_Child", &python.after_fork },
	{ "PyUnicode_DecodeFSDefault", &python.decode },
	{ "PySys_GetObject", &python.sys_get },
	{ "PyList_SetSlice", &python.list_set_slice },
	{ "PyList_New", &python.list_new },
	{ "PyList_Append", &python.list_append },
	{ "PyList_Size", &python.list_size },
	{ "PyList_GetItem", &python.list_get },
	{ "PyList_SetItem", &python.list_set },
	{ "PyUnicode_CompareWithASCIIString", &python.equals_ascii },
	{ "PyDict_DelItemString", &python.dict_delete },
	{ "PyDict_SetItemString", &python.dict_set },
	{ "PyRun_AnyFileExFlags", &python.run_file },
	{ "Py_MakePendingCalls", &python.pending_calls },
	{ "Py_FinalizeEx", &python.finalize },
	{ "Py_DecRef", &python.release },
	{ "_Py_NoneStruct", &python.none },
	{ "PyExc_KeyboardInterrupt", &python.keyboard_interrupt },
};

static bool look_up(void)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *address = dlsym(RTLD_DEFAULT, symbols[i].name);

		if (!address)
			return false;
		memcpy(symbols[i].place, &address, sizeof(address));
	}
	return true;
}

/* The interpreter's options end where its program is named; what follows is the program's. */
static size_t program_index(char *const *argv)
{
	size_t i = 1;

	while (argv[i] && argv[i][0] == '-')
		i++;
	return i;
}

/* The list in sys of that name becomes these words. */
static bool set_words(const char *name, char *const *words)
{
	object *list = python.sys_get(name); /* borrowed */
	object *items = python.list_new(0);
	bool done = list && items;

	for (; done && *words; words++) {
		object *word = python.decode(*words);

		done = word && python.list_append(items, word) == 0;
		python.release(word);
	}
	done = done && python.list_set_slice(list, 0, python.list_size(list), items) == 0;
	python.release(items);
	return done;
}

/* "dir/" of the program's real path, without the slash, as main.c sets sys.path[0]; with -I and the
 * like there is none. */
static bool set_path(const char *program)
{
	object *path = python.sys_get("path"), *first, *word;
	char real[PATH_MAX], *slash;

	first = path && python.list_size(path) > 0 ? python.list_get(path, 0) : NULL;
	if (!first || python.equals_ascii(first, "/etc") != 0)
		return path != NULL;
	if (!realpath(program, real))
		return false;
	slash = strrchr(real, '/');
	slash[slash == real ? 1 : 0] = '\0';
	word = python.decode(real);
	return word && python.list_set(path, 0, word) == 0; /* which takes the reference */
}

/* An archive has this mark within so many of its last bytes; zipimport looks no further. */
#define ARCHIVE_TAIL (64 * 1024 + 22)

static bool has_archive_mark(FILE *file, off_t size)
{
	static char tail[ARCHIVE_TAIL];
	off_t begin = size > ARCHIVE_TAIL ? size - ARCHIVE_TAIL : 0;
	ssize_t n = pread(fileno(file), tail, sizeof(tail), begin);

	return n < 0 || memmem(tail, (size_t)n, "PK\005\006", 4) != NULL;
}

/* A program of one file; not a folder or an archive, which main.c runs otherwise. */
static FILE *open_program(const char *program)
{
	FILE *file = python.open(program, "rb");
	struct stat status;

	if (!file)
		return NULL;
	if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) && !has_archive_mark(file, status.st_size))
		return file;
	(void)fclose(file);
	return NULL;
}

/* main.c has asked who could import from the program: nobody. */
static bool set_importer(const char *program)
{
	object *cache = python.sys_get("path_importer_cache");

	return cache && python.dict_delete(cache, TEMPLATE_PYTHON_PATH) == 0 &&
	       python.dict_set(cache, program, python.none) == 0;
}

/* What this can't do, the interpreter does from the start. */
static _Noreturn void execute(char **argv)
{
	(void)signal(SIGPIPE, SIG_DFL); /* the two that an interpreter ignores, which exec keeps */
	(void)signal(SIGXFSZ, SIG_DFL);
	serve_release();
	(void)execv(argv[0], argv);
	serve_end(127);
}

/* As Py_RunMain() ends. */
static _Noreturn void end(int failed)
{
	bool interrupted = failed && python.sys_get("last_type") == *python.keyboard_interrupt;
	int status = failed ? 1 : 0;

	if (python.finalize() < 0)
		status = 120;
	if (interrupted) {
		(void)signal(SIGINT, SIG_DFL);
		(void)kill(getpid(), SIGINT);
		status = SIGINT + 128;
	}
	exit(status);
}

static _Noreturn void run(char **argv)
{
	char *program = argv[program_index(argv)];
	FILE *file = program ? open_program(program) : NULL;

	python.after_fork();
	if (!file || !set_importer(program) || !set_path(program) || !set_words("orig_argv", argv) ||
		!set_words("argv", argv + program_index(argv)))
		execute(argv);
	serve_release();
	if (python.pending_calls() < 0) {
		(void)fclose(file);
		end(1);
	}
	end(python.run_file(file, program, 1, NULL) != 0);
}

static _Noreturn void serve(void)
{
	void *thread = python.this_thread();

	python.serves = true;
	if (!thread)
		serve_end(1);
	python.take_lock(thread); /* main.c gives it up around the opening */
	python.before_fork();
	run(serve_runs());
}

/* Called by ld.so, before the interpreter's main(). */
__attribute__((constructor)) static void begin(int argc, char **argv, char **environment)
{
	void *address = dlsym(RTLD_NEXT, "fopen64");

	(void)argc;
	(void)argv;
	memcpy(&python.open, &address, sizeof(address));
	if (serve_begin(environment) < 0 || !python.open || !look_up())
		serve_end(1);
}

/* In place of libc's, which all else is handed to. */
static FILE *open_or_serve(const char *path, const char *mode)
{
	if (!python.serves && strcmp(path, TEMPLATE_PYTHON_PATH) == 0)
		serve();
	return python.open(path, mode);
}

EXPORTED FILE *fopen64(const char *path, const char *mode)
{
	return open_or_serve(path, mode);
}

#undef fopen
EXPORTED FILE *fopen(const char *path, const char *mode)
{
	return open_or_serve(path, mode);
}
