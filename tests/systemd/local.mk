# SPDX-License-Identifier: MIT
#
# The shipped units on a really booted systemd, in a container over this host's own root (run.sh). For root, with
# systemd-nspawn; elsewhere it is skipped and says why.
#
#	make check-systemd					all: about two minutes
#	make check-systemd SYSTEMD_STEPS='sandbox idle'		some

SYSTEMD_STEPS =
EXTRA_DIST += tests/systemd/run.sh tests/systemd/story.py tests/systemd/host.py tests/systemd/load.py

check-systemd: all
	@$(MKDIR_P) tests; top_builddir='$(abs_top_builddir)' $(top_srcdir)/tests/systemd/run.sh $(SYSTEMD_STEPS) >tests/systemd.log 2>&1; \
	status=$$?; grep '^not ok\|^#' tests/systemd.log; \
	case $$status in \
	0) echo "PASS: tests/systemd" ;; \
	77) echo "SKIP: tests/systemd: $$(sed -n 's/^1\.\.0 # SKIP //p' tests/systemd.log)"; status=0 ;; \
	*) echo "FAIL: tests/systemd" ;; \
	esac; exit $$status
.PHONY: check-systemd
CLEANFILES += tests/systemd.log
