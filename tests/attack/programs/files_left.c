/* SPDX-License-Identifier: MIT */
/* leave: files with every kind of name, mode and type in all writable places, and the places
 * themselves spoilt. look: nothing is there. */
#include "attack.h"

#include <dirent.h>
#include <sys/xattr.h>

static const char *const places[] = { "/tmp", "/scratch", "/dev/shm", "." };

static const char *const names[] = {
	"plain",
	".hidden",
	"-rf",
	"--",
	"with space",
	"new\nline",
	"\033[2J\033]0;owned\007",
	"\xff\xfe\x80",
	"$(reboot)",
	"`id`",
	"..\\..",
	"%s%n",
	"a;b|c&d",
	"*",
	"~",
	"\"quote'",
};

static void spoil(const char *place)
{
	char path[512], long_name[256];

	memset(long_name, 'n', sizeof(long_name));
	long_name[255] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", place, names[i]);
		close(open(path, O_CREAT | O_WRONLY, 0));
		chmod(path, 07777);
		setxattr(path, "user.left", "x", 1, 0);
	}
	snprintf(path, sizeof(path), "%s/%s", place, long_name);
	mkdir(path, 0);
	snprintf(path, sizeof(path), "%s/fifo", place);
	mkfifo(path, 0666);
	snprintf(path, sizeof(path), "%s/link", place);
	if (symlink("/etc", path) < 0)
		return;
	snprintf(path, sizeof(path), "%s/closed", place);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/closed/inner", place);
	mkdir(path, 0);
	snprintf(path, sizeof(path), "%s/closed", place);
	chmod(path, 0);
	chmod(place, 0);
	utimensat(AT_FDCWD, place, (struct timespec[2]){ { 1, 0 }, { 1, 0 } }, 0);
}

/* A test suite's current folder is the one with its files. */
static bool is_of_submission(const char *place, const char *name)
{
	const char *given[] = { "attack", "attack.h", "files_left.c" };

	for (int i = 0; i < 3; i++)
		if (strcmp(place, ".") == 0 && strcmp(name, given[i]) == 0)
			return true;
	return false;
}

static void look_at(const char *place)
{
	DIR *dir = opendir(place);
	struct dirent *entry;
	struct stat status;

	if (!dir || stat(place, &status) < 0 || (status.st_mode & 0700) != 0700)
		escaped("%s can't be used (%s)", place, strerror(errno));
	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			!is_of_submission(place, entry->d_name))
			escaped("%s/%s was left", place, entry->d_name);
	if (dir)
		closedir(dir);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (is("leave"))
			spoil(places[i]);
		else
			look_at(places[i]);
	}
	return finish();
}
