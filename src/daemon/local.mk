# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/daemon/libdaemon.a
src_daemon_libdaemon_a_CFLAGS = $(AM_CFLAGS) $(SYSTEMD_CFLAGS)
src_daemon_libdaemon_a_SOURCES = \
	src/daemon/answer.c src/daemon/answer.h \
	src/daemon/call.c src/daemon/call.h \
	src/daemon/caserow.c src/daemon/caserow.h \
	src/daemon/check.c src/daemon/check.h src/daemon/check_parts.h src/daemon/check_tell.c \
	src/daemon/config.c src/daemon/config.h \
	src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/handle.h \
	src/daemon/handle_attempt.c \
	src/daemon/handle_catalog.c \
	src/daemon/handle_daemon.c \
	src/daemon/handle_practice.c \
	src/daemon/handle_report.c \
	src/daemon/jobs.c src/daemon/jobs.h \
	src/daemon/jobspec.c src/daemon/jobspec.h \
	src/daemon/journal.c src/daemon/journal.h src/daemon/messages.h \
	src/daemon/options.c src/daemon/options.h \
	src/daemon/peer.c src/daemon/peer.h \
	src/daemon/progress.c src/daemon/progress.h \
	src/daemon/queue.c src/daemon/queue.h \
	src/daemon/recall.c src/daemon/recall.h \
	src/daemon/recovery.c src/daemon/recovery.h \
	src/daemon/run.c src/daemon/run.h \
	src/daemon/runner.c src/daemon/runner.h \
	src/daemon/server.c src/daemon/server.h \
	src/daemon/service.c src/daemon/service.h \
	src/daemon/session.c src/daemon/session.h \
	src/daemon/stream.c src/daemon/stream.h \
	src/daemon/submission.c src/daemon/submission.h \
	src/daemon/turn.c src/daemon/turn.h \
	src/daemon/verbs.c src/daemon/verbs.h \
	src/daemon/verify.c src/daemon/verify.h
# Each layer's list ends in base's; repeated archives do no harm, but the order does.
DAEMON_LIBS = src/daemon/libdaemon.a src/store/libstore.a src/learn/liblearn.a src/grade/libgrade.a src/job/libjob.a \
	src/proto/libproto.a $(BASE_LIBS) $(SQLITE_LIBS) $(MD_LIBS) $(SYSTEMD_LIBS)

sbin_PROGRAMS += practiced
practiced_SOURCES = src/daemon/main.c
practiced_LDADD = $(DAEMON_LIBS)
