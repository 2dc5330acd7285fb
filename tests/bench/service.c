/* SPDX-License-Identifier: MIT */
#include "service.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/strlist.h"
#include "sample.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#define LISTEN_FD 3

/* The learner's file is the program itself; what is compiled is its mode. */
static const char tiny_language[] =
	"[language]\nname = Tiny\nextensions = bin\ntools = install\ncompile = install -m 755 %m %o\nrun = %o %a\ntest = %o\n";
static const char python_language[] =
	"[language]\nname = Python\nextensions = py\ntools = python3\nrun = /usr/bin/python3 %m %a\ntest = python3 %m\n";
static const char config[] = "[sandbox]\nmode = namespaces\n\n[limits]\ntime = 10s\n";
static const char course[] = "[course]\ntitle = Bench\nlessons = tiny dynamic python\n";

/* A lesson for each program: they don't write the same. */
static const char *language_of(const struct program *program)
{
	return program->kind == PROGRAM_PYTHON ? "python" : "tiny";
}

static const char *submitted_name(const struct program *program)
{
	return program->kind == PROGRAM_PYTHON ? "main.py" : "program.bin";
}

static int put(const char *folder, const char *path, const void *data, size_t len)
{
	_cleanup_close_ int dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_free_ char *parent = strdup(path);
	char *slash = parent ? strrchr(parent, '/') : NULL;
	int r = dir_fd < 0 ? -errno : 0;

	if (!parent)
		return -ENOMEM;
	if (slash && r == 0) {
		*slash = '\0';
		r = file_make_dirs_at(dir_fd, parent, 0755);
	}
	return r < 0 ? r : file_replace_at(dir_fd, path, data, len, 0644);
}

static int put_text(const char *folder, const char *path, const char *text)
{
	return put(folder, path, text, strlen(text));
}

static int put_cases(const char *folder, const struct program *program)
{
	char path[128];
	int r = 0;

	for (int i = 1; i <= SERVICE_CASES && r == 0; i++) {
		(void)snprintf(path, sizeof(path), "courses/bench/%s/tests/c%02d.in", program->name, i);
		r = put_text(folder, path, PROGRAM_INPUT);
		(void)snprintf(path, sizeof(path), "courses/bench/%s/tests/c%02d.out", program->name, i);
		if (r == 0)
			r = put(folder, path, PROGRAM_INPUT, program->output_len);
	}
	return r;
}

static int put_lesson(const char *folder, const struct program *program)
{
	char path[128], text[512];
	int r;

	(void)snprintf(text, sizeof(text),
		"[lesson]\ntitle = %s\nlevel = beginner\nminutes = 1\nlanguages = %s\n\n"
		"[step only]\ntitle = Run\npoints = 1\nfiles.%s = %s\ncases = tests/*\ncompare = exact\nshow = verdict\n",
		program->name, language_of(program), language_of(program), submitted_name(program));
	(void)snprintf(path, sizeof(path), "courses/bench/%s/lesson.ini", program->name);
	r = put_text(folder, path, text);
	(void)snprintf(path, sizeof(path), "courses/bench/%s/lesson.md", program->name);
	if (r == 0)
		r = put_text(folder, path, "# Run\n");
	for (int i = 0; i < 2 && r == 0; i++) {
		(void)snprintf(path, sizeof(path), "courses/bench/%s/%s/%s/%s", program->name, i == 0 ? "starter" : "solution",
			language_of(program), submitted_name(program));
		r = put(folder, path, program->data, program->len);
	}
	return r < 0 ? r : put_cases(folder, program);
}

static int put_all(const char *folder, const struct programs *programs)
{
	int r = put_text(folder, "courses/bench/course.ini", course);

	for (size_t i = 0; i < PROGRAM_COMPILE && r == 0; i++)
		r = put_lesson(folder, &programs->list[i]);
	if (r == 0)
		r = put_text(folder, "languages/tiny.ini", tiny_language);
	if (r == 0)
		r = put_text(folder, "languages/python.ini", python_language);
	return r < 0 ? r : put_text(folder, "practiced.conf", config);
}

static int listen_at(const char *folder, struct sockaddr_un *ret_address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int n;

	*ret_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n = snprintf(ret_address->sun_path, sizeof(ret_address->sun_path), "%s/socket", folder);
	if (fd < 0 || n < 0 || (size_t)n >= sizeof(ret_address->sun_path))
		return fd < 0 ? -errno : -ENAMETOOLONG;
	if (bind(fd, (const struct sockaddr *)ret_address, sizeof(*ret_address)) < 0 || listen(fd, 16) < 0) {
		int error = errno;

		(void)close(fd);
		return -error;
	}
	return fd;
}

struct start {
	const char *practiced, *runner, *folder;
	int listen_fd;
};

static int send_output_to_log(const char *folder)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_close_ int fd = -1;

	if (asprintf(&path, "%s/log", folder) < 0)
		return -ENOMEM;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	return fd < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0 ? -errno : 0;
}

static int add_option(struct strlist *argv, const char *option, const char *folder, const char *path)
{
	char *word = NULL;

	return asprintf(&word, "--%s=%s%s", option, folder, path) < 0 ? -ENOMEM : strlist_take(argv, word);
}

