/* SPDX-License-Identifier: MIT */
#include "daemon/handle.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void handle_ping(struct call *call)
{
	(void)reply_simple(&call->reply, call->n_args > 0 ? call->args[0] : "PONG");
}

static const char *instance_name(const struct call *call)
{
	return call->service->options->is_user ? "user" : "system";
}

void handle_hello(struct call *call)
{
	_cleanup_answer_ struct answer answer = { 0 };

	if (call->n_args > 0 && strcmp(call->args[0], "2") != 0) {
		(void)reply_error(
			&call->reply, REPLY_NOPROTO, "only RESP2 is spoken here; say HELLO 2");
		return;
	}
	answer_init(&answer, &call->reply);
	answer_field(&answer, "Server", "practiced");
	answer_field(&answer, "Version", PACKAGE_VERSION);
	answer_field(&answer, "Proto", "2");
	answer_field(&answer, "Instance", instance_name(call));
	answer_field(&answer, "Sandbox", call_sandbox(call));
	answer_send(&answer, &call->reply);
}

void handle_whoami(struct call *call)
{
	_cleanup_answer_ struct answer answer = { 0 };

	answer_init(&answer, &call->reply);
	answer_field(&answer, "User", call->peer->name);
	answer_number(&answer, "Uid", call->peer->uid);
	answer_number(&answer, "Gid", call->peer->gid);
	answer_field(&answer, "Role", role_name(call->role));
	answer_send(&answer, &call->reply);
}

void handle_quit(struct call *call)
{
	(void)reply_simple(&call->reply, "OK");
	call->quits = true;
}

void handle_reload(struct call *call)
{
	char message[SERVICE_MESSAGE_MAX] = "";
	int r = service_reload(call->service, message);

	if (r == 0)
		(void)reply_simplef(&call->reply, "Reloaded: %s", message);
	else if (r == -EINVAL)
		(void)reply_error(&call->reply, REPLY_CONFIG, "%s", message);
	else if (r == -EIO)
		(void)reply_error(&call->reply, REPLY_STORE, "%s", message);
	else
		(void)reply_error(
			&call->reply, REPLY_INTERNAL, "%s", message[0] ? message : strerror(-r));
}

static void show_store(struct call *call, struct answer *answer)
{
	struct service *service = call->service;
	struct store_counts counts = { 0 };

	if (!service->store) {
		answer_field(answer, "Store", service->store_problem);
	} else if (store_count(service->store, &counts) < 0) {
		answer_field(answer, "Store", store_error(service->store));
	} else {
		answer_field(answer, "Store", "ok");
		answer_number(answer, "StoreBytes", (int64_t)counts.bytes);
		answer_number(answer, "Learners", (int64_t)counts.learners);
		answer_number(answer, "Attempts", (int64_t)counts.attempts);
	}
}

/* As practiced.conf takes it. */
static void format_size(uint64_t bytes, char text[static 24])
{
	const char *unit = bytes % (1024 * 1024) == 0 ? "M" : "K";

	(void)snprintf(
		text, 24, "%" PRIu64 "%s", bytes / (unit[0] == 'M' ? 1024 * 1024 : 1024), unit);
}

static void show_limits(const struct config *config, struct answer *answer)
{
	char memory[24], output[24], disk[24];

	format_size(config->limit_memory, memory);
	format_size(config->limit_output, output);
	format_size(config->limit_disk, disk);
	answer_fieldf(answer, "Limits",
		"time=%" PRIu64 "ms memory=%s output=%s disk=%s processes=%" PRIu64
		" open-files=%" PRIu64,
		config->limit_time_us / 1000, memory, output, disk, config->limit_processes,
		config->limit_open_files);
}

static void show_cgroup(const struct service *service, struct answer *answer)
{
	const struct delegation *delegation = &service->delegation;
	bool is_off = service->config->sandbox_cgroup == CGROUP_NO;
	_cleanup_buffer_ struct buffer in_force = { 0 };
	_cleanup_strlist_ struct strlist weaker = { 0 };

	if (delegation_in_force(jobs_sandbox_detail(service->jobs), &in_force) < 0 ||
		delegation_weaker(in_force.data, &weaker) < 0)
		return;
	answer_field(answer, "Cgroup", in_force.len > 0 ? in_force.data : "no");
	if (weaker.count == 0)
		return;
	answer_field(answer, "CgroupReason",
		is_off			  ? "[sandbox] cgroup = no"
		: delegation->reason[0] ? delegation->reason
					  : "practice-runner can't use it, the journal says why");
	answer_field(answer, "CgroupRemedy",
		is_off ? "set it to auto and reload" : delegation->remedy);
	answer_fields(answer, "Weaker", &weaker);
}

static void show_jobs(struct call *call, struct answer *answer)
{
	struct jobs_counts counts;

	jobs_count(call->service->jobs, &counts);
	answer_number(answer, "Queue", (int64_t)counts.waiting);
	answer_number(answer, "Running", (int64_t)counts.running);
	answer_number(answer, "Slots", (int64_t)counts.slots);
	answer_field(answer, "Sandbox", call_sandbox(call));
	answer_field(answer, "SandboxDetail", jobs_sandbox_detail(call->service->jobs));
	show_cgroup(call->service, answer);
	show_limits(call->service->config, answer);
}

static void show_languages(const struct service *service, struct answer *answer)
{
	for (size_t i = 0; i < service->languages->n_languages; i++) {
		const struct language *language = service->languages->languages[i];

		if (!language->missing_tool)
			answer_fieldf(answer, "Language", "%s\t%s\tavailable", language->id,
				language->name);
		else if (language->package)
			answer_fieldf(answer, "Language", "%s\t%s\tmissing %s (package %s)",
				language->id, language->name, language->missing_tool,
				language->package);
		else
			answer_fieldf(answer, "Language", "%s\t%s\tmissing %s", language->id,
				language->name, language->missing_tool);
	}
}

static void show_problems(const struct service *service, struct answer *answer)
{
	for (size_t i = 0; i < service->catalog->n_problems; i++)
		answer_fieldf(answer, "Problem", "%s: %s", service->catalog->problems[i].where,
			service->catalog->problems[i].message);
	answer_fields(answer, "Problem", &service->language_problems);
}

static void show_idle(const struct service *service, struct answer *answer)
{
	if (!service->is_activated || service->config->idle_timeout_us == 0)
		answer_field(answer, "Idle", "never");
	else
		answer_fieldf(answer, "Idle", "%llums",
			(unsigned long long)service->config->idle_timeout_us / 1000);
}

void handle_stats(struct call *call)
{
	const struct service *service = call->service;
	_cleanup_answer_ struct answer answer = { 0 };

	answer_init(&answer, &call->reply);
	answer_field(&answer, "Version", PACKAGE_VERSION);
	answer_number(&answer, "Pid", getpid());
	answer_field(&answer, "Instance", instance_name(call));
	answer_number(&answer, "Uptime",
		(int64_t)((service_monotonic_us() - service->started_us) / 1000000));
	answer_number(&answer, "Clients", service->counters.clients);
	answer_number(&answer, "ClientsMax", (int64_t)service->config->clients_max);
	show_jobs(call, &answer);
	answer_field(&answer, "Config",
		service->config_problem.text[0] ? service->config_problem.text : "ok");
	show_store(call, &answer);
	answer_number(&answer, "Lessons", (int64_t)service->catalog->n_lessons);
	show_problems(service, &answer);
	show_languages(service, &answer);
	answer_number(&answer, "Requests", (int64_t)service->counters.requests);
	show_idle(service, &answer);
	answer_send(&answer, &call->reply);
}
