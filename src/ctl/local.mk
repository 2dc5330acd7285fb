# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/ctl/libctl.a
src_ctl_libctl_a_CFLAGS = $(AM_CFLAGS) $(MD4C_CFLAGS) $(MD4C_HTML_CFLAGS) $(JANSSON_CFLAGS) $(MD_CFLAGS)
src_ctl_libctl_a_SOURCES = \
	src/ctl/answer.c src/ctl/answer.h \
	src/ctl/asking.c src/ctl/asking.h \
	src/ctl/bridge.c src/ctl/bridge.h \
	src/ctl/connection.c src/ctl/connection.h \
	src/ctl/ctl.c src/ctl/ctl.h \
	src/ctl/ctl_ask.c \
	src/ctl/ctl_attempt.c \
	src/ctl/ctl_bridge.c \
	src/ctl/ctl_connect.c src/ctl/ctl_connect.h \
	src/ctl/ctl_catalog.c \
	src/ctl/ctl_check.c src/ctl/ctl_check.h src/ctl/ctl_check_follow.c \
	src/ctl/ctl_check_line.c src/ctl/ctl_check_resume.c \
	src/ctl/ctl_daemon.c \
	src/ctl/ctl_due.c \
	src/ctl/ctl_progress.c \
	src/ctl/ctl_watch.c src/ctl/ctl_watch.h src/ctl/ctl_watch_run.c \
	src/ctl/folderwatch.c src/ctl/folderwatch.h \
	src/ctl/outcome.c src/ctl/outcome.h \
	src/ctl/screen.c src/ctl/screen.h \
	src/ctl/overview.c src/ctl/overview.h src/ctl/overview_html.c src/ctl/overview_text.c \
	src/ctl/ctl_help.c \
	src/ctl/ctl_practice.c \
	src/ctl/ctl_quiz.c \
	src/ctl/ctl_review.c \
	src/ctl/ctl_run.c \
	src/ctl/ctl_session.c \
	src/ctl/ctl_show.c \
	src/ctl/ctl_status.c \
	src/ctl/diffview.c src/ctl/diffview.h \
	src/ctl/exit.h \
	src/ctl/field.c src/ctl/field.h \
	src/ctl/host.c src/ctl/host.h \
	src/ctl/html.c src/ctl/html.h src/ctl/html_page.c src/ctl/html_page.h \
	src/ctl/interrupt.c src/ctl/interrupt.h \
	src/ctl/keyboard.c src/ctl/keyboard.h \
	src/ctl/language_row.c src/ctl/language_row.h \
	src/ctl/laying.c src/ctl/laying.h \
	src/ctl/lesson_choice.c src/ctl/lesson_choice.h src/ctl/lesson_name.h \
	src/ctl/markdown.c src/ctl/markdown.h \
	src/ctl/markdown_code.c src/ctl/markdown_entity.c src/ctl/markdown_parts.h src/ctl/markdown_table.c \
	src/ctl/options.c src/ctl/options.h \
	src/ctl/output.c src/ctl/output.h \
	src/ctl/own_words.c src/ctl/own_words.h \
	src/ctl/pager.c src/ctl/pager.h \
	src/ctl/patience.c src/ctl/patience.h \
	src/ctl/progress.c src/ctl/progress.h \
	src/ctl/question.c src/ctl/question.h \
	src/ctl/remote.c src/ctl/remote.h \
	src/ctl/report.c src/ctl/report.h \
	src/ctl/review.c src/ctl/review.h \
	src/ctl/summary.c src/ctl/summary.h \
	src/ctl/socket_path.c src/ctl/socket_path.h \
	src/ctl/starter.c src/ctl/starter.h \
	src/ctl/submission.c src/ctl/submission.h \
	src/ctl/table.c src/ctl/table.h \
	src/ctl/term.c src/ctl/term.h \
	src/ctl/verb_table.c src/ctl/verb_table.h \
	src/ctl/verbs.c src/ctl/verbs.h \
	src/ctl/workspace.c src/ctl/workspace.h \
	src/ctl/wrap.c src/ctl/wrap.h
