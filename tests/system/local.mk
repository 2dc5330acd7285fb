# SPDX-License-Identifier: MIT
#
# Tests of the real programs over a real socket, in Python 3 without other modules. harness.py starts a practiced of its own for
# each test; `make check TESTS=tests/system/test_wire.py` runs one file,
# `top_builddir=. python3 ../tests/system/test_wire.py Limits` one class of it.

TEST_EXTENSIONS = .py
PYTHON3 = `test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3`
PY_LOG_COMPILER = $(PYTHON3) -B

SYSTEM_TESTS = \
	tests/system/test_checks.py \
	tests/system/test_comparators.py \
	tests/system/test_deaths.py \
	tests/system/test_faults.py \
	tests/system/test_formats.py \
	tests/system/test_formats_broken.py \
	tests/system/test_languages.py \
	tests/system/test_life.py \
	tests/system/test_progress.py \
	tests/system/test_quiz.py \
	tests/system/test_templates.py \
	tests/system/test_transcripts.py \
	tests/system/test_variants.py \
	tests/system/test_verbs.py \
	tests/system/test_verify.py \
	tests/system/test_verify_formats.py \
	tests/system/test_wire.py
TESTS += $(SYSTEM_TESTS)
EXTRA_DIST += tests/system/harness.py $(SYSTEM_TESTS) tests/data

# The clock that jumps, for test_faults.py: loaded into a daemon.
check_DATA = tests/system/wallclock.so
tests/system/wallclock.so: tests/system/wallclock.c
	$(AM_V_CC)$(MKDIR_P) $(@D) && $(CC) $(WARN_CFLAGS) -O1 -fPIC -shared -o $@ $(top_srcdir)/tests/system/wallclock.c
CLEANFILES += tests/system/wallclock.so
EXTRA_DIST += tests/system/wallclock.c

# What each author runs, on the shipped lessons: every solution ten times. `make check` does it once, in tests/lint/proved.sh.
check-lessons: all
	@said=`./practiced --verify --runner=./practice-runner --languages='$(abs_top_srcdir)/etc/languages.d' \
		'$(abs_top_srcdir)/lessons'`; status=$$?; printf '%s\n' "$$said"; \
	case $$said in *': warning: '*) exit 1 ;; esac; exit $$status
.PHONY: check-lessons

check-system: all
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(SYSTEM_TESTS)'
.PHONY: check-system
