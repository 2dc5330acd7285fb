/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "folder.h"
#include "learn/language.h"

#include <errno.h>

#define C                                                                                          \
	"[language]\nname = C\nextensions = c h\ntools = sh\npackage = gcc\nversion = gcc "        \
	"--version\n"                                                                              \
	"compile = gcc -o %o %f -DM=%m -D'A B' -D%%\nrun = %o %a\ntest = %o\n"
#define MINIMAL "[language]\nname = N\nextensions = x\ntools = sh\nrun = sh %m\n"

static struct language_set *load(
	const struct folder *first, const struct folder *second, struct strlist *problems)
{
	_cleanup_strlist_ struct strlist folders = { 0 };
	struct language_set *set = language_set_new();

	assert_non_null(set);
	assert_int_equal(strlist_add(&folders, first->path), 0);
	if (second)
		assert_int_equal(strlist_add(&folders, second->path), 0);
	assert_int_equal(language_set_load(set, &folders, problems), 0);
	return set;
}

static void every_key_is_read(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;
	const struct language *c;

	(void)state;
	folder_put(&folder, "c.ini",
		C "template = python\n[limits]\ntime = 3s\nmemory = 32M\ncompile-time = 5s\ncompile-memory = 64M\n"
		  "processes = 7\nopen-files = 4096\naddress-space = no\n");
	set = load(&folder, NULL, &problems);
	assert_int_equal(problems.count, 0);
	c = language_set_find(set, "c");
	assert_string_equal(c->name, "C");
	assert_string_equal(c->extensions.items[1], "h");
	assert_string_equal(c->package, "gcc");
	assert_string_equal(c->version_command, "gcc --version");
	assert_string_equal(c->compile.items[5], "-DA B");
	assert_null(c->missing_tool);
	assert_int_equal(c->template, JOB_TEMPLATE_PYTHON);
	assert_int_equal(c->run_limits.cpu_us, 3000000);
	assert_int_equal(c->run_limits.wall_us, 7000000);
	assert_int_equal(c->run_limits.memory_bytes, 32 << 20);
	assert_int_equal(c->run_limits.processes, 7);
	assert_int_equal(c->run_limits.open_files, 4096);
	assert_false(c->run_limits.address_space);
	assert_false(c->compile_limits.address_space);
	assert_int_equal(c->compile_limits.cpu_us, 5000000);
	assert_int_equal(c->compile_limits.memory_bytes, 64 << 20);
}

static void limits_have_defaults(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;
	const struct language *language;

	(void)state;
	folder_put(&folder, "n.ini", MINIMAL);
	set = load(&folder, NULL, &problems);
	language = language_set_find(set, "n");
	assert_int_equal(language->run_limits.cpu_us, 0);
	assert_int_equal(language->run_limits.wall_us, 0);
	assert_int_equal(language->run_limits.memory_bytes, 0);
	assert_int_equal(language->run_limits.processes, 0);
	assert_true(language->run_limits.address_space);
	assert_int_equal(language->compile_limits.cpu_us, 20000000);
	assert_int_equal(language->compile_limits.memory_bytes, 1 << 30);
	assert_int_equal(language->compile_limits.processes, 64);
	assert_int_equal(language->compile.count, 0);
	assert_null(language->package);
}

static void a_missing_tool_is_named(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&folder, "n.ini",
		"[language]\nname = N\nextensions = x\ntools = sh no-such-tool-here nor-this\nrun "
		"= sh %m\n");
	set = load(&folder, NULL, &problems);
	assert_int_equal(problems.count, 0);
	assert_string_equal(language_set_find(set, "n")->missing_tool, "no-such-tool-here");
}

static void a_missing_library_is_named(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&folder, "has.ini", MINIMAL "libraries = /{no-such-folder,u*}/bin\n");
	folder_put(&folder, "lacks.ini", MINIMAL "libraries = /usr/bin /usr/no-such-*\n");
	set = load(&folder, NULL, &problems);
	assert_int_equal(problems.count, 0);
	assert_null(language_set_find(set, "has")->missing_tool);
	assert_string_equal(language_set_find(set, "lacks")->missing_tool, "/usr/no-such-*");
}

static void a_limit_of_the_disk_is_read(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&folder, "n.ini", MINIMAL "[limits]\ndisk = 512M\n");
	set = load(&folder, NULL, &problems);
	assert_int_equal(problems.count, 0);
	assert_int_equal(language_set_find(set, "n")->run_limits.disk_bytes, 512 << 20);
}

