/* SPDX-License-Identifier: MIT */
#include "program.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX (4u * 1024 * 1024)

static const char source[] = "#include <stdio.h>\nint main(void)\n{\n\tputs(\"hello\");\n\treturn 0;\n}\n";
static const char script[] = "pass\n";

static const struct program table[PROGRAM_COUNT] = {
	{ PROGRAM_TINY, "tiny", "tiny", "%b/tiny", JOB_TEMPLATE_NONE, sizeof(PROGRAM_INPUT) - 1, NULL, 0 },
	{ PROGRAM_DYNAMIC, "dynamic", "dynamic", "%b/dynamic", JOB_TEMPLATE_PROGRAM, sizeof(PROGRAM_INPUT) - 1, NULL, 0 },
	{ PROGRAM_PYTHON, "python", "main.py", "/usr/bin/python3 %b/main.py", JOB_TEMPLATE_PYTHON, 0, NULL, 0 },
	{ PROGRAM_COMPILE, "compile", "main.c", "/usr/bin/gcc -O1 -o %b/out %b/main.c", JOB_TEMPLATE_NONE, 0, NULL, 0 },
};

static const char *text_of(enum program_kind kind)
{
	if (kind == PROGRAM_COMPILE)
		return source;
	return kind == PROGRAM_PYTHON ? script : NULL;
}

static int read_built(const char *build_dir, struct program *program)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	char path[4096];
	_cleanup_close_ int fd = -1;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", build_dir, program->file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	r = fd < 0 ? -errno : file_read_all(fd, FILE_BYTES_MAX, &bytes);
	if (r < 0) {
		(void)fprintf(stderr, "bench: %s: %s\n", path, strerror(-r));
		return r;
	}
	program->len = bytes.len;
	program->data = buffer_steal(&bytes);
	return 0;
}

static int lay(struct programs *programs, const char *build_dir, struct program *program)
{
	const char *text = text_of(program->kind);
	char path[sizeof(programs->folder) + 32];
	_cleanup_close_ int fd = -1;
	int r = 0;

	if (text) {
		program->data = strdup(text);
		program->len = strlen(text);
		r = program->data ? 0 : -ENOMEM;
	} else {
		r = read_built(build_dir, program);
	}
	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "%s/%s", programs->folder, program->file);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, text ? 0644 : 0755);
	return fd < 0 ? -errno : file_write_all(fd, program->data, program->len);
}

static int make_folder(struct programs *programs)
{
	static const char *const places[] = { "/dev/shm", "/tmp" };

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		(void)snprintf(programs->folder, sizeof(programs->folder), "%s/practice-bench-XXXXXX", places[i]);
		if (mkdtemp(programs->folder))
			return chmod(programs->folder, 0755) < 0 ? -errno : 0;
	}
	programs->folder[0] = '\0';
	return -errno;
}

int programs_init(struct programs *programs, const char *build_dir)
{
	int r;

	*programs = (struct programs){ 0 };
	r = make_folder(programs);
	for (size_t i = 0; i < PROGRAM_COUNT && r == 0; i++) {
		programs->list[i] = table[i];
		r = lay(programs, build_dir, &programs->list[i]);
	}
	return r;
}

void programs_done(struct programs *programs)
{
	static const char *const made[] = { "tiny", "dynamic", "main.py", "main.c", "out" };
	char path[sizeof(programs->folder) + 32];

	for (size_t i = 0; i < PROGRAM_COUNT; i++)
		free(programs->list[i].data);
	for (size_t i = 0; i < ARRAY_SIZE(made) && programs->folder[0] != '\0'; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", programs->folder, made[i]);
		(void)unlink(path);
	}
	if (programs->folder[0] != '\0')
		(void)rmdir(programs->folder);
	*programs = (struct programs){ 0 };
}

static int add_word(const char *word, const char *folder, struct strlist *words)
{
	const char *mark = strstr(word, "%b");
	_cleanup_free_ char *path = NULL;

	if (!mark)
		return strlist_add(words, word);
	if (asprintf(&path, "%.*s%s%s", (int)(mark - word), word, folder, mark + 2) < 0)
		return -ENOMEM;
	return strlist_add(words, path);
}

int program_command(const char *command, const char *folder, struct strlist *ret_words)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = strlist_split_words(&words, command);

	for (size_t i = 0; i < words.count && r == 0; i++)
		r = add_word(words.items[i], folder, ret_words);
	return r;
}
