/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/peer.h"

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/socket.h>

static void peer_is_what_the_kernel_says(void **state)
{
	struct peer peer = { 0 };
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(peer_read(pair[0], &peer), 0);
	assert_int_equal(peer.uid, geteuid());
	assert_int_equal(peer.gid, getegid());
	assert_int_equal(peer.pid, getpid());
	assert_non_null(peer.name);
	assert_int_equal(peer.n_groups, (size_t)getgroups(0, NULL));
	peer_done(&peer);
	(void)close(pair[0]);
	(void)close(pair[1]);
}

static void what_is_no_socket_has_no_peer(void **state)
{
	struct peer peer = { 0 };
	int pipes[2];

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(peer_read(pipes[0], &peer), -ENOTSOCK);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
}

static void roles(void **state)
{
	static const struct {
		uid_t uid, owner;
		const char *instructors;
		enum role role;
	} rows[] = {
		{ 0, (uid_t)-1, "", ROLE_INSTRUCTOR },
		{ 1234, (uid_t)-1, "", ROLE_LEARNER },
		{ 1234, 1234, "", ROLE_INSTRUCTOR },
		{ 1234, 1235, "", ROLE_LEARNER },
		{ 1234, (uid_t)-1, "root anna", ROLE_INSTRUCTOR },
		{ 1234, (uid_t)-1, "ann annabel @anna", ROLE_LEARNER },
		{ 1234, (uid_t)-1, "@no-such-group-here", ROLE_LEARNER },
	};
	static char name[] = "anna";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct peer peer = { .uid = rows[i].uid, .gid = 65533, .name = name };
		struct strlist instructors = { 0 };

		assert_int_equal(strlist_split_words(&instructors, rows[i].instructors), 0);
		assert_int_equal(peer_role(&peer, &instructors, rows[i].owner), rows[i].role);
		strlist_done(&instructors);
	}
}

static void groups_count_the_first_and_the_others(void **state)
{
	const struct group *group = getgrnam("root");
	static char name[] = "anna";
	struct strlist instructors = { 0 };
	gid_t groups[] = { 65533, 0 };
	struct peer peer = { .uid = 1234, .gid = 0, .name = name };

	(void)state;
	if (!group || group->gr_gid != 0)
		skip();
	assert_int_equal(strlist_add(&instructors, "@root"), 0);
	assert_int_equal(peer_role(&peer, &instructors, (uid_t)-1), ROLE_INSTRUCTOR);
	peer.gid = 65533;
	assert_int_equal(peer_role(&peer, &instructors, (uid_t)-1), ROLE_LEARNER);
	peer.groups = groups;
	peer.n_groups = ARRAY_SIZE(groups);
	assert_int_equal(peer_role(&peer, &instructors, (uid_t)-1), ROLE_INSTRUCTOR);
	strlist_done(&instructors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(peer_is_what_the_kernel_says),
		cmocka_unit_test(what_is_no_socket_has_no_peer),
		cmocka_unit_test(roles),
		cmocka_unit_test(groups_count_the_first_and_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
