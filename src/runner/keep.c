/* SPDX-License-Identifier: MIT */
#include "runner/keep.h"

#include "base/cleanup.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* They change when a package adds, replaces or removes what lies in them. Those below are not looked
 * at: hence KEEP_US. */
static const char *const system_folders[] = {
	"/bin",
	"/usr/bin",
	"/usr/lib",
	"/usr/include",
	"/usr/local/bin",
	"/usr/local/lib",
	"/usr/local/include",
};

static size_t files_bytes(const struct job_file *files, size_t n_files)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n_files; i++)
		bytes += files[i].len + strlen(files[i].name);
	return bytes;
}

/* Of what is not there: zeros. A change can't be dated back by who made it. */
static int add_state(struct buffer *key, const char *path)
{
	uint64_t facts[4] = { 0 };
	struct stat status;

	if (stat(path, &status) == 0) {
		facts[0] = (uint64_t)status.st_ino;
		facts[1] = (uint64_t)status.st_size;
		facts[2] = (uint64_t)status.st_ctim.tv_sec;
		facts[3] = (uint64_t)status.st_ctim.tv_nsec;
	}
	return buffer_append(key, facts, sizeof(facts));
}

static int add_system(struct buffer *key, const char *compiler)
{
	char path[512];
	int r;

	(void)snprintf(path, sizeof(path), "%s%s", strchr(compiler, '/') ? "" : "/usr/bin/", compiler);
	r = add_state(key, path);
	for (size_t i = 0; i < ARRAY_SIZE(system_folders) && r == 0; i++)
		r = add_state(key, system_folders[i]);
	return r;
}

int keep_key(const struct job_judge *judge, struct buffer *ret_key)
{
	char name[] = "1";
	struct job_case one = { .name = name, .expected_status = -1 };
	const struct job made_of = {
		.files = judge->files,
		.n_files = judge->n_files,
		.compile = judge->compile,
		.run = judge->compile, /* a job has one; how a judge is run makes no difference here */
		.compile_limits = judge->compile_limits,
		.cases = &one,
		.n_cases = 1,
	};
	_cleanup_buffer_ struct buffer key = { 0 };
	int r;

	if (files_bytes(judge->files, judge->n_files) > KEEP_ONE_MAX)
		return -E2BIG;
	r = job_encode(&made_of, &key);
	if (r == 0)
		r = add_system(&key, judge->compile.items[0]);
	if (r < 0)
		return r;
	*ret_key = key;
	key = (struct buffer){ 0 };
	return 0;
}

static void drop(struct keep *keep, size_t index)
{
	struct keep_entry *entry = &keep->entries[index];

	keep->bytes -= entry->bytes;
	buffer_done(&entry->key);
	job_free(entry->program);
	*entry = keep->entries[--keep->count];
	keep->entries[keep->count] = (struct keep_entry){ 0 };
}

static void drop_old(struct keep *keep, uint64_t now_us)
{
	for (size_t i = keep->count; i-- > 0;)
		if (now_us - keep->entries[i].made_us >= KEEP_US)
			drop(keep, i);
}

static size_t least_used(const struct keep *keep)
{
	size_t least = 0;

	for (size_t i = 1; i < keep->count; i++)
		if (keep->entries[i].used < keep->entries[least].used)
			least = i;
	return least;
}

static struct keep_entry *find(struct keep *keep, const struct buffer *key)
{
	for (size_t i = 0; i < keep->count; i++) {
		struct keep_entry *entry = &keep->entries[i];

		if (entry->key.len == key->len && memcmp(entry->key.data, key->data, key->len) == 0)
			return entry;
	}
	return NULL;
}

const struct job *keep_find(struct keep *keep, const struct buffer *key, uint64_t now_us)
{
	struct keep_entry *entry;

	drop_old(keep, now_us);
	entry = find(keep, key);
	if (!entry)
		return NULL;
	entry->used = ++keep->uses;
	return entry->program;
}

void keep_add(struct keep *keep, struct buffer *key, struct job *program, uint64_t now_us)
{
	struct keep_entry entry = {
		.key = *key,
		.program = program,
		.bytes = key->len + files_bytes(program->files, program->n_files),
		.made_us = now_us,
		.used = ++keep->uses,
	};
	const struct keep_entry *former;

	*key = (struct buffer){ 0 };
	former = find(keep, &entry.key);
	if (former)
		drop(keep, (size_t)(former - keep->entries));
	if (entry.bytes > KEEP_ONE_MAX) {
		buffer_done(&entry.key);
		job_free(entry.program);
		return;
	}
	while (keep->count == KEEP_ENTRIES_MAX || keep->bytes + entry.bytes > KEEP_BYTES_MAX)
		drop(keep, least_used(keep));
	keep->entries[keep->count++] = entry;
	keep->bytes += entry.bytes;
}

void keep_done(struct keep *keep)
{
	while (keep->count > 0)
		drop(keep, keep->count - 1);
}
