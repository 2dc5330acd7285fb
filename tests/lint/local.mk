# SPDX-License-Identifier: MIT
# Checks of the tree itself, each a script that says what there is to mend. `make check-lint` runs these alone.

LINT_TESTS = tests/lint/apparmor.sh tests/lint/config.sh tests/lint/headers.sh tests/lint/keys.sh tests/lint/layers.sh tests/lint/man.sh \
	tests/lint/messages.sh tests/lint/package.sh tests/lint/shell.sh tests/lint/spdx.sh tests/lint/style.sh \
	tests/lint/units.sh tests/lint/words.sh
EXTRA_DIST += $(LINT_TESTS) tests/lint/lint.sh
TESTS += $(LINT_TESTS)
AM_TESTS_ENVIRONMENT += \
	CC='$(CC)'; export CC; \
	PKGCONFDIR='$(sysconfdir)/practiced'; export PKGCONFDIR; \
	PKGDATADIR='$(pkgdatadir)'; export PKGDATADIR; \
	PKGLIBDIR='$(prefix)/lib/practiced'; export PKGLIBDIR;

check-lint: all
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(LINT_TESTS)'
.PHONY: check-lint
