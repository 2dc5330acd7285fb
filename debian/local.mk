# SPDX-License-Identifier: MIT
#
# Debian packages of what is in this tree; debian/README.source says why they are as they are.
#
#	make deb				into deb/ of the build folder; the tests run, as for every package
#	make deb DEB_BUILD_OPTIONS=nocheck	without them
#	make deb DEB_VERSION=0.0.9 DEB_FOLDER=other	as an earlier version and elsewhere, to try an upgrade

DEB_VERSION = $(PACKAGE_VERSION)
DEB_FOLDER = deb
DEB_SOURCE = $(DEB_FOLDER)/$(PACKAGE)-$(DEB_VERSION)
# What autoreconf makes; the package's own build makes it again.
DEB_GENERATED = aclocal.m4 autom4te.cache build-aux config.h.in configure Makefile.in

DEBIAN_FILES = debian/README.source debian/changelog debian/control debian/copyright debian/practiced-lessons.install \
	debian/practiced-lessons.lintian-overrides debian/practiced.lintian-overrides debian/source/lintian-overrides \
	debian/practiced.install debian/practiced.manpages debian/practiced.postrm debian/practicectl.install \
	debian/practicectl.manpages debian/rules debian/source/format debian/tests/control debian/tests/lesson
EXTRA_DIST += $(DEBIAN_FILES)

deb:
	@for tool in dpkg-buildpackage dh; do command -v $$tool >/dev/null || \
		{ echo "make deb: $$tool is missing: apt-get install dpkg-dev debhelper" >&2; exit 1; }; done
	$(MKDIR_P) '$(DEB_FOLDER)' && cd '$(DEB_FOLDER)' && rm -rf practiced[-_]* practicectl_*
	$(MAKE) $(AM_MAKEFLAGS) distdir distdir='$(DEB_SOURCE)' top_distdir='$(DEB_SOURCE)'
	cd '$(DEB_SOURCE)' && rm -rf $(DEB_GENERATED) && \
	$(SED) -i 's/^\(AC_INIT(\[practiced\], \[\)[^]]*/\1$(DEB_VERSION)/' configure.ac && \
	$(SED) -i '1s/(.*)/($(DEB_VERSION))/' debian/changelog && \
	DEB_BUILD_OPTIONS='$(DEB_BUILD_OPTIONS)' env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u DESTDIR dpkg-buildpackage -us -uc -j$${DEB_JOBS:-`nproc`} $(DEB_FLAGS)
	rm -rf '$(DEB_SOURCE)'
	@ls '$(DEB_FOLDER)'/*.deb
.PHONY: deb

clean-local: clean-deb
clean-deb:
	-rm -rf deb deb-old
.PHONY: clean-deb
