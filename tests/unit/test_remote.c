/* SPDX-License-Identifier: MIT */
/* -H without ssh: whom it names, what ssh is told, the greeting, and the pump of the far end. */
#include "unit.h"

#include "ctl/bridge.h"
#include "ctl/host.h"
#include "ctl/remote.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void hosts_are_split(void **state)
{
	static const struct {
		const char *text, *destination;
		unsigned port;
	} rows[] = {
		{ "far", "far", 0 },
		{ "far:22", "far", 22 },
		{ "ada@far.example.org:65535", "ada@far.example.org", 65535 },
		{ "ada@example.org@far", "ada@example.org@far", 0 },
		{ "::1", "::1", 0 },
		{ "ada@fe80::1%eth0", "ada@fe80::1%eth0", 0 },
		{ "[::1]", "::1", 0 },
		{ "ada@[::1]:2222", "ada@::1", 2222 },
	};
	struct host host = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(host_parse(rows[i].text, &host), 0);
		assert_string_equal(host.destination, rows[i].destination);
		assert_int_equal(host.port, rows[i].port);
	}
	host_done(&host);
}

static void what_is_no_host_is_refused(void **state)
{
	static const char *const texts[] = { "", "-", "-oProxyCommand=x", "a@-oX", "-x@a", "@a", "a@",
		"a b", "a;b", "$(x)", "`x`", "a'b", "a\"b", "a\\b", "a|b", "a&b", "a<b", "a/b", "a\n",
		"\303\244", "a:", "a:0", "a:65536", "a:+1", "a: 1", "a:1x", "[a", "[::1]1", "[::1]:",
		"[]", "[x]:1", ":1", "%a::1;x" };
	struct host host = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(host_parse(texts[i], &host), -EINVAL);
	assert_null(host.destination);
}

static void names_are_as_long_as_they_may_be(void **state)
{
	char text[HOST_USER_MAX + HOST_NAME_MAX + 4];
	struct host host = { 0 };

	(void)state;
	memset(text, 'a', sizeof(text));
	text[HOST_USER_MAX] = '@';
	text[HOST_USER_MAX + 1 + HOST_NAME_MAX] = '\0';
	assert_int_equal(host_parse(text, &host), 0);
	text[HOST_USER_MAX + 1 + HOST_NAME_MAX] = 'a';
	text[HOST_USER_MAX + 2 + HOST_NAME_MAX] = '\0';
	assert_int_equal(host_parse(text, &host), -EINVAL);
	memset(text, 'a', sizeof(text));
	text[HOST_USER_MAX + 1] = '@';
	text[HOST_USER_MAX + 3] = '\0';
	assert_int_equal(host_parse(text, &host), -EINVAL);
	host_done(&host);
}

static void assert_command(struct options *options, const char *const *tail, size_t n)
{
	_cleanup_strlist_ struct strlist words = { 0 };

	assert_int_equal(remote_command(options, false, &words), 0);
	assert_string_equal(words.items[0], "ssh");
	assert_true(words.count > n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(words.items[words.count - n + i], tail[i]);
	host_done(&options->host);
}

static void the_host_stands_behind_two_dashes(void **state)
{
	static const char *const plain[] = { "--", "far", "practicectl", "stdio-bridge" };
	static const char *const full[] = { "-p22", "--", "ada@far", "practicectl", "stdio-bridge",
		"--user", "--socket=/run/x.sock" };
	struct options options = { 0 };

	(void)state;
	assert_int_equal(host_parse("far", &options.host), 0);
	assert_command(&options, plain, ARRAY_SIZE(plain));
	assert_int_equal(host_parse("ada@far:22", &options.host), 0);
	options.scope = SCOPE_USER;
	options.socket = "/run/x.sock";
	assert_command(&options, full, ARRAY_SIZE(full));
}

static void a_path_for_a_shell_is_refused(void **state)
{
	static const char *const paths[] = { "", "/a b", "/a'b", "/a$b", "/a;b", "~/a", "/a\nb", "/*",
		"/\303\244" };
	struct options options = { 0 };

	(void)state;
	assert_int_equal(host_parse("far", &options.host), 0);
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		_cleanup_strlist_ struct strlist words = { 0 };

		options.socket = paths[i];
		assert_int_equal(remote_command(&options, false, &words), -EINVAL);
	}
	host_done(&options.host);
}

