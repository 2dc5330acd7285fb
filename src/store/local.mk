# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/store/libstore.a
src_store_libstore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(MD_CFLAGS)
src_store_libstore_a_SOURCES = \
	src/store/activity.c src/store/activity.h \
	src/store/attempt.c src/store/attempt.h \
	src/store/attempt_case.c \
	src/store/attempt_variant.c src/store/attempt_variant.h \
	src/store/card.c src/store/card.h \
	src/store/database.c src/store/database.h \
	src/store/hint.c \
	src/store/learner.c src/store/learner.h \
	src/store/overview.c src/store/overview.h \
	src/store/practice.c src/store/practice.h \
	src/store/query.c src/store/query.h \
	src/store/schema.c src/store/schema.h \
	src/store/statements.h \
	src/store/store.c src/store/store.h \
	src/store/submission.c src/store/submission.h \
	src/store/tally.c src/store/tally.h \
	src/store/today.c src/store/today.h \
	src/store/walfile.c src/store/walfile.h
STORE_LIBS = src/store/libstore.a $(LEARN_LIBS) $(SQLITE_LIBS) $(MD_LIBS)

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_activity tests/unit/test_attempt tests/unit/test_attempt_variant tests/unit/test_card tests/unit/test_learner tests/unit/test_overview tests/unit/test_practice tests/unit/test_store \
	tests/unit/test_store_faults tests/unit/test_tally tests/unit/test_today
tests_unit_test_activity_SOURCES = tests/unit/test_activity.c tests/unit/store_fixture.h
tests_unit_test_activity_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_activity_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_attempt_SOURCES = tests/unit/test_attempt.c tests/unit/store_fixture.h
tests_unit_test_attempt_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_attempt_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_attempt_variant_SOURCES = tests/unit/test_attempt_variant.c tests/unit/store_fixture.h
tests_unit_test_attempt_variant_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_attempt_variant_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_card_SOURCES = tests/unit/test_card.c tests/unit/store_fixture.h
tests_unit_test_card_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_card_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_learner_SOURCES = tests/unit/test_learner.c tests/unit/store_fixture.h
tests_unit_test_learner_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_overview_SOURCES = tests/unit/test_overview.c tests/unit/store_fixture.h
tests_unit_test_overview_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_practice_SOURCES = tests/unit/test_practice.c tests/unit/store_fixture.h
tests_unit_test_practice_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_today_SOURCES = tests/unit/test_today.c tests/unit/store_fixture.h
tests_unit_test_today_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_today_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/store_fixture.h
tests_unit_test_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_store_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_tally_SOURCES = tests/unit/test_tally.c tests/unit/store_fixture.h
tests_unit_test_tally_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_tally_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_store_faults_SOURCES = tests/unit/test_store_faults.c tests/unit/store_fixture.h
tests_unit_test_store_faults_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_store_faults_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_store_faults_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray,--wrap=strdup,--wrap=strndup,--wrap=fsync
endif
