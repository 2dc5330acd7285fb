# SPDX-License-Identifier: MIT
#
# A fuzzer is tests/fuzz/fuzz_<name>.c (LLVMFuzzerTestOneInput) and a folder of small inputs,
# tests/fuzz/corpus/<name>/. `make check` replays the corpus with any compiler (replay_<name>: the
# fuzzer linked with replay.c, which finds the folder by the program's name). With clang and
# --enable-fuzzers, `make fuzzers` builds tests/fuzz/fuzz_<name>:
#
#	tests/fuzz/fuzz_request -max_total_time=60 new/ ../tests/fuzz/corpus/request/
#
# To add one: a name in each of the two lists, and lines as at the end of this file.

FUZZ_REPLAYS = tests/fuzz/replay_request tests/fuzz/replay_reply tests/fuzz/replay_ini \
	tests/fuzz/replay_compare tests/fuzz/replay_manifest tests/fuzz/replay_job tests/fuzz/replay_event \
	tests/fuzz/replay_quiz tests/fuzz/replay_binary tests/fuzz/replay_variant tests/fuzz/replay_latex tests/fuzz/replay_yamltree
LIBFUZZERS = tests/fuzz/fuzz_request tests/fuzz/fuzz_reply tests/fuzz/fuzz_ini \
	tests/fuzz/fuzz_compare tests/fuzz/fuzz_manifest tests/fuzz/fuzz_job tests/fuzz/fuzz_event \
	tests/fuzz/fuzz_quiz tests/fuzz/fuzz_binary tests/fuzz/fuzz_variant tests/fuzz/fuzz_latex tests/fuzz/fuzz_yamltree

LIBFUZZER_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
EXTRA_PROGRAMS = $(LIBFUZZERS)
EXTRA_DIST += tests/fuzz/corpus
CLEANFILES += $(LIBFUZZERS)
if FUZZERS
fuzzers: $(LIBFUZZERS)
else
fuzzers:
	@echo "configure with --enable-fuzzers CC=clang" >&2; false
endif

# Each fuzzer for a short time, with its corpus as the beginning; what it finds anew goes to a folder of the build.
FUZZ_SECONDS = 20
check-fuzz: fuzzers
	@failed=; for program in $(LIBFUZZERS); do \
		new=$$program.new; $(MKDIR_P) $$new; \
		if ./$$program -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -artifact_prefix=$$program. \
			$$new $(abs_top_srcdir)/tests/fuzz/corpus/$${program#tests/fuzz/fuzz_} >$$program.fuzz.log 2>&1; \
		then echo "PASS: $$program"; else echo "FAIL: $$program"; tail -n 40 $$program.fuzz.log; failed=1; fi; \
	done; test -z "$$failed"
.PHONY: fuzzers check-fuzz

tests_fuzz_replay_request_SOURCES = tests/fuzz/fuzz_request.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_request_LDADD = $(PROTO_LIBS)
tests_fuzz_fuzz_request_SOURCES = tests/fuzz/fuzz_request.c
tests_fuzz_fuzz_request_LDADD = $(PROTO_LIBS)
tests_fuzz_fuzz_request_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_reply_SOURCES = tests/fuzz/fuzz_reply.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_reply_LDADD = $(PROTO_LIBS)
tests_fuzz_fuzz_reply_SOURCES = tests/fuzz/fuzz_reply.c
tests_fuzz_fuzz_reply_LDADD = $(PROTO_LIBS)
tests_fuzz_fuzz_reply_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_ini_SOURCES = tests/fuzz/fuzz_ini.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_ini_LDADD = $(BASE_LIBS)
tests_fuzz_fuzz_ini_SOURCES = tests/fuzz/fuzz_ini.c
tests_fuzz_fuzz_ini_LDADD = $(BASE_LIBS)
tests_fuzz_fuzz_ini_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_compare_SOURCES = tests/fuzz/fuzz_compare.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_compare_LDADD = $(GRADE_LIBS)
tests_fuzz_fuzz_compare_SOURCES = tests/fuzz/fuzz_compare.c
tests_fuzz_fuzz_compare_LDADD = $(GRADE_LIBS)
tests_fuzz_fuzz_compare_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_manifest_SOURCES = tests/fuzz/fuzz_manifest.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_manifest_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_manifest_SOURCES = tests/fuzz/fuzz_manifest.c
tests_fuzz_fuzz_manifest_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_manifest_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_job_SOURCES = tests/fuzz/fuzz_job.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_job_LDADD = $(JOB_LIBS)
tests_fuzz_fuzz_job_SOURCES = tests/fuzz/fuzz_job.c
tests_fuzz_fuzz_job_LDADD = $(JOB_LIBS)
tests_fuzz_fuzz_job_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_event_SOURCES = tests/fuzz/fuzz_event.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_event_LDADD = $(JOB_LIBS)
tests_fuzz_fuzz_event_SOURCES = tests/fuzz/fuzz_event.c
tests_fuzz_fuzz_event_LDADD = $(JOB_LIBS)
tests_fuzz_fuzz_event_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_quiz_SOURCES = tests/fuzz/fuzz_quiz.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_quiz_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_quiz_SOURCES = tests/fuzz/fuzz_quiz.c
tests_fuzz_fuzz_quiz_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_quiz_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_binary_SOURCES = tests/fuzz/fuzz_binary.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_binary_LDADD = $(RUNNER_LIBS)
tests_fuzz_fuzz_binary_SOURCES = tests/fuzz/fuzz_binary.c
tests_fuzz_fuzz_binary_LDADD = $(RUNNER_LIBS)
tests_fuzz_fuzz_binary_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_variant_SOURCES = tests/fuzz/fuzz_variant.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_variant_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_variant_SOURCES = tests/fuzz/fuzz_variant.c
tests_fuzz_fuzz_variant_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_variant_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_latex_SOURCES = tests/fuzz/fuzz_latex.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_latex_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_latex_SOURCES = tests/fuzz/fuzz_latex.c
tests_fuzz_fuzz_latex_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_latex_LDFLAGS = $(LIBFUZZER_LINK)

tests_fuzz_replay_yamltree_SOURCES = tests/fuzz/fuzz_yamltree.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_replay_yamltree_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_yamltree_SOURCES = tests/fuzz/fuzz_yamltree.c
tests_fuzz_fuzz_yamltree_LDADD = $(LEARN_LIBS)
tests_fuzz_fuzz_yamltree_LDFLAGS = $(LIBFUZZER_LINK)