static void a_greeting_comes_back_as_it_went(void **state)
{
	static const int errors[] = { 0, -ENOENT, -ECONNREFUSED, -EACCES, -EIO };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		_cleanup_bridge_greeting_ struct bridge_greeting greeting = { 0 };
		_cleanup_free_ char *line = NULL;

		assert_int_equal(bridge_greeting_format(errors[i], "/a b", &line), 0);
		assert_int_equal(bridge_greeting_parse(line, &greeting), 0);
		assert_int_equal(greeting.error, errors[i]);
		assert_string_equal(greeting.path, "/a b");
		assert_string_equal(greeting.version, PACKAGE_VERSION);
	}
}

static void errors_without_a_word_are_failures(void **state)
{
	_cleanup_bridge_greeting_ struct bridge_greeting greeting = { 0 }, denied = { 0 };
	_cleanup_free_ char *line = NULL, *other = NULL;

	(void)state;
	assert_int_equal(bridge_greeting_format(-ENAMETOOLONG, "/", &line), 0);
	assert_int_equal(bridge_greeting_parse(line, &greeting), 0);
	assert_int_equal(greeting.error, -EIO);
	assert_int_equal(bridge_greeting_format(-EPERM, "/", &other), 0);
	assert_int_equal(bridge_greeting_parse(other, &denied), 0);
	assert_int_equal(denied.error, -EACCES);
}

static void what_is_no_greeting_is_told_from_another_version(void **state)
{
	static const struct {
		const char *line;
		int result;
	} rows[] = {
		{ "", -EPROTO },
		{ "Welcome", -EPROTO },
		{ "practice-bridge", -EPROTO },
		{ "practice-bridge ", -EPROTO },
		{ "practice-bridge 1", -EPROTO },
		{ "practice-bridge 1 1.0", -EPROTO },
		{ "practice-bridge 1 1.0 perhaps", -EPROTO },
		{ "practice-bridge  1 1.0 connected", -EPROTO },
		{ "practice-bridge -1 1.0 connected", -EPROTO },
		{ "practice-bridge 1 1.0 connected", 0 },
		{ "practice-bridge 2 1.0 connected", -EPROTONOSUPPORT },
		{ "practice-bridge 2 1.0", -EPROTONOSUPPORT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_bridge_greeting_ struct bridge_greeting greeting = { 0 };

		assert_int_equal(bridge_greeting_parse(rows[i].line, &greeting), rows[i].result);
	}
}

/* ---- the pump, in a thread: [0] is ours, [1] is the bridge's */
struct bridge {
	int in[2], out[2], daemon[2];
	pthread_t thread;
	int result;
};

static void *run(void *userdata)
{
	struct bridge *bridge = userdata;

	bridge->result = bridge_run(bridge->in[1], bridge->out[1], bridge->daemon[1]);
	(void)close(bridge->in[1]);
	(void)close(bridge->out[1]);
	(void)close(bridge->daemon[1]);
	return NULL;
}

static void begin(struct bridge *bridge)
{
	int in[2], out[2];

	(void)signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	*bridge = (struct bridge){ .in = { in[1], in[0] }, .out = { out[0], out[1] } };
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, bridge->daemon), 0);
	assert_int_equal(pthread_create(&bridge->thread, NULL, run, bridge), 0);
}

static void end(struct bridge *bridge)
{
	assert_int_equal(pthread_join(bridge->thread, NULL), 0);
	assert_int_equal(bridge->result, 0);
}

