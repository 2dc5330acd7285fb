# SPDX-License-Identifier: MIT
#
# What the sandbox costs (README.md). It is no part of `make check`, but that it works is.
#
#	make bench					all of it: some minutes
#	make bench BENCH_OPTIONS='--only=tiny'		one group; --list names them

BENCH = tests/bench/bench
BENCHED = tests/bench/tiny tests/bench/dynamic tests/bench/saveloop
check_PROGRAMS += $(BENCH) $(BENCHED)
tests_bench_bench_SOURCES = \
	tests/bench/bench.c \
	tests/bench/burst.c tests/bench/burst.h \
	tests/bench/contest.c tests/bench/contest.h \
	tests/bench/ingredient.c tests/bench/ingredient.h \
	tests/bench/launch.c tests/bench/launch.h \
	tests/bench/program.c tests/bench/program.h \
	tests/bench/report.c tests/bench/report.h \
	tests/bench/rival.c tests/bench/rival.h \
	tests/bench/sample.c tests/bench/sample.h \
	tests/bench/sandbox.c tests/bench/sandbox.h \
	tests/bench/service.c tests/bench/service.h \
	tests/bench/suite.c tests/bench/suite.h
tests_bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/bench
tests_bench_bench_LDADD = $(RUNNER_LIBS)

# Learners' programs, not ours: without the flags that ours are built with.
tests_bench_tiny_SOURCES = tests/bench/tiny.c
tests_bench_tiny_CFLAGS = $(WARN_CFLAGS) -O2 -ffreestanding -fno-stack-protector -fno-pie -U_FORTIFY_SOURCE
tests_bench_tiny_LDFLAGS = -static -nostdlib
tests_bench_dynamic_SOURCES = tests/bench/dynamic.c
tests_bench_dynamic_CFLAGS = $(WARN_CFLAGS) -O2
tests_bench_dynamic_LDFLAGS =

tests_bench_saveloop_SOURCES = tests/bench/saveloop.c

bench-watch: practice-runner practiced practicectl tests/bench/saveloop
	top_builddir=. $(PYTHON3) -B $(top_srcdir)/tests/bench/watch.py $(BENCH_OPTIONS)
.PHONY: bench-watch

bench-load: practice-runner practiced
	top_builddir=. $(PYTHON3) -B $(top_srcdir)/tests/bench/load.py $(BENCH_OPTIONS)
.PHONY: bench-load

bench-catalog: practice-runner practiced practicectl
	top_builddir=. $(PYTHON3) -B $(top_srcdir)/tests/bench/catalog.py $(BENCH_OPTIONS)
.PHONY: bench-catalog

bench-judge: practice-runner practiced
	top_builddir=. $(PYTHON3) -B $(top_srcdir)/tests/bench/judge.py $(BENCH_OPTIONS)
.PHONY: bench-judge

BENCH_OPTIONS =
bench: $(BENCH) $(BENCHED) practice-runner practiced
	$(BENCH) $(BENCH_OPTIONS)
.PHONY: bench

if !SANITIZERS
TESTS += tests/bench/smoke.sh tests/bench/smoke_catalog.sh
endif
EXTRA_DIST += tests/bench/catalog.py tests/bench/judge.py tests/bench/load.py tests/bench/watch.py tests/bench/README.md tests/bench/smoke.sh \
	tests/bench/smoke_catalog.sh
