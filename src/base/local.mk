# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/base/libbase.a
src_base_libbase_a_CFLAGS = $(AM_CFLAGS) $(SYSTEMD_CFLAGS) $(INIH_CFLAGS)
src_base_libbase_a_SOURCES = \
	src/base/buffer.c src/base/buffer.h \
	src/base/cgroup.c src/base/cgroup.h \
	src/base/cleanup.h src/base/clock.h \
	src/base/crew.c src/base/crew.h \
	src/base/file.c src/base/file.h \
	src/base/ini.c src/base/ini.h \
	src/base/log.c src/base/log.h \
	src/base/parse.c src/base/parse.h \
	src/base/strlist.c src/base/strlist.h \
	src/base/suggest.c src/base/suggest.h \
	src/base/text.c src/base/text.h src/base/text_ranges.h
BASE_LIBS = src/base/libbase.a $(INIH_LIBS) $(SYSTEMD_LIBS)

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_buffer tests/unit/test_cgroup tests/unit/test_crew tests/unit/test_file tests/unit/test_ini tests/unit/test_log \
	tests/unit/test_parse tests/unit/test_strlist tests/unit/test_suggest tests/unit/test_text
tests_unit_test_buffer_SOURCES = tests/unit/test_buffer.c
tests_unit_test_buffer_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_cgroup_SOURCES = tests/unit/test_cgroup.c tests/unit/folder.h
tests_unit_test_cgroup_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_crew_SOURCES = tests/unit/test_crew.c
tests_unit_test_crew_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_file_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_ini_SOURCES = tests/unit/test_ini.c
tests_unit_test_ini_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_log_SOURCES = tests/unit/test_log.c
tests_unit_test_log_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_log_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=sd_journal_sendv
tests_unit_test_parse_SOURCES = tests/unit/test_parse.c
tests_unit_test_parse_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_strlist_SOURCES = tests/unit/test_strlist.c
tests_unit_test_strlist_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_suggest_SOURCES = tests/unit/test_suggest.c
tests_unit_test_suggest_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_text_SOURCES = tests/unit/test_text.c
tests_unit_test_text_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
endif
