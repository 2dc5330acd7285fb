# SPDX-License-Identifier: MIT
#
# What is too slow for `make check`: kills at random moments and at each point of a commit, and very many clients. For root
# where several users or a sandbox are needed; elsewhere it is skipped and says why.
#
#	make check-endure						all: about three minutes
#	make check-endure ENDURE_TESTS=kills ENDURE_OPTIONS='--seed=5 --kills=1000'

ENDURE_TESTS = points kills load
ENDURE_OPTIONS =
EXTRA_DIST += tests/endure/kills.py tests/endure/ledger.py tests/endure/points.py

check-endure: all
	@$(MKDIR_P) tests/endure; bad=0; \
	for test in $(ENDURE_TESTS); do \
		log=tests/endure/$$test.log; status=0; \
		script=$(top_srcdir)/tests/endure/$$test.py; [ -e $$script ] || script=$(top_srcdir)/tests/bench/$$test.py; \
		top_builddir='$(abs_top_builddir)' $(PYTHON3) -B $$script $(ENDURE_OPTIONS) >$$log 2>&1 || status=$$?; \
		case $$status in \
		0) sed 's/^/# /' $$log; echo "PASS: tests/endure/$$test" ;; \
		77) echo "SKIP: tests/endure/$$test: $$(sed -n 's/^SKIP: //p' $$log)" ;; \
		*) cat $$log; echo "FAIL: tests/endure/$$test"; bad=1 ;; \
		esac; \
	done; exit $$bad
.PHONY: check-endure
CLEANFILES += tests/endure/*.log