/* The child. As systemd does it: the socket is descriptor 3, and LISTEN_PID says whose it is. */
static _Noreturn void execute(const struct start *start)
{
	static const char *const options[][2] = { { "config", "/practiced.conf" }, { "state", "/state" },
		{ "catalog", "/courses" }, { "languages", "/languages" } };
	char pid[32], path[] = "PATH=/usr/bin:/bin", fds[] = "LISTEN_FDS=1";
	char *const environment[] = { pid, path, fds, NULL };
	struct strlist argv = { 0 };
	int r = strlist_add(&argv, "practiced");

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	(void)snprintf(pid, sizeof(pid), "LISTEN_PID=%d", (int)getpid());
	for (size_t i = 0; i < ARRAY_SIZE(options) && r == 0; i++)
		r = add_option(&argv, options[i][0], start->folder, options[i][1]);
	if (r == 0)
		r = add_option(&argv, "runner", start->runner, "");
	if (r == 0)
		r = send_output_to_log(start->folder);
	if (start->listen_fd == LISTEN_FD ? fcntl(LISTEN_FD, F_SETFD, 0) < 0 : dup2(start->listen_fd, LISTEN_FD) < 0)
		r = -errno;
	if (r == 0)
		(void)execve(start->practiced, argv.items, environment);
	_exit(127);
}

static int connect_to(const struct sockaddr_un *address, FILE **ret_wire)
{
	const struct timeval patience = { .tv_sec = 60 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
		int error = errno;

		(void)close(fd);
		return -error;
	}
	*ret_wire = fdopen(fd, "r+");
	return *ret_wire ? 0 : -ENOMEM;
}

/* One line of a reply, without its end. */
static int read_line(struct service *service, char *ret_line, size_t size)
{
	if (!fgets(ret_line, (int)size, service->wire))
		return -EPIPE;
	ret_line[strcspn(ret_line, "\r\n")] = '\0';
	return ret_line[0] == '-' ? -EBADMSG : 0;
}

static int send_words(struct service *service, size_t count, const char *const *words, const size_t *lengths)
{
	(void)fprintf(service->wire, "*%zu\r\n", count);
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(service->wire, "$%zu\r\n", lengths[i]);
		(void)fwrite(words[i], 1, lengths[i], service->wire);
		(void)fputs("\r\n", service->wire);
	}
	return fflush(service->wire) == 0 ? 0 : -errno;
}

static int start_lessons(struct service *service, char *ret_reason)
{
	char line[512];
	int r = 0;

	for (size_t i = 0; i < PROGRAM_COMPILE && r == 0; i++) {
		(void)fprintf(service->wire, "START bench/%s\n", service->programs->list[i].name);
		(void)fflush(service->wire);
		r = read_line(service, line, sizeof(line));
	}
	if (r < 0)
		(void)snprintf(ret_reason, BURST_REASON, "practiced: %.100s", r == -EPIPE ? "it is gone" : line);
	return r;
}

int service_start(const char *practiced, const char *runner, const char *state_parent, const struct programs *programs,
	struct service *ret_service, char ret_reason[static BURST_REASON])
{
	struct service service = { .programs = programs };
	struct sockaddr_un address;
	_cleanup_close_ int listen_fd = -1;
	int r;

	(void)snprintf(service.folder, sizeof(service.folder), "%s/practice-bench-XXXXXX", state_parent);
	if (!mkdtemp(service.folder))
		return -errno;
	(void)chmod(service.folder, 0755);
	r = put_all(service.folder, programs);
	if (r == 0)
		r = listen_fd = listen_at(service.folder, &address);
	if (r >= 0) {
		service.pid = fork();
		if (service.pid == 0)
			execute(&(struct start){ practiced, runner, service.folder, listen_fd });
		r = service.pid < 0 ? -errno : connect_to(&address, &service.wire);
	}
	if (r == 0)
		r = start_lessons(&service, ret_reason);
	if (r < 0)
		service_stop(&service);
	else
		*ret_service = service;
	return r;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	(void)remove(path);
	return 0;
}

void service_stop(struct service *service)
{
	if (service->wire)
		(void)fclose(service->wire);
	if (service->pid > 0) {
		(void)kill(service->pid, SIGTERM);
		(void)waitpid(service->pid, NULL, 0);
	}
	if (service->folder[0] != '\0')
		(void)nftw(service->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	*service = (struct service){ 0 };
}

static int ask_check(struct service *service, const struct program *program)
{
	char lesson[64];
	/* The step is named, because it is passed already but for the first time. */
	const char *const words[] = { "CHECK", lesson, "step=only", submitted_name(program), program->data };
	const size_t lengths[] = { 5, (size_t)snprintf(lesson, sizeof(lesson), "bench/%s", program->name), 9,
		strlen(submitted_name(program)), program->len };

	return send_words(service, ARRAY_SIZE(words), words, lengths);
}

static bool begins(const char *line, const char *word)
{
	return strncmp(line, word, strlen(word)) == 0;
}

int service_check(struct service *service, const struct program *program, uint64_t *ret_ns)
{
	uint64_t start_ns = sample_now_ns(), before_ns = 0, compile_ns = 0;
	char line[1024];
	int r = ask_check(service, program);

	do {
		if (r == 0)
			r = read_line(service, line, sizeof(line));
		if (r < 0)
			return r;
		if (begins(line, "+attempt="))
			before_ns = sample_now_ns();
		if (begins(line, "+compile "))
			compile_ns = sample_now_ns() - before_ns;
	} while (!begins(line, "+verdict="));
	*ret_ns = sample_now_ns() - start_ns - compile_ns;
	return begins(line, "+verdict=pass") ? 0 : -EBADMSG;
}
