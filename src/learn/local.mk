# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/learn/liblearn.a
src_learn_liblearn_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(YAML_CFLAGS)
src_learn_liblearn_a_SOURCES = \
	src/learn/aiken.c \
	src/learn/cases.c src/learn/cases.h \
	src/learn/catalog.c src/learn/catalog.h src/learn/catalog_index.h \
	src/learn/course.c \
	src/learn/fsrs.c src/learn/fsrs.h \
	src/learn/gift.c src/learn/gift_answers.c src/learn/gift_text.c \
	src/learn/keys.c src/learn/keys.h \
	src/learn/language.c src/learn/language.h src/learn/language_expand.c \
	src/learn/lesson.c src/learn/lesson.h \
	src/learn/lesson_object.c \
	src/learn/manifest.c src/learn/manifest.h \
	src/learn/manifest_finish.c \
	src/learn/catalog_course.c src/learn/catalog_lessons.c src/learn/course_scan.h \
	src/learn/catalog_problem.c src/learn/catalog_scan.c \
	src/learn/classroom.c src/learn/classroom.h src/learn/classroom_files.c \
	src/learn/exercism.c src/learn/exercism.h src/learn/exercism_track.c \
	src/learn/foreign.c src/learn/foreign.h \
	src/learn/formats.c src/learn/formats.h \
	src/learn/kattis.c src/learn/kattis.h \
	src/learn/kattis_config.c src/learn/kattis_constants.c src/learn/kattis_judge.c \
	src/learn/kattis_data.c src/learn/kattis_groups.c src/learn/kattis_groups.h \
	src/learn/kattis_limits.c \
	src/learn/kattis_text.c \
	src/learn/labelled.c src/learn/labelled.h \
	src/learn/latex.c src/learn/latex.h src/learn/latex_macros.c src/learn/latex_parts.h \
	src/learn/lesson_build.c src/learn/lesson_build.h \
	src/learn/places.c src/learn/places.h src/learn/scan.h \
	src/learn/quiz.c src/learn/quiz.h src/learn/quiz_parts.h \
	src/learn/quiz_build.c \
	src/learn/quiz_grade.c src/learn/quiz_grade.h \
	src/learn/quiz_html.c \
	src/learn/random.c src/learn/random.h \
	src/learn/review.c src/learn/review.h \
	src/learn/source.c src/learn/source_link.c src/learn/source_stamp.c src/learn/source_tree.c src/learn/source.h \
	src/learn/survey.c src/learn/survey.h \
	src/learn/variant.c src/learn/variant.h \
	src/learn/yamltree.c src/learn/yamltree.h
LEARN_LIBS = src/learn/liblearn.a $(GRADE_LIBS) $(JANSSON_LIBS) $(YAML_LIBS) -lm

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_catalog tests/unit/test_classroom tests/unit/test_exercism tests/unit/test_language tests/unit/test_lesson tests/unit/test_manifest \
	tests/unit/test_fsrs tests/unit/test_gift tests/unit/test_quiz tests/unit/test_quiz_faults tests/unit/test_quiz_grade \
	tests/unit/test_review tests/unit/test_variant tests/unit/test_kattis tests/unit/test_latex tests/unit/test_yamltree
tests_unit_test_catalog_SOURCES = tests/unit/test_catalog.c tests/unit/folder.h
tests_unit_test_catalog_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_classroom_SOURCES = tests/unit/test_classroom.c tests/unit/folder.h
tests_unit_test_classroom_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_exercism_SOURCES = tests/unit/test_exercism.c tests/unit/folder.h
tests_unit_test_exercism_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_kattis_SOURCES = tests/unit/test_kattis.c tests/unit/folder.h
tests_unit_test_kattis_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_latex_SOURCES = tests/unit/test_latex.c
tests_unit_test_latex_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_yamltree_SOURCES = tests/unit/test_yamltree.c
tests_unit_test_yamltree_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_language_SOURCES = tests/unit/test_language.c tests/unit/folder.h
tests_unit_test_language_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lesson_SOURCES = tests/unit/test_lesson.c tests/unit/folder.h
tests_unit_test_lesson_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_manifest_SOURCES = tests/unit/test_manifest.c
tests_unit_test_manifest_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_fsrs_SOURCES = tests/unit/test_fsrs.c
tests_unit_test_fsrs_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_gift_SOURCES = tests/unit/test_gift.c tests/unit/quizzes.h
tests_unit_test_gift_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_quiz_SOURCES = tests/unit/test_quiz.c tests/unit/quizzes.h
tests_unit_test_quiz_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_quiz_faults_SOURCES = tests/unit/test_quiz_faults.c tests/unit/quizzes.h
tests_unit_test_quiz_faults_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_quiz_faults_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray,--wrap=strdup,--wrap=strndup
tests_unit_test_quiz_grade_SOURCES = tests/unit/test_quiz_grade.c tests/unit/quizzes.h
tests_unit_test_quiz_grade_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_variant_SOURCES = tests/unit/test_variant.c
tests_unit_test_variant_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
tests_unit_test_review_SOURCES = tests/unit/test_review.c
tests_unit_test_review_LDADD = $(LEARN_LIBS) $(CMOCKA_LIBS)
endif
