/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

static struct config *load(const char *text)
{
	struct config *config = NULL;
	struct config_error error = { "" };
	int r = config_load_text("test.conf", text, strlen(text), &config, &error);

	if (r < 0)
		print_error("%s\n", error.text);
	assert_int_equal(r, 0);
	return config;
}

static void defaults_are_sound(void **state)
{
	_cleanup_(config_freep) struct config *config = load("");

	(void)state;
	assert_int_equal(config->idle_timeout_us, 60 * 1000000);
	assert_int_equal(config->clients_max, 256);
	assert_int_equal(config->log_level, LOG_INFO);
	assert_int_equal(config->catalog_path.count, 3);
	assert_int_equal(config->instructors.count, 0);
	assert_int_equal(config->sandbox_mode, SANDBOX_NAMESPACES);
	assert_int_equal(config->limit_memory, 256 * 1024 * 1024);
	assert_string_equal(config->sandbox_root, "");
	assert_true(config->sandbox_templates);
	assert_false(config->sandbox_strict);
}

static void values_are_read(void **state)
{
	_cleanup_(config_freep) struct config *config =
		load("[daemon]\nlog-level = debug\nidle-timeout = 2min\n"
		     "[access]\ninstructors = anna @staff\n"
		     "[sandbox]\nmode = none\nroot = /srv/root\ntemplates = no\n"
		     "profile = strict\n");

	(void)state;
	assert_int_equal(config->log_level, LOG_DEBUG);
	assert_int_equal(config->idle_timeout_us, 120 * 1000000);
	assert_int_equal(config->instructors.count, 2);
	assert_string_equal(config->instructors.items[1], "@staff");
	assert_int_equal(config->sandbox_mode, SANDBOX_NONE);
	assert_string_equal(config->sandbox_root, "/srv/root");
	assert_false(config->sandbox_templates);
	assert_true(config->sandbox_strict);
}

static void a_list_replaces_the_one_before(void **state)
{
	_cleanup_(config_freep) struct config *config = load(
		"[catalog]\npath = /a /b\npath = /c\n[access]\ninstructors = x\ninstructors =\n");

	(void)state;
	assert_int_equal(config->catalog_path.count, 1);
	assert_string_equal(config->catalog_path.items[0], "/c");
	assert_int_equal(config->instructors.count, 0);
}

static void errors_name_line_value_and_what_is_expected(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "[limits]\n\ntime = soon\n", "test.conf:3: 'soon' is no value for time: expected "
					       "a duration such as 500ms, 2s or 1min" },
		{ "[limits]\nmemory = 1X\n", "test.conf:2: '1X' is no value for memory: expected a "
					     "size such as 64K or 256M" },
		{ "[daemon]\nclients-max = -1\n",
			"test.conf:2: '-1' is no value for clients-max: expected a number" },
		{ "[daemon]\nlog-level = loud\n",
			"test.conf:2: 'loud' is no value for log-level: expected error, warning, "
			"notice, info or debug" },
		{ "[sandbox]\nmode = some\n",
			"test.conf:2: 'some' is no value for mode: expected namespaces or none" },
		{ "[sandbox]\ntemplates = maybe\n",
			"test.conf:2: 'maybe' is no value for templates: expected yes or no" },
		{ "[sandbox]\nprofile = exam\n",
			"test.conf:2: 'exam' is no value for profile: expected usual or strict" },
		{ "[sandbox]\nroot = srv\n",
			"test.conf:2: 'srv' is no value for root: expected an absolute path" },
		{ "[catalog]\npath = /a b\n", "test.conf:2: '/a b' is no value for path: expected "
					      "absolute paths, separated by spaces" },
		{ "[daemon]\nclients-maks = 1\n", "test.conf:2: unknown key 'clients-maks' in "
						  "[daemon], did you mean 'clients-max'?" },
		{ "[deamon]\nclients-max = 1\n",
			"test.conf:1: unknown section '[deamon]', did you mean '[daemon]'?" },
		{ "[zzzzzzzz]\nx = 1\n", "test.conf:1: unknown section '[zzzzzzzz]'" },
		{ "[daemon]\n[sandbx]\n",
			"test.conf:2: unknown section '[sandbx]', did you mean '[sandbox]'?" },
		{ "[daemon]\nzzzzzzzz = 1\n", "test.conf:2: unknown key 'zzzzzzzz' in [daemon]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct config *config = NULL;
		struct config_error error = { "" };
		int r = config_load_text(
			"test.conf", rows[i].text, strlen(rows[i].text), &config, &error);

		assert_int_equal(r, -EINVAL);
		assert_null(config);
		assert_string_equal(error.text, rows[i].error);
	}
}