static void an_earlier_folder_masks(void **state)
{
	_cleanup_folder_ struct folder etc = folder_new(), usr = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&etc, "b.ini", MINIMAL);
	folder_put(&etc, "broken.ini", "x");
	folder_link(&etc, "/dev/null", "hidden.ini");
	folder_put(&usr, "a.ini", MINIMAL);
	folder_put(&usr, "b.ini", C);
	folder_put(&usr, "broken.ini", C);
	folder_put(&usr, "hidden.ini", C);
	folder_put(&usr, "README", "");
	folder_put(&usr, ".x.ini", "");
	set = load(&etc, &usr, &problems);
	assert_int_equal(problems.count, 1);
	assert_int_equal(set->n_languages, 2);
	assert_string_equal(set->languages[0]->id, "a");
	assert_string_equal(set->languages[1]->id, "b");
	assert_string_equal(set->languages[1]->name, "N");
	assert_null(language_set_find(set, "hidden"));
}

static void a_bad_file_is_told(void **state)
{
	static const struct {
		const char *text, *problem;
	} rows[] = {
		{ "", "/n.ini: [language] name = is missing" },
		{ "[language]\nname = N\nextensions = x\ntools = sh\n",
			"/n.ini: [language] run = is missing" },
		{ "[langauge]\nname = N\n",
			"/n.ini:2: unknown section \"langauge\"; did you mean \"language\"?" },
		{ "[language]\nrum = x\n", "/n.ini:2: unknown key \"rum\"; did you mean \"run\"?" },
		{ MINIMAL "run = x\n", "/n.ini:6: run was given before, in line 5" },
		{ MINIMAL "compile = gcc %f\n",
			"/n.ini: compile: %o, the program that is made, is missing" },
		{ MINIMAL "test = x %q\n",
			"/n.ini:6: test: \"%q\": expected %f, %m, %o, %a, %t or %%" },
		{ MINIMAL "test = x%\n", "/n.ini:6: test: \"x%\": expected %f, %m, %o, %a, %t or %%" },
		{ MINIMAL "test = -I%f\n", "/n.ini:6: test: \"-I%f\": %f is a word of its own" },
		{ MINIMAL "test = 'x\n", "/n.ini:6: test: a quote is not closed" },
		{ "[language]\ntools = /bin/sh\n", "/n.ini:2: tools: \"/bin/sh\": expected the "
						   "name of a program, without '/'" },
		{ "[language]\nlibraries = share\n", "/n.ini:2: libraries: \"share\": expected a "
						     "pattern of paths, from '/' on" },
		{ "[language]\nextensions = .c\n", "/n.ini:2: extensions: \".c\": expected letters "
						   "and digits, without a '.'" },
		{ MINIMAL "[limits]\ntime = never\n", "/n.ini:7: time: expected a time such as 2s "
						      "or 500ms, at most 600s, not \"never\"" },
		{ MINIMAL "[limits]\nopen-files = 4097\n",
			"/n.ini:7: open-files: expected a number from 1 to 4096, not \"4097\"" },
		{ MINIMAL "[limits]\nprocesses = 0\n",
			"/n.ini:7: processes: expected a number from 1 to 4096, not \"0\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_strlist_ struct strlist problems = { 0 };
		_cleanup_(language_set_freep) struct language_set *set = NULL;

		folder_put(&folder, "n.ini", rows[i].text);
		set = load(&folder, NULL, &problems);
		assert_int_equal(set->n_languages, 0);
		assert_int_equal(problems.count, 1);
		assert_string_equal(problems.items[0] + strlen(folder.path), rows[i].problem);
	}
}

static void bad_names_and_links_are_told(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&folder, "C.ini", MINIMAL);
	folder_link(&folder, "C.ini", "link.ini");
	assert_int_equal(file_make_dirs_at(folder.fd, "z.ini", 0777), 0);
	set = load(&folder, NULL, &problems);
	assert_int_equal(set->n_languages, 0);
	assert_int_equal(problems.count, 3);
	assert_non_null(strstr(problems.items[0], "/C.ini: a language's id is of a-z"));
	assert_non_null(strstr(problems.items[1], "/link.ini: is a link"));
	assert_non_null(strstr(problems.items[2], "/z.ini: is a folder: expected a file"));
}

static void a_missing_folder_is_no_problem_a_file_is(void **state)
{
	_cleanup_strlist_ struct strlist folders = { 0 }, problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = language_set_new();

	(void)state;
	assert_int_equal(strlist_add(&folders, "/nonexistent/practiced"), 0);
	assert_int_equal(language_set_load(set, &folders, &problems), 0);
	assert_int_equal(problems.count, 0);
	assert_int_equal(strlist_add(&folders, "/dev/null"), 0);
	assert_int_equal(language_set_load(set, &folders, &problems), 0);
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0], "/dev/null: is a file: expected a folder");
}

