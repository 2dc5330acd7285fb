/* SPDX-License-Identifier: MIT */
#include "runner/landlock.h"

#include "runner/jail.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>

/* Bits of ABI 1 to 3 by number: headers of older kernels don't have them all. */
#define ACCESS_EXECUTE	  (1u << 0)
#define ACCESS_WRITE_FILE (1u << 1)
#define ACCESS_READ_FILE  (1u << 2)
#define ACCESS_READ_DIR	  (1u << 3)
#define ACCESS_ALL_1	  ((1u << 13) - 1)
#define ACCESS_REFER	  (1u << 13) /* 2 */
#define ACCESS_TRUNCATE	  (1u << 14) /* 3 */
#define ACCESS_MAKE_CHAR  (1u << 6)
#define ACCESS_MAKE_BLOCK (1u << 11)

#define READ (ACCESS_READ_FILE | ACCESS_READ_DIR)
#define SCRATCH                                                                                    \
	((ACCESS_ALL_1 | ACCESS_REFER | ACCESS_TRUNCATE) & ~(ACCESS_MAKE_CHAR | ACCESS_MAKE_BLOCK))

static const struct {
	const char *path;
	uint64_t access;
} rules[] = {
	{ "/", ACCESS_READ_DIR },
	{ "/usr", READ | ACCESS_EXECUTE },
	{ "/bin", READ | ACCESS_EXECUTE },
	{ "/sbin", READ | ACCESS_EXECUTE },
	{ "/lib", READ | ACCESS_EXECUTE },
	{ "/lib32", READ | ACCESS_EXECUTE },
	{ "/lib64", READ | ACCESS_EXECUTE },
	{ "/libx32", READ | ACCESS_EXECUTE },
	{ "/etc", READ },
	{ "/proc", READ },
	{ "/dev", READ | ACCESS_WRITE_FILE },
	{ JOB_BOX_DIR, SCRATCH },
	{ JAIL_WORK_DIR, SCRATCH & ~ACCESS_EXECUTE },
	{ JAIL_TMP_DIR, SCRATCH & ~ACCESS_EXECUTE },
	{ JAIL_SERVICE_DIR, SCRATCH & ~ACCESS_EXECUTE },
};

int landlock_version(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version < 0 ? 0 : (int)version;
}

static uint64_t known_access(int version)
{
	uint64_t access = ACCESS_ALL_1;

	if (version >= 2)
		access |= ACCESS_REFER;
	if (version >= 3)
		access |= ACCESS_TRUNCATE;
	return access;
}

static int add_rule(int ruleset_fd, const char *path, uint64_t access)
{
	_cleanup_close_ int path_fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = { .allowed_access = access, .parent_fd = path_fd };

	if (path_fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (syscall(SYS_landlock_add_rule, ruleset_fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
		return -errno;
	return 0;
}

int landlock_confine(struct failure *failure)
{
	int version = landlock_version();
	struct landlock_ruleset_attr attributes = { .handled_access_fs = known_access(version) };
	_cleanup_close_ int ruleset_fd = -1;

	if (version == 0)
		return 0;
	ruleset_fd = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0);
	if (ruleset_fd < 0)
		return failure_set(failure, -errno, "Landlock");
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		int r = add_rule(
			ruleset_fd, rules[i].path, rules[i].access & known_access(version));

		if (r < 0)
			return failure_set(failure, r, "Landlock rule for %s", rules[i].path);
	}
	if (syscall(SYS_landlock_restrict_self, ruleset_fd, 0) < 0)
		return failure_set(failure, -errno, "Landlock");
	return 0;
}
