# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/daemon/libdaemon.a
src_daemon_libdaemon_a_CFLAGS = $(AM_CFLAGS) $(SYSTEMD_CFLAGS) $(MD4C_CFLAGS)
src_daemon_libdaemon_a_SOURCES = \
	src/daemon/acceptance.c src/daemon/acceptance.h \
	src/daemon/answer.c src/daemon/answer.h \
	src/daemon/call.c src/daemon/call.h \
	src/daemon/caserow.c src/daemon/caserow.h \
	src/daemon/grouprow.c src/daemon/grouprow.h \
	src/daemon/check.c src/daemon/check.h src/daemon/check_parts.h src/daemon/check_result.c \
	src/daemon/check_tell.c \
	src/daemon/check_variant.c \
	src/daemon/delegation.c src/daemon/delegation.h \
	src/daemon/contest_text.c src/daemon/contest_text.h \
	src/daemon/config.c src/daemon/config.h \
	src/daemon/day.c src/daemon/day.h \
	src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/duelist.c src/daemon/duelist.h \
	src/daemon/fdstore.c src/daemon/fdstore.h \
	src/daemon/headcount.c src/daemon/headcount.h \
	src/daemon/handle.h \
	src/daemon/handle_attempt.c \
	src/daemon/handle_catalog.c \
	src/daemon/listing.c src/daemon/listing.h \
	src/daemon/handle_daemon.c \
	src/daemon/handle_practice.c \
	src/daemon/handle_due.c \
	src/daemon/handle_progress.c \
	src/daemon/handle_quiz.c \
	src/daemon/handle_report.c \
	src/daemon/handle_review.c \
	src/daemon/handle_today.c \
	src/daemon/jobs.c src/daemon/jobs.h src/daemon/jobs_parts.h src/daemon/jobs_place.c \
	src/daemon/joblimits.c src/daemon/joblimits.h \
	src/daemon/jobspec.c src/daemon/jobspec.h \
	src/daemon/jobspec_case.c src/daemon/jobspec_case.h \
	src/daemon/journal.c src/daemon/journal.h src/daemon/messages.h \
	src/daemon/options.c src/daemon/options.h \
	src/daemon/peer.c src/daemon/peer.h \
	src/daemon/progress.c src/daemon/progress.h \
	src/daemon/poller.c src/daemon/poller.h \
	src/daemon/queue.c src/daemon/queue.h \
	src/daemon/question.c src/daemon/question.h \
	src/daemon/recall.c src/daemon/recall.h \
	src/daemon/recovery.c src/daemon/recovery.h \
	src/daemon/remember.c src/daemon/remember.h \
	src/daemon/run.c src/daemon/run.h \
	src/daemon/runner.c src/daemon/runner.h \
	src/daemon/server.c src/daemon/server.h \
	src/daemon/service.c src/daemon/service.h \
	src/daemon/session.c src/daemon/session.h \
	src/daemon/stream.c src/daemon/stream.h \
	src/daemon/standing.c src/daemon/standing.h \
	src/daemon/suggestion.c src/daemon/suggestion.h \
	src/daemon/submission.c src/daemon/submission.h \
	src/daemon/suite.c src/daemon/suite.h \
	src/daemon/timelimits.c src/daemon/timelimits.h \
	src/daemon/turn.c src/daemon/turn.h \
	src/daemon/variants.c src/daemon/variants.h \
	src/daemon/verbs.c src/daemon/verbs.h \
	src/daemon/verify.c src/daemon/verify.h \
	src/daemon/verify_exercise.c src/daemon/verify_foreign.c src/daemon/verify_foreign.h \
	src/daemon/verify_package.c \
	src/daemon/verify_change.c src/daemon/verify_change.h \
	src/daemon/verify_folder.c src/daemon/verify_folder.h \
	src/daemon/verify_judge.c src/daemon/verify_judge.h \
	src/daemon/verify_lab.c src/daemon/verify_lab.h \
	src/daemon/verify_page.c src/daemon/verify_page.h \
	src/daemon/verify_programs.c src/daemon/verify_programs.h \
	src/daemon/verify_quiz.c src/daemon/verify_quiz.h \
	src/daemon/verify_report.c src/daemon/verify_report.h \
	src/daemon/verify_text.c src/daemon/verify_text.h
# Each layer's list ends in base's; repeated archives do no harm, but the order does.
DAEMON_LIBS = src/daemon/libdaemon.a src/store/libstore.a src/learn/liblearn.a src/grade/libgrade.a src/job/libjob.a \
	src/proto/libproto.a $(BASE_LIBS) $(SQLITE_LIBS) $(MD_LIBS) $(MD4C_LIBS) $(SYSTEMD_LIBS) \
	$(PCRE2_LIBS) $(JANSSON_LIBS) $(YAML_LIBS) -lm

sbin_PROGRAMS += practiced
practiced_SOURCES = src/daemon/main.c
practiced_LDADD = $(DAEMON_LIBS)

if HAVE_CMOCKA
DAEMON_TESTS = tests/unit/test_answer \
	tests/unit/test_config \
	tests/unit/test_day \
	tests/unit/test_daemon_options \
	tests/unit/test_daemon_submission \
	tests/unit/test_jobspec \
	tests/unit/test_timelimits \
	tests/unit/test_peer \
	tests/unit/test_queue \
	tests/unit/test_delegation \
	tests/unit/test_recall \
	tests/unit/test_session \
	tests/unit/test_headcount tests/unit/test_turn \
	tests/unit/test_verbs
UNIT_TESTS += $(DAEMON_TESTS)
tests_unit_test_answer_SOURCES = tests/unit/test_answer.c
tests_unit_test_answer_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_day_SOURCES = tests/unit/test_day.c
tests_unit_test_day_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_daemon_options_SOURCES = tests/unit/test_daemon_options.c
tests_unit_test_daemon_options_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_daemon_submission_SOURCES = tests/unit/test_daemon_submission.c
tests_unit_test_daemon_submission_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_timelimits_SOURCES = tests/unit/test_timelimits.c
tests_unit_test_timelimits_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_jobspec_SOURCES = tests/unit/test_jobspec.c
tests_unit_test_jobspec_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_peer_SOURCES = tests/unit/test_peer.c
tests_unit_test_peer_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_queue_SOURCES = tests/unit/test_queue.c
tests_unit_test_queue_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_delegation_SOURCES = tests/unit/test_delegation.c tests/unit/folder.h
tests_unit_test_delegation_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_recall_SOURCES = tests/unit/test_recall.c
tests_unit_test_recall_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_session_SOURCES = tests/unit/test_session.c
tests_unit_test_session_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_headcount_SOURCES = tests/unit/test_headcount.c
tests_unit_test_headcount_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_turn_SOURCES = tests/unit/test_turn.c
tests_unit_test_turn_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_verbs_SOURCES = tests/unit/test_verbs.c
tests_unit_test_verbs_LDADD = $(DAEMON_LIBS) $(CMOCKA_LIBS)
endif
