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
 * A version that lacks what is asked of it, or a program that is no plain file (a zip archive), is
 * executed.
 */
#include "template/python_api.h"
#include "template/python_end.h"
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

#define FILE_INPUT 257 /* Py_file_input */
#define EXPORTED   __attribute__((visibility("default")))

static struct {
	FILE *(*open)(const char *path, const char *mode);
	bool serves;	   /* or is one of the runs */
	bool may_be_brief; /* python_end_is_silent() can be asked */
} template;

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
	FILE *file = template.open(program, "rb");
	struct stat status;

	if (!file)
		return NULL;
	if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) &&
		!has_archive_mark(file, status.st_size))
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

	if (!interrupted && template.may_be_brief && python_end_is_silent())
		exit(status);
	if (python.finalize() < 0)
		status = 120;
	if (interrupted) {
		(void)signal(SIGINT, SIG_DFL);
		(void)kill(getpid(), SIGINT);
		status = SIGINT + 128;
	}
	exit(status);
}

/* Compiled, by its name or first bytes. */
static bool is_compiled(FILE *file, const char *program)
{
	size_t len = strlen(program);
	unsigned char mark[2];

	if (len >= 4 && strcmp(program + len - 4, ".pyc") == 0)
		return true;
	return pread(fileno(file), mark, sizeof(mark), 0) == (ssize_t)sizeof(mark) &&
	       (mark[0] | mark[1] << 8) == (python.magic_number() & 0xffff);
}

static bool flush(const char *name)
{
	object *stream = python.sys_get(name);
	object *nothing = stream ? python.call_method(stream, "flush", NULL) : NULL;

	if (stream && !nothing)
		python.error_clear();
	python.release(nothing);
	return nothing != NULL;
}

/* What it exits with is no object of the program's own making: nothing of the program's is called.
 */
static bool is_simple_exit(object *value)
{
	object *code;
	bool is;

	if (!value || type_of(value) != *python.system_exit)
		return false;
	code = python.get(value, "code");
	is = code && (code == python.none || type_of(code) == python.number ||
			     type_of(code) == python.text);
	if (!code)
		python.error_clear();
	python.release(code);
	return is;
}

/* Telling of sys.exit() ends the interpreter from within. Where that can be brief, it is done here.
 */
static void try_exit(void)
{
	object *type, *value, *traceback;
	bool is_silent;
	int status;

	if (!python.error_matches(*python.system_exit))
		return;
	python.error_fetch(&type, &value, &traceback);
	python.error_normalize(&type, &value, &traceback);
	is_silent = is_simple_exit(value) && python_end_is_silent();
	python.error_restore(type, value, traceback);
	if (!is_silent || !python.handle_exit(&status))
		return;
	if (!flush("stderr") && python.finalize() < 0) /* it may have got a text */
		status = 120;
	exit(status);
}

static bool set_loader(object *names, object *file_name)
{
	object *importers = python.dict_get(python.modules(), "_frozen_importlib_external");
	object *type = importers ? python.get(importers, "SourceFileLoader") : NULL;
	object *loader = type ? python.call(type, "sO", "__main__", file_name) : NULL;
	bool done = loader && python.dict_set(names, "__loader__", loader) == 0;

	python.release(type);
	python.release(loader);
	return done;
}

static void flush_both(void)
{
	object *type, *value, *traceback;

	python.error_fetch(&type, &value, &traceback);
	(void)flush("stderr");
	(void)flush("stdout");
	python.error_restore(type, value, traceback);
}

static void remove_name(object *names, const char *name)
{
	if (python.dict_delete(names, name) < 0)
		python.error_clear();
}

/* As PyRun_SimpleFile() of CPython's Python/pythonrun.c, but for try_exit(). As there, nobody but
 * the program keeps the module while it is told how it failed. */
static int run_source(FILE *file, const char *program)
{
	object *main = python.add_module("__main__"), *names = python.module_dict(main);
	object *file_name = python.decode(program), *result;
	bool done = file_name && python.dict_set(names, "__file__", file_name) == 0 &&
		    python.dict_set(names, "__cached__", python.none) == 0 &&
		    set_loader(names, file_name);

	python.release(file_name);
	if (!done)
		return -1;
	python.keep(main);
	result = python.run_file(file, program, FILE_INPUT, names, names, 1, NULL);
	flush_both();
	if (!result) {
		python.release(main);
		try_exit();
		python.error_print();
	}
	remove_name(names, "__file__");
	remove_name(names, "__cached__");
	if (result)
		python.release(main);
	python.release(result);
	return result ? 0 : -1;
}

static int run_program(FILE *file, const char *program)
{
	if (template.may_be_brief && !is_compiled(file, program))
		return run_source(file, program);
	return python.run_any_file(file, program, 1, NULL);
}

static _Noreturn void run(char **argv)
{
	char *program = argv[program_index(argv)];
	FILE *file = program ? open_program(program) : NULL;

	python.after_fork();
	if (!file || !set_importer(program) || !set_path(program) ||
		!set_words("orig_argv", argv) || !set_words("argv", argv + program_index(argv)))
		execute(argv);
	serve_release();
	if (python.pending_calls() < 0) {
		(void)fclose(file);
		end(1);
	}
	end(run_program(file, program) != 0);
}

static _Noreturn void serve(void)
{
	void *thread = python.this_thread();

	template.serves = true;
	if (!thread)
		serve_end(1);
	python.take_lock(thread); /* main.c gives it up around the opening */
	template.may_be_brief = python_end_prepare();
	python.before_fork();
	run(serve_runs());
}

/* Called by ld.so, before the interpreter's main(). */
__attribute__((constructor)) static void begin(int argc, char **argv, char **environment)
{
	void *address = dlsym(RTLD_NEXT, "fopen64");

	(void)argc;
	(void)argv;
	memcpy(&template.open, &address, sizeof(address));
	if (serve_begin(environment) < 0 || !template.open || !python_look_up())
		serve_end(1);
}

/* In place of libc's, which all else is handed to. */
static FILE *open_or_serve(const char *path, const char *mode)
{
	if (!template.serves && strcmp(path, TEMPLATE_PYTHON_PATH) == 0)
		serve();
	return template.open(path, mode);
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