static void languages_have_their_limit(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;
	char name[32];

	(void)state;
	for (int i = 0; i < LANGUAGES_MAX + 1; i++) {
		assert_true(snprintf(name, sizeof(name), "l%02d.ini", i) > 0);
		folder_put(&folder, name, MINIMAL);
	}
	set = load(&folder, NULL, &problems);
	assert_int_equal(set->n_languages, LANGUAGES_MAX);
	assert_int_equal(problems.count, 1);
	assert_non_null(strstr(problems.items[0], "/l64.ini: more than 64 languages"));
}

struct expansion {
	const char *template, *files, *main_file, *argv; /* argv joined by '|'; NULL: -EINVAL */
};

static void check_expansion(const struct language *language, const struct expansion *row)
{
	_cleanup_strlist_ struct strlist template = { 0 }, files = { 0 }, argv = { 0 };
	_cleanup_buffer_ struct buffer joined = { 0 };
	int r;

	assert_int_equal(strlist_split_words(&template, row->template), 0);
	assert_int_equal(strlist_split_words(&files, row->files), 0);
	r = language_expand(language, &template, &files, row->main_file, &argv);
	assert_int_equal(r, row->argv ? 0 : -EINVAL);
	if (!row->argv) {
		assert_int_equal(argv.count, 0);
		return;
	}
	for (size_t i = 0; i < argv.count; i++)
		assert_int_equal(
			buffer_printf(&joined, "%s%s", i > 0 ? "|" : "", argv.items[i]), 0);
	assert_string_equal(joined.data, row->argv);
}

static void a_template_becomes_a_command(void **state)
{
	static const struct expansion rows[] = {
		{ "gcc -o %o %f -lm", "a.c b.h sub/c.c", "a.c",
			"gcc|-o|/box/program|/box/a.c|/box/sub/c.c|-lm" },
		{ "%o %a", "a.c", "a.c", "/box/program" },
		{ "sh %m %a", "a.c", "sub/m", "sh|/box/sub/m" },
		{ "x -o%o --main=%m%% 100%%", "a.c", "a.c",
			"x|-o/box/program|--main=/box/a.c%|100%" },
		{ "gcc %f", "a.h c .c dir.c/x sub/.c", "a.h", NULL },
		{ "sh %m", "a.c", NULL, NULL },
		{ "sh x%", "a.c", "a.c", NULL },
	};
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;

	(void)state;
	folder_put(&folder, "c.ini", C);
	set = load(&folder, NULL, &problems);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_expansion(language_set_find(set, "c"), &rows[i]);
}

static void the_main_file_is_the_only_one_or_called_so(void **state)
{
	static const struct {
		const char *names, *main_file;
	} rows[] = {
		{ "a.c", "a.c" },
		{ "a.c a.h b.h", "a.c" },
		{ "a.c main.c", "main.c" },
		{ "a.c Main.c", "Main.c" },
		{ "a.c __main__.c", "__main__.c" },
		{ "a.c b.c", NULL },
		{ "a.c x/main.c", NULL },
		{ "a.c main.h", "a.c" },
		{ "a.h", NULL },
		{ "", NULL },
	};
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_strlist_ struct strlist problems = { 0 };
	_cleanup_(language_set_freep) struct language_set *set = NULL;
	const struct language *c;

	(void)state;
	folder_put(&folder, "c.ini", C);
	folder_put(&folder, "n.ini", MINIMAL);
	set = load(&folder, NULL, &problems);
	c = language_set_find(set, "c");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_strlist_ struct strlist names = { 0 };
		const char *main_file;

		assert_int_equal(strlist_split_words(&names, rows[i].names), 0);
		main_file = language_choose_main(c, &names);
		if (!rows[i].main_file)
			assert_null(main_file);
		else
			assert_string_equal(main_file, rows[i].main_file);
	}
	assert_true(language_needs_main(language_set_find(set, "n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_read),
		cmocka_unit_test(limits_have_defaults),
		cmocka_unit_test(a_missing_tool_is_named),
		cmocka_unit_test(a_missing_library_is_named),
		cmocka_unit_test(a_limit_of_the_disk_is_read),
		cmocka_unit_test(an_earlier_folder_masks),
		cmocka_unit_test(a_bad_file_is_told),
		cmocka_unit_test(bad_names_and_links_are_told),
		cmocka_unit_test(a_missing_folder_is_no_problem_a_file_is),
		cmocka_unit_test(languages_have_their_limit),
		cmocka_unit_test(a_template_becomes_a_command),
		cmocka_unit_test(the_main_file_is_the_only_one_or_called_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
