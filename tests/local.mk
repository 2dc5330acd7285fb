# SPDX-License-Identifier: MIT
#
# Unit tests. A layer's own fragment (src/<layer>/local.mk) names them:
#
#	if HAVE_CMOCKA
#	UNIT_TESTS += tests/unit/test_thing
#	tests_unit_test_thing_SOURCES = tests/unit/test_thing.c
#	tests_unit_test_thing_LDADD = $(LAYER_LIBS) $(CMOCKA_LIBS)
#	endif
#
# The source begins with #include "unit.h" (tests/unit/unit.h: cmocka and what it needs), then the
# module's header. LAYER_LIBS has the layer's library and those below it: a call upwards does not
# link. A test finds data files below $top_srcdir and may write below $top_builddir (both absolute,
# in the environment).
#
#	make check TESTS=tests/unit/test_thing		one of them; its output is in tests/unit/test_thing.log
#	make check-valgrind				all unit tests and corpora under valgrind
#	make check-valgrind UNIT_TESTS=tests/unit/test_thing
#
# Fuzzers and their corpora: tests/fuzz/local.mk.

AM_CPPFLAGS += $(CMOCKA_CFLAGS)
# Below fakeroot a test would take itself for root: it sees who it really is.
AM_TESTS_ENVIRONMENT = \
	[ -z "$$FAKEROOTKEY" ] || unset LD_PRELOAD FAKEROOTKEY; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	srcdir='$(abs_top_srcdir)'; export srcdir;

include tests/templates/local.mk
include tests/fuzz/local.mk
include tests/fresh/local.mk
include tests/lint/local.mk
include tests/system/local.mk
include tests/agreement/local.mk
include tests/attack/local.mk
include tests/bench/local.mk
include tests/systemd/local.mk
include tests/endure/local.mk
include tests/vm/local.mk

check_PROGRAMS += $(UNIT_TESTS) $(FUZZ_REPLAYS)
TESTS += $(UNIT_TESTS) $(FUZZ_REPLAYS)
EXTRA_DIST += tests/unit/unit.h

VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible
# valgrind stands between the program and the kernel: it has no seccomp and no clone(CLONE_VM), and limits of its own (so of descriptors).
VALGRIND_CANT = tests/unit/test_filter tests/unit/test_leaf tests/unit/test_limits tests/unit/test_run
VALGRIND_TESTS = $(filter-out $(VALGRIND_CANT),$(UNIT_TESTS) $(FUZZ_REPLAYS))
check-valgrind: $(UNIT_TESTS) $(FUZZ_REPLAYS)
	@for test in $(filter $(VALGRIND_CANT),$(UNIT_TESTS)); do \
		echo "SKIP: $$test: valgrind does not emulate the kernel calls that it tests"; done
	@$(AM_TESTS_ENVIRONMENT) \
	printf '%s\n' $(VALGRIND_TESTS) | tac | xargs -n 1 -P "$${VALGRIND_JOBS:-`nproc`}" sh -c ' \
		if $(VALGRIND) ./$$1 >$$1.valgrind.log 2>&1; then echo "PASS: $$1"; \
		else echo "FAIL: $$1"; cat $$1.valgrind.log; exit 1; fi' sh
.PHONY: check-valgrind
mostlyclean-local:
	-rm -f tests/unit/*.valgrind.log tests/fuzz/*.valgrind.log tests/fuzz/*.fuzz.log
	-rm -rf tests/fuzz/*.new
