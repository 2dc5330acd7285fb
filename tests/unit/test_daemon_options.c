/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char program[] = "practiced";

static int parse(
	char *first, char *second, struct options *options, char error[static OPTIONS_ERROR_MAX])
{
	char *argv[] = { program, first, second, NULL };

	return options_parse(1 + (first != NULL) + (second != NULL), argv, options, error);
}

static void nothing_given_is_the_system_instance(void **state)
{
	char error[OPTIONS_ERROR_MAX];
	struct options options;

	(void)state;
	assert_int_equal(parse(NULL, NULL, &options, error), 0);
	assert_int_equal(options.action, ACTION_SERVE);
	assert_false(options.is_user);
	assert_null(options.listen_path);
	options_done(&options);
}

static void paths_are_split_at_colons(void **state)
{
	char catalog[] = "--catalog=/a::/b:", user[] = "--user", error[OPTIONS_ERROR_MAX];
	struct options options;

	(void)state;
	assert_int_equal(parse(catalog, user, &options, error), 0);
	assert_true(options.is_user);
	assert_int_equal(options.catalog_path.count, 2);
	assert_string_equal(options.catalog_path.items[1], "/b");
	options_done(&options);
}

static void mistakes_are_named(void **state)
{
	static char rows[][2][32] = {
		{ "--frob", "Unknown option '--frob'" },
		{ "-x", "Unknown option '-x'" },
		{ "--listen", "A value is missing" },
		{ "extra", "Too many arguments: 'extra'" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char error[OPTIONS_ERROR_MAX] = "";
		struct options options;

		assert_int_equal(parse(rows[i][0], NULL, &options, error), -EINVAL);
		assert_memory_equal(error, rows[i][1], strlen(rows[i][1]));
	}
}

static void actions(void **state)
{
	static struct {
		char word[24];
		enum options_action action;
	} rows[] = { { "--help", ACTION_HELP }, { "-h", ACTION_HELP },
		{ "--version", ACTION_VERSION }, { "--check-config", ACTION_CHECK_CONFIG },
		{ "--dump-config", ACTION_DUMP_CONFIG }, { "--verify=x", ACTION_VERIFY } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char error[OPTIONS_ERROR_MAX];
		struct options options;

		assert_int_equal(parse(rows[i].word, NULL, &options, error), 0);
		assert_int_equal(options.action, rows[i].action);
		options_done(&options);
	}
}

static void a_named_configuration_is_read_alone(void **state)
{
	const struct options options = { .config_file = "/x.conf" };
	struct config_source source = { 0 };

	(void)state;
	assert_int_equal(options_config_source(&options, &source), 0);
	assert_string_equal(source.file, "/x.conf");
	assert_true(source.is_required);
	assert_int_equal(source.dropins.count, 0);
	config_source_done(&source);
}

static void a_user_has_configuration_of_its_own(void **state)
{
	const struct options options = { .is_user = true };
	struct config_source source = { 0 };

	(void)state;
	assert_int_equal(setenv("HOME", "/home/anna", 1), 0);
	assert_int_equal(unsetenv("XDG_CONFIG_HOME"), 0);
	assert_int_equal(options_config_source(&options, &source), 0);
	assert_string_equal(source.file, "/home/anna/.config/practiced/practiced.conf");
	config_source_done(&source);
	assert_int_equal(setenv("XDG_CONFIG_HOME", "/cfg", 1), 0);
	assert_int_equal(options_config_source(&options, &source), 0);
	assert_string_equal(source.file, "/cfg/practiced/practiced.conf");
	assert_string_equal(source.dropins.items[0], "/cfg/practiced/practiced.conf.d");
	config_source_done(&source);
}

static void the_system_masks_in_the_order_of_systemd(void **state)
{
	const struct options options = { 0 };
	struct config_source source = { 0 };

	(void)state;
	assert_int_equal(options_config_source(&options, &source), 0);
	assert_string_equal(source.file, PKGCONFDIR "/practiced.conf");
	assert_int_equal(source.dropins.count, 3);
	assert_string_equal(source.dropins.items[0], PKGCONFDIR "/practiced.conf.d");
	assert_string_equal(source.dropins.items[1], "/run/practiced/practiced.conf.d");
	config_source_done(&source);
}

static void where_the_state_lives(void **state)
{
	static const struct {
		bool is_user;
		const char *option, *config, *inherited, *xdg, *folder;
	} rows[] = {
		{ false, "/opt", "/conf", "/inherited", NULL, "/opt" },
		{ false, NULL, "/conf", "/inherited", NULL, "/conf" },
		{ false, NULL, "", "/inherited:/other", NULL, "/inherited" },
		{ false, NULL, "", NULL, NULL, LOCALSTATEDIR "/lib/practiced" },
		{ true, NULL, "", NULL, "/xdg", "/xdg/practiced" },
		{ true, NULL, "", NULL, NULL, "/home/anna/.local/state/practiced" },
	};

	(void)state;
	assert_int_equal(setenv("HOME", "/home/anna", 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct options options = { .is_user = rows[i].is_user,
			.state_directory = rows[i].option };
		char configured[32];
		const struct config config = { .state_directory = configured };
		char *folder;

		(void)snprintf(configured, sizeof(configured), "%s", rows[i].config);
		assert_int_equal(unsetenv("STATE_DIRECTORY") + unsetenv("XDG_STATE_HOME"), 0);
		if (rows[i].inherited)
			assert_int_equal(setenv("STATE_DIRECTORY", rows[i].inherited, 1), 0);
		if (rows[i].xdg)
			assert_int_equal(setenv("XDG_STATE_HOME", rows[i].xdg, 1), 0);
		folder = options_state_directory(&options, &config);
		assert_string_equal(folder, rows[i].folder);
		free(folder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_given_is_the_system_instance),
		cmocka_unit_test(paths_are_split_at_colons),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(actions),
		cmocka_unit_test(a_named_configuration_is_read_alone),
		cmocka_unit_test(a_user_has_configuration_of_its_own),
		cmocka_unit_test(the_system_masks_in_the_order_of_systemd),
		cmocka_unit_test(where_the_state_lives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
