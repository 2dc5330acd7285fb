# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/grade/libgrade.a
src_grade_libgrade_a_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS)
src_grade_libgrade_a_SOURCES = \
	src/grade/compare.c src/grade/compare.h \
	src/grade/compare_kinds.h \
	src/grade/compare_default.c \
	src/grade/compare_lines.c \
	src/grade/compare_patterns.c \
	src/grade/compare_search.c \
	src/grade/compare_tokens.c \
	src/grade/diff.c src/grade/diff.h \
	src/grade/diff_align.c src/grade/diff_lines.h \
	src/grade/diff_row.c src/grade/diff_row.h \
	src/grade/lines.c src/grade/lines.h \
	src/grade/score.c src/grade/score.h \
	src/grade/scoring.c src/grade/scoring.h
GRADE_LIBS = src/grade/libgrade.a $(PCRE2_LIBS) $(JOB_LIBS) -lm

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_compare tests/unit/test_diff tests/unit/test_score tests/unit/test_scoring
tests_unit_test_compare_SOURCES = tests/unit/test_compare.c
tests_unit_test_compare_LDADD = $(GRADE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_diff_SOURCES = tests/unit/test_diff.c
tests_unit_test_diff_LDADD = $(GRADE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_score_SOURCES = tests/unit/test_score.c
tests_unit_test_score_LDADD = $(GRADE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_scoring_SOURCES = tests/unit/test_scoring.c
tests_unit_test_scoring_LDADD = $(GRADE_LIBS) $(CMOCKA_LIBS)
endif