CTL_LIBS = src/ctl/libctl.a $(PROTO_LIBS) $(MD4C_HTML_LIBS) $(MD4C_LIBS) $(JANSSON_LIBS) $(MD_LIBS)

bin_PROGRAMS += practicectl
practicectl_SOURCES = src/ctl/main.c
practicectl_LDADD = $(CTL_LIBS)

bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = completions/bash/practicectl
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = completions/zsh/_practicectl
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_fishcompletion_DATA = completions/fish/practicectl.fish

# The program itself: against a stand-in for the daemon, what it shows, and its page in a browser.
CTL_PROGRAM_TESTS = tests/golden/golden.sh tests/lint/completions.sh tests/system/test_completions.py tests/system/test_ctl.py tests/system/test_ctl_progress.py tests/system/test_ctl_quiz.py tests/system/test_ctl_watch.py tests/system/test_html.py tests/system/test_session.py \
	tests/system/test_practice.py tests/system/test_remote.py tests/system/test_restart.py
TESTS += $(CTL_PROGRAM_TESTS)
EXTRA_DIST += $(CTL_PROGRAM_TESTS) tests/system/fake_daemon.py tests/golden/fixture.md tests/golden/help.txt \
	tests/golden/client-server-40-colour.txt tests/golden/client-server-40-plain.txt \
	tests/golden/client-server-80-colour.txt tests/golden/client-server-80-plain.txt \
	tests/golden/fixture-40-colour.txt tests/golden/fixture-40-plain.txt tests/golden/fixture-80-ascii.txt \
	tests/golden/fixture-80-colour.txt tests/golden/fixture-80-plain.txt \
	tests/golden/progress-40-plain.txt tests/golden/progress-80-16.txt tests/golden/progress-80-ascii.txt \
	tests/golden/progress-80-colour.txt tests/golden/progress-80-plain.txt

if HAVE_CMOCKA
CTL_TESTS = tests/unit/test_ctl_answer tests/unit/test_ctl_options tests/unit/test_diffview \
	tests/unit/test_html tests/unit/test_markdown tests/unit/test_output tests/unit/test_own_words tests/unit/test_pager tests/unit/test_patience \
	tests/unit/test_question tests/unit/test_remote tests/unit/test_report tests/unit/test_table tests/unit/test_term tests/unit/test_workspace tests/unit/test_wrap
UNIT_TESTS += $(CTL_TESTS)
EXTRA_DIST += tests/unit/terms.h
tests_unit_test_ctl_answer_SOURCES = tests/unit/test_ctl_answer.c
tests_unit_test_ctl_answer_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_ctl_options_SOURCES = tests/unit/test_ctl_options.c
tests_unit_test_ctl_options_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_diffview_SOURCES = tests/unit/test_diffview.c
tests_unit_test_diffview_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_html_SOURCES = tests/unit/test_html.c
tests_unit_test_html_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_markdown_SOURCES = tests/unit/test_markdown.c
tests_unit_test_markdown_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_output_SOURCES = tests/unit/test_output.c
tests_unit_test_output_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_own_words_SOURCES = tests/unit/test_own_words.c
tests_unit_test_own_words_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_pager_SOURCES = tests/unit/test_pager.c
tests_unit_test_pager_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_patience_SOURCES = tests/unit/test_patience.c
tests_unit_test_patience_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_remote_SOURCES = tests/unit/test_remote.c
tests_unit_test_remote_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS) -lpthread
tests_unit_test_question_SOURCES = tests/unit/test_question.c
tests_unit_test_question_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_report_SOURCES = tests/unit/test_report.c
tests_unit_test_report_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_table_SOURCES = tests/unit/test_table.c
tests_unit_test_table_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_term_SOURCES = tests/unit/test_term.c
tests_unit_test_term_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_workspace_SOURCES = tests/unit/test_workspace.c
tests_unit_test_workspace_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_wrap_SOURCES = tests/unit/test_wrap.c
tests_unit_test_wrap_LDADD = $(CTL_LIBS) $(CMOCKA_LIBS)
endif
