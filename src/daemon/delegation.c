/* SPDX-License-Identifier: MIT */
#include "daemon/delegation.h"

#include "base/cleanup.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DAEMON_WEIGHT "400" /* of the processor, beside 100 of each sandbox: answers come in time  \
			     */
#define UNIT_REMEDY                                                                                \
	"start it by its unit, which has Delegate=pids memory cpu (systemctl cat "                 \
	"practiced.service)"
#define USER_REMEDY                                                                                \
	"as root: systemctl edit user@.service, [Service] Delegate=pids memory cpu, then log in "  \
	"anew"

static const char *const controllers[] = { "memory", "pids", "cpu" };

static void explain(struct delegation *delegation, const char *reason, const char *remedy)
{
	(void)snprintf(delegation->reason, sizeof(delegation->reason), "%s", reason);
	(void)snprintf(delegation->remedy, sizeof(delegation->remedy), "%s", remedy);
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && strchr(" \n", at[len]))
			return true;
	return false;
}

/* Alone in a cgroup, we may arrange it. */
static bool is_ours(int dir_fd, long pid)
{
	char text[CGROUP_TEXT_MAX], own[24];

	(void)snprintf(own, sizeof(own), "%ld\n", pid);
	return cgroup_read(dir_fd, "cgroup.procs", text) == 0 && strcmp(text, own) == 0;
}

static bool may_write(int dir_fd)
{
	return faccessat(dir_fd, ".", W_OK, AT_EACCESS) == 0 &&
	       faccessat(dir_fd, "cgroup.procs", W_OK, AT_EACCESS) == 0 &&
	       faccessat(dir_fd, "cgroup.subtree_control", W_OK, AT_EACCESS) == 0;
}

static int move_into_leaf(int dir_fd, long pid)
{
	_cleanup_close_ int leaf_fd = -1;
	char number[24];

	(void)snprintf(number, sizeof(number), "%ld", pid);
	if (mkdirat(dir_fd, DELEGATION_LEAF, 0755) < 0 && errno != EEXIST)
		return -errno;
	leaf_fd = openat(dir_fd, DELEGATION_LEAF, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return leaf_fd < 0 ? -errno : cgroup_write(leaf_fd, "cgroup.procs", number);
}

/* One by one: each works without the others. */
static void pass_on(struct delegation *delegation, int dir_fd)
{
	char offered[CGROUP_TEXT_MAX] = "", word[24], missing[64] = "";
	bool is_users = strstr(delegation->path, "/user@") != NULL;

	(void)cgroup_read(dir_fd, "cgroup.controllers", offered);
	for (size_t i = 0; i < ARRAY_SIZE(controllers); i++) {
		size_t used = strlen(missing);

		(void)snprintf(word, sizeof(word), "+%s", controllers[i]);
		if (!has_word(offered, controllers[i]) ||
			cgroup_write(dir_fd, "cgroup.subtree_control", word) < 0)
			(void)snprintf(
				missing + used, sizeof(missing) - used, " %s", controllers[i]);
	}
	(void)cgroup_write(dir_fd, DELEGATION_LEAF "/cpu.weight", DAEMON_WEIGHT);
	if (missing[0] == '\0')
		return;
	explain(delegation, "", is_users ? USER_REMEDY : UNIT_REMEDY);
	(void)snprintf(
		delegation->reason, sizeof(delegation->reason), "not delegated to us:%s", missing);
}

void delegation_take_at(struct delegation *delegation, const char *path, long pid)
{
	_cleanup_close_ int dir_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int r;

	if (dir_fd < 0 || !may_write(dir_fd)) {
		explain(delegation, "its cgroup is not delegated to it", UNIT_REMEDY);
		return;
	}
	if (!is_ours(dir_fd, pid)) {
		explain(delegation, "it shares its cgroup with other processes", UNIT_REMEDY);
		return;
	}
	r = move_into_leaf(dir_fd, pid);
	if (r < 0) {
		explain(delegation, "", UNIT_REMEDY);
		(void)snprintf(delegation->reason, sizeof(delegation->reason),
			"can't move into a cgroup below its own: %s", strerror(-r));
		return;
	}
	(void)snprintf(delegation->path, sizeof(delegation->path), "%s", path);
	pass_on(delegation, dir_fd);
}

void delegation_take(struct delegation *delegation)
{
	char path[CGROUP_PATH_MAX];

	if (delegation->is_tried)
		return;
	delegation->is_tried = true;
	if (cgroup_find_own(path) < 0)
		explain(delegation, "this host has no cgroup v2 with controllers at " CGROUP_ROOT,
			"boot with systemd.unified_cgroup_hierarchy=1");
	else
		delegation_take_at(delegation, path, (long)getpid());
	if (delegation->reason[0])
		log_info("Limits by cgroup v2: %s; %s", delegation->reason, delegation->remedy);
}

int delegation_weaker(const char *in_force, struct strlist *ret_sentences)
{
	static const struct {
		const char *controller, *sentence;
	} weaker[] = {
		{ "memory", "memory: limited for each process, not for all of a program's "
			    "together; shared "
			    "memory isn't counted for languages that reserve much" },
		{ "pids",
			"processes: counted by user and namespace, before Linux 5.14 for all slots "
			"together" },
		{ "cpu", "CPU time: that of children that nobody waits for isn't counted" },
		{ "kill", "end: by the death of the namespace's first process alone" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(weaker); i++) {
		int r = has_word(in_force, weaker[i].controller)
				? 0
				: strlist_add(ret_sentences, weaker[i].sentence);

		if (r < 0)
			return r;
	}
	return 0;
}

int delegation_in_force(const char *detail, struct buffer *ret_controllers)
{
	const char *begin = strstr(detail, "cgroup(");
	size_t len = begin ? strcspn(begin + 7, ")") : 0;
	int r = buffer_append(ret_controllers, begin ? begin + 7 : "", len);

	return r < 0 ? r : buffer_append_string(ret_controllers, "");
}
