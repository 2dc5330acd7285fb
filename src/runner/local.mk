# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/runner/librunner.a
src_runner_librunner_a_CFLAGS = $(AM_CFLAGS) $(SECCOMP_CFLAGS)
src_runner_librunner_a_SOURCES = \
	src/runner/binary.c src/runner/binary.h \
	src/runner/capture.c src/runner/capture.h \
	src/runner/collect.c src/runner/collect.h \
	src/runner/confine.c src/runner/confine.h \
	src/runner/coresched.c src/runner/coresched.h \
	src/runner/failure.c src/runner/failure.h \
	src/runner/family.c src/runner/family.h \
	src/runner/feedback.c src/runner/feedback.h \
	src/runner/filter.c src/runner/filter.h src/runner/filter_calls.c src/runner/filter_own.c src/runner/filter_own.h \
	src/runner/forker.c src/runner/forker.h \
	src/runner/jail.c src/runner/jail.h \
	src/runner/keep.c src/runner/keep.h \
	src/runner/landlock.c src/runner/landlock.h \
	src/runner/launcher.c src/runner/launcher.h \
	src/runner/leaf.c src/runner/leaf.h \
	src/runner/limits.c src/runner/limits.h \
	src/runner/match.c src/runner/match.h src/runner/match_parts.h \
	src/runner/match_interactive.c src/runner/match_judge.c src/runner/match_service.c \
	src/runner/meter.c src/runner/meter.h \
	src/runner/order.c src/runner/order.h \
	src/runner/outbox.c src/runner/outbox.h \
	src/runner/outcome.c src/runner/outcome.h \
	src/runner/proxy.c src/runner/proxy.h \
	src/runner/referee.c src/runner/referee.h \
	src/runner/rehearsal.c src/runner/rehearsal.h \
	src/runner/role.c src/runner/role.h \
	src/runner/rootfs.c src/runner/rootfs.h \
	src/runner/run.c src/runner/run.h \
	src/runner/scratch.c src/runner/scratch.h \
	src/runner/selftest.c src/runner/selftest.h \
	src/runner/session.c src/runner/session.h \
	src/runner/supervisor.c src/runner/supervisor.h \
	src/runner/task.c src/runner/task.h src/runner/task_step.c src/runner/task_step.h \
	src/runner/template.c src/runner/template.h \
	src/runner/template_image.c src/runner/template_image.h \
	src/runner/transcript.c src/runner/transcript.h \
	src/runner/worker.c src/runner/worker.h \
	src/runner/workspace.c src/runner/workspace.h \
	src/runner/zygote.c src/runner/zygote.h

# It carries the libraries in itself.
src/runner/librunner_a-template_image.$(OBJEXT): $(TEMPLATE_OBJECTS)

# Archives, and not the libraries that the layers below need for what the runner has no use for: every library that is mapped
# makes each zygote larger.
RUNNER_LIBS = src/runner/librunner.a src/grade/libgrade.a $(PCRE2_LIBS) src/job/libjob.a src/base/libbase.a $(SECCOMP_LIBS)

pkglibexec_PROGRAMS += practice-runner
practice_runner_SOURCES = src/runner/main.c
practice_runner_CFLAGS = $(AM_CFLAGS)
practice_runner_LDADD = $(RUNNER_LIBS)

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_collect tests/unit/test_keep tests/unit/test_outcome tests/unit/test_meter tests/unit/test_leaf tests/unit/test_filter tests/unit/test_limits tests/unit/test_capture tests/unit/test_coresched tests/unit/test_order \
	tests/unit/test_scratch tests/unit/test_run tests/unit/test_feedback tests/unit/test_proxy tests/unit/test_referee tests/unit/test_role tests/unit/test_transcript
tests_unit_test_collect_SOURCES = tests/unit/test_collect.c tests/unit/folder.h
tests_unit_test_collect_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_keep_SOURCES = tests/unit/test_keep.c
tests_unit_test_keep_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_outcome_SOURCES = tests/unit/test_outcome.c
tests_unit_test_outcome_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_meter_SOURCES = tests/unit/test_meter.c
tests_unit_test_meter_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_leaf_SOURCES = tests/unit/test_leaf.c tests/unit/folder.h
tests_unit_test_leaf_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_filter_SOURCES = tests/unit/test_filter.c
tests_unit_test_filter_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_limits_SOURCES = tests/unit/test_limits.c
tests_unit_test_limits_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_capture_SOURCES = tests/unit/test_capture.c
tests_unit_test_capture_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_coresched_SOURCES = tests/unit/test_coresched.c
tests_unit_test_coresched_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_order_SOURCES = tests/unit/test_order.c
tests_unit_test_order_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_scratch_SOURCES = tests/unit/test_scratch.c
tests_unit_test_scratch_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_feedback_SOURCES = tests/unit/test_feedback.c tests/unit/folder.h
tests_unit_test_feedback_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_proxy_SOURCES = tests/unit/test_proxy.c
tests_unit_test_proxy_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_referee_SOURCES = tests/unit/test_referee.c
tests_unit_test_referee_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_SOURCES = tests/unit/test_transcript.c
tests_unit_test_transcript_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_role_SOURCES = tests/unit/test_role.c
tests_unit_test_role_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_run_SOURCES = tests/unit/test_run.c
tests_unit_test_run_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
RUNNER_SYSTEM_TESTS = tests/system/test_runner tests/system/test_runner_jail tests/system/test_runner_judges tests/system/test_runner_kept tests/system/test_runner_modes \
	tests/system/test_runner_own tests/system/test_runner_deaths
check_PROGRAMS += $(RUNNER_SYSTEM_TESTS)
TESTS += $(RUNNER_SYSTEM_TESTS)
RUNNER_HARNESS = tests/system/runner_harness.c tests/system/runner_harness.h
tests_system_test_runner_SOURCES = tests/system/test_runner.c $(RUNNER_HARNESS)
tests_system_test_runner_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_jail_SOURCES = tests/system/test_runner_jail.c $(RUNNER_HARNESS)
tests_system_test_runner_jail_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_judges_SOURCES = tests/system/test_runner_judges.c $(RUNNER_HARNESS)
tests_system_test_runner_judges_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_kept_SOURCES = tests/system/test_runner_kept.c $(RUNNER_HARNESS)
tests_system_test_runner_kept_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_deaths_SOURCES = tests/system/test_runner_deaths.c $(RUNNER_HARNESS)
tests_system_test_runner_deaths_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_own_SOURCES = tests/system/test_runner_own.c $(RUNNER_HARNESS)
tests_system_test_runner_own_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_system_test_runner_modes_SOURCES = tests/system/test_runner_modes.c $(RUNNER_HARNESS)
tests_system_test_runner_modes_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
endif