static void every_bound_holds_at_it_and_not_past_it(void **state)
{
	static const struct {
		const char *section, *key, *at, *past;
	} rows[] = {
		{ "daemon", "idle-timeout", "24h", "86401" },
		{ "daemon", "clients-max", "1", "0" },
		{ "daemon", "clients-max", "65536", "65537" },
		{ "daemon", "clients-per-user", "1", "0" },
		{ "sandbox", "slots", "64", "65" },
		{ "limits", "time", "10ms", "9ms" },
		{ "limits", "time", "1h", "3601" },
		{ "limits", "memory", "1M", "1023K" },
		{ "limits", "output", "64M", "65M" },
		{ "limits", "disk", "64K", "63K" },
		{ "limits", "processes", "4096", "4097" },
		{ "limits", "open-files", "8", "7" },
		{ "limits", "queue", "1", "0" },
		{ "limits", "queue-per-learner", "10000", "10001" },
		{ "limits", "submission", "1M", "1048577" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(config_freep) struct config *config = NULL;
		struct config *none = NULL;
		struct config_error error = { "" };
		char text[128];

		(void)snprintf(text, sizeof(text), "[%s]\n%s = %s\n", rows[i].section, rows[i].key,
			rows[i].at);
		config = load(text);
		(void)snprintf(text, sizeof(text), "[%s]\n%s = %s\n", rows[i].section, rows[i].key,
			rows[i].past);
		assert_int_equal(config_load_text("t", text, strlen(text), &none, &error), -EINVAL);
		assert_non_null(strstr(error.text, "out of range"));
	}
}

/* Files */

struct folders {
	char base[64];
	struct config_source source;
};

static void write_file(const struct folders *folders, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", folders->base, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	static const char *const dropins[] = { "etc", "run", "lib" };
	struct folders *folders = calloc(1, sizeof(*folders));
	char path[256];

	(void)snprintf(folders->base, sizeof(folders->base), "%s", "/tmp/practiced-config-XXXXXX");
	assert_non_null(mkdtemp(folders->base));
	for (size_t i = 0; i < ARRAY_SIZE(dropins); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folders->base, dropins[i]);
		assert_int_equal(mkdir(path, 0700), 0);
		assert_int_equal(strlist_add(&folders->source.dropins, path), 0);
	}
	assert_true(asprintf(&folders->source.file, "%s/main.conf", folders->base) > 0);
	*state = folders;
	return 0;
}

static int tear_down(void **state)
{
	struct folders *folders = *state;
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -r %s", folders->base);
	assert_int_equal(system(command), 0);
	config_source_done(&folders->source);
	free(folders);
	return 0;
}

static struct config *load_files(const struct folders *folders)
{
	struct config *config = NULL;
	struct config_error error = { "" };

	assert_int_equal(config_load(&folders->source, &config, &error), 0);
	return config;
}

static void missing_files_are_the_defaults(void **state)
{
	_cleanup_(config_freep) struct config *config = load_files(*state);

	assert_int_equal(config->clients_max, 256);
}

static void a_named_file_must_be_there(void **state)
{
	struct folders *folders = *state;
	struct config *config = NULL;
	struct config_error error = { "" };

	folders->source.is_required = true;
	assert_int_equal(config_load(&folders->source, &config, &error), -EINVAL);
	assert_non_null(
		strstr(error.text, "main.conf:0: can't be read: No such file or directory"));
}

static void dropins_come_later_in_the_order_of_their_names(void **state)
{
	const struct folders *folders = *state;
	_cleanup_(config_freep) struct config *config = NULL;

	write_file(folders, "main.conf", "[daemon]\nclients-max = 1\nclients-per-user = 11\n");
	write_file(folders, "lib/20-b.conf", "[daemon]\nclients-max = 3\n");
	write_file(folders, "etc/10-a.conf", "[daemon]\nclients-max = 2\n");
	write_file(folders, "etc/30-c.txt", "[daemon]\nclients-max = 4\n");
	write_file(folders, "etc/.40-d.conf", "[daemon]\nclients-max = 5\n");
	config = load_files(folders);
	assert_int_equal(config->clients_max, 3);
	assert_int_equal(config->clients_per_user, 11);
}

static void a_name_in_an_earlier_folder_masks(void **state)
{
	const struct folders *folders = *state;
	_cleanup_(config_freep) struct config *config = NULL;

	write_file(folders, "lib/a.conf", "[daemon]\nclients-max = 2\n");
	write_file(folders, "run/a.conf", "[daemon]\nclients-max = 3\n");
	write_file(folders, "lib/b.conf", "[daemon]\nclients-per-user = 2\n");
	write_file(folders, "etc/b.conf", "");
	config = load_files(folders);
	assert_int_equal(config->clients_max, 3);
	assert_int_equal(config->clients_per_user, 32);
}

static void an_error_in_a_dropin_names_its_file(void **state)
{
	const struct folders *folders = *state;
	struct config *config = NULL;
	struct config_error error = { "" };

	write_file(folders, "run/a.conf", "[daemon]\nclients-max = x\n");
	assert_int_equal(config_load(&folders->source, &config, &error), -EINVAL);
	assert_non_null(strstr(error.text, "/run/a.conf:2: 'x' is no value"));
}

static void the_dump_reads_back_with_every_key(void **state)
{
	_cleanup_(config_freep) struct config *config = NULL;
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	(void)state;
	config_dump(file);
	assert_int_equal(fclose(file), 0);
	config = load(text);
	config_free(TAKE_PTR(config));
	for (char *c = text; (c = strstr(c, "\n#"));
		c++) { /* "#key = value" becomes one, "# doc" stays */
		if (c[2] != ' ')
			c[1] = ' ';
	}
	config = load(text);
	assert_int_equal(config->clients_max, 256);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_sound),
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(a_list_replaces_the_one_before),
		cmocka_unit_test(errors_name_line_value_and_what_is_expected),
		cmocka_unit_test(every_bound_holds_at_it_and_not_past_it),
		cmocka_unit_test_setup_teardown(missing_files_are_the_defaults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_named_file_must_be_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			dropins_come_later_in_the_order_of_their_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_name_in_an_earlier_folder_masks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_error_in_a_dropin_names_its_file, set_up, tear_down),
		cmocka_unit_test(the_dump_reads_back_with_every_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
