# SPDX-License-Identifier: MIT
#
# Stories on a really booted systemd, in a container over this host's own root (run.sh). For root, with systemd-nspawn;
# elsewhere they are skipped and say why.
#
#	make check-systemd					the shipped units: some minutes
#	make check-systemd SYSTEMD_STEPS='sandbox idle'		some steps
#	make check-deb						the Debian packages are built, installed, upgraded, removed and purged
#	make check-machine					from a clone to a class server by bootstrap.sh, and the way back

SYSTEMD_STEPS =
EXTRA_DIST += tests/systemd/run.sh tests/systemd/outcome.sh tests/systemd/units.py tests/systemd/package.py tests/systemd/machine.py \
	tests/systemd/classroom.py tests/systemd/host.py tests/systemd/load.py

# name of the story: runs it, and tells the end of it in a line
tell_story = top_builddir='$(abs_top_builddir)' $(top_srcdir)/tests/systemd/run.sh --story=$(1) $(SYSTEMD_STEPS) \
		>tests/systemd-$(1).log 2>&1; \
	$(top_srcdir)/tests/systemd/outcome.sh tests/systemd/$(1) tests/systemd-$(1).log $$?

check-systemd: all
	@$(MKDIR_P) tests; $(call tell_story,units)

# The earlier version is this tree under a lower number.
check-deb:
	@$(MKDIR_P) tests; for tool in dpkg-buildpackage dh; do command -v $$tool >/dev/null || \
		{ echo "SKIP: tests/systemd/package: $$tool is not installed"; exit 0; }; done; \
	{ $(MAKE) -s deb && $(MAKE) -s deb DEB_VERSION=0.0.9 DEB_FOLDER=deb-old DEB_BUILD_OPTIONS=nocheck; } \
		>tests/deb.log 2>&1 || { tail -n 40 tests/deb.log; echo "FAIL: make deb: $$(tail -n 1 tests/deb.log)"; exit 1; }; \
	echo "PASS: make deb"; $(call tell_story,package)

check-machine: all
	@$(MKDIR_P) tests; $(call tell_story,machine)

.PHONY: check-systemd check-deb check-machine
CLEANFILES += tests/systemd-units.log tests/systemd-package.log tests/systemd-machine.log tests/deb.log