static void assert_says(int fd, const char *text)
{
	char data[64] = { 0 };
	size_t len = 0;

	while (len < strlen(text)) {
		ssize_t n = read(fd, data + len, strlen(text) - len);

		assert_true(n > 0);
		len += (size_t)n;
	}
	assert_string_equal(data, text);
}

static void bytes_go_both_ways(void **state)
{
	struct bridge bridge;

	(void)state;
	begin(&bridge);
	assert_int_equal(write(bridge.in[0], "asked", 5), 5);
	assert_says(bridge.daemon[0], "asked");
	assert_int_equal(write(bridge.daemon[0], "answered", 8), 8);
	assert_says(bridge.out[0], "answered");
	(void)close(bridge.daemon[0]);
	end(&bridge);
	(void)close(bridge.in[0]);
	(void)close(bridge.out[0]);
}

static void the_end_of_input_is_a_half_close(void **state)
{
	struct bridge bridge;
	char byte;

	(void)state;
	begin(&bridge);
	assert_int_equal(write(bridge.in[0], "last", 4), 4);
	(void)close(bridge.in[0]);
	assert_says(bridge.daemon[0], "last");
	assert_int_equal(read(bridge.daemon[0], &byte, 1), 0);
	assert_int_equal(write(bridge.daemon[0], "still", 5), 5);
	(void)close(bridge.daemon[0]);
	assert_says(bridge.out[0], "still");
	assert_int_equal(read(bridge.out[0], &byte, 1), 0);
	end(&bridge);
	(void)close(bridge.out[0]);
}

static void a_reader_that_leaves_ends_it(void **state)
{
	struct bridge bridge;
	char byte;

	(void)state;
	begin(&bridge);
	(void)close(bridge.out[0]); /* nothing is on its way, and it is seen all the same */
	assert_int_equal(read(bridge.daemon[0], &byte, 1), 0);
	end(&bridge);
	(void)close(bridge.in[0]);
	(void)close(bridge.daemon[0]);
}

/* Both sides write far more than the kernel keeps, and nobody reads until both are stuck. */
static void full_pipes_do_not_lock(void **state)
{
	static char data[1 << 20];
	struct bridge bridge;
	size_t asked = 0, answered = 0;
	ssize_t n;

	(void)state;
	begin(&bridge);
	assert_int_equal(fcntl(bridge.in[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(fcntl(bridge.daemon[0], F_SETFL, O_NONBLOCK), 0);
	while ((n = write(bridge.in[0], data, sizeof(data))) > 0)
		asked += (size_t)n;
	while ((n = write(bridge.daemon[0], data, sizeof(data))) > 0)
		answered += (size_t)n;
	assert_true(asked > 0 && answered > 0);
	assert_int_equal(fcntl(bridge.daemon[0], F_SETFL, 0), 0);
	assert_int_equal(shutdown(bridge.daemon[0], SHUT_WR), 0);
	(void)close(bridge.in[0]);
	for (size_t got = 0; got < answered; got += (size_t)n) {
		n = read(bridge.out[0], data, sizeof(data));
		assert_true(n > 0);
	}
	end(&bridge);
	(void)close(bridge.daemon[0]);
	(void)close(bridge.out[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_split),
		cmocka_unit_test(what_is_no_host_is_refused),
		cmocka_unit_test(names_are_as_long_as_they_may_be),
		cmocka_unit_test(the_host_stands_behind_two_dashes),
		cmocka_unit_test(a_path_for_a_shell_is_refused),
		cmocka_unit_test(a_greeting_comes_back_as_it_went),
		cmocka_unit_test(errors_without_a_word_are_failures),
		cmocka_unit_test(what_is_no_greeting_is_told_from_another_version),
		cmocka_unit_test(bytes_go_both_ways),
		cmocka_unit_test(the_end_of_input_is_a_half_close),
		cmocka_unit_test(a_reader_that_leaves_ends_it),
		cmocka_unit_test(full_pipes_do_not_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
